import type { FolderTree, FoundItem, ItemDraft } from '../../server/connectors/mailbox.ts';
import type {
  FieldMap,
  FolderId,
  FieldName,
  Item,
  ItemHead,
  SlotEntry,
  SlotMap,
  Value,
} from '../../server/model/contact.ts';
import type { Outcome } from '../../server/model/failure.ts';

export const SLOTS = { email: 3, phone: 2, homePhone: 2 } as const;

export function gone<T>(id: string): Outcome<T> {
  return { ok: false, failure: { kind: 'gone', code: 'gone', message: `${id} is not there.` } };
}

export function headOf(item: Item): ItemHead {
  return { id: item.id, version: item.version, folder: item.folder, categories: item.categories };
}

export function foundOf(item: Item): FoundItem {
  const emails = (item.slots.email ?? []).map(({ value }) => value);
  return { ...headOf(item), name: item.displayName, company: text(item.fields.company), emails };
}

export function hasAddress({ slots }: Item, email: string): boolean {
  return (slots.email ?? []).some(({ value }) => value.toLowerCase() === email.toLowerCase());
}

export function nameBegins({ displayName, fields }: Item, begin: string): boolean {
  return [displayName, text(fields.lastName)].some((name) => name.toLowerCase().startsWith(begin.toLowerCase()));
}

export function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function slotsOf(fields: FieldMap): Record<string, SlotEntry[]> {
  return Object.fromEntries(
    Object.keys(SLOTS).flatMap((field) =>
      text(fields[field as FieldName]) === ''
        ? [[field, []]]
        : [[field, [{ value: text(fields[field as FieldName]) }]]],
    ),
  );
}

export function withSlots(fields: FieldMap, slots: Item['slots']): FieldMap {
  const all: Record<string, Value | undefined> = { ...fields };
  for (const field of Object.keys(SLOTS) as FieldName[]) {
    const first = slots[field]?.[0]?.value;
    if (first === undefined || first === '') delete all[field];
    else all[field] = first;
  }
  return all as FieldMap;
}

/** S5: the folder by its id, or by one of the names; all contact folders below the default one, which comes first. */
export function treeOf(
  folders: ReadonlyMap<FolderId, { readonly name: string; readonly parent: FolderId }>,
  contacts: FolderId,
  known: FolderId | undefined,
  names: readonly string[],
): FolderTree {
  const named = (id: FolderId) => ({ id, name: folders.get(id)?.name ?? 'Contacts' });
  const wanted = names.map((name) => name.toLowerCase());
  const own =
    known ??
    [...folders].find(([, folder]) => folder.parent === contacts && wanted.includes(folder.name.toLowerCase()))?.[0];
  const below = (id: FolderId): FolderId[] => [
    id,
    ...[...folders].filter(([, folder]) => folder.parent === id).flatMap(([child]) => below(child)),
  ];
  const all = below(contacts);
  const there = own !== undefined && all.includes(own);
  const inside = there ? below(own) : [];
  return {
    folder: there
      ? { state: 'present', ...named(own) }
      : { state: own !== undefined && folders.has(own) ? 'deleted' : 'missing' },
    inside: inside.map(named),
    elsewhere: all.filter((id) => !inside.includes(id)).map(named),
  };
}

/** F6: what the kept item had under what is made of the record; what is empty there now does not come back, but for the further entries of a slot. */
export function restoredOver(old: Item, draft: ItemDraft): Pick<ItemDraft, 'fields' | 'slots'> {
  const emptied = new Set<string>(draft.emptied);
  const fields = Object.entries(old.fields).filter(([field]) => !emptied.has(field));
  const slots = Object.entries(old.slots).map(([field, list]) => [
    field,
    emptied.has(field) ? (list ?? []).slice(1) : list,
  ]);
  return {
    fields: { ...(Object.fromEntries(fields) as FieldMap), ...draft.fields },
    slots: { ...(Object.fromEntries(slots) as SlotMap), ...draft.slots },
  };
}
