import { describe, expect, it } from 'vitest';
import { freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

/** The org's own flow before each save. */
const flow = (rule: object) => one.control('POST', 'salesforce/rule', { kind: 'rewrite', field: 'Title', ...rule });
const titles = async () => [
  (await one.items())[0]?.jobTitle,
  (await one.ben.query<{ Title: string }>('SELECT Title FROM Contact'))[0]?.Title,
];

describe('an org whose flows change values before they are saved', () => {
  it.each([
    ['in capitals', { to: 'upper' }, 'CHAIRPERSON'],
    ['cut', { to: 'cut', length: 5 }, 'Chair'],
  ])(
    '[C7] %s: each side keeps its spelling, from the first upload on, and a later edit is still one',
    async (_how, rule, stored) => {
      await flow(rule);
      await one.sync();
      const id = await one.putItem({ surname: 'Lee', jobTitle: 'Chairperson' }, await one.folder());
      expect(await one.sync()).toMatchObject({ recordsCreated: 1, itemsUpdated: 1 });
      expect(await one.sync()).toEqual(NOTHING);
      expect(await titles()).toEqual(['Chairperson', stored]);
      await one.editItem(id, { jobTitle: 'Boss' });
      expect(await one.sync()).toMatchObject({ recordsUpdated: 1, conflicts: 0 });
      expect(await one.sync()).toEqual(NOTHING);
      await one.editItem(id, { department: 'Board' });
      expect(await one.sync()).toMatchObject({ recordsUpdated: 1, itemsUpdated: 0, conflicts: 0 });
      expect(await one.sync()).toEqual(NOTHING);
      await one.editRecord((await one.links())[0]?.recordId ?? '', { Title: 'CTO' });
      expect(await one.sync()).toMatchObject({ itemsUpdated: 1, conflicts: 0 });
      expect(await titles()).toEqual(['CTO', 'CTO']);
    },
  );

  it('[C7] to something else: that is an edit of Salesforce, which comes down; what was typed is in the journal', async () => {
    await one.sync();
    const id = await one.putItem({ surname: 'Lee', jobTitle: 'Dev' }, await one.folder());
    await one.sync();
    await flow({ to: 'value', value: 'Engineer' });
    await one.editItem(id, { jobTitle: 'Developer' });
    await one.sync();
    await one.sync();
    expect(await titles()).toEqual(['Engineer', 'Engineer']);
    expect(await one.sync()).toEqual(NOTHING);
    const { rows } = await one.store.journal.page(one.memory.id, { limit: 50 });
    expect(JSON.stringify(rows.map(({ fields }) => fields))).toContain('Developer');
  });
});
