import { resolve } from 'node:path';
import { startServer } from './start-server.ts';

const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error('Usage: node test/demo/restart.ts DIR (the folder of a running demo)');
console.log(`Cardbridge runs again, process ${await startServer(resolve(directory))}.`);
