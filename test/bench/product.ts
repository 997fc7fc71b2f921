import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { RunningSimulators } from '../simulators/kit/start.ts';
import { SERVER_ARGUMENTS } from '../support/server-command.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface BenchSession {
  readonly state: string;
  readonly reason?: { readonly text: string };
  readonly counts: Readonly<Record<string, number>>;
  readonly calls: { readonly mailbox: number; readonly salesforce: number };
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** The simulators in a process of their own. */
export async function startSimulators(directory: string, children: ChildProcess[]): Promise<RunningSimulators> {
  const data = join(directory, 'simulators');
  children.push(
    spawn(process.execPath, ['test/simulators/main.ts', '--data', data, '--sample', 'none'], {
      cwd: ROOT,
      stdio: 'inherit',
    }),
  );
  const file = join(data, 'simulators.json');
  while (!existsSync(file)) await new Promise((wake) => setTimeout(wake, 30));
  return JSON.parse(readFileSync(file, 'utf8')) as RunningSimulators;
}

/** The shipped server as a process, driven through its API. */
export class Product {
  private readonly child: ChildProcess;
  private readonly url: string;
  private readonly tokens: ReadonlyMap<string, string>;

  private constructor(child: ChildProcess, url: string, tokens: ReadonlyMap<string, string>) {
    this.child = child;
    this.url = url;
    this.tokens = tokens;
  }

  static async start(
    directory: string,
    info: RunningSimulators,
    databaseUrl: string | undefined,
    children: ChildProcess[],
  ): Promise<Product> {
    const tokens = new Map(info.users.map((user) => [user.email, randomBytes(24).toString('base64url')]));
    const people = info.users.map(({ email, name, admin, service, salesforceUsername }) => ({
      token: tokens.get(email),
      email,
      name,
      admin,
      service,
      salesforceUsername,
    }));
    writeFileSync(join(directory, 'people.json'), JSON.stringify(people));
    writeFileSync(join(directory, 'settings.yaml'), 'maximumContacts: 100000\nfirstUploadLimit: 100000\n');
    const port = await freePort();
    const child = spawn(process.execPath, [...SERVER_ARGUMENTS], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        PATH: process.env.PATH ?? '',
        PORT: String(port),
        DATA_DIR: join(directory, 'server'),
        SETTINGS_FILE: join(directory, 'settings.yaml'),
        DEV_TOKENS_FILE: join(directory, 'people.json'),
        CA_FILE: info.caFile,
        GRAPH_URL: info.graph.url,
        GRAPH_AUTHORITY: info.graph.authority,
        GRAPH_CLIENT_ID: info.graph.clientId,
        GRAPH_CLIENT_SECRET: info.graph.clientSecret,
        SALESFORCE_LOGIN_URL: info.salesforce.loginUrl,
        SALESFORCE_CLIENT_ID: info.salesforce.clientId,
        SALESFORCE_PRIVATE_KEY_FILE: info.salesforce.privateKeyFile,
        SCHEDULE: 'off',
        LOG_LEVEL: 'error',
        ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      },
    });
    children.push(child);
    const url = `http://127.0.0.1:${port}`;
    while (
      !(await fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ))
    ) {
      if (child.exitCode !== null) throw new Error('The server did not start.');
      await new Promise((wake) => setTimeout(wake, 50));
    }
    return new Product(child, url, tokens);
  }

  /** One session, which must do what is expected of it. */
  async session(email: string, expected: Readonly<Record<string, number>>): Promise<BenchSession> {
    const answer = await fetch(`${this.url}/api/sessions?wait=true`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.tokens.get(email) ?? ''}`, 'Content-Type': 'application/json' },
      body: '{}',
    });
    const session = (await answer.json()) as BenchSession;
    const did = Object.fromEntries(Object.entries(session.counts ?? {}).filter(([, count]) => count > 0));
    if (session.state !== 'done' || Object.entries(expected).some(([name, count]) => did[name] !== count))
      throw new Error(`Expected ${JSON.stringify(expected)}, and it was ${JSON.stringify(session)}`);
    return session;
  }

  peakMiB(): number {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid ?? 0}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  }

  async stop(): Promise<void> {
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGTERM');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}
