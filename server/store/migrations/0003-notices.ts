import { sql, type Kysely } from 'kysely';

/** Where a mailbox's records are opened; since when it is stopped, when its person was told (T4), and in which language. */
const STATEMENTS = [
  `alter table mailboxes add column crm_url text, add column language text, add column stopped_since timestamptz,
    add column told_at timestamptz`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}
