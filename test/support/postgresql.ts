import { randomBytes } from 'node:crypto';
import pg from 'pg';

const URL_OF_SERVER = process.env.CARDBRIDGE_TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export interface TestServer {
  /** A database of its own for one suite. */
  fresh(): Promise<{ readonly url: string; readonly remove: () => Promise<void> }>;
  /** Makes the second database a copy of the first; nobody may be using either. */
  copy(from: string, to: string): Promise<void>;
}

/**
 * The PostgreSQL server for tests, if one answers. Where none does, the tests that want one are left out and say how to start one;
 * in CI its absence is a failure.
 */
export async function postgresql(): Promise<TestServer | undefined> {
  try {
    await command('select 1');
  } catch (error) {
    const how = `No PostgreSQL answers at ${URL_OF_SERVER}: start one (for instance "pg_ctlcluster 15 main start"), or name one in CARDBRIDGE_TEST_DATABASE_URL.`;
    if (process.env.CI !== undefined) throw new Error(how, { cause: error });
    console.warn(`${how} What is said of it is tried on the embedded database alone.`);
    return undefined;
  }
  return {
    async fresh() {
      const name = `cardbridge_test_${randomBytes(6).toString('hex')}`;
      await command(`create database ${name}`);
      const url = new URL(URL_OF_SERVER);
      url.pathname = `/${name}`;
      return { url: url.href, remove: () => command(`drop database ${name} with (force)`) };
    },
    async copy(from, to) {
      await command(`drop database ${nameOf(to)} with (force)`);
      await command(`create database ${nameOf(to)} template ${nameOf(from)}`);
    },
  };
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

async function command(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: URL_OF_SERVER, connectionTimeoutMillis: 30_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
