import { generateKeyPairSync, randomUUID, type JsonWebKey } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importJWK, SignJWT, type JWK } from 'jose';
import Provider, {
  interactionPolicy,
  type AccountClaims,
  type Configuration,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { close, listen } from '../kit/host.ts';
import type { State } from '../kit/state.ts';
import type { TenantAccount } from '../sample/people.ts';
import { memoryAdapter } from './memory.ts';
import { signInPage } from './page.ts';

/** The product as an app registration of the tenant. */
export interface AppRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Web redirect addresses; each exactly. */
  readonly redirectUris: readonly string[];
}

export interface EntraStandIn {
  /** In place of `https://login.microsoftonline.com`. */
  readonly authority: string;
  /** What a host's broker gives a nested app without asking anybody. */
  token(user: TenantAccount, over?: Readonly<Record<string, unknown>>): Promise<string>;
  close(): Promise<void>;
}

interface Parts {
  readonly tenantId: string;
  readonly app: AppRegistration;
  readonly users: readonly TenantAccount[];
  readonly state: State;
  readonly port: number;
}

const TOKEN_SECONDS = 3600;
const PAGE = /^\/interaction\/([\w-]+)(\/enter)?$/;

/**
 * Stands in for Microsoft Entra: oidc-provider does the OpenID Connect, under Entra's addresses and with Entra's claims ("ID token claims reference",
 * "Access token claims reference"). Plain http, so that a browser needs no certificate of ours. People sign in by choosing who they are.
 */
export async function startEntra({ tenantId, app, users, state, port }: Parts): Promise<EntraStandIn> {
  const key = signingKey(state);
  const server = createServer();
  await listen(server, port);
  const authority = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const base = `/${tenantId}/v2.0`;
  const provider = new Provider(`${authority}${base}`, configuration(key, { tenantId, app, users }));
  // Entra's codes and sign-ins are its own: nothing of it is kept over a restart.
  const callback = provider.callback();
  const secret = await importJWK(key, 'RS256');

  const token: EntraStandIn['token'] = (user, over = {}) => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      aud: app.clientId,
      iss: `${authority}${base}`,
      iat: now - 5,
      nbf: now - 5,
      exp: now + TOKEN_SECONDS,
      azp: app.clientId,
      azpacr: '0',
      name: user.name,
      oid: user.objectId,
      preferred_username: user.email,
      scp: 'access_as_user',
      sub: subjectOf(user),
      tid: tenantId,
      uti: randomUUID(),
      ver: '2.0',
      ...over,
    })
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: key.kid ?? '' })
      .sign(secret);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', authority);
    const page = PAGE.exec(url.pathname);
    if (url.pathname === '/common/discovery/v2.0/keys') {
      const { kty, n, e, kid } = key;
      return void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ keys: [{ kty, n, e, kid, use: 'sig', alg: 'RS256' }] }));
    }
    if (url.pathname === '/broker/token') return brokerToken(url, response, users, token);
    if (page !== null)
      return await interaction(provider, { request, response, url, entered: page[2] !== undefined, users });
    if (!url.pathname.startsWith(base)) return void response.writeHead(404).end();
    // Mounted as Express does it: the address as it came, and the rest of it.
    Object.assign(request, { originalUrl: request.url, url: (request.url ?? '').slice(base.length) || '/' });
    await callback(request, response);
  };
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error('Entra stand-in:', error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  return { authority, token, close: () => close(server as Server) };
}

function configuration(key: JWK, { tenantId, app, users }: Pick<Parts, 'tenantId' | 'app' | 'users'>): Configuration {
  return {
    adapter: memoryAdapter(),
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 3600, Session: 86_400 },
    clients: [
      {
        client_id: app.clientId,
        client_secret: app.clientSecret,
        redirect_uris: [...app.redirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [key as JsonWebKey & { kty: 'RSA' }] },
    pkce: { required: () => true },
    cookies: { keys: [key.d ?? ''] },
    features: { devInteractions: { enabled: false } },
    // Entra puts the profile into the ID token itself.
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'tid', 'oid', 'ver', 'roles'], profile: ['name', 'preferred_username'] },
    interactions: {
      policy: prompts(),
      url: (_context: KoaContextWithOIDC, { uid }: { readonly uid: string }) => `/interaction/${uid}`,
    },
    findAccount: (_context, accountId) => {
      const user = users.find((one) => subjectOf(one) === accountId);
      if (user === undefined) return undefined;
      const claims: AccountClaims = {
        sub: accountId,
        tid: tenantId,
        oid: user.objectId,
        ver: '2.0',
        name: user.name,
        preferred_username: user.email,
        ...(user.admin ? { roles: ['Cardbridge.Admin'] } : {}),
      };
      return { accountId, claims: () => claims };
    },
    // The administrator of the tenant has consented for everybody.
    async loadExistingGrant({ oidc }: KoaContextWithOIDC) {
      const { client, session, provider } = oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  };
}

/** The library's own, and Entra's `select_account` ("Microsoft identity platform and OAuth 2.0 authorization code flow", `prompt`). */
function prompts() {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return policy;
}

/** Entra's subject is another one for each app, and never the object id. */
const subjectOf = ({ objectId }: TenantAccount): string => `pairwise-${objectId}`;

/** The page on which one says who one is; `login_hint` says it already. */
async function interaction(
  provider: Provider,
  {
    request,
    response,
    url,
    entered,
    users,
  }: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly url: URL;
    readonly entered: boolean;
    readonly users: readonly TenantAccount[];
  },
): Promise<void> {
  const details = await provider.interactionDetails(request, response);
  const { params, session } = details;
  const who = entered ? url.searchParams.get('who') : typeof params.login_hint === 'string' ? params.login_hint : null;
  // "Need admin approval": the error of that name in Entra's list of codes, sent as what the resource owner denied.
  if (entered && url.searchParams.get('approval') === 'missing')
    return provider.interactionFinished(request, response, {
      error: 'access_denied',
      error_description: 'AADSTS90094: Administrator consent is required.',
    });
  if (entered && who === null)
    return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'cancelled' });
  const user = users.find(({ email }) => email === who);
  if (user === undefined)
    return void response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(signInPage(url.pathname, users));
  // The library would have whoever was signed in sign out on a page of its own first; Entra goes on with the account that was chosen.
  if (session !== undefined && session.accountId !== subjectOf(user)) {
    await (await provider.Session.findByUid(session.uid))?.destroy();
    delete details.session;
    await details.save(details.exp - Math.floor(Date.now() / 1000));
  }
  await provider.interactionFinished(request, response, {
    select_account: {},
    login: { accountId: subjectOf(user), remember: false },
  });
}

/** `GET /broker/token?user=ada@…`: for a stand-in of Outlook, whose broker has signed the person in long ago. */
async function brokerToken(
  url: URL,
  response: ServerResponse,
  users: readonly TenantAccount[],
  token: EntraStandIn['token'],
): Promise<void> {
  const user = users.find(({ email }) => email === url.searchParams.get('user'));
  if (user === undefined) return void response.writeHead(404).end();
  const over = user.admin ? { roles: ['Cardbridge.Admin'] } : {};
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify({ access_token: await token(user, over), expires_in: TOKEN_SECONDS, token_type: 'Bearer' }));
}

/** Kept, so that tokens outlive a restart of the simulators. */
function signingKey(state: State): JWK {
  const kept = state.collection<JWK>('entra/keys');
  const known = kept.get('signing');
  if (known !== undefined) return known;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const made = { ...(privateKey.export({ format: 'jwk' }) as JWK), kid: randomUUID(), use: 'sig', alg: 'RS256' };
  kept.put('signing', made);
  return made;
}
