import type { CrmRecord, FieldMap, HiddenKey, Item, SlotMap } from '../../../server/model/contact.ts';
import type { SeenItem, SeenRecord } from '../../../server/planner/observation.ts';
import type { Write } from '../../../server/planner/operation.ts';
import { item as itemOf, record as recordOf } from '../../support/builders.ts';
import type { Fields } from './cases.ts';

export const CATEGORY = 'Salesforce';
export const ATTENTION = 'Salesforce: needs attention';
export const KEY: HiddenKey = { org: 'org', mailbox: 'ada@contoso.example', intent: 'k1' };
export const [EARLY, LATE] = ['2026-05-04T06:00:00.000Z', '2026-05-04T09:00:00.000Z'];
export const EMAIL = 'ann@x.example';
/** T6: one more address of the same person. */
export const FURTHER_EMAIL = 'ann@y.example';

/** `gone`: a read by id does not find it; `deleted`: it lies under Deleted Items. */
export interface PlacedItem {
  readonly place: 'inside' | 'elsewhere' | 'deleted' | 'gone';
  readonly item: Item;
}
export interface PlacedRecord {
  readonly fate: 'live' | 'deleted' | 'merged' | 'unreadable';
  readonly inView: boolean;
  readonly content: CrmRecord;
}

const NAME = { firstName: 'Ann', lastName: 'Lee', email: EMAIL };
export const fieldMap = (fields: Fields): FieldMap => ({
  ...NAME,
  ...(fields.title === '' ? {} : { title: fields.title }),
  ...(fields.notes === '' ? {} : { notes: fields.notes }),
});

export function itemWith(over: Partial<Item> & { readonly holds: Fields; readonly further?: boolean }): Item {
  const { holds, further = false, ...rest } = over;
  const emails = further ? [EMAIL, FURTHER_EMAIL] : [EMAIL];
  return itemOf({ slots: { email: emails.map((value) => ({ value })) }, ...rest, fields: fieldMap(holds) });
}

export function recordWith(over: Partial<CrmRecord> & { readonly holds: Fields }): CrmRecord {
  const { holds, ...rest } = over;
  return recordOf({ ...rest, fields: fieldMap(holds) });
}

/** What a contact has in the two fields. */
export const held = ({ fields }: Pick<Item, 'fields'>): Fields => ({
  title: String(fields.title ?? ''),
  notes: String(fields.notes ?? ''),
});

export function seenItem({ place, item }: PlacedItem): SeenItem {
  if (place === 'gone') return { place };
  const { id, version, folder, categories, key, createdAt } = item;
  const emails = (item.slots.email ?? []).map(({ value }) => value);
  const keys = { emails, name: 'ann lee', company: '', phones: [] };
  const brief = { keys, key, private: item.private, createdAt };
  return { place, head: { id, version, folder, categories }, marked: categories.includes(CATEGORY), brief };
}

/** As the view lists it, or a read by its id tells of it. */
export function seenRecord(inView: boolean, { version }: CrmRecord): SeenRecord {
  const keys = { emails: [EMAIL], name: 'ann lee', company: '', phones: [] };
  return inView ? { state: 'in-view', version, keys } : { state: 'outside', version };
}

export function applied(fields: FieldMap, values: Readonly<Record<string, unknown>>): FieldMap {
  const after: Record<string, unknown> = { ...fields };
  for (const [field, value] of Object.entries(values))
    if (value === null || value === undefined || value === '') delete after[field];
    else after[field] = value;
  return after as FieldMap;
}

/** The item with an update carried out; `values` and `slots`: without what the service left out. */
export function itemAfter(
  item: Item,
  write: Extract<Write, { kind: 'update-item' | 'release-item' }>,
  { version, key, values, slots }: { version: string; key: HiddenKey; values: FieldMap; slots: SlotMap },
): Item {
  const kept = item.categories.filter((name) => !write.removeCategories.includes(name));
  if (write.kind === 'release-item') {
    const { key: _key, ...keyless } = item;
    return { ...keyless, version, categories: kept };
  }
  return {
    ...item,
    ...(write.mark ? { key } : {}),
    version,
    fields: applied(item.fields, { ...values, ...addresses(slots) }),
    slots: { ...item.slots, ...slots },
    categories: [...kept, ...write.addCategories],
  };
}

/** An item reads its first address as its e-mail. */
export const addresses = ({ email }: SlotMap): FieldMap => (email?.[0] === undefined ? {} : { email: email[0].value });
