import type { Reason } from '../model/link.ts';
import { plan, type Plan } from '../planner/plan.ts';
import type { Applying } from './applying.ts';
import type { WritingContext } from './context.ts';
import { defaultFolder, ensureFolder } from './folder.ts';
import type { Observed } from './observed.ts';
import { Tally } from './tally.ts';

export interface SessionEnd {
  readonly state: 'done' | 'held';
  readonly reason: Reason | null;
  readonly tally: Tally;
  readonly planId: string | null;
}

/** Called after each chunk, for live progress. */
export type Report = (tally: Tally, done: number, total: number) => Promise<void>;

/** The second beat, first pass. */
export function decide(context: Pick<WritingContext, 'account' | 'org'>, observed: Observed): Plan {
  return plan(observed.observation, observed.memory, { mailbox: context.account.settings, org: context.org });
}

export async function beginApplying(
  context: WritingContext,
  observed: Pick<Observed, 'tree'>,
  tally?: Tally,
): Promise<Applying> {
  const folder = await ensureFolder(context, observed.tree);
  const inside = observed.tree.inside.map(({ id }) => id);
  return applyingIn({ folder, fallback: defaultFolder(observed.tree), inside: new Set([folder, ...inside]) }, tally);
}

export function applyingIn(folders: Applying['folders'], tally = new Tally()): Applying {
  return {
    tally,
    folders,
    written: new Set(),
    moved: [],
    seenTo: new Set(),
  };
}
