import type {
  FieldChanges,
  FieldName,
  FolderId,
  HiddenKey,
  Item,
  ItemHead,
  ItemId,
  SlotEntry,
  SlotMap,
  Version,
} from '../model/contact.ts';
import type { Outcome } from '../model/failure.ts';
import type { FieldMapping } from '../model/settings.ts';
import type { MayWrite } from './may-write.ts';

/** Who is connected, as the store keeps it. */
export interface MailboxAccount {
  /** The address by which the service knows the mailbox. */
  readonly address: string;
  /** The service's own id for it, where that is known: it goes before the address, which may change. */
  readonly id?: string;
  readonly mayWrite?: MayWrite;
}

/** Someone of the service's directory who has a mailbox. */
export interface DirectoryPerson {
  /** The service's own id; for Graph it is Entra's object id. */
  readonly id: string;
  /** Lower-case. */
  readonly address: string;
  readonly name: string;
}

/** Who has which mailbox, as the service itself knows it. */
export interface Directory {
  /** The tenant whose people it knows; their object ids are its ids. Absent: not known, so nobody is matched by id. */
  readonly tenantId?: string;
  /** Undefined: nobody there, or without a mailbox. Throws FailureError. */
  byId(id: string): Promise<DirectoryPerson | undefined>;
  byAddress(address: string): Promise<DirectoryPerson | undefined>;
}

/** What a service can do; the engine asks, never guesses by the service's name. */
export interface MailboxCapabilities {
  /** The service moves an item without a new id; otherwise `move` copies, verifies and removes (U8). */
  readonly moves: boolean;
  /** Slots and how many values each takes, e.g. `{ email: 3, phone: 2 }`. */
  readonly slots: { readonly [F in FieldName]?: number };
  /** Fields that the service has; the rest are not synced with it. */
  readonly fields: readonly FieldName[];
}

export interface Folder {
  readonly id: FolderId;
  readonly name: string;
}

/** S5: what is known of the folder and where else contacts are. Never Deleted Items or system folders. */
export interface FolderTree {
  /** The folder: by its id where that is known, else by one of the names given. */
  readonly folder:
    | { readonly state: 'present'; readonly id: FolderId; readonly name: string }
    | { readonly state: 'missing' | 'deleted' };
  /** The folder and its sub-folders, to any depth. */
  readonly inside: readonly Folder[];
  /** The default Contacts folder and its other sub-folders, to any depth. */
  readonly elsewhere: readonly Folder[];
}

/** `place`: id, folder and categories only, as U6 demands outside the folder. `fields`: what a list page gives, `complete: false`. */
export type ChangeDetail = 'place' | 'fields';

/**
 * One page of changes of one folder. Pages arrive in order; the last one, and only it, has the next cursor.
 * The same id may come twice (the later wins), pages may be empty, replays happen. A removal is only a reason to look (D4).
 */
export interface ChangePage {
  readonly items: readonly (ItemHead | Item)[];
  readonly removed: readonly ItemId[];
  readonly cursor?: string;
}

/** What a read by id says: the item wherever it is, `deleted` if it lies under Deleted Items, or `gone`. */
export type ItemSighting =
  | { readonly id: ItemId; readonly state: 'present'; readonly item: ItemHead | Item }
  | { readonly id: ItemId; readonly state: 'deleted'; readonly item: ItemHead | Item }
  | { readonly id: ItemId; readonly state: 'gone' };

/** An item that the person looked for, as they would recognise it (U6). */
export interface FoundItem extends ItemHead {
  readonly name: string;
  readonly company: string;
  readonly emails: readonly string[];
}

/** An item to be made. The connector sets display name and e-mail display names (S1) from the fields. */
export interface ItemDraft {
  readonly folder: FolderId;
  readonly fields: FieldChanges;
  readonly slots: SlotMap;
  readonly categories: readonly string[];
  readonly key: HiddenKey;
  /** F6: fields that were in step in the kept item and are empty in the record now: they do not come back with it. */
  readonly emptied?: readonly FieldName[];
}

/**
 * A guarded change of one item (C6): applied only if the item still has `version`, else `stale`.
 * Fields not named stay as they are (C4). `slots` replace the whole slot. Categories are added and removed, never replaced.
 */
export interface ItemChange {
  readonly id: ItemId;
  readonly version: Version;
  readonly fields?: FieldChanges;
  readonly slots?: { readonly [F in FieldName]?: readonly SlotEntry[] };
  readonly addCategories?: readonly string[];
  readonly removeCategories?: readonly string[];
  /** The item's categories as observed: services that replace the list need them. */
  readonly categories: readonly string[];
  /** Set, or null to take it off (U5). Absent: unchanged. */
  readonly key?: HiddenKey | null;
  /** Present when the name changes: the display name to keep in step where it was made of the old name. */
  readonly displayName?: string;
}

/** Everything of an item that can be read (J1), as the service gave it. Opaque to all but its connector; JSON. */
export interface KeptItem {
  readonly service: string;
  /** Where it lay when it was read. */
  readonly folder: FolderId;
  readonly content: unknown;
}

/** A picture that every browser shows; its type is what its bytes are, not what the service calls them. */
export interface Photo {
  readonly type: 'image/jpeg' | 'image/png' | 'image/gif';
  readonly bytes: Uint8Array;
}

/**
 * One mailbox of one service. The contract, held by test/connectors/contract.ts:
 * - Every method throws FailureError for a failure of the whole call, and gives single contacts' failures as outcomes in the order asked.
 * - Creates are never repeated by the connector; a lost answer is `unavailable` with `maybeDone`.
 * - Answers are complete or they are failures: never a short list (D4).
 * - Retry-After is obeyed inside; only waits longer than a minute surface as `throttled`.
 */
export interface Mailbox {
  readonly capabilities: MailboxCapabilities;
  /** Calls so far, counted as the service counts requests on the wire: a batch is one; sign-in calls are not counted. */
  readonly calls: number;
  /** The service's clock minus ours, in milliseconds, from the latest Date header; 0 before the first call. */
  readonly clockOffset: number;
  folders(known: FolderId | undefined, names: readonly string[]): Promise<FolderTree>;
  /** Makes the folder (IPF.Contact) below the default Contacts folder; one that exists already under that name is given back. */
  createFolder(name: string): Promise<Folder>;
  /** S1: in the master category list; `no-permission` is no failure. */
  ensureCategories(names: readonly string[]): Promise<'present' | 'no-permission'>;
  /** All changes since the cursor, or everything without one. Throws `cursor-lost` if the cursor is unknown, `gone` if the folder is. */
  changes(folder: FolderId, detail: ChangeDetail, cursor?: string): AsyncIterable<ChangePage>;
  /** Reads by id, wherever the item is. `all`: complete items, notes whole (C8). Chunks of 500 at most, in any order, each id once. */
  read(ids: readonly ItemId[], detail: 'place' | 'all'): AsyncIterable<readonly ItemSighting[]>;
  /** Every item, in the folders given, that carries one of these intents' keys; complete (D4, P4). Id, folder, categories and key only. */
  findByKeys(
    keys: readonly HiddenKey[],
    folders: readonly FolderId[],
  ): Promise<readonly { readonly item: ItemHead; readonly key: HiddenKey }[]>;
  /** U6, first exception: the items with this address, wherever they are, at the person's own act. Never stored or logged by the caller. */
  findByAddress(email: string): Promise<readonly FoundItem[]>;
  /** U6, second exception: items whose display name or last name begins with the text, wherever they are, at most `limit`. Likewise. */
  searchByName(text: string, limit: number): Promise<readonly FoundItem[]>;
  /** The item's photo, wherever it is: whether it may be looked at (U6) is the caller's to know. Undefined: none, no picture, over 1 MiB, or no such item. */
  photo(id: ItemId): Promise<Photo | undefined>;
  create(drafts: readonly ItemDraft[]): Promise<readonly Outcome<Item>[]>;
  update(changes: readonly ItemChange[]): Promise<readonly Outcome<Item>[]>;
  /** To Deleted Items, guarded like an update. */
  remove(items: readonly { readonly id: ItemId; readonly version: Version }[]): Promise<readonly Outcome<null>[]>;
  /**
   * U8: into a folder with everything that can be read; where the service has no move: copy with `key` (null: without any key of ours, T2), verify, then remove the original.
   * An item whose content is known and cannot be copied (attachments) is `rejected` with code `item-has-attachments`.
   */
  move(item: ItemHead, to: FolderId, key: HiddenKey | null): Promise<Outcome<Item>>;
  /** J1: reads all of it before it is deleted. */
  keep(ids: readonly ItemId[]): Promise<readonly Outcome<KeptItem>[]>;
  /** F6, J1: a new item out of what was kept, with the draft's fields over it. */
  restore(kept: KeptItem, draft: ItemDraft): Promise<Outcome<Item>>;
}

/** A service: opens mailboxes, and says at start which mappings it cannot take. */
export interface MailboxConnector {
  readonly service: 'graph' | 'ews' | 'google';
  readonly directory?: Directory;
  open(account: MailboxAccount): Mailbox;
  /** Each mapping's `outlook` name that this service does not know, with the reason. */
  checkMappings(
    mappings: readonly FieldMapping[],
  ): readonly { readonly mapping: FieldMapping; readonly reason: string }[];
}
