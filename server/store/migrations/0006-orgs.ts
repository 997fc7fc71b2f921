import { sql, type Kysely } from 'kysely';

/** What sessions saw of an org, for its administrator: the external-id field, and the API calls used and allowed. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create table orgs (
    org_id text primary key, external_key boolean not null, api_used integer, api_allowed integer, seen_at timestamptz not null)`.execute(
    database,
  );
}
