import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import type { PGliteDialectConfig } from 'kysely';
import { lockDirectory } from './directory-lock.ts';
import { AS_PG_GIVES, openFiles, syncPath } from './embedded-files.ts';

export interface Embedded {
  readonly pglite: PGlite;
  /** How often files were synced since the start; 0 in memory. */
  readonly synced: () => number;
  close(): Promise<void>;
}

/** The PostgreSQL that this version of the embedded database writes. */
const MAJOR = '18';
const FILES = 'postgres';
const UNFINISHED = 'postgres.new-';

/**
 * Opens the directory for this process alone, making it where there is none; `memory://` for tests.
 * Throws an Error in one plain sentence where another process has it, another major version made it, or the disk is not written through.
 */
export async function openEmbedded(directory: string): Promise<Embedded> {
  if (directory.startsWith('memory:')) {
    const pglite = await PGlite.create({ parsers: AS_PG_GIVES });
    return { pglite, synced: () => 0, close: () => closeOnce(pglite) };
  }
  const home = resolve(directory);
  mkdirSync(home, { recursive: true });
  const unlock = lockDirectory(home);
  try {
    const path = join(home, FILES);
    refuseOtherVersion(path);
    if (!existsSync(join(path, 'PG_VERSION'))) await make(home, path);
    const { pglite, synced } = await openFiles(path);
    try {
      await assertSynced(pglite, synced);
    } catch (error) {
      await pglite.close();
      throw error;
    }
    return {
      pglite,
      synced,
      close: async () => {
        await closeOnce(pglite);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function closeOnce(pglite: PGlite): Promise<void> {
  if (!pglite.closed) await pglite.close();
}

function refuseOtherVersion(path: string): void {
  const file = join(path, 'PG_VERSION');
  if (!existsSync(file)) return;
  const version = readFileSync(file, 'utf8').trim();
  if (version !== MAJOR)
    throw new Error(
      `${path} was made by PostgreSQL ${version}, and this version of Cardbridge embeds ${MAJOR}: move it to a PostgreSQL server with the version of Cardbridge that made it ("npm run move-database").`,
    );
}

/** The first files are made whole in a place of their own and then named: one that was killed meanwhile leaves nothing half made. */
async function make(home: string, path: string): Promise<void> {
  for (const name of readdirSync(home))
    if (name.startsWith(UNFINISHED)) rmSync(join(home, name), { recursive: true, force: true });
  const unfinished = join(home, `${UNFINISHED}${randomUUID()}`);
  const script = fileURLToPath(new URL('./initialise-embedded.ts', import.meta.url));
  try {
    await promisify(execFile)(process.execPath, [script, unfinished]);
    renameSync(unfinished, path);
  } catch (error) {
    throw new Error(`The embedded database could not be made in ${home}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  syncPath(home, 'r');
}

/** Real fsync leans on PGlite's internals: it is asserted at each start, by a message in the write-ahead log. */
async function assertSynced(pglite: PGlite, synced: () => number): Promise<void> {
  const before = synced();
  await pglite.query(`select pg_logical_emit_message(true, 'cardbridge', 'started')`);
  if (synced() === before)
    throw new Error(
      'The embedded database does not write through to the disk on this system: set DATABASE_URL to a PostgreSQL server.',
    );
}

/** Longer than this in a row the database does not keep the event loop. */
const TURN_MS = 10;

/** PGlite answers without ever giving the event loop a turn: many queries in a row would hold up every request. */
export function givingWay(pglite: PGlite): PGliteDialectConfig['pglite'] {
  let turned = performance.now();
  const giveWay = async () => {
    if (performance.now() - turned < TURN_MS) return;
    await nextTurn();
    turned = performance.now();
  };
  return {
    close: () => closeOnce(pglite),
    get closed() {
      return pglite.closed;
    },
    get ready() {
      return pglite.ready;
    },
    get waitReady() {
      return pglite.waitReady;
    },
    async query(text, parameters, options) {
      await giveWay();
      return pglite.query(text, parameters, options as Parameters<PGlite['query']>[2]);
    },
    transaction: (callback) =>
      pglite.transaction((transaction) =>
        callback({
          async query(text, parameters, options) {
            await giveWay();
            return transaction.query(text, parameters, options as Parameters<PGlite['query']>[2]);
          },
          rollback: () => transaction.rollback(),
        }),
      ),
  };
}
