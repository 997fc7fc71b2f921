import type { FieldName, Item, Value } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import type { Base, Link, OpenConflict, Request } from '../model/link.ts';
import { readItemSlot, withValue, type FieldWrite, type Merge } from './merge-fields.ts';
import { normalForm } from './normal-form.ts';
import { writeSlot } from './slots.ts';

/** Whoever puts one field's value back has looked at that one; the others of the conflict stay open. */
export function conflictWith({ conflict }: Pick<Link, 'conflict'>, request: Request | null): OpenConflict | null {
  if (request?.kind !== 'put-back' || conflict === null) return conflict;
  const fields = conflict.fields.filter(({ field }) => field !== request.field);
  return fields.length === 0 ? null : { ...conflict, fields };
}

/** C2: the value that lost a conflict, on both sides, over whatever the merge made of that field. */
export function putBack(
  merge: Merge,
  rules: readonly FieldRule[],
  item: Pick<Item, 'slots'>,
  base: Base,
  request: { readonly field: FieldName; readonly value: Value | null },
): Merge {
  const { field, value } = request;
  const rule = rules.find((candidate) => candidate.field === field);
  if (rule === undefined) return merge;
  const differs = (now: Value | undefined) => normalForm(rule, now) !== normalForm(rule, value);
  const others = (writes: readonly FieldWrite[]) => writes.filter((write) => write.field !== field);
  const { [field]: _dropped, ...slots } = merge.slots;
  const toItem = differs(merge.itemNow[field]);
  const entries = item.slots[field] ?? [];
  const reading = rule.slot === undefined ? undefined : readItemSlot(rule, base, item);
  const list =
    reading === undefined || !toItem
      ? undefined
      : writeSlot(rule, entries, reading, typeof value === 'string' ? value : null);
  const write = (now: Value | undefined): FieldWrite[] =>
    differs(now) ? [{ field, before: now ?? null, after: value }] : [];
  return {
    ...merge,
    toItem: [...others(merge.toItem), ...write(merge.itemNow[field])],
    toRecord: [...others(merge.toRecord), ...write(merge.recordNow[field])],
    slots: list === undefined ? slots : { ...slots, [field]: list },
    itemNow: withValue(merge.itemNow, field, value),
    recordNow: withValue(merge.recordNow, field, value),
    conflicts: merge.conflicts.filter((conflict) => conflict.field !== field),
  };
}
