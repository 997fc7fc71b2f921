import type {
  FieldChanges,
  FieldMap,
  FieldName,
  FolderId,
  ItemHead,
  ItemId,
  RecordId,
  SlotMap,
  Version,
} from '../model/contact.ts';
import type { FieldEntry } from '../model/journal.ts';
import type { Base, Choice, Link, OpenConflict, Reason } from '../model/link.ts';

interface Cause {
  /** The rule that a person is shown as the reason. */
  readonly rule: string;
  readonly fields: readonly FieldEntry[];
  /** Only if the write before it in the same contact was done: a move, then the record, then the mark with its id. */
  readonly chained?: boolean;
}

/** What taking a write back needs where its plan's own values do not say it (J1). */
interface Regretted {
  /** What the written fields had. */
  readonly before?: FieldMap;
  /** M2: the link whose pair this write touches, where that is another one. */
  readonly other?: string;
}

/** One write to one side. Plain data: it can be stored, shown, and applied later, guarded by the versions it names (J2, D5). */
export type Write =
  /** Under a key of ours also on its way out: a copy whose answer is lost is found by it; the release that follows takes it off. */
  | (Cause & {
      readonly kind: 'move-item';
      readonly item: ItemHead;
      /** `default`: the default Contacts folder. Else by its id: where the item lay before (J1). */
      readonly to: 'folder' | 'default' | { readonly folder: FolderId };
    })
  | (Cause & {
      readonly kind: 'create-record';
      readonly values: FieldChanges;
      readonly accountId: string | null;
      /** T1: fields that no item holds, by API name. */
      readonly extras?: Readonly<Record<string, string>>;
    })
  | (Cause & {
      readonly kind: 'update-record';
      readonly id: RecordId;
      readonly version: Version;
      readonly values: FieldChanges;
      readonly accountId?: string | null;
      readonly personAccountId?: string;
    } & Regretted)
  | (Cause & {
      readonly kind: 'delete-record';
      readonly id: RecordId;
      readonly version: Version;
      readonly ownerId: string;
    })
  /** J1: out of the Recycle Bin. */
  | (Cause & { readonly kind: 'undelete-record'; readonly id: RecordId })
  | (Cause & {
      readonly kind: 'create-item';
      readonly values: FieldChanges;
      readonly slots: SlotMap;
      readonly restore: boolean;
      /** T1: what a person filled in: theirs, and no base of ours. */
      readonly own?: boolean;
      /** J1: the journal entry whose kept copy comes back as it was; `values` and `slots` stand in where there is none. */
      readonly keptBy?: string;
    })
  | (Cause & {
      readonly kind: 'update-item';
      readonly item: ItemHead;
      readonly values: FieldChanges;
      readonly slots: SlotMap;
      readonly displayName?: string;
      readonly addCategories: readonly string[];
      readonly removeCategories: readonly string[];
      /** Write our key with the record's id. */
      readonly mark: boolean;
      /** C5: what a person put right: their edit, and no base of ours. */
      readonly own?: boolean;
    } & Regretted)
  /** U5: our category and key come off; the item itself is the person's. */
  | (Cause & { readonly kind: 'release-item'; readonly item: ItemHead; readonly removeCategories: readonly string[] })
  /** Guarded by the folder too: that one, else anywhere in the folder. */
  | (Cause & {
      readonly kind: 'remove-item';
      readonly item: { readonly id: ItemId; readonly version: Version; readonly folder?: FolderId };
    });

export type WriteKind = Write['kind'];

/** Why a contact needs its person, before it is stored with versions and time. */
export interface Problem {
  readonly reason: Reason;
  readonly fields: readonly FieldName[];
  readonly choices?: readonly Choice[];
}

/** Everything planned for one contact: writes in order, and what is remembered of those that are done. Plain data. */
export interface ContactPlan {
  readonly rule: string;
  /** The link as remembered; id empty: a new one. */
  readonly link: Link;
  readonly contact: { readonly name: string; readonly email: string };
  readonly writes: readonly Write[];
  /** Both sides' present values: a written field's new base on the side it came from. */
  readonly itemNow: FieldMap;
  readonly recordNow: FieldMap;
  /** The base with all that needs no write. */
  readonly base: Base;
  /** The versions seen; remembered once nothing is left to do. */
  readonly itemVersion: Version;
  readonly recordVersion: Version;
  /** What the link becomes when all writes are done. */
  readonly becomes: {
    readonly itemId?: ItemId | null;
    readonly recordId?: RecordId | null;
    readonly origin?: Link['origin'];
    readonly state: Link['state'] | 'ended';
    readonly inView: boolean;
  };
  readonly show: Pick<Link, 'name' | 'email' | 'ownerId' | 'ownerName' | 'accountName'>;
  readonly conflicts: readonly (OpenConflict['fields'][number] & { readonly lostValue: string })[];
  readonly problem: Problem | null;
  /** A5 and the like: lines for the activity that no write stands behind. */
  readonly notes: readonly { readonly rule: string; readonly fields: readonly FieldEntry[] }[];
  readonly asked: boolean;
  /** J1: what this plan takes back. Its base holds once all writes are done; until then the old one does, so that the next session sees what is left. */
  readonly undoes?: {
    /** Journal entries, marked as undone with the last write. */
    readonly entries: readonly string[];
    /** For an undo of this one. */
    readonly stateBefore: Link['state'] | 'none';
    readonly base: Base;
  };
  /** The categories the item has now, for T3; null where no item was read. */
  readonly item: ItemHead | null;
}
