import type { CrmRecord, FieldName, FolderId, Item, ItemHead, ItemId, RecordId, Version } from '../model/contact.ts';
import type { JournalEntry } from '../model/journal.ts';
import type { Link } from '../model/link.ts';
import type { ContactPlan, Write } from './operation.ts';
import type { SecondPass } from './plan-contact.ts';

/** A finished write of the journal with the plan that it was part of. */
export interface Undoable {
  readonly entry: JournalEntry;
  readonly plan: ContactPlan;
  readonly write: Write;
}

/** Why an undo leaves something as it is (J1). */
export type WhyKept =
  | 'edited-since'
  | 'one-way-field'
  | 'company-is-the-account'
  | 'no-free-slot'
  | 'contact-not-there'
  | 'linked-anew'
  | 'private-item'
  | 'person-account'
  | 'record-merged'
  | 'record-there-again'
  | 'not-taken-back';

/** What an undo leaves as it is. */
export interface KeptEdit {
  readonly contact: ContactPlan['contact'];
  readonly linkId: string;
  /** Null: the contact as a whole. */
  readonly field: FieldName | null;
  readonly now: string;
  /** What the undo would have put there. */
  readonly instead: string;
  readonly why: WhyKept;
}

/** How both sides are now, as far as this contact's undo needs it. */
export interface UndoSight {
  /** Undefined: it ended. */
  readonly link: Link | undefined;
  /** Present ones only. Whole, but for items that are the person's own again (U6). */
  readonly item: (id: ItemId) => Item | ItemHead | undefined;
  readonly record: (id: RecordId) => CrmRecord | undefined;
  readonly fate: (id: RecordId) => 'visible' | 'deleted' | 'merged' | 'absent';
  /** A record like the one that would be made anew is there already (P1). */
  readonly thereAgain: (id: RecordId) => boolean;
  /** Another link of this mailbox has one of them now. */
  readonly taken: boolean;
  readonly place: (folder: FolderId) => 'inside' | 'elsewhere' | undefined;
}

export interface UndoPass extends Pick<SecondPass, 'rules' | 'category' | 'attentionCategory'> {
  readonly sameVersion: (a: Version, b: Version) => boolean;
}

export interface Undone {
  /** Null: nothing is done for this contact. */
  readonly plan: ContactPlan | null;
  readonly kept: readonly KeptEdit[];
  /** Records that the Recycle Bin holds no longer: made anew, with what was synced of them. */
  readonly anew: number;
}

/** An item that was read whole. */
export function isWhole(item: Item | ItemHead | undefined): item is Item {
  return item !== undefined && 'complete' in item;
}

/** S7: what leaving wrote. Undone, the pair is as it was, not stopped. */
export const LEAVING = 'S7';
