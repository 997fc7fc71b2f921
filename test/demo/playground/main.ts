import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createPlayground, type PlaygroundState } from './create-playground.ts';

/** `node test/demo/playground/main.ts DIR`: the playground of the demo in DIR, as its playground-state.json says. A process and origin of its own. */
const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('Usage: node test/demo/playground/main.ts DIR (the folder of a demo)');
const state = JSON.parse(await readFile(resolve(directory, 'playground-state.json'), 'utf8')) as PlaygroundState;
const server = createPlayground(state).listen(state.port, '127.0.0.1');
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
