import { createHash, randomBytes } from 'node:crypto';
import type { SimulatorContext } from '../kit/context.ts';
import type { Collection } from '../kit/state.ts';

export interface FolderRow {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  readonly parent: string;
  readonly kind: 'root' | 'contacts' | 'mail';
  /** When it was made, renamed or moved; absent: before anybody asked. */
  readonly changed?: number;
}

/** An item that came to a folder, changed in it or left it, as it is now. */
export interface Moment {
  readonly user: string;
  readonly row: ItemRow;
  /** Undefined: it was nowhere. */
  readonly from?: string;
  /** Undefined: it is nowhere. */
  readonly to?: string;
}

export interface Extended {
  readonly id: string;
  readonly value: string;
}

export interface ItemRow {
  /** The immutable id. */
  readonly id: string;
  readonly user: string;
  readonly folder: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly extended: readonly Extended[];
  /** Base64. */
  readonly photo?: string;
  readonly photoType?: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Counts every change of the store: the change key. */
  readonly changed: number;
  /** When it came to its folder. */
  readonly entered: number;
  /** How often it was moved: its ordinary id changes with it. */
  readonly moves: number;
}

export interface Removal {
  readonly folder: string;
  readonly item: string;
  readonly at: number;
  readonly moved: boolean;
}

/** A move that one folder's feed does not tell of yet. */
interface Late {
  readonly folder: string;
  readonly item: string;
  readonly at: number;
}

const idOf = (...parts: readonly string[]) =>
  createHash('sha256').update(parts.join('/')).digest('base64url').slice(0, 40);

/** Folders and contacts of every mailbox, on disk, with what the feeds need. */
export class MailboxState {
  readonly context: SimulatorContext;
  readonly folders: Collection<FolderRow>;
  readonly items: Collection<ItemRow>;
  readonly categories: Collection<{
    readonly names: readonly { readonly displayName: string; readonly color: string }[];
  }>;
  private readonly removals: Collection<Removal>;
  private readonly folderRemovals: Collection<{ readonly user: string; readonly at: number }>;
  private readonly late: Collection<Late>;
  private readonly counters: Collection<{ readonly value: number }>;
  private readonly byFolder = new Map<string, Set<string>>();
  private readonly removalsOf = new Map<string, Map<string, Removal>>();
  private count: number;
  private readonly listeners: ((moment: Moment) => void)[] = [];

  constructor(context: SimulatorContext) {
    const { state } = context;
    this.context = context;
    this.folders = state.collection('graph/folders');
    this.items = state.collection('graph/items');
    this.categories = state.collection('graph/categories');
    this.removals = state.collection('graph/removals');
    this.folderRemovals = state.collection('graph/folder-removals');
    this.late = state.collection('graph/late');
    this.counters = state.collection('graph/counters');
    this.count = 0;
    for (const item of this.items.values()) {
      this.index(item.folder).add(item.id);
      this.count = Math.max(this.count, item.changed, item.entered);
    }
    for (const removal of this.removals.values()) {
      this.removedFrom(removal.folder).set(removal.item, removal);
      this.count = Math.max(this.count, removal.at);
    }
    for (const { changed = 0 } of this.folders.values()) this.count = Math.max(this.count, changed);
    for (const { at } of this.folderRemovals.values()) this.count = Math.max(this.count, at);
  }

  onChange(listener: (moment: Moment) => void): void {
    this.listeners.push(listener);
  }

  private tell(moment: Moment): void {
    for (const listener of this.listeners) listener(moment);
  }

  /** A number greater than every one before. */
  next(): number {
    this.count += 1;
    return this.count;
  }

  get latest(): number {
    return this.count;
  }

  now(): number {
    return this.context.clock.now();
  }

  // Mailboxes

  /** The folders that every mailbox has. */
  openMailbox(user: string): void {
    const root = idOf(user, 'root');
    if (this.folders.get(root) !== undefined) return;
    const put = (name: string, kind: FolderRow['kind'], parent = root) => {
      const id = idOf(user, name);
      this.folders.put(id, { id, user, name, kind, parent });
    };
    this.folders.put(root, { id: root, user, name: 'Top of Information Store', kind: 'root', parent: root });
    put('Contacts', 'contacts');
    put('Inbox', 'mail');
    put('Deleted Items', 'mail');
    this.categories.put(user, { names: [{ displayName: 'Red category', color: 'preset0' }] });
  }

  contacts(user: string): string {
    return idOf(user, 'Contacts');
  }

  deletedItems(user: string): string {
    return idOf(user, 'Deleted Items');
  }

  generation(user: string): number {
    return this.counters.get(`generation/${user}`)?.value ?? 1;
  }

  nextGeneration(user: string): void {
    this.counters.put(`generation/${user}`, { value: this.generation(user) + 1 });
  }

  // Folders

  children(parent: string): FolderRow[] {
    return [...this.folders.values()].filter((folder) => folder.parent === parent && folder.id !== parent);
  }

  addFolder(user: string, name: string, parent: string): FolderRow {
    const row: FolderRow = { id: randomBytes(30).toString('base64url'), user, name, parent, kind: 'contacts' };
    return this.putFolder(row);
  }

  /** Made, renamed or moved. */
  putFolder(row: FolderRow): FolderRow {
    const changed = { ...row, changed: this.next() };
    this.folders.put(row.id, changed);
    return changed;
  }

  dropFolder({ id, user }: FolderRow): void {
    this.folders.delete(id);
    this.folderRemovals.put(id, { user, at: this.next() });
  }

  /** Contact folders that changed after `since` and not after `upTo`, in the order of their ids; without a row where they are gone. */
  foldersChanged(user: string, since: number, upTo: number): { readonly id: string; readonly row?: FolderRow }[] {
    const within = (at: number) => at > since && at <= upTo;
    const own = [...this.folders.values()].filter((row) => row.user === user && row.kind === 'contacts');
    const found = own.flatMap((row): { readonly id: string; readonly row?: FolderRow }[] => {
      const { id, changed = 0 } = row;
      if (since > 0 ? !within(changed) : changed > upTo) return [];
      if (!this.isBinned(row)) return [{ id, row }];
      return since > 0 ? [{ id }] : [];
    });
    const gone = [...this.folderRemovals.entries()].filter(
      ([, { user: whose, at }]) => whose === user && since > 0 && within(at),
    );
    return [...found, ...gone.map(([id]) => ({ id }))].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  private isBinned({ user, parent }: FolderRow): boolean {
    const above = this.folders.get(parent);
    return (
      parent === this.deletedItems(user) || (above !== undefined && above.id !== above.parent && this.isBinned(above))
    );
  }

  // Items

  inFolder(folder: string): ItemRow[] {
    const rows: ItemRow[] = [];
    for (const id of this.index(folder)) {
      const row = this.items.get(id);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  }

  countIn(folder: string): number {
    return this.index(folder).size;
  }

  add(user: string, folder: string, given: Pick<ItemRow, 'properties' | 'extended' | 'photo' | 'photoType'>): ItemRow {
    const now = this.now();
    const at = this.next();
    const row: ItemRow = {
      ...given,
      id: `AAkAL${randomBytes(27).toString('base64url')}`,
      user,
      folder,
      createdAt: now,
      modifiedAt: now,
      changed: at,
      entered: at,
      moves: 0,
    };
    this.put(row);
    this.tell({ user, row, to: folder });
    return row;
  }

  change(row: ItemRow, change: Partial<Pick<ItemRow, 'properties' | 'extended' | 'photo' | 'photoType'>>): ItemRow {
    const changed: ItemRow = { ...row, ...change, modifiedAt: this.now(), changed: this.next() };
    this.put(changed);
    this.tell({ user: row.user, row: changed, from: row.folder, to: row.folder });
    return changed;
  }

  /** Without a new version: what has no part in it. */
  replace(row: ItemRow): void {
    this.put(row);
  }

  /** A real move: the immutable id stays. */
  move(row: ItemRow, folder: string): ItemRow {
    if (row.folder === folder) return row;
    const at = this.next();
    const order = this.context.switches.get('graph.feedOrder');
    this.leave(row, at, true);
    if (order === 'source-late') this.late.put(`${row.folder}/${row.id}`, { folder: row.folder, item: row.id, at });
    if (order === 'destination-late') this.late.put(`${folder}/${row.id}`, { folder, item: row.id, at });
    const moved: ItemRow = { ...row, folder, entered: at, modifiedAt: this.now(), moves: row.moves + 1 };
    this.put(moved);
    this.tell({ user: row.user, row: moved, from: row.folder, to: folder });
    return moved;
  }

  remove(row: ItemRow): void {
    this.leave(row, this.next(), false);
    this.items.delete(row.id);
    this.tell({ user: row.user, row, from: row.folder });
  }

  private leave(row: ItemRow, at: number, moved: boolean): void {
    const removal: Removal = { folder: row.folder, item: row.id, at, moved };
    this.removals.put(`${row.folder}/${row.id}`, removal);
    this.removedFrom(row.folder).set(row.id, removal);
    this.index(row.folder).delete(row.id);
  }

  private put(row: ItemRow): void {
    this.items.put(row.id, row);
    this.index(row.folder).add(row.id);
  }

  removedFrom(folder: string): Map<string, Removal> {
    let held = this.removalsOf.get(folder);
    if (held === undefined) {
      held = new Map();
      this.removalsOf.set(folder, held);
    }
    return held;
  }

  /** Moves that this folder's feed keeps back for one round. */
  lateIn(folder: string): readonly Late[] {
    return this.late.size === 0 ? [] : [...this.late.values()].filter((late) => late.folder === folder);
  }

  tellLate(folder: string): void {
    for (const late of this.lateIn(folder)) this.late.delete(`${late.folder}/${late.item}`);
  }

  private index(folder: string): Set<string> {
    let ids = this.byFolder.get(folder);
    if (ids === undefined) {
      ids = new Set();
      this.byFolder.set(folder, ids);
    }
    return ids;
  }

  clear(): void {
    for (const kept of [this.folders, this.items, this.categories, this.removals, this.folderRemovals, this.late])
      kept.clear();
    this.byFolder.clear();
    this.removalsOf.clear();
  }
}

export function changeKeyOf(row: ItemRow): string {
  return `EQAAABYAAAC${Buffer.from(String(row.changed).padStart(15, '0')).toString('base64')}`;
}

/** The ordinary id changes with every move between folders; the immutable one does not. */
export function wireId(row: ItemRow, immutable: boolean): string {
  return immutable ? row.id : `AAMkR${row.moves}x${row.id}`;
}

/** Either kind of id; an ordinary one of before a move is not known any more. */
export function findItem(state: MailboxState, user: string, id: string): ItemRow | undefined {
  const [, moves, immutable] = /^AAMkR(\d+)x(.+)$/.exec(id) ?? [];
  const row = state.items.get(immutable ?? id);
  if (row === undefined || row.user !== user) return undefined;
  return moves === undefined || Number(moves) === row.moves ? row : undefined;
}
