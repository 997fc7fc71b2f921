import type {
  ActivityEntry,
  Card,
  ClientConfig,
  Contact,
  Day,
  Filter,
  Health,
  FoundItem,
  HeldPlan,
  HeldPlanOf,
  KnownPerson,
  ListView,
  Mailbox,
  Me,
  Organisation,
  Person,
  PersonChange,
  Preview,
  RefusedFields,
  Problem,
  SalesforceConnection,
  SalesforceDisconnected,
  SamplePerson,
  Session,
  Settings,
  SettingsChange,
  Status,
  UndoPreviewAnswer,
  KeptEditAnswer,
  WhoAmI,
} from '../server/http/contract.ts';
import { connection } from './connection.ts';
import type { Access } from './sign-in/access.ts';
import { language, words } from './words/words.ts';

/** What the server refused or could not do, in the person's language. `status` 0: there was no answer at all; `code` is then `unreachable` or `timeout`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string | undefined;
  /** Items of the mailbox of which one is to be named (U6). */
  readonly items: readonly FoundItem[];
  /** In milliseconds, where the answer says after how long to ask again. */
  readonly retryAfter: number | undefined;
  constructor(status: number, { detail, title, code, items = [] }: Partial<Problem>, retryAfter?: number) {
    super(detail ?? title ?? textOf(status, code));
    this.status = status;
    this.code = code;
    this.items = items;
    this.retryAfter = retryAfter;
  }
}

const textOf = (status: number, code: string | undefined): string => {
  if (status !== 0) return words.problems.answer(status);
  return code === 'timeout' ? words.problems.timeout : words.problems.unreachable;
};

/** Any error as one sentence for the person. */
export const problemText = (error: unknown): string =>
  error instanceof ApiProblem ? error.message : words.problems.unexpected;

let access: Access | undefined;
/** From now on every call proves that it is this person's. */
export function callAs(given: Access): void {
  access = given;
}

type Method = 'GET' | 'PUT' | 'POST';
type Headers = Readonly<Record<string, string>>;

/** A call of the person. A token that the server no longer takes is renewed, and the call repeated; where that needs the person, it waits for them. */
async function call<T>(method: Method, path: string, body?: object, ms?: number): Promise<T> {
  if (access === undefined) return unsigned<T>({}, method, path, body, ms);
  const { person } = access.now();
  let token = await access.token();
  for (let refusals = 0; ; refusals += 1) {
    try {
      return await unsigned<T>(access.headers(token), method, path, body, ms);
    } catch (error) {
      // Somebody else may have signed in while it waited.
      if (!isRefusal(error) || access.now().person !== person) throw error;
      token = refusals % 2 === 0 ? await access.token(token) : await access.refusedAgain();
    }
  }
}

/** `csrf`: the browser was signed in anew from another window. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 401 || error.code === 'csrf');

/** A call with just these headers, before anybody is signed in. One that the server had no room for was not done: it is made again when the server says. */
async function unsigned<T>(proof: Headers, method: Method, path: string, body?: object, ms?: number): Promise<T> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await once<T>(ms ?? (method === 'GET' ? READ_MS : WRITE_MS), proof, method, path, body);
    } catch (error) {
      const wait = error instanceof ApiProblem && error.status === 429 ? error.retryAfter : undefined;
      if (wait === undefined || wait > LONGEST_WAIT_MS || waits >= MOST_WAITS) throw error;
      await connection.wait(wait);
    }
  }
}

/** `ms`: how long an answer is waited for. */
async function once<T>(ms: number, proof: Headers, method: Method, path: string, body?: object): Promise<T> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ms);
  try {
    const answered = await answerTo<T>(patience.signal, proof, method, path, body);
    connection.heard(true);
    return answered;
  } catch (error) {
    const late = patience.signal.aborted;
    const problem = error instanceof ApiProblem ? error : new ApiProblem(0, { code: late ? 'timeout' : 'unreachable' });
    connection.heard(problem.status !== 0 || late);
    throw problem;
  } finally {
    clearTimeout(timer);
  }
}

/** What is asked for is there in seconds; a write may answer when its session is over. */
const READ_MS = 30_000;
const WRITE_MS = 5 * 60_000;
/** A whole plan that is applied, discarded or undone: a little longer than the server waits for its session. */
const PLAN_MS = 16 * 60_000;
/** A question that is asked by POST. */
const QUESTION_MS = 20_000;
/** The server counts by the minute. Longer, or again and again: the person is told instead. */
const LONGEST_WAIT_MS = 2 * 60_000;
const MOST_WAITS = 3;

async function answerTo<T>(
  signal: AbortSignal,
  proof: Headers,
  method: Method,
  path: string,
  body?: object,
): Promise<T> {
  const answer = await fetch(path, {
    method,
    signal,
    headers: {
      Accept: 'application/json, application/problem+json, image/*',
      'Accept-Language': language,
      ...proof,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const content = answer.status === 204 ? {} : await contentOf(answer);
  if (!answer.ok) throw new ApiProblem(answer.status, content as Partial<Problem>, retryAfterOf(answer));
  return content as T;
}

/** Milliseconds; RFC 9110, section 10.2.3: given in seconds, or as a date. */
function retryAfterOf({ headers }: Response): number | undefined {
  const given = headers.get('Retry-After');
  if (given === null) return undefined;
  const ms = /^\d+$/.test(given) ? Number(given) * 1000 : Date.parse(given) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(ms, 0);
}

/** The contact's photo; undefined where there is none. An ornament: a server that takes no more calls is not waited for, and a refused token renewed by others. */
export async function photo(id: string): Promise<Blob | undefined> {
  if (access === undefined) return undefined;
  try {
    const proof = access.headers(await access.token());
    const answer = await once<object>(READ_MS, proof, 'GET', `/api/contacts/${part(id)}/photo`);
    return answer instanceof Blob ? answer : undefined;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined;
    throw error;
  }
}

/** A proxy in between may answer HTML, and a cut connection half a body: both are problems, not crashes. */
async function contentOf(answer: Response): Promise<object> {
  try {
    const picture = answer.ok && answer.headers.get('Content-Type')?.startsWith('image/') === true;
    return picture ? await answer.blob() : ((await answer.json()) as object);
  } catch {
    if (answer.ok) throw new ApiProblem(answer.status, {});
    return {};
  }
}

/** What is empty is left out; a list is repeated, as the server takes it. */
const query = (values: Readonly<Record<string, string | readonly string[] | undefined>>): string => {
  const set = Object.entries(values).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((one) => (one === '' ? [] : [[name, one]])),
  );
  return set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`;
};
const part = encodeURIComponent;

/** Someone as the message has them. */
export interface AskedPerson {
  readonly email: string;
  readonly name?: string;
  readonly type?: 'user' | 'externalUser' | 'distributionList' | 'other';
}

export interface People {
  readonly people: readonly Person[];
  /** Why Salesforce cannot be asked; what is known is answered all the same. */
  readonly unreachable?: NonNullable<Person['reason']>;
}

/** What was undone, with the later edits that it kept (J1). */
interface Undone {
  readonly kept: readonly KeptEditAnswer[];
}

export interface ContactSearch {
  readonly q: string;
  /** None: all. */
  readonly statuses: readonly Status[];
}

type LeaveChoice = 'keep' | 'remove';
interface History {
  readonly days: readonly Day[];
}

/** What is called while somebody is being signed in. */
export const entrance = {
  config: () => unsigned<ClientConfig>({}, 'GET', '/api/client-config'),
  samplePeople: () => unsigned<{ people: readonly SamplePerson[] }>({}, 'GET', '/api/demo/people'),
  redeem: (code: string, verifier: string) =>
    unsigned<{ token: string; expiresAt: string }>({}, 'POST', '/api/sign-in/redeem', { code, verifier }),
  whoAmI: (proof: Headers) => unsigned<WhoAmI>(proof, 'GET', '/api/sign-in'),
  end: async (proof: Headers) => void (await unsigned<object>(proof, 'POST', '/api/sign-in/end')),
};

export const api = {
  whoAmI: () => call<WhoAmI>('GET', '/api/sign-in'),
  me: () => call<Me>('GET', '/api/me'),
  settings: () => call<Settings>('GET', '/api/settings'),
  changeSettings: (change: SettingsChange) => call<Settings>('PUT', '/api/settings', change),
  listViews: () => call<{ listViews: readonly ListView[] }>('GET', '/api/list-views'),
  startSession: () => call<Session>('POST', '/api/sessions', {}),
  session: (id: string) => call<Session>('GET', `/api/sessions/${part(id)}`),
  sessions: (before?: string) =>
    call<{ sessions: readonly Session[]; next?: string }>('GET', `/api/sessions${query({ limit: '5', before })}`),
  plan: (id: string) => call<HeldPlan>('GET', `/api/sessions/${part(id)}/plan`),
  allow: (id: string) => call<Session>('POST', `/api/sessions/${part(id)}/allow`, {}, PLAN_MS),
  discard: (id: string) => call<Session>('POST', `/api/sessions/${part(id)}/discard`, {}, PLAN_MS),
  previewUndoSession: (id: string) => call<UndoPreviewAnswer>('POST', `/api/sessions/${part(id)}/undo/preview`, {}),
  undoSession: (id: string) => call<Session & Undone>('POST', `/api/sessions/${part(id)}/undo`, {}, PLAN_MS),
  preview: (filter: Filter) => call<Preview>('POST', '/api/preview', { filter }),
  contacts: ({ q, statuses }: ContactSearch, after?: string) =>
    call<{ contacts: readonly Contact[]; next?: string }>(
      'GET',
      `/api/contacts${query({ q, status: statuses, after })}`,
    ),
  changeContact: (id: string, change: PersonChange) => call<Person>('PUT', `/api/contacts/${part(id)}`, change),
  /** What a session did to the contact. */
  previewUndoContact: (id: string, session: string) =>
    call<UndoPreviewAnswer>('POST', `/api/contacts/${part(id)}/undo/preview${query({ session })}`, {}),
  undoContact: (id: string, session: string) =>
    call<Person & Undone>('POST', `/api/contacts/${part(id)}/undo${query({ session })}`, {}),
  /** C5: what can be put right of a contact that Salesforce did not take. */
  refusedFields: (id: string) => call<RefusedFields>('GET', `/api/contacts/${part(id)}/refused-fields`),
  keep: (id: string) => call<Person>('POST', `/api/contacts/${part(id)}/keep`, {}),
  /** `change`: what that line of the activity lost. */
  putBack: (id: string, field: string, change?: string) =>
    call<Person>('POST', `/api/contacts/${part(id)}/put-back`, { field, change }),
  /** `local`: what is known here, at once; else Salesforce is asked about those of whom nothing is known. */
  people: (people: readonly AskedPerson[], local: boolean) =>
    call<People>('POST', '/api/people/query', { people, local }, QUESTION_MS),
  changePerson: (email: string, change: PersonChange) => call<Person>('PUT', `/api/people/${part(email)}`, change),
  connectSalesforce: (challenge: string) => call<{ url: string }>('POST', '/api/salesforce/connect', { challenge }),
  finishSalesforce: (code: string, verifier: string) =>
    call<SalesforceConnection>('POST', '/api/salesforce/finish', { code, verifier }),
  salesforce: () => call<SalesforceConnection>('GET', '/api/salesforce'),
  disconnectSalesforce: () => call<SalesforceDisconnected>('POST', '/api/salesforce/disconnect', {}),
  /** T1: the card of someone new. */
  card: (email: string, name: string) => call<Card>('GET', `/api/people/${part(email)}/card${query({ name })}`),
  /** Synced contacts and what Salesforce has besides; two letters at least. */
  search: (q: string) => call<People>('GET', `/api/search${query({ q })}`),
  changeRecord: (id: string, change: PersonChange) => call<Person>('PUT', `/api/records/${part(id)}`, change),
  /** U6: only from the person's own click. */
  searchOutlook: (q: string) =>
    call<{ items: readonly FoundItem[] }>('POST', '/api/outlook-contacts/search', { q }, QUESTION_MS),
  changeItem: (id: string, change: PersonChange) => call<Person>('PUT', `/api/outlook-contacts/${part(id)}`, change),
  folder: (choice: 'make-again' | 'turn-off') => call<Settings>('POST', '/api/folder', { choice }),
  activity: (only: { readonly session: string | undefined }, before?: string) =>
    call<{ entries: readonly ActivityEntry[]; next?: string }>('GET', `/api/activity${query({ ...only, before })}`),
  history: () => call<History>('GET', '/api/history?days=30'),
  previewLeave: (choice: LeaveChoice) => call<Preview>('POST', '/api/mailbox/leave/preview', { choice }),
  leave: (preview: string) => call<Session>('POST', '/api/mailbox/leave', { preview }),
};

const mailboxPath = (email: string) => `/api/admin/mailboxes/${part(email)}`;

/** What only an administrator may ask. */
export const adminApi = {
  mailboxes: (asked: { readonly q: string; readonly health: Health | '' }, after?: string) =>
    call<{ mailboxes: readonly Mailbox[]; healths: Readonly<Record<Health, number>>; next?: string }>(
      'GET',
      `/api/admin/mailboxes${query({ ...asked, after, limit: '50' })}`,
    ),
  mailbox: (email: string) => call<Mailbox>('GET', mailboxPath(email)),
  peopleToEnrol: (q: string) => call<{ people: readonly KnownPerson[] }>('GET', `/api/admin/people${query({ q })}`),
  /** An address, or a person of the directory, or both. */
  enrol: (address: string, salesforceUsername: string, person?: KnownPerson) =>
    call<Mailbox>('POST', '/api/admin/mailboxes', {
      ...(address === '' ? {} : { address }),
      ...(person === undefined ? {} : { person: { tenantId: person.tenantId, objectId: person.objectId } }),
      ...(salesforceUsername === '' ? {} : { salesforceUsername }),
    }),
  forget: (email: string) => call<object>('POST', `${mailboxPath(email)}/forget`, {}),
  previewLeave: (email: string, choice: LeaveChoice) =>
    call<Pick<Preview, 'id' | 'counts'>>('POST', `${mailboxPath(email)}/leave/preview`, { choice }),
  leave: (email: string, preview: string) => call<Session>('POST', `${mailboxPath(email)}/leave`, { preview }),
  history: () => call<History>('GET', '/api/admin/history?days=30'),
  plans: (after?: string) =>
    call<{ plans: readonly HeldPlanOf[]; next?: string }>(
      'GET',
      `/api/admin/held-plans${query({ limit: '50', after })}`,
    ),
  allow: (email: string, plan: string) =>
    call<Session>('POST', `${mailboxPath(email)}/plans/${part(plan)}/allow`, {}, PLAN_MS),
  discard: (email: string, plan: string) =>
    call<Session>('POST', `${mailboxPath(email)}/plans/${part(plan)}/discard`, {}, PLAN_MS),
  organisation: () => call<Organisation>('GET', '/api/admin/organisation'),
};
