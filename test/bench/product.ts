import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunningSimulators } from '../simulators/kit/start.ts';
import { ServerProcess } from '../support/server-process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SETTINGS = 'maximumContacts: 100000\nfirstUploadLimit: 100000\n';

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
  private readonly server: ServerProcess;

  private constructor(server: ServerProcess) {
    this.server = server;
  }

  static async start(
    directory: string,
    info: RunningSimulators,
    databaseUrl: string | undefined,
    children: ChildProcess[],
  ): Promise<Product> {
    const server = await ServerProcess.start({
      directory,
      info,
      settings: SETTINGS,
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
    });
    children.push(server.child);
    return new Product(server);
  }

  /** One session, which must do what is expected of it. */
  async session(email: string, expected: Readonly<Record<string, number>>): Promise<BenchSession> {
    const session = await this.server.call<BenchSession>(email, 'POST', 'sessions?wait=true', {});
    const did = Object.fromEntries(Object.entries(session.counts ?? {}).filter(([, count]) => count > 0));
    if (session.state !== 'done' || Object.entries(expected).some(([name, count]) => did[name] !== count))
      throw new Error(`Expected ${JSON.stringify(expected)}, and it was ${JSON.stringify(session)}`);
    return session;
  }

  peakMiB(): number {
    const [, kilobytes] =
      /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.server.child.pid ?? 0}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  }

  stop(): Promise<void> {
    return this.server.end('SIGTERM');
  }
}
