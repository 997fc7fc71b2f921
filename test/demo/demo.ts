import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPage } from '../support/build-page.ts';
import { givePhotos } from './give-photos.ts';
import { choosePorts } from './ports.ts';
import { startPlayground } from './start-playground.ts';
import { startServer, writeDemo, writeWhole } from './start-server.ts';
import { stopOnSignals } from './stop-on-signals.ts';

/** `npm run demo`: the shipped server with its embedded database, and simulators of the services with sample people. The contract is DEMO.md. */
const ROOT = resolve(import.meta.dirname, '../..');
/** The sample person without a contact on either side. */
const EMPTY = 'dan@contoso.example';

interface SimulatedUser {
  readonly name: string;
  readonly email: string;
  readonly admin: boolean;
  readonly service: string;
  readonly mailboxToken: string;
  readonly salesforceToken: string;
  readonly salesforceUserId: string;
  readonly salesforceUsername: string;
}

interface Simulators {
  readonly pid: number;
  readonly caFile: string;
  readonly graph: {
    readonly url: string;
    readonly authority: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly salesforce: {
    readonly url: string;
    readonly apiVersion: string;
    readonly loginUrl: string;
    readonly clientId: string;
    readonly privateKeyFile: string;
  };
  readonly tenantId: string;
  readonly entra: { readonly authority: string; readonly clientId: string; readonly clientSecret: string };
  readonly control: { readonly url: string };
  readonly users: readonly SimulatedUser[];
}

const { values: options } = parseArgs({
  options: {
    port: { type: 'string' },
    data: { type: 'string', default: join(ROOT, '.demo') },
    fresh: { type: 'boolean', default: false },
    'no-schedule': { type: 'boolean', default: false },
    sample: { type: 'string', default: 'demo' },
  },
});
const directory = resolve(options.data);
if (options.fresh) await emptied(directory);
await mkdir(directory, { recursive: true });
await rm(join(directory, 'demo.json'), { force: true });
/** Every process of the demo, the simulators first. */
const processes = new Set<number>();
stopOnSignals(directory, processes);
await buildPage();

/** Started again, everything is as it was left. */
const firstStart = !existsSync(join(directory, 'demo-state.json'));
const ports = await choosePorts(directory, options.port);
const tokens = await rememberedTokens();
const hook = await startResetHook();
const simulators = await startSimulators();
await writeWhole(join(directory, 'people.json'), people());
await writeWhole(join(directory, 'demo-state.json'), { environment: environment(), demo: demo() });
await startPlayground(
  { ...demo(), entra: { authority: simulators.entra.authority }, port: ports.playground, directory },
  (pid) => processes.add(pid),
);
const server = await startServer(directory, (pid) => processes.add(pid));
await enrolPeople();
if (!options['no-schedule']) await Promise.all(demo().users.map(runFirstSession));
await writeDemo(directory, server);
announce();

/** Only a folder that a demo made is emptied. */
async function emptied(path: string): Promise<void> {
  if (!existsSync(path) || (await readdir(path)).length === 0) return;
  if (!existsSync(join(path, 'ports.json')))
    throw new Error(`${path} is not a demo's folder: it is not emptied. Name another one with --data.`);
  await rm(path, { recursive: true });
}

async function rememberedTokens(): Promise<Record<string, string>> {
  const file = join(directory, 'tokens.json');
  return readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Record<string, string>,
    () => ({}),
  );
}

/** `POST /reset` of the control puts the product's links back as well: their own Salesforce is disconnected and the admin forgets, for everyone. */
async function startResetHook(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    forgetEveryone().then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.unref();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function forgetEveryone(): Promise<void> {
  const admin = simulators.users.find((user) => user.admin);
  const post = async (path: string, email: string, fine: readonly number[]) => {
    const headers = { authorization: `Bearer ${tokens[email] ?? ''}` };
    const answer = await fetch(`${demo().app.url}${path}`, { method: 'POST', headers });
    if (!answer.ok && !fine.includes(answer.status))
      throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
  };
  for (const { email } of simulators.users) {
    // One who is not enrolled has neither.
    await post('/api/salesforce/disconnect', email, [404, 409]);
    await post(`/api/admin/mailboxes/${encodeURIComponent(email)}/forget`, admin?.email ?? '', [404]);
  }
}

async function startSimulators(): Promise<Simulators> {
  const folder = join(directory, 'simulators');
  await mkdir(folder, { recursive: true });
  const ready = join(folder, 'simulators.json');
  await rm(ready, { force: true });
  const child = spawn(
    process.execPath,
    [
      'test/simulators/main.ts',
      '--data',
      folder,
      '--graph-port',
      String(ports.graph),
      '--salesforce-port',
      String(ports.salesforce),
      '--control-port',
      String(ports.control),
      '--entra-port',
      String(ports.entra),
      '--app-url',
      `http://127.0.0.1:${ports.app}`,
      '--reset-hook',
      hook,
      '--sample',
      options.sample,
    ],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], detached: true },
  );
  child.unref();
  if (child.pid !== undefined) processes.add(child.pid);
  while (!existsSync(ready)) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error('The simulators did not start; see above.');
    await new Promise((wake) => setTimeout(wake, 30));
  }
  const started = JSON.parse(await readFile(ready, 'utf8')) as Simulators;
  for (const user of started.users) tokens[user.email] ??= randomBytes(24).toString('base64url');
  await writeWhole(join(directory, 'tokens.json'), tokens);
  return started;
}

function people() {
  return simulators.users.map((user) => ({
    token: tokens[user.email],
    email: user.email,
    name: user.name,
    admin: user.admin,
    service: user.service,
    salesforceUsername: user.salesforceUsername,
  }));
}

/** Its people are at home already, whether they come by their token or sign in. */
async function enrolPeople(): Promise<void> {
  for (const { appToken } of demo().users)
    await fetch(`${demo().app.url}/api/me`, { headers: { authorization: `Bearer ${appToken ?? ''}` } });
}

/**
 * On the schedule a person's first session runs at once, so that nobody waits half an hour for it. Whoever opens a new demo finds its people synced, some
 * with a photo, as people give them; started again, it is there at once. Who has nothing yet begins with the first steps.
 */
async function runFirstSession({
  appToken,
  email,
  mailboxToken,
}: ReturnType<typeof demo>['users'][number]): Promise<void> {
  if (email === EMPTY) return;
  const headers = { authorization: `Bearer ${appToken ?? ''}`, 'content-type': 'application/json' };
  const path = firstStart ? '/api/sessions?wait=true' : '/api/sessions';
  await fetch(`${demo().app.url}${path}`, { method: 'POST', headers, body: '{}' });
  if (firstStart) await givePhotos(demo(), { mailboxToken });
}

function environment(): Record<string, string> {
  const { graph, salesforce, caFile, entra, tenantId } = simulators;
  return {
    HOST: '127.0.0.1',
    PORT: String(ports.app),
    PUBLIC_URL: demo().app.url,
    DATA_DIR: join(directory, 'server'),
    CA_FILE: caFile,
    GRAPH_URL: graph.url,
    GRAPH_AUTHORITY: graph.authority,
    GRAPH_CLIENT_ID: graph.clientId,
    GRAPH_CLIENT_SECRET: graph.clientSecret,
    SALESFORCE_LOGIN_URL: salesforce.loginUrl,
    SALESFORCE_API_VERSION: salesforce.apiVersion.replace(/^v/, ''),
    SALESFORCE_CLIENT_ID: salesforce.clientId,
    SALESFORCE_PRIVATE_KEY_FILE: salesforce.privateKeyFile,
    AUTHORITY: entra.authority,
    ENTRA_CLIENT_ID: entra.clientId,
    ENTRA_CLIENT_SECRET: entra.clientSecret,
    ENTRA_TENANTS: tenantId,
    DEV_TOKENS_FILE: join(directory, 'people.json'),
    FRAME_ANCESTORS: demo().playground.url,
    OFFICE_JS_URL: `${demo().playground.url}/office/office.js`,
    SCHEDULE: options['no-schedule'] ? 'off' : 'on',
  };
}

function demo() {
  const { caFile, graph, salesforce, control, users } = simulators;
  return {
    app: { url: `http://127.0.0.1:${ports.app}` },
    playground: { url: `http://127.0.0.1:${ports.playground}` },
    caFile,
    graph: { url: graph.url },
    salesforce: { url: salesforce.url, apiVersion: salesforce.apiVersion },
    control,
    users: users.map((user) => ({
      name: user.name,
      email: user.email,
      admin: user.admin,
      service: user.service,
      appToken: tokens[user.email],
      mailboxToken: user.mailboxToken,
      salesforceToken: user.salesforceToken,
      salesforceUserId: user.salesforceUserId,
    })),
  };
}

function announce(): void {
  const { app, playground: stage, graph, salesforce, control } = demo();
  const lines = [
    '',
    `  Playground     ${stage.url}   (a stand-in Outlook with the pane, and Salesforce: begin here)`,
    `  Cardbridge     ${app.url}   (open it and sign in as a sample person)`,
    `  Microsoft 365  ${graph.url}   (simulator)`,
    `  Salesforce     ${salesforce.url}   (simulator; a browser asks about its certificate, which is the demo's own)`,
    `  Control        ${control.url}   (faults, calls, switches)`,
    `  For programs   ${join(directory, 'demo.json')}`,
    '',
    '  Ctrl-C stops it; started again, everything is still there (--fresh begins anew).',
    '',
  ];
  console.log(lines.join('\n'));
}
