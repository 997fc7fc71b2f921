import type { ContactPlan } from '../planner/operation.ts';
import { apply } from './apply.ts';
import { beginApplying, decide, type Report, type SessionEnd } from './begin.ts';
import type { WritingContext } from './context.ts';
import { takeUpContacts } from './between-batches.ts';
import { fillIn } from './fill-in.ts';
import { resolveIntents } from './intents.ts';
import { Lanes } from './lanes.ts';
import { observe } from './observe.ts';
import { holdPlan } from './plans.ts';
import { readBack, rememberObservation } from './remember.ts';
import { eachChunk } from './second-pass.ts';
import { stillWanted } from './still-wanted.ts';

/** One session, the four beats: observe both sides, plan, apply, remember. `only`: limited to these links, decides no deletes (T1). */
export async function runSession(
  context: WritingContext,
  only: ReadonlySet<string> | null,
  report: Report,
): Promise<SessionEnd> {
  await resolveIntents(context);
  const filled = await fillIn(context, only);
  const observed = await observe(context, only);
  const planned = decide(context, observed);
  if (planned.hold !== null && only === null) {
    const planId = await holdPlan(context, observed, planned, planned.hold);
    return { state: 'held', reason: planned.hold, tally: filled, planId };
  }
  const applying = await beginApplying(context, observed, filled);
  const total = planned.decided.length + planned.newItems.length + planned.download.length;
  let done = 0;
  const lanes: Lanes = new Lanes(only === null ? 2 : 1, async () => {
    if (only !== null) return;
    await stillWanted(context);
    const limited = (links: ReadonlySet<string>) => runSession(context, links, async () => undefined);
    await takeUpContacts(context, applying, { settled: () => lanes.drain(), run: limited });
  });
  const take = async (plans: readonly ContactPlan[]) => {
    await apply(context, plans, applying);
    done += plans.length;
    await report(applying.tally, done, total);
  };
  try {
    await eachChunk(context, observed, planned, take, lanes);
  } finally {
    // Whatever ends the planning: nothing of ours is under way when the session is over.
    await lanes.settle();
  }
  await readBack(context, applying.written);
  if (only === null) await rememberObservation(context, observed);
  return { state: 'done', reason: observed.viewProblem, tally: applying.tally, planId: null };
}
