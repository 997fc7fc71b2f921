import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { Connection } from 'jsforce';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { CallLog } from '../kit/calls.ts';
import { SimulatedClock } from '../kit/clock.ts';
import type { Simulator, SimulatorContext } from '../kit/context.ts';
import { Faults } from '../kit/faults.ts';
import type { SimRequest } from '../kit/message.ts';
import { State } from '../kit/state.ts';
import { Switches } from '../kit/switches.ts';
import { createSalesforceSimulator } from './simulator.ts';
import { samplePeople, type SampleUser } from '../sample/people.ts';

export const VERSION = '67.0';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

interface Bench {
  readonly url: string;
  readonly simulator: Simulator;
  readonly context: SimulatorContext;
  readonly server: Server;
  readonly directory: string;
}

export type Body = Readonly<Record<string, unknown>>;

export function newContext(directory: string, sample: 'demo' | 'none'): SimulatorContext {
  const state = new State(directory);
  return {
    clock: new SimulatedClock(state),
    state,
    switches: new Switches(state),
    calls: new CallLog(),
    faults: new Faults(),
    users: samplePeople('seed'),
    product: {
      tenantId: 't',
      graphClientId: 'g',
      graphClientSecret: 's',
      salesforceClientId: 'client',
      salesforcePublicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
    sample,
  };
}

async function start(sample: 'demo' | 'none'): Promise<Bench> {
  const directory = mkdtempSync(join(tmpdir(), 'sf-simulator-'));
  const context = newContext(directory, sample);
  const simulator = createSalesforceSimulator(context);
  let origin = '';
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', origin);
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : (value ?? ''),
        ]),
      );
      const request: SimRequest = {
        method: incoming.method ?? 'GET',
        path: (incoming.url ?? '/').split('?')[0] ?? '/',
        query: url.searchParams,
        headers,
        body: Buffer.concat(chunks),
        origin,
      };
      simulator.handle(request).then(
        (answer) => {
          const { status, headers: given = {}, body } = answer;
          const text =
            body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
          outgoing.writeHead(status, {
            date: context.clock.date().toUTCString(),
            ...(typeof body === 'object' && !Buffer.isBuffer(body)
              ? { 'content-type': 'application/json;charset=UTF-8' }
              : {}),
            ...given,
          });
          outgoing.end(text);
        },
        (error: unknown) => {
          console.error(error);
          outgoing.destroy();
        },
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { url: origin, simulator, context, server, directory };
}

async function stop({ server, context, directory }: Bench): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  context.state.close();
  rmSync(directory, { recursive: true });
}

export let bench: Bench;
export let ada: SampleUser;
export let ben: SampleUser;

export const person = (context: SimulatorContext, name: string): SampleUser => {
  const user = context.users.find(({ email }) => email.startsWith(name));
  if (user === undefined) throw new Error(name);
  return user;
};

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
  token = ada.salesforceToken,
): Promise<Reply> {
  const target = path.startsWith('/') ? path : `/services/data/v${VERSION}/${path}`;
  const reply = await fetch(bench.url + target, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await reply.text();
  let parsed: unknown = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not every answer is JSON.
  }
  return { status: reply.status, body: parsed, headers: reply.headers };
}

export async function query(soql: string, resource = 'query', token = ada.salesforceToken) {
  const reply = await call('GET', `${resource}?q=${encodeURIComponent(soql)}`, undefined, {}, token);
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return reply.body as { totalSize: number; done: boolean; nextRecordsUrl?: string; records: Body[] };
}

export const names = async (condition: string) =>
  (await query(`SELECT LastName FROM Contact WHERE ${condition} ORDER BY LastName`)).records.map(
    (row) => row['LastName'],
  );

export async function make(fields: Body, object = 'Contact', token = ada.salesforceToken): Promise<string> {
  const reply = await call('POST', `sobjects/${object}`, fields, {}, token);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return String((reply.body as Body)['id']);
}

export const control = async (name: string, body: Body) => bench.simulator.control[`salesforce/${name}`]?.(body);

export const jsforce = (user = ada) =>
  new Connection({ instanceUrl: bench.url, accessToken: user.salesforceToken, version: VERSION });

export const assertion = (claims: { sub?: string; aud?: string; iss?: string; seconds?: number }) =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(claims.iss ?? 'client')
    .setSubject(claims.sub ?? ada.salesforceUsername)
    .setAudience(claims.aud ?? bench.url)
    .setExpirationTime(Math.floor(bench.context.clock.now() / 1000) + (claims.seconds ?? 120))
    .sign(privateKey);

export async function token(form: Readonly<Record<string, string>>): Promise<{ status: number; body: Body }> {
  const reply = await fetch(`${bench.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
  return { status: reply.status, body: (await reply.json()) as Body };
}

export const signIn = async (claims: Parameters<typeof assertion>[0] = {}) =>
  token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: await assertion(claims) });

export const asRequest = (path: string, accessToken: string): SimRequest => {
  const url = new URL(path, bench.url);
  return {
    method: 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: { authorization: `Bearer ${accessToken}` },
    body: Buffer.alloc(0),
    origin: bench.url,
  };
};

/** An org of its own over plain HTTP for the tests of a file; without sample data a new one for each test. */
export function useBench(sample: 'demo' | 'none'): void {
  beforeAll(async () => {
    bench = await start(sample);
    ada = person(bench.context, 'ada');
    ben = person(bench.context, 'ben');
  });
  afterAll(() => stop(bench));
  if (sample === 'demo') return;
  beforeEach(() => {
    bench.simulator.reset();
    bench.context.switches.reset();
    bench.context.faults.clear();
    bench.context.clock.reset();
  });
}
