import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { up as tables } from './migrations/0001-tables.ts';
import { up as signIn } from './migrations/0002-sign-in.ts';
import { up as notices } from './migrations/0003-notices.ts';
import { up as conflicts } from './migrations/0004-conflicts.ts';
import { up as connections } from './migrations/0005-connections.ts';
import { up as orgs } from './migrations/0006-orgs.ts';
import { up as days } from './migrations/0007-days.ts';
import { up as filledIn } from './migrations/0008-filled-in.ts';

/** In their order; one that was released is never changed, a new one is added. */
const MIGRATIONS = {
  '0001-tables': { up: tables },
  '0002-sign-in': { up: signIn },
  '0003-notices': { up: notices },
  '0004-conflicts': { up: conflicts },
  '0005-connections': { up: connections },
  '0006-orgs': { up: orgs },
  '0007-days': { up: days },
  '0008-filled-in': { up: filledIn },
};

/**
 * Brings the schema up to date, under a lock of the database: processes that start together wait for one another.
 * Throws where the database was made by a newer version, or a statement fails; nothing is changed then.
 */
export async function migrate<T>(kysely: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const message = error instanceof Error ? error.message : String(error);
  throw new Error(`The database could not be brought up to date: ${message}`, { cause: error });
}
