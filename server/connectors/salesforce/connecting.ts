import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Connecting, Crm, CrmAccount } from '../crm.ts';
import type { SignIn } from './sign-in.ts';

type Use<T> = (token: string, replace: (by: string) => Promise<void>) => Promise<T>;

interface ConnectingParts {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly signIn: SignIn;
  readonly open: (account: CrmAccount) => Crm;
}

/** The web server flow with PKCE (help.salesforce.com, "OAuth 2.0 Web Server Flow for Web App Integration"): the data by REST, and a token that lasts. */
export function createConnecting({ loginUrl, clientId, signIn, open }: ConnectingParts): Connecting {
  return {
    begin(redirectUri, state) {
      const verifier = randomBytes(48).toString('base64url');
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: 'api refresh_token',
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        // Whoever is signed in at Salesforce already may be somebody else: they see as whom they connect.
        prompt: 'consent',
      });
      return { url: `${loginUrl}/services/oauth2/authorize?${query.toString()}`, verifier };
    },
    async finish(code, verifier, redirectUri) {
      const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
      let refreshToken = await signIn.exchange(form);
      const replace = (by: string) => {
        refreshToken = by;
        return Promise.resolve();
      };
      // Renewed once at once: a token that does not last is found now, and not in two hours. The one that lasts may be another.
      const held = { connection: randomUUID(), using: <T>(use: Use<T>) => use(refreshToken, replace) };
      const identity = await open({ username: '', refreshToken: held }).identity();
      return { refreshToken, identity };
    },
    revoke: (token) => signIn.revoke(token),
  };
}
