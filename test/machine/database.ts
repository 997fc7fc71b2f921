import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, type Dialect } from 'kysely';
import { Pool } from 'pg';
import type { Database } from '../../server/store/database.ts';
import { PARSERS } from '../../server/store/embedded-files.ts';
import { migrate } from '../../server/store/migrate.ts';
import type { Tables } from '../../server/store/schema.ts';
import { NoQueryBesideTransaction } from '../../server/store/transaction.ts';
import { postgresql, type TestServer } from '../support/postgresql.ts';

/** Throws once the process that asks is dead. */
type Alive = () => void;

export interface MachineDatabase extends Database {
  /** The same database for one process, which can store nothing more once it is dead: what is open then is rolled back, as when a connection is lost. */
  of(alive: Alive): Kysely<Tables>;
}

/**
 * One session for all, as the embedded database has it. A history has some 300 statements, and PostgreSQL takes a fifth of the time for one that the
 * embedded database in this thread takes: where a server for tests answers, it is that.
 */
export async function openMachineDatabase(): Promise<MachineDatabase> {
  const server = await postgresql();
  const { dialect, close } = server === undefined ? await embedded() : await served(server);
  const of = (alive: Alive) =>
    new Kysely<Tables>({ dialect: dialect(alive) }).withPlugin(new NoQueryBesideTransaction());
  const kysely = of(() => undefined);
  await migrate(kysely);
  // Nothing is queued here.
  return { of, kysely, kind: 'embedded', queue: { connectionString: '' }, close };
}

interface Opened {
  readonly dialect: (alive: Alive) => Dialect;
  readonly close: () => Promise<void>;
}

async function served(server: TestServer): Promise<Opened> {
  const { url, remove } = await server.fresh();
  // Time is swift here: an idle connection would be closed at once.
  const pool = new Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
  return {
    dialect: (alive) =>
      new PostgresDialect({
        pool: {
          options: {},
          end: async () => undefined,
          async connect() {
            const client = await pool.connect();
            return {
              release: () => client.release(),
              query: (async (text: string, parameters?: unknown[]) => {
                if (text !== 'rollback') alive();
                return client.query(text, parameters);
              }) as never,
            } as never;
          },
        },
      }),
    async close() {
      await pool.end();
      await remove();
    },
  };
}

async function embedded(): Promise<Opened> {
  const pglite = await PGlite.create({ parsers: PARSERS });
  return {
    dialect: (alive) =>
      new PGliteDialect({
        pglite: {
          close: async () => undefined,
          closed: false,
          ready: true,
          waitReady: Promise.resolve(),
          query: async (text, parameters) => {
            alive();
            return pglite.query(text, parameters);
          },
          transaction: (callback) =>
            pglite.transaction(async (transaction) => {
              const result = await callback({
                query: async (text, parameters) => {
                  alive();
                  return transaction.query(text, parameters);
                },
                rollback: () => transaction.rollback(),
              });
              // What was not committed when the process died is rolled back.
              alive();
              return result;
            }),
        },
      }),
    close: () => pglite.close(),
  };
}
