import { describe, expect, it } from 'vitest';
import { ANN, CARD, freshEachTest, isQuiet } from '../support/each-test.ts';
import type { Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const quiet = () => isQuiet(one);

/** What makes records, with our external-id field and without it. */
const CREATES = { path: '/composite/sobjects(/Contact/Cardbridge_Key__c)?$' };

describe('creates whose answer is lost, through the simulators', () => {
  it.each([
    ['with', true],
    ['without', false],
  ] as const)(
    '[P3] a create whose answer is lost is never made twice, %s our external-id field',
    async (_with, externalIdField) => {
      await one.control('POST', 'salesforce/org', { externalIdField });
      one.connect();
      await one.sync();
      await one.putItem(CARD, await one.folder());
      for (const kind of ['drop-after', 'half', 'drop-before']) {
        await one.fault('salesforce', { kind }, CREATES);
        await one.run();
        await one.control('DELETE', 'faults');
      }
      await one.control('POST', 'clock', { advanceSeconds: 600 });
      await one.sync();
      await one.sync();
      expect(await one.records()).toHaveLength(1);
      expect((await one.links())[0]).toMatchObject({ state: 'linked', recordId: (await one.records())[0]?.Id });
      await quiet();
    },
  );

  it.each([
    ['with', true],
    ['without', false],
  ] as const)(
    '[P3] [D1] a record whose answer is lost and that somebody deletes before we look is not made again, %s our external-id field',
    async (_with, externalIdField) => {
      await one.control('POST', 'salesforce/org', { externalIdField });
      one.connect();
      await one.sync();
      const item = await one.putItem(CARD, await one.folder());
      await one.fault('salesforce', { kind: 'drop-after' }, CREATES);
      await one.run();
      const [made] = await one.records();
      await one.deleteRecord(made?.Id ?? '');
      await one.control('POST', 'clock', { advanceSeconds: 600 });
      await one.sync();
      await one.sync();
      expect(await one.records()).toEqual([]);
      expect(await one.item(item)).toBeUndefined();
      await quiet();
    },
  );

  it('[P3] without our external-id field two people of one name are told apart by all that was sent: one record is what one create made', async () => {
    await one.control('POST', 'salesforce/org', { externalIdField: false });
    one.connect();
    await one.sync();
    const card = (phone: string) => ({ givenName: 'John', surname: 'Smith', businessPhones: [phone] });
    const folder = await one.folder();
    await one.putItem(card('+49 30 1111111'), folder);
    await one.putItem(card('+49 30 2222222'), folder);
    await one.fault('salesforce', { kind: 'drop-before' }, CREATES);
    await one.run();
    await one.control('DELETE', 'faults');
    // As if the one had come through and the other had not.
    const second = await one.putRecord({ FirstName: 'John', LastName: 'Smith', Phone: '+49 30 2222222' });
    await one.control('POST', 'clock', { advanceSeconds: 600 });
    await one.sync();
    await one.sync();
    const records = await one.records('Phone');
    expect(records.map(({ Phone }) => Phone).sort()).toEqual(['+49 30 1111111', '+49 30 2222222']);
    const items = new Map((await one.items()).map(({ id, businessPhones }) => [id, businessPhones[0]]));
    const links = await one.links();
    expect(links.map(({ state }) => state)).toEqual(['linked', 'linked']);
    expect(items.get(links.find(({ recordId }) => recordId === second)?.itemId ?? '')).toBe('+49 30 2222222');
    await quiet();
  });

  it('[P3] without our external-id field nothing is repeated while what was sent may still be on its way', async () => {
    await one.control('POST', 'salesforce/org', { externalIdField: false });
    one.connect();
    await one.sync();
    await one.putItem(CARD, await one.folder());
    await one.fault('salesforce', { kind: 'drop-before' }, CREATES);
    await one.run();
    await one.control('DELETE', 'faults');
    // What is covered is past the sending by then, and the longest request is not over.
    await one.control('POST', 'clock', { advanceSeconds: 100 });
    expect(await one.sync()).toMatchObject({ recordsCreated: 0 });
    expect(await one.records()).toEqual([]);
    await one.control('POST', 'clock', { advanceSeconds: 200 });
    await one.sync();
    await one.sync();
    expect(await one.records()).toHaveLength(1);
    await quiet();
  });

  it('[P3] in the mailbox a create whose answer is lost is found by its hidden key', async () => {
    await one.sync();
    await one.putRecord(ANN);
    for (const kind of ['drop-after', 'half']) {
      await one.fault('graph', { kind }, { path: '\\$batch' }, 1, 1);
      await one.run();
      await one.control('DELETE', 'faults');
    }
    await one.sync();
    expect(await one.items()).toHaveLength(1);
    await quiet();
  });
});
