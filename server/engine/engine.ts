import type { ListView, RequiredField, Surroundings } from '../connectors/crm.ts';
import type { FoundItem, Photo } from '../connectors/mailbox.ts';
import type { PicklistValue } from '../model/field-rule.ts';
import type { Address, FieldMap, FieldName, ItemId, RecordId, Value } from '../model/contact.ts';
import type { Choice, Link, Reason } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { FieldEntry, OperationKind } from '../model/journal.ts';
import type { Counts, LeaveChoice, Session } from '../model/session.ts';
import type { Filter } from '../model/settings.ts';
import type { CompanySource } from '../planner/company.ts';
import type { RecipientKind, RecipientType } from '../planner/recipients.ts';
import type { KeptEdit } from '../planner/undo.ts';
import type { UndoneOf } from '../store/store.ts';

/** The statuses of PRODUCT.md, in their order. */
export type Status =
  | 'needs attention'
  | 'conflict'
  | 'waiting'
  | 'stopped by you'
  | 'synced'
  | 'in Salesforce, outside your view'
  | 'not synced';

/** Someone on a message, as the pane has them. */
export interface Recipient {
  readonly email: string;
  readonly name?: string;
  readonly type?: RecipientType;
}

export interface PersonStatus {
  readonly email: string;
  readonly name?: string;
  readonly status: Status;
  readonly reason?: Reason;
  readonly choices?: readonly Choice[];
  /** C2: what both sides changed, each with what was kept and what was not, as text. */
  readonly conflicts?: readonly { readonly field: FieldName; readonly kept: string; readonly lost: string }[];
  /** C5: fields are named that a person may put right: `refusedFields`. */
  readonly fixable?: true;
  /** The contact behind it, where there is one. */
  readonly linkId?: string;
  /** The record, linked or not, where one is known. */
  readonly record?: {
    readonly id: RecordId;
    readonly account: string;
    readonly owner: string;
    readonly mine: boolean;
    readonly url: string;
  };
  /** ISO 8601. */
  readonly syncedAt?: string;
  /** T6: something else than a person; it has no switch. */
  readonly kind?: Exclude<RecipientKind, 'person'>;
  /** T6. */
  readonly colleague?: boolean;
  /** Salesforce has not been asked (again) yet. */
  readonly checking?: true;
  /** ISO 8601: what is said of Salesforce was so then, and could not be asked again. */
  readonly asOf?: string;
}

export interface People {
  readonly people: readonly PersonStatus[];
  /** Why Salesforce could not be asked: the statuses are what is known. */
  readonly unreachable?: Reason;
}

/** One line of a plan as it is shown (J2). */
export interface PlannedChange {
  readonly kind: OperationKind | 'conflict' | 'refused';
  readonly rule: string;
  readonly contact: { readonly name: string; readonly email: string };
  readonly fields?: readonly FieldEntry[];
}

/** J1: what an undo would do now, and what it would leave as it is. */
export interface UndoPreview {
  readonly counts: Counts;
  readonly operations: readonly PlannedChange[];
  readonly kept: readonly KeptEdit[];
  /** Records that are gone for good: made anew with what was synced of them; their id, owner, Account, history and all else are lost. */
  readonly anew: number;
}

export interface Preview {
  readonly id: string;
  readonly counts: Counts;
  readonly operations: readonly PlannedChange[];
}

/** What a person wants when they switch someone on (T1, P1). */
export interface SwitchOn {
  readonly name?: string;
  readonly fields?: { readonly [F in FieldName]?: Value };
  /** A record to join, or `new`. */
  readonly choice?: string;
  /** Of several items with the address, this one (U6). */
  readonly item?: string;
  /** Someone whom neither side has is not made yet: the person is shown the card first. */
  readonly cardFirst?: true;
}

/** Whom a switch is for: an address, a remembered contact, a record of Salesforce, or an item of the mailbox. */
export type Target =
  | { readonly email: string }
  | { readonly linkId: string }
  | { readonly recordId: RecordId }
  | { readonly itemId: ItemId };

/** T1: what someone new would be made with, for a person to look at, change and confirm. */
export interface Card {
  readonly email: string;
  /** Names and company: what the switch takes as `fields`. */
  readonly fields: FieldMap;
  /** The names were made of the address. */
  readonly toCheck: boolean;
  readonly companyFrom?: CompanySource;
  /** The Account that the record will get by `rule` (A1 to A4); absent: none (A3), or Salesforce cannot be asked. */
  readonly account?: { readonly id: RecordId; readonly name: string; readonly rule: 'A1' | 'A2' | 'A4' };
  /** What the org demands besides the names, as far as it has no default. */
  readonly required: readonly RequiredField[];
  readonly lead?: Surroundings['lead'];
  /** Why Salesforce could not be asked: the card is made of what is known here. */
  readonly unreachable?: Reason;
}

/** A field that the org did not take (C5), as a person puts it right. */
export interface RefusedField extends Omit<RequiredField, 'label'> {
  /** Of a field that only the org knows. */
  readonly label?: string;
  readonly required: boolean;
  /** Of an address: how long its parts may be, in characters. */
  readonly partLengths?: { readonly [P in keyof Address]: number };
  /** Of an address, where the org has lists of them. */
  readonly states?: readonly PicklistValue[];
  readonly countries?: readonly PicklistValue[];
}

/** C5: what a person can put right of a contact at once; `values`: as the item has them. */
export interface RefusedFields {
  readonly fields: readonly RefusedField[];
  readonly values: FieldMap;
}

/** A wish that cannot be carried out as things are: 409 with this reason. Anything else thrown is a FailureError or a bug. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible';
  readonly reason: Reason;
  /** Items of the mailbox of which the person may name one (U6); shown once, never kept. */
  readonly items: readonly FoundItem[];
  constructor(reason: Reason, items: readonly FoundItem[] = []) {
    super(reason.code);
    this.reason = reason;
    this.items = items;
  }
}

/** What jobs and http ask of the engine. Every method works for one mailbox and reaches nothing of another. */
export interface Engine {
  /**
   * Runs a queued session to its end and returns it. Failures of the outside world end the session (`failed`, `stopped`, `held`) and are not thrown;
   * throws FencedOff if another worker has taken the mailbox over. `signal`: stop between two batches, the session stays for a retry.
   */
  run(mailboxId: string, sessionId: string, signal: AbortSignal): Promise<Session>;
  /** J2, F3: the plan of a session that started now (with that filter), stored and not applied. */
  preview(mailboxId: string, filter?: Filter): Promise<Preview>;
  /** S7: what leaving in this way would do now, stored under its id. Asks nothing of Salesforce. */
  previewLeave(mailboxId: string, choice: LeaveChoice): Promise<Preview>;
  /** J1. */
  previewUndo(mailboxId: string, of: UndoneOf): Promise<UndoPreview>;
  listViews(mailboxId: string): Promise<readonly ListView[]>;
  /** F3: whether a filter, and the preview it was shown with, may be saved. Throws NotPossible (`too-many-contacts`, with the number). */
  checkFilter(mailbox: MailboxMemory, filter: Filter, previewId?: string): Promise<void>;
  /**
   * In the order asked. Never looks outside the folder (U6); asks Salesforce once for those unknown, kept five minutes. `local`: asks nothing,
   * and marks those of whom Salesforce may know more.
   */
  people(mailboxId: string, asked: readonly Recipient[], how?: { readonly local?: boolean }): Promise<People>;
  statusOf(mailbox: MailboxMemory, link: Link): PersonStatus;
  /** Synced contacts that have the text at once, and with one query what Salesforce has besides; 25 at most. `local`: asks nothing. */
  search(mailboxId: string, text: string, how?: { readonly local?: boolean }): Promise<People>;
  /** U6, second exception: at the person's own act, live; what is found is neither kept nor logged. 25 at most. */
  searchOutlook(mailboxId: string, text: string): Promise<readonly FoundItem[]>;
  /** U6: the photo of a linked contact whose item lies in the folder still; live, neither kept nor logged. Undefined: none to show. Throws FailureError. */
  photo(mailboxId: string, linkId: string): Promise<Photo | undefined>;
  /** T1: the card of someone new. Throws NotPossible for who has no switch (T6). */
  card(mailboxId: string, who: Recipient): Promise<Card>;
  /** C5: none where nothing can be put right from here. The switch takes them as `fields`. Throws NotPossible, FailureError. */
  refusedFields(mailboxId: string, linkId: string): Promise<RefusedFields>;
  /** T1: returns the link to sync next; the caller queues a `contacts` session for it. */
  switchOn(mailboxId: string, target: Target, wish: SwitchOn): Promise<string>;
  /** T2: stored as a request; the caller queues a `contacts` session. Undefined: there is nothing to stop. Throws NotPossible for `remove` with Auto-removal off. */
  switchOff(mailboxId: string, target: Target, mode: 'keep-both' | 'remove'): Promise<string | undefined>;
  /** C2: the value that this change lost, or the latest to be lost, back on both sides; the caller queues a `contacts` session. */
  putBack(mailboxId: string, linkId: string, field: FieldName, change?: string): Promise<void>;
  /** S5. */
  chooseFolder(mailboxId: string, choice: 'make-again' | 'turn-off'): Promise<MailboxMemory>;
}
