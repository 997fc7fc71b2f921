import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificates } from '../simulators/kit/tls.ts';
import type { Spoilt, WireAnswer } from './spoil.ts';

/** What calls were answered while they were taken down. */
export type Tape = ReadonlyMap<string, WireAnswer>;

export interface Asked {
  readonly method: string;
  /** The whole address. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The how-manieth call it is, from 0 on. */
  readonly place: number;
}

/** Whoever calls so often does not come to an end by itself; from then on the connection is cut. */
export const ENDLESS = 300;

/** A service's double: while it records it passes every call on; afterwards it answers by heart, as `change` has it. */
export class StandIn {
  private readonly server;
  private readonly agent: Agent;
  private answer: (asked: Asked) => Promise<Spoilt> = async () => 'cut';
  /** Calls since the last `record` or `play`. */
  calls = 0;

  private constructor(tls: Certificates) {
    this.agent = new Agent({ ca: readFileSync(tls.caFile), keepAlive: true });
    this.server = createServer({ key: tls.key, cert: tls.certificate }, (incoming, outgoing) => {
      this.serve(incoming, outgoing).catch(() => incoming.socket.destroy());
    });
  }

  static async start(tls: Certificates): Promise<StandIn> {
    const made = new StandIn(tls);
    await new Promise<void>((ready) => made.server.listen(0, '127.0.0.1', ready));
    return made;
  }

  get url(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Takes down what the service at `origin` answers to the calls of `work`. */
  async record(origin: string, work: () => Promise<unknown>): Promise<Tape> {
    const tape = new Map<string, WireAnswer>();
    this.calls = 0;
    this.answer = async (asked) => {
      const answered = await this.forward(origin, asked);
      tape.set(keyOf(asked), answered);
      return answered;
    };
    await work();
    return tape;
  }

  play(tape: Tape, change: (answer: WireAnswer, asked: Asked) => Spoilt): void {
    this.calls = 0;
    this.answer = async (asked) => change(tape.get(keyOf(asked)) ?? NOT_FOUND, asked);
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming);
    const { method = '', url = '', headers } = incoming;
    const place = this.calls;
    this.calls += 1;
    const reply =
      place >= ENDLESS ? 'cut' : await this.answer({ method, url: `${this.url}${url}`, headers, body, place });
    if (reply === 'cut') return void incoming.socket.destroy();
    const given =
      reply === 'half'
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"value":[{') }
        : reply;
    outgoing.writeHead(given.status, {
      ...given.headers,
      ...(given.status === 204 || given.status === 304
        ? {}
        : { 'content-length': String(given.body.length + (reply === 'half' ? 100 : 0)) }),
    });
    if (reply === 'half') outgoing.write(given.body, () => incoming.socket.destroy());
    else outgoing.end(given.body);
  }

  /** The host that was called goes along: the service makes its links and audiences of it. */
  private forward(origin: string, { method, url, headers, body }: Asked): Promise<WireAnswer> {
    return new Promise((done, fail) => {
      const { pathname, search } = new URL(url);
      const target = new URL(`${origin}${pathname}${search}`);
      const { 'accept-encoding': _any, ...rest } = headers;
      const outgoing = httpsRequest(target, { method, headers: rest, agent: this.agent }, (incoming) => {
        bytesOf(incoming).then((bytes) => {
          const told = Object.entries(incoming.headers).filter(([name]) => KEPT_HEADERS.has(name));
          done({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(told) as Record<string, string>,
            body: bytes,
          });
        }, fail);
      });
      outgoing.on('error', fail);
      outgoing.end(body);
    });
  }
}

const KEPT_HEADERS = new Set(['content-type', 'date', 'retry-after', 'preference-applied', 'sforce-limit-info']);
const NOT_FOUND: WireAnswer = {
  status: 404,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(
    '{"error":{"code":"ErrorItemNotFound","message":"The specified object was not found in the store."}}',
  ),
};

/** The same call again: tokens and moments in it differ each time. */
function keyOf({ method, url, body }: Asked): string {
  const { pathname, search } = new URL(url);
  if (pathname.endsWith('/token')) return `${method} token`;
  const moments = /\d{4}-\d\d-\d\dT[\d:.%A]+Z/g;
  return `${method} ${pathname}${search.replace(moments, 'T')} ${body
    .toString('utf8')
    .replace(moments, 'T')
    .replace(/00D\w+![\w.-]+/, 'session')}`;
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
