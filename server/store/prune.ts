import { sql, type Kysely, type RawBuilder } from 'kysely';
import { iso, type Tables } from './schema.ts';

/** Few enough that nothing waits long behind one statement: the embedded database does one thing at a time. */
const ROWS = 1000;

/**
 * J1: finished journal entries, kept items, finished sessions and closed plans older than `before` go, by a thousand rows a statement, each of which is
 * its own transaction. Killed in between, the next run goes on. Answers how many rows went.
 */
export async function pruneJournal(kysely: Kysely<Tables>, before: Date): Promise<number> {
  const old: readonly RawBuilder<unknown>[] = [
    sql`delete from journal where id in (select id from journal where at < ${before} and state <> 'open' limit ${sql.lit(ROWS)})`,
    sql`delete from kept_items where id in (select id from kept_items where at < ${before} limit ${sql.lit(ROWS)})`,
    sql`delete from sessions where id in
      (select id from sessions where queued_at < ${before} and state not in ('queued', 'running') limit ${sql.lit(ROWS)})`,
    // A plan that is held waits for as long as nobody decides.
    sql`delete from plans where id in
      (select id from plans where created_at < ${before} and (state <> 'open' or kind <> 'held') limit ${sql.lit(ROWS)})`,
  ];
  // A chart looks 90 days back at most, whatever is kept for undo.
  const { numDeletedRows } = await kysely
    .deleteFrom('session_days')
    .where('day', '<', new Date(Math.min(before.getTime(), Date.now() - 91 * 86_400_000)))
    .executeTakeFirst();
  let count = Number(numDeletedRows);
  for (const statement of old) count += await untilNone(kysely, statement);
  return count;
}

/** C2: conflicts that nobody has looked at since `before` are none any more, as if somebody had. Answers how many. */
export function endConflicts(kysely: Kysely<Tables>, before: Date): Promise<number> {
  return untilNone(
    kysely,
    sql`update links set conflict = null, conflict_settled = conflict->>'at' where id in
      (select id from links where conflict is not null and conflict->>'at' < ${iso(before)} limit ${sql.lit(ROWS)})`,
  );
}

/** What has run out goes; answers how many rows. */
export async function pruneSignIns(kysely: Kysely<Tables>, now: Date): Promise<number> {
  let count = 0;
  for (const table of ['web_sessions', 'tickets'] as const) {
    const { numDeletedRows } = await kysely.deleteFrom(table).where('expires_at', '<=', now).executeTakeFirst();
    count += Number(numDeletedRows);
  }
  return count;
}

async function untilNone(kysely: Kysely<Tables>, statement: RawBuilder<unknown>): Promise<number> {
  for (let count = 0; ;) {
    const { numAffectedRows = 0n } = await statement.execute(kysely);
    count += Number(numAffectedRows);
    if (numAffectedRows < BigInt(ROWS)) return count;
  }
}
