import { openFiles, syncTree } from './embedded-files.ts';

// A process of its own, started by embedded.ts: making the first files takes a gigabyte for two seconds, which the server must not keep.
const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('Needs the path to make.');
const { pglite } = await openFiles(path);
await pglite.close();
syncTree(path);
process.exit(0);
