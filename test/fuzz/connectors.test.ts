import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectorTargets, type Target } from './connectors.ts';
import { LONGEST_MS, steadyGrowth } from './heap.ts';

const SEED = Number(process.env.CARDBRIDGE_SEED ?? 1);
const RUNS = Number(process.env.CARDBRIDGE_FUZZ_RUNS ?? 300);
const NAMES = ['Microsoft Graph', 'Salesforce'];
/** Rounds between two measurements of the memory, and what a round may leave: far less than a connection that stays open takes. */
const [STRETCH, BYTES_A_ROUND] = [40, 8000];

let targets: readonly Target[];
let close: () => Promise<void>;
beforeAll(async () => {
  ({ targets, close } = await connectorTargets());
});
afterAll(() => close());

describe('answers that no service should give', () => {
  for (const place of [0, 1]) {
    it(`[D4] end as a value or a failure of a known kind: ${NAMES[place]}`, async () => {
      const { property, answers } = targets[place] as Target;
      expect(Object.values(answers).every((count) => count > 0)).toBe(true);
      console.log(`fuzz: seed ${SEED}, ${RUNS} rounds`);
      await fc.assert(property, { seed: SEED, numRuns: RUNS });
    });

    it(
      `leave nothing behind in memory: ${NAMES[place]}`,
      async () => {
        const { property } = targets[place] as Target;
        const bound = STRETCH * BYTES_A_ROUND;
        const grown = await steadyGrowth(bound, (stretch) =>
          fc.assert(property, { seed: SEED + stretch, numRuns: STRETCH }),
        );
        console.log(`fuzz: ${grown} bytes more after ${STRETCH} answers`);
        expect(grown).toBeLessThan(bound);
      },
      LONGEST_MS,
    );
  }
});
