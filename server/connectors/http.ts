import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createSecureContext, rootCertificates } from 'node:tls';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type HttpMethods,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { FailureError, type Failure } from '../model/failure.ts';
import { NotUnderstood, readBody, retryAfterMs, TOO_LARGE, type HttpAnswer } from './http-answer.ts';
import type { MayWrite } from './may-write.ts';

/** `read`: repeated at will. `write`: repeated only where the service says that nothing was done (429, 503 with Retry-After, refused connection). */
export type Repeatable = 'read' | 'write';

export interface HttpRequest {
  readonly method: HttpMethods;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: object | string | Uint8Array;
  readonly repeat: Repeatable;
  /** The answer is bytes, not JSON: so many at most, of a longer one none. */
  readonly mostBytes?: number;
  /** How long the answer's inside asks to wait, in milliseconds: the parts of a batch. */
  readonly asksToWait?: (answer: HttpAnswer) => number;
}

export interface ChannelOptions {
  /** The bearer token; `stale` is one that was just refused. */
  readonly token: (stale?: string) => Promise<string>;
  /** A certificate authority besides the system's own. */
  readonly caFile?: string;
  readonly timeoutMs?: number;
  /** Requests in flight at once. */
  readonly concurrency?: number;
  readonly onCall?: () => void;
  /** Asked right before each request that writes: what it throws is thrown instead of sending. */
  readonly mayWrite?: MayWrite;
  /** Shared by the channels to one account, so that a wait that one was told, and the limit of requests at once, hold for all. */
  readonly pace?: Pace;
}

/** What the channels to one account share: until when the service asked to be left alone, and how many requests are on their way. */
export class Pace {
  /** Epoch milliseconds. */
  pausedUntil = 0;
  inFlight = 0;
  readonly waiting: (() => void)[] = [];

  /** Milliseconds from now. */
  pause(wait: number): void {
    this.pausedUntil = Math.max(this.pausedUntil, Date.now() + wait);
  }
}

/** A longer wait ends the session. */
const LONGEST_WAIT_MS = 60_000;
/** One request waits so long in all while the service keeps asking it to; each time it was said that nothing was done. */
const PATIENCE_MS = 10 * 60_000;
const TRIES = 5;
/** Every body is read by us, up to a limit. */
const ANY_STATUS = new Set([Number.POSITIVE_INFINITY]);
/** A service that says again and again that less than a second is enough is given more. */
const UNPACED_TRIES = 3;

let sharedClient: HttpClient | undefined;
const agents = new Map<string, Agent>();

/** One for each authority, so that connections are kept. */
function agentOf(caFile: string): Agent {
  let agent = agents.get(caFile);
  if (agent === undefined) {
    // A context of its own: by a list of authorities every request would look its connection up under all their text.
    agent = new Agent({
      keepAlive: true,
      secureContext: createSecureContext({ ca: [...rootCertificates, readFileSync(caFile, 'utf8')] }),
    });
    agents.set(caFile, agent);
  }
  return agent;
}

/**
 * The one way out for every connector that speaks HTTP itself: token, pacing, Retry-After (fractional seconds and dates), time-outs, and the sorting of
 * everything that is no answer into a Failure. Status codes that are answers (4xx of the service) are given back as they came.
 */
export class Channel {
  private readonly options: ChannelOptions;
  private readonly client: HttpClient;
  private readonly agent: Agent | undefined;
  private readonly pace: Pace;
  /** The service's clock minus ours, in milliseconds. */
  clockOffset = 0;

  constructor(options: ChannelOptions) {
    this.options = options;
    this.pace = options.pace ?? new Pace();
    sharedClient ??= createDefaultHttpClient();
    this.client = sharedClient;
    this.agent = options.caFile === undefined ? undefined : agentOf(options.caFile);
  }

  /** Throws FailureError: `throttled`, `unavailable` (with `maybeDone` for a write that may have happened), `signed-out`. */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    let token = await this.options.token();
    let refreshed = false;
    const began = Date.now();
    let attempt = 1;
    for (let throttled = 1; ;) {
      const result = await this.paced(async () => {
        if (request.repeat === 'write') await this.options.mayWrite?.();
        const answered = await this.once(request, token);
        // Before the next in the queue is let through.
        if ('answer' in answered) this.notePause(answered.answer, request);
        return answered;
      });
      if ('failure' in result) {
        const { maybeDone, code } = result.failure;
        const final = maybeDone === true || code === TOO_LARGE || (request.repeat === 'write' && !result.notSent);
        if (final || attempt >= TRIES) throw new FailureError(result.failure, { cause: result.cause });
        await sleep(150 * 2 ** attempt);
        attempt += 1;
        continue;
      }
      const { answer } = result;
      if (answer.status === 401 && !refreshed) {
        refreshed = true;
        token = await this.options.token(token);
        continue;
      }
      const wait = retryAfterMs(answer);
      if (answer.status === 429 || (answer.status === 503 && wait !== undefined)) {
        const unpaced = wait === undefined || (throttled > UNPACED_TRIES && wait < 1000);
        const least = unpaced ? 1000 * 2 ** Math.min(throttled, TRIES) : 0;
        this.hold(answer, Math.max(wait ?? 0, least), began);
        throttled += 1;
        continue;
      }
      if (answer.status >= 500 && request.repeat === 'read' && attempt < TRIES) {
        await sleep(150 * 2 ** attempt);
        attempt += 1;
        continue;
      }
      return answer;
    }
  }

  /** Nothing is sent for so many milliseconds. */
  pause(wait: number): void {
    this.pace.pause(wait);
  }

  private hold(answer: HttpAnswer, wait: number, began: number): void {
    this.pace.pause(wait);
    if (wait > LONGEST_WAIT_MS || Date.now() + wait > began + PATIENCE_MS) throw tooManyCalls(wait, answer.status);
  }

  private notePause(answer: HttpAnswer, { asksToWait }: HttpRequest): void {
    if (answer.status === 429 || answer.status === 503) this.pace.pause(retryAfterMs(answer) ?? 0);
    else if (asksToWait !== undefined) this.pace.pause(asksToWait(answer));
  }

  private async paced<T>(work: () => Promise<T>): Promise<T> {
    const { pace } = this;
    while (pace.inFlight >= (this.options.concurrency ?? 1)) await new Promise<void>((turn) => pace.waiting.push(turn));
    pace.inFlight += 1;
    try {
      const wait = this.pace.pausedUntil - Date.now();
      // An earlier session was told to wait so long: nothing is asked before.
      if (wait > LONGEST_WAIT_MS) throw tooManyCalls(wait, 429);
      if (wait > 0) await sleep(wait);
      return await work();
    } finally {
      pace.inFlight -= 1;
      pace.waiting.shift()?.();
    }
  }

  private async once(
    request: HttpRequest,
    token: string,
  ): Promise<
    { readonly answer: HttpAnswer } | { readonly failure: Failure; readonly notSent: boolean; readonly cause: unknown }
  > {
    const json = typeof request.body === 'object' && !(request.body instanceof Uint8Array);
    // To the end of the body: the client's own time-out is over when the headers are there.
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), this.options.timeoutMs ?? 100_000);
    const pipelineRequest = createPipelineRequest({
      url: request.url,
      method: request.method,
      headers: createHttpHeaders({
        accept: request.mostBytes === undefined ? 'application/json' : '*/*',
        ...(json ? { 'content-type': 'application/json' } : {}),
        authorization: `Bearer ${token}`,
        ...request.headers,
      }),
      abortSignal: patience.signal,
      ...(request.body === undefined
        ? {}
        : { body: json ? JSON.stringify(request.body) : (request.body as string | Uint8Array) }),
      streamResponseStatusCodes: ANY_STATUS,
    });
    if (this.agent !== undefined) pipelineRequest.agent = this.agent;
    this.options.onCall?.();
    try {
      const response = await this.client.sendRequest(pipelineRequest);
      this.readClock(response);
      return {
        answer: {
          status: response.status,
          header: (name) => response.headers.get(name) ?? undefined,
          body: await readBody(response, request.mostBytes),
        },
      };
    } catch (cause) {
      const notSent = isRefused(cause);
      const maybeDone = request.repeat === 'write' && !notSent;
      const code = cause instanceof NotUnderstood ? cause.code : 'no-answer';
      const message = cause instanceof Error ? cause.message : String(cause);
      return { failure: { kind: 'unavailable', code, message, ...(maybeDone ? { maybeDone } : {}) }, notSent, cause };
    } finally {
      clearTimeout(timer);
    }
  }

  private readClock(response: PipelineResponse): void {
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) this.clockOffset = date - Math.floor(Date.now() / 1000) * 1000;
  }
}

function tooManyCalls(wait: number, status: number): FailureError {
  return new FailureError({
    kind: 'throttled',
    code: 'too-many-calls',
    message: `The service asks to wait ${Math.ceil(wait / 1000)} s (${status}).`,
    until: Date.now() + wait,
  });
}

function isRefused(cause: unknown): boolean {
  const code =
    (cause as { code?: string; cause?: { code?: string } } | undefined)?.code ??
    (cause as { cause?: { code?: string } } | undefined)?.cause?.code;
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
}

function sleep(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}

/** One form request without a bearer token (sign-in). Throws `unavailable`. */
export async function plainRequest(request: {
  readonly url: string;
  readonly form: URLSearchParams;
  readonly caFile?: string;
}): Promise<HttpAnswer> {
  const channel = new Channel({
    token: async () => '',
    ...(request.caFile === undefined ? {} : { caFile: request.caFile }),
  });
  return channel.send({
    method: 'POST',
    url: request.url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: '' },
    body: request.form.toString(),
    repeat: 'read',
  });
}

/** A `fetch` for the libraries of the sign-in: the authorities trusted here, ten seconds, and no redirect is followed. */
export function createFetch(caFile?: string): typeof fetch {
  return async (input, init = {}) => {
    sharedClient ??= createDefaultHttpClient();
    const given = new Request(input, init);
    const request = createPipelineRequest({
      url: given.url,
      method: given.method as HttpMethods,
      headers: createHttpHeaders(Object.fromEntries(given.headers)),
      abortSignal: AbortSignal.any([AbortSignal.timeout(10_000), ...(init.signal ? [init.signal] : [])]),
      allowInsecureConnection: given.url.startsWith('http:'),
      ...(given.body === null ? {} : { body: await given.text() }),
    });
    if (caFile !== undefined && given.url.startsWith('https:')) request.agent = agentOf(caFile);
    const { status, headers, bodyAsText } = await sharedClient.sendRequest(request);
    const bodiless = status === 204 || status === 304;
    return new Response(bodiless ? null : (bodyAsText ?? ''), { status, headers: headers.toJSON() });
  };
}
