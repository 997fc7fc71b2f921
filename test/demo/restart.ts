import { resolve } from 'node:path';
import { startServer, writeDemo } from './start-server.ts';

const [given] = process.argv.slice(2);
if (given === undefined) throw new Error('Usage: node test/demo/restart.ts DIR (the folder of a running demo)');
const directory = resolve(given);
const pid = await startServer(directory);
await writeDemo(directory, pid);
console.log(`Cardbridge runs again, process ${pid}.`);
