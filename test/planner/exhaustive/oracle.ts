import {
  BASE,
  hasNoRecord,
  isGone,
  isLost,
  isMarkedAnew,
  isUndecided,
  itemFields,
  liesElsewhere,
  recordFields,
  type Case,
  type Fields,
} from './cases.ts';

/** What a person finds once all is quiet. */
export interface Outcome {
  /** The row of *When rules meet* that decides first; null: nothing is to be done; undefined: whichever finds it out. */
  readonly row: string | null | undefined;
  /** The pair's item. `freed`: outside the folder without category and key, and nothing in its place. */
  readonly item: 'kept' | 'removed' | 'freed' | 'made-again' | 'freed-and-made-again' | 'lost' | 'untouched';
  readonly record: 'kept' | 'deleted' | 'made' | 'untouched';
  /** What each side holds, where it is there. */
  readonly holds: { readonly item: Fields; readonly record: Fields };
  /** M7: an item that is to be removed may stay until the next day. */
  readonly mayStay?: boolean;
  /** Nothing is so much as tried. */
  readonly quiet?: boolean;
}

/**
 * What must become of a case, written from the rules' text alone: *When rules meet*, then C1, C2, C5, D1, D2, F5, T6, U4, U5, U7. It shares nothing with
 * the planner but the words.
 */
export function expected(one: Case): Outcome {
  // M1 before all.
  if (isUndecided(one)) return asItWas(one, null);
  // T6: a pair that a blocklist has stands still, whatever becomes of either side; a wish for it comes to nothing.
  const isSwitchedOn = one.state === 'switched-on-again';
  if (one.blocked === 'by-admin' || one.blocked === 'by-person')
    return asItWas(one, isSwitchedOn && !startsAnew(one) ? undefined : null);
  // M8: nothing, until a new mark; only that its record is the master now is remembered (M2).
  if (one.state === 'stopped') return asItWas(one, one.record === 'merged' ? 'M2' : null);
  const { item, record } = one;
  // U7: nothing of it is written either way, and what a session knew to be private is not even deleted in Salesforce (D2); of a lost one nobody knows more.
  // T6 likewise, for an address that is seen when the item is read to be merged.
  if ((one.private || one.blocked === 'by-edit') && !isLost(item))
    return asItWas(one, startsAnew(one) ? null : undefined);
  // C5: nothing is tried until a side, the settings or the day changed; M7: what was refused stays. A lost item's place is taken by a holder of its key
  // (P4), and a merged record's by its master: that is a change, too. Whatever else became of a side is no try.
  const standsStill = one.refusal !== 'none' && one.since === 'nothing' && !isLost(item) && !isGone(record);
  if (standsStill && item !== 'gone-with-a-key-holder') return asItWas(one, null);
  return withRefusals(one, unhindered(one));
}

/** What must have become of it once nothing stands in the way any more and a day has passed: what would have become of it at once. */
export function afterwards(one: Case): Outcome {
  const wanted = expected({ ...one, service: 'takes', since: 'day', private: false, blocked: 'no' });
  const isMadeAgain = one.service === 'record-refuses-all' && wanted.item === 'freed' && wanted.record === 'deleted';
  return isMadeAgain || isWishOver(one) ? expected(one) : wanted;
}

/** M8: a wish that came to nothing is over, and a pair that was stopped stays so until the next one. Who starts anew has the mark instead (U3). */
export function isWishOver(one: Case): boolean {
  const isHeld = one.private || one.blocked !== 'no' || one.service === 'item-refuses-all';
  return one.state === 'switched-on-again' && !startsAnew(one) && isHeld;
}

/** Both sides as they are. */
function asItWas(one: Case, row: Outcome['row']): Outcome {
  const holds = { item: itemFields(one), record: recordFields(one) };
  // U3: an item that was switched on and waits gets its mark.
  const isGivenMark = one.state === 'switched-on-again' && startsAnew(one);
  return { row, item: 'untouched', record: 'untouched', holds, quiet: !isGivenMark };
}

/** What becomes of a case with which nothing stands in the way. */
function unhindered(one: Case): Outcome {
  const { item, record, origin, autoRemoval, viewRead } = one;
  const values = merged(one);
  const both = { item: values, record: values };
  const apart = { item: itemFields(one), record: recordFields(one) };
  const edited = differs(itemFields(one), BASE);
  const wasDeleted = record === 'deleted' || record === 'edited-and-deleted';
  const left = record === 'left-the-view' || record === 'edited-and-left-the-view';
  const movedOut = item === 'moved-out' || item === 'edited-and-moved-out';
  // While the view cannot be read there is no F5; what was in it counts as in it.
  const outsideView = left && viewRead;

  // M8: a new mark resumes the same pair with its kept base, from Outlook from then on; with what its record has become.
  if (isMarkedAnew(one.state)) {
    // P1: the master has its pair, so the person is asked.
    if (startsAnew(one))
      return record === 'merged-with-linked' ? asItWas(one, null) : uploaded(one, itemFields(one), liesElsewhere(one));
    if (record === 'unreadable') return asItWas(one, 'M5');
    return { row: record === 'merged' ? 'M2' : 'M8', item: 'kept', record: 'kept', holds: both };
  }

  // M2 where the master has an item here: unsynced edits go into that pair, then the losing item goes. Nothing of it goes into a pair of its own.
  if (record === 'merged-with-linked') {
    if (isLost(item)) return { row: 'M2', item: movedOut ? 'freed' : 'lost', record: 'untouched', holds: apart };
    return { row: 'M2', item: 'removed', record: 'kept', holds: both };
  }

  // M2 before M3: the link moves to the master, which counts as edited; then the item's row.
  const row = record === 'merged' ? 'M2' : movedOut ? 'M3' : wasDeleted ? 'M4' : undefined;
  if (isLost(item)) {
    const gone = movedOut ? 'freed' : 'lost';
    const readable = !wasDeleted && record !== 'unreadable';
    const counts = readable && (!outsideView || origin === 'outlook');
    const first = row ?? (readable ? 'M6' : record === 'unreadable' ? 'M5' : 'M4');
    if (!counts) return { row: first, item: gone, record: 'untouched', holds: apart };
    // D2: a record edited since, or given to another owner, is not deleted; nor one that was refused, for it is not known to be as at the last sync (C5).
    // The item is made again instead.
    const recordEdited = differs(recordFields(one), BASE) || record.endsWith('reassigned') || one.refusal !== 'none';
    if (autoRemoval && !recordEdited) return { row: first, item: gone, record: 'deleted', holds: apart };
    const made = movedOut ? 'freed-and-made-again' : 'made-again';
    return { row: first, item: made, record: 'kept', holds: { item: recordFields(one), record: recordFields(one) } };
  }
  // D1: an edit since is kept in the journal.
  if (wasDeleted) return { row: 'M4', item: 'removed', record: 'untouched', holds: apart };
  // M5: lost access; nothing is written to Salesforce.
  if (record === 'unreadable')
    return origin === 'salesforce' && !edited
      ? { row: 'M5', item: 'removed', record: 'untouched', holds: apart }
      : asItWas(one, 'M5');
  // M7: merged now, removed in the next session at the earliest.
  if (outsideView && origin === 'salesforce') return { row: 'M7', item: 'removed', record: 'kept', holds: both };
  const moved =
    edited ||
    differs(recordFields(one), BASE) ||
    record === 'touched' ||
    record === 'reassigned' ||
    item === 'touched' ||
    item === 'unmarked' ||
    item === 'edited-and-unmarked' ||
    item === 'gone-with-a-key-holder' ||
    one.refusal !== 'none';
  return { row: row ?? (moved ? 'M9' : null), item: 'kept', record: 'kept', holds: both };
}

/** U1 to U3: an item gets a record; one that lies elsewhere is moved into the folder first. C5: nothing but its last name must be sent. */
export function uploaded({ service }: Pick<Case, 'service'>, mine: Fields, isOutside: boolean): Outcome {
  const made: Outcome = { row: null, item: 'kept', record: 'made', holds: { item: mine, record: mine } };
  if (service === 'record-refuses-all') return { ...made, record: 'untouched' };
  if (service === 'item-refuses-all' && isOutside) return { ...made, item: 'untouched', record: 'untouched' };
  return service === 'record-refuses-title' ? { ...made, holds: { item: mine, record: { ...mine, title: '' } } } : made;
}

/** C5: what a service refuses is left out, or fails the contact; the rest goes on. */
function withRefusals(one: Case, wanted: Outcome): Outcome {
  if (wanted.record === 'deleted') return notDeleted(one, wanted);
  if (wanted.item.endsWith('made-again')) return notMade(one, wanted);
  if (wanted.record !== 'kept') return wanted;
  if (one.record === 'merged-with-linked') return notFolded(one, wanted);
  const { service } = one;
  const [mine, theirs] = [itemFields(one), recordFields(one)];
  const holds = {
    item: withoutRefused('item', service, mine, wanted.holds.item),
    record: withoutRefused('record', service, theirs, wanted.holds.record),
  };
  // M8: what cannot be moved stays where it is.
  if (liesElsewhere(one) && service === 'item-refuses-all') return { ...wanted, item: 'untouched', holds };
  if (wanted.item !== 'removed') return { ...wanted, holds };
  // M7: an edited one is merged first; if that is refused, it stays.
  const isRefused = differs(holds.item, wanted.holds.item) || differs(holds.record, wanted.holds.record);
  if (differs(mine, BASE) && isRefused) return { ...wanted, item: 'kept', holds };
  // That an item holds nothing more is known when it is read, and one that was refused is at its next try.
  return service.startsWith('item') ? { ...wanted, mayStay: true } : wanted;
}

/** What a side that held `before` holds after a write of `after`. */
export function withoutRefused(
  side: 'item' | 'record',
  service: Case['service'],
  before: Fields,
  after: Fields,
): Fields {
  if (service === `${side}-refuses-all`) return before;
  return service === `${side}-refuses-title` ? { ...after, title: before.title } : after;
}

/** D2: a record that cannot be deleted is left alone; the item of one that was moved out is made again, for its record is still there. */
function notDeleted(one: Case, wanted: Outcome): Outcome {
  if (one.service !== 'record-refuses-all') return wanted;
  const theirs = recordFields(one);
  return wanted.item === 'freed'
    ? { ...wanted, item: 'freed-and-made-again', record: 'kept', holds: { item: theirs, record: theirs } }
    : { ...wanted, item: 'untouched', record: 'kept', holds: { item: itemFields(one), record: theirs } };
}

function notMade(one: Case, wanted: Outcome): Outcome {
  const [mine, theirs] = [itemFields(one), recordFields(one)];
  if (one.service === 'item-refuses-title')
    return { ...wanted, holds: { item: { ...theirs, title: '' }, record: theirs } };
  if (one.service !== 'item-refuses-all') return wanted;
  const item = wanted.item === 'freed-and-made-again' ? 'freed' : 'untouched';
  return { ...wanted, item, holds: { item: mine, record: theirs } };
}

/** M2: what goes into the master's pair goes first into its record, then into its item; only after both the losing item goes. */
function notFolded(one: Case, wanted: Outcome): Outcome {
  const { service } = one;
  const [mine, theirs] = [itemFields(one), recordFields(one)];
  const { item, record } = wanted.holds;
  if (!differs(record, theirs)) return wanted;
  const isTitleAlone = record.notes === theirs.notes;
  const isRefused = service.endsWith('all') || (service.endsWith('title') && isTitleAlone);
  const after = withoutRefused('record', service, theirs, record);
  return isRefused
    ? { ...wanted, item: 'kept', holds: { item: mine, record: after } }
    : { ...wanted, holds: { item, record: after } };
}

/** M8 where the record was deleted, or is another pair's, since the pair was stopped: its item is marked like any that has no record (U3). */
export function startsAnew(one: Case): boolean {
  return isMarkedAnew(one.state) && hasNoRecord(one.record) && !isUndecided(one);
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
