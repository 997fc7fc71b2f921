import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ClientConfig, Me } from '../../../server/http/contract.ts';
import { send } from '../../support/person.ts';
import { buildPage } from '../../support/build-page.ts';
import { layEmbedded } from '../../support/embedded.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const READY_WITHIN_MS = 180_000;
/** How long what a person does may take to show, on a machine that does much else besides. */
export const PATIENCE_MS = 60_000;

export interface DemoUser {
  readonly name: string;
  readonly email: string;
  readonly admin: boolean;
  readonly appToken: string;
  readonly mailboxToken: string;
  readonly salesforceToken: string;
  readonly salesforceUserId: string;
}

/** A demo of its own: the shipped server, the simulators and the playground, on any free ports (DEMO.md). */
export class Demo {
  readonly app: { readonly url: string };
  readonly playground: { readonly url: string };
  readonly control: { readonly url: string };
  readonly graph: { readonly url: string };
  readonly salesforce: { readonly url: string; readonly apiVersion: string };
  readonly caFile: string;
  readonly users: readonly DemoUser[];
  private readonly end: () => Promise<void>;

  private constructor(
    file: Pick<Demo, 'app' | 'playground' | 'control' | 'graph' | 'salesforce' | 'caFile' | 'users'>,
    end: () => Promise<void>,
  ) {
    this.app = file.app;
    this.playground = file.playground;
    this.control = file.control;
    this.graph = file.graph;
    this.salesforce = file.salesforce;
    this.caFile = file.caFile;
    this.users = file.users;
    this.end = end;
  }

  static async start(): Promise<Demo> {
    await buildPage();
    // While one works on the page: a demo that runs already, by its demo.json.
    const running = process.env.RUNNING_DEMO;
    if (running !== undefined)
      return new Demo(JSON.parse(await readFile(running, 'utf8')) as Demo, async () => undefined);
    const directory = await mkdtemp(join(tmpdir(), 'cardbridge-demo-'));
    await layEmbedded(join(directory, 'server'));
    const child = spawn(process.execPath, ['test/demo/demo.ts', '--port', '0', '--data', directory, '--no-schedule'], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const file = join(directory, 'demo.json');
    const ended = once(child, 'exit');
    const end = async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(directory, { recursive: true, force: true });
    };
    const until = Date.now() + READY_WITHIN_MS;
    while (!existsSync(file)) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > until) {
        await end();
        throw new Error('The demo did not start; see above.');
      }
      await new Promise((wake) => setTimeout(wake, 50));
    }
    return new Demo(JSON.parse(await readFile(file, 'utf8')) as Demo, end);
  }

  user(name: string): DemoUser {
    const found = this.users.find((user) => user.name === name);
    if (found === undefined) throw new Error(`Nobody in the demo is ${name}.`);
    return found;
  }

  /** The product's API as one of its people. */
  async call<T>(user: DemoUser, method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.app.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${user.appToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** What Outlook's broker gives the pane for somebody, from the stand-in for Entra. */
  async brokerToken(email: string): Promise<string> {
    const config = (await (await fetch(`${this.app.url}/api/client-config`)).json()) as ClientConfig;
    const address = new URL(`/broker/token?user=${encodeURIComponent(email)}`, config.entra?.authority);
    return ((await (await fetch(address)).json()) as { readonly access_token: string }).access_token;
  }

  /** The simulators' control. */
  async tell(method: string, path: string, body?: object): Promise<void> {
    const answer = await fetch(`${this.control.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }

  /** Microsoft Graph as the person themselves, as Outlook does what they do there. */
  async outlook<T>(user: DemoUser, method: string, path: string, body?: object): Promise<T> {
    const answer = await send(this.caFile, method, `${this.graph.url}/me${path}`, user.mailboxToken, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  /** Salesforce as the person themselves. */
  async crm<T>(user: DemoUser, method: string, path: string, body?: object): Promise<T> {
    const url = `${this.salesforce.url}/services/data/${this.salesforce.apiVersion}${path}`;
    const answer = await send(this.caFile, method, url, user.salesforceToken, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  /** Runs a session to its end that begins after this call: one that runs already may have passed what was done just now, and is not joined (S3). */
  async sync(user: DemoUser): Promise<void> {
    const current = async () => (await this.call<Me>(user, 'GET', '/api/me')).current;
    for (let runs = await current(); runs !== undefined; runs = await current())
      await this.call(user, 'GET', `/api/sessions/${runs.id}?wait=true`);
    await this.call(user, 'POST', '/api/sessions?wait=true', {});
  }

  stop(): Promise<void> {
    return this.end();
  }
}
