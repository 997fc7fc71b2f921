import { describe, expect, it } from 'vitest';
import { freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const keptLines = async () =>
  (await one.store.journal.page(one.memory.id, { limit: 100 })).rows.filter(
    ({ kind, rule }) => kind === 'note' && rule === 'U8',
  ).length;

describe('a copy that was half moved and cannot be taken back for a while', () => {
  it('[M1] [U8] [J1] is no new contact and is kept once: in the end there is one card, whole, and one record', async () => {
    await one.sync();
    await one.putItem({ surname: 'Twice', categories: ['Salesforce'], personalNotes: 'kept' });
    // The answer to the copy is lost, and nothing can be deleted.
    await one.fault('graph', { kind: 'drop-after' }, { path: '\\$batch', part: false }, 1, 3);
    const notNow = { status: 503, body: { error: { code: 'ErrorInternal', message: 'Not now.' } } };
    await one.fault('graph', { kind: 'status', ...notNow }, { method: 'DELETE', part: true }, 1000);
    for (let session = 0; session < 4; session += 1) {
      await one.run();
      expect(await one.items()).toHaveLength(1);
      expect(await one.itemsIn('contacts')).toHaveLength(1);
      expect(await one.records()).toEqual([]);
    }
    // What the copy holds is kept once, and once more when somebody has typed into it.
    expect(await keptLines()).toBe(1);
    const [copy] = await one.items();
    await one.editItem(copy?.id ?? '', { jobTitle: 'Typed into the copy' });
    for (let session = 0; session < 2; session += 1) await one.run();
    expect(await keptLines()).toBe(2);

    await one.control('DELETE', 'faults');
    for (let session = 0; session < 2; session += 1) await one.sync();
    expect(await one.items()).toMatchObject([{ surname: 'Twice', personalNotes: 'kept' }]);
    expect(await one.itemsIn('contacts')).toEqual([]);
    expect(await one.records()).toMatchObject([{ LastName: 'Twice', Description: 'kept' }]);
    expect(await one.sync()).toEqual(NOTHING);
  });
});
