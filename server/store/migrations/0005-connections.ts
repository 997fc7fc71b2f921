import { sql, type Kysely } from 'kysely';

/** S6: whom a person connected themselves as, and since when; beside the username that an administrator named. */
const STATEMENTS = [`alter table mailboxes add column own_crm_username text, add column connected_at timestamptz`];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}
