import { FailureError, type Failure } from '../../model/failure.ts';
import { Channel, type ChannelOptions, type Pace, type Repeatable } from '../http.ts';
import { retryAfterMs, type HttpAnswer } from '../http-answer.ts';
import { graphFailure } from './failures.ts';
import { entriesOf, isWire, linkIn, notUnderstood, type Wire } from './shape.ts';

export interface GraphOptions {
  /** `https://graph.microsoft.com/v1.0` */
  readonly url: string;
  /** `https://login.microsoftonline.com/{tenant}` */
  readonly authority: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly caFile?: string;
  readonly requestTimeoutMs?: number;
}

/** One request inside a batch; `path` begins at the mailbox (`/contacts/…`). */
export interface Part {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export type PartAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      /** Empty where there is none; a photo is a text. */
      readonly body: unknown;
    }
  | { readonly ok: false; readonly failure: Failure };

/** Graph's own limit for a batch; it runs four of them at a time, which is the mailbox's limit. */
const BATCH = 20;
const IMMUTABLE = 'IdType="ImmutableId"';
const LONGEST_WAIT_MS = 60_000;
/** Parts that are throttled without a wait are sent again so often without one. */
const UNPACED_ROUNDS = 3;
/** Of one listing. */
const MOST_PAGES = 10_000;
const SAME_PAGE = 10;
/** Parts that are throttled again and again are sent again for so long; each time it was said that nothing was done. */
const PATIENCE_MS = 10 * 60_000;

/** Calls Graph for one mailbox: immutable ids always, batches of 20, one request in flight. */
export class GraphClient {
  private readonly options: GraphOptions;
  private readonly channel: Channel;
  readonly root: string;
  calls = 0;

  /** `user`: their id, or the address by which they sign in. */
  constructor(
    options: GraphOptions,
    user: string,
    token: (stale?: string) => Promise<string>,
    { pace, mayWrite }: Pick<ChannelOptions, 'mayWrite'> & { readonly pace: Pace },
  ) {
    this.options = options;
    this.root = `/users/${encodeURIComponent(user)}`;
    this.channel = new Channel({
      token,
      pace,
      concurrency: 1,
      onCall: () => {
        this.calls += 1;
      },
      ...(mayWrite === undefined ? {} : { mayWrite }),
      ...(options.caFile === undefined ? {} : { caFile: options.caFile }),
      ...(options.requestTimeoutMs === undefined ? {} : { timeoutMs: options.requestTimeoutMs }),
    });
  }

  get clockOffset(): number {
    return this.channel.clockOffset;
  }

  /** One request that must succeed; `path` begins at the mailbox, or is one of Graph's own links. Throws FailureError. */
  async get(path: string, prefer: readonly string[] = []): Promise<Wire> {
    const answer = await this.channel.send({
      method: 'GET',
      url: this.address(path),
      headers: { prefer: [IMMUTABLE, ...prefer].join(', ') },
      repeat: 'read',
    });
    return success(answer);
  }

  async post(path: string, body: object): Promise<Wire> {
    return success(
      await this.channel.send({
        method: 'POST',
        url: this.address(path),
        headers: { prefer: IMMUTABLE },
        body,
        repeat: 'write',
      }),
    );
  }

  /** So many bytes at most; undefined where there are none, or more. Throws FailureError. */
  async bytes(path: string, most: number): Promise<Buffer | undefined> {
    const answer = await this.channel.send({
      method: 'GET',
      url: this.address(path),
      headers: { prefer: IMMUTABLE },
      repeat: 'read',
      mostBytes: most,
    });
    if (answer.status === 200) return Buffer.isBuffer(answer.body) ? answer.body : undefined;
    const failure = graphFailure(answer.status, answer.body, retryAfterMs(answer));
    if (failure.kind === 'gone') return undefined;
    throw new FailureError(failure);
  }

  async putBytes(path: string, bytes: Uint8Array): Promise<void> {
    const answer = await this.channel.send({
      method: 'PUT',
      url: this.address(path),
      headers: { 'content-type': 'image/jpeg' },
      body: bytes,
      repeat: 'write',
      // The answer is empty.
      mostBytes: 0,
    });
    if (answer.status >= 300) throw new FailureError(graphFailure(answer.status, answer.body));
  }

  /** All pages of a listing. Throws `unavailable` for a page that is not one. */
  async *pages(path: string, prefer: readonly string[] = []): AsyncIterable<Wire> {
    const followed = new Map<string, number>();
    let pages = 0;
    for (let next: string | undefined = path; next !== undefined;) {
      const times = (followed.get(next) ?? 0) + 1;
      followed.set(next, times);
      pages += 1;
      // An empty page may lead back to itself for a while; one that always does, or ever further, would never end.
      if (times > SAME_PAGE || pages > MOST_PAGES) throw notUnderstood('a listing with an end', 'graph-endless');
      const page: Wire = await this.get(next, prefer);
      entriesOf(page);
      yield page;
      next = linkIn(page, '@odata.nextLink');
    }
  }

  /** Parts in order, 20 a call. A throttled part is sent again after its Retry-After; other parts are not. A lost answer of a write may have been done. */
  async batch(parts: readonly Part[]): Promise<PartAnswer[]> {
    const answers: PartAnswer[] = [];
    for (let at = 0; at < parts.length; at += BATCH)
      answers.push(...(await this.oneBatch(parts.slice(at, at + BATCH))));
    return answers;
  }

  private async oneBatch(parts: readonly Part[]): Promise<PartAnswer[]> {
    const answers: (PartAnswer | undefined)[] = parts.map(() => undefined);
    let open = parts.map((part, index) => ({ part, index }));
    const began = Date.now();
    let rounds = 0;
    while (open.length > 0) {
      const repeat: Repeatable = open.every(({ part }) => part.method === 'GET') ? 'read' : 'write';
      let responses: ReadonlyMap<string, BatchResponse>;
      try {
        responses = await this.sendBatch(open, repeat);
      } catch (error) {
        if (!(error instanceof FailureError) || repeat === 'read') throw error;
        const { failure } = error;
        for (const { index } of open) answers[index] = { ok: false, failure };
        break;
      }
      rounds += 1;
      let wait = 0;
      const again: typeof open = [];
      for (const entry of open) {
        const response = responses.get(String(entry.index));
        if (response?.status === 429) {
          const asked = Math.max(partWait(response), rounds > UNPACED_ROUNDS ? 1000 : 0);
          if (asked <= LONGEST_WAIT_MS && Date.now() + asked <= began + PATIENCE_MS) {
            wait = Math.max(wait, asked);
            again.push(entry);
            continue;
          }
        }
        answers[entry.index] = partAnswer(entry.part, response);
      }
      if (rounds > UNPACED_ROUNDS) this.channel.pause(wait);
      open = again;
    }
    return answers.map((answer) => answer ?? { ok: false, failure: MISSING_PART });
  }

  private async sendBatch(
    open: readonly { readonly part: Part; readonly index: number }[],
    repeat: Repeatable,
  ): Promise<ReadonlyMap<string, BatchResponse>> {
    const requests = open.map(({ part, index }) => ({
      id: String(index),
      method: part.method,
      url: `${this.root}${part.path}`,
      headers: {
        Prefer: IMMUTABLE,
        ...(part.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...part.headers,
      },
      ...(part.body === undefined ? {} : { body: part.body }),
    }));
    const answer = await this.channel.send({
      method: 'POST',
      url: `${this.options.url}/$batch`,
      body: { requests },
      repeat,
      // The limit is the mailbox's, not the part's: whatever is sent to it next waits as well.
      asksToWait: (told) => Math.max(0, ...throttledParts(told).map(partWait)),
    });
    const maybe = repeat === 'write' && answer.status >= 500 ? { maybeDone: true } : {};
    if (answer.status !== 200) throw new FailureError({ ...graphFailure(answer.status, answer.body), ...maybe });
    const responses: unknown = isWire(answer.body) ? answer.body.responses : undefined;
    if (!Array.isArray(responses) || !responses.every(isResponse))
      throw new FailureError({
        kind: 'unavailable',
        code: 'graph-not-a-batch',
        message: 'Microsoft Graph answered a batch without responses.',
        ...(repeat === 'write' ? { maybeDone: true } : {}),
      });
    return new Map(responses.map((response) => [response.id, response]));
  }

  /** Graph's own links are followed only to where we were calling already. */
  private address(path: string): string {
    if (path.startsWith('https://') || path.startsWith('http://')) {
      if (!URL.canParse(path) || new URL(path).origin !== new URL(this.options.url).origin)
        throw new FailureError({
          kind: 'cursor-lost',
          code: 'graph-foreign-link',
          message: 'A link of Microsoft Graph led somewhere else.',
        });
      return path;
    }
    return `${this.options.url}${this.root}${path}`;
  }
}

interface BatchResponse {
  readonly id: string;
  readonly status: number;
  readonly headers?: Wire;
  readonly body?: unknown;
}

function isResponse(value: unknown): value is BatchResponse {
  return (
    isWire(value) &&
    typeof value.id === 'string' &&
    typeof value.status === 'number' &&
    (value.headers === undefined || value.headers === null || isWire(value.headers))
  );
}

function throttledParts({ body }: HttpAnswer): readonly BatchResponse[] {
  const responses: unknown = isWire(body) ? body.responses : undefined;
  return Array.isArray(responses) ? responses.filter(isResponse).filter(({ status }) => status === 429) : [];
}

/** Milliseconds. */
function partWait({ headers }: BatchResponse): number {
  return retryAfterMs({ header: (name) => lowerCase(headers)[name] }) ?? 1000;
}

export const MISSING_PART: Failure = {
  kind: 'unavailable',
  code: 'graph-part-missing',
  message: 'Microsoft Graph left a part of the batch unanswered.',
  maybeDone: true,
};

function partAnswer(part: Part, response: BatchResponse | undefined): PartAnswer {
  if (response === undefined) return { ok: false, failure: MISSING_PART };
  if (response.status >= 200 && response.status < 300)
    return { ok: true, status: response.status, body: response.body ?? {} };
  const failure = graphFailure(
    response.status,
    response.body,
    retryAfterMs({ header: (name) => lowerCase(response.headers)[name] }),
  );
  const maybe = part.method !== 'GET' && response.status >= 500 && response.status !== 503;
  return { ok: false, failure: maybe ? { ...failure, maybeDone: true } : failure };
}

/** Headers of a part by their names in lower case; those that are no texts are none. */
function lowerCase(headers: Wire | null | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name.toLowerCase(), String(value)]] : [],
    ),
  );
}

function success(answer: HttpAnswer): Wire {
  if (answer.status >= 200 && answer.status < 300) {
    const body = answer.body ?? {};
    if (isWire(body)) return body;
    throw notUnderstood('an object', 'graph-not-understood');
  }
  throw new FailureError(graphFailure(answer.status, answer.body, retryAfterMs(answer)));
}
