import type { ItemId, RecordId } from '../model/contact.ts';
import type { LinkHead } from '../model/link.ts';
import type { Observation, PlannerMemory, SeenItem } from './observation.ts';
import { isOverdue } from './classify.ts';
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
  readonly newItems: readonly { readonly id: ItemId; readonly seen: Exclude<SeenItem, { place: 'gone' }> }[];
  readonly newRecords: readonly RecordId[];
  readonly byRecord: ReadonlyMap<RecordId, LinkHead>;
}

export function survey(observation: Observation, memory: PlannerMemory): Survey {
  const linkedItems = new Set<ItemId>();
  const byRecord = new Map<RecordId, LinkHead>();
  for (const link of memory.links) {
    if (link.itemId !== null) linkedItems.add(link.itemId);
    if (link.recordId !== null) byRecord.set(link.recordId, link);
  }
  const pairs: SurveyedLink[] = [];
  const waiting: SurveyedLink[] = [];
  const replacing = new Set<ItemId>();
  for (const link of memory.links) {
    if (observation.only !== null && !observation.only.has(link.id)) continue;
    const looksAgain =
      link.state !== 'stopped' &&
      link.itemVersion === '' &&
      (link.refusal === null || isOverdue(link.refusal, link.request, observation.now, memory.settingsVersion));
    const item = sightOfItem(link, observation, linkedItems, looksAgain);
    if (item.state === 'replaced') replacing.add(item.head.id);
    const surveyed = { link, item, record: sightOfRecord(link, observation) };
    if (link.recordId === null && link.state === 'waiting') waiting.push(surveyed);
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
  return { pairs, waiting, newItems, newRecords, byRecord };
}

/** Whether a waiting item is where it counts: in the folder, or marked elsewhere (U3). */
export function waitsStill({ link, item }: SurveyedLink, observation: Observation): boolean {
  switch (item.state) {
    case 'same':
    case 'changed':
      return true;
    case 'outside': {
      const seen = link.itemId === null ? undefined : observation.items.get(link.itemId);
      return seen !== undefined && seen.place === 'elsewhere' && seen.marked;
    }
    case 'none':
    case 'deleted':
    case 'replaced':
    case 'ambiguous':
    case 'unknown':
      return false;
  }
}
