import { sql, type Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** Parents first. Sessions in the browser stay behind: people sign in anew; and what was seen of an org: the next session sees it again. */
const TABLES = [
  'mailboxes',
  'links',
  'journal',
  'kept_items',
  'sessions',
  'session_days',
  'plans',
  'secrets',
  'people',
] as const;
const ROWS = 200;

/**
 * Copies everything from one database into another one that is empty, in one transaction there; answers how many rows each table has.
 * Throws, with nothing changed, where the target holds mailboxes already. The queue is not copied: sessions that wait are dispatched anew.
 */
export async function moveDatabase(
  from: Kysely<Tables>,
  to: Kysely<Tables>,
): Promise<Readonly<Record<string, number>>> {
  const { count } = await to
    .selectFrom('mailboxes')
    .select(sql<number>`count(*)::integer`.as('count'))
    .executeTakeFirstOrThrow();
  if (count > 0) throw new Error('The target database holds mailboxes already: move into an empty one.');
  const moved: Record<string, number> = {};
  await to
    .withoutPlugins()
    .transaction()
    .execute(async (transaction) => {
      for (const table of TABLES) {
        moved[table] = 0;
        const key = table === 'secrets' ? 'name' : 'id';
        for (let after = ''; ;) {
          // Rows travel as text of the database's own making: types and times arrive exactly as they were.
          const { rows } = await sql<{ key: string; row: string }>`
          select ${sql.ref(key)}::text as key, to_jsonb(source)::text as row from ${sql.table(table)} as source
          where ${sql.ref(key)}::text > ${after} order by ${sql.ref(key)}::text limit ${ROWS}`.execute(from);
          const last = rows.at(-1);
          if (last === undefined) break;
          await sql`
          insert into ${sql.table(table)} overriding system value
          select (jsonb_populate_record(null::${sql.table(table)}, row)).* from jsonb_array_elements(${`[${rows.map(({ row }) => row).join(',')}]`}::jsonb) as given (row)`.execute(
            transaction,
          );
          moved[table] += rows.length;
          after = last.key;
        }
      }
      for (const table of ['journal', 'sessions'])
        await sql`select setval(pg_get_serial_sequence(${table}, 'seq'), greatest((select max(seq) from ${sql.table(table)}), 1))`.execute(
          transaction,
        );
    });
  return moved;
}
