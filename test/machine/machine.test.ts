import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asTest, play, shortened } from './history.ts';
import { historyOf } from './steps.ts';
import { NOT_CALLED, SWITCHES } from './switches.ts';
import { World } from './world.ts';

const SECONDS = Number(process.env.CARDBRIDGE_MACHINE_SECONDS ?? 45);
const FIRST = Number(process.env.CARDBRIDGE_SEED ?? 1);
const STEPS = 30;
const LEAST = 5;
/** The same ones on a fast machine as on a slow one: what lies beyond is the soak's. */
const MOST = 50;

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

/** Whatever people, services, kills and a second worker do: one to three mailboxes and an org, held against invariants at every quiet point. */
describe('the machine', () => {
  it(
    '[J3] [J4] [J6] [D4] [P3] [C1] [C4] [U6] random histories come to rest as they must',
    async () => {
      const end = performance.now() + SECONDS * 1000;
      for (let seed = FIRST; seed < FIRST + LEAST || (seed < FIRST + MOST && performance.now() < end); seed += 1) {
        const history = historyOf(seed, STEPS);
        try {
          await play(world, history);
        } catch (error) {
          const short = await shortened(world, history, 60_000);
          const complaint = error instanceof Error ? error.message : String(error);
          throw new Error(
            `seed ${seed}: ${complaint}\n\n${short === undefined ? 'It does not fail a second time.' : asTest(short.history, complaint)}`,
            { cause: error },
          );
        }
      }
    },
    SECONDS * 1000 + 240_000,
  );

  it('tries every switch of the simulators, each of its values', async () => {
    const { switches } = await world.control<{
      switches: { name: string; default: unknown; values: readonly unknown[] }[];
    }>('GET', 'switches');
    const tried = new Map(SWITCHES.map(({ name, values }) => [name, values]));
    expect([...tried.keys(), ...NOT_CALLED].sort()).toEqual(switches.map(({ name }) => name).sort());
    for (const { name, default: usual, values } of switches) {
      if (NOT_CALLED.includes(name)) continue;
      const mine = tried.get(name) ?? [];
      expect(mine, name).toContain(usual);
      expect(mine.length, name).toBeGreaterThan(1);
      for (const value of values) expect(mine, name).toContain(value);
    }
  });
});
