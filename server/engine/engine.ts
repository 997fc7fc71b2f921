import type { ListView } from '../connectors/crm.ts';
import type { FieldName, RecordId, Value } from '../model/contact.ts';
import type { Choice, Link, Reason } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { FieldEntry, OperationKind } from '../model/journal.ts';
import type { Counts, Session } from '../model/session.ts';
import type { Filter } from '../model/settings.ts';
import type { RecipientKind, RecipientType } from '../planner/recipients.ts';

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
}

/** A wish that cannot be carried out as things are: 409 with this reason. Anything else thrown is a FailureError or a bug. */
export class NotPossible extends Error {
  override readonly name = 'NotPossible';
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason.code);
    this.reason = reason;
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
  listViews(mailboxId: string): Promise<readonly ListView[]>;
  /** F3: whether a filter, and the preview it was shown with, may be saved. Throws NotPossible (`too-many-contacts`, with the number). */
  checkFilter(mailbox: MailboxMemory, filter: Filter, previewId?: string): Promise<void>;
  /**
   * In the order asked. Never looks outside the folder (U6); asks Salesforce once for those unknown, kept five minutes. `local`: asks nothing,
   * and marks those of whom Salesforce may know more.
   */
  people(mailboxId: string, asked: readonly Recipient[], how?: { readonly local?: boolean }): Promise<People>;
  statusOf(mailbox: MailboxMemory, link: Link): PersonStatus;
  /** T1: returns the link to sync next; the caller queues a `contacts` session for it. Undefined: a plain session will do it. */
  switchOn(
    mailboxId: string,
    target: { readonly email: string } | { readonly linkId: string },
    wish: SwitchOn,
  ): Promise<string | undefined>;
  /** T2: stored as a request; the caller queues a `contacts` session. Throws NotPossible for `remove` with Auto-removal off. */
  switchOff(
    mailboxId: string,
    target: { readonly email: string } | { readonly linkId: string },
    mode: 'keep-both' | 'remove',
  ): Promise<string | undefined>;
  /** C2: the losing value back on both sides; the caller queues a `contacts` session. */
  putBack(mailboxId: string, linkId: string, field: FieldName): Promise<void>;
  /** S5. */
  chooseFolder(mailboxId: string, choice: 'make-again' | 'turn-off'): Promise<MailboxMemory>;
}
