import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import * as schema from './schemas.ts';

/** Signing in and out, besides the pages under `/sign-in`. */
export const signInEndpoints = {
  clientConfig: endpoint({
    method: 'get',
    path: '/api/client-config',
    summary: 'What the pane has to know before anybody has signed in: one build serves every company',
    access: 'everyone',
    reply: schema.clientConfig,
    problems: [],
  }),
  whoAmI: endpoint({
    method: 'get',
    path: '/api/sign-in',
    summary: 'Who has signed in, enrolled or not; with the token that a page sends back in `X-CSRF-Token`',
    access: 'signed-in',
    reply: schema.whoAmI,
    problems: [],
  }),
  redeem: endpoint({
    method: 'post',
    path: '/api/sign-in/redeem',
    summary: "The pane's dialog: a bearer token for its one-time code, within a minute",
    access: 'everyone',
    body: z.strictObject({ code: z.string().max(100), verifier: z.string().min(43).max(128) }),
    reply: z.object({ token: z.string(), expiresAt: z.iso.datetime() }),
    problems: [403],
  }),
  signOut: endpoint({
    method: 'post',
    path: '/api/sign-in/end',
    summary: "Ends this session of the server's own sign-in; other tokens end where they were made",
    access: 'signed-in',
    problems: [],
  }),
};
