import { describe, expect, it } from 'vitest';
import { postgresql } from '../support/postgresql.ts';
import { Lane, named } from './lane.ts';

const server = await postgresql();
/** A limit for what hangs: the server is started a dozen times, beside other tests. */
const LONGEST_MS = 600_000;

/** Evenly spread over all points; `npm run soak:kill` takes every one. A takeover on PostgreSQL waits for a heartbeat that is missed. */
async function spread(lane: Lane, count: number): Promise<void> {
  const step = lane.points.length / count;
  for (let place = 0; place < count; place += 1) {
    const point = lane.points[Math.floor((place + 0.5) * step)];
    if (point === undefined) throw new Error('There are fewer points than that.');
    expect(await lane.kill(point), named(point)).toBe('');
  }
}

describe.concurrent('killed anywhere (SIGKILL) and started again on the same data, it comes to the same end', () => {
  it('[J3] [J4] [J6] on the embedded database', { timeout: LONGEST_MS }, async () => {
    const lane = await Lane.open(undefined, true);
    try {
      // From a scenario that asks nothing, nothing is learnt.
      expect(lane.points.length).toBeGreaterThan(75);
      await spread(lane, 4);
    } finally {
      await lane.close();
    }
  });

  it.skipIf(server === undefined)(
    '[J3] [P3] on PostgreSQL, in an org without our external-id field',
    { timeout: LONGEST_MS },
    async () => {
      const lane = await Lane.open(server, false);
      try {
        await spread(lane, 2);
      } finally {
        await lane.close();
      }
    },
  );
});
