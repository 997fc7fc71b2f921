import { describe, expect, it } from 'vitest';
import { freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';
import { ANN, CARD, undoing } from '../support/undoing.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));
const { pair, quiet, undo, kept, link, withPhoto, photo, elsewhere } = undoing(() => one);

describe('[J1] undo, through the simulators', () => {
  it('[J1] [U3] of a marking: the item is back where it lay, without category and key, the record in the Recycle Bin; undone again, all is as it was', async () => {
    await one.sync();
    await one.putItem({ ...CARD, spouseName: 'Pat', categories: ['Friends', 'Salesforce'] });
    await one.sync();
    const session = await one.lastSession();
    expect([(await one.items()).length, (await one.records()).length]).toEqual([1, 1]);
    await undo(session);
    const [back] = await elsewhere();
    expect(back).toMatchObject({ surname: 'Lee', spouseName: 'Pat', categories: ['Friends'] });
    expect(await one.hasKey(back?.id ?? '')).toBe(false);
    expect([await one.items(), await one.records(), (await link())?.state]).toEqual([[], [], 'stopped']);
    const undone = await one.lastSession();
    await quiet();
    await undo(undone);
    expect(await elsewhere()).toEqual([]);
    expect(await one.items()).toMatchObject([
      { surname: 'Lee', spouseName: 'Pat', categories: ['Friends', 'Salesforce'] },
    ]);
    expect([(await one.records()).length, (await link())?.state]).toEqual([1, 'linked']);
    await quiet();
    await one.editItem((await one.items())[0]?.id ?? '', { jobTitle: 'CEO' });
    expect(await one.sync()).toEqual({ ...NOTHING, recordsUpdated: 1 });
  });

  it('[J1] [U1] of an upload: the category that we gave goes, one edited in Salesforce since stays and is named', async () => {
    await one.sync();
    const id = await one.putItem({ ...CARD, categories: ['Friends'] }, await one.folder());
    await one.putItem({ surname: 'Later' }, await one.folder());
    await one.sync();
    const session = await one.lastSession();
    const later = (await one.records()).find(({ LastName }) => LastName === 'Later');
    // A field that is not synced counts as well: it would be lost with the record.
    await one.control('POST', 'clock', { advanceSeconds: 5 });
    await one.editRecord(later?.Id ?? '', { LeadSource: 'Web' });
    await undo(session);
    expect((await one.records()).map(({ LastName }) => LastName)).toEqual(['Later']);
    expect(await one.item(id)).toMatchObject({ categories: ['Friends'] });
    expect(await kept(await one.lastSession())).toEqual([
      { name: 'Later', field: undefined, now: undefined, why: 'edited-since' },
    ]);
    expect((await one.links()).map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      'Ann Lee stopped',
      'Later linked',
    ]);
    await quiet();
  });

  it.each([
    ['inside', 'switched on'],
    ['inside', 'given the category'],
    ['elsewhere', 'switched on'],
    ['elsewhere', 'given the category'],
    ['elsewhere', 'moved in'],
  ])('[J1] [M8] an undone upload of an item %s goes up anew when it is %s', async (place, mark) => {
    await one.sync();
    await (place === 'inside'
      ? one.putItem(CARD, await one.folder())
      : one.putItem({ ...CARD, categories: ['Salesforce'] }));
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
    await undo();
    expect([(await link())?.state, await one.records()]).toEqual(['stopped', []]);
    await quiet();
    const { id = '', itemId } = (await link()) ?? {};
    if (mark === 'switched on') await one.engine.switchOn(one.memory.id, { linkId: id }, {});
    else if (mark === 'moved in') await one.moveItem(itemId ?? '', await one.folder());
    else await one.editItem(itemId ?? '', { categories: ['Salesforce'] });
    const { counts } = await one.run(mark === 'switched on' ? { kind: 'contacts', linkIds: [id] } : { kind: 'sync' });
    expect(counts).toMatchObject({ recordsCreated: 1 });
    expect(await link()).toMatchObject({ id, state: 'linked', recordId: (await one.records())[0]?.Id });
    expect(await one.items()).toMatchObject([{ surname: 'Lee', categories: ['Salesforce'] }]);
    await quiet();
    await one.editItem((await one.items())[0]?.id ?? '', { jobTitle: 'CEO' });
    expect(await one.sync()).toEqual({ ...NOTHING, recordsUpdated: 1 });
  });

  it('[J1] [U5] of an unsync: the pair is stopped and remembers the item; dragged back in, it goes on without a double', async () => {
    for (const autoRemoval of [false, true]) {
      await one.fresh({ autoRemoval });
      const made = await pair();
      await one.moveItem(made.item, 'contacts');
      await one.sync();
      expect((await one.items()).length).toBe(autoRemoval ? 0 : 1);
      await undo();
      expect([(await one.items()).length, (await one.records()).map(({ Id }) => Id)]).toEqual([0, [made.record]]);
      expect(await one.item(made.item)).toMatchObject({ surname: 'Lee' });
      expect(await link()).toMatchObject({ state: 'stopped', itemId: made.item, recordId: made.record });
      await quiet();
      await one.editRecord(made.record, { Title: 'CEO' });
      await one.moveItem(made.item, await one.folder());
      await one.sync();
      expect(await one.items()).toMatchObject([{ id: made.item, jobTitle: 'CEO', categories: ['Salesforce'] }]);
      expect((await one.records()).map(({ Id }) => Id)).toEqual([made.record]);
      await quiet();
    }
  });

  it('[J1] [F5] of a removal: the item comes back whole and stopped; undone again it goes, and the record may come down anew', async () => {
    const made = await pair();
    await withPhoto(made.item);
    await one.editItem(made.item, { spouseName: 'Pat', categories: ['Salesforce', 'Friends'] });
    await one.sync();
    await one.editRecord(made.record, { OwnerId: one.ben.salesforceUserId });
    await one.sync();
    expect(await one.items()).toEqual([]);
    await undo();
    const [back] = await one.items();
    expect(back).toMatchObject({ surname: 'Lee', spouseName: 'Pat' });
    expect(await photo(back?.id ?? '')).toBe('a picture');
    expect((await link())?.state).toBe('stopped');
    const undone = await one.lastSession();
    await quiet();
    await undo(undone);
    expect([await one.items(), await one.links()]).toEqual([[], []]);
    await one.ben.salesforce('PATCH', `/sobjects/Contact/${made.record}`, { OwnerId: one.ada.salesforceUserId });
    await one.sync();
    expect(await one.items()).toMatchObject([{ surname: 'Lee', spouseName: 'Pat' }]);
    await quiet();
  });

  it('[J1] of a removal whose record has an item again since: nothing is doubled, and it is said', async () => {
    const made = await pair();
    await one.editRecord(made.record, { OwnerId: one.ben.salesforceUserId });
    await one.sync();
    const removal = await one.lastSession();
    await one.ben.salesforce('PATCH', `/sobjects/Contact/${made.record}`, { OwnerId: one.ada.salesforceUserId });
    await one.sync();
    expect(await one.items()).toHaveLength(1);
    await undo(removal);
    expect([(await one.items()).length, (await one.links()).length]).toEqual([1, 1]);
    expect((await kept(await one.lastSession())).map(({ why }) => why)).toEqual(['linked-anew']);
    await quiet();
  });

  it("[J1] [P1] [P2] of two that were joined: each has its own values again, nobody's is cleared, and neither is joined anew", async () => {
    await one.sync();
    await one.putRecord({ ...ANN, Title: 'CEO', Phone: '+1 1' });
    const id = await one.putItem({ ...CARD, department: 'Board', jobTitle: 'Chief' }, await one.folder());
    await one.sync();
    expect(await one.item(id)).toMatchObject({ jobTitle: 'CEO', department: 'Board', businessPhones: ['+1 1'] });
    expect((await one.records('Id, Title, Department'))[0]).toMatchObject({ Title: 'CEO', Department: 'Board' });
    await undo();
    expect(await one.item(id)).toMatchObject({
      jobTitle: 'Chief',
      department: 'Board',
      businessPhones: [],
      categories: [],
    });
    expect((await one.records('Id, Title, Phone, Department'))[0]).toMatchObject({
      Title: 'CEO',
      Phone: '+1 1',
      Department: null,
    });
    expect([(await link())?.state, await one.hasKey(id)]).toEqual(['stopped', false]);
    const undone = await one.lastSession();
    await quiet();
    await undo(undone);
    expect(await one.item(id)).toMatchObject({ jobTitle: 'CEO', department: 'Board', businessPhones: ['+1 1'] });
    expect((await one.records('Id, Title, Department'))[0]).toMatchObject({ Title: 'CEO', Department: 'Board' });
    expect((await link())?.state).toBe('linked');
    await quiet();
  });

  it('[J1] [M2] of a merge that was followed: the item has its own values again, the master keeps its own', async () => {
    const made = await pair();
    await one.editItem(made.item, { department: 'Sales' });
    const master = await one.putRecord({ LastName: 'Lee-Ho', Title: 'CEO', OwnerId: one.ben.salesforceUserId });
    await one.control('POST', 'salesforce/merge', { masterId: master, ids: [made.record] });
    await one.sync();
    expect(await one.item(made.item)).toMatchObject({ surname: 'Lee-Ho', jobTitle: 'CEO', department: 'Sales' });
    await undo();
    expect(await one.item(made.item)).toMatchObject({ surname: 'Lee', jobTitle: null, department: 'Sales' });
    expect(await one.records('Id, LastName, Title')).toMatchObject([{ Id: master, LastName: 'Lee-Ho', Title: 'CEO' }]);
    expect((await link())?.state).toBe('stopped');
    await quiet();
  });

  it('[J1] [P1] of *join that card*: the second card is back, the first has what it had', async () => {
    const first = await pair();
    const second = await one.putItem({ ...CARD, department: 'Board' }, await one.folder());
    await one.sync();
    const waiting = (await one.links()).find((entry) => entry.itemId === second);
    await one.engine.switchOn(one.memory.id, { linkId: waiting?.id ?? '' }, { choice: first.record });
    await one.sync();
    const session = await one.lastSession();
    expect(await one.items()).toMatchObject([{ id: first.item, department: 'Board' }]);
    await undo(session);
    const cards = (await one.items()).map(({ id, department }) => [id === first.item, department]);
    expect(cards.sort()).toEqual([
      [false, 'Board'],
      [true, null],
    ]);
    expect(await one.records('Department')).toMatchObject([{ Department: null }]);
    await quiet();
  });

  it("[J1] [M2] of a fold into the master's item: the losing item is back, the master's pair has its own values again and goes on", async () => {
    const master = await one.putRecord({ LastName: 'Master', Email: 'm@acme.example' });
    const loser = await one.putRecord({ LastName: 'Loser', Email: 'l@acme.example' });
    await one.sync();
    const item = (name: string) => async () => (await one.items()).find(({ surname }) => surname === name);
    await one.editItem((await item('Loser')())?.id ?? '', { jobTitle: 'CEO' });
    await one.control('POST', 'salesforce/merge', { masterId: master, ids: [loser] });
    while ((await one.sync()).itemsDeleted === 0);
    expect((await one.items()).map(({ surname, jobTitle }) => [surname, jobTitle])).toEqual([['Master', 'CEO']]);
    const fold = await one.lastSession();
    await one.sync();
    await undo(fold);
    expect(await item('Loser')()).toMatchObject({ jobTitle: 'CEO' });
    expect((await item('Master')())?.jobTitle ?? null).toBeNull();
    expect((await one.record(master))?.Title).toBeNull();
    expect((await one.links()).map(({ name, state }) => `${name} ${state}`).sort()).toEqual([
      'Loser stopped',
      'Master linked',
    ]);
    await quiet();
    await one.editRecord(master, { Title: 'Boss' });
    await one.sync();
    expect((await item('Master')())?.jobTitle).toBe('Boss');
  });

  it('[J1] [C2] of a settled conflict: both sides have the value from before it, what was typed is in the activity, and nobody has to look any more', async () => {
    const made = await pair({ ...ANN, Title: 'Old' });
    await one.editItem(made.item, { jobTitle: 'Mine' });
    await one.editRecord(made.record, { Title: 'Theirs' });
    await one.sync();
    expect((await link())?.conflict).not.toBeNull();
    const settled = await one.lastSession();
    await undo(settled);
    expect([(await one.item(made.item))?.jobTitle, (await one.record(made.record))?.Title]).toEqual(['Old', 'Old']);
    expect((await link())?.conflict).toBeNull();
    expect(JSON.stringify(await one.store.journal.ofSession(one.memory.id, settled))).toMatch(
      /Mine.*Theirs|Theirs.*Mine/,
    );
    await quiet();
  });
});
