import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { writeWhole } from './start-server.ts';
import type { PlaygroundState } from './playground/create-playground.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** On a machine that does much else besides. */
const READY_WITHIN_MS = 60_000;

/** Starts the playground as a process of its own, which outlives the server; returns once it answers. `spawned` is told its pid at once. */
export async function startPlayground(state: PlaygroundState, spawned: (pid: number) => void): Promise<void> {
  await writeWhole(join(state.directory, 'playground-state.json'), state);
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'test/demo/playground/main.ts', state.directory],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], detached: true },
  );
  child.unref();
  if (child.pid !== undefined) spawned(child.pid);
  const until = Date.now() + READY_WITHIN_MS;
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null && Date.now() < until) {
    const answer = await fetch(`http://127.0.0.1:${state.port}/state.json`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((wake) => setTimeout(wake, 30));
  }
  throw new Error('The playground did not start; see above.');
}
