import { KEPT_IN_STEP, type JournalEntry } from '../model/journal.ts';
import { sql, type Kysely, type Transaction } from 'kysely';
import { columnsOf, given } from './row-set.ts';
import { fencedOff, fenceRow, transact } from './transaction.ts';
import { isUuid } from './mailboxes.ts';
import { pruneJournal } from './prune.ts';
import { asEntry, ENTRY_COLUMNS, entryRow } from './rows.ts';
import { iso, json, type Tables } from './schema.ts';
import type { Fence, JournalOutcome, KeptItemRow, Store } from './store.ts';

const ROWS = 200;

export function createJournal(kysely: Kysely<Tables>): Store['journal'] {
  const of = (mailboxId: string) => kysely.selectFrom('journal').selectAll().where('mailbox_id', '=', mailboxId);
  /** Writes that happened, were not taken back, and can be (`isUndoable`). */
  const standing = (mailboxId: string) =>
    kysely
      .selectFrom('journal')
      .where('mailbox_id', '=', mailboxId)
      .where('state', '=', 'done')
      .where('undone_at', 'is', null)
      .where('kind', '<>', 'note')
      .where('rule', 'not in', [...KEPT_IN_STEP])
      .where('payload', 'is not', null);
  return {
    async open(fence, entries, kept = []) {
      // Most of a session's time is its journal: one statement, which is its own transaction.
      if (kept.length === 0 && entries.length <= ROWS) return openEntries(kysely, fence, entries);
      await transact(kysely, async (transaction) => {
        for (let at = 0; at < entries.length; at += ROWS)
          await openEntries(transaction, fence, entries.slice(at, at + ROWS));
        for (let at = 0; at < kept.length; at += 20) {
          const rows = kept.slice(at, at + 20).map((row) => ({
            id: row.id,
            mailbox_id: fence.mailboxId,
            link_id: row.linkId,
            record_id: row.recordId,
            journal_id: row.journalId,
            at: new Date(),
            content: json(row.content),
          }));
          await transaction.insertInto('kept_items').values(rows).execute();
        }
      });
    },
    async intents(mailboxId) {
      return (await of(mailboxId).where('state', '=', 'open').orderBy('seq').execute()).map(asEntry);
    },
    async ofSession(mailboxId, sessionId) {
      return isUuid(sessionId)
        ? (await of(mailboxId).where('session_id', '=', sessionId).orderBy('seq').execute()).map(asEntry)
        : [];
    },
    async ofLink(mailboxId, linkId) {
      return isUuid(linkId)
        ? (await of(mailboxId).where('link_id', '=', linkId).orderBy('seq').execute()).map(asEntry)
        : [];
    },
    async page(mailboxId, query) {
      let rows = of(mailboxId);
      if (query.email !== undefined) rows = rows.where('email', '=', query.email.toLowerCase());
      if (query.session !== undefined) {
        if (!isUuid(query.session)) return { rows: [] };
        rows = rows.where('session_id', '=', query.session);
      }
      if (query.before !== undefined && /^\d{1,18}$/.test(query.before)) rows = rows.where('seq', '<', query.before);
      const found = await rows
        .orderBy('seq', 'desc')
        .limit(query.limit + 1)
        .execute();
      const page = found.slice(0, query.limit);
      const last = page.at(-1);
      return found.length > query.limit && last !== undefined
        ? { rows: page.map(asEntry), next: String(last.seq) }
        : { rows: page.map(asEntry) };
    },
    async undoable(mailboxId, { session, contact }, since) {
      if (!isUuid(session) || (contact !== undefined && !isUuid(contact))) return [];
      const rows = standing(mailboxId).where('session_id', '=', session).where('at', '>=', since);
      const found = await (contact === undefined ? rows : rows.where('link_id', '=', contact))
        .select(['id', 'link_id'])
        .orderBy('seq')
        .execute();
      return found.flatMap((row) => (row.link_id === null ? [] : [{ id: row.id, linkId: row.link_id }]));
    },
    async lastSessions(mailboxId, linkIds) {
      const known = linkIds.filter(isUuid);
      if (known.length === 0) return new Map();
      const rows = await standing(mailboxId)
        .select(['link_id', 'session_id'])
        .distinctOn('link_id')
        .where('link_id', 'in', known)
        .orderBy('link_id')
        .orderBy('seq', 'desc')
        .execute();
      return new Map(rows.map((row) => [row.link_id ?? '', row.session_id]));
    },
    async byIds(mailboxId, ids) {
      const found = [];
      for (let at = 0; at < ids.length; at += ROWS)
        found.push(
          ...(await of(mailboxId)
            .where('id', 'in', ids.slice(at, at + ROWS))
            .execute()),
        );
      return found.map(asEntry);
    },
    async notes(mailboxId, sessionId, limit) {
      const rows = of(mailboxId).where('session_id', '=', sessionId).where('kind', '=', 'note');
      return (await rows.orderBy('seq').limit(limit).execute()).map(asEntry);
    },
    async deletesSince(mailboxId, since) {
      const row = await kysely
        .selectFrom('journal')
        .select(sql<number>`count(distinct link_id)::integer`.as('deletes'))
        .where('mailbox_id', '=', mailboxId)
        .where('at', '>=', new Date(since))
        .where('asked', '=', false)
        .where('state', 'in', ['open', 'done'])
        .where('kind', 'in', ['remove-item', 'delete-record'])
        .where(
          sql<boolean>`not exists (select 1 from sessions
          where sessions.id = journal.session_id and sessions.task->>'kind' = 'apply-plan')`,
        )
        .executeTakeFirstOrThrow();
      return row.deletes;
    },
    prune: (before) => pruneJournal(kysely, before),
  };
}

const ENTRY = columnsOf(ENTRY_COLUMNS);

async function openEntries(database: Kysely<Tables>, fence: Fence, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { numAffectedRows = 0n } = await sql`
    with fence as (${fenceRow(fence)})
    insert into journal (${ENTRY.names}) select ${ENTRY.values} from fence, ${given(ENTRY_COLUMNS, entries.map(entryRow))}`.execute(
    database,
  );
  if (numAffectedRows === 0n) throw fencedOff();
}

const OUTCOME_COLUMNS = { id: 'uuid', state: 'text', item_id: 'text', record_id: 'text' } as const;

/** What became of a batch's intents, in one statement. What was done keeps its payload, to be undone (J1). */
export async function finishEntries(
  transaction: Transaction<Tables>,
  outcomes: readonly JournalOutcome[],
): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map(({ id, state, itemId = null, recordId = null }) => ({
    id,
    state,
    item_id: itemId,
    record_id: recordId,
  }));
  await sql`
    update journal set state = given.state, item_id = coalesce(given.item_id, journal.item_id), record_id = coalesce(given.record_id, journal.record_id),
      payload = case when given.state = 'done' then journal.payload end, finished_at = ${new Date()}
    from ${given(OUTCOME_COLUMNS, rows)} where journal.id = given.id`.execute(transaction);
}

/** J1: in the transaction of the write that took them back. */
export async function markUndone(transaction: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += ROWS)
    await transaction
      .updateTable('journal')
      .set({ undone_at: new Date() })
      .where('id', 'in', ids.slice(at, at + ROWS))
      .execute();
}

export function createKept(kysely: Kysely<Tables>): Store['kept'] {
  const asKept = (row: {
    id: string;
    link_id: string | null;
    record_id: string | null;
    journal_id: string;
    at: Date;
    content: unknown;
  }): KeptItemRow => ({
    id: row.id,
    linkId: row.link_id,
    recordId: row.record_id,
    journalId: row.journal_id,
    at: iso(row.at),
    content: row.content,
  });
  const of = (mailboxId: string) => kysely.selectFrom('kept_items').selectAll().where('mailbox_id', '=', mailboxId);
  return {
    async ofRecord(mailboxId, recordId) {
      const row = await of(mailboxId)
        .where('record_id', '=', recordId)
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : asKept(row);
    },
    async ofRecords(mailboxId, recordIds) {
      if (recordIds.length === 0) return new Set();
      const rows = await kysely
        .selectFrom('kept_items')
        .select('record_id')
        .distinct()
        .where('mailbox_id', '=', mailboxId)
        .where('record_id', 'in', [...recordIds])
        .execute();
      return new Set(rows.flatMap((row) => row.record_id ?? []));
    },
    async ofEntry(mailboxId, journalId) {
      const row = await of(mailboxId).where('journal_id', '=', journalId).executeTakeFirst();
      return row === undefined ? undefined : asKept(row);
    },
  };
}
