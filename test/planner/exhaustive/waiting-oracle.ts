import { isHindered, isUndecided, recordFields, type Fields } from './cases.ts';
import { uploaded, withoutRefused, type Outcome } from './oracle.ts';
import {
  isElsewhere,
  isItemLost,
  startOfWaiting,
  WAITING_ITEM,
  WAITING_RECORD,
  type DownloadCase,
  type UploadCase,
  type WaitingCase,
} from './waiting.ts';
import type { Trial } from './trial.ts';

/** What must become of a contact that has only one side yet, from the text of C5, F4, F5, M1 to M6, P1, P2, T6, U1 to U3, U5 and U7. */
function expectedWaiting(one: WaitingCase): Outcome {
  return one.waitsFor === 'record' ? expectedUpload(one) : expectedDownload(one);
}

export function waitingTrial(one: WaitingCase): Trial {
  const holds = holdsOf(one);
  const free = { service: 'takes', private: false, blocked: 'no' } as const;
  const since = one.since === 'request' ? 'request' : 'day';
  return {
    start: startOfWaiting(one),
    terms: one,
    wanted: expectedWaiting(one),
    afterwards: isHindered(one) ? expectedWaiting({ ...one, ...free, since }) : null,
    item: 'i1',
    holds,
    typed: typedIn(one),
    check: () => [],
  };
}

function holdsOf(one: WaitingCase): Outcome['holds'] {
  if (one.waitsFor === 'record') return { item: WAITING_ITEM, record: WAITING_RECORD };
  return { item: NOTHING, record: recordFields(one) };
}
const NOTHING: Fields = { title: '', notes: '' };

/** What its person has removed for good is nowhere. */
function typedIn(one: WaitingCase): string[] {
  if (one.waitsFor === 'item') return [];
  const mine = one.item === 'gone' ? [] : [WAITING_ITEM.title, WAITING_ITEM.notes];
  return [...mine, ...(one.org === 'nobody' ? [] : [WAITING_RECORD.title])];
}

function expectedUpload(one: UploadCase): Outcome {
  const { item, org } = one;
  const holds = holdsOf(one);
  // U5, U3: without its mark it is nobody's elsewhere; being asked for is a mark as well (T1).
  const isMarked = item !== 'unmarked-elsewhere' || one.since === 'request';
  const waits: Outcome = { row: null, item: isMarked ? 'untouched' : 'freed', record: 'untouched', holds, quiet: true };
  if (isUndecided(one)) return waits;
  if (isItemLost(item)) return { row: undefined, item: 'lost', record: 'untouched', holds };
  if (!isMarked) return { row: undefined, item: 'freed', record: 'untouched', holds };
  // U7, T6: it does not go up. C5: nor does what was refused, until something changes.
  const isGivenMark = item === 'unmarked-elsewhere';
  if (one.private || one.blocked !== 'no') return { ...waits, quiet: !isGivenMark };
  if (one.refusal !== 'none' && one.since === 'nothing') return waits;
  // P1: the person is asked.
  if (org === 'doubtful') return { ...waits, quiet: !isGivenMark };
  if (org === 'nobody') return uploaded(one, WAITING_ITEM, isElsewhere(item));
  return joined(one);
}

/** P1, P2: blanks are filled, differences settled by C2. C5: what is refused is left out. */
function joined({ item, policy, service }: UploadCase): Outcome {
  const outlookWins = policy === 'outlook' || policy === 'newest-item';
  const values = { ...WAITING_ITEM, title: outlookWins ? WAITING_ITEM.title : WAITING_RECORD.title };
  const holds = {
    item: withoutRefused('item', service, WAITING_ITEM, values),
    record: withoutRefused('record', service, WAITING_RECORD, values),
  };
  // U8: what cannot be moved stays where it is.
  const isStuck = isElsewhere(item) && service === 'item-refuses-all';
  return { row: null, item: isStuck ? 'untouched' : 'kept', record: 'kept', holds };
}

function expectedDownload(one: DownloadCase): Outcome {
  const { record, origin, state, service } = one;
  const holds = holdsOf(one);
  const waits: Outcome = { row: null, item: 'untouched', record: 'untouched', holds, quiet: true };
  // M1, T6. C5: what was refused waits for its next try, whatever became of its record.
  if (isUndecided(one) || one.blocked !== 'no') return waits;
  if (state === 'waiting' && one.refusal !== 'none' && one.since === 'nothing') return waits;
  const left = record === 'left-the-view' || record === 'edited-and-left-the-view';
  const gone = ['deleted', 'edited-and-deleted', 'unreadable', 'merged-with-linked'].includes(record);
  // F5, M4, M5, M6, and M2 where the master has its item: nothing is left to be made.
  if (gone || (left && one.viewRead && origin === 'salesforce'))
    return { row: undefined, item: 'lost', record: 'untouched', holds };
  const made: Outcome = {
    row: one.since === 'request' ? undefined : record === 'merged' ? 'M2' : 'M6',
    item: 'made-again',
    record: 'kept',
    holds: { item: holds.record, record: holds.record },
  };
  if (service === 'item-refuses-all') return { ...made, item: 'untouched', holds };
  return service === 'item-refuses-title'
    ? { ...made, holds: { item: { ...holds.record, title: '' }, record: holds.record } }
    : made;
}
