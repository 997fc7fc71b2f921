import { sql, type Kysely } from 'kysely';

/** Who a mailbox belongs to, people who signed in, their sessions in the browser, and what is good once and for a short time. */
const STATEMENTS = [
  `alter table mailboxes add column tenant_id text, add column object_id text, add column service_id text`,
  `create unique index mailboxes_identity on mailboxes (tenant_id, object_id)`,
  `create table people (
    id uuid primary key, tenant_id text not null, object_id text not null, name text not null, seen_at timestamptz not null,
    constraint people_identity unique (tenant_id, object_id))`,
  `create table web_sessions (
    id text primary key, tenant_id text not null, object_id text not null, name text not null, admin boolean not null,
    created_at timestamptz not null, expires_at timestamptz not null)`,
  `create index web_sessions_expiry on web_sessions (expires_at)`,
  `create table tickets (id text primary key, kind text not null, sealed text not null, expires_at timestamptz not null)`,
  `create index tickets_expiry on tickets (expires_at)`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}
