import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Simulator, SimulatorContext } from './context.ts';
import { ControlError } from './control-error.ts';
import { createControlServer } from './host.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * The simulators' control (DEMO.md): faults, calls, switches, the clock, and what people do that the vendors' APIs cannot.
 *
 * Beyond that contract, to act at an exact point: the fault effect `{kind:"hold", when:"before"|"after"}` keeps a call waiting once it has arrived, or
 * once it is done and not yet answered; `GET /faults/held?ms=` tells of it; `POST /faults/release` lets it go on, `{cut: true}` cuts the connection and
 * what was not done yet stays undone. A part that is held stops the rest of its batch. The service `any` counts and matches the calls of all of them.
 */
export function controlServer(
  simulators: readonly Simulator[],
  context: SimulatorContext,
  onReset: () => Promise<void>,
): Server {
  const { faults, calls, switches, clock, state } = context;
  const routes: Record<string, (body: Body, query: URLSearchParams) => unknown> = {
    'POST faults': (body) => faults.add(body),
    'DELETE faults': () => faults.clear(),
    // With `ms` it waits as long for a call to be held.
    'GET faults/held': async (_body, query) => ({ held: await faults.holds.whenHeld(Number(query.get('ms') ?? 0)) }),
    'POST faults/release': ({ cut }) => faults.holds.release(cut === true ? 'cut' : 'on'),
    'GET calls': (_body, query) => ({ calls: calls.list(query.get('service') ?? undefined) }),
    'DELETE calls': () => calls.clear(),
    'GET switches': () => ({ switches: switches.list() }),
    'PUT switches': (body) => {
      switches.set(body);
      return { switches: switches.list() };
    },
    'POST clock': ({ advanceSeconds }) => {
      if (typeof advanceSeconds !== 'number' || !(advanceSeconds >= 0))
        throw new ControlError('advanceSeconds: a number of seconds, 0 or more');
      clock.advance(advanceSeconds);
      return { now: clock.date().toISOString() };
    },
    'POST reset': async () => {
      faults.clear();
      switches.reset();
      clock.reset();
      for (const simulator of simulators) simulator.reset();
      await onReset();
      calls.clear();
    },
  };
  for (const { control } of simulators)
    for (const [path, handler] of Object.entries(control)) routes[`POST ${path.replace(/^\//, '')}`] = handler;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://control');
    const handler = routes[`${request.method ?? 'GET'} ${url.pathname.replace(/^\/|\/$/g, '')}`];
    if (handler === undefined) return reply(response, 404, { error: `There are: ${Object.keys(routes).join(', ')}` });
    try {
      const result = await handler(await readBody(request), url.searchParams);
      state.flush();
      reply(response, result === undefined ? 204 : 200, result);
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      reply(response, 400, { error: error.message });
    }
  };
  return createControlServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error('control:', error);
      if (!response.headersSent) reply(response, 500, { error: String(error) });
    });
  });
}

async function readBody(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const part of request) text += String(part);
  if (text.trim() === '') return {};
  try {
    const body = JSON.parse(text) as unknown;
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body;
  } catch {
    // Said below.
  }
  throw new ControlError('The body is to be a JSON object.');
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body === undefined ? '' : JSON.stringify(body));
}
