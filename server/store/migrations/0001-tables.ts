import { sql, type Kysely } from 'kysely';

/**
 * PostgreSQL's dialect, nothing newer than 15: the embedded store and a server run the same statements.
 * `json` where a value is only ever read whole: it is stored as it comes. A pair is unique both ways, checked at the end of a batch: items may change hands inside it.
 */
const STATEMENTS = [
  `create table mailboxes (
    id uuid primary key, email text not null unique, name text not null, admin boolean not null, service text not null, crm_username text not null,
    settings jsonb not null, settings_version integer not null default 1, org_id text, crm_user_id text, folder_id text,
    cursors jsonb not null default '{}', view_version text, view_problem jsonb, stopped jsonb, first_session_done boolean not null default false,
    reconciled_at timestamptz, epoch integer not null default 0, next_at timestamptz, last_session_at timestamptz)`,
  `create index mailboxes_due on mailboxes (next_at)`,
  `create table links (
    id uuid primary key, mailbox_id uuid not null references mailboxes on delete cascade, item_id text, record_id text,
    item_version text not null, record_version text not null, origin text not null, state text not null, in_view boolean not null, key_intent text,
    refusal json, request json, request_version integer not null default 0,
    base json not null, conflict json, conflict_settled text, name text not null, email text not null,
    owner_id text not null, owner_name text not null, account_name text not null, synced_at timestamptz,
    constraint links_item unique (mailbox_id, item_id) deferrable initially deferred,
    constraint links_record unique (mailbox_id, record_id) deferrable initially deferred)`,
  `create index links_page on links (mailbox_id, id)`,
  `create index links_email on links (mailbox_id, email)`,
  `create index links_name on links (mailbox_id, lower(name), id)`,
  `create table journal (
    seq bigint generated always as identity, id uuid primary key, mailbox_id uuid not null references mailboxes on delete cascade, session_id uuid not null,
    at timestamptz not null, rule text not null, kind text not null, link_id uuid, item_id text, record_id text, contact json not null, email text not null,
    fields json not null, lost json, asked boolean not null, state text not null, payload json, finished_at timestamptz, undone_at timestamptz)`,
  `create index journal_page on journal (mailbox_id, seq)`,
  `create index journal_open on journal (mailbox_id, seq) where state = 'open'`,
  `create index journal_session on journal (session_id)`,
  `create index journal_link on journal (link_id)`,
  `create index journal_email on journal (mailbox_id, email, seq)`,
  `create index journal_at on journal using brin (at)`,
  `create table kept_items (
    id uuid primary key, mailbox_id uuid not null references mailboxes on delete cascade, link_id uuid, record_id text, journal_id uuid not null,
    at timestamptz not null, content json not null)`,
  `create index kept_record on kept_items (mailbox_id, record_id, at)`,
  `create index kept_journal on kept_items (journal_id)`,
  `create index kept_at on kept_items (at)`,
  `create table sessions (
    seq bigint generated always as identity, id uuid primary key, mailbox_id uuid not null references mailboxes on delete cascade, task jsonb not null,
    state text not null, reason jsonb, counts jsonb not null, calls jsonb not null, progress jsonb not null, queued_at timestamptz not null,
    started_at timestamptz, finished_at timestamptz, plan_id uuid)`,
  `create index sessions_page on sessions (mailbox_id, seq)`,
  `create unique index sessions_one on sessions (mailbox_id, task) where state in ('queued', 'running')`,
  `create index sessions_at on sessions (queued_at)`,
  `create table plans (
    id uuid primary key, mailbox_id uuid not null references mailboxes on delete cascade, kind text not null, state text not null,
    created_at timestamptz not null, reason jsonb, filter jsonb, settings_version integer not null, counts jsonb not null, content json not null)`,
  `create index plans_mailbox on plans (mailbox_id)`,
  `create unique index plans_held on plans (mailbox_id) where kind = 'held' and state = 'open'`,
  `create table secrets (name text primary key, sealed text not null)`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}
