import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { FailureError } from '../../model/failure.ts';
import type { CrmAccount, RefreshToken } from '../crm.ts';
import { errorsIn, failureOfSignIn, failureOfWire, type AnswerRead } from './failures.ts';
import { fullId } from './record-id.ts';
import { WireError, type Wire } from './transport.ts';

const ASSERTION_SECONDS = 180;
const CLOCK_TOLERANCE_MS = 30_000;

/** What a header can carry (RFC 6750, section 2.1). */
const TOKEN = /^[\x20-\x7e]+$/;

/** One person's session at Salesforce. */
export interface Session {
  readonly accessToken: string;
  /** Without a slash at its end. */
  readonly instanceUrl: string;
  readonly orgId: string;
  readonly userId: string;
}

export interface SignInOptions {
  readonly loginUrl: string;
  readonly clientId: string;
  /** Absent: a public client. */
  readonly clientSecret?: string;
  /** PEM, PKCS #8 or PKCS #1; absent: refresh tokens only. */
  readonly privateKey?: string;
}

/**
 * Sessions by person, kept in the process: the JWT bearer flow with their username as subject, or their own refresh token (S6).
 * Callers at the same time share one sign-in. Token calls are not counted.
 */
export class SignIn {
  /** The service's clock minus ours, in milliseconds, by the last Date header seen. */
  clockOffset = 0;
  private readonly options: SignInOptions;
  private readonly wire: Wire;
  private readonly key: KeyObject | undefined;
  private readonly sessions = new Map<string, Promise<Session>>();

  constructor(options: SignInOptions, wire: Wire) {
    this.options = options;
    this.wire = wire;
    this.key = options.privateKey === undefined ? undefined : createPrivateKey(options.privateKey);
  }

  /** The session in use, or a new one. Throws `signed-out`, `forbidden` or `unavailable`. */
  session(account: CrmAccount): Promise<Session> {
    const name = keyOf(account);
    const kept = this.sessions.get(name);
    if (kept !== undefined) return kept;
    const made = this.signIn(account);
    this.sessions.set(name, made);
    made.catch(() => {
      if (this.sessions.get(name) === made) this.sessions.delete(name);
    });
    return made;
  }

  /** A session after `refused`: the one that somebody else has got meanwhile, or a new one. */
  async renewed(account: CrmAccount, refused: Session): Promise<Session> {
    const name = keyOf(account);
    const kept = this.sessions.get(name);
    if (kept !== undefined && (await kept.catch(() => undefined)) === refused && this.sessions.get(name) === kept)
      this.sessions.delete(name);
    return this.session(account);
  }

  /** Takes over the service's clock from an answer; gives the answer's time in epoch milliseconds. */
  noteDate(headers: Readonly<Record<string, string>>): number {
    const at = Date.parse(headers.date ?? '');
    if (Number.isNaN(at)) return Date.now() + this.clockOffset;
    // The header has whole seconds: half of one is the likeliest remainder.
    this.clockOffset = at + 500 - Date.now();
    return at;
  }

  private async signIn({ username, refreshToken }: CrmAccount): Promise<Session> {
    if (refreshToken !== undefined) return this.renew(refreshToken);
    const offset = this.clockOffset;
    let answer = await this.post('token', await this.assertion(username));
    // An assertion is judged by the service's clock, which is known from the first answer on.
    if (answer.status === 400 && Math.abs(this.clockOffset - offset) > CLOCK_TOLERANCE_MS)
      answer = await this.post('token', await this.assertion(username));
    return sessionOf(answer, false);
  }

  private renew(refreshToken: RefreshToken): Promise<Session> {
    return refreshToken.using(async (token, replace) => {
      const answer = await this.post('token', {
        grant_type: 'refresh_token',
        ...this.client(),
        refresh_token: token,
      });
      const next = answer.status === 200 ? refreshTokenIn(answer.body) : undefined;
      // Before anything else can fail: the one that was sent may be worth nothing from now on.
      if (next !== undefined && next !== token) await replace(next);
      return sessionOf(answer, true);
    });
  }

  /** The refresh token that a code is exchanged for. Throws FailureError. */
  async exchange(form: Readonly<Record<string, string>>): Promise<string> {
    const answer = await this.post('token', { ...form, ...this.client() });
    sessionOf(answer, true);
    const refreshToken = refreshTokenIn(answer.body);
    if (refreshToken === undefined)
      throw new FailureError({
        kind: 'forbidden',
        code: 'crm-no-refresh-token',
        message: 'The answer has no refresh token: the app lacks the scope refresh_token.',
      });
    return refreshToken;
  }

  /** OAuth's revocation (RFC 7009); a token that is none (400) is none. */
  async revoke(token: string): Promise<void> {
    const answer = await this.post('revoke', { token });
    if (answer.status !== 200 && answer.status !== 400)
      throw new FailureError(failureOfSignIn(answer, true, Date.now()));
  }

  private async post(endpoint: 'token' | 'revoke', form: Readonly<Record<string, string>>): Promise<AnswerRead> {
    try {
      const { statusCode, headers, body } = await this.wire.send({
        method: 'POST',
        url: `${this.options.loginUrl}/services/oauth2/${endpoint}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
        body: new URLSearchParams(form).toString(),
      });
      this.noteDate(headers);
      return { status: statusCode, headers, body: parsed(body) };
    } catch (error) {
      if (error instanceof WireError) throw failureOfWire(error, false);
      throw error;
    }
  }

  private client(): Record<string, string> {
    const { clientId, clientSecret } = this.options;
    return { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) };
  }

  private async assertion(username: string): Promise<Record<string, string>> {
    const { loginUrl, clientId } = this.options;
    if (this.key === undefined)
      throw new FailureError({
        kind: 'signed-out',
        code: 'not-connected',
        message: 'There is no key for the JWT flow.',
      });
    const assertion = await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(clientId)
      .setSubject(username)
      .setAudience(loginUrl)
      .setExpirationTime(Math.floor((Date.now() + this.clockOffset) / 1000) + ASSERTION_SECONDS)
      .sign(this.key);
    return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
  }
}

const keyOf = ({ username, refreshToken }: CrmAccount) => `${username}\u0000${refreshToken?.connection ?? ''}`;

/** The body as JSON; undefined if it is none. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function refreshTokenIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { refresh_token: token } = body as { readonly refresh_token?: unknown };
  return typeof token === 'string' && token !== '' ? token : undefined;
}

function sessionOf(answer: AnswerRead, byRefreshToken: boolean): Session {
  const session = sessionIn(answer.body);
  if (answer.status === 200 && session !== undefined) return session;
  throw new FailureError(failureOfSignIn(answer, byRefreshToken, Date.now()));
}

/** Org and user stand at the end of the identity address: `…/id/00D…/005…`. */
function sessionIn(body: unknown): Session | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { access_token: accessToken, instance_url: instanceUrl, id } = body as Readonly<Record<string, unknown>>;
  if (typeof accessToken !== 'string' || typeof instanceUrl !== 'string' || typeof id !== 'string') return undefined;
  const [orgId = '', userId = ''] = id.split('/').slice(-2);
  if (!TOKEN.test(accessToken) || orgId === '' || userId === '') return undefined;
  if (!/^https?:\/\//.test(instanceUrl) || !URL.canParse(instanceUrl)) return undefined;
  return { accessToken, instanceUrl: new URL(instanceUrl).origin, orgId: fullId(orgId), userId: fullId(userId) };
}

/** A session that is no longer valid: nothing was done, a new one may be tried. */
export function isExpired({ status, body }: AnswerRead): boolean {
  return (
    status === 401 &&
    errorsIn(body).some((error) => error.code === 'INVALID_SESSION_ID' && !/not valid for use/i.test(error.message))
  );
}
