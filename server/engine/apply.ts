import { FailureError, type Failure } from '../model/failure.ts';
import type { Link } from '../model/link.ts';
import type { ContactPlan, Write, WriteKind } from '../planner/operation.ts';
import { planAttention } from '../planner/plan-attention.ts';
import { settle } from '../planner/settle.ts';
import { refusalSettings, type WritingContext } from './context.ts';
import { openJournal, writeNotes } from './journal.ts';
import { remember } from './remember.ts';
import { send } from './send.ts';
import { Step, type Sending } from './step.ts';
import type { Applying } from './applying.ts';

/** The order in which a chunk's writes go out: what others of the same contact are chained to comes first. */
const STAGES: readonly WriteKind[] = [
  'move-item',
  'undelete-record',
  'create-record',
  'update-record',
  'delete-record',
  'release-item',
  'create-item',
  'update-item',
  'remove-item',
];

/**
 * The third and fourth beat for one chunk of contacts: each stage is journalled, sent in batches, and remembered as it is answered.
 * Throws FailureError once a service cannot be used any more; what was done until then is remembered.
 */
export async function apply(context: WritingContext, plans: readonly ContactPlan[], applying: Applying): Promise<void> {
  const current = plans.filter((plan) => !wasSeenTo(plan, applying));
  const steps = current.map((plan) => new Step(plan));
  await storeStops(context, current);
  await writeNotes(context, current);
  await runStages(context, steps, applying);
  const flags = steps.flatMap((step) => {
    const item = step.currentItem;
    const plan =
      step.link === null || item === null ? null : planAttention(step.link, item, context.org.attentionCategory);
    return plan === null ? [] : [new Step(plan)];
  });
  if (flags.length > 0) await runStages(context, flags, applying);
}

function wasSeenTo({ link, becomes }: ContactPlan, { seenTo }: Applying): boolean {
  if (seenTo.size === 0) return false;
  const ids = [link.id, link.itemId, link.recordId, becomes.itemId, becomes.recordId];
  return ids.some((id) => id !== undefined && id !== null && seenTo.has(id));
}

async function runStages(context: WritingContext, steps: readonly Step[], applying: Applying): Promise<void> {
  const touched = new Set(steps.filter((step) => step.plan.writes.length === 0));
  if (touched.size > 0) await settleAll(context, [...touched], []);
  const kinds = new Set(steps.flatMap((step) => step.plan.writes.map((write) => write.kind)));
  for (const kind of STAGES.filter((stage) => kinds.has(stage))) {
    const sendings = steps.flatMap((step) => step.ready(kind));
    if (sendings.length === 0) continue;
    context.signal.throwIfAborted();
    const blocked = await openJournal(context, sendings, applying.folders.inside);
    const outcomes = await send(
      context,
      kind,
      sendings.filter((sending) => !blocked.has(sending)),
      applying,
    );
    await settleAll(context, [...new Set(sendings.map((sending) => sending.step))], outcomes);
    stopIfUseless(sendings);
  }
  for (const step of steps) {
    applying.tally.add(step.plan, step.results, step.refused);
    if (step.results.some((result) => result?.done === false && 'failure' in result && hasMoved(result.failure)))
      applying.moved.push(step.plan.contact);
    const recordId = step.recordId;
    if (
      recordId !== null &&
      step.plan.writes.some((write, index) => isRecordWrite(write) && step.results[index]?.done === true)
    )
      applying.written.add(recordId);
  }
}

async function settleAll(
  context: WritingContext,
  steps: readonly Step[],
  outcomes: Parameters<typeof remember>[2],
): Promise<void> {
  const now = context.now().toISOString();
  const settingsVersion = refusalSettings(context);
  for (const step of steps) {
    const settled = settle(step.plan, step.settledSoFar(), { rules: context.rules, now, settingsVersion });
    step.link = settled.link;
    step.refused = settled.refused;
  }
  await remember(context, steps, outcomes);
}

/** T2: `stopped` is stored before anything is touched; the request stays until the item is out, so that a crash in between is taken up again. */
async function storeStops(context: WritingContext, plans: readonly ContactPlan[]): Promise<void> {
  const stopping: Link[] = plans
    .filter((plan) => plan.becomes.state === 'stopped' && plan.link.state !== 'stopped')
    .map((plan) => ({ ...plan.link, state: 'stopped' }));
  if (stopping.length > 0)
    await context.store.remember(context.fence, { links: stopping, endedLinks: [], outcomes: [] });
}

/** A service that is down for all, or a person who may not: there is no point in going on with this session. */
function stopIfUseless(sendings: readonly Sending[]): void {
  const failures = sendings.flatMap(({ step, index }) => {
    const result = step.results[index];
    return result !== undefined && !result.done && 'failure' in result ? [result.failure] : [];
  });
  const fatal = failures.find(({ kind }) => kind === 'signed-out' || kind === 'throttled' || kind === 'cursor-lost');
  const down = failures.find(({ kind }) => kind === 'unavailable' || kind === 'forbidden');
  const stop = fatal ?? (failures.length === sendings.length ? down : undefined);
  if (stop !== undefined) throw new FailureError(stop);
}

/** Somebody was there between our look and our write (C6): the next plan sees to it. */
function hasMoved({ kind }: Failure): boolean {
  return kind === 'stale' || kind === 'gone';
}

function isRecordWrite(write: Write): boolean {
  return write.kind === 'create-record' || write.kind === 'update-record';
}
