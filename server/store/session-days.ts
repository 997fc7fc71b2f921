import { sql, type Kysely } from 'kysely';
import { NO_COUNTS, type Counts } from '../model/session.ts';
import type { Tables } from './schema.ts';
import type { Day } from './standing.ts';

const COUNTS = Object.keys(NO_COUNTS) as (keyof Counts)[];

/** Sums one mailbox's sessions of the day anew (UTC): a session that was repeated after a crash counts once. A held plan has done nothing. */
export async function sumDay(kysely: Kysely<Tables>, mailboxId: string, day: Date): Promise<void> {
  const date = day.toISOString().slice(0, 10);
  const sums = COUNTS.map(
    (name) => sql`${sql.lit(name)}, coalesce(sum((counts->>${sql.lit(name)})::int) filter (where state <> 'held'), 0)`,
  );
  await sql`
    insert into session_days (mailbox_id, day, sessions, failed, counts)
    select mailbox_id, ${date}::date, count(*)::int, (count(*) filter (where state = 'failed'))::int, json_build_object(${sql.join(sums)})
    from sessions
    where mailbox_id = ${mailboxId} and finished_at >= ${`${date}T00:00:00Z`}::timestamptz
      and finished_at < ${`${date}T00:00:00Z`}::timestamptz + interval '1 day'
    group by mailbox_id
    on conflict on constraint session_days_day
    do update set sessions = excluded.sessions, failed = excluded.failed, counts = excluded.counts`.execute(kysely);
}

/** Of one mailbox, or of all, the oldest first. */
export async function daysSince(kysely: Kysely<Tables>, since: Date, mailboxId?: string): Promise<readonly Day[]> {
  const sums = COUNTS.map((name) => sql`sum((counts->>${sql.lit(name)})::int)::int as ${sql.ref(name)}`);
  const { rows } = await sql<{ date: string; sessions: number; failed: number } & Counts>`
    select to_char(day, 'YYYY-MM-DD') as date, sum(sessions)::int as sessions, sum(failed)::int as failed, ${sql.join(sums)}
    from session_days
    where day >= ${since.toISOString().slice(0, 10)}::date ${mailboxId === undefined ? sql`` : sql`and mailbox_id = ${mailboxId}`}
    group by day order by day`.execute(kysely);
  return rows.map(({ date, sessions, failed, ...counts }) => ({ day: date, sessions, failed, counts }));
}
