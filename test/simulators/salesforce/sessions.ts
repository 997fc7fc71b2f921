import { createHash, createVerify, randomBytes } from 'node:crypto';
import type { SimRequest, SimResponse } from '../kit/message.ts';
import type { SampleUser } from '../sample/people.ts';
import type { Caller } from './call.ts';
import { ORG_ID, type Org } from './org.ts';
import { MINUTE_MS } from './times.ts';

const SESSION_MS = 120 * MINUTE_MS;
/** An assertion is for the next three minutes (help: "OAuth 2.0 JWT Bearer Flow"); clocks may differ a little. */
const ASSERTION_MS = 5 * MINUTE_MS;
const JWT_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const LOGIN_URLS = ['https://login.salesforce.com', 'https://test.salesforce.com'];

interface Session {
  readonly userId: string;
  /** Whose refresh token renews it; with that the session ends (help: "Revoke OAuth Tokens"). */
  readonly grant?: string;
  readonly expiresAt: number;
}

interface RefreshToken {
  readonly userId: string;
  /** What the person once allowed: the first token, which those that replaced it have in common. */
  readonly grant: string;
  /** Replaced by another. */
  readonly spent?: true;
}

interface Grant {
  readonly userId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: number;
}

const refused = (error: string, description: string): SimResponse => ({
  status: 400,
  body: { error, error_description: description },
});

/** Tokens: those that the product gets by signing in, and the fixed ones of the checks. */
export class Sessions {
  private readonly org: Org;
  private readonly kept;
  private readonly refreshTokens;
  private readonly codes = new Map<string, Grant>();

  constructor(org: Org) {
    const { state } = org.context;
    this.org = org;
    this.kept = state.collection<Session>('salesforce/sessions');
    this.refreshTokens = state.collection<RefreshToken>('salesforce/refresh-tokens');
  }

  /** Whose token it is, if it is a live one. */
  caller(token: string): Caller | undefined {
    const { users } = this.org.context;
    const check = users.find((user) => user.salesforceToken === token);
    const session = check === undefined ? this.kept.get(token) : undefined;
    const live = session !== undefined && session.expiresAt > this.org.now() ? session : undefined;
    const user = check ?? users.find(({ salesforceUserId }) => salesforceUserId === live?.userId);
    if (user === undefined || !this.org.isActive(user.salesforceUserId)) return undefined;
    return { userId: user.salesforceUserId, email: user.email, product: check === undefined };
  }

  /** `/services/oauth2/token`. */
  token(request: SimRequest): SimResponse {
    if (request.method !== 'POST') return refused('invalid_request', 'must use HTTP POST');
    const form = new URLSearchParams(request.body.toString('utf8'));
    for (const [name, value] of request.query) if (!form.has(name)) form.set(name, value);
    const grant = form.get('grant_type');
    if (grant === JWT_GRANT) return this.byAssertion(request, form.get('assertion') ?? '');
    if (grant !== 'refresh_token' && grant !== 'authorization_code')
      return refused('unsupported_grant_type', 'grant type not supported');
    if (form.get('client_id') !== this.org.context.product.salesforceClientId)
      return refused('invalid_client_id', 'client identifier invalid');
    if (grant === 'authorization_code') return this.byCode(request, form);
    return this.byRefreshToken(request, form.get('refresh_token') ?? '');
  }

  /**
   * With rotation a token is for one use, and one that is used again ends all that came of the same grant (help 005316711, "Force
   * one-time-use Refresh Tokens").
   */
  private byRefreshToken(request: SimRequest, token: string): SimResponse {
    const kept = this.refreshTokens.get(token);
    if (kept?.spent === true) this.end(kept.grant);
    if (kept === undefined || kept.spent === true) return refused('invalid_grant', 'expired access/refresh token');
    const { userId, grant } = kept;
    if (this.org.context.switches.get('salesforce-refresh-token-rotation') !== true || !this.org.isActive(userId))
      return this.issue(request, userId, { grant });
    const next = newRefreshToken();
    this.refreshTokens.put(token, { ...kept, spent: true });
    this.refreshTokens.put(next, { userId, grant });
    return this.issue(request, userId, { grant, refreshToken: next });
  }

  /** Ends a grant: its tokens, and its sessions. */
  private end(grant: string): void {
    for (const [token, one] of [...this.refreshTokens.entries()])
      if (one.grant === grant) this.refreshTokens.delete(token);
    for (const [session, one] of [...this.kept.entries()]) if (one.grant === grant) this.kept.delete(session);
  }

  private byAssertion(request: SimRequest, assertion: string): SimResponse {
    const { product } = this.org.context;
    const [head = '', claims = '', signature = ''] = assertion.split('.');
    const header = decoded(head);
    const payload = decoded(claims);
    if (header?.['alg'] !== 'RS256' || payload === undefined) return refused('invalid_grant', 'invalid assertion');
    const { iss, sub, aud, exp } = payload;
    if (iss !== product.salesforceClientId) return refused('invalid_client_id', 'client identifier invalid');
    const verifier = createVerify('RSA-SHA256').update(`${head}.${claims}`);
    if (!verifier.verify(product.salesforcePublicKey, signature, 'base64url'))
      return refused('invalid_grant', 'invalid assertion');
    const audiences = [...LOGIN_URLS, request.origin].flatMap((url) => [
      url,
      `${url}/`,
      `${url}/services/oauth2/token`,
    ]);
    if (typeof aud !== 'string' || !audiences.includes(aud)) return refused('invalid_grant', 'audience is invalid');
    const now = this.org.now();
    if (typeof exp !== 'number' || exp * 1000 <= now) return refused('invalid_grant', 'assertion has expired');
    if (exp * 1000 > now + ASSERTION_MS) return refused('invalid_grant', 'assertion expiry is too far ahead');
    const user = this.org.context.users.find(
      ({ salesforceUsername }) => salesforceUsername === String(sub).toLowerCase(),
    );
    if (user === undefined) return refused('invalid_grant', "user hasn't approved this consumer");
    return this.issue(request, user.salesforceUserId);
  }

  private byCode(request: SimRequest, form: URLSearchParams): SimResponse {
    const code = form.get('code') ?? '';
    const grant = this.codes.get(code);
    this.codes.delete(code);
    if (grant === undefined || grant.expiresAt < this.org.now())
      return refused('invalid_grant', 'expired authorization code');
    if (grant.redirectUri !== form.get('redirect_uri'))
      return refused('redirect_uri_mismatch', 'redirect_uri must match configuration');
    const verifier = form.get('code_verifier') ?? '';
    if (createHash('sha256').update(verifier).digest('base64url') !== grant.challenge)
      return refused('invalid_grant', 'invalid code verifier');
    const refreshToken = newRefreshToken();
    this.refreshTokens.put(refreshToken, { userId: grant.userId, grant: refreshToken });
    return this.issue(request, grant.userId, { grant: refreshToken, refreshToken });
  }

  private issue(
    request: SimRequest,
    userId: string,
    by: { readonly grant?: string; readonly refreshToken?: string } = {},
  ): SimResponse {
    const { grant, refreshToken } = by;
    if (!this.org.isActive(userId)) return refused('invalid_grant', 'inactive user');
    const now = this.org.now();
    for (const [token, { expiresAt }] of [...this.kept.entries()]) if (expiresAt <= now) this.kept.delete(token);
    const token = `${ORG_ID.slice(0, 15)}!AQ${randomBytes(48).toString('base64url')}`;
    this.kept.put(token, { userId, expiresAt: now + SESSION_MS, ...(grant === undefined ? {} : { grant }) });
    return {
      status: 200,
      body: {
        access_token: token,
        ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
        signature: createHash('sha256').update(token).digest('base64'),
        scope: 'api refresh_token',
        instance_url: request.origin,
        id: `${request.origin}/id/${ORG_ID}/${userId}`,
        token_type: 'Bearer',
        issued_at: String(now),
      },
    };
  }

  /** `/services/oauth2/authorize`: `login_hint` says who has signed in and approved; without it a page asks who it is. `error` is what it ends with. */
  authorize({ query }: SimRequest): SimResponse {
    const hint = query.get('login_hint');
    const user: SampleUser | undefined = this.org.user(hint ?? '');
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== this.org.context.product.salesforceClientId)
      return refused('invalid_client_id', 'client identifier invalid');
    if (!URL.canParse(redirectUri)) return refused('redirect_uri_mismatch', 'redirect_uri must match configuration');
    const loginPage = hint === null && !query.has('deny');
    if (loginPage) return this.loginPage(query);
    const target = new URL(redirectUri);
    const state = query.get('state');
    if (state !== null) target.searchParams.set('state', state);
    const challenge = query.get('code_challenge') ?? '';
    if (user === undefined || challenge === '') {
      target.searchParams.set('error', user === undefined ? 'access_denied' : 'invalid_request');
      target.searchParams.set(
        'error_description',
        user === undefined ? 'end-user denied authorization' : 'required parameter missing: code_challenge',
      );
      return { status: 302, headers: { location: target.href } };
    }
    const code = `aPrx${randomBytes(24).toString('base64url')}`;
    const expiresAt = this.org.now() + 15 * MINUTE_MS;
    this.codes.set(code, { userId: user.salesforceUserId, redirectUri, challenge, expiresAt });
    target.searchParams.set('code', code);
    return { status: 302, headers: { location: target.href } };
  }

  revoke(request: SimRequest): SimResponse {
    const token = new URLSearchParams(request.body.toString('utf8')).get('token') ?? request.query.get('token') ?? '';
    const refreshToken = this.refreshTokens.get(token);
    const known = refreshToken !== undefined && refreshToken.spent !== true;
    if (this.kept.get(token) === undefined && !known)
      return refused('unsupported_token_type', 'this token type is not supported');
    this.kept.delete(token);
    if (known) this.end(refreshToken.grant);
    return { status: 200 };
  }

  /** Stands for Salesforce's pages to sign in and to allow: the sample people as links, and one to say no. */
  private loginPage(query: URLSearchParams): SimResponse {
    const link = (name: string, value: string, text: string) => {
      const next = new URLSearchParams(query);
      next.set(name, value);
      return `<li><a href="?${next.toString().replaceAll('&', '&amp;')}">${text}</a></li>`;
    };
    const people = this.org.context.users.map(({ email, name }) => link('login_hint', email, `Allow as ${name}`));
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: `<!doctype html><html lang="en"><title>Salesforce (simulated)</title><h1>Allow access?</h1><ul>${people.join('')}${link('deny', '1', 'Deny')}</ul></html>`,
    };
  }

  /** `/services/oauth2/userinfo` and `/id/{org}/{user}`. */
  identity(request: SimRequest, caller: Caller): SimResponse {
    const { origin } = request;
    const row = this.org.tables.User.get(caller.userId) ?? {};
    const text = (name: string) => String(row[name] ?? '');
    const id = `${origin}/id/${ORG_ID}/${caller.userId}`;
    const rest = `${origin}/services/data/v{version}/`;
    const urls = {
      rest,
      sobjects: `${rest}sobjects/`,
      query: `${rest}query/`,
      partner: `${origin}/services/Soap/u/{version}/${ORG_ID.slice(0, 15)}`,
    };
    const common = { user_id: caller.userId, organization_id: ORG_ID, email: text('Email'), urls, active: true };
    if (request.path.startsWith('/id/'))
      return {
        status: 200,
        body: { id, asserted_user: true, username: text('Username'), display_name: text('Name'), ...common },
      };
    return {
      status: 200,
      body: { sub: id, preferred_username: text('Username'), name: text('Name'), email_verified: true, ...common },
    };
  }
}

const newRefreshToken = () => `5Aep${randomBytes(40).toString('base64url')}`;

function decoded(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown;
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
