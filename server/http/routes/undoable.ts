import type { JournalEntry } from '../../model/journal.ts';

/** J1: a write that happened and was not taken back yet. */
export function isUndoable({ state, undoneAt, kind }: JournalEntry): boolean {
  return state === 'done' && undoneAt === null && kind !== 'note';
}
