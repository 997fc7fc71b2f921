import { STOPPED_IN_FOLDER, type LinkHead } from '../model/link.ts';
import type { Observation } from './observation.ts';

/** M8: the category given, moved in, or switched on. */
export function isMarkedAnew(link: LinkHead, observation: Observation): boolean {
  if (link.request?.kind === 'resume') return true;
  if (link.request !== null) return false;
  const seen = link.itemId === null ? undefined : observation.items.get(link.itemId);
  if (seen === undefined || seen.place === 'gone' || seen.place === 'deleted') return false;
  if (link.refusal?.reason.code === STOPPED_IN_FOLDER)
    return link.refusal.reason.params['unmarked'] === 'yes' && seen.marked;
  return seen.place === 'inside' || seen.marked;
}
