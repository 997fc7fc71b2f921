import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are held once everything that nobody needs is gone. */
export async function heldBytes(): Promise<number> {
  // What a finalizer lets go of, the next collection takes.
  for (let time = 0; time < 3; time += 1) {
    collect();
    await new Promise((later) => setImmediate(later));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Measurements that make one window; windows that warm up, and windows after them at the least and at the most. */
const [WINDOW, WARMING, FEWEST, MOST] = [3, 4, 2, 12];
/** What all windows may take, on a machine that is busy with other tests. */
export const LONGEST_MS = 300_000;

/**
 * How much more is held after each stretch of work, in bytes. What is held swings by far more than a small leak (sockets that wait to be closed, code that is
 * compiled or let go), so the quietest moment of a window of stretches is held against the quietest of the last window that warmed up. While that is
 * not below `bound`, another window follows: a cache fills up once, and its share gets smaller; the share of a leak stays.
 */
export async function steadyGrowth(bound: number, work: (stretch: number) => Promise<unknown>): Promise<number> {
  let stretch = 0;
  const quietest = async () => {
    let least = Infinity;
    for (let time = 0; time < WINDOW; time += 1) {
      await work(stretch++);
      least = Math.min(least, await heldBytes());
    }
    return least;
  };
  for (let window = 1; window < WARMING; window += 1) await quietest();
  const [first, moments] = [await quietest(), [] as number[]];
  const growth = () => ((moments.at(-1) ?? Infinity) - first) / (moments.length * WINDOW);
  while (moments.length < FEWEST || (growth() >= bound && moments.length < MOST)) moments.push(await quietest());
  return Math.round(growth());
}
