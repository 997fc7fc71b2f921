import type { OperationKind } from '../model/journal.ts';
import { NO_COUNTS, type Counts } from '../model/session.ts';
import type { ContactPlan } from '../planner/operation.ts';
import type { WriteResult } from '../planner/write-result.ts';

const COUNTED: { readonly [K in OperationKind]?: keyof Counts } = {
  'create-item': 'itemsCreated',
  'update-item': 'itemsUpdated',
  'move-item': 'itemsUpdated',
  'release-item': 'itemsUpdated',
  'remove-item': 'itemsDeleted',
  'create-record': 'recordsCreated',
  'update-record': 'recordsUpdated',
  'undelete-record': 'recordsCreated',
  'delete-record': 'recordsDeleted',
};

/** What a session did, as it is shown: each contact once a kind, so that a move with its mark is one updated item. */
export class Tally {
  private readonly totals: { -readonly [K in keyof Counts]: number } = { ...NO_COUNTS };

  add(plan: ContactPlan, results: readonly (WriteResult | undefined)[], refused: boolean): void {
    const kinds = new Set(
      plan.writes.flatMap((write, index) => (results[index]?.done === true ? (COUNTED[write.kind] ?? []) : [])),
    );
    if (kinds.has('itemsCreated')) kinds.delete('itemsUpdated');
    for (const kind of kinds) this.totals[kind] += 1;
    if (plan.conflicts.length > 0 && plan.writes.every((_, index) => results[index]?.done === true))
      this.totals.conflicts += 1;
    if (refused) this.totals.refused += 1;
  }

  /** As if everything planned were done: for previews and held plans (J2). */
  static planned(plans: Iterable<ContactPlan>): Counts {
    const tally = new Tally();
    for (const plan of plans) {
      const newly = plan.problem !== null && plan.problem.reason.code !== plan.link.refusal?.reason.code;
      tally.add(
        plan,
        plan.writes.map(() => ({ done: true })),
        newly,
      );
    }
    return tally.counts;
  }

  get counts(): Counts {
    return { ...this.totals };
  }
}
