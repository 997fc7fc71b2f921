import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningSimulators } from '../simulators/kit/start.ts';
import { layEmbedded } from './embedded.ts';
import { ownPort } from './own-port.ts';
import { SERVER_ARGUMENTS } from './server-command.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface ServerOptions {
  /** Settings, people and the embedded database are kept here. */
  readonly directory: string;
  readonly info: RunningSimulators;
  /** Absent: the embedded database. */
  readonly databaseUrl?: string;
  /** YAML. */
  readonly settings?: string;
}

/** The shipped server as a process of its own, driven through its API by the simulators' people; sessions run only when asked for. */
export class ServerProcess {
  readonly child: ChildProcess;
  private readonly url: string;
  private readonly tokens: ReadonlyMap<string, string>;

  private constructor(child: ChildProcess, url: string, tokens: ReadonlyMap<string, string>) {
    this.child = child;
    this.url = url;
    this.tokens = tokens;
  }

  /** Ready when it is returned. */
  static async start({ directory, info, databaseUrl, settings = '' }: ServerOptions): Promise<ServerProcess> {
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
    writeFileSync(join(directory, 'settings.yaml'), settings);
    const port = await ownPort();
    const data = join(directory, 'server');
    if (databaseUrl === undefined && !existsSync(data)) await layEmbedded(data);
    const child = spawn(process.execPath, [...SERVER_ARGUMENTS], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        PATH: process.env.PATH ?? '',
        PORT: String(port),
        DATA_DIR: data,
        ...(settings === '' ? {} : { SETTINGS_FILE: join(directory, 'settings.yaml') }),
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
    const server = new ServerProcess(child, `http://127.0.0.1:${port}`, tokens);
    while (!(await server.isReady())) {
      if (server.hasEnded) throw new Error('The server did not start.');
      await sleep(30);
    }
    return server;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Throws for anything but success. */
  async call<T>(email: string, method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.url}/api/${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.tokens.get(email) ?? ''}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} /api/${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  /** Returns when the process is no more. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }

  /** Asked by name: at its port there may be another one. */
  private isReady(): Promise<boolean> {
    const [token = ''] = this.tokens.values();
    return fetch(`${this.url}/api/me`, { headers: { Authorization: `Bearer ${token}` } }).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
