import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { asTest, play, shortened } from './history.ts';
import { historyOf } from './steps.ts';
import { World } from './world.ts';

/**
 * `npm run soak -- --histories 10000 --steps 30 --seed 1 --jobs 2 [--minutes N]`: random histories, one for each seed from the first on. What fails is
 * printed with its seed and, shortened, as a test for kept.test.ts. Ends with 1 if anything failed.
 */
const { values: options } = parseArgs({
  options: {
    histories: { type: 'string', default: '10000' },
    steps: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    minutes: { type: 'string' },
    /** Which of the jobs this process is; set by the process that starts them. */
    job: { type: 'string' },
  },
});
const [histories, steps, first, jobs] = [options.histories, options.steps, options.seed, options.jobs].map(Number) as [
  number,
  number,
  number,
  number,
];
const end = options.minutes === undefined ? Infinity : performance.now() + Number(options.minutes) * 60_000;
/** The embedded database never gives memory back; it is made anew after so many. */
const HISTORIES_A_WORLD = 100;
const SHORTENING_MS = 60_000;

interface Figures {
  readonly histories: number;
  readonly steps: number;
  readonly sessions: number;
  readonly failed: number;
}

if (options.job === undefined) await startJobs();
else await run(Number(options.job));

async function startJobs(): Promise<void> {
  const figures: Figures[] = [];
  const began = performance.now();
  let told = 0;
  const tell = () => {
    const sum = (name: keyof Figures) => figures.reduce((all, one) => all + one[name], 0);
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${sum('histories')} histories, ${sum('steps')} steps, ${sum('sessions')} sessions, ${sum('failed')} failed, ` +
        `${Math.round(seconds)} s, ${(sum('histories') / seconds).toFixed(2)} histories/s`,
    );
  };
  const codes = await Promise.all(
    Array.from({ length: jobs }, (_none, job) => {
      const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--job', String(job)]);
      child.on('message', (message) => {
        figures[job] = message as Figures;
        if (performance.now() - told < 15_000) return;
        told = performance.now();
        tell();
      });
      return new Promise<number>((over) => child.on('exit', (code) => over(code ?? 1)));
    }),
  );
  tell();
  console.log(`Seeds from ${first} on, ${steps} steps each, ${jobs} jobs.`);
  process.exitCode = codes.some((code) => code !== 0) ? 1 : 0;
}

async function run(job: number): Promise<void> {
  let world = await World.open();
  const figures = { histories: 0, steps: 0, sessions: 0, failed: 0 };
  for (let seed = first + job; seed < first + histories && performance.now() < end; seed += jobs) {
    const history = historyOf(seed, steps);
    try {
      figures.steps += await play(world, history);
    } catch (error) {
      figures.failed += 1;
      const complaint = error instanceof Error ? error.message : String(error);
      const short = await shortened(world, history, SHORTENING_MS);
      const test = short === undefined ? 'It does not fail a second time.' : asTest(short.history, String(short.error));
      console.log(`\nseed ${seed}: ${complaint}\n${test}\n`);
    }
    figures.histories += 1;
    figures.sessions += world.sessions;
    world.sessions = 0;
    process.send?.(figures);
    if (figures.histories % HISTORIES_A_WORLD === 0) {
      await world.close();
      world = await World.open();
    }
  }
  await world.close();
  // Time-outs of connections that were cut are still running.
  process.exit(figures.failed === 0 ? 0 : 1);
}
