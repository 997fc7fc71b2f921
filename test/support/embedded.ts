import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';

// To make the first files of an embedded database takes six seconds of a processor, and some hundred are begun in one run of the tests: they are made once and
// copied. That the product makes them itself is tried in test/store and by .ci/try-demo.

const ROOT = resolve(import.meta.dirname, '../..');
const SCRIPT = join(ROOT, 'server/store/initialise-embedded.ts');
const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules/@electric-sql/pglite/package.json'), 'utf8')) as {
  readonly version: string;
};
const CACHE = join(ROOT, 'node_modules/.cache/cardbridge', version);

/** A new database in memory, for `openDatabase`. */
export async function inMemory(): Promise<{ readonly directory: string; readonly filled: string }> {
  const file = await made('memory.tar', async (path) => {
    const pglite = await PGlite.create();
    const files = await pglite.dumpDataDir('none');
    await pglite.close();
    await writeFile(path, Buffer.from(await files.arrayBuffer()));
  });
  return { directory: 'memory://', filled: file };
}

/** Lays the first files of an embedded database into a server's empty DATA_DIR. */
export async function layEmbedded(directory: string): Promise<void> {
  const files = await made('files', async (path) => {
    await promisify(execFile)(process.execPath, [SCRIPT, path]);
  });
  cpSync(files, join(directory, 'postgres'), { recursive: true });
}

/** Made by whoever comes first; two at once each make one, and the first of them stays: one that is open must not be replaced. */
async function made(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(CACHE, name);
  if (existsSync(path)) return path;
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${path}.new-${randomUUID()}`;
  await make(unfinished);
  try {
    // A directory takes no place that is taken; a file would.
    if (statSync(unfinished).isDirectory()) renameSync(unfinished, path);
    else linkSync(unfinished, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
  rmSync(unfinished, { recursive: true, force: true });
  return path;
}
