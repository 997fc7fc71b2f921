import type { ItemHead, RecordId } from '../model/contact.ts';
import { PRIVATE_ITEM, type LinkHead, type Reason, type Refusal } from '../model/link.ts';
import type { Observation, PlannerMemory } from './observation.ts';
import { isMarkedAnew } from './new-mark.ts';
import { NO_OTHERS, sightOfItem, type ItemSight, type RecordSight } from './sight.ts';

export type Row = 'M1' | 'M2' | 'M3' | 'M4' | 'M5' | 'M6' | 'M7' | 'M8' | 'M9';

/** What becomes of one link in this plan; the second pass turns it into writes. */
export type Action =
  | { readonly kind: 'nothing' }
  /** C1. `itemHead`: P4's or M8's item that takes the link's place. */
  | { readonly kind: 'merge'; readonly itemHead?: ItemHead; readonly resumed?: boolean; readonly move?: boolean }
  /** P4: another item has taken the lost one's place, and where it lies is not known; what becomes of it then is the next plan's. */
  | { readonly kind: 'take-over'; readonly head: ItemHead }
  /** M2: the link moves to the master. M8: so does a stopped one that goes on. */
  | {
      readonly kind: 'follow';
      readonly into: RecordId;
      readonly itemHead?: ItemHead;
      readonly resumed?: boolean;
      readonly move?: boolean;
    }
  /** M8: it stays stopped, and remembers which record it is about; a reason that was shown is over. */
  | { readonly kind: 'stay-stopped'; readonly recordId: RecordId }
  /** M2: the master has an item here already; this item's unsynced edits go into that pair, then it goes. */
  | { readonly kind: 'fold'; readonly into: RecordId; readonly pair: LinkHead['id']; readonly edited: boolean }
  | { readonly kind: 'remove-item' }
  | { readonly kind: 'delete-record'; readonly release?: ItemHead; readonly removeItem?: boolean }
  /** `into`: for the master of a merge (M2). */
  | { readonly kind: 'remake-item'; readonly release?: ItemHead; readonly into?: RecordId; readonly resumed?: boolean }
  | { readonly kind: 'release'; readonly head: ItemHead }
  | { readonly kind: 'end' }
  | { readonly kind: 'attention'; readonly reason: Reason }
  | { readonly kind: 'stop' };

export interface Decision {
  readonly row: Row;
  /** The rule that a person is shown as the reason. */
  readonly rule: string;
  readonly action: Action;
  readonly inView: boolean;
  /** The person asked for it in the pane: not counted by the brake (D5). */
  readonly asked: boolean;
  /** P4: the item that has taken a lost one's place; the decision is about that one. */
  readonly place?: ItemHead;
}

export interface Situation {
  readonly link: LinkHead;
  readonly item: ItemSight;
  readonly record: RecordSight;
  readonly observation: Observation;
  readonly memory: PlannerMemory;
  readonly autoRemoval: boolean;
  /** T6: its address is on a blocklist. */
  readonly blocked: boolean;
  /** The link, if any, that has the record `into` of a merge, or that goes there in this plan. */
  readonly linkOf: (record: RecordId) => LinkHead | undefined;
}

/**
 * *When rules meet*: the first row that fits decides. One link of a pair (linked or stopped) in, one decision out.
 * `undefined`: something is still to be asked (M1); see questions.ts.
 */
export function classify(situation: Situation): Decision {
  const { link, item, record, observation, memory } = situation;
  const inView = observation.viewRead ? record.state === 'readable' && record.inView : link.inView;
  const decide = (row: Row, action: Action, rule: string = row, asked = false): Decision => ({
    row,
    rule,
    action,
    inView,
    asked,
  });

  // M1: an intent is open, or something needed is unknown.
  if (memory.openIntents.has(link.id) || item.state === 'unknown' || record.state === 'unknown')
    return decide('M1', { kind: 'nothing' });

  // A person's wish stands above what would happen by itself, but never above an open intent.
  const wished = wish(situation, decide);
  if (wished !== undefined) return wished;

  // T6: nothing goes either way and both sides are kept, whatever becomes of either; off the list, the pair goes on from its base.
  if (situation.blocked) return decide('M8', { kind: 'nothing' }, 'T6');

  if (link.state === 'stopped') return stopped(situation, decide);
  if (item.state === 'ambiguous')
    return decide('M1', { kind: 'attention', reason: { code: 'several-items-with-key', params: {} } }, 'P4');

  const leaves = observation.viewRead && record.state === 'readable' && !record.inView && link.origin === 'salesforce';
  // Whatever row fits, it is about the item that is there: only a merge can take it over on the way.
  if (item.state === 'replaced' && (record.state !== 'readable' || leaves))
    return takenOver(situation, item.head) ?? decide('M1', { kind: 'take-over', head: item.head }, 'P4');

  // M2: the record was merged.
  if (record.state === 'merged') {
    const other = situation.linkOf(record.into);
    if (other === undefined || other.id === link.id) return decide('M2', afterMerge(situation, record.into));
    if (item.state === 'deleted' || item.state === 'none') return decide('M2', { kind: 'end' });
    if (item.state === 'outside') return decide('M2', { kind: 'release', head: item.head });
    if (isPaused(situation)) return decide('M2', { kind: 'nothing' }, 'U7');
    if (!isFoldDue(situation, record.into)) return decide('M2', { kind: 'nothing' });
    return decide('M2', { kind: 'fold', into: record.into, pair: other.id, edited: edited(situation) });
  }

  // M3: the item is outside the folder: U5, then the record by D2.
  if (item.state === 'outside') return decide('M3', afterLoss(situation, item.head), 'U5');

  // M4: the record is deleted.
  if (record.state === 'deleted') {
    if (item.state === 'deleted' || item.state === 'none') return decide('M4', { kind: 'end' });
    return isPaused(situation) ? decide('M4', { kind: 'nothing' }, 'U7') : decide('M4', { kind: 'remove-item' }, 'D1');
  }

  // M5: the record can't be read any more; absence is lost access, never a delete (D4).
  if (record.state === 'absent') {
    if (item.state === 'deleted' || item.state === 'none') return decide('M5', { kind: 'end' });
    if (isPaused(situation)) return decide('M5', { kind: 'nothing' }, 'U7');
    if (link.origin === 'salesforce' && !edited(situation)) return decide('M5', { kind: 'remove-item' });
    return decide('M5', { kind: 'attention', reason: { code: NOT_READABLE, params: {} } });
  }

  // M6: the item is deleted.
  if (item.state === 'deleted') return decide('M6', afterLoss(situation, undefined), 'D2');
  // Its item was never made: a refused or interrupted download.
  if (item.state === 'none') return decide('M6', afterLoss(situation, undefined), 'F4');

  // M7: outside the view, from Salesforce; an edited item is merged now and goes at the earliest in the next session.
  if (leaves) {
    if (isPaused(situation)) return decide('M7', { kind: 'nothing' }, 'U7');
    if (!edited(situation)) return decide('M7', { kind: 'remove-item' }, 'F5');
    // If the merge is refused it stays, and is tried again like any other (C5).
    return decide('M7', { kind: retryIsDue(situation, observation, memory) ? 'merge' : 'nothing' });
  }

  // M9: three-way merge, if anything moved.
  if (item.state === 'replaced') return decide('M9', { kind: 'merge', itemHead: item.head }, 'P4');
  const moved = item.state === 'changed' || (record.state === 'readable' && record.changed);
  const due = link.refusal === null ? moved || link.request !== null : retryIsDue(situation, observation, memory);
  return decide('M9', { kind: due ? 'merge' : 'nothing' }, 'C1');
}

/** The row for the item that is there; undefined: where it lies is not known. */
function takenOver(situation: Situation, head: ItemHead): Decision | undefined {
  const link = { ...situation.link, itemId: head.id, itemVersion: '' };
  const item = sightOfItem(link, situation.observation, NO_OTHERS, true);
  return item.state === 'changed' || item.state === 'outside'
    ? { ...classify({ ...situation, link, item }), place: head }
    : undefined;
}

type Decide = (row: Row, action: Action, rule?: string, asked?: boolean) => Decision;

/** T2 and P1: what the person asked for this pair. */
function wish(situation: Situation, decide: Decide): Decision | undefined {
  const { link, item, record } = situation;
  switch (link.request?.kind) {
    case 'remove':
      return decide(
        'M8',
        { kind: 'delete-record', removeItem: item.state === 'same' || item.state === 'changed' },
        'T2',
        true,
      );
    case 'stop':
      return decide('M8', { kind: 'stop' }, 'T2', true);
    case 'resume':
      // T1: a record that was switched on and has no item yet.
      if (link.state === 'waiting' && link.itemId === null)
        return record.state === 'readable' ? decide('M8', { kind: 'remake-item' }, 'T1', true) : undefined;
      // Begun and not finished, it goes on while there is a record.
      return link.state === 'stopped' || record.state === 'readable' ? resumed(situation, decide, true) : undefined;
    case 'put-back':
    case 'retry':
    case 'join':
    case 'create-new':
    case 'fill-in':
    case undefined:
      return undefined;
  }
}

/** M8: nothing until a new mark. Only where its record went is remembered (M2), so that the master does not come down as somebody new. */
function stopped(situation: Situation, decide: Decide): Decision {
  const { link, record, observation } = situation;
  if (isMarkedAnew(link, observation)) return resumed(situation, decide, false);
  if (record.state === 'merged' && isFree(situation, record.into))
    return decide('M2', { kind: 'stay-stopped', recordId: record.into });
  // The mark was taken off again.
  if (link.refusal?.reason.code === NOT_READABLE && link.recordId !== null)
    return decide('M8', { kind: 'stay-stopped', recordId: link.recordId });
  return decide('M8', { kind: 'nothing' });
}

/**
 * M8: the pair goes on with its kept base, and is from Outlook now, for a person marked it. What became of its record meanwhile decides how; one without a
 * record to go on with starts anew (survey.ts).
 */
function resumed(situation: Situation, decide: Decide, asked: boolean): Decision {
  const { item, record } = situation;
  if (item.state === 'ambiguous')
    return decide('M8', { kind: 'attention', reason: { code: 'several-items-with-key', params: {} } }, 'P4', asked);
  const gone = item.state === 'deleted' || item.state === 'none';
  const from = {
    resumed: true,
    ...(item.state === 'outside' || item.state === 'replaced' ? { itemHead: item.head } : {}),
    ...(item.state === 'outside' ? { move: true } : {}),
  };
  switch (record.state) {
    case 'readable':
      return decide('M8', gone ? { kind: 'remake-item', resumed: true } : { kind: 'merge', ...from }, 'M8', asked);
    case 'merged':
      // Another pair goes to the master in this very plan: the next one knows it.
      if (!isFree(situation, record.into)) return decide('M2', { kind: gone ? 'end' : 'nothing' }, 'M8', asked);
      return decide(
        'M2',
        gone
          ? { kind: 'remake-item', into: record.into, resumed: true }
          : { kind: 'follow', into: record.into, ...from },
        'M8',
        asked,
      );
    case 'absent':
      return gone
        ? decide('M5', { kind: 'end' }, 'M5', asked)
        : decide('M5', { kind: 'attention', reason: { code: NOT_READABLE, params: {} } }, 'M5', asked);
    case 'deleted':
    case 'none':
    case 'unknown':
      return decide('M4', { kind: gone ? 'end' : 'nothing' }, 'M8', asked);
  }
}

function isFree({ link, linkOf }: Situation, record: RecordId): boolean {
  const other = linkOf(record);
  return other === undefined || other.id === link.id;
}

/** D2, M6: the item is gone for this pair (deleted, or moved out: `left`); the record is deleted, or the item made again, or the link ends. */
function afterLoss(situation: Situation, left: ItemHead | undefined): Action {
  const { link, record, autoRemoval, observation } = situation;
  const end: Action = left === undefined ? { kind: 'end' } : { kind: 'release', head: left };
  const release = left === undefined ? {} : { release: left };
  if (record.state !== 'readable') return end;
  const ours = record.inView || link.origin === 'outlook' || (!observation.viewRead && link.inView);
  if (!ours) return end;
  // Only a deletion or a move that was seen deletes a record; an item that we lack is made (again).
  const lost = situation.item.state === 'deleted' || situation.item.state === 'outside';
  // U7: nothing of a paused pair is written to Salesforce.
  const paused = link.refusal?.reason.code === PRIVATE_ITEM;
  if (autoRemoval && lost && !paused && !(record.changed && observation.recordsEdited.get(link.id) !== false))
    return { kind: 'delete-record', ...release };
  return { kind: 'remake-item', ...release };
}

/** M2 for a master without an item here. It counts as edited: an item that is gone is made again, and the master is never deleted for it (D2). */
function afterMerge({ link, item, observation }: Situation, into: RecordId): Action {
  const left = item.state === 'outside' ? item.head : undefined;
  if (left === undefined && item.state !== 'deleted' && item.state !== 'none') return { kind: 'follow', into };
  const master = observation.records.get(into)?.state;
  const release = left === undefined ? {} : { release: left };
  const readable = master === 'in-view' || master === 'outside';
  const counts = master === 'in-view' || link.origin === 'outlook' || (!observation.viewRead && link.inView);
  if (readable && counts) return { kind: 'remake-item', into, ...release };
  return left === undefined ? { kind: 'end' } : { kind: 'release', head: left };
}

/** Whether the item holds what the record has not: an edit that was not compared yet, or one that was refused and of which the feeds tell no more (C5). */
function edited({ link, item, observation }: Situation): boolean {
  if (item.state === 'same') return link.refusal !== null && link.itemVersion === '';
  return item.state === 'changed' && observation.edited.get(link.id) !== false;
}

/** U7: it was private when it was last read, and is as it was then. Both copies are kept, whatever becomes of the record. */
function isPaused({ link: { refusal }, item }: Situation): boolean {
  if (refusal?.reason.code !== PRIVATE_ITEM) return false;
  return item.state === 'same' || (item.state === 'changed' && item.head.version === refusal.itemVersion);
}

/** M2, C5: a merge into another pair that was refused waits for its next try; what was refused of the record before is another matter. */
function isFoldDue(situation: Situation, into: RecordId): boolean {
  const { link, observation, memory } = situation;
  const master = observation.records.get(into);
  // Written by that very try, the master's version is not known.
  const known = link.refusal?.recordVersion !== '' && master !== undefined && 'version' in master;
  const record = { state: 'readable', inView: false, changed: true, version: known ? master.version : '' } as const;
  return retryIsDue({ ...situation, record }, observation, memory);
}

const NOT_READABLE = 'record-not-readable';
/** Reasons that are over as soon as their row no longer fits. */
const SITUATIONAL = new Set([NOT_READABLE, 'several-items-with-key']);

/** C5: a refusal is tried again when a side or the settings changed, on request, or once a day. */
export function retryIsDue(
  { link, item, record }: Pick<Situation, 'link' | 'item' | 'record'>,
  observation: Pick<Observation, 'now'>,
  memory: Pick<PlannerMemory, 'settingsVersion'>,
): boolean {
  const { refusal, request } = link;
  if (refusal === null || isOverdue(refusal, request, observation.now, memory.settingsVersion)) return true;
  const isThere = item.state === 'changed' || item.state === 'outside';
  const itemMoved = isThere && item.head.version !== refusal.itemVersion;
  return itemMoved || (record.state === 'readable' && record.version !== refusal.recordVersion);
}

/** Whether a refusal is to be tried again whatever the two sides say. */
export function isOverdue(
  refusal: Refusal,
  request: LinkHead['request'],
  now: string,
  settingsVersion: string,
): boolean {
  if (request !== null || refusal.settingsVersion !== settingsVersion || SITUATIONAL.has(refusal.reason.code))
    return true;
  return Date.parse(now) - Date.parse(refusal.at) >= 24 * 3_600_000;
}
