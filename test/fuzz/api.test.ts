import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiTarget, type ApiTarget } from './api.ts';
import { LONGEST_MS, steadyGrowth } from './heap.ts';

const SEED = Number(process.env.CARDBRIDGE_SEED ?? 1);
const RUNS = Number(process.env.CARDBRIDGE_FUZZ_RUNS ?? 400);
/** Rounds between two measurements of the memory, and what a round may leave: far less than a connection that stays open takes. */
const [STRETCH, BYTES_A_ROUND] = [40, 8000];

let target: ApiTarget;
beforeAll(async () => {
  target = await apiTarget();
});
afterAll(() => target.close());

describe('requests that nobody should send', () => {
  it('to any endpoint or page are answered or refused within a second, never with a 500, and change nothing where they are refused', async () => {
    console.log(`fuzz: seed ${SEED}, ${RUNS} rounds`);
    await fc.assert(target.property, { seed: SEED, numRuns: RUNS });
    const asked = target.endpoints.filter((endpoint) => target.seen.has(endpoint));
    expect(asked.length).toBeGreaterThan(target.endpoints.length * 0.9);
  });

  it(
    'leave nothing behind in memory',
    async () => {
      const grown = await steadyGrowth(STRETCH * BYTES_A_ROUND, (stretch) =>
        fc.assert(target.property, { seed: SEED + stretch, numRuns: STRETCH }),
      );
      console.log(`fuzz: ${grown} bytes more after ${STRETCH} requests`);
      expect(grown).toBeLessThan(STRETCH * BYTES_A_ROUND);
    },
    LONGEST_MS,
  );
});
