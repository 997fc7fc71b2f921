import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { writeWhole } from './start-server.ts';
import type { PlaygroundState } from './playground/create-playground.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const READY_WITHIN_MS = 10_000;

/** Starts the playground as a process of its own, which outlives the server; returns its pid once it answers. */
export async function startPlayground(state: PlaygroundState): Promise<number> {
  await writeWhole(join(state.directory, 'playground-state.json'), state);
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'test/demo/playground/main.ts', state.directory],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], detached: true },
  );
  child.unref();
  const { pid } = child;
  const until = Date.now() + READY_WITHIN_MS;
  while (pid !== undefined && child.exitCode === null && Date.now() < until) {
    const answer = await fetch(`http://127.0.0.1:${state.port}/state.json`).catch(() => undefined);
    if (answer?.ok === true) return pid;
    await new Promise((wake) => setTimeout(wake, 30));
  }
  throw new Error('The playground did not start; see above.');
}
