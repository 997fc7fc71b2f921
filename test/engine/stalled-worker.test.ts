import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FencedOff } from '../../server/store/store.ts';
import { NOTHING, Simulated } from '../support/simulated.ts';

let one: Simulated;
beforeAll(async () => {
  one = await Simulated.start();
});
afterAll(() => one.stop());

/** Three batches of creates. */
const CONTACTS = 45;
const BATCHES = { method: 'POST', path: '\\$batch' };
/** Before the second of them: folders twice, categories, the first creates. */
const EARLIER = 4;

/** A session stands still in its second batch of creates until another worker has the mailbox and is through; then the batch is cut, or lands late. */
async function standsStill({ cut }: { readonly cut: boolean }): Promise<unknown> {
  const run = async () => {
    const session = await one.store.sessions.queue(one.memory.id, { kind: 'sync' });
    return one.engine.run(one.memory.id, session.id, new AbortController().signal);
  };
  return one.whileHeld(
    'graph',
    BATCHES,
    () => run().catch((error: unknown) => error),
    async () => {
      one.connect();
      one.later += 20_000;
      expect(await run()).toMatchObject({ state: 'done' });
      await one.control('POST', 'faults/release', { cut });
    },
    EARLIER,
  );
}

async function creates(): Promise<number> {
  const parts = (await one.calls('graph')).flatMap((call) => call.parts ?? []);
  return parts.filter(({ method, path }) => method === 'POST' && path.endsWith('/contacts')).length;
}

describe('a worker that stood still in the middle of its writes', () => {
  beforeEach(async () => {
    await one.fresh();
    for (let n = 0; n < CONTACTS; n += 1) await one.putRecord({ LastName: `Number ${n}`, Email: `n${n}@acme.example` });
  });

  it('[J6] sends nothing more once another one has its mailbox: what it was about to make is there once', async () => {
    expect(await standsStill({ cut: true })).toBeInstanceOf(FencedOff);
    // Its first batch, and what that one lacked by the other: its own third batch never went out.
    expect(await creates()).toBe(CONTACTS);
    expect(await one.sync()).toEqual(NOTHING);
    expect(await one.items()).toHaveLength(CONTACTS);
    expect(await one.records()).toHaveLength(CONTACTS);
  });

  it('[J6] [P3] a batch of its that lands after the other one has looked is taken back: nobody is there twice', async () => {
    expect(await standsStill({ cut: false })).toBeInstanceOf(FencedOff);
    expect(await creates()).toBe(CONTACTS + 20);
    expect(await one.items()).toHaveLength(CONTACTS + 20);
    expect(await one.sync()).toMatchObject({ itemsDeleted: 20, recordsCreated: 0, refused: 0 });
    expect(await one.items()).toHaveLength(CONTACTS);
    expect(await one.records()).toHaveLength(CONTACTS);
    expect((await one.links()).filter(({ state }) => state !== 'linked')).toEqual([]);
    // D5: our own doubles are nobody's deletions.
    const day = new Date(Date.now() - 86_400_000).toISOString();
    expect(await one.store.journal.deletesSince(one.memory.id, day)).toBe(0);
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[P3] [P1] but one into which somebody has typed meanwhile waits with the choice', async () => {
    await standsStill({ cut: false });
    const byName = new Map<string, string[]>();
    for (const { surname, id } of await one.items())
      byName.set(surname ?? '', [...(byName.get(surname ?? '') ?? []), id]);
    const [doubles] = [...byName.values()].filter((ids) => ids.length > 1);
    const linked = new Set((await one.links()).map(({ itemId }) => itemId));
    const late = doubles?.find((id) => !linked.has(id)) ?? '';
    await one.editItem(late, { jobTitle: 'Typed' });
    expect(await one.sync()).toMatchObject({ itemsDeleted: 19, recordsCreated: 0, refused: 1 });
    expect((await one.links()).filter(({ state }) => state === 'waiting').map(({ itemId }) => itemId)).toEqual([late]);
    expect(await one.sync()).toEqual(NOTHING);
  });
});
