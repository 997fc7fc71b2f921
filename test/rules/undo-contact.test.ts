import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOTHING, Simulated } from '../support/simulated.ts';

let one: Simulated;
beforeAll(async () => {
  one = await Simulated.start();
});
afterAll(() => one.stop());
beforeEach(() => one.fresh());

describe('undo of one contact, through the simulators', () => {
  it('[J1] only that one is given back what it had, on both sides; later edits stay and are named; undone once more all is as it was', async () => {
    const ids = [];
    for (const LastName of ['One', 'Two'])
      ids.push(await one.putRecord({ LastName, Email: `${LastName}@acme.example` }));
    await one.sync();
    for (const { id } of await one.items()) await one.editItem(id, { jobTitle: 'new', department: 'new' });
    await one.sync();
    const [first = '', second = ''] = ids;
    await one.editRecord(first, { Department: 'later' });
    const linkOf = async (id: string) => (await one.links()).find(({ recordId }) => recordId === id)?.id;
    const linkId = (await linkOf(first)) ?? '';
    const values = async (id: string) => {
      const record = (await one.records('Id, LastName, Title, Department')).find(({ Id }) => Id === id);
      const card = (await one.items()).find(({ surname }) => surname === record?.LastName);
      return [record?.Title, record?.Department, card?.jobTitle, card?.department];
    };

    const undone = await one.run({ kind: 'undo-contact', linkId });
    expect(undone).toMatchObject({ state: 'done', reason: { code: 'later-edits-kept', params: { fields: '1' } } });
    await one.sync();
    expect(await values(first)).toEqual([null, 'later', null, 'later']);
    expect(await values(second)).toEqual(['new', 'new', 'new', 'new']);
    expect(await one.sync()).toEqual(NOTHING);

    const other = { kind: 'undo-contact', linkId: (await linkOf(second)) ?? '' } as const;
    await one.run(other);
    expect(await values(second)).toEqual([null, null, null, null]);
    expect(await one.sync()).toEqual(NOTHING);
    await one.run(other);
    expect(await values(second)).toEqual(['new', 'new', 'new', 'new']);
    expect(await one.sync()).toEqual(NOTHING);
  });
});
