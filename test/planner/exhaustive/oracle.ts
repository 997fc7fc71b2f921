import { BASE, isLost, isMarkedAnew, itemFields, recordFields, type Case, type Fields } from './cases.ts';

/** What a person finds once all is quiet. */
export interface Outcome {
  /** The row of *When rules meet* that decides first; null: nothing is to be done. */
  readonly row: string | null;
  /** The pair's item. `freed`: outside the folder without category and key, and nothing in its place. */
  readonly item: 'kept' | 'removed' | 'freed' | 'made-again' | 'freed-and-made-again' | 'lost' | 'untouched';
  readonly record: 'kept' | 'deleted' | 'untouched';
  /** What both sides hold, where both are there; else what the record holds. */
  readonly values: Fields | null;
}

/**
 * What must become of a case, written from the rules' text alone: *When rules meet*, then C1, C2, D1, D2, F5, U4, U5. It shares nothing with the
 * planner but the words.
 */
export function expected(one: Case): Outcome {
  const { item, record, origin, autoRemoval, viewRead } = one;
  const untouched = (row: string | null): Outcome => ({ row, item: 'untouched', record: 'untouched', values: null });
  // M1: an intent is open, or something needed is unknown.
  if (one.openIntent || !one.lookedUp) return untouched(null);
  // M8: nothing, until a new mark; only that its record is the master now is remembered (M2).
  if (one.state === 'stopped') return untouched(record === 'merged' ? 'M2' : null);

  const values = merged(one);
  const edited = differs(itemFields(one), BASE);
  const wasDeleted = record === 'deleted' || record === 'edited-and-deleted';
  const left = record === 'left-the-view' || record === 'edited-and-left-the-view';
  const movedOut = item === 'moved-out' || item === 'edited-and-moved-out';
  // While the view cannot be read there is no F5; what was in it counts as in it.
  const outsideView = left && viewRead;

  // M8: a new mark resumes the same pair with its kept base, from Outlook from then on; with what its record has become.
  if (isMarkedAnew(one.state)) {
    if (startsAnew(one)) return untouched(null);
    if (record === 'unreadable') return untouched('M5');
    return { row: record === 'merged' ? 'M2' : 'M8', item: 'kept', record: 'kept', values };
  }

  // M2 where the master has an item here: unsynced edits go into that pair, then the losing item goes. Nothing of it goes into a pair of its own.
  if (record === 'merged-with-linked') {
    if (isLost(item)) return { row: 'M2', item: movedOut ? 'freed' : 'lost', record: 'untouched', values: null };
    const row = item === 'gone-with-a-key-holder' ? 'M1' : 'M2';
    return { row, item: 'removed', record: 'kept', values };
  }

  // M2 before M3: the link moves to the master, which counts as edited; then the item's row.
  // P4 first, where the item that is there is not the one remembered and no merge takes it over on the way.
  const takenOver =
    item === 'gone-with-a-key-holder' &&
    (wasDeleted || record === 'merged' || record === 'unreadable' || (outsideView && origin === 'salesforce'));
  const row = takenOver ? 'M1' : record === 'merged' ? 'M2' : movedOut ? 'M3' : wasDeleted ? 'M4' : undefined;
  if (isLost(item)) {
    const gone = movedOut ? 'freed' : 'lost';
    const readable = !wasDeleted && record !== 'unreadable';
    const counts = readable && (!outsideView || origin === 'outlook');
    const first = row ?? (readable ? 'M6' : record === 'unreadable' ? 'M5' : 'M4');
    if (!counts) return { row: first, item: gone, record: 'untouched', values: null };
    // D2: a record edited since, or given to another owner, is not deleted; the item is made again instead.
    const recordEdited = differs(recordFields(one), BASE) || record.endsWith('reassigned');
    if (autoRemoval && !recordEdited) return { row: first, item: gone, record: 'deleted', values: null };
    const made = movedOut ? 'freed-and-made-again' : 'made-again';
    return { row: first, item: made, record: 'kept', values: recordFields(one) };
  }
  // D1: an edit since is kept in the journal.
  if (wasDeleted) return { row: row ?? 'M4', item: 'removed', record: 'untouched', values: null };
  // M5: lost access; nothing is written to Salesforce.
  if (record === 'unreadable')
    return origin === 'salesforce' && !edited
      ? { row: row ?? 'M5', item: 'removed', record: 'untouched', values: null }
      : { row: row ?? 'M5', item: 'untouched', record: 'untouched', values: null };
  // M7: merged now, removed in the next session at the earliest.
  if (outsideView && origin === 'salesforce') return { row: row ?? 'M7', item: 'removed', record: 'kept', values };
  const moved =
    edited ||
    differs(recordFields(one), BASE) ||
    record === 'merged' ||
    record === 'touched' ||
    record === 'reassigned' ||
    item === 'touched' ||
    item === 'unmarked' ||
    item === 'edited-and-unmarked' ||
    item === 'gone-with-a-key-holder';
  return { row: row ?? (moved ? 'M9' : null), item: 'kept', record: 'kept', values };
}

/** M8 where the record was deleted, or is another pair's, since the pair was stopped: its item is marked like any that has no record (U3). */
export function startsAnew({ state, record, openIntent, lookedUp }: Case): boolean {
  const gone = record === 'deleted' || record === 'edited-and-deleted' || record === 'merged-with-linked';
  return isMarkedAnew(state) && gone && !openIntent && lookedUp;
}

/** C1 and C2, field by field. */
function merged(one: Case): Fields {
  const [mine, theirs] = [itemFields(one), recordFields(one)];
  const outlookWins = one.policy === 'outlook' || one.policy === 'newest-item';
  const both = (field: keyof Fields): string => {
    if (mine[field] === BASE[field]) return theirs[field];
    if (theirs[field] === BASE[field]) return mine[field];
    return outlookWins ? mine[field] : theirs[field];
  };
  return { title: both('title'), notes: both('notes') };
}

export function differs(one: Fields, other: Fields): boolean {
  return one.title !== other.title || one.notes !== other.notes;
}
