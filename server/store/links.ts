import { sql, type Kysely, type Transaction } from 'kysely';
import { STOPPED_IN_FOLDER, type Link, type LinkHead } from '../model/link.ts';
import { like, literally } from './like.ts';
import { isUuid } from './mailboxes.ts';
import { columnsOf, given } from './row-set.ts';
import { endConflicts } from './prune.ts';
import { asLink, HEAD_COLUMNS, LINK_COLUMNS, linkRow } from './rows.ts';
import { nullableJson, type Tables } from './schema.ts';
import type { Store } from './store.ts';
import { fenced, transact } from './transaction.ts';

/** Heads of a page: some 400 bytes each. Without statistics, as on the embedded store, each page costs a look at all rows. */
const PAGE = 10_000;
const HEAD_NAMES = Object.keys(HEAD_COLUMNS) as (keyof LinkHead)[];
const HEAD = sql.raw(Object.values(HEAD_COLUMNS).join(', '));
/** One array a column: names that are not repeated in every row need not be written, sent and parsed. */
const HEAD_ARRAYS = sql.raw(
  Object.values(HEAD_COLUMNS)
    .map((column) => `json_agg(${column})`)
    .join(', '),
);
const ROWS = 200;

export function createLinks(kysely: Kysely<Tables>): Store['links'] {
  const of = (mailboxId: string) => kysely.selectFrom('links').where('mailbox_id', '=', mailboxId);
  return {
    async heads(mailboxId) {
      const heads: LinkHead[] = [];
      for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
        // Each page as one JSON text: tens of thousands of rows cost several times as much one value at a time.
        const { rows } = await sql<{ page: string }>`
          select json_build_array(${HEAD_ARRAYS})::text as page from (
            select ${HEAD} from links where mailbox_id = ${mailboxId} and id > ${after} order by id limit ${PAGE}) as head`.execute(
          kysely,
        );
        const page = headsOf(rows[0]?.page ?? '[]');
        for (const head of page) heads.push(head);
        const last = heads.at(-1);
        if (last === undefined || page.length < PAGE) return heads;
        after = last.id;
      }
    },
    async byIds(mailboxId, ids) {
      const known = ids.filter(isUuid);
      if (known.length === 0) return [];
      return (await of(mailboxId).selectAll().where('id', 'in', known).execute()).map(asLink);
    },
    async byRecords(mailboxId, recordIds) {
      if (recordIds.length === 0) return [];
      return (
        await of(mailboxId)
          .selectAll()
          .where('record_id', 'in', [...recordIds])
          .execute()
      ).map(asLink);
    },
    async byItems(mailboxId, itemIds) {
      if (itemIds.length === 0) return [];
      return (
        await of(mailboxId)
          .selectAll()
          .where('item_id', 'in', [...itemIds])
          .execute()
      ).map(asLink);
    },
    async find(mailboxId, query) {
      let rows = of(mailboxId).selectAll();
      if (query.emails !== undefined) {
        if (query.emails.length === 0) return { rows: [] };
        rows = rows.where(
          'email',
          'in',
          query.emails.map((email) => email.toLowerCase()),
        );
      }
      if (query.states !== undefined && query.states.length > 0) rows = rows.where('state', 'in', [...query.states]);
      if (query.q !== undefined && query.q !== '') {
        const pattern = like(query.q);
        rows = rows.where((expression) =>
          expression.or([sql<boolean>`lower(name) like ${pattern}`, sql<boolean>`email like ${pattern}`]),
        );
      }
      if (query.after !== undefined && isUuid(query.after)) {
        const last = await of(mailboxId).select(['name', 'id']).where('id', '=', query.after).executeTakeFirst();
        if (last !== undefined)
          rows = rows.where(sql<boolean>`(lower(name), id) > (lower(${last.name}), ${last.id}::uuid)`);
      }
      const found = (
        await rows
          .orderBy(sql`lower(name)`)
          .orderBy('id')
          .limit(query.limit + 1)
          .execute()
      ).map(asLink);
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      return found.length > query.limit && last !== undefined ? { rows: page, next: last.id } : { rows: page };
    },
    async counts(mailboxId) {
      const row = await of(mailboxId)
        .select([
          sql<number>`count(*) filter (where state = 'linked')::integer`.as('linked'),
          sql<number>`count(*) filter (where state = 'waiting')::integer`.as('waiting'),
          sql<number>`count(*) filter (where state = 'stopped')::integer`.as('stopped'),
          sql<number>`count(*) filter (where refusal #>> '{reason,code}' <> ${STOPPED_IN_FOLDER})::integer`.as(
            'attention',
          ),
          sql<number>`count(*) filter (where conflict is not null)::integer`.as('conflict'),
        ])
        .executeTakeFirstOrThrow();
      return row;
    },
    async accountNames(mailboxId, domain) {
      const rows = await of(mailboxId)
        .select('account_name')
        .where('email', 'like', `%@${literally(domain)}`)
        .where('account_name', '<>', '')
        .limit(500)
        .execute();
      return rows.map(({ account_name: name }) => name);
    },
    wait: (link) => oneWaits(kysely, link, 'item_id', link.itemId),
    waitForItem: (link) => oneWaits(kysely, link, 'record_id', link.recordId),
    waitForCard: (link) => oneWaits(kysely, link, 'email', link.email),
    async filledIn(mailboxId) {
      return (
        await of(mailboxId)
          .selectAll()
          .where(sql<boolean>`request->>'kind' = 'fill-in'`)
          .execute()
      ).map(asLink);
    },
    async request(mailboxId, linkId, request) {
      if (!isUuid(linkId)) return undefined;
      const row = await kysely
        .updateTable('links')
        .set({ request: nullableJson(request), request_version: sql<number>`request_version + 1` })
        .where('mailbox_id', '=', mailboxId)
        .where('id', '=', linkId)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? undefined : asLink(row);
    },
    async recordVersions(fence, versions) {
      for (let at = 0; at < versions.length; at += ROWS) {
        const values = versions
          .slice(at, at + ROWS)
          .map(({ linkId, from, to }) => sql`(${linkId}::uuid, ${from}::text, ${to}::text)`);
        await fenced(kysely, fence, (transaction) =>
          sql`update links set
              record_version = case when record_version = given.earlier then given.later else record_version end,
              refusal = case when refusal->>'recordVersion' = given.earlier
                then jsonb_set(refusal::jsonb, '{recordVersion}', to_jsonb(given.later))::json else refusal end
            from (values ${sql.join(values)}) as given (id, earlier, later)
            where links.id = given.id and links.mailbox_id = ${fence.mailboxId}
              and (links.record_version = given.earlier or links.refusal->>'recordVersion' = given.earlier)`.execute(
            transaction,
          ),
        );
      }
    },
    endConflicts: (before) => endConflicts(kysely, before),
    async settleConflict(mailboxId, linkId) {
      if (!isUuid(linkId)) return undefined;
      const row = await kysely
        .updateTable('links')
        .set({ conflict: null, conflict_settled: sql<string | null>`coalesce(conflict->>'at', conflict_settled)` })
        .where('mailbox_id', '=', mailboxId)
        .where('id', '=', linkId)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? undefined : asLink(row);
    },
  };
}

/** Of a page's columns; an empty page has null for each. */
function headsOf(page: string): LinkHead[] {
  const columns = JSON.parse(page) as readonly (readonly unknown[] | null)[];
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => {
    const head: Partial<Record<keyof LinkHead, unknown>> = {};
    HEAD_NAMES.forEach((name, column) => {
      head[name] = columns[column]?.[row];
    });
    return head as LinkHead;
  });
}

const LINK = columnsOf(LINK_COLUMNS);
/** What a session has seen of a link is not changed by what it did not see: people's later requests, and conflicts that somebody has looked at. */
const KEPT: Readonly<Record<string, string>> = {
  request: `case when links.request_version = excluded.request_version then excluded.request else links.request end`,
  conflict: `case when excluded.conflict->>'at' = links.conflict_settled then null else excluded.conflict end`,
};
const REPLACED = sql.raw(
  Object.keys(LINK_COLUMNS)
    .filter((name) => !['id', 'mailbox_id', 'request_version'].includes(name))
    .map((name) => `${name} = ${KEPT[name] ?? `excluded.${name}`}`)
    .join(', '),
);

/** Two who ask for one item, record or person at once: the second finds the first's link. */
function oneWaits(
  kysely: Kysely<Tables>,
  link: Link,
  column: 'item_id' | 'record_id' | 'email',
  id: string,
): Promise<Link> {
  return transact(kysely, async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${link.mailboxId}/${id}`}, 0))`.execute(transaction);
    const known = await transaction
      .selectFrom('links')
      .selectAll()
      .where('mailbox_id', '=', link.mailboxId)
      .where(column, '=', id)
      .executeTakeFirst();
    if (known !== undefined) return asLink(known);
    await saveLinks(transaction, [link]);
    return link;
  });
}

/** Upserts links in one statement. An item or record may change hands inside the batch: that a pair is unique is checked at its end. */
export async function saveLinks(transaction: Transaction<Tables>, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  const items = links.flatMap((link) => link.itemId ?? []);
  const records = links.flatMap((link) => link.recordId ?? []);
  // A link that a person's wish made meanwhile for an item or record that this session has a link for gives way (T1).
  if (items.length > 0 || records.length > 0)
    await sql`
      delete from links where mailbox_id = ${links[0]?.mailboxId} and state = 'waiting'
        and (record_id is null and item_id = any(${items}::text[]) or item_id is null and record_id = any(${records}::text[]))
        and id <> all(${links.map((link) => link.id)}::uuid[])`.execute(transaction);
  await sql`
    insert into links (${LINK.names}) select ${LINK.values} from ${given(LINK_COLUMNS, links.map(linkRow))}
    on conflict (id) do update set ${REPLACED}`.execute(transaction);
}
