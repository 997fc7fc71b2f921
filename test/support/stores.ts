import { randomBytes } from 'node:crypto';
import { createStore } from '../../server/store/create-store.ts';
import { openDatabase, type Database } from '../../server/store/database.ts';
import type { Store } from '../../server/store/store.ts';
import { postgresql } from './postgresql.ts';
import { inMemory } from './embedded.ts';

const server = await postgresql();

/** What the store is tried on: embedded, and PostgreSQL where one answers (in CI it must). */
export const KINDS = ['embedded', ...(server === undefined ? [] : ['postgresql' as const])] as const;

export interface OpenedStore {
  readonly database: Database;
  readonly store: Store;
  /** PostgreSQL's database goes with it. */
  close(): Promise<void>;
}

/** A store of its own, empty. */
export async function openStore(kind: (typeof KINDS)[number]): Promise<OpenedStore> {
  const own = kind === 'postgresql' ? await server?.fresh() : undefined;
  const database = await openDatabase(own === undefined ? await inMemory() : { url: own.url });
  return {
    database,
    store: createStore(database, { secretKey: randomBytes(32) }),
    async close() {
      await database.close();
      await own?.remove();
    },
  };
}
