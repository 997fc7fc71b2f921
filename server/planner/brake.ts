import type { Reason } from '../model/link.ts';
import type { OrgSettings } from '../model/settings.ts';

/**
 * D5: a plan that, counted over 24 hours, deletes more than 25 contacts and more than 10 % of the links, or more than 500, is held whole.
 * `deletes`: this plan's, without our own moves, what the person asked for, and what was allowed. `recent`: those of the last 24 hours.
 */
export function brake(deletes: number, recent: number, links: number, limits: OrgSettings['brake']): Reason | null {
  if (deletes === 0) return null;
  const all = deletes + recent;
  const share = links === 0 ? 100 : (all * 100) / links;
  const held = all > limits.absolute || (all > limits.contacts && share > limits.percent);
  return held
    ? { code: 'many-deletes', params: { deletes: String(deletes), recent: String(recent), links: String(links) } }
    : null;
}

/** S2: a first session that would send up more items than that is held and says so. */
export function firstUpload(uploads: number, firstSessionDone: boolean, limit: number): Reason | null {
  return !firstSessionDone && uploads > limit
    ? { code: 'first-upload', params: { uploads: String(uploads), limit: String(limit) } }
    : null;
}
