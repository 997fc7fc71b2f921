import type { FieldMap, FieldName, Item, SlotEntry, SlotMap, Value } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import type { Link, Reason } from '../model/link.ts';
import { fullName } from './contact-name.ts';
import { readItemSlot, type FieldWrite } from './merge-fields.ts';
import { normalForm } from './normal-form.ts';
import type { ContactPlan, Write } from './operation.ts';
import { displayNameAfter, entries, head, idle } from './plan-contact.ts';
import { writeSlot } from './slots.ts';

/** T1: the card of someone new, as the person confirmed it. What stands in it is theirs: the base stays empty, and it goes up like any item's. */
export function planCard(link: Link, values: FieldMap, slots: SlotMap): ContactPlan {
  const writes = Object.entries(values).map(([field, after]) => ({
    field: field as FieldName,
    before: null,
    after: after as Value,
  }));
  const isSlot = (field: string) => slots[field as FieldName] !== undefined;
  const write: Write = {
    kind: 'create-item',
    rule: 'T1',
    fields: entries(writes, 'outlook'),
    values: Object.fromEntries(Object.entries(values).filter(([field]) => !isSlot(field))),
    slots,
    restore: false,
    own: true,
  };
  return filledIn(link, undefined, 'T1', write, fullName(values));
}

/** What a person put right, compared with the item as it is. */
export interface Correction {
  readonly writes: readonly FieldWrite[];
  readonly slots: { readonly [F in FieldName]?: readonly SlotEntry[] };
}

/** C5: further entries of a slot stay, and so does what is not named (C1, C4). A reason: it cannot be written so. */
export function correction(
  rules: readonly FieldRule[],
  link: Link,
  item: Item,
  values: FieldMap,
): Correction | { readonly reason: Reason } {
  const writes: FieldWrite[] = [];
  const slots: { [F in FieldName]?: readonly SlotEntry[] } = {};
  for (const [field, value] of Object.entries(values) as [FieldName, Value][]) {
    const rule = rules.find((one) => one.field === field);
    if (rule === undefined) return { reason: { code: 'field-not-asked', params: { field } } };
    const after = normalForm(rule, value) === '' ? null : value;
    writes.push({ field, before: valueOf(rule, link, item) ?? null, after });
    if (rule.slot === undefined) continue;
    const reading = readItemSlot(rule, link.base, item);
    const text = typeof after === 'string' ? after : null;
    const list = writeSlot(rule, item.slots[field] ?? [], reading, text);
    if (list === undefined)
      return { reason: { code: 'no-free-slot', params: { field, limit: String(rule.slot.limit) } } };
    slots[field] = list;
  }
  return { writes, slots };
}

/** What the item has in a field, of a slot the synced value. */
export function valueOf(rule: FieldRule, { base }: Pick<Link, 'base'>, item: Item): Value | undefined {
  return rule.slot === undefined ? item.fields[rule.field] : readItemSlot(rule, base, item).value || undefined;
}

/** C5: into the item as the person's own edit: the base stays, so that the merge that follows sends it. */
export function planCorrection(link: Link, item: Item, { writes, slots }: Correction): ContactPlan {
  const rest = writes.filter(({ field }) => slots[field] === undefined);
  const write: Write = {
    kind: 'update-item',
    rule: 'C5',
    fields: entries(writes, 'outlook'),
    item: head(item),
    values: Object.fromEntries(rest.map(({ field, after }) => [field, after])),
    slots,
    ...displayNameAfter(item, writes),
    addCategories: [],
    removeCategories: [],
    mark: false,
    own: true,
  };
  return filledIn(link, item, 'C5', write, link.name);
}

function filledIn(link: Link, item: Item | undefined, rule: string, write: Write, name: string): ContactPlan {
  const decision = { rule, inView: link.inView, asked: true };
  const plan = idle({ link, decision, ...(item === undefined ? {} : { item }) }, null);
  const { email } = link;
  return { ...plan, contact: { name, email }, writes: [write], show: { ...plan.show, name, email } };
}
