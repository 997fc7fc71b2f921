import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SeenCall, Simulator, SimulatorContext } from './context.ts';
import type { Effect } from './faults.ts';
import type { Release } from './holds.ts';
import type { SimRequest, SimResponse } from './message.ts';
import type { Certificates } from './tls.ts';

const LARGEST = 60 * 1024 * 1024;

/** Serves one simulator over TLS: whose call it is, faults, the call log, the Date header of the simulated clock. */
export async function host(
  simulator: Simulator,
  context: SimulatorContext,
  { port, tls }: { readonly port: number; readonly tls: Certificates },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer({ key: tls.key, cert: tls.certificate }, (request, response) => {
    answer(simulator, context, request, response).catch((error: unknown) => {
      console.error(`${simulator.service} simulator:`, error);
      response.destroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  await listen(server, port);
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

export async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
}

export const createControlServer = createHttpServer;

async function answer(
  simulator: Simulator,
  context: SimulatorContext,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const began = performance.now();
  const request = await readRequest(incoming);
  const who = simulator.identify(request);
  const product = who?.product === true;
  const effect = product ? context.faults.take(simulator.service, request, who.user) : undefined;
  const log = (status: number, parts?: SimResponse['parts']) => {
    if (!product) return;
    context.calls.add({
      service: simulator.service,
      user: who.user,
      at: context.clock.date().toISOString(),
      method: request.method,
      path: target(request),
      status,
      ms: Math.round(performance.now() - began),
      ...(parts === undefined ? {} : { parts }),
    });
  };
  const seen: SeenCall = { service: simulator.service, user: who?.user, method: request.method, path: target(request) };
  const hold = async (when: 'before' | 'after') => context.faults.holds.hold({ ...seen, when, part: false });
  const look = async (when: 'asked' | 'answered') =>
    product && context.onlooker !== undefined ? context.onlooker(seen, when) : 'on';
  const response =
    (await look('asked')) === 'cut' ? undefined : await carryOut(simulator, request, effect, who?.user, hold);
  const cut = response !== undefined && (response.cut === true || (await look('answered')) === 'cut');
  if (response === undefined || cut || effect?.kind === 'drop-after') {
    log(0, response?.parts);
    outgoing.destroy();
    return;
  }
  log(response.status, response.parts);
  send(outgoing, response, context, effect?.kind === 'half');
}

/** Undefined: the connection is cut with nothing done. */
async function carryOut(
  simulator: Simulator,
  request: SimRequest,
  effect: Effect | undefined,
  user: string | undefined,
  hold: (when: 'before' | 'after') => Promise<Release>,
): Promise<SimResponse | undefined> {
  switch (effect?.kind) {
    case 'drop-before':
      return undefined;
    case 'status': {
      const body = effect.body === undefined ? {} : { body: effect.body as object | string };
      return { status: effect.status, ...(effect.headers === undefined ? {} : { headers: effect.headers }), ...body };
    }
    case 'delay':
      await new Promise((wake) => setTimeout(wake, effect.ms));
      return simulator.handle(request);
    case 'expire-cursors':
      simulator.expireCursors(user);
      return simulator.handle(request);
    case 'empty-page':
      return simulator.emptyPage(request) ?? simulator.handle(request);
    case 'hold': {
      if (effect.when === 'before') return (await hold('before')) === 'cut' ? undefined : simulator.handle(request);
      const response = await simulator.handle(request);
      return (await hold('after')) === 'cut' ? { ...response, cut: true } : response;
    }
    case 'drop-after':
    case 'half':
    case undefined:
      return simulator.handle(request);
  }
}

function send(outgoing: ServerResponse, response: SimResponse, context: SimulatorContext, half: boolean): void {
  const { status, headers = {}, body } = response;
  const json = body !== undefined && typeof body === 'object' && !Buffer.isBuffer(body);
  const bytes =
    body === undefined
      ? Buffer.alloc(0)
      : Buffer.isBuffer(body)
        ? body
        : Buffer.from(json ? JSON.stringify(body) : String(body));
  outgoing.sendDate = false;
  outgoing.writeHead(status, {
    Date: context.clock.date().toUTCString(),
    ...(json ? { 'Content-Type': 'application/json;charset=UTF-8' } : {}),
    ...(status === 204 || status === 304 ? {} : { 'Content-Length': bytes.length }),
    ...headers,
  });
  if (!half) {
    outgoing.end(bytes);
    return;
  }
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
}

async function readRequest(incoming: IncomingMessage): Promise<SimRequest> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    size += (part as Buffer).length;
    if (size > LARGEST) throw new Error('The body is larger than any vendor takes.');
    parts.push(part as Buffer);
  }
  const url = incoming.url ?? '/';
  const question = url.indexOf('?');
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return {
    method: incoming.method ?? 'GET',
    path: question < 0 ? url : url.slice(0, question),
    query: new URLSearchParams(question < 0 ? '' : url.slice(question + 1)),
    headers,
    body: Buffer.concat(parts),
    origin: `https://${incoming.headers.host ?? '127.0.0.1'}`,
  };
}

function target({ path, query }: SimRequest): string {
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}
