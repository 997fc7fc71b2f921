import type { FieldMap } from '../model/contact.ts';
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
  readonly plan: Omit<Partial<ContactPlan>, 'link' | 'writes'> &
    Pick<ContactPlan, 'rule' | 'recordNow' | 'itemVersion' | 'recordVersion' | 'becomes' | 'show'> & {
      readonly link: Pick<Link, 'id' | 'mailboxId' | 'origin'> & Partial<Link>;
      readonly writes: readonly (Omit<Write, 'fields'> & Partial<Pick<Write, 'fields'>>)[];
    };
}

export function packed({ plan, ...rest }: IntentPayload): Packed {
  const named = new Set(plan.writes.flatMap((write) => [...fieldsOf(write)]));
  const only = (map: FieldMap): FieldMap =>
    Object.fromEntries(Object.entries(map).filter(([field]) => named.has(field)));
  const { id, mailboxId, origin } = plan.link;
  const known = Object.entries(NEW_LINK).filter(([name, value]) => plan.link[name as keyof Link] !== value);
  const link = Object.fromEntries(known.map(([name]) => [name, plan.link[name as keyof Link]]));
  const itemNow = only(plan.itemNow);
  return {
    ...rest,
    plan: {
      rule: plan.rule,
      link: { id, mailboxId, origin, ...link },
      writes: plan.writes.map(({ fields: _inTheEntry, ...write }) => write),
      ...(Object.keys(itemNow).length === 0 ? {} : { itemNow }),
      recordNow: only(plan.recordNow),
      itemVersion: plan.itemVersion,
      recordVersion: plan.recordVersion,
      becomes: plan.becomes,
      show: plan.show,
      ...(plan.conflicts.length === 0 ? {} : { conflicts: plan.conflicts }),
    },
  };
}

function* fieldsOf(write: Write): Iterable<string> {
  for (const { field } of write.fields) yield field;
  if ('values' in write) yield* Object.keys(write.values);
  if ('slots' in write) yield* Object.keys(write.slots);
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
    itemNow: {},
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
