import { z } from 'zod';
import { email, endpoint, OUTSIDE, wait } from './endpoint.ts';
import * as schema from './schemas.ts';

const choice = z.enum(['keep', 'remove']).meta({
  id: 'LeaveChoice',
  description:
    '`keep`: every contact stays where it is in Outlook, without our mark. `remove`: what came from Salesforce and nobody touched since goes to Deleted Items, the others to the default Contacts folder. No Salesforce record is ever touched.',
});
const asked = z.strictObject({ choice });
const started = z.strictObject({ preview: z.string().max(100) });

/** S7: the way out, for oneself and, by an administrator, for a mailbox. */
export const leavingEndpoints = {
  previewLeave: endpoint({
    method: 'post',
    path: '/api/mailbox/leave/preview',
    summary: 'What leaving in this way would do now (S7); nothing is written',
    access: 'person',
    body: asked,
    reply: schema.preview,
    problems: [409, ...OUTSIDE],
  }),
  leave: endpoint({
    method: 'post',
    path: '/api/mailbox/leave',
    summary:
      'Leaves in the way that was shown (S7): sync is off at once, every item is let go, then the pairs, the folder and the token for Salesforce are forgotten',
    access: 'person',
    query: wait,
    body: started,
    reply: schema.session,
    problems: [404, 409],
  }),
  previewLeaveOf: endpoint({
    method: 'post',
    path: '/api/admin/mailboxes/{email}/leave/preview',
    summary: 'What leaving would do for a mailbox, in numbers (S7); no contact is shown',
    access: 'admin',
    params: email,
    body: asked,
    reply: schema.preview.omit({ operations: true }).meta({ id: 'LeavePreviewOf' }),
    problems: [404, 409, ...OUTSIDE],
  }),
  leaveOf: endpoint({
    method: 'post',
    path: '/api/admin/mailboxes/{email}/leave',
    summary: 'Takes a mailbox out in the way that was shown (S7)',
    access: 'admin',
    params: email,
    query: wait,
    body: started,
    reply: schema.session,
    problems: [404, 409],
  }),
};
