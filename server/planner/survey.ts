import type { ItemId, RecordId } from '../model/contact.ts';
import { needsAttention, type LinkHead } from '../model/link.ts';
import type { Observation, PlannerMemory, SeenItem } from './observation.ts';
import { isOverdue } from './classify.ts';
import { isMarkedAnew } from './new-mark.ts';
import { sightOfItem, sightOfRecord, type ItemSight, type RecordSight } from './sight.ts';

export interface SurveyedLink {
  readonly link: LinkHead;
  readonly item: ItemSight;
  readonly record: RecordSight;
}

/** Everything sorted once: pairs, waiting ones, and what is new on either side. Both questions.ts and plan.ts start from it. */
export interface Survey {
  readonly pairs: readonly SurveyedLink[];
  /** Items that wait for a record: a choice, a fix, or the next session. */
  readonly waiting: readonly SurveyedLink[];
  /** P4: copies that waited for a choice and take the place of their lost original: their links end. */
  readonly yielding: readonly SurveyedLink[];
  readonly newItems: readonly { readonly id: ItemId; readonly seen: Exclude<SeenItem, { place: 'gone' }> }[];
  readonly newRecords: readonly RecordId[];
  readonly byRecord: ReadonlyMap<RecordId, LinkHead>;
}

export function survey(observation: Observation, memory: PlannerMemory): Survey {
  const linkedItems = new Set<ItemId>();
  const byRecord = new Map<RecordId, LinkHead>();
  for (const link of [...memory.others, ...memory.links]) {
    if (link.itemId !== null) linkedItems.add(link.itemId);
    if (link.recordId !== null) byRecord.set(link.recordId, link);
  }
  const undecided = new Set(memory.links.flatMap((link) => (mayYield(link, memory) ? (link.itemId ?? []) : [])));
  const others = { paired: new Set([...linkedItems].filter((id) => !undecided.has(id))), waiting: undecided };
  const pairs: SurveyedLink[] = [];
  const waiting: SurveyedLink[] = [];
  const replacing = new Set<ItemId>();
  for (const link of memory.links) {
    if (observation.only !== null && !observation.only.has(link.id)) continue;
    // T1: its card is not made yet.
    if (link.request?.kind === 'fill-in' && link.itemId === null && link.recordId === null) continue;
    const record = sightOfRecord(link, observation);
    // D1: the item of a deleted record goes as it is now, whatever was refused of it.
    const isDue =
      link.refusal === null ||
      record.state === 'deleted' ||
      isOverdue(link.refusal, link.request, observation.now, memory.settingsVersion);
    // Nobody follows the item of a stopped pair: what is asked for it begins where it lies now.
    const isAsked = link.state === 'stopped' && link.request !== null;
    const isOpen = (link.state !== 'stopped' || needsAttention(link)) && link.itemVersion === '' && isDue;
    const item = sightOfItem(link, observation, others, isAsked || isOpen);
    if (item.state === 'replaced') replacing.add(item.head.id);
    const surveyed = { link, item, record };
    const anew = !memory.openIntents.has(link.id) && startsAnew(surveyed, observation, byRecord);
    if (anew || (link.recordId === null && link.state === 'waiting')) waiting.push(surveyed);
    else pairs.push(surveyed);
  }
  const newItems: { id: ItemId; seen: Exclude<SeenItem, { place: 'gone' }> }[] = [];
  const newRecords: RecordId[] = [];
  if (observation.only === null) {
    for (const [id, seen] of observation.items) {
      if (seen.place === 'gone' || seen.place === 'deleted' || linkedItems.has(id) || replacing.has(id)) continue;
      if (memory.openSides.has(id)) continue;
      if (seen.place === 'inside' || seen.marked) newItems.push({ id, seen });
    }
    if (observation.viewRead) {
      for (const [id, seen] of observation.records)
        if (seen.state === 'in-view' && !byRecord.has(id) && !memory.openSides.has(id)) newRecords.push(id);
    }
  }
  const yields = ({ link }: SurveyedLink) => link.itemId !== null && replacing.has(link.itemId);
  const [yielding, waitingOn] = [waiting.filter(yields), waiting.filter((entry) => !yields(entry))];
  return { pairs, waiting: waitingOn, yielding, newItems, newRecords, byRecord };
}

/** P4: a copy about which nobody has decided yet. */
function mayYield({ id, state, recordId, request }: LinkHead, { openIntents }: PlannerMemory): boolean {
  const isUndecided = request === null || request.kind === 'retry';
  return state === 'waiting' && recordId === null && isUndecided && !openIntents.has(id);
}

/**
 * M8: a new mark, or the switch, for a stopped pair that has no record to go on with: it never had one, it is deleted, or it was merged into one that another
 * pair has. Its item waits for a record like any that was just marked (U3, P1).
 */
function startsAnew(
  { link, item, record }: SurveyedLink,
  observation: Observation,
  byRecord: ReadonlyMap<RecordId, LinkHead>,
): boolean {
  if (link.state !== 'stopped' || !isMarkedAnew(link, observation)) return false;
  if (item.state !== 'same' && item.state !== 'changed' && item.state !== 'outside') return false;
  switch (record.state) {
    case 'none':
    case 'deleted':
      return true;
    case 'merged': {
      const other = byRecord.get(record.into);
      return other !== undefined && other.id !== link.id;
    }
    case 'readable':
    case 'absent':
    case 'unknown':
      return false;
  }
}

/** T1: the switch is a mark as the category is (U3); the session that moves the item gives it that. */
function isSwitchedOn({ request }: LinkHead): boolean {
  switch (request?.kind) {
    case 'resume':
    case 'retry':
    case 'create-new':
    case 'join':
      return true;
    case 'remove':
    case 'stop':
    case 'put-back':
    case 'fill-in':
    case undefined:
      return false;
  }
}

/** Whether a waiting item is where it counts: in the folder, marked elsewhere (U3), or switched on. */
export function waitsStill({ link, item }: SurveyedLink, observation: Observation): boolean {
  switch (item.state) {
    case 'same':
    case 'changed':
      return true;
    case 'outside': {
      const seen = link.itemId === null ? undefined : observation.items.get(link.itemId);
      return isSwitchedOn(link) || (seen !== undefined && seen.place === 'elsewhere' && seen.marked);
    }
    case 'none':
    case 'deleted':
    case 'replaced':
    case 'ambiguous':
    case 'unknown':
      return false;
  }
}
