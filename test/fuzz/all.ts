import fc from 'fast-check';
import { parseArgs } from 'node:util';
import { apiTarget } from './api.ts';
import { connectorTargets } from './connectors.ts';
import { heldBytes } from './heap.ts';
import { TEXT_PROPERTIES } from './texts.ts';

/**
 * `npm run fuzz -- --minutes N [--seed S]`: spoilt answers, hostile requests and hostile texts, each for its share of the time, a new seed every hundred rounds.
 * Prints rounds, seed and memory, and of what fails the seed and the input, shortened; ends by itself, with 1 if anything failed.
 */
const { values: options } = parseArgs({
  options: { minutes: { type: 'string', default: '3' }, seed: { type: 'string', default: '1' } },
});
const [minutes, firstSeed] = [Number(options.minutes), Number(options.seed)];
if (!(minutes > 0) || !Number.isInteger(firstSeed)) throw new Error('--minutes N [--seed S], both numbers');

const ROUNDS = 100;
const TELL_EVERY_MS = 15_000;
type Property = fc.IProperty<unknown[]> | fc.IAsyncProperty<unknown[]>;
let failed = 0;

/** One share of the time for several properties in turn; one that failed is not tried again. */
async function fuzz(name: string, properties: ReadonlyMap<string, unknown>, share: number): Promise<void> {
  const end = performance.now() + minutes * 60_000 * share;
  const left = new Map(properties) as Map<string, Property>;
  const began = await heldBytes();
  let [rounds, seed, told] = [0, firstSeed, performance.now()];
  for (; performance.now() < end && left.size > 0; seed += 1) {
    for (const [part, property] of left) {
      const result = await fc.check(property, { seed, numRuns: ROUNDS });
      rounds += result.numRuns;
      if (!result.failed) continue;
      failed += 1;
      left.delete(part);
      const { counterexamplePath, errorInstance, counterexample } = result;
      console.log(
        `\n${name}, ${part}: failed with seed ${seed}, path ${counterexamplePath ?? ''}, after ${rounds} rounds:\n` +
          `${String(errorInstance)}\n${fc.stringify(counterexample)}\n`,
      );
    }
    if (performance.now() - told < TELL_EVERY_MS) continue;
    told = performance.now();
    console.log(`${name}: ${rounds} rounds, seeds ${firstSeed} to ${seed}, ${await grownSince(began)}`);
  }
  console.log(`${name}: ended after ${rounds} rounds, seeds ${firstSeed} to ${seed - 1}, ${await grownSince(began)}`);
}

async function grownSince(bytes: number): Promise<string> {
  return `memory ${(((await heldBytes()) - bytes) / 2 ** 20).toFixed(1)} MiB more than at its beginning`;
}

await fuzz('texts', new Map(Object.entries(TEXT_PROPERTIES)), 0.1);
const connectors = await connectorTargets();
await fuzz('answers', new Map(connectors.targets.map(({ name, property }) => [name, property])), 0.45);
await connectors.close();
const api = await apiTarget();
await fuzz('requests', new Map([['the API', api.property]]), 0.45);
await api.close();
// Time-outs of connections that were cut are still running.
process.exit(failed === 0 ? 0 : 1);
