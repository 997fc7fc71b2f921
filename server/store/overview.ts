import { sql, type Kysely } from 'kysely';
import { STOP_OF_THE_SIGN_IN } from '../model/mailbox.ts';
import { like } from './like.ts';
import { isUuid } from './mailboxes.ts';
import { asMailbox } from './rows.ts';
import { iso, type Tables } from './schema.ts';
import { daysSince } from './session-days.ts';
import { HEALTHS, type Health, type Overview } from './standing.ts';

const HEALTH = sql<Health>`case
  when not (m.settings->>'contactsSync')::boolean then 'off'
  when coalesce(m.own_crm_username, m.crm_username) = '' then 'not-connected'
  when m.stopped is not null then 'stopped'
  when exists (select 1 from plans p where p.mailbox_id = m.id and p.kind = 'held' and p.state = 'open') then 'held'
  when (m.settings->>'paused')::boolean then 'paused'
  when (select s.state from sessions s where s.mailbox_id = m.id and s.finished_at is not null order by s.seq desc limit 1) = 'failed'
    then 'failing'
  when not m.first_session_done then 'new'
  else 'ok' end`;

export function createOverview(kysely: Kysely<Tables>): Overview {
  return {
    history: (since, mailboxId) => daysSince(kysely, since, mailboxId),
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
    async held(limit, after) {
      let open = kysely
        .selectFrom('plans')
        .innerJoin('mailboxes', 'mailboxes.id', 'plans.mailbox_id')
        .select(['plans.id', 'email', 'name', 'created_at', 'reason', 'counts'])
        .where('kind', '=', 'held')
        .where('state', '=', 'open');
      // One that was decided meanwhile still says where the page before ended.
      if (after !== undefined)
        open = open.where(
          sql<boolean>`(plans.created_at, plans.id) > (select p.created_at, p.id from plans p where p.id = ${isUuid(after) ? after : null})`,
        );
      const rows = await open
        .orderBy('plans.created_at')
        .orderBy('plans.id')
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit).map(({ created_at, ...row }) => ({ ...row, createdAt: iso(created_at) }));
      const last = page.at(-1);
      return rows.length > limit && last !== undefined ? { rows: page, next: last.id } : { rows: page };
    },
    async orgs() {
      const rows = await kysely
        .selectFrom('mailboxes as m')
        .leftJoin('orgs as o', 'o.org_id', 'm.org_id')
        .select(['m.org_id', 'o.external_key', 'o.api_used', 'o.api_allowed', 'o.seen_at'])
        .select([sql<string | null>`max(m.crm_url)`.as('url'), sql<number>`count(*)::int`.as('mailboxes')])
        .where('m.org_id', 'is not', null)
        .groupBy(['m.org_id', 'o.org_id'])
        .orderBy('m.org_id')
        .execute();
      return rows.map(({ org_id, url, mailboxes, external_key, api_used, api_allowed, seen_at }) => ({
        orgId: org_id ?? '',
        url,
        mailboxes,
        seen:
          external_key === null || seen_at === null
            ? null
            : {
                externalKey: external_key,
                usage: api_used === null || api_allowed === null ? null : { used: api_used, allowed: api_allowed },
                at: iso(seen_at),
              },
      }));
    },
    async noteOrg(org_id, { externalKey, usage }) {
      const seen = {
        external_key: externalKey,
        api_used: usage?.used ?? null,
        api_allowed: usage?.allowed ?? null,
        seen_at: new Date(),
      };
      await kysely
        .insertInto('orgs')
        .values({ org_id, ...seen })
        .onConflict((conflict) => conflict.column('org_id').doUpdateSet(seen))
        .execute();
    },
    async connections(byUsername) {
      const rows = await kysely
        .selectFrom('mailboxes')
        .select([
          sql<'own' | 'jwt' | 'none'>`case when connected_at is not null then 'own'
            when crm_username <> '' and ${byUsername} then 'jwt' else 'none' end`.as('how'),
          sql<number>`count(*)::int`.as('mailboxes'),
          sql<number>`(count(*) filter (where stopped->>'code' ~ ${STOP_OF_THE_SIGN_IN.source}))::int`.as('refused'),
        ])
        .groupBy(sql`1`)
        .execute();
      const of = Object.fromEntries(rows.map(({ how, mailboxes }) => [how, mailboxes]));
      const refused = rows.reduce((sum, row) => sum + (row.how === 'none' ? 0 : row.refused), 0);
      return { own: of.own ?? 0, jwt: of.jwt ?? 0, none: of.none ?? 0, refused };
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
