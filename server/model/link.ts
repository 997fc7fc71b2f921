import type { FieldMap, FieldName, HiddenKey, ItemId, RecordId, SlotMap, Value, Version } from './contact.ts';

export type Origin = 'salesforce' | 'outlook';

/**
 * `linked`: a pair that is kept the same. `waiting`: an item (or record) without its counterpart that needs a choice, a fix or the next session.
 * `stopped`: the person stopped it (T2, D5, J1); nothing is done until a new mark (M8).
 */
export type LinkState = 'linked' | 'waiting' | 'stopped';

/** What both sides agreed on, each value as that server stored it (C7). */
export interface Base {
  readonly item: FieldMap;
  readonly record: FieldMap;
  /** The further entries of the mailbox's slots, as last seen (C1). */
  readonly extras: SlotMap;
  /** Fields whose stored value has not been read back since we wrote it (C7). */
  readonly unconfirmed: { readonly item: readonly FieldName[]; readonly record: readonly FieldName[] };
}

export const EMPTY_BASE: Base = { item: {}, record: {}, extras: {}, unconfirmed: { item: [], record: [] } };

/** A reason as data (T5): worded in the person's language where it is shown. */
export interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
}

/** A record that the person may choose (P1, P5). */
export interface Choice {
  readonly id: RecordId;
  readonly name: string;
  readonly email: string;
  readonly account?: string;
}

/** Why a contact needs its person, remembered until a side, the settings or a day changes (C5). */
export interface Refusal {
  readonly reason: Reason;
  readonly fields: readonly FieldName[];
  readonly itemVersion: Version;
  readonly recordVersion: Version;
  readonly settingsVersion: string;
  /** ISO 8601. */
  readonly at: string;
  readonly choices?: readonly Choice[];
}

/** A pair stopped while its item lies in the folder (D5, J1): that it lies there is no new mark. `unmarked`: nor has it the category any more, which is one. */
export const STOPPED_IN_FOLDER = 'stopped-in-folder';

/** U7: the item is private; its pair is paused both ways and both copies are kept. */
export const PRIVATE_ITEM = 'private-item';

/** Whether a reason is to be shown: that a pair is stopped is what the person asked for. */
export function needsAttention({ refusal }: Pick<Link, 'refusal'>): boolean {
  return refusal !== null && refusal.reason.code !== STOPPED_IN_FOLDER;
}

/** A conflict that a policy settled and nobody has looked at yet (C2). */
export interface OpenConflict {
  readonly at: string;
  readonly fields: readonly {
    readonly field: FieldName;
    readonly kept: string;
    readonly lost: string;
    readonly lostSide: 'item' | 'record';
  }[];
}

/** What a person asked of one contact; taken up by the next session (T1, P1, T2). */
export type Wish =
  | { readonly kind: 'remove' | 'stop' | 'resume' }
  /** `extras`: what the org demands of a new record and no item holds, by API name (T1). */
  | { readonly kind: 'create-new' | 'retry'; readonly extras?: Readonly<Record<string, string>> }
  | { readonly kind: 'join'; readonly recordId: RecordId }
  /** C2: the value that lost a conflict. */
  | { readonly kind: 'put-back'; readonly field: FieldName; readonly value: Value | null };

/** `fill-in`: values that go into the mailbox first, as the card of someone new where there is no item (T1), else as what was put right in it (C5). */
export type Request = Wish | { readonly kind: 'fill-in'; readonly values: FieldMap; readonly then: Wish };

/** The part of a link that the first pass needs, for every link of the mailbox. */
export interface LinkHead {
  readonly id: string;
  readonly itemId: ItemId | null;
  readonly recordId: RecordId | null;
  /** The versions at which the base is complete; empty: unknown, look again. */
  readonly itemVersion: Version;
  readonly recordVersion: Version;
  readonly origin: Origin;
  readonly state: LinkState;
  readonly inView: boolean;
  /** The key on the item, for P4; its intent is enough, org and mailbox are the mailbox's own. */
  readonly keyIntent: HiddenKey['intent'] | null;
  readonly refusal: Refusal | null;
  readonly request: Request | null;
  /** Which request it is: one that comes while a session runs is not taken for the one that it has seen. */
  readonly requestVersion: number;
  /** Lower case; empty: none (T6). */
  readonly email: string;
}

/** The remembered pair of one mailbox. `name` is for showing. */
export interface Link extends LinkHead {
  readonly mailboxId: string;
  readonly base: Base;
  readonly conflict: OpenConflict | null;
  readonly name: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly accountName: string;
  /** ISO 8601; when both sides were last known to be equal. */
  readonly syncedAt: string | null;
}

/** A link that nothing is known of yet. */
export const NEW_LINK: Omit<Link, 'id' | 'mailboxId' | 'origin'> = {
  itemId: null,
  recordId: null,
  itemVersion: '',
  recordVersion: '',
  state: 'waiting',
  inView: false,
  keyIntent: null,
  refusal: null,
  request: null,
  requestVersion: 0,
  base: EMPTY_BASE,
  conflict: null,
  name: '',
  email: '',
  ownerId: '',
  ownerName: '',
  accountName: '',
  syncedAt: null,
};
