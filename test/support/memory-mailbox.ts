import type {
  ChangePage,
  ItemChange,
  ItemDraft,
  ItemSighting,
  KeptItem,
  Mailbox,
  MailboxConnector,
} from '../../server/connectors/mailbox.ts';
import {
  STANDARD_FIELDS,
  type FieldMap,
  type FolderId,
  type HiddenKey,
  type Item,
  type ItemHead,
  type Value,
} from '../../server/model/contact.ts';
import { photoOf } from '../../server/connectors/photo.ts';
import { FailureError, type Failure, type Outcome } from '../../server/model/failure.ts';
import {
  restoredOver,
  foundOf,
  gone,
  hasAddress,
  headOf,
  nameBegins,
  SLOTS,
  slotsOf,
  text,
  treeOf,
  withSlots,
} from './memory-item.ts';

/** What a test does to a call: `before` nothing happens and it fails, `after` it happens and its answer is lost. */
export type Trouble = 'before' | 'after' | undefined;

const LOST: Failure = { kind: 'unavailable', code: 'answer-lost', message: 'The answer was lost.', maybeDone: true };
const NOT_SENT: Failure = { kind: 'unavailable', code: 'not-sent', message: 'The connection was cut.' };

/** A mailbox in memory: folders, items, a change log, and the trouble that a test makes. Held honest by the same suite as the connectors. */
export class MemoryMailbox {
  readonly items = new Map<string, Item>();
  /** By item. */
  readonly photos = new Map<string, Uint8Array>();
  readonly contacts = 'contacts';
  readonly bin = 'bin';
  readonly folders = new Map<FolderId, { name: string; parent: FolderId }>();
  categories: string[] = [];
  /** Asked before each call, by its name. */
  trouble: (call: string) => Trouble = () => undefined;
  calls = 0;
  private log: { readonly seq: number; readonly folder: FolderId; readonly id: string; readonly removed: boolean }[] =
    [];
  private seq = 0;
  private epoch = 0;
  private next = 0;

  /** A person's own doing: an item made or changed in Outlook. */
  put(item: Partial<Item> & { readonly fields?: FieldMap }, folder: FolderId = this.contacts): Item {
    const id = item.id ?? `item-${++this.next}`;
    const old = this.items.get(id);
    const now = new Date().toISOString();
    const fields = item.fields ?? old?.fields ?? {};
    const made: Item = {
      displayName: `${text(fields.firstName)} ${text(fields.lastName)}`.trim(),
      categories: [],
      private: false,
      hasAttachments: false,
      createdAt: now,
      ...old,
      ...item,
      id,
      folder: item.folder ?? old?.folder ?? folder,
      fields: withSlots(fields, item.slots ?? old?.slots ?? slotsOf(fields)),
      slots:
        item.slots ??
        (item.fields === undefined ? (old?.slots ?? slotsOf(fields)) : { ...old?.slots, ...slotsOf(fields) }),
      modifiedAt: now,
      complete: true,
      version: `v${++this.seq}`,
    };
    this.items.set(id, made);
    this.log.push({ seq: this.seq, folder: made.folder, id, removed: false });
    return made;
  }

  moveTo(id: string, folder: FolderId): void {
    const item = this.items.get(id);
    if (item === undefined) return;
    this.log.push({ seq: ++this.seq, folder: item.folder, id, removed: true });
    this.put({ ...item, folder });
  }

  /** To Deleted Items, or for good. */
  delete(id: string, forGood = false): void {
    if (!forGood) {
      this.moveTo(id, this.bin);
      return;
    }
    const item = this.items.get(id);
    if (item !== undefined) this.log.push({ seq: ++this.seq, folder: item.folder, id, removed: true });
    this.items.delete(id);
  }

  copy(id: string, folder: FolderId): Item | undefined {
    const item = this.items.get(id);
    return item === undefined
      ? undefined
      : this.put({ ...item, id: `item-${++this.next}`, folder, createdAt: new Date(Date.now() + 1).toISOString() });
  }

  loseCursors(): void {
    this.epoch += 1;
  }

  inFolder(folder: FolderId): Item[] {
    return [...this.items.values()].filter((item) => item.folder === folder);
  }

  get folder(): FolderId | undefined {
    return [...this.folders].find(([, { parent }]) => parent === this.contacts)?.[0];
  }

  connector(): MailboxConnector {
    return { service: 'graph', open: () => this.open(), checkMappings: () => [] };
  }

  open(): Mailbox {
    const start = this.calls;
    const calls = () => this.calls - start;
    return {
      capabilities: { moves: false, slots: SLOTS, fields: STANDARD_FIELDS },
      get calls() {
        return calls();
      },
      clockOffset: 0,
      folders: async (known, names) => this.call('folders', () => treeOf(this.folders, this.contacts, known, names)),
      createFolder: async (name) => this.call('create-folder', () => this.makeFolder(name)),
      ensureCategories: async (names) =>
        this.call(
          'categories',
          () => (this.categories.push(...names.filter((name) => !this.categories.includes(name))), 'present' as const),
        ),
      changes: (folder, detail, cursor) => this.changes(folder, detail, cursor),
      read: (ids, detail) => this.read(ids, detail),
      findByKeys: async (keys, folders) => this.call('find-by-keys', () => this.holders(keys, folders)),
      findByAddress: async (email) => this.call('find-by-address', () => this.found((item) => hasAddress(item, email))),
      searchByName: async (begin, limit) =>
        this.call('search-by-name', () => this.found((item) => nameBegins(item, begin)).slice(0, limit)),
      photo: async (id) => this.call('photo', () => (this.items.has(id) ? photoOf(this.photos.get(id)) : undefined)),
      create: async (drafts) => this.writes('create', drafts, (draft) => this.create(draft)),
      update: async (changes) => this.writes('update', changes, (change) => this.update(change)),
      remove: async (items) =>
        this.writes('remove', items, ({ id, version }) => this.guarded(id, version, () => (this.delete(id), null))),
      move: async (item, to, key) => {
        const [outcome] = await this.writes('move', [item], (head) => this.move(head, to, key));
        return outcome ?? { ok: false, failure: NOT_SENT };
      },
      keep: async (ids) => this.call('keep', () => ids.map((id) => this.kept(id))),
      restore: async (kept, draft) => {
        const [outcome] = await this.writes('create', [draft], (wanted) => this.restored(kept, wanted));
        return outcome ?? { ok: false, failure: NOT_SENT };
      },
    };
  }

  private found(fits: (item: Item) => boolean) {
    return [...this.items.values()].filter((item) => item.folder !== this.bin && fits(item)).map(foundOf);
  }

  private call<T>(name: string, answer: () => T): T {
    this.calls += 1;
    const trouble = this.trouble(name);
    if (trouble === 'before') throw new FailureError(NOT_SENT);
    const value = answer();
    if (trouble === 'after') throw new FailureError(NOT_SENT);
    return value;
  }

  private async writes<T, R>(name: string, list: readonly T[], one: (entry: T) => Outcome<R>): Promise<Outcome<R>[]> {
    this.calls += Math.ceil(list.length / 20);
    return list.map((entry): Outcome<R> => {
      const trouble = this.trouble(name);
      if (trouble === 'before') return { ok: false, failure: NOT_SENT };
      const outcome = one(entry);
      return trouble === 'after' ? { ok: false, failure: LOST } : outcome;
    });
  }

  makeFolder(name: string, parent: FolderId = this.contacts) {
    const known = [...this.folders].find(([, folder]) => folder.name === name && folder.parent === parent);
    const id = known?.[0] ?? `folder-${this.folders.size + 1}`;
    this.folders.set(id, { name, parent });
    return { id, name };
  }

  private async *changes(folder: FolderId, detail: 'place' | 'fields', cursor?: string): AsyncIterable<ChangePage> {
    const [since, removed] = this.call('changes', () => {
      const [epoch, seq] = (cursor ?? '').split(':');
      if (cursor !== undefined && epoch !== String(this.epoch))
        throw new FailureError({ kind: 'cursor-lost', code: 'cursor-lost', message: 'The cursor is not known.' });
      const from = cursor === undefined ? -1 : Number(seq);
      const moved =
        cursor === undefined
          ? []
          : this.log
              .filter((entry) => entry.seq > from && entry.folder === folder && entry.removed)
              .map((entry) => entry.id);
      return [from, [...new Set(moved)]] as const;
    });
    const touched = new Set(
      this.log
        .filter((entry) => entry.seq > since && entry.folder === folder && !entry.removed)
        .map((entry) => entry.id),
    );
    const items = [...this.items.values()].filter((item) => item.folder === folder && touched.has(item.id));
    const shown = items.map((item) => (detail === 'place' ? headOf(item) : { ...item, complete: false }));
    yield { items: shown.slice(0, 500), removed: [] };
    yield { items: shown.slice(500), removed, cursor: `${this.epoch}:${this.seq}` };
  }

  private async *read(ids: readonly string[], detail: 'place' | 'all'): AsyncIterable<ItemSighting[]> {
    yield this.call('read', () =>
      ids.map((id): ItemSighting => {
        const item = this.items.get(id);
        if (item === undefined) return { id, state: 'gone' };
        return {
          id,
          state: item.folder === this.bin ? 'deleted' : 'present',
          item: detail === 'place' ? headOf(item) : item,
        };
      }),
    );
  }

  private holders(keys: readonly HiddenKey[], folders: readonly FolderId[]) {
    const wanted = new Set(keys.map((key) => key.intent));
    return [...this.items.values()].flatMap((item) =>
      item.key !== undefined && wanted.has(item.key.intent) && folders.includes(item.folder)
        ? [{ item: headOf(item), key: item.key }]
        : [],
    );
  }

  private create(draft: ItemDraft): Outcome<Item> {
    const fields = Object.fromEntries(
      Object.entries(draft.fields).filter(([, value]) => value !== null && value !== ''),
    ) as FieldMap;
    return {
      ok: true,
      value: this.put({
        fields: withSlots(fields, draft.slots),
        slots: draft.slots,
        categories: draft.categories,
        key: draft.key,
        folder: draft.folder,
      }),
    };
  }

  private kept(id: string): Outcome<KeptItem> {
    const item = this.items.get(id);
    if (item === undefined) return gone(id);
    return {
      ok: true,
      value: { service: 'memory', folder: item.folder, content: { ...item, photo: this.photos.get(id) } },
    };
  }

  private restored(kept: KeptItem, draft: ItemDraft): Outcome<Item> {
    const { photo, ...old } = kept.content as Item & { readonly photo?: Uint8Array };
    const made = this.create({ ...draft, ...restoredOver(old, draft) });
    if (!made.ok) return made;
    if (photo !== undefined) this.photos.set(made.value.id, photo);
    return {
      ok: true,
      value: this.put({ ...made.value, categories: [...new Set([...old.categories, ...draft.categories])] }),
    };
  }

  private guarded<R>(id: string, version: string, work: (item: Item) => R): Outcome<R> {
    const item = this.items.get(id);
    if (item === undefined || item.folder === this.bin) return gone(id);
    if (item.version !== version)
      return { ok: false, failure: { kind: 'stale', code: 'moved-on', message: 'It changed since.' } };
    return { ok: true, value: work(item) };
  }

  private update(change: ItemChange): Outcome<Item> {
    return this.guarded(change.id, change.version, (item) => {
      const fields: Record<string, Value | null | undefined> = { ...item.fields, ...change.fields };
      for (const [field, value] of Object.entries(fields)) if (value === null || value === '') delete fields[field];
      const slots = { ...item.slots, ...change.slots };
      const removed = (change.removeCategories ?? []).map((name) => name.toLowerCase());
      const kept = item.categories.filter((name) => !removed.includes(name.toLowerCase()));
      const { key: _old, ...rest } = item;
      const key = change.key === undefined ? item.key : (change.key ?? undefined);
      return this.replace({
        ...rest,
        fields: withSlots(fields as FieldMap, slots),
        slots,
        categories: [...new Set([...kept, ...(change.addCategories ?? [])])],
        ...(key === undefined ? {} : { key }),
        displayName: change.displayName ?? item.displayName,
      });
    });
  }

  private replace(item: Item): Item {
    const made = { ...item, version: `v${++this.seq}`, modifiedAt: new Date().toISOString() };
    this.items.set(item.id, made);
    this.log.push({ seq: this.seq, folder: item.folder, id: item.id, removed: false });
    return made;
  }

  private move(head: ItemHead, to: FolderId, key: HiddenKey | null): Outcome<Item> {
    if (this.items.get(head.id)?.hasAttachments === true) {
      return { ok: false, failure: { kind: 'rejected', code: 'item-has-attachments', message: 'It has attachments.' } };
    }
    return this.guarded(head.id, head.version, (item) => {
      const { key: _old, ...rest } = item;
      const made = this.put({ ...rest, id: `item-${++this.next}`, folder: to });
      const photo = this.photos.get(item.id);
      if (photo !== undefined) this.photos.set(made.id, photo);
      const keyed = key === null ? made : this.replace({ ...made, key });
      this.delete(item.id);
      return keyed;
    });
  }
}
