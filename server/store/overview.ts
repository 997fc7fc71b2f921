import { sql, type Kysely } from 'kysely';
import { NO_COUNTS, type Counts } from '../model/session.ts';
import { asMailbox } from './rows.ts';
import { iso, type Tables } from './schema.ts';
import { HEALTHS, type Health, type Overview } from './standing.ts';

const COUNTS = Object.keys(NO_COUNTS) as (keyof Counts)[];

const HEALTH = sql<Health>`case
  when not (m.settings->>'contactsSync')::boolean then 'off'
  when m.crm_username = '' then 'not-connected'
  when m.stopped is not null then 'stopped'
  when exists (select 1 from plans p where p.mailbox_id = m.id and p.kind = 'held' and p.state = 'open') then 'held'
  when (m.settings->>'paused')::boolean then 'paused'
  when (select s.state from sessions s where s.mailbox_id = m.id and s.finished_at is not null order by s.seq desc limit 1) = 'failed'
    then 'failing'
  when not m.first_session_done then 'new'
  else 'ok' end`;

/** What a LIKE would read as a wildcard is meant as written. */
const like = (text: string): string => `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

export function createOverview(kysely: Kysely<Tables>): Overview {
  return {
    async history(since, mailboxId) {
      const sums = COUNTS.map(
        (name) =>
          sql`coalesce(sum((counts->>${sql.lit(name)})::int) filter (where state <> 'held'), 0)::int as ${sql.ref(name)}`,
      );
      const { rows } = await sql<{ day: string; sessions: number; failed: number } & Counts>`
        select to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as sessions,
          (count(*) filter (where state = 'failed'))::int as failed, ${sql.join(sums)}
        from sessions
        where finished_at >= ${since} ${mailboxId === undefined ? sql`` : sql`and mailbox_id = ${mailboxId}`}
        group by 1 order by 1`.execute(kysely);
      return rows.map(({ day, sessions, failed, ...counts }) => ({ day, sessions, failed, counts }));
    },
    async mailboxes({ email, q = '', health, limit, after }) {
      let found = kysely.selectFrom('mailboxes as m').selectAll('m').select(HEALTH.as('health'));
      if (after !== undefined) found = found.where('m.email', '>', after);
      if (email !== undefined) found = found.where('m.email', '=', email);
      if (health !== undefined) found = found.where(HEALTH, '=', health);
      if (q !== '')
        found = found.where((either) =>
          either.or([either('m.email', 'like', like(q)), either(sql<string>`lower(m.name)`, 'like', like(q))]),
        );
      const rows = await found
        .orderBy('m.email')
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit);
      const since = await failingSince(
        kysely,
        page.flatMap((row) => (row.health === 'failing' ? [row.id] : [])),
      );
      const standings = page.map((row) => ({
        mailbox: asMailbox(row),
        health: row.health,
        failingSince: since.get(row.id) ?? null,
      }));
      const last = page.at(-1);
      return rows.length > limit && last !== undefined ? { rows: standings, next: last.email } : { rows: standings };
    },
    async healths() {
      const rows = await kysely
        .selectFrom('mailboxes as m')
        .select([HEALTH.as('health'), sql<number>`count(*)::int`.as('mailboxes')])
        .groupBy(sql`1`)
        .execute();
      const none = Object.fromEntries(HEALTHS.map((health) => [health, 0])) as Record<Health, number>;
      return { ...none, ...Object.fromEntries(rows.map(({ health, mailboxes }) => [health, mailboxes])) };
    },
    async held(limit) {
      const rows = await kysely
        .selectFrom('plans')
        .innerJoin('mailboxes', 'mailboxes.id', 'plans.mailbox_id')
        .select(['plans.id', 'email', 'name', 'created_at', 'reason', 'counts'])
        .where('kind', '=', 'held')
        .where('state', '=', 'open')
        .orderBy('created_at')
        .limit(limit)
        .execute();
      return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: iso(created_at) }));
    },
    async orgs() {
      const rows = await kysely
        .selectFrom('mailboxes')
        .select(['org_id', sql<string | null>`max(crm_url)`.as('url'), sql<number>`count(*)::int`.as('mailboxes')])
        .where('org_id', 'is not', null)
        .groupBy('org_id')
        .orderBy('org_id')
        .execute();
      return rows.map(({ org_id, ...row }) => ({ orgId: org_id ?? '', ...row }));
    },
  };
}

async function failingSince(kysely: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await kysely
    .selectFrom('sessions as s')
    .select(['s.mailbox_id', sql<Date>`min(s.finished_at)`.as('since')])
    .where('s.mailbox_id', 'in', [...ids])
    .where('s.state', '=', 'failed')
    .where(
      sql<boolean>`s.seq > coalesce((select max(g.seq) from sessions g where g.mailbox_id = s.mailbox_id
        and g.finished_at is not null and g.state <> 'failed'), 0)`,
    )
    .groupBy('s.mailbox_id')
    .execute();
  return new Map(rows.map(({ mailbox_id, since }) => [mailbox_id, iso(new Date(since))]));
}
