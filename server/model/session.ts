import type { Reason } from './link.ts';

export type SessionState = 'queued' | 'running' | 'done' | 'failed' | 'held' | 'stopped';

export interface Counts {
  readonly itemsCreated: number;
  readonly itemsUpdated: number;
  readonly itemsDeleted: number;
  readonly recordsCreated: number;
  readonly recordsUpdated: number;
  readonly recordsDeleted: number;
  readonly conflicts: number;
  readonly refused: number;
}

export const NO_COUNTS: Counts = {
  itemsCreated: 0,
  itemsUpdated: 0,
  itemsDeleted: 0,
  recordsCreated: 0,
  recordsUpdated: 0,
  recordsDeleted: 0,
  conflicts: 0,
  refused: 0,
};

/** S7: what becomes of the items when a mailbox leaves: `keep`, all stay without our mark; `remove`, what came from Salesforce goes. */
export type LeaveChoice = 'keep' | 'remove';

/** What a session is for. `contacts`: limited to the links or items named, decides no deletes (T1). */
export type SessionTask =
  | { readonly kind: 'sync' }
  | { readonly kind: 'contacts'; readonly linkIds: readonly string[] }
  | { readonly kind: 'apply-plan'; readonly planId: string }
  | { readonly kind: 'discard-plan'; readonly planId: string }
  | { readonly kind: 'undo-session'; readonly sessionId: string }
  | { readonly kind: 'undo-contact'; readonly linkId: string; readonly sessionId: string }
  | { readonly kind: 'leave'; readonly choice: LeaveChoice };

export interface Session {
  readonly id: string;
  readonly mailboxId: string;
  readonly task: SessionTask;
  readonly state: SessionState;
  readonly reason: Reason | null;
  readonly counts: Counts;
  readonly calls: { readonly mailbox: number; readonly salesforce: number };
  /** Contacts done and in all, as far as known, for progress. */
  readonly progress: { readonly done: number; readonly total: number };
  readonly queuedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** The held plan of this session (D5). */
  readonly planId: string | null;
}
