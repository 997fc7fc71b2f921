import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { glob, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
/** Holds the process that builds. */
const LOCK = join(ROOT, 'node_modules/.page-is-being-built-by');

/** Builds the page where it is older than its sources; whoever comes meanwhile waits for that build. Answers its folder. */
export async function buildPage(): Promise<string> {
  while (!(await isThere())) {
    if (!(await taken())) {
      await new Promise((wake) => setTimeout(wake, 200));
      continue;
    }
    try {
      // Whoever had it before may have built it just now; to build it again would take it away from those who read it.
      if (!(await isFresh())) await build();
    } finally {
      await rm(LOCK, { force: true });
    }
  }
  return join(ROOT, 'dist');
}

/** Not by a call that blocks: what this process is asked meanwhile is answered. */
async function build(): Promise<void> {
  const began = new Date();
  const child = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/webpack-cli/bin/cli.js'), '--mode', 'production', '--stats', 'errors-only'],
    { cwd: ROOT, stdio: 'inherit' },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('The page could not be built; see above.');
  // What is as it was is not written again: sources with a new time alone would be built for ever.
  await utimes(join(ROOT, 'dist/index.html'), began, began);
}

/** Whether this process is the one to build; a lock that was left by one that was killed is taken away. */
async function taken(): Promise<boolean> {
  try {
    await writeFile(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = await readFile(LOCK, 'utf8').catch(() => '');
  // One that was killed between making the file and writing to it has left it empty.
  const left = holder === '' ? await isOlderThan(10_000) : !runs(Number(holder));
  if (left) await rm(LOCK, { force: true });
  return false;
}

const isOlderThan = async (ms: number): Promise<boolean> => {
  const made = await stat(LOCK).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs > ms;
};

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const isThere = async (): Promise<boolean> => !existsSync(LOCK) && (await isFresh());

async function isFresh(): Promise<boolean> {
  const page = join(ROOT, 'dist/index.html');
  if (!existsSync(page)) return false;
  const { mtimeMs: built } = await stat(page);
  for await (const file of glob(['addin/**/*', 'languages/*', 'webpack.config.ts', 'package-lock.json'], { cwd: ROOT }))
    if ((await stat(join(ROOT, file))).mtimeMs > built) return false;
  return true;
}
