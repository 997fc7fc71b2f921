import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectorTargets, type Target } from './connectors.ts';

const SEED = Number(process.env.CARDBRIDGE_SEED ?? 1);
const RUNS = Number(process.env.CARDBRIDGE_FUZZ_RUNS ?? 300);

let targets: readonly Target[];
let close: () => Promise<void>;
beforeAll(async () => {
  ({ targets, close } = await connectorTargets());
});
afterAll(() => close());

describe('answers that no service should give', () => {
  for (const place of [0, 1]) {
    it(`[D4] end as a value or a failure of a known kind: ${['Microsoft Graph', 'Salesforce'][place]}`, async () => {
      const { property, answers } = targets[place] as Target;
      expect(Object.values(answers).every((count) => count > 0)).toBe(true);
      console.log(`fuzz: seed ${SEED}, ${RUNS} rounds`);
      await fc.assert(property, { seed: SEED, numRuns: RUNS });
    });
  }
});
