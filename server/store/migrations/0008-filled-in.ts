import { sql, type Kysely } from 'kysely';

/** T1, C5: what people filled in and no session has written yet is looked for by every session of the mailbox. */
const STATEMENTS = [`create index links_filled_in on links (mailbox_id) where request->>'kind' = 'fill-in'`];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}
