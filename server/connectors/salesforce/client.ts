import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from 'jsforce/lib/connection.js';
import { HttpApi } from 'jsforce/lib/http-api.js';
import { SOAP } from 'jsforce/lib/soap.js';
import type { HttpRequest, HttpResponse, Schema } from 'jsforce/lib/types/index.js';
import { FailureError } from '../../model/failure.ts';
import type { CallUsage, CrmAccount } from '../crm.ts';
import { failureOf, failureOfAnswer, failureOfWire } from './failures.ts';
import { isExpired, parsed, type Session, type SignIn } from './sign-in.ts';
import { WireError, WireTransport, type Wire } from './transport.ts';

/** A parsed answer; `at`: when, by its Date header, in epoch milliseconds. `unchanged`: 304 to a call with `ifModifiedSince`. */
export interface Answer {
  readonly body: unknown;
  readonly at: number;
  readonly unchanged?: true;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/services/data/vXX.X/`, or from the root where it begins with a slash. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** REST API guide, *Conditional Requests*. */
  readonly ifModifiedSince?: Date;
}

/** One result of a SOAP call. */
export interface SoapResult {
  readonly id?: string | null;
  readonly success: boolean;
  readonly errors: readonly { readonly statusCode?: string | null; readonly message?: string | null }[];
}

export type Log = (message: string, details: Readonly<Record<string, string | number>>) => void;

/** A read that failed on the way is asked again after these pauses. */
const PAUSES_MS = [250, 1000];
/** What an integer of the store holds; no org has as many calls. */
const LARGEST_COUNT = 2 ** 31 - 1;
const REPEATABLE = new Set(['crm-unavailable', 'crm-cut', 'crm-unreachable']);

/** jsforce's request with its headers; what an answer means is judged by failures.ts. */
class PlainApi extends HttpApi<Schema> {
  override isErrorResponse(): boolean {
    return false;
  }
  override async getResponseBody(response: HttpResponse): Promise<HttpResponse> {
    return response;
  }
}

/** Calls as one person. Reads are repeated with a pause, writes never; a session that has run out is renewed once for either. */
export class SalesforceClient {
  calls = 0;
  usage: CallUsage | undefined;
  private readonly account: CrmAccount;
  private readonly signIn: SignIn;
  private readonly version: string;
  private readonly transport: WireTransport;
  private readonly log: Log;
  private connection: { readonly session: Session; readonly jsforce: Connection } | undefined;

  constructor(parts: { account: CrmAccount; signIn: SignIn; wire: Wire; apiVersion: string; log: Log }) {
    this.account = parts.account;
    this.signIn = parts.signIn;
    this.version = parts.apiVersion;
    this.log = parts.log;
    this.transport = new WireTransport(parts.wire, () => (this.calls += 1));
  }

  get clockOffset(): number {
    return this.signIn.clockOffset;
  }

  /** The instance's address where it is known already. */
  get instanceUrl(): string | undefined {
    return this.connection?.session.instanceUrl;
  }

  /** `/services/data/vXX.X/` and what follows: the form that composite requests take. */
  dataPath(path: string): string {
    return path.startsWith('/') ? path : `/services/data/v${this.version}/${path}`;
  }

  async session(): Promise<Session> {
    return (await this.connect()).session;
  }

  /** A call that only reads, whatever its method. Throws FailureError. */
  async read(call: Call): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.send(call, false);
      } catch (error) {
        const wait = PAUSES_MS[attempt];
        if (!(error instanceof FailureError) || !REPEATABLE.has(error.failure.code) || wait === undefined) throw error;
        this.log('Salesforce is asked again', { code: error.failure.code, attempt: attempt + 1 });
        await pause(wait);
      }
    }
  }

  /** A call that writes: sent once. Throws FailureError, with `maybeDone` where it may have happened. */
  write(call: Call): Promise<Answer> {
    return this.send(call, true);
  }

  /** SOAP `undelete`, which REST has not: at most 200 ids, the results in their order. Throws as `write`. */
  async undelete(ids: readonly string[]): Promise<readonly SoapResult[]> {
    const connection = await this.connect();
    await this.account.mayWrite?.();
    try {
      return await this.soap(connection.jsforce, ids);
    } catch (error) {
      if (!soapCode(error).endsWith('INVALID_SESSION_ID')) throw this.soapFailure(error);
    }
    const renewed = await this.reconnect(connection.session);
    await this.account.mayWrite?.();
    try {
      return await this.soap(renewed.jsforce, ids);
    } catch (error) {
      throw this.soapFailure(error);
    }
  }

  private async soap(jsforce: Connection, ids: readonly string[]): Promise<readonly SoapResult[]> {
    const soap = new SOAP(jsforce, {
      xmlns: 'urn:partner.soap.sforce.com',
      endpointUrl: `${jsforce.instanceUrl}/services/Soap/u/${this.version}`,
    });
    const error = { message: '?string', statusCode: '?string' };
    const schema = { result: [{ id: '?string', success: 'boolean', errors: [error] }] };
    const answer = (await soap.invoke('undelete', { ids }, schema)) as { readonly result?: readonly SoapResult[] };
    if (Array.isArray(answer.result) && answer.result.every(isResult)) return answer.result;
    throw new Error('no results');
  }

  private soapFailure(error: unknown): Error {
    if (error instanceof FailureError) return error;
    if (error instanceof WireError) return failureOfWire(error, true);
    const message = error instanceof Error ? error.message : String(error);
    const code = soapCode(error).replace(/^.*:/, '');
    const failure = failureOf([{ code, message, fields: [], records: [] }], (field) => field, Date.now());
    // What SOAP gives no known code for is an answer that was not understood.
    if (failure.code !== 'crm-other') return new FailureError(failure, { cause: error });
    return new FailureError(
      {
        kind: 'unavailable',
        code: 'crm-answer-not-understood',
        message: 'The SOAP answer was not understood.',
        maybeDone: true,
      },
      { cause: error },
    );
  }

  private async send(call: Call, writes: boolean): Promise<Answer> {
    const connection = await this.connect();
    let answer = await this.once(connection, call, writes);
    if (isExpired(answer)) {
      answer = await this.once(await this.reconnect(connection.session), call, writes);
      if (isExpired(answer))
        throw new FailureError({
          kind: 'signed-out',
          code: 'crm-session-refused',
          message: 'Salesforce refuses a new session.',
        });
    }
    if (answer.status === 304 && call.ifModifiedSince !== undefined)
      return { body: undefined, at: answer.at, unchanged: true };
    const understood = answer.status === 204 || (answer.status < 300 && answer.json);
    if (answer.status < 200 || !understood) throw new FailureError(failureOfAnswer(answer, writes, Date.now()));
    return { body: answer.body, at: answer.at };
  }

  private async once({ session, jsforce }: NonNullable<typeof this.connection>, call: Call, writes: boolean) {
    const { method, path, body, ifModifiedSince } = call;
    const request: HttpRequest = {
      method,
      url: `${session.instanceUrl}${this.dataPath(path)}`,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json; charset=UTF-8' }),
        ...(ifModifiedSince === undefined ? {} : { 'if-modified-since': ifModifiedSince.toUTCString() }),
        ...call.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    if (writes) await this.account.mayWrite?.();
    try {
      const api = new PlainApi(jsforce, {});
      const response = await api.request<HttpResponse>(request);
      const value = parsed(response.body);
      const json = value !== undefined && /\bjson\b/.test(response.headers['content-type'] ?? '');
      const at = this.signIn.noteDate(response.headers);
      this.usage = usageIn(response.headers) ?? this.usage;
      return { status: response.statusCode, headers: response.headers, body: json ? value : undefined, json, at };
    } catch (error) {
      if (error instanceof WireError) throw failureOfWire(error, writes);
      throw error;
    }
  }

  private async connect(): Promise<NonNullable<typeof this.connection>> {
    return this.use(await this.signIn.session(this.account));
  }

  private async reconnect(refused: Session): Promise<NonNullable<typeof this.connection>> {
    this.log('the session at Salesforce has run out and is renewed', {});
    return this.use(await this.signIn.renewed(this.account, refused));
  }

  private use(session: Session): NonNullable<typeof this.connection> {
    if (this.connection?.session !== session) {
      const { accessToken, instanceUrl } = session;
      const callOptions = { client: 'Cardbridge' };
      const jsforce = new Connection({ version: this.version, instanceUrl, accessToken, callOptions });
      jsforce._transport = this.transport;
      this.connection = { session, jsforce };
    }
    return this.connection;
  }
}

/** `Sforce-Limit-Info: api-usage=18/5000`, where an app's own limit may stand beside it. */
function usageIn(headers: Readonly<Record<string, string>>): CallUsage | undefined {
  const [, used, allowed] = /(?:^|[\s,;])api-usage=(\d+)\/(\d+)/i.exec(headers['sforce-limit-info'] ?? '') ?? [];
  if (used === undefined || allowed === undefined) return undefined;
  const usage = { used: Number(used), allowed: Number(allowed) };
  return usage.used <= LARGEST_COUNT && usage.allowed <= LARGEST_COUNT ? usage : undefined;
}

function isResult({ success, errors }: Partial<SoapResult>): boolean {
  return typeof success === 'boolean' && Array.isArray(errors);
}

function soapCode(error: unknown): string {
  const code = error instanceof Error && 'errorCode' in error ? error.errorCode : '';
  return typeof code === 'string' ? code : '';
}
