import type { FieldName, ItemId, RecordId } from './contact.ts';

export type OperationKind =
  | 'create-item'
  | 'update-item'
  | 'remove-item'
  | 'move-item'
  | 'release-item'
  | 'create-record'
  | 'update-record'
  | 'delete-record'
  | 'undelete-record'
  /** A line in the activity that no write stands behind (A5). */
  | 'note';

/** One field of one write, as shown and as undone. Values are the written forms; addresses as one text. */
export interface FieldEntry {
  readonly field: FieldName | 'categories';
  readonly before: string;
  readonly after: string;
  /** The side whose change caused it. */
  readonly from: 'outlook' | 'salesforce' | 'us';
}

/** `open`: sent or about to be, not yet known (an intent). `unknown`: given up asking, shown to the person. */
export type JournalState = 'open' | 'done' | 'failed' | 'not-done' | 'unknown';

/** One write (J1), stored before it is sent and finished after it. Its id is the intent. */
export interface JournalEntry {
  readonly id: string;
  readonly mailboxId: string;
  readonly sessionId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly rule: string;
  readonly kind: OperationKind;
  readonly linkId: string | null;
  readonly itemId: ItemId | null;
  readonly recordId: RecordId | null;
  readonly contact: { readonly name: string; readonly email: string };
  readonly fields: readonly FieldEntry[];
  /** A losing value of a conflict stands here too and can be put back (C2). */
  readonly lost?: readonly { readonly field: FieldName; readonly value: string; readonly side: 'item' | 'record' }[];
  /** Asked for by the person (not counted by the brake, D5). */
  readonly asked: boolean;
  readonly state: JournalState;
  /** What resolving the intent or undoing the write needs: the engine's own, JSON. */
  readonly payload: unknown;
  readonly finishedAt: string | null;
  readonly undoneAt: string | null;
}

/** Whose writes are never taken back: the mark that U4 and T3 keep in step would be set again by the next session (J1). */
export const KEPT_IN_STEP: readonly string[] = ['U4', 'T3'];

/** J1: whether the write happened, still stands, and can be taken back while it is kept; by an undo of its contact where it is of that one's latest session. */
export function isUndoable({ state, undoneAt, kind, rule, payload, linkId }: JournalEntry): boolean {
  const stands = state === 'done' && undoneAt === null && payload !== null && linkId !== null;
  return stands && kind !== 'note' && !KEPT_IN_STEP.includes(rule);
}
