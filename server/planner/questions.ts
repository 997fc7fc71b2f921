import type { ItemId, RecordId } from '../model/contact.ts';
import type { Observation, PlannerMemory, Questions } from './observation.ts';
import { retryIsDue } from './classify.ts';
import { ownKey } from './pairing.ts';
import { survey, waitsStill } from './survey.ts';

/**
 * What must still be looked up before `plan` can decide (D4, P4, F5, M2). Pure; the engine answers and asks again until nothing is left.
 */
export function questions(observation: Observation, memory: PlannerMemory): Questions {
  const places = new Set<ItemId>();
  const details = new Set<ItemId>();
  const keys = new Set<string>();
  const fates = new Set<RecordId>();
  const recordDetails = new Set<RecordId>();
  const edited = new Set<string>();
  const recordsEdited = new Set<string>();
  const { pairs, waiting, newItems, newRecords } = survey(observation, memory);

  for (const id of observation.tombstones) if (!observation.items.has(id)) places.add(id);

  for (const surveyed of [...pairs, ...waiting]) {
    const { link, item, record } = surveyed;
    if (item.state === 'unknown' && item.ask === 'place' && link.itemId !== null) places.add(link.itemId);
    if (item.state === 'unknown' && item.ask === 'key' && link.keyIntent !== null) keys.add(link.keyIntent);
    if (record.state === 'unknown') fates.add(record.id);
    const joins = link.request?.kind === 'join' ? link.request.recordId : undefined;
    if (joins !== undefined && !observation.records.has(joins)) fates.add(joins);
    const leaves =
      record.state === 'absent' ||
      record.state === 'merged' ||
      (record.state === 'readable' && observation.viewRead && !record.inView && link.origin === 'salesforce');
    if (leaves && item.state === 'changed' && link.state === 'linked' && !observation.edited.has(link.id))
      edited.add(link.id);
    const lost = item.state === 'deleted' || item.state === 'outside';
    if (lost && record.state === 'readable' && record.changed && !observation.recordsEdited.has(link.id))
      recordsEdited.add(link.id);
  }
  const need = (id: ItemId) => {
    const seen = observation.items.get(id);
    if (seen === undefined || seen.place === 'gone' || seen.place === 'deleted') {
      if (seen === undefined) places.add(id);
      return;
    }
    if (seen.brief === undefined) details.add(id);
    else {
      const record = ownKey(seen.brief.key, observation)?.record;
      if (record !== undefined && !observation.records.has(record)) fates.add(record);
    }
  };
  for (const surveyed of waiting) {
    if (surveyed.link.itemId !== null && waitsStill(surveyed, observation) && retryIsDue(surveyed, observation, memory))
      need(surveyed.link.itemId);
  }
  for (const { id } of newItems) need(id);
  for (const id of newRecords) {
    const seen = observation.records.get(id);
    if (seen?.state === 'in-view' && seen.keys === undefined) recordDetails.add(id);
  }
  return {
    places: [...places],
    details: [...details],
    keys: [...keys],
    fates: [...fates],
    recordDetails: [...recordDetails],
    edited: [...edited],
    recordsEdited: [...recordsEdited],
  };
}

export function isAnswered(asked: Questions): boolean {
  return Object.values(asked).every((list: readonly string[]) => list.length === 0);
}
