import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob, mkdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const LOCK = join(ROOT, 'node_modules/.page-is-being-built');
const FORGOTTEN_AFTER_MS = 3 * 60_000;

/** Builds the page where it is older than its sources; whoever comes meanwhile waits for that build. Answers its folder. */
export async function buildPage(): Promise<string> {
  for (;;) {
    if (await isFresh()) return join(ROOT, 'dist');
    const mine = await mkdir(LOCK).then(
      () => true,
      () => false,
    );
    if (mine) break;
    // Left by one that was killed.
    const since = await stat(LOCK).then(({ mtimeMs }) => mtimeMs, Date.now);
    if (Date.now() - since > FORGOTTEN_AFTER_MS) await rm(LOCK, { recursive: true, force: true });
    await new Promise((wake) => setTimeout(wake, 200));
  }
  try {
    const { status } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/webpack-cli/bin/cli.js'), '--mode', 'production', '--stats', 'errors-only'],
      { cwd: ROOT, stdio: 'inherit' },
    );
    if (status !== 0) throw new Error('The page could not be built; see above.');
    return join(ROOT, 'dist');
  } finally {
    await rm(LOCK, { recursive: true, force: true });
  }
}

async function isFresh(): Promise<boolean> {
  const page = join(ROOT, 'dist/index.html');
  if (!existsSync(page) || existsSync(LOCK)) return false;
  const { mtimeMs: built } = await stat(page);
  for await (const file of glob(['addin/**/*', 'webpack.config.ts', 'package-lock.json'], { cwd: ROOT }))
    if ((await stat(join(ROOT, file))).mtimeMs > built) return false;
  return true;
}
