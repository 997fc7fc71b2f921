import type { ItemHead, RecordId, Version } from '../model/contact.ts';
import type { LinkHead } from '../model/link.ts';
import type { Observation } from './observation.ts';

/** One link's item as the rules speak of it. */
export type ItemSight =
  | { readonly state: 'none' }
  | { readonly state: 'same' }
  | { readonly state: 'changed'; readonly head: ItemHead }
  | { readonly state: 'outside'; readonly head: ItemHead }
  | { readonly state: 'deleted'; readonly head?: ItemHead }
  /** P4: another item has taken its place. */
  | { readonly state: 'replaced'; readonly head: ItemHead }
  /** Several items carry the key: a person must say which. */
  | { readonly state: 'ambiguous' }
  | { readonly state: 'unknown'; readonly ask: 'place' | 'key' };

/** Items that other links have: of pairs, and copies that wait in the folder for a person's choice and may take a lost original's place (P4). */
export interface OtherItems {
  readonly paired: ReadonlySet<string>;
  readonly waiting: ReadonlySet<string>;
}
export const NO_OTHERS: OtherItems = { paired: new Set(), waiting: new Set() };

export type RecordSight =
  | { readonly state: 'none' }
  | { readonly state: 'readable'; readonly inView: boolean; readonly changed: boolean; readonly version: Version }
  | { readonly state: 'deleted' }
  | { readonly state: 'merged'; readonly into: RecordId }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly id: RecordId };

/** `looksAgain`: its last change is not in step yet, and the feeds will not tell of it a second time. D4: an item is deleted only if a read by id says so and its key is on no other item, or if it lies under Deleted Items and no new copy in the folder has its key (P4). */
export function sightOfItem(
  link: LinkHead,
  observation: Observation,
  others: OtherItems,
  looksAgain: boolean,
): ItemSight {
  if (link.itemId === null) return { state: 'none' };
  const seen = observation.items.get(link.itemId);
  if (seen === undefined) {
    const suspect = observation.complete || observation.tombstones.has(link.itemId) || looksAgain;
    return suspect ? { state: 'unknown', ask: 'place' } : { state: 'same' };
  }
  switch (seen.place) {
    case 'inside':
      return seen.head.version === link.itemVersion ? { state: 'same' } : { state: 'changed', head: seen.head };
    case 'elsewhere':
      return { state: 'outside', head: seen.head };
    case 'deleted': {
      // P4: thrown away for a copy that lies in the folder, it is not the contact that its person deleted.
      const heirs = link.state === 'linked' ? heirsOf(link, observation, others) : [];
      if (heirs === undefined) return { state: 'unknown', ask: 'key' };
      const inside = heirs.filter(({ id }) => {
        const place = observation.items.get(id)?.place;
        return place === 'inside' || (place === undefined && others.waiting.has(id));
      });
      return inside.length === 0 ? { state: 'deleted', head: seen.head } : inPlaceOfLost(inside);
    }
    case 'gone': {
      const heirs = heirsOf(link, observation, others);
      if (heirs === undefined) return { state: 'unknown', ask: 'key' };
      return heirs.length === 0 ? { state: 'deleted' } : inPlaceOfLost(heirs);
    }
  }
}

/** P4: items with this link's key that are no other pair's; undefined: not looked for yet. */
function heirsOf(
  { keyIntent }: LinkHead,
  { keyHolders }: Observation,
  { paired }: OtherItems,
): readonly ItemHead[] | undefined {
  if (keyIntent === null) return [];
  return keyHolders.get(keyIntent)?.filter((head) => !paired.has(head.id));
}

function inPlaceOfLost([only, ...others]: readonly ItemHead[]): ItemSight {
  return only !== undefined && others.length === 0 ? { state: 'replaced', head: only } : { state: 'ambiguous' };
}

export function sightOfRecord(link: LinkHead, observation: Observation): RecordSight {
  if (link.recordId === null) return { state: 'none' };
  const seen = observation.records.get(link.recordId);
  if (seen === undefined) return { state: 'unknown', id: link.recordId };
  switch (seen.state) {
    case 'in-view':
    case 'outside':
      return {
        state: 'readable',
        inView: seen.state === 'in-view',
        changed: seen.version !== link.recordVersion,
        version: seen.version,
      };
    case 'deleted':
    case 'absent':
      return { state: seen.state };
    case 'merged': {
      const master = observation.records.get(seen.into);
      if (master === undefined) return { state: 'unknown', id: seen.into };
      // Merged into one that is gone since, it shares its fate.
      return master.state === 'deleted' || master.state === 'absent'
        ? { state: master.state }
        : { state: 'merged', into: seen.into };
    }
  }
}
