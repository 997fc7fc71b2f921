import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SERVER_ARGUMENTS } from '../support/server-command.ts';

/** What the demo remembers in its folder, so that the server can be started alone on the same data and ports. */
export interface DemoState {
  readonly environment: Readonly<Record<string, string>>;
  /** demo.json without the server's process. */
  readonly demo: { readonly app: { readonly url: string } } & Readonly<Record<string, unknown>>;
}

const ROOT = resolve(import.meta.dirname, '../..');
/** On a machine that does much else besides. */
const READY_WITHIN_MS = 120_000;

/** Starts the shipped server as a process of its own, and waits until it is ready. Returns its pid, which `spawned` is told at once. */
export async function startServer(directory: string, spawned?: (pid: number) => void): Promise<number> {
  const state = JSON.parse(await readFile(join(directory, 'demo-state.json'), 'utf8')) as DemoState;
  const log = openSync(join(directory, 'server.log'), 'a');
  const child = spawn(process.execPath, [...SERVER_ARGUMENTS], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...state.environment },
    stdio: ['ignore', log, log],
    detached: true,
  });
  child.unref();
  const { pid } = child;
  if (pid === undefined) throw new Error('The server could not be started.');
  spawned?.(pid);
  await ready(state.demo.app.url, () => child.exitCode ?? child.signalCode, directory);
  return pid;
}

/** Writes demo.json whole: the last thing, for whoever waits for it begins at once. */
export async function writeDemo(directory: string, pid: number): Promise<void> {
  const state = JSON.parse(await readFile(join(directory, 'demo-state.json'), 'utf8')) as DemoState;
  await writeWhole(join(directory, 'demo.json'), {
    ...state.demo,
    server: { pid, restart: [process.execPath, join(ROOT, 'test/demo/restart.ts'), directory] },
  });
}

async function ready(url: string, ended: () => number | string | null, directory: string): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    if (ended() !== null)
      throw new Error(`The server ended before it was ready; see ${join(directory, 'server.log')}.`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`The server was not ready within ${READY_WITHIN_MS / 1000} s; see ${join(directory, 'server.log')}.`);
}

/** By rename, so that nobody reads half a file. */
export async function writeWhole(path: string, content: unknown): Promise<void> {
  await writeFile(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** SIGTERM, and SIGKILL for one that does not end within four seconds. */
export async function stopProcess(pid: number): Promise<void> {
  if (!signal(pid, 'SIGTERM')) return;
  const until = Date.now() + 4000;
  while (Date.now() < until) {
    await new Promise((wake) => setTimeout(wake, 30));
    if (!signal(pid, 0)) return;
  }
  signal(pid, 'SIGKILL');
}

/** Whether there is such a process; 0 asks for no more. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
