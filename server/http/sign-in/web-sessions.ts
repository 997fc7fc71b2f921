import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CookieOptions, Response } from 'express';
import type { Store, WebSession } from '../../store/store.ts';
import { bearerToken, type Asking, type Authenticator, type SignedIn } from '../authenticator.ts';
import { ProblemError } from '../problem.ts';

/** A working day and some more; then one signs in again. */
const SESSION_MS = 12 * 3_600_000;
const ATTEMPT_MS = 10 * 60_000;
/** A token says what it is for: one is never taken for the other. */
const IN_COOKIE = 'web.';
const IN_HEADER = 'pane.';
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

export const randomToken = (): string => randomBytes(32).toString('base64url');

/**
 * The sessions of the server's own sign-in: in a cookie for the dashboard, as a bearer token for the pane, whose frame gets no cookies. Ended on the server.
 * What a cookie vouches for needs the session's CSRF token besides, unless it only reads (OWASP, "Cross-Site Request Forgery Prevention").
 */
export class WebSessions implements Authenticator {
  private readonly store: Store;
  private readonly secure: boolean;

  constructor(store: Store, publicUrl: string) {
    this.store = store;
    this.secure = publicUrl.startsWith('https:');
  }

  async authenticate(request: Asking): Promise<SignedIn | undefined> {
    const inHeader = request.headers.authorization !== undefined;
    const token = inHeader ? bearerToken(request) : this.cookie(request, 'session');
    if (token?.startsWith(inHeader ? IN_HEADER : IN_COOKIE) !== true) return undefined;
    const session = await this.store.webSessions.find(token);
    if (session === undefined) return undefined;
    const { id, ...person } = session;
    if (inHeader) return { by: 'identity', ...person, session: { id } };
    const csrfToken = csrfTokenOf(token);
    if (!READS.has(request.method) && !equal(request.headers['x-csrf-token'], csrfToken))
      throw new ProblemError(403, 'csrf');
    return { by: 'identity', ...person, session: { id, csrfToken } };
  }

  /** Signs the browser in under a new id; the session that it had before ends, whoever gave it. */
  async start(request: Asking, response: Response, person: WebSession): Promise<void> {
    const before = this.cookie(request, 'session');
    const old = before === undefined ? undefined : await this.store.webSessions.find(before);
    if (old !== undefined) await this.store.webSessions.end(old.id);
    const token = `${IN_COOKIE}${randomToken()}`;
    await this.store.webSessions.start(token, person, new Date(Date.now() + SESSION_MS));
    response.cookie(this.name('session'), token, this.options(SESSION_MS));
  }

  /** A bearer token for the pane. */
  async startForPane(person: WebSession): Promise<{ readonly token: string; readonly expiresAt: string }> {
    const token = `${IN_HEADER}${randomToken()}`;
    const until = new Date(Date.now() + SESSION_MS);
    await this.store.webSessions.start(token, person, until);
    return { token, expiresAt: until.toISOString() };
  }

  async end(response: Response, { id }: NonNullable<SignedIn['session']>): Promise<void> {
    await this.store.webSessions.end(id);
    response.clearCookie(this.name('session'), this.options());
  }

  /** What binds a sign-in on its way to this browser; kept if it has one, so that two tabs don't end each other's. */
  bind(request: Asking, response: Response, use: Binding): string {
    const known = this.cookie(request, use);
    const value = known !== undefined && /^[\w-]{43}$/.test(known) ? known : randomToken();
    response.cookie(this.name(use), value, this.options(ATTEMPT_MS));
    return hash(value);
  }

  /** The binding that the browser has; undefined: none. */
  bound(request: Asking, use: Binding): string | undefined {
    const value = this.cookie(request, use);
    return value === undefined ? undefined : hash(value);
  }

  private cookie({ headers }: Asking, use: 'session' | Binding): string | undefined {
    const start = `${this.name(use)}=`;
    const found = (headers.cookie ?? '').split(/; */).find((part) => part.startsWith(start));
    return found?.slice(start.length);
  }

  /** `__Host-` binds it to this host and path, and keeps sub-domains from setting it (RFC 6265bis, section 4.1.3.2). */
  private name(use: 'session' | Binding): string {
    return `${this.secure ? '__Host-' : ''}cardbridge-${use}`;
  }

  private options(maxAge?: number): CookieOptions {
    return {
      httpOnly: true,
      secure: this.secure,
      sameSite: 'lax',
      path: '/',
      ...(maxAge === undefined ? {} : { maxAge }),
    };
  }
}

/** Which way a browser is on. */
export type Binding = 'sign-in' | 'salesforce';

/** From the cookie, which no script can read, by a way that does not lead back: nothing more has to be kept. */
function csrfTokenOf(token: string): string {
  return hash(`csrf ${token}`);
}

export function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function equal(given: string | readonly string[] | undefined, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [ours, theirs] = [Buffer.from(expected), Buffer.from(given)];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
