import type { FieldMap, FieldName, ItemHead, RecordId } from '../model/contact.ts';
import type { FieldEntry } from '../model/journal.ts';
import type { Link } from '../model/link.ts';
import { isItemEdited, isRecordEdited } from './merge-fields.ts';
import { asText } from './normal-form.ts';
import type { Write } from './operation.ts';
import { head } from './plan-contact.ts';
import { isWhole, type Undoable, type UndoPass, type UndoSight, type WhyKept } from './undo.ts';

/** The write that takes another one back; null: it is back already; else why it stays. */
export type Inverse = Write | null | WhyKept;

/** D2's own measure for a record that we delete: as at the last sync. One from the Recycle Bin has a new version in any case, and is compared by its values. */
export function takeRecordBack(
  { entry, plan, write }: Undoable,
  link: Link,
  sight: UndoSight,
  pass: UndoPass,
): Inverse {
  const id = write.kind === 'undelete-record' ? write.id : (entry.recordId ?? link.recordId);
  if (id !== null && sight.fate(id) === 'merged') return 'record-merged';
  const record = id === null ? undefined : sight.record(id);
  if (record === undefined) return null;
  if (record.personAccountId !== undefined) return 'person-account';
  const moved =
    link.recordVersion !== '' && plan.undoes === undefined
      ? !pass.sameVersion(record.version, link.recordVersion) || record.ownerId !== link.ownerId
      : isRecordEdited(pass.rules, plan.undoes?.base ?? link.base, record);
  if (moved) return 'edited-since';
  const { version, ownerId } = record;
  return { kind: 'delete-record', rule: 'J1', fields: gone(record.fields), id: record.id, version, ownerId };
}

/** As F5: an item whose mapped values somebody edited since stays. */
export function takeItemBack({ entry }: Undoable, link: Link, sight: UndoSight, pass: UndoPass): Inverse {
  // It was deleted and made again since.
  if (entry.itemId !== null && link.itemId !== null && entry.itemId !== link.itemId) return 'edited-since';
  const id = entry.itemId ?? link.itemId;
  const item = id === null ? undefined : sight.item(id);
  if (item === undefined) return null;
  const seen = link.itemVersion || link.refusal?.itemVersion;
  if (!isWhole(item) || (item.version !== seen && isItemEdited(pass.rules, link.base, item))) return 'edited-since';
  const { id: itemId, version, folder } = item;
  return { kind: 'remove-item', rule: 'J1', fields: gone(item.fields), item: { id: itemId, version, folder } };
}

export function bringItemBack({ entry, plan }: Undoable, link: Link, sight: UndoSight, { rules }: UndoPass): Inverse {
  if (link.itemId !== null && sight.item(link.itemId) !== undefined) return null;
  const { base } = plan.link;
  const isSlot = (field: string) => rules.find((rule) => rule.field === field)?.slot !== undefined;
  const slots = Object.entries(base.item).flatMap(([field, value]) =>
    isSlot(field) && typeof value === 'string'
      ? [[field, [{ value }, ...(base.extras[field as FieldName] ?? [])]] as const]
      : [],
  );
  return {
    kind: 'create-item',
    rule: 'J1',
    fields: back(entry.fields),
    values: Object.fromEntries(Object.entries(base.item).filter(([field]) => !isSlot(field))),
    slots: Object.fromEntries(slots),
    restore: true,
    keptBy: entry.id,
  };
}

/** Out of the Recycle Bin while it holds it; later made anew, unless somebody has done so. */
export function bringRecordBack(
  undoable: Undoable,
  id: RecordId,
  link: Link,
  sight: UndoSight,
  pass: UndoPass,
): Inverse {
  if (link.recordId !== null && sight.record(link.recordId) !== undefined) return null;
  const fields = back(undoable.entry.fields);
  switch (sight.fate(id)) {
    case 'visible':
      return null;
    case 'merged':
      return 'record-merged';
    case 'deleted':
      return { kind: 'undelete-record', rule: 'J1', fields, id };
    case 'absent': {
      if (sight.thereAgain(id)) return 'record-there-again';
      const values = Object.fromEntries(valuesAnew(undoable, pass));
      return { kind: 'create-record', rule: 'J1', fields, values, accountId: null };
    }
  }
}

/** What was synced of a record. The Account is not restored by its name: it may be another one by now. */
export function valuesAnew({ plan }: Undoable, { rules }: Pick<UndoPass, 'rules'>) {
  return rules.flatMap(({ field, crmCreatable }) => {
    const value = plan.link.base.record[field];
    return value === undefined || !crmCreatable || field === 'company' ? [] : [[field, value] as const];
  });
}

/** T2 and leaving took category and key off at the person's wish: they come back. */
export function markAgain({ write }: Undoable, item: ItemHead, done: boolean, chained: boolean): Write | null {
  if (write.kind !== 'release-item') return null;
  const taken = write.item.categories.filter((name) => includes(write.removeCategories, name));
  const missing = taken.filter((name) => !includes(item.categories, name));
  if (missing.length === 0 && done && !chained) return null;
  return {
    kind: 'update-item',
    rule: 'J1',
    fields: categoryLine(item.categories, [...item.categories, ...missing]),
    item: head(item),
    values: {},
    slots: {},
    addCategories: missing,
    removeCategories: [],
    mark: true,
    before: {},
    ...(chained ? { chained } : {}),
  };
}

/** Our category and key go with what made the item ours. */
export function unmarked(item: ItemHead, categories: readonly string[]): Write {
  const left = item.categories.filter((name) => !includes(categories, name));
  return {
    kind: 'release-item',
    rule: 'J1',
    fields: categoryLine(item.categories, left),
    item: head(item),
    removeCategories: categories,
  };
}

function includes(names: readonly string[], wanted: string): boolean {
  return names.some((name) => name.toLowerCase() === wanted.toLowerCase());
}

function gone(fields: FieldMap): FieldEntry[] {
  return Object.entries(fields).map(([field, value]) => ({
    field: field as FieldName,
    before: asText(value),
    after: '',
    from: 'us',
  }));
}

function back(fields: readonly FieldEntry[]): FieldEntry[] {
  return fields.map((line) => ({ ...line, before: line.after, after: line.before, from: 'us' }));
}

function categoryLine(before: readonly string[], after: readonly string[]): FieldEntry[] {
  return before.length === after.length
    ? []
    : [{ field: 'categories', before: before.join(', '), after: after.join(', '), from: 'us' }];
}
