import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

interface Opened {
  readonly nfd: number;
}

/** The embedded file system has no fsync of its own (upstream issue 1107): a committed row would not survive a power loss. */
class SyncedNodeFS extends NodeFS {
  synced = 0;

  override async init(...[pg, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const started = await super.init(pg, options);
    const addFsync = (module: unknown) => {
      const { NODEFS } = module as { NODEFS: { stream_ops: { fsync?: (stream: Opened) => number } } };
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        syncOpened(nfd);
        this.synced += 1;
        return 0;
      };
    };
    return {
      emscriptenOpts: { ...started.emscriptenOpts, preRun: [...(started.emscriptenOpts.preRun ?? []), addFsync] },
    };
  }
}

/** Directories cannot be synced everywhere (Windows); a file that cannot be is an error. */
function syncOpened(descriptor: number): void {
  try {
    fsyncSync(descriptor);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EPERM', 'EISDIR', 'EINVAL', 'EBADF'].includes(code)) throw error;
  }
}

export interface OpenFiles {
  readonly pglite: PGlite;
  /** How often files were synced since the start. */
  readonly synced: () => number;
}

/** PGlite on the files in `path`, with real fsync and small buffers. */
export async function openFiles(path: string): Promise<OpenFiles> {
  const files = new SyncedNodeFS(path);
  const defaults = PGlite.defaultStartParams.filter((parameter) => parameter !== '-F');
  const settings = ['fsync=on', 'wal_sync_method=fsync', 'shared_buffers=16MB'].flatMap((setting) => ['-c', setting]);
  const pglite = await PGlite.create({ fs: files, startParams: [...defaults, ...settings], parsers: PARSERS });
  return { pglite, synced: () => files.synced };
}

/** Real fsync leans on PGlite's internals: it is asserted at each start, by a message in the write-ahead log. */
export async function assertSynced({ pglite, synced }: OpenFiles): Promise<void> {
  const before = synced();
  await pglite.query(`select pg_logical_emit_message(true, 'cardbridge', 'started')`);
  if (synced() === before)
    throw new Error(
      'The embedded database does not write through to the disk on this system: set DATABASE_URL to a PostgreSQL server.',
    );
}

/** Types that PGlite would give otherwise than node-postgres: bigint (20) as text. */
export const PARSERS = { 20: (text: string) => text };

/** Every file of a finished directory reaches the disk; initdb does not see to that here. */
export function syncTree(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) syncTree(inner);
    else if (entry.isFile()) syncPath(inner, 'r+');
  }
  syncPath(path, 'r');
}

export function syncPath(path: string, flags: 'r' | 'r+'): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, flags);
  } catch (error) {
    if (flags === 'r') return;
    throw error;
  }
  try {
    syncOpened(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
