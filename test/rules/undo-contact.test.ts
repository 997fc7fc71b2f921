import { describe, expect, it } from 'vitest';
import { freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

describe('undo of one contact, through the simulators', () => {
  it('[J1] only that one is given back what it had, on both sides; later edits stay and are named; undone once more all is as it was', async () => {
    const ids = [];
    for (const LastName of ['One', 'Two'])
      ids.push(await one.putRecord({ LastName, Email: `${LastName}@acme.example` }));
    await one.sync();
    for (const { id } of await one.items()) await one.editItem(id, { jobTitle: 'new', department: 'new' });
    await one.sync();
    const sessionId = await one.lastSession();
    const [first = '', second = ''] = ids;
    await one.editRecord(first, { Department: 'later' });
    const linkOf = async (id: string) => (await one.links()).find(({ recordId }) => recordId === id)?.id;
    const linkId = (await linkOf(first)) ?? '';
    const values = async (id: string) => {
      const record = (await one.records('Id, LastName, Title, Department')).find(({ Id }) => Id === id);
      const card = (await one.items()).find(({ surname }) => surname === record?.LastName);
      return [record?.Title, record?.Department, card?.jobTitle, card?.department];
    };

    const undone = await one.run({ kind: 'undo-contact', linkId, sessionId });
    expect(undone).toMatchObject({ state: 'done', reason: { code: 'later-edits-kept', params: { fields: '1' } } });
    await one.sync();
    expect(await values(first)).toEqual([null, 'later', null, 'later']);
    expect(await values(second)).toEqual(['new', 'new', 'new', 'new']);
    expect(await one.sync()).toEqual(NOTHING);

    const other = { kind: 'undo-contact', linkId: (await linkOf(second)) ?? '' } as const;
    await one.run({ ...other, sessionId });
    const undoing = await one.lastSession();
    expect(await values(second)).toEqual([null, null, null, null]);
    expect(await one.sync()).toEqual(NOTHING);
    await one.run({ ...other, sessionId: undoing });
    expect(await values(second)).toEqual(['new', 'new', 'new', 'new']);
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[J1] what one session wrote is taken back, and not what was written since: that stays, and is named', async () => {
    const record = await one.putRecord({ LastName: 'Down', Email: 'down@acme.example' });
    await one.sync();
    const [item] = await one.items();
    const edit = async (values: object) => {
      await one.editItem(item?.id ?? '', values);
      await one.sync();
      return one.lastSession();
    };
    const first = await edit({ jobTitle: 'first', department: 'first' });
    await edit({ jobTitle: 'second' });
    const [link] = await one.links();
    const undone = await one.run({ kind: 'undo-contact', linkId: link?.id ?? '', sessionId: first });
    expect(undone).toMatchObject({ state: 'done', reason: { code: 'later-edits-kept', params: { fields: '1' } } });
    const found = (await one.records('Id, Title, Department')).find(({ Id }) => Id === record);
    expect([found?.Title, found?.Department]).toEqual(['second', null]);
    expect((await one.items()).map(({ jobTitle, department }) => [jobTitle, department])).toEqual([['second', null]]);
    expect(await one.sync()).toEqual(NOTHING);
  });
});
