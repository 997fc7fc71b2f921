import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { NO_COUNTS } from '../model/session.ts';
import { sumDay } from './session-days.ts';
import { fenced, transact } from './transaction.ts';
import { isUuid } from './mailboxes.ts';
import { asSession } from './rows.ts';
import { json, nullableJson, type Tables } from './schema.ts';
import type { Store } from './store.ts';

export function createSessions(kysely: Kysely<Tables>): Store['sessions'] {
  const of = (mailboxId: string) => kysely.selectFrom('sessions').selectAll().where('mailbox_id', '=', mailboxId);
  return {
    async queue(mailboxId, task) {
      for (;;) {
        const made = await kysely
          .insertInto('sessions')
          .values({
            id: randomUUID(),
            mailbox_id: mailboxId,
            task: json(task),
            state: 'queued',
            counts: json(NO_COUNTS),
            calls: json({ mailbox: 0, salesforce: 0 }),
            progress: json({ done: 0, total: 0 }),
            queued_at: new Date(),
          })
          .onConflict((conflict) =>
            conflict.columns(['mailbox_id', 'task']).where('state', 'in', ['queued', 'running']).doNothing(),
          )
          .returningAll()
          .executeTakeFirst();
        if (made !== undefined) return asSession(made);
        const there = await of(mailboxId)
          .where(sql<boolean>`task = ${json(task)}::jsonb`)
          .where('state', 'in', ['queued', 'running'])
          .executeTakeFirst();
        if (there !== undefined) return asSession(there);
      }
    },
    async start(fence, id) {
      const row = await fenced(kysely, fence, (transaction) =>
        transaction
          .updateTable('sessions')
          .set({ state: 'running', started_at: sql`coalesce(started_at, ${new Date()}::timestamptz)` as never })
          .where('id', '=', id)
          .where('mailbox_id', '=', fence.mailboxId)
          .returningAll()
          .executeTakeFirstOrThrow(),
      );
      return asSession(row);
    },
    async progress(fence, id, change) {
      const set = { counts: json(change.counts), calls: json(change.calls), progress: json(change.progress) };
      await fenced(kysely, fence, (transaction) =>
        transaction.updateTable('sessions').set(set).where('id', '=', id).execute(),
      );
    },
    async finish(fence, id, end) {
      const over = new Date();
      const row = await fenced(kysely, fence, async (transaction) => {
        const finished = await transaction
          .updateTable('sessions')
          .set({
            state: end.state,
            reason: nullableJson(end.reason),
            counts: json(end.counts),
            calls: json(end.calls),
            plan_id: end.planId ?? null,
            finished_at: over,
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow();
        await sumDay(transaction, fence.mailboxId, over);
        return finished;
      });
      return asSession(row);
    },
    async giveUp(id, reason) {
      const over = new Date();
      await transact(kysely, async (transaction) => {
        const row = await transaction
          .updateTable('sessions')
          .set({ state: 'failed', reason: json(reason), finished_at: over })
          .where('id', '=', id)
          .where('state', 'in', ['queued', 'running'])
          .returning('mailbox_id')
          .executeTakeFirst();
        if (row !== undefined) await sumDay(transaction, row.mailbox_id, over);
      });
    },
    async byId(mailboxId, id) {
      if (!isUuid(id)) return undefined;
      const row = await of(mailboxId).where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : asSession(row);
    },
    async page(mailboxId, limit, before) {
      let rows = of(mailboxId);
      if (before !== undefined && /^\d{1,18}$/.test(before)) rows = rows.where('seq', '<', before);
      const found = await rows
        .orderBy('seq', 'desc')
        .limit(limit + 1)
        .execute();
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return found.length > limit && last !== undefined
        ? { rows: page.map(asSession), next: String(last.seq) }
        : { rows: page.map(asSession) };
    },
    async waitingForContacts(mailboxId) {
      const rows = await of(mailboxId)
        .where('state', '=', 'queued')
        .where(sql<boolean>`task->>'kind' = 'contacts'`)
        .orderBy('seq')
        .limit(20)
        .execute();
      return rows.map(asSession);
    },
    async current(mailboxId) {
      const row = await of(mailboxId)
        .where('state', 'in', ['queued', 'running'])
        .orderBy(sql`state = 'running'`, 'desc')
        .orderBy('seq')
        .executeTakeFirst();
      return row === undefined ? undefined : asSession(row);
    },
  };
}
