import fc from 'fast-check';
import { perform } from './commands/perform.ts';
import type { Model } from './model.ts';
import { quiet, Violation } from './quiet.ts';
import type { History, Step } from './steps.ts';
import type { World } from './world.ts';

/** One step as a command of fast-check's model runner. */
class Command implements fc.AsyncCommand<Model, World> {
  private readonly step: Step;
  private readonly done: (step: Step) => void;

  constructor(step: Step, done: (step: Step) => void) {
    this.step = step;
    this.done = done;
  }

  check(): boolean {
    return true;
  }

  async run(_model: Model, world: World): Promise<void> {
    // So that changes of one second and of different ones occur.
    world.time.advance(300);
    try {
      if (await perform(world, this.step)) this.done(this.step);
    } catch (error) {
      if (error instanceof Violation) throw error;
      throw new Error(
        `${this.toString()}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        {
          cause: error,
        },
      );
    }
    await world.look();
  }

  toString(): string {
    return JSON.stringify(this.step);
  }
}

/** Runs a history and lets it come to rest; answers how many of its steps there was something to do for. Throws Violation. */
export async function play(world: World, history: History): Promise<number> {
  let steps = 0;
  await world.begin(history);
  const commands = history.steps.map((step) => new Command(step, () => (steps += 1)));
  await fc.asyncModelRun(() => ({ model: world.model, real: world }), commands);
  await quiet(world, true);
  return steps;
}

/** What a complaint is about, so that a shorter history is one with the same. */
const kindOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).split(/[:0-9]/)[0];

/** The shortest history found that fails in the same way, within the time given (real milliseconds), with its complaint; undefined: it runs clean now. */
export async function shortened(
  world: World,
  history: History,
  budgetMs: number,
): Promise<{ readonly history: History; readonly error: unknown } | undefined> {
  const end = performance.now() + budgetMs;
  const complaint = async (candidate: History): Promise<unknown> => {
    try {
      await play(world, candidate);
      return undefined;
    } catch (error) {
      return error;
    }
  };
  let best = { history, error: await complaint(history) };
  if (best.error === undefined) return undefined;
  const improves = async (candidate: History): Promise<boolean> => {
    if (performance.now() > end) return false;
    const error = await complaint(candidate);
    if (error === undefined || kindOf(error) !== kindOf(best.error)) return false;
    best = { history: candidate, error };
    return true;
  };
  for (let size = Math.ceil(history.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < best.history.steps.length;) {
      const without = best.history.steps.filter((_step, at) => at < from || at >= from + size);
      if (!(await improves({ ...best.history, steps: without }))) from += size;
    }
  }
  if (best.history.mailboxes > 1) await improves({ ...best.history, mailboxes: 1 });
  for (let at = 0; at < best.history.steps.length; at += 1) {
    const step = best.history.steps[at];
    if (step?.do !== 'session' || (step.faults.length === 0 && step.twist === undefined)) continue;
    const { twist, faults, ...plain } = step;
    const simpler: Step[] = [
      { ...plain, faults: [] },
      { ...plain, faults: [], ...(twist === undefined ? {} : { twist }) },
      ...faults.map((fault) => ({ ...plain, faults: [fault] })),
      { ...plain, faults },
    ];
    for (const candidate of simpler)
      if (await improves({ ...best.history, steps: best.history.steps.with(at, candidate) })) break;
  }
  return best;
}

/** What to paste into kept.test.ts. */
export function asTest(history: History, complaint: string): string {
  const steps = history.steps.map((step) => `    ${JSON.stringify(step)},`).join('\n');
  return [
    `kept(${JSON.stringify(complaint.split('\n')[0])}, {`,
    `  seed: ${history.seed}, mailboxes: ${history.mailboxes}, externalIdField: ${history.externalIdField},${history.flow === undefined ? '' : ` flow: ${JSON.stringify(history.flow)},`}`,
    `  steps: [`,
    steps,
    `  ],`,
    `});`,
  ].join('\n');
}
