import type { HiddenKey, ItemHead, ItemId, PairingKeys, RecordId, Version } from '../model/contact.ts';
import type { LinkHead } from '../model/link.ts';

/** What the first pass must know of a new item to pair it (P1, P2, P4) and to leave it alone (U7). */
export interface ItemBrief {
  readonly keys: PairingKeys;
  readonly key: HiddenKey | undefined;
  readonly private: boolean;
  readonly createdAt: string;
}

/**
 * Where an item is, by its own parent folder. `inside`: the folder or one of its sub-folders. `deleted`: under Deleted Items.
 * `gone`: a read by id does not find it.
 */
export type SeenItem =
  | {
      readonly place: 'inside' | 'elsewhere' | 'deleted';
      readonly head: ItemHead;
      readonly marked: boolean;
      readonly brief?: ItemBrief;
    }
  | { readonly place: 'gone' };

/** What was read of a record; `absent` is lost access (M5). */
export type SeenRecord =
  | { readonly state: 'in-view' | 'outside'; readonly version: Version; readonly keys?: PairingKeys }
  | { readonly state: 'deleted' }
  | { readonly state: 'merged'; readonly into: RecordId }
  | { readonly state: 'absent' };

/** Both sides as the first pass needs them: ids, versions, places and pairing keys, of all. */
export interface Observation {
  /** ISO 8601, our clock: for retries once a day and the like, never for comparing two systems. */
  readonly now: string;
  /** J5: keys of another org or mailbox are none of ours. */
  readonly org: string;
  readonly mailbox: string;
  /** Items that the feeds or a look-up told of; an item of a link that is not here is as it was, unless `complete`. */
  readonly items: ReadonlyMap<ItemId, SeenItem>;
  /** The feeds listed the folder whole: a linked item that they don't name must be looked up (D4). */
  readonly complete: boolean;
  /** Ids that a feed reported as removed: each is a reason to look (D4, graph.md 1.16). */
  readonly tombstones: ReadonlySet<ItemId>;
  /** False while the view cannot be read: no F4, no F5 (F2). */
  readonly viewRead: boolean;
  readonly records: ReadonlyMap<RecordId, SeenRecord>;
  /** Answers to `Questions.keys`: which items carry an intent's key. */
  readonly keyHolders: ReadonlyMap<string, readonly ItemHead[]>;
  /** Answers to `Questions.edited`, by link. */
  readonly edited: ReadonlyMap<string, boolean>;
  /** Answers to `Questions.recordsEdited`, by link. */
  readonly recordsEdited: ReadonlyMap<string, boolean>;
  /** T1: a session limited to these links decides no deletes and looks at nothing else. Null: all. */
  readonly only: ReadonlySet<string> | null;
}

/** What the planner remembers of this mailbox, and what of it is unsettled. */
export interface PlannerMemory {
  readonly links: readonly LinkHead[];
  /** T1: the links that a limited session leaves alone. What they hold is not new, whatever it looks like. */
  readonly others: readonly LinkHead[];
  /** Links with an open intent: nothing is planned for them (M1). */
  readonly openIntents: ReadonlySet<string>;
  /** Items and records of open intents: what is new by all appearances may be a pair by then, whose link was never remembered (M1, J6). */
  readonly openSides: ReadonlySet<ItemId | RecordId>;
  /** Open intents themselves: an item that bears one's key is what it may have made, a copy that is half moved for instance (M1, U8). */
  readonly openKeys: ReadonlySet<string>;
  /** What records that may have been made would be recognised by: one that looks like it is not brought down meanwhile (M1). */
  readonly openCreates: readonly PairingKeys[];
  /** Deletes that we decided in the last 24 hours (D5). */
  readonly recentDeletes: number;
  readonly firstSessionDone: boolean;
  /** Records whose items may be removed without the brake: the person saw that preview (F3). */
  readonly allowedRemovals: ReadonlySet<RecordId>;
  /** Identifies all settings that bear on refusals (C5). */
  readonly settingsVersion: string;
}

/** What must still be looked up before anything can be decided. All empty: the plan can be made. */
export interface Questions {
  /** Where are these items now? */
  readonly places: readonly ItemId[];
  /** New items: pairing keys, hidden key, privacy. */
  readonly details: readonly ItemId[];
  /** Which items carry these links' keys? By intent. */
  readonly keys: readonly string[];
  /** What became of these records? */
  readonly fates: readonly RecordId[];
  /** New records of the view: pairing keys. */
  readonly recordDetails: readonly RecordId[];
  /** Were these links' items edited since the base? */
  readonly edited: readonly string[];
  /** Were these links' records edited since they were last in step (D2)? A version may differ without that. */
  readonly recordsEdited: readonly string[];
}
