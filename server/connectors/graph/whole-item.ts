import type { ItemDraft, KeptItem } from '../mailbox.ts';
import { KEY, normalId, RECORD } from './hidden-key.ts';
import { isExtended, isWire, notUnderstood, type Wire } from './shape.ts';

/** [MS-OXOCNTC] "Contact Object Protocol": the address property set. */
const ADDRESS_SET = '{00062004-0000-0000-c000-000000000046}';

/**
 * What a contact can hold and Graph has no property for (MAPI tags of [MS-OXPROPS]): further phones, faxes, sensitivity, and the like. A copy carries
 * them (U8), and so does a kept item (J1).
 */
const HIDDEN_PROPERTIES = [
  ...['0x3a00', '0x3a02', '0x3a07', '0x3a0c', '0x3a0d', '0x3a10', '0x3a1a', '0x3a1d', '0x3a1e', '0x3a1f', '0x3a21'],
  ...['0x3a23', '0x3a24', '0x3a25', '0x3a2c', '0x3a2d', '0x3a2e', '0x3a43', '0x3a47', '0x3a49', '0x3a4a', '0x3a4b'],
  ...['0x3a4c', '0x3a57'],
]
  .map((tag) => `String ${tag}`)
  .concat('SystemTime 0x3a41', 'Short 0x3a4d', 'Integer 0x36')
  .concat(['0x804f', '0x8050', '0x8051', '0x8052', '0x80d8'].map((id) => `String ${ADDRESS_SET} Id ${id}`));

/** Properties that the service makes, or that say the same as others. */
const MADE = new Set([
  'id',
  'changeKey',
  'createdDateTime',
  'lastModifiedDateTime',
  'parentFolderId',
  'singleValueExtendedProperties',
  'primaryEmailAddress',
  'secondaryEmailAddress',
  'tertiaryEmailAddress',
  'photo',
]);

export interface WholeItem {
  readonly wire: Wire;
  /** Base64. */
  readonly photo?: string;
}

export function asWhole(kept: KeptItem): WholeItem {
  return kept.content as WholeItem;
}

/** `$expand` for everything that a copy must carry: in two halves, an address may not be too long. */
export function wholeExpands(mapped: readonly string[]): string[] {
  const ids = [...new Set([KEY, RECORD, 'Boolean 0xe1b', ...mapped, ...HIDDEN_PROPERTIES].map(normalId))];
  const half = Math.ceil(ids.length / 2);
  return [ids.slice(0, half), ids.slice(half)].map((part) =>
    encodeURIComponent(
      `singleValueExtendedProperties($filter=${part.map((id) => `id eq '${id.replaceAll("'", "''")}'`).join(' or ')})`,
    ),
  );
}

/** The body that makes the same contact again, without our key. */
export function copyBody(wire: Wire): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(wire)) {
    if (MADE.has(name) || name.includes('@odata.') || value === null) continue;
    if (Array.isArray(value) && value.length === 0) continue;
    body[name] = value;
  }
  const own = new Set([KEY, RECORD, 'Boolean 0xe1b'].map(normalId));
  const extended = extendedOf(wire).filter(({ id, value }) => !own.has(normalId(id)) && value !== '');
  if (extended.length > 0) body.singleValueExtendedProperties = extended.map(({ id, value }) => ({ id, value }));
  return body;
}

export function extendedOf(wire: Wire): { readonly id: string; readonly value: string }[] {
  const list = wire.singleValueExtendedProperties ?? [];
  if (Array.isArray(list) && list.every(isExtended)) return list;
  throw notUnderstood('extended properties');
}

/** F6: what the kept item had, with the draft's fields over it; of the slots the later entries come back. */
export function restoredBody(kept: Wire, fresh: Readonly<Record<string, unknown>>, draft: ItemDraft): object {
  const old = copyBody(kept);
  const { singleValueExtendedProperties: sent = [], ...wire } = fresh;
  const extended = new Map(
    [...extendedOf(old), ...(sent as { id: string; value: string }[])].map(({ id, value }) => [normalId(id), value]),
  );
  const lists = Object.fromEntries(
    Object.entries(wire).flatMap(([name, value]) => {
      const before = old[name];
      if (!Array.isArray(value) || !Array.isArray(before) || name === 'categories') return [];
      const there = new Set(value.map(entryKey));
      return [
        [
          name,
          [
            ...(value as unknown[]),
            ...before.slice(value.length).filter((entry) => entry !== null && !there.has(entryKey(entry))),
          ],
        ],
      ];
    }),
  );
  return {
    ...old,
    ...wire,
    ...lists,
    categories: [...new Set([...((old.categories ?? []) as string[]), ...draft.categories])],
    singleValueExtendedProperties: [...extended].map(([id, value]) => ({ id, value })),
  };
}

function entryKey(entry: unknown): string {
  const value = isWire(entry) ? entry.address : entry;
  return typeof value === 'string' ? value.toLowerCase() : '';
}

/** The first property that the copy has not as the original had it; undefined: all is there. */
export function missingIn(copy: Wire, body: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, value] of Object.entries(body)) {
    if (name === 'singleValueExtendedProperties') {
      const there = new Map(extendedOf(copy).map(({ id, value: held }) => [normalId(id), held]));
      const lost = (value as { id: string; value: string }[]).find(
        ({ id, value: sent }) => comparable(there.get(normalId(id))) !== comparable(sent),
      );
      if (lost !== undefined) return lost.id;
    } else if (comparable(copy[name]) !== comparable(value)) return name;
  }
  return undefined;
}

/** Line ends, time of day of a date and order of parts are the service's own affair. */
function comparable(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') {
    const text = value.replace(/\r\n?/g, '\n').trim();
    return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? text.slice(0, 10) : text;
  }
  if (Array.isArray(value)) return value.map(comparable).join('\u0000');
  if (typeof value === 'object')
    return Object.entries(value)
      .filter(([, part]) => part !== null && part !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => `${name}=${comparable(part)}`)
      .join('\u0001');
  return typeof value === 'boolean' || typeof value === 'number' ? String(value) : '';
}
