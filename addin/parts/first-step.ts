import type { Me, Notice, Settings } from '../../server/http/contract.ts';

export const STEPS = ['connect', 'filter', 'sync'] as const;
export type Step = (typeof STEPS)[number];

/** What stands beside the steps; any other notice comes before them. */
const BESIDE: readonly Notice['action'][] = ['sync-now', 'wait', 'choose-filter'];

/** Where a person is who has not synced yet, as the server has it, so that it goes on after a reload; undefined: past it, or something else comes first. */
export function firstStep(
  { firstSessionDone, notice, current, held }: Me,
  { contactsSync, paused }: Settings,
): Step | undefined {
  if (firstSessionDone || !contactsSync || paused || held !== undefined) return undefined;
  if (notice?.action === 'connect-salesforce') return 'connect';
  if (notice !== undefined && !BESIDE.includes(notice.action)) return undefined;
  return current === undefined ? 'filter' : 'sync';
}
