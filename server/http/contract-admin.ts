import { z } from 'zod';
import { email, endpoint, OUTSIDE } from './endpoint.ts';
import * as admin from './schemas-admin.ts';
import * as schema from './schemas.ts';

const days = z.object({ days: z.coerce.number().int().min(1).max(90).default(30) });
const plan = email.extend({ id: z.string().max(100) });
const history = z.object({ days: schema.list(admin.day) });

/** What an administrator asks. No contact of anybody is in it. */
export const adminEndpoints = {
  mailboxes: endpoint({
    method: 'get',
    path: '/api/admin/mailboxes',
    summary: 'Every mailbox and how it stands, by address; how many stand how',
    access: 'admin',
    query: z.object({
      q: z.string().max(200).optional().meta({ description: 'In the address or the name.' }),
      health: admin.health.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
      after: z.string().max(320).optional(),
    }),
    reply: z.object({
      mailboxes: schema.list(admin.mailbox),
      healths: z.record(admin.health, z.number().int()),
      next: z.string().optional(),
    }),
    problems: [],
  }),
  mailboxOf: endpoint({
    method: 'get',
    path: '/api/admin/mailboxes/{email}',
    summary: 'One mailbox and how it stands, with the session that waits or runs',
    access: 'admin',
    params: email,
    reply: admin.mailbox,
    problems: [404],
  }),
  enrol: endpoint({
    method: 'post',
    path: '/api/admin/mailboxes',
    summary:
      'Enrols a mailbox, or changes the Salesforce username of one. A mailbox of Microsoft 365 is known by its address, or by a person of the directory alone; any other names address and person',
    access: 'admin',
    body: schema.enrolment,
    reply: admin.mailbox,
    problems: [404, 409, ...OUTSIDE],
  }),
  peopleToEnrol: endpoint({
    method: 'get',
    path: '/api/admin/people',
    summary: 'Who has signed in and has no mailbox here, the latest first, 200 at most',
    access: 'admin',
    query: z.object({ q: z.string().max(200).optional().meta({ description: 'In the name.' }) }),
    reply: z.object({ people: schema.list(schema.knownPerson) }),
    problems: [],
  }),
  forget: endpoint({
    method: 'post',
    path: '/api/admin/mailboxes/{email}/forget',
    summary: 'Forgets all that is remembered of a mailbox; nothing in the mailbox or Salesforce is touched',
    access: 'admin',
    params: email,
    problems: [404],
  }),
  allHistory: endpoint({
    method: 'get',
    path: '/api/admin/history',
    summary:
      'What the sessions of all mailboxes did, by day (UTC), the oldest first; a day without a session is left out',
    access: 'admin',
    query: days,
    reply: history,
    problems: [],
  }),
  heldPlans: endpoint({
    method: 'get',
    path: '/api/admin/held-plans',
    summary: 'Plans that are held (D5), the oldest first, by pages: why, and counts; no contact is shown',
    access: 'admin',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(200).default(100),
      after: z.string().max(100).optional(),
    }),
    reply: z.object({ plans: schema.list(admin.heldPlanOf), next: z.string().optional() }),
    problems: [],
  }),
  allowPlanOf: endpoint({
    method: 'post',
    path: '/api/admin/mailboxes/{email}/plans/{id}/allow',
    summary: 'Applies a held plan of a mailbox (D5); answers the session that did it, when it is over',
    access: 'admin',
    params: plan,
    reply: schema.session,
    problems: [404, 409],
  }),
  discardPlanOf: endpoint({
    method: 'post',
    path: '/api/admin/mailboxes/{email}/plans/{id}/discard',
    summary:
      'Discards a held plan of a mailbox and stops its pairs (D5); answers the session that did it, when it is over',
    access: 'admin',
    params: plan,
    reply: schema.session,
    problems: [404, 409],
  }),
  organisation: endpoint({
    method: 'get',
    path: '/api/admin/organisation',
    summary: 'The settings in force for all (A4), field by field, and the orgs that mailboxes are linked to',
    access: 'admin',
    reply: admin.organisation,
    problems: [],
  }),
  history: endpoint({
    method: 'get',
    path: '/api/history',
    summary: "What one's own sessions did, by day (UTC), the oldest first; a day without a session is left out",
    access: 'person',
    query: days,
    reply: history,
    problems: [],
  }),
};
