import { z } from 'zod';
import { endpoint, OUTSIDE } from './endpoint.ts';

export const connectedHow = z.enum(['own', 'jwt', 'none']).meta({
  description:
    '`own`: by their own sign-in; `jwt`: by the username that an administrator named; `none`: not connected.',
});

const standing = z
  .object({
    how: connectedHow,
    possible: z.boolean().meta({ description: 'Whether people connect themselves here.' }),
    username: z.string().optional(),
    orgId: z.string().optional(),
    instanceUrl: z.string().optional(),
    since: z.iso.datetime().optional(),
  })
  .meta({ id: 'SalesforceConnection' });

const disconnected = standing.extend({ revoked: z.boolean() }).meta({ id: 'SalesforceDisconnected' });

export type SalesforceDisconnected = z.output<typeof disconnected>;
export type SalesforceConnection = z.output<typeof standing>;

/** S6: Salesforce is called as that person. The pages of the way there are under `/salesforce`. */
export const salesforceEndpoints = {
  salesforce: endpoint({
    method: 'get',
    path: '/api/salesforce',
    summary: 'As whom Salesforce is called (S6)',
    access: 'person',
    reply: standing,
    problems: [],
  }),
  connectSalesforce: endpoint({
    method: 'post',
    path: '/api/salesforce/connect',
    summary: 'The address to open in a window; good once, for ten minutes. It ends with a code for `finish`',
    access: 'person',
    body: z.strictObject({ challenge: z.string().regex(/^[\w-]{43}$/) }),
    reply: z.object({ url: z.string() }),
    problems: [409],
  }),
  finishSalesforce: endpoint({
    method: 'post',
    path: '/api/salesforce/finish',
    summary: 'Takes up the connection that the window came back with, for who has the verifier behind its challenge',
    access: 'person',
    body: z.strictObject({ code: z.string().max(100), verifier: z.string().min(43).max(128) }),
    reply: standing,
    problems: [409, ...OUTSIDE],
  }),
  disconnectSalesforce: endpoint({
    method: 'post',
    path: '/api/salesforce/disconnect',
    summary: 'Revokes and forgets the token, and nothing else. `revoked`: whether Salesforce could be told',
    access: 'person',
    reply: disconnected,
    problems: [409],
  }),
};
