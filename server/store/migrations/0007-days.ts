import { sql, type Kysely } from 'kysely';

/** What a mailbox's sessions did by day (UTC): summed when a session is over, so that a chart need not read a month of sessions. */
const STATEMENTS = [
  `create table session_days (
    id uuid primary key default gen_random_uuid(), mailbox_id uuid not null references mailboxes on delete cascade, day date not null,
    sessions integer not null, failed integer not null, counts jsonb not null, constraint session_days_day unique (mailbox_id, day))`,
  `create index session_days_at on session_days (day)`,
  `create index sessions_over on sessions (mailbox_id, finished_at)`,
  `insert into session_days (mailbox_id, day, sessions, failed, counts)
    select mailbox_id, (finished_at at time zone 'UTC')::date, count(*)::int, (count(*) filter (where state = 'failed'))::int,
      json_build_object(${[
        'itemsCreated',
        'itemsUpdated',
        'itemsDeleted',
        'recordsCreated',
        'recordsUpdated',
        'recordsDeleted',
        'conflicts',
        'refused',
      ]
        .map((name) => `'${name}', coalesce(sum((counts->>'${name}')::int) filter (where state <> 'held'), 0)`)
        .join(', ')})
    from sessions where finished_at is not null group by 1, 2`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(database);
}
