import type { FieldMap, Item } from '../../../server/model/contact.ts';
import type { SeenItem } from '../../../server/planner/observation.ts';
import type { Write } from '../../../server/planner/operation.ts';
import type { WriteResult } from '../../../server/planner/write-result.ts';
import type { Case, Fields } from './cases.ts';

export type Place = 'inside' | 'elsewhere' | 'deleted' | 'gone';
export interface PlacedItem {
  readonly place: Place;
  readonly item: Item;
}

const NAME = { firstName: 'Ann', lastName: 'Lee' };
export const fieldMap = (fields: Fields): FieldMap => ({
  ...NAME,
  ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
});
export const KEY = { org: 'org', mailbox: 'ada@contoso.example', intent: 'k1' };
export const [EARLY, LATE] = ['2026-05-04T06:00:00.000Z', '2026-05-04T09:00:00.000Z'];

export const ownerOf = ({ record }: Case) => (record.endsWith('reassigned') ? 'u2' : 'u1');

export const STALE: WriteResult = { done: false, failure: { kind: 'stale', code: 'changed-meanwhile', message: '' } };
export const NO_KEYS = { emails: [], name: '', company: '', phones: [] };
/** Of a person's copy: it carries the original's key. */
const BRIEF = { keys: { ...NO_KEYS, name: 'ann lee' }, key: { ...KEY, record: 'r1' }, private: false, createdAt: LATE };

export function seenItem({ place, item }: PlacedItem): SeenItem {
  if (place === 'gone') return { place };
  const { id, version, folder, categories } = item;
  return { place, head: { id, version, folder, categories }, marked: categories.includes('Salesforce'), brief: BRIEF };
}

export function applied(fields: FieldMap, values: Readonly<Record<string, unknown>>): FieldMap {
  return Object.fromEntries(
    Object.entries({ ...fields, ...values }).filter(
      ([, value]) => value !== null && value !== undefined && value !== '',
    ),
  ) as FieldMap;
}

export function changed(fields: FieldMap, before: FieldMap): boolean {
  return (['title', 'notes'] as const).some((field) => (fields[field] ?? '') !== (before[field] ?? ''));
}

export function itemAfter(
  item: Item,
  write: Extract<Write, { kind: 'update-item' | 'release-item' }>,
  version: string,
): Item {
  const { key, ...keyless } = item;
  if (write.kind === 'release-item')
    return {
      ...keyless,
      version,
      categories: item.categories.filter((name) => !write.removeCategories.includes(name)),
    };
  return {
    ...keyless,
    ...(key === undefined ? {} : { key }),
    version,
    fields: applied(item.fields, write.values),
    categories: [...item.categories, ...write.addCategories],
  };
}
