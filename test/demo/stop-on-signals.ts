import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signal, stopProcess } from './start-server.ts';

const LOOKS_EVERY_MS = 250;

/**
 * Ends the demo on SIGTERM and on Ctrl-C, from its first moment on, and with the shell that npm runs it in: SIGTERM to npm ends that shell, which hands
 * nothing on. `processes`: those of the demo, the simulators first; filled while they start.
 */
export function stopOnSignals(directory: string, processes: ReadonlySet<number>): void {
  const shell = process.env.npm_lifecycle_event === undefined ? undefined : process.ppid;
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void (async () => {
      // The server may have been started again meanwhile: demo.json names the one that runs.
      const again = await readFile(join(directory, 'demo.json'), 'utf8').then(
        (text) => [(JSON.parse(text) as { server: { pid: number } }).server.pid],
        () => [],
      );
      const [simulators, ...others] = processes;
      await Promise.all([...new Set([...again, ...others])].map(stopProcess));
      // What the server still has to say to them at its end is answered.
      if (simulators !== undefined) await stopProcess(simulators);
      process.exit(0);
    })();
  };
  process.on('exit', () => processes.forEach((pid) => signal(pid, 'SIGTERM')));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // It also keeps this process alive once its children run on their own.
  setInterval(() => {
    if (shell !== undefined && process.ppid !== shell) stop();
  }, LOOKS_EVERY_MS);
}
