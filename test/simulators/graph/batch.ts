import type { SimulatorContext } from '../kit/context.ts';
import type { Release } from '../kit/holds.ts';
import type { SimRequest, SimResponse } from '../kit/message.ts';
import { badRequest, GraphError } from './errors.ts';

interface Part {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly dependsOn?: readonly string[];
}

interface PartResponse {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface BatchRunner {
  readonly context: SimulatorContext;
  /** Faults concern the product's own calls. */
  readonly product: boolean;
  user(url: string): string | undefined;
  run(request: SimRequest): Promise<SimResponse>;
}

const MOST = 20;
/** Outlook runs this many of a batch at a time. */
const AT_ONCE = 4;

/** `$batch` (GD:concepts/json-batching.md): parts with an answer each, four at a time, in any order. */
export async function runBatch(request: SimRequest, runner: BatchRunner): Promise<SimResponse> {
  const parts = readParts(request);
  const answers = new Map<string, PartResponse>();
  const open = [...parts];
  const running = new Set<string>();
  const gate = new Gate();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (;;) {
        if (gate.cut || (gate.held !== undefined && (await gate.held) === 'cut')) return;
        const next = open.findIndex(({ dependsOn = [] }) => dependsOn.every((id) => answers.has(id)));
        if (next < 0) {
          if (open.length === 0 || running.size === 0) return;
          await new Promise((wake) => setImmediate(wake));
          continue;
        }
        const [part] = open.splice(next, 1);
        if (part === undefined) return;
        running.add(part.id);
        const failed = (part.dependsOn ?? []).some((id) => (answers.get(id)?.status ?? 500) >= 400);
        answers.set(part.id, failed ? failedDependency(part) : await runPart(request, part, runner, gate));
        running.delete(part.id);
      }
    }),
  );
  return {
    status: 200,
    ...(gate.cut ? { cut: true } : {}),
    body: { responses: [...answers.values()] },
    parts: parts.map((part) => ({
      method: part.method,
      path: pathOf(part.url),
      status: answers.get(part.id)?.status ?? 0,
    })),
  };
}

function readParts(request: SimRequest): Part[] {
  let body: { requests?: unknown };
  try {
    body = JSON.parse(request.body.toString('utf8')) as { requests?: unknown };
  } catch {
    throw badRequest('Unable to read JSON request payload.');
  }
  const { requests } = body;
  if (!Array.isArray(requests) || requests.length === 0) throw badRequest('Invalid batch payload format.');
  if (requests.length > MOST)
    throw new GraphError(
      400,
      'MaximumValueExceeded',
      `Number of batch request steps exceeds the maximum value of ${MOST}.`,
    );
  const parts = requests as Part[];
  const ids = new Set<string>();
  for (const { id, method, url, body: content, headers = {}, dependsOn = [] } of parts) {
    if (typeof id !== 'string' || typeof method !== 'string' || typeof url !== 'string')
      throw badRequest('Every request of a batch takes id, method and url.');
    if (ids.has(id)) throw badRequest(`Request ID has to be unique in a batch: ${id}.`);
    ids.add(id);
    if (content !== undefined && !Object.keys(headers).some((name) => name.toLowerCase() === 'content-type'))
      throw badRequest('A request with a body takes a Content-Type header.');
    if (dependsOn.some((other) => !parts.some((part) => part.id === other)))
      throw badRequest(`Request ${id} depends on one that is not in the batch.`);
  }
  return parts;
}

async function runPart(outer: SimRequest, part: Part, runner: BatchRunner, gate: Gate): Promise<PartResponse> {
  const question = part.url.indexOf('?');
  const path = pathOf(part.url);
  const inner: SimRequest = {
    method: part.method.toUpperCase(),
    path: `/v1.0${path}`,
    query: new URLSearchParams(question < 0 ? '' : part.url.slice(question + 1)),
    headers: {
      authorization: outer.headers.authorization ?? '',
      ...Object.fromEntries(Object.entries(part.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
    },
    body: part.body === undefined ? Buffer.alloc(0) : bytesOf(part.body),
    origin: outer.origin,
    part: true,
  };
  const effect = runner.product ? runner.context.faults.take('graph', inner, runner.user(path)) : undefined;
  if (effect?.kind === 'status')
    return {
      id: part.id,
      status: effect.status,
      headers: effect.headers ?? {},
      ...(effect.body === undefined ? {} : { body: effect.body }),
    };
  // Inside a batch a cut connection to the mailbox server is a gateway's time-out.
  if (effect?.kind === 'drop-before') return gatewayTimeout(part);
  if (effect?.kind === 'delay') await new Promise((wake) => setTimeout(wake, effect.ms));
  const hold = () => {
    const { method } = inner;
    const when = effect?.kind === 'hold' ? effect.when : 'before';
    return runner.context.faults.holds.hold({
      service: 'graph',
      user: runner.user(path),
      method,
      path,
      when,
      part: true,
    });
  };
  if (effect?.kind === 'hold' && effect.when === 'before' && (await gate.shutFor(hold())) === 'cut')
    return gatewayTimeout(part);
  const answer = await runner.run(inner);
  if (effect?.kind === 'hold' && effect.when === 'after') await gate.shutFor(hold());
  if (effect?.kind === 'drop-after' || effect?.kind === 'half') return gatewayTimeout(part);
  const { status, headers = {}, body } = answer;
  const json = body !== undefined && !Buffer.isBuffer(body) && typeof body !== 'string';
  return {
    id: part.id,
    status,
    headers: { ...(json ? { 'Content-Type': 'application/json' } : {}), ...headers },
    // "Binary data is base64 URL-encoded" in the answers of a batch.
    ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? body.toString('base64') : body }),
  };
}

/** While a part is held, no further one of its batch begins; cut, none ever does. */
class Gate {
  held: Promise<Release> | undefined;
  cut = false;

  async shutFor(held: Promise<Release>): Promise<Release> {
    this.held = held;
    const how = await held;
    this.held = undefined;
    this.cut ||= how === 'cut';
    return how;
  }
}

function gatewayTimeout({ id }: Part): PartResponse {
  return {
    id,
    status: 504,
    headers: {},
    body: { error: { code: 'GatewayTimeout', message: 'The gateway did not receive a timely response.' } },
  };
}

function failedDependency({ id }: Part): PartResponse {
  return {
    id,
    status: 424,
    headers: {},
    body: { error: { code: 'FailedDependency', message: 'A request that this one depends on failed.' } },
  };
}

function pathOf(url: string): string {
  const path = url.split('?')[0] ?? '';
  return path.startsWith('/') ? path : `/${path}`;
}

function bytesOf(body: unknown): Buffer {
  return typeof body === 'string' ? Buffer.from(body, 'base64') : Buffer.from(JSON.stringify(body));
}
