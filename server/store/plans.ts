import type { Kysely, Selectable } from 'kysely';
import { isUuid } from './mailboxes.ts';
import { transact } from './transaction.ts';
import { iso, json, nullableJson, type Tables } from './schema.ts';
import type { Store, StoredPlan } from './store.ts';

export function createPlans(kysely: Kysely<Tables>): Store['plans'] {
  return {
    async save(plan) {
      await transact(kysely, async (transaction) => {
        if (plan.kind === 'held') {
          await transaction
            .updateTable('plans')
            .set({ state: 'replaced' })
            .where('mailbox_id', '=', plan.mailboxId)
            .where('kind', '=', 'held')
            .where('state', '=', 'open')
            .execute();
        }
        await transaction
          .insertInto('plans')
          .values({
            id: plan.id,
            mailbox_id: plan.mailboxId,
            kind: plan.kind,
            state: 'open',
            created_at: new Date(),
            reason: nullableJson(plan.reason),
            filter: nullableJson(plan.filter),
            settings_version: plan.settingsVersion,
            counts: json(plan.counts),
            content: json(plan.content),
          })
          .execute();
      });
    },
    async byId(mailboxId, id) {
      if (!isUuid(id)) return undefined;
      const row = await kysely
        .selectFrom('plans')
        .selectAll()
        .where('mailbox_id', '=', mailboxId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? undefined : asPlan(row);
    },
    async held(mailboxId) {
      const row = await kysely
        .selectFrom('plans')
        .selectAll()
        .where('mailbox_id', '=', mailboxId)
        .where('kind', '=', 'held')
        .where('state', '=', 'open')
        .executeTakeFirst();
      return row === undefined ? undefined : asPlan(row);
    },
    async close(mailboxId, id, state) {
      if (!isUuid(id)) return false;
      const { numUpdatedRows } = await kysely
        .updateTable('plans')
        .set({ state })
        .where('mailbox_id', '=', mailboxId)
        .where('id', '=', id)
        .where('state', '=', 'open')
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

function asPlan(row: Selectable<Tables['plans']>): StoredPlan {
  return {
    id: row.id,
    mailboxId: row.mailbox_id,
    kind: row.kind,
    state: row.state,
    createdAt: iso(row.created_at),
    reason: row.reason,
    filter: row.filter,
    settingsVersion: row.settings_version,
    counts: row.counts,
    content: row.content,
  };
}
