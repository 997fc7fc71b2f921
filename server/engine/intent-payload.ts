import type { FieldMap, FieldName, Value } from '../model/contact.ts';
import type { JournalEntry } from '../model/journal.ts';
import { NEW_LINK, type Link } from '../model/link.ts';
import type { ContactPlan, Write } from '../planner/operation.ts';

/** What resolving an intent needs (J6): the plan as it was, and which of its writes this is. */
export interface IntentPayload {
  readonly plan: ContactPlan;
  readonly index: number;
  /** The key under which a create is looked up: that of an earlier try where there was one (P3). */
  readonly key: string;
  /** When it was sent, by the CRM's clock, in epoch milliseconds: compared with the CRM's own times alone (P3). */
  readonly sentAt: number;
}

/** As it is stored: without what the journal's entry says itself, what no write of the plan names, and what is as in every new link. */
interface Packed extends Omit<IntentPayload, 'plan'> {
  readonly plan: Pick<
    ContactPlan,
    'rule' | 'itemNow' | 'recordNow' | 'itemVersion' | 'recordVersion' | 'becomes' | 'show'
  > &
    Pick<Partial<ContactPlan>, 'conflicts' | 'undoes'> & {
      readonly link: Pick<Link, 'id' | 'mailboxId' | 'origin'> & Partial<Link>;
      readonly writes: readonly (Omit<Write, 'fields'> & Partial<Pick<Write, 'fields'>>)[];
    };
}

export function packed({ plan, ...rest }: IntentPayload): Packed {
  const { itemNow, conflicts } = plan;
  const named = namedIn(plan.writes);
  return {
    ...rest,
    plan: {
      rule: plan.rule,
      link: unlikeNew(plan.link),
      writes: plan.writes.map(({ fields: _inTheEntry, ...write }) => write),
      itemNow: only(itemNow, named),
      recordNow: only(plan.recordNow, named),
      itemVersion: plan.itemVersion,
      recordVersion: plan.recordVersion,
      becomes: plan.becomes,
      show: plan.show,
      ...(conflicts.length === 0 ? {} : { conflicts }),
      ...(plan.undoes === undefined ? {} : { undoes: plan.undoes }),
    },
  };
}

/** The fields that a plan's writes name. */
function namedIn(writes: readonly Write[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (const write of writes) {
    for (const { field } of write.fields) named.add(field);
    if ('values' in write) for (const field in write.values) named.add(field);
    if ('slots' in write) for (const field in write.slots) named.add(field);
  }
  return named;
}

function only(map: FieldMap, named: ReadonlySet<string>): FieldMap {
  const kept: { [F in FieldName]?: Value } = {};
  for (const field in map) if (named.has(field)) kept[field as FieldName] = map[field as FieldName];
  return kept;
}

function unlikeNew(link: Link): Packed['plan']['link'] {
  const kept: Record<string, unknown> = {};
  for (const name in link) {
    const value = link[name as keyof Link];
    if (!(name in NEW_LINK) || value !== NEW_LINK[name as keyof typeof NEW_LINK]) kept[name] = value;
  }
  return kept as unknown as Packed['plan']['link'];
}

/** An entry as the write that it stands for; undefined: a line that no write stands behind. */
export function intentOf(
  entry: JournalEntry,
): { readonly entry: JournalEntry; readonly payload: IntentPayload; readonly write: Write } | undefined {
  const stored = entry.payload as Packed | null;
  const writes = stored?.plan.writes.map(
    (write, index) => ({ ...write, fields: index === stored.index ? entry.fields : [] }) as Write,
  );
  const write = stored === null ? undefined : writes?.[stored.index];
  if (stored === null || writes === undefined || write === undefined) return undefined;
  const link: Link = { ...NEW_LINK, ...stored.plan.link };
  const plan: ContactPlan = {
    contact: entry.contact,
    conflicts: [],
    problem: null,
    notes: [],
    asked: entry.asked,
    item: null,
    base: link.base,
    ...stored.plan,
    link,
    writes,
  };
  return { entry, payload: { ...stored, plan }, write };
}
