import { describe, expect, it } from 'vitest';
import { ANN, annInStep, freshEachTest, isQuiet } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const many = async (count: number) => {
  const records = Array.from({ length: count }, (_, n) => ({
    attributes: { type: 'Contact' },
    LastName: `Number ${n}`,
  }));
  const made = await one.ada.salesforce<{ id: string }[]>('POST', '/composite/sobjects', { records });
  return made.map(({ id }) => id);
};
const pair = () => annInStep(one);
const quiet = () => isQuiet(one);
const isDeleted = async (id: string) => {
  const answer = await one.ben.salesforce<{ records: { IsDeleted: boolean }[] }>(
    'GET',
    `/queryAll?q=${encodeURIComponent(`SELECT IsDeleted FROM Contact WHERE Id = '${id}'`)}`,
  );
  return answer.records[0]?.IsDeleted;
};

describe('deletes, through the simulators', () => {
  it('[D1] [M4] a record deleted in Salesforce: its item goes to Deleted Items, an edit of it is kept in the journal', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'Edited' });
    await one.deleteRecord(made.record);
    expect(await one.sync()).toEqual({ ...NOTHING, itemsDeleted: 1 });
    expect(await one.item(made.item)).toBeUndefined();
    expect(JSON.stringify((await one.store.journal.page(one.memory.id, { limit: 3 })).rows)).toContain('Edited');
    expect(await one.links()).toEqual([]);
    await quiet();
  });

  it('[D1] [U5] [C6] what is dragged out of the folder while its deletion is on its way is its person’s own, and stays', async () => {
    const made = await pair();
    await one.deleteRecord(made.record);
    const drag = () => one.moveItem(made.item, 'contacts');
    const batch = { method: 'POST', path: '\\$batch' };
    expect((await one.whileHeld('graph', batch, () => one.run(), drag, 1)).state).toBe('done');
    expect((await one.itemsIn('contacts')).map(({ surname }) => surname)).toEqual(['Lee']);
    await one.sync();
    expect((await one.itemsIn('contacts')).map(({ categories }) => categories)).toEqual([[]]);
    expect(await one.links()).toEqual([]);
    await quiet();
  });

  it('[D2] [M6] an item deleted is made again; with auto-removal the record goes to the Recycle Bin', async () => {
    const made = await pair();
    await one.removeItem(made.item);
    expect(await one.sync()).toEqual({ ...NOTHING, itemsCreated: 1 });
    await one.set({ autoRemoval: true });
    const [again] = await one.items();
    await one.removeItem(again?.id ?? '', true);
    expect(await one.sync()).toEqual({ ...NOTHING, recordsDeleted: 1 });
    expect(await isDeleted(made.record)).toBe(true);
    await quiet();
  });

  it('[D2] [M3] moved out with auto-removal on: the record goes, the item stays', async () => {
    const made = await pair();
    await one.set({ autoRemoval: true });
    await one.moveItem(made.item, 'contacts');
    await one.sync();
    await one.sync();
    expect(await isDeleted(made.record)).toBe(true);
    expect((await one.item(made.item))?.categories).toEqual([]);
    await quiet();
  });

  it('[D2] a record that was edited, changed hands or moved on is left alone', async () => {
    await one.set({ autoRemoval: true });
    const edited = await pair();
    await one.editRecord(edited.record, { Title: 'CEO' });
    await one.removeItem(edited.item);
    expect(await one.sync()).toMatchObject({ recordsDeleted: 0, itemsCreated: 1 });
    const [again] = await one.items();
    await one.sync();
    await one.removeItem(again?.id ?? '');
    await one.editRecord(edited.record, { OwnerId: one.ben.salesforceUserId });
    expect(await one.sync()).toMatchObject({ recordsDeleted: 0 });
    expect(await isDeleted(edited.record)).toBe(false);
  });

  it('[D3] [M2] records merged: the link moves to the master, unsynced edits too, and nobody is deleted', async () => {
    const made = await pair();
    const master = await one.putRecord({ ...ANN, Email: 'lee@acme.example', Title: 'CEO' });
    await one.editItem(made.item, { department: 'Edited' });
    await one.control('POST', 'salesforce/merge', { masterId: master, ids: [made.record] });
    expect(await one.sync()).toMatchObject({ recordsDeleted: 0 });
    await one.sync();
    const items = await one.items();
    expect(items).toMatchObject([{ jobTitle: 'CEO', department: 'Edited' }]);
    expect((await one.records('Department'))[0]?.Department).toBe('Edited');
    expect((await one.links()).map((link) => link.recordId)).toEqual([master]);
    await quiet();
  });

  it('[M2] [P2] a new card that fits the master of a merge is not paired with it: the pair that was merged goes there', async () => {
    const made = await pair();
    const master = await one.putRecord({ FirstName: 'Ann', LastName: 'Lee-Ho', Email: 'lee@acme.example' });
    await one.control('POST', 'salesforce/merge', { masterId: master, ids: [made.record] });
    const card = { givenName: 'Ann', surname: 'Lee-Ho', emailAddresses: [{ address: 'lee@acme.example' }] };
    const twin = await one.putItem(card, await one.folder());
    expect(await one.sync()).toMatchObject({ itemsCreated: 0, recordsCreated: 0 });
    const links = await one.links();
    expect(links.find((link) => link.recordId === master)?.itemId).toBe(made.item);
    expect(links.find((link) => link.itemId === twin)).toMatchObject({ recordId: null, state: 'waiting' });
    expect((await one.records()).length).toBe(1);
    await quiet();
  });

  it('[M2] two contacts merged into a third without an item: one follows it, the other goes into that pair, in one session', async () => {
    for (const inView of [true, false]) {
      await one.fresh();
      const first = await one.putRecord({ LastName: 'First', Email: 'first@acme.example' });
      const second = await one.putRecord({ LastName: 'Second', Email: 'second@acme.example' });
      await one.sync();
      const item = async (surname: string) => (await one.items()).find((entry) => entry.surname === surname)?.id ?? '';
      await one.editItem(await item('First'), { department: 'Board' });
      await one.editItem(await item('Second'), { jobTitle: 'CEO' });
      const owner = inView ? {} : { OwnerId: one.ben.salesforceUserId };
      const master = await one.putRecord({ LastName: 'Third', Email: 'third@acme.example', ...owner });
      await one.control('POST', 'salesforce/merge', { masterId: master, ids: [first, second] });
      await one.sync();
      expect(await one.items()).toMatchObject([{ surname: 'Third', department: 'Board', jobTitle: 'CEO' }]);
      expect(await one.records('Department, Title')).toMatchObject([{ Department: 'Board', Title: 'CEO' }]);
      expect((await one.links()).map((link) => link.recordId)).toEqual([master]);
      // M7: what went up from an item outside the view is in Salesforce now, and the item may go.
      if (!inView) while ((await one.sync()).itemsDeleted === 0);
      await quiet();
    }
  });

  it.each(['salesforce', 'outlook'] as const)(
    "[M2] [C2] merged into one that has a card here: edits of the losing card meet the master's values by the policy, %s wins",
    async (conflicts) => {
      await one.fresh({ conflicts });
      const made = await pair();
      const master = await one.putRecord({ LastName: 'Master', Email: 'master@acme.example' });
      await one.sync();
      await one.editItem(made.item, { jobTitle: 'Mine', department: 'Board' });
      await one.editRecord(master, { Title: 'Theirs' });
      await one.control('POST', 'salesforce/merge', { masterId: master, ids: [made.record] });
      await one.sync();
      await one.sync();
      await quiet();
      const title = conflicts === 'outlook' ? 'Mine' : 'Theirs';
      expect(await one.items()).toMatchObject([{ surname: 'Master', jobTitle: title, department: 'Board' }]);
      expect(await one.records('Title, Department')).toMatchObject([{ Title: title, Department: 'Board' }]);
      const journal = JSON.stringify((await one.store.journal.page(one.memory.id, { limit: 20 })).rows);
      expect(journal).toContain(conflicts === 'outlook' ? 'Theirs' : 'Mine');
    },
  );

  it('[D4] lost cursors, empty pages, replays, half answers and errors delete nothing and double nothing', async () => {
    await pair();
    await one.set({ autoRemoval: true });
    await one.sync();
    await one.fault('graph', { kind: 'expire-cursors' });
    await quiet();
    await one.fault('graph', { kind: 'empty-page' }, { path: '/delta' }, 3);
    await quiet();
    await one.fault('salesforce', { kind: 'empty-page' }, { path: '/query' }, 1);
    expect((await one.run()).counts).toMatchObject({ itemsDeleted: 0, recordsDeleted: 0 });
    for (const effect of [
      { kind: 'half' },
      { kind: 'status', status: 500 },
      { kind: 'status', status: 200, body: '<html>', headers: { 'Content-Type': 'text/html' } },
    ]) {
      for (const service of ['graph', 'salesforce'] as const) {
        await one.fault(service, effect, {}, 6);
        const session = await one.run();
        expect(session.counts, JSON.stringify(effect)).toEqual(NOTHING);
        await one.control('DELETE', 'faults');
      }
    }
    await one.control('PUT', 'switches', { 'graph.deltaReplays': true });
    await quiet();
    await quiet();
    expect([(await one.items()).length, (await one.records()).length]).toEqual([1, 1]);
  });

  it('[D4] [M5] a record that can’t be read any more is lost access, not a deletion: unedited its item goes, edited it stays', async () => {
    const made = await pair();
    const second = await one.putRecord({ LastName: 'Edited' });
    await one.sync();
    const other = (await one.items()).find((item) => item.surname === 'Edited');
    await one.editItem(other?.id ?? '', { jobTitle: 'kept' });
    for (const id of [made.record, second])
      await one.control('POST', 'salesforce/access', { user: one.ada.email, id, visible: false });
    expect(await one.sync()).toMatchObject({ itemsDeleted: 1, recordsDeleted: 0, refused: 1 });
    expect((await one.item(other?.id ?? ''))?.jobTitle).toBe('kept');
    expect([await isDeleted(made.record), await isDeleted(second)]).toEqual([false, false]);
    await quiet();
  });

  it('[D5] too many deletions are held whole; allow applies them, the replaced id does not', async () => {
    const ids = await many(40);
    await one.sync();
    for (const id of ids) await one.deleteRecord(id);
    const held = await one.run();
    expect([held.state, held.reason?.code, (await one.items()).length]).toEqual(['held', 'many-deletes', 40]);
    const again = await one.run();
    expect(await one.run({ kind: 'apply-plan', planId: held.planId ?? '' })).toMatchObject({
      state: 'failed',
      reason: { code: 'plan-replaced' },
    });
    expect(await one.run({ kind: 'apply-plan', planId: again.planId ?? '' })).toMatchObject({
      state: 'done',
      counts: { itemsDeleted: 40 },
    });
    await quiet();
  });

  it('[D5] [F3] what was allowed once, in a plan or with a filter, does not count any more', async () => {
    const ids = await many(100);
    await one.sync();
    for (const id of ids.slice(0, 40)) await one.deleteRecord(id);
    const held = await one.run();
    await one.run({ kind: 'apply-plan', planId: held.planId ?? '' });
    await one.deleteRecord(ids[40] ?? '');
    expect(await one.sync()).toMatchObject({ itemsDeleted: 1 });
    for (const id of ids.slice(41, 70)) await one.editRecord(id, { OwnerId: one.ben.salesforceUserId });
    const filter = { kind: 'mine' } as const;
    const { id: filterPreview } = await one.engine.preview(one.memory.id, filter);
    await one.set({ filter, filterPreview });
    expect(await one.sync()).toMatchObject({ itemsDeleted: 29 });
    await one.deleteRecord(ids[70] ?? '');
    expect(await one.sync()).toMatchObject({ itemsDeleted: 1 });
  });

  it('[D5] [M8] discard keeps the surviving side and stops those pairs', async () => {
    const ids = await many(40);
    await one.sync();
    for (const id of ids) await one.deleteRecord(id);
    const held = await one.run();
    await one.run({ kind: 'discard-plan', planId: held.planId ?? '' });
    await quiet();
    expect(await one.items()).toHaveLength(40);
    expect(new Set((await one.links()).map((link) => link.state))).toEqual(new Set(['stopped']));
  });

  it('[M7] out of the view but edited: merged now, removed with the next session', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'Edited' });
    await one.editRecord(made.record, { OwnerId: one.ben.salesforceUserId });
    expect(await one.sync()).toMatchObject({ recordsUpdated: 1, itemsDeleted: 0 });
    expect((await one.records())[0]?.Title).toBe('Edited');
    expect(await one.sync()).toMatchObject({ itemsDeleted: 1 });
    await quiet();
  });

  it('[M7] [C5] an edit that Salesforce refuses keeps its item: nothing is tried meanwhile, and nothing counted as a deletion', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'x'.repeat(129) });
    await one.editRecord(made.record, { OwnerId: one.ben.salesforceUserId });
    expect(await one.sync()).toMatchObject({ refused: 1, itemsDeleted: 0 });
    await quiet();
    await quiet();
    expect((await one.item(made.item))?.jobTitle).toHaveLength(129);
    const kinds = (await one.store.journal.page(one.memory.id, { limit: 50 })).rows.map(({ kind }) => kind);
    expect(kinds).not.toContain('remove-item');
    await one.editItem(made.item, { jobTitle: 'short' });
    expect(await one.sync()).toMatchObject({ recordsUpdated: 1, itemsDeleted: 0 });
    expect(await one.sync()).toMatchObject({ itemsDeleted: 1 });
    expect((await one.records())[0]?.Title).toBe('short');
    await quiet();
  });
});
