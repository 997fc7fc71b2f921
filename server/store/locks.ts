import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { Store } from './store.ts';

/**
 * P1: one after the other for each key. In the process first (the embedded store has one session, for which an advisory lock is no lock), and on
 * PostgreSQL also among processes, by advisory locks of a session of their own. Both in one order everywhere: no deadlock.
 */
export function createLocks(onOwnConnection: Database['onOwnConnection']): Store['withLocks'] {
  const tails = new Map<string, Promise<void>>();

  async function inProcess<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const releases: (() => void)[] = [];
    try {
      for (const key of keys) {
        const before = tails.get(key) ?? Promise.resolve();
        const { promise: held, resolve: release } = Promise.withResolvers<void>();
        const tail = before.then(() => held);
        tails.set(key, tail);
        releases.push(() => {
          release();
          if (tails.get(key) === tail) tails.delete(key);
        });
        await before;
      }
      return await work();
    } finally {
      for (const release of releases) release();
    }
  }

  async function amongProcesses<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    if (onOwnConnection === undefined) return work();
    return onOwnConnection(async (connection) => {
      try {
        await sql`
          select pg_advisory_lock(key) from (
            select distinct hashtextextended('cardbridge/' || given, 0) as key
            from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as given order by key
          ) as keys`.execute(connection);
        return await work();
      } finally {
        await sql`select pg_advisory_unlock_all()`.execute(connection);
      }
    });
  }

  return async (keys, work) => {
    if (keys.length === 0) return work();
    const sorted = [...new Set(keys)].sort();
    return inProcess(sorted, () => amongProcesses(sorted, work));
  };
}
