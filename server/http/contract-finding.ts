import { z } from 'zod';
import { email, endpoint, flag, id, OUTSIDE, settled } from './endpoint.ts';
import * as person from './people-schemas.ts';
import * as schema from './schemas.ts';

const itemId = z.object({ id: z.string().min(1).max(500) });
/** Shorter ones would find everybody. */
const words = z.string().trim().min(2).max(200);

/** Finding someone without a message, and the card of someone new. */
export const findingEndpoints = {
  card: endpoint({
    method: 'get',
    path: '/api/people/{email}/card',
    summary: 'The card of someone new, for the person to look at and confirm with the switch (T1)',
    access: 'person',
    params: email,
    query: z.object({ name: z.string().max(300).optional(), type: person.recipientType.optional() }),
    reply: person.card,
    problems: [409],
  }),
  refusedFields: endpoint({
    method: 'get',
    path: '/api/contacts/{id}/refused-fields',
    summary:
      'The fields of a contact that Salesforce did not take, live from the contact in Outlook, for the person to put right with the switch (C5)',
    access: 'person',
    params: id,
    reply: person.refusedFields,
    problems: [404, 409, ...OUTSIDE],
  }),
  search: endpoint({
    method: 'get',
    path: '/api/search',
    summary:
      'Synced contacts and the records of Salesforce that have the words in name, e-mail or Account, 25 at most; switched on by e-mail or `recordId`',
    access: 'person',
    query: z.object({ q: words, local: flag.default(false) }),
    reply: person.people,
    problems: [],
  }),
  searchOutlook: endpoint({
    method: 'post',
    path: '/api/outlook-contacts/search',
    summary:
      "Items of the person's mailbox whose name begins like this, at their own act; live, neither kept nor logged (U6)",
    access: 'person',
    body: z.strictObject({ q: words }),
    reply: z.object({ items: schema.list(schema.foundItem) }),
    problems: [409, ...OUTSIDE],
  }),
  changeItem: endpoint({
    method: 'put',
    path: '/api/outlook-contacts/{id}',
    summary: 'Switches an item of the mailbox on (T1, U3)',
    access: 'person',
    params: itemId,
    query: settled,
    body: person.personChange,
    reply: person.person,
    problems: [409, ...OUTSIDE],
  }),
  changeRecord: endpoint({
    method: 'put',
    path: '/api/records/{id}',
    summary: 'Switches a record of Salesforce on or off, one without an e-mail too (T1, T2)',
    access: 'person',
    params: id,
    query: settled,
    body: person.personChange,
    reply: person.person,
    problems: [409, ...OUTSIDE],
  }),
};
