import { describe, expect, it } from 'vitest';
import { ANN, freshEachTest, isQuiet } from '../support/each-test.ts';
import type { Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const sensitivity = (value: '0' | '2') => ({ singleValueExtendedProperties: [{ id: 'Integer 0x36', value }] });
const PRIVATE = sensitivity('2');
const quiet = () => isQuiet(one);

async function pair(fields: Readonly<Record<string, unknown>> = ANN) {
  const record = await one.putRecord(fields);
  await one.sync();
  const items = await one.items();
  return { item: items.find(({ surname }) => surname === fields.LastName)?.id ?? '', record };
}

/** What becomes of the record while its card is private, and what of the card once it is not any more. */
const FATES = {
  'is deleted': async (id: string) => one.deleteRecord(id),
  'leaves the view': async (id: string) => one.editRecord(id, { OwnerId: one.ben.salesforceUserId }),
  'is merged into one that has a card here': async (id: string) => {
    const { record } = await pair({ FirstName: 'Bea', LastName: 'Lee-Ho', Email: 'bea@acme.example' });
    await one.control('POST', 'salesforce/merge', { masterId: record, ids: [id] });
  },
} as const;

describe('a card made private, through the simulators', () => {
  for (const [fate, befalls] of Object.entries(FATES)) {
    it(`[U7] stays, and nothing of it goes up, where its record ${fate}`, async () => {
      const { item, record } = await pair();
      await one.editItem(item, { ...PRIVATE, jobTitle: 'Verysecret' });
      await one.sync();
      await befalls(record);
      await one.sync();
      // The daily listing reads the folder whole, with the present version of every card.
      await one.control('POST', 'clock', { advanceSeconds: 90_000 });
      one.later += 90_000_000;
      await one.sync();
      await quiet();
      expect(await one.item(item)).toMatchObject({ jobTitle: 'Verysecret' });
      const kept = JSON.stringify([await one.records('Title'), await one.stored(), await one.links()]);
      expect(kept).not.toContain('Verysecret');
      expect(JSON.stringify((await one.store.journal.page(one.memory.id, { limit: 100 })).rows)).not.toContain(
        'Verysecret',
      );
    });

    it(`[U7] made private and not looked at yet, it stays where its record ${fate}`, async () => {
      const { item, record } = await pair();
      await one.editItem(item, { ...PRIVATE, jobTitle: 'Verysecret' });
      await befalls(record);
      await one.sync();
      await quiet();
      expect(await one.item(item)).toMatchObject({ jobTitle: 'Verysecret' });
      expect(JSON.stringify([await one.records('Title'), await one.stored()])).not.toContain('Verysecret');
      // Open again, it is treated like any other: what is gone in Salesforce goes here too.
      await one.editItem(item, sensitivity('0'));
      await one.sync();
      await one.sync();
      expect(await one.item(item)).toBeUndefined();
      await quiet();
    });
  }

  it('[U7] [D2] thrown away with auto-removal on, it takes no record with it', async () => {
    const { item, record } = await pair();
    await one.set({ autoRemoval: true });
    await one.editItem(item, PRIVATE);
    await one.sync();
    await one.removeItem(item);
    expect(await one.sync()).toMatchObject({ recordsDeleted: 0, itemsCreated: 1 });
    expect((await one.records()).map(({ Id }) => Id)).toEqual([record]);
    await quiet();
  });
});
