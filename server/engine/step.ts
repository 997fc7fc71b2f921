import type { Item, ItemHead, RecordId } from '../model/contact.ts';
import type { Link } from '../model/link.ts';
import type { ContactPlan, Write, WriteKind } from '../planner/operation.ts';
import type { WriteResult } from '../planner/write-result.ts';

/** One write on its way: `intent` is its journal entry's id. */
export interface Sending {
  readonly step: Step;
  readonly index: number;
  readonly write: Write;
  readonly intent: string;
}

/** One contact while its plan is applied: what has become of each write so far. */
export class Step {
  readonly plan: ContactPlan;
  readonly results: (WriteResult | undefined)[];
  /** The link as last settled; null: it ended. */
  link: Link | null;
  refused = false;
  private readonly intents: string[];

  constructor(plan: ContactPlan) {
    this.plan = plan;
    this.link = plan.link;
    this.results = plan.writes.map(() => undefined);
    this.intents = plan.writes.map(() => crypto.randomUUID());
  }

  /** This contact's writes of a kind that can go now; those chained to a failed one are skipped. */
  ready(kind: WriteKind): Sending[] {
    return this.plan.writes.flatMap((write, index) => {
      if (write.kind !== kind || this.results[index] !== undefined) return [];
      if (write.chained === true && this.results[index - 1]?.done !== true) {
        this.results[index] = { done: false, skipped: true };
        return [];
      }
      return [{ step: this, index, write, intent: this.intents[index] ?? '' }];
    });
  }

  settledSoFar(): WriteResult[] {
    return this.results.map((result) => result ?? { done: false, skipped: true });
  }

  /** Fields that Salesforce refused in an earlier write of this contact (C5). */
  get leftOut(): ReadonlySet<string> {
    return new Set(
      this.results.flatMap((result) => (result?.done === true ? (result.left ?? []).map(({ field }) => field) : [])),
    );
  }

  /** J1: the journal entries that are undone now that every write is done and nothing was left out. */
  get undone(): readonly string[] {
    const done = this.results.every((result) => result?.done === true);
    return done && this.leftOut.size === 0 ? (this.plan.undoes?.entries ?? []) : [];
  }

  /** The item as the latest write left it; null where none is known. */
  get currentItem(): ItemHead | null {
    const written = this.results.flatMap((result): Item[] =>
      result?.done === true && result.item !== undefined ? [result.item] : [],
    );
    return written.at(-1) ?? this.plan.item;
  }

  /** The version that guards a write to `head`: that of an earlier write of this plan to the same (or moved) item, else the one planned with. */
  versionFor(head: ItemHead): ItemHead {
    const moved = this.plan.writes.findIndex((write) => write.kind === 'move-item');
    const current = this.currentItem;
    return current !== null && (current.id === head.id || (moved >= 0 && this.results[moved]?.done === true))
      ? current
      : head;
  }

  get recordId(): RecordId | null {
    const created = this.results.flatMap((result) =>
      result?.done === true && result.recordId !== undefined ? [result.recordId] : [],
    );
    return created.at(-1) ?? this.plan.becomes.recordId ?? this.plan.link.recordId;
  }
}
