import { z } from 'zod';
import { adminEndpoints } from './contract-admin.ts';
import { findingEndpoints } from './contract-finding.ts';
import { leavingEndpoints } from './contract-leaving.ts';
import { salesforceEndpoints } from './contract-salesforce.ts';
import { signInEndpoints } from './contract-sign-in.ts';
import { undoEndpoints } from './contract-undo.ts';
import { email, endpoint, id, OUTSIDE, settled, wait, type Bytes } from './endpoint.ts';
import * as person from './people-schemas.ts';
import type * as admin from './schemas-admin.ts';
import * as schema from './schemas.ts';
import type * as undo from './schemas-undo.ts';

export type { SalesforceConnection, SalesforceDisconnected } from './contract-salesforce.ts';
export type { Endpoint } from './endpoint.ts';

const limit = (usual: number, most: number) => z.coerce.number().int().min(1).max(most).default(usual);
const several = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => (Array.isArray(given) ? given : [given]));
const cursor = z.string().max(200);

/** Every endpoint. The page takes its types from here. */
export const endpoints = {
  me: endpoint({
    method: 'get',
    path: '/api/me',
    summary: 'Who is signed in, and how their sync stands (T4)',
    access: 'person',
    reply: schema.me,
    problems: [],
  }),
  settings: endpoint({
    method: 'get',
    path: '/api/settings',
    summary: 'The settings in force',
    access: 'person',
    reply: schema.settings,
    problems: [],
  }),
  changeSettings: endpoint({
    method: 'put',
    path: '/api/settings',
    summary:
      'Changes any part of the settings; answers all of them. `preview`: the one that was shown for this filter (F3)',
    access: 'person',
    body: schema.settingsChange,
    reply: schema.settings,
    problems: [409, 422, ...OUTSIDE],
  }),
  listViews: endpoint({
    method: 'get',
    path: '/api/list-views',
    summary: "The person's Contact list views (F1, F2)",
    access: 'person',
    reply: z.object({ listViews: schema.list(schema.listView) }),
    problems: [409, ...OUTSIDE],
  }),
  startSession: endpoint({
    method: 'post',
    path: '/api/sessions',
    summary: 'Starts a session, or joins the one that waits or runs (S3). `preview`: applies that preview (J2)',
    access: 'person',
    query: wait,
    body: z.strictObject({ preview: z.string().max(100).optional() }).default({}),
    reply: schema.session,
    problems: [404, 409],
  }),
  sessions: endpoint({
    method: 'get',
    path: '/api/sessions',
    summary: 'Sessions, newest first',
    access: 'person',
    query: z.object({ limit: limit(20, 100), before: cursor.optional() }),
    reply: z.object({ sessions: schema.list(schema.session), next: z.string().optional() }),
    problems: [],
  }),
  session: endpoint({
    method: 'get',
    path: '/api/sessions/{id}',
    summary: 'One session',
    access: 'person',
    params: id,
    query: wait,
    reply: schema.session,
    problems: [404],
  }),
  sessionPlan: endpoint({
    method: 'get',
    path: '/api/sessions/{id}/plan',
    summary: 'What a held session would do, and why it is held (D5)',
    access: 'person',
    params: id,
    reply: schema.heldPlan,
    problems: [404],
  }),
  allow: endpoint({
    method: 'post',
    path: '/api/sessions/{id}/allow',
    summary: 'Applies a held plan (D5); answers the session that did it, when it is over',
    access: 'person',
    params: id,
    reply: schema.session,
    problems: [404, 409],
  }),
  discard: endpoint({
    method: 'post',
    path: '/api/sessions/{id}/discard',
    summary: 'Discards a held plan and stops its pairs (D5); answers the session that did it, when it is over',
    access: 'person',
    params: id,
    reply: schema.session,
    problems: [404, 409],
  }),
  preview: endpoint({
    method: 'post',
    path: '/api/preview',
    summary: 'What a session would do now, with that filter (J2, F3)',
    access: 'person',
    body: z.strictObject({ filter: schema.filter.optional() }).default({}),
    reply: schema.preview,
    problems: [409, 422, ...OUTSIDE],
  }),
  queryPeople: endpoint({
    method: 'post',
    path: '/api/people/query',
    summary:
      'The status of these people, in the order asked: what is known here at once, what Salesforce knows by one query for all, kept five minutes',
    access: 'person',
    body: person.peopleQuery,
    reply: person.people,
    problems: [],
  }),
  people: endpoint({
    method: 'get',
    path: '/api/people',
    summary: 'The same for one address or a few',
    access: 'person',
    query: z.object({ email: several }),
    reply: person.people,
    problems: [],
  }),
  changePerson: endpoint({
    method: 'put',
    path: '/api/people/{email}',
    summary: 'Switches someone on or off (T1, T2)',
    access: 'person',
    params: email,
    query: settled,
    body: person.personChange,
    reply: person.person,
    problems: [409, 422, ...OUTSIDE],
  }),
  contacts: endpoint({
    method: 'get',
    path: '/api/contacts',
    summary: 'Every linked, waiting, stopped and refused contact, by name',
    access: 'person',
    query: z.object({
      status: several.pipe(z.array(schema.status)).optional(),
      q: z.string().max(200).optional(),
      limit: limit(50, 500),
      after: cursor.optional(),
    }),
    reply: z.object({ contacts: schema.list(person.contact), next: z.string().optional() }),
    problems: [],
  }),
  changeContact: endpoint({
    method: 'put',
    path: '/api/contacts/{id}',
    summary: 'Switches a contact on or off, or decides its choice (T1, T2, P1)',
    access: 'person',
    params: id,
    query: settled,
    body: person.personChange,
    reply: person.person,
    problems: [404, 409, 422, ...OUTSIDE],
  }),
  photo: endpoint({
    method: 'get',
    path: '/api/contacts/{id}/photo',
    summary: "A linked contact's photo, live from the folder and kept nowhere here; 204 where there is none (U6)",
    access: 'person',
    params: id,
    bytes: { types: ['image/jpeg', 'image/png', 'image/gif'], keptSeconds: 600 },
    problems: [404, 409, ...OUTSIDE],
  }),
  putBack: endpoint({
    method: 'post',
    path: '/api/contacts/{id}/put-back',
    summary: 'Puts the value that lost a conflict back on both sides (C2)',
    access: 'person',
    params: id,
    body: z.strictObject({
      field: person.field,
      change: z
        .string()
        .max(100)
        .optional()
        .meta({ description: 'What this line of the activity lost; absent: the latest value that was lost.' }),
    }),
    reply: person.person,
    problems: [404, 409, ...OUTSIDE],
  }),
  keep: endpoint({
    method: 'post',
    path: '/api/contacts/{id}/keep',
    summary: 'Keeps what a conflict came to (C2)',
    access: 'person',
    params: id,
    reply: person.person,
    problems: [404],
  }),
  folder: endpoint({
    method: 'post',
    path: '/api/folder',
    summary: 'What becomes of a mailbox whose folder is gone (S5)',
    access: 'person',
    body: z.strictObject({ choice: z.enum(['make-again', 'turn-off']) }),
    reply: schema.settings,
    problems: [409],
  }),
  activity: endpoint({
    method: 'get',
    path: '/api/activity',
    summary: 'Every write and why, newest first (J1)',
    access: 'person',
    query: z.object({
      email: z.string().max(320).optional(),
      session: z.string().max(100).optional(),
      limit: limit(50, 500),
      before: cursor.optional(),
    }),
    reply: z.object({ entries: schema.list(schema.activityEntry), next: z.string().optional() }),
    problems: [],
  }),
  ...findingEndpoints,
  ...undoEndpoints,
  ...leavingEndpoints,
  ...adminEndpoints,
  ...salesforceEndpoints,
  ...signInEndpoints,
  samplePeople: endpoint({
    method: 'get',
    path: '/api/demo/people',
    summary: 'The people of the development sign-in; 404 where there is none',
    access: 'everyone',
    reply: z.object({ people: schema.list(schema.samplePerson) }),
    problems: [404],
  }),
};

type Parsed<T, Else> = T extends z.ZodType ? z.output<T> : Else;
/** What is sent: before defaults and conversions. */
type Given<T, Else> = T extends z.ZodType ? z.input<T> : Else;
type Part<E, K extends string> = E extends { readonly [P in K]: infer T } ? T : undefined;

export type ParamsOf<E> = Parsed<Part<E, 'params'>, Record<never, never>>;
export type QueryOf<E> = Parsed<Part<E, 'query'>, Record<never, never>>;
export type BodyOf<E> = Parsed<Part<E, 'body'>, undefined>;
/** Undefined instead of bytes: there are none. */
export type ReplyOf<E> = E extends { readonly bytes: object } ? Bytes | undefined : Given<Part<E, 'reply'>, undefined>;

export type Status = z.output<typeof schema.status>;
export type Filter = z.output<typeof schema.filter>;
export type Settings = z.output<typeof schema.settings>;
export type SettingsChange = z.input<typeof schema.settingsChange>;
export type ListView = z.output<typeof schema.listView>;
export type Counts = z.output<typeof schema.counts>;
export type Session = z.output<typeof schema.session>;
export type Preview = z.output<typeof schema.preview>;
export type HeldPlan = z.output<typeof schema.heldPlan>;
export type KeptEditAnswer = z.output<typeof undo.keptEdit>;
export type UndoPreviewAnswer = z.output<typeof undo.undoPreview>;
export type Person = z.output<typeof person.person>;
export type Contact = z.output<typeof person.contact>;
export type Card = z.output<typeof person.card>;
export type RefusedFields = z.output<typeof person.refusedFields>;
export type FoundItem = z.output<typeof schema.foundItem>;
export type PersonChange = z.input<typeof person.personChange>;
export type ActivityEntry = z.output<typeof schema.activityEntry>;
export type Notice = z.output<typeof schema.notice>;
export type Me = z.output<typeof schema.me>;
export type Mailbox = z.output<typeof admin.mailbox>;
export type Health = z.output<typeof admin.health>;
export type Day = z.output<typeof admin.day>;
export type HeldPlanOf = z.output<typeof admin.heldPlanOf>;
export type Installation = z.output<typeof admin.installation>;
export type Organisation = z.output<typeof admin.organisation>;
export type ClientConfig = z.output<typeof schema.clientConfig>;
export type KnownPerson = z.output<typeof schema.knownPerson>;
export type WhoAmI = z.output<typeof schema.whoAmI>;
export type SamplePerson = z.output<typeof schema.samplePerson>;
export type Problem = z.output<typeof schema.problem>;
