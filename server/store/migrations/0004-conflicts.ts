import { sql, type Kysely } from 'kysely';

/** C2: the daily job finds the conflicts that nobody has looked at for long without reading every link. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create index links_conflict on links ((conflict->>'at')) where conflict is not null`.execute(database);
}
