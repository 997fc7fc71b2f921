import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { openEmbedded, type Embedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './schema.ts';
import { NoQueryBesideTransaction } from './transaction.ts';

/** An open database with its migrations applied. */
export interface Database {
  readonly kysely: Kysely<Tables>;
  readonly kind: 'embedded' | 'postgresql';
  /** What the job queue needs to work on the same database. */
  readonly queue: { readonly pglite: Embedded['client'] } | { readonly connectionString: string };
  /** Runs `work` on a connection on which session locks may be held meanwhile; never one that other queries wait for. Undefined: there is one session only. */
  readonly onOwnConnection?: <T>(work: (connection: Kysely<Tables>) => Promise<T>) => Promise<T>;
  /** Likewise, for locks that are taken while others are held: those never wait for a connection that holders of the others have. */
  readonly onConnectionForSecrets?: <T>(work: (connection: Kysely<Tables>) => Promise<T>) => Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens PostgreSQL (15 or later) at `url`, or the embedded database in `directory` (`memory://` for tests, `filled` from a tar of the files of another one), and applies the migrations.
 * Throws an Error in plain words where it can't be reached, is locked by another process, or was made by another version.
 */
export async function openDatabase(
  where:
    { readonly url: string; readonly poolSize?: number } | { readonly directory: string; readonly filled?: string },
): Promise<Database> {
  const database = 'url' in where ? await openServer(where.url, where.poolSize ?? 10) : await openDirectory(where);
  try {
    await migrate(database.kysely);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Holders of locks at once; each keeps a connection while it looks up and creates (P1). */
const LOCK_HOLDERS = 4;
/** Holders of a secret at once; each keeps a connection while it asks Salesforce for a session. */
const SECRET_HOLDERS = 4;
const OLDEST = 150_000;

async function openServer(url: string, poolSize: number): Promise<Database> {
  const queries = connect(url, poolSize);
  const locks = connect(url, LOCK_HOLDERS);
  const secrets = connect(url, SECRET_HOLDERS);
  const close = async () => {
    await Promise.all([queries.destroy(), locks.destroy(), secrets.destroy()]);
  };
  try {
    const { rows } = await sql<{ version: string }>`select current_setting('server_version_num') as version`.execute(
      queries,
    );
    if (Number(rows[0]?.version) < OLDEST)
      throw new Error(`it is version ${rows[0]?.version ?? 'unknown'}, and 15 is needed`);
  } catch (error) {
    await close();
    throw new Error(`The PostgreSQL server of DATABASE_URL cannot be used: ${reasonOf(error)}`, { cause: error });
  }
  return {
    kysely: queries.withPlugin(new NoQueryBesideTransaction()),
    kind: 'postgresql',
    queue: { connectionString: url },
    onOwnConnection: (work) => locks.connection().execute(work),
    onConnectionForSecrets: (work) => secrets.connection().execute(work),
    close,
  };
}

function connect(url: string, max: number): Kysely<Tables> {
  const pool = new Pool({ connectionString: url, max, application_name: 'cardbridge' });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** A refused connection to several addresses comes as an error without a message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

async function openDirectory({
  directory,
  filled,
}: {
  readonly directory: string;
  readonly filled?: string;
}): Promise<Database> {
  const embedded = await openEmbedded(directory, filled);
  const kysely = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: embedded.client }) });
  return {
    kysely: kysely.withPlugin(new NoQueryBesideTransaction()),
    kind: 'embedded',
    queue: { pglite: embedded.client },
    close: () => embedded.close(),
  };
}
