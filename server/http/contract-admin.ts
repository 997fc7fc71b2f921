import { z } from 'zod';
import { email, endpoint, OUTSIDE } from './endpoint.ts';
import * as schema from './schemas.ts';

/** What an administrator asks. No contact of anybody is in it. */
export const adminEndpoints = {
  mailboxes: endpoint({
    method: 'get',
    path: '/api/admin/mailboxes',
    summary: 'Every mailbox and how it stands',
    access: 'admin',
    reply: z.object({ mailboxes: schema.list(schema.mailbox) }),
    problems: [],
  }),
  enrol: endpoint({
    method: 'post',
    path: '/api/admin/mailboxes',
    summary:
      'Enrols a mailbox, or changes the Salesforce username of one. A mailbox of Microsoft 365 is known by its address; any other names the person who signed in',
    access: 'admin',
    body: schema.enrolment,
    reply: schema.mailbox,
    problems: [404, 409, ...OUTSIDE],
  }),
  peopleToEnrol: endpoint({
    method: 'get',
    path: '/api/admin/people',
    summary: 'Who has signed in and has no mailbox here, the latest first',
    access: 'admin',
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
};
