import type { ItemId, RecordId, Version } from '../model/contact.ts';
import type { Identity } from '../model/identity.ts';
import type { JournalEntry, JournalState } from '../model/journal.ts';
import type { Link, LinkHead, Reason, Request } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Counts, Session, SessionState, SessionTask } from '../model/session.ts';
import type { Filter, MailboxSettings } from '../model/settings.ts';
import type { Overview } from './standing.ts';

/** Proof of being the mailbox's one current session; a write with an old epoch throws `FencedOff` and changes nothing. */
export interface Fence {
  readonly mailboxId: string;
  readonly epoch: number;
}

export class FencedOff extends Error {
  override readonly name = 'FencedOff';
}

/** What is sealed cannot be opened: SECRET_KEY is not the one it was sealed with. */
export class SecretLost extends Error {
  override readonly name = 'SecretLost';
}

/** What became of a journalled write. */
export interface JournalOutcome {
  readonly id: string;
  readonly state: JournalState;
  readonly itemId?: ItemId;
  readonly recordId?: RecordId;
}

/** One batch's outcome, remembered in one transaction: 200 links at most. */
export interface Memory {
  readonly links: readonly Link[];
  readonly endedLinks: readonly string[];
  readonly outcomes: readonly JournalOutcome[];
  /** J1: journal entries that are taken back with this. */
  readonly undone?: readonly string[];
}

/** What an undo takes back: all that a session did, or what it did to one contact. */
export interface UndoneOf {
  readonly session: string;
  readonly contact?: string;
}

export interface KeptItemRow {
  readonly id: string;
  readonly linkId: string | null;
  readonly recordId: RecordId | null;
  readonly journalId: string;
  readonly at: string;
  readonly content: unknown;
}

/** A held plan or a preview: the operations as the planner made them, JSON. `leave`: the preview of a way out (S7). */
export interface StoredPlan {
  readonly id: string;
  readonly mailboxId: string;
  readonly kind: 'held' | 'preview' | 'leave';
  readonly state: 'open' | 'replaced' | 'applied' | 'discarded';
  readonly createdAt: string;
  readonly reason: Reason | null;
  readonly filter: Filter | null;
  readonly settingsVersion: number;
  readonly counts: Counts;
  /** The operations, and what else the engine needs to apply them. */
  readonly content: unknown;
}

export interface ContactQuery {
  readonly q?: string;
  readonly emails?: readonly string[];
  readonly states?: readonly Link['state'][];
  readonly limit: number;
  /** The last id of the page before. */
  readonly after?: string;
}

/** Someone who has signed in. */
export interface KnownPerson extends Identity {
  readonly name: string;
  /** ISO 8601: when they were last noted. */
  readonly seenAt: string;
}

/** What a web session's token opens. */
export interface WebSession {
  readonly identity: Identity;
  readonly name: string;
  readonly admin: boolean;
}

/** What is good once: a sign-in on its way, a code of the pane's dialog, a connection to Salesforce on its way. */
export type TicketKind = 'sign-in' | 'code' | 'salesforce';

/** Page cursors are opaque; newest first. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly next?: string;
}

export interface Store {
  readonly mailboxes: {
    /** Adds the mailbox or updates name, admin, service and username of an existing one (by e-mail). */
    enrol(person: Pick<MailboxMemory, 'email' | 'name' | 'admin' | 'service' | 'crmUsername'>): Promise<MailboxMemory>;
    /**
     * Adds the mailbox for this person, or gives one that has this address and nobody yet to them; `service` and `name` are updated, the username only where one is given.
     * Undefined, with nothing changed, where the address belongs to somebody else: a reused address takes nothing over.
     */
    enrolPerson(
      person: Pick<MailboxMemory, 'email' | 'name' | 'service' | 'serviceId'> & {
        readonly identity: Identity;
        readonly crmUsername?: string;
      },
    ): Promise<MailboxMemory | undefined>;
    byIdentity(identity: Identity): Promise<MailboxMemory | undefined>;
    byId(id: string): Promise<MailboxMemory | undefined>;
    byEmail(email: string): Promise<MailboxMemory | undefined>;
    all(): Promise<readonly MailboxMemory[]>;
    /** Takes the mailbox over: a new epoch, so that an older session can write no more. */
    begin(id: string): Promise<{ readonly fence: Fence; readonly mailbox: MailboxMemory }>;
    /** Throws FencedOff where another worker has taken the mailbox over: asked between calls of which nothing is remembered one by one. */
    confirm(fence: Fence): Promise<void>;
    /** Session state: folder, cursors, view, org, stopped, flags. Fenced. */
    remember(
      fence: Fence,
      change: Partial<
        Pick<
          MailboxMemory,
          | 'orgId'
          | 'crmUserId'
          | 'crmUrl'
          | 'folderId'
          | 'cursors'
          | 'viewVersion'
          | 'viewProblem'
          | 'stopped'
          | 'firstSessionDone'
          | 'reconciledAt'
          | 'lastSessionAt'
        >
      >,
    ): Promise<void>;
    /**
     * Changes the parts given, in one statement: two changes at once of different parts both hold. Raises settingsVersion, replaces an open held
     * plan (D5). A filter without `filterPreview` takes the old one's away.
     */
    changeSettings(
      id: string,
      change: Partial<MailboxSettings>,
      also?: { readonly clearStop?: boolean; readonly forgetFolder?: boolean },
    ): Promise<MailboxMemory>;
    /** S6: whom the person connected themselves as, from now on; null: no longer. The username that an administrator named stays beneath. */
    connect(id: string, username: string | null, also?: { readonly clearStop?: boolean }): Promise<MailboxMemory>;
    /** Mailboxes whose next session is due, at most `limit`; each one's nextAt is moved on in the same statement to its own next place in the interval (S3), so that no other dispatcher sends it too. */
    takeDue(now: Date, limit: number, intervalMinutes: number): Promise<readonly string[]>;
    schedule(id: string, nextAt: Date): Promise<void>;
    /** A service asks to be left alone until then: a scheduled session comes not before; one that a person asks for may. */
    postpone(id: string, until: Date): Promise<void>;
    /** T4: mailboxes stopped since then or longer, neither off nor paused, whose people were not told after `toldBefore`; the longest stopped first. */
    toTell(
      when: { readonly stoppedBefore: Date; readonly toldBefore: Date },
      limit: number,
    ): Promise<readonly MailboxMemory[]>;
    noteTold(id: string, at: Date): Promise<void>;
    noteLanguage(id: string, language: string): Promise<void>;
    /**
     * S7: links, cursors, folder, org and plans are forgotten, and sync is off; who they are, the other settings, and the journal with what was kept for
     * undo stay. Fenced.
     */
    leave(fence: Fence): Promise<void>;
    /** Everything remembered of the mailbox goes, settings back to defaults; nothing in mailbox or CRM is touched. A new epoch. */
    forget(id: string): Promise<void>;
  };
  readonly links: {
    /** Every link of the mailbox, in pages inside, without bases. */
    heads(mailboxId: string): Promise<LinkHead[]>;
    byIds(mailboxId: string, ids: readonly string[]): Promise<Link[]>;
    /** Links that have any of these records, in this mailbox. */
    byRecords(mailboxId: string, recordIds: readonly RecordId[]): Promise<Link[]>;
    /** Links that have any of these items, in this mailbox. */
    byItems(mailboxId: string, itemIds: readonly ItemId[]): Promise<Link[]>;
    /** For the API: by text, addresses or state, ordered by name then id. */
    find(mailboxId: string, query: ContactQuery): Promise<Page<Link>>;
    counts(mailboxId: string): Promise<Readonly<Record<Link['state'] | 'attention' | 'conflict', number>>>;
    /** T1: the Accounts' names of this mailbox's linked contacts with an address of that domain, one for each contact, 500 at most. */
    accountNames(mailboxId: string, domain: string): Promise<readonly string[]>;
    /** T1: a record that a person switched on waits for its item; unfenced. The link that the record has already is given back instead. */
    waitForItem(link: Link & { readonly recordId: RecordId }): Promise<Link>;
    /** T1: an item that a person switched on waits for its record; unfenced. The link that the item has already is given back instead. */
    wait(link: Link & { readonly itemId: ItemId }): Promise<Link>;
    /** T1: someone new waits for their card; unfenced. A link that the address has already is given back instead. */
    waitForCard(link: Link): Promise<Link>;
    /** T1, C5: links whose person has filled in something that is not in the mailbox yet. */
    filledIn(mailboxId: string): Promise<Link[]>;
    /** What a person asked of one contact; unfenced, taken up by the next session. Null: none such. */
    request(mailboxId: string, linkId: string, request: Request | null): Promise<Link | undefined>;
    /** Records that were looked at again and are as they were (or were refused, C5), under a version that is no longer young. */
    recordVersions(
      fence: Fence,
      versions: readonly { readonly linkId: string; readonly from: Version; readonly to: Version }[],
    ): Promise<void>;
    /** C2: someone looked. */
    settleConflict(mailboxId: string, linkId: string): Promise<Link | undefined>;
    /** C2: of all mailboxes, conflicts older than this end as if somebody had looked at them; answers how many. */
    endConflicts(before: Date): Promise<number>;
  };
  /** One transaction; at most 200 links. */
  remember(fence: Fence, memory: Memory): Promise<void>;
  readonly journal: {
    /** Before the writes are sent. */
    open(fence: Fence, entries: readonly JournalEntry[], kept?: readonly Omit<KeptItemRow, 'at'>[]): Promise<void>;
    /** Open intents, oldest first. */
    intents(mailboxId: string): Promise<readonly JournalEntry[]>;
    ofSession(mailboxId: string, sessionId: string): Promise<readonly JournalEntry[]>;
    /**
     * J1: writes that happened since and were not taken back, oldest first, by contact. Not among them: notes, and the mark that U4 and T3 keep in step
     * with the status by themselves.
     */
    undoable(
      mailboxId: string,
      of: UndoneOf,
      since: Date,
    ): Promise<readonly { readonly id: string; readonly linkId: string }[]>;
    /** J1: by contact, the session that wrote last to it of what can still be taken back: an undo of the contact is of that one. */
    lastSessions(mailboxId: string, linkIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
    byIds(mailboxId: string, ids: readonly string[]): Promise<readonly JournalEntry[]>;
    /** Lines of a session that no write stands behind, the first `limit`. */
    notes(mailboxId: string, sessionId: string, limit: number): Promise<readonly JournalEntry[]>;
    ofLink(mailboxId: string, linkId: string): Promise<readonly JournalEntry[]>;
    page(
      mailboxId: string,
      query: { readonly email?: string; readonly session?: string; readonly limit: number; readonly before?: string },
    ): Promise<Page<JournalEntry>>;
    /** D5: deletes that we decided since (ISO), done or open, neither asked for by the person nor allowed by them in a plan. */
    deletesSince(mailboxId: string, since: string): Promise<number>;
    /** Finished entries, kept items, finished sessions and closed plans older than this go, a thousand rows at a time; answers how many. */
    prune(before: Date): Promise<number>;
  };
  readonly kept: {
    /** The latest copy kept of the item of this record in this mailbox (F6), or of one journal entry (J1). */
    ofRecord(mailboxId: string, recordId: RecordId): Promise<KeptItemRow | undefined>;
    /** Which of these records have a kept copy. */
    ofRecords(mailboxId: string, recordIds: readonly RecordId[]): Promise<ReadonlySet<RecordId>>;
    ofEntry(mailboxId: string, journalId: string): Promise<KeptItemRow | undefined>;
  };
  readonly sessions: {
    /** A queued or running session of the same task is given back instead (S3). */
    queue(mailboxId: string, task: SessionTask): Promise<Session>;
    start(fence: Fence, id: string): Promise<Session>;
    progress(fence: Fence, id: string, change: Pick<Session, 'counts' | 'calls' | 'progress'>): Promise<void>;
    finish(
      fence: Fence,
      id: string,
      end: {
        readonly state: SessionState;
        readonly reason?: Reason | null;
        readonly counts: Counts;
        readonly calls: Session['calls'];
        readonly planId?: string | null;
      },
    ): Promise<Session>;
    /** A session that will never run: its worker is gone and its job given up. */
    giveUp(id: string, reason: Reason): Promise<void>;
    byId(mailboxId: string, id: string): Promise<Session | undefined>;
    page(mailboxId: string, limit: number, before?: string): Promise<Page<Session>>;
    /** T1: sessions for single contacts that wait, oldest first: a running one takes them up between batches. */
    waitingForContacts(mailboxId: string): Promise<readonly Session[]>;
    /** The one queued or running, if any. */
    current(mailboxId: string): Promise<Session | undefined>;
  };
  readonly plans: {
    /** A new held plan replaces the open one of the mailbox. */
    save(plan: Omit<StoredPlan, 'createdAt' | 'state'>): Promise<void>;
    byId(mailboxId: string, id: string): Promise<StoredPlan | undefined>;
    held(mailboxId: string): Promise<StoredPlan | undefined>;
    /** False if it is no longer open. */
    close(mailboxId: string, id: string, state: 'applied' | 'discarded' | 'replaced'): Promise<boolean>;
  };
  readonly overview: Overview;
  /**
   * P1: look-up and create for one key (an e-mail of one org) one after the other, across mailboxes and processes.
   * Keys are taken in sorted order. On PostgreSQL advisory locks on a connection of their own, on the embedded store a lock in the process.
   */
  withLocks<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>;
  /** A secret (a refresh token), encrypted at rest with the key of the configuration (AES-256-GCM). */
  readonly secrets: {
    /** Throws SecretLost. */
    get(name: string): Promise<string | undefined>;
    set(name: string, value: string): Promise<void>;
    remove(name: string): Promise<void>;
    /** Work on one secret alone, across processes as `withLocks`. It may be done while locks are held, and takes none itself. */
    alone<T>(name: string, work: () => Promise<T>): Promise<T>;
  };
  readonly people: {
    /** Notes who signed in, so that an administrator can enrol them. */
    note(identity: Identity, name: string): Promise<void>;
    /** Those without a mailbox, with this in their name, the latest first, 200 at most. */
    withoutMailbox(q?: string): Promise<readonly KnownPerson[]>;
  };
  /** Sessions in the browser. Tokens are never stored, only their hash. */
  readonly webSessions: {
    start(token: string, session: WebSession, until: Date): Promise<void>;
    /** Undefined: unknown, ended or run out. `id` is what `end` takes. */
    find(token: string): Promise<(WebSession & { readonly id: string }) | undefined>;
    end(id: string): Promise<void>;
    endAll(identity: Identity): Promise<void>;
  };
  /** Kept encrypted under the hash of `key` until `until`, and given out once. */
  readonly tickets: {
    put(kind: TicketKind, key: string, content: object, until: Date): Promise<void>;
    /** Undefined: unknown, taken already, of another kind, or run out. */
    take(kind: TicketKind, key: string): Promise<unknown>;
  };
  /** Web sessions and tickets that have run out go. */
  pruneSignIns(now: Date): Promise<number>;
}
