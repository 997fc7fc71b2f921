import { describe, expect, it } from 'vitest';
import { freshEachTest } from '../support/each-test.ts';
import type { Simulated } from '../support/simulated.ts';
import { ANN, undoing } from '../support/undoing.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));
const { pair, quiet, undo, kept, link, withPhoto, photo, elsewhere } = undoing(() => one);

describe('[J1] what an undo keeps, and where it goes on, through the simulators', () => {
  it('[J1] later edits stay on both sides and are named, also those that no session has seen yet', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'CEO', department: 'Board', assistantName: 'Kim' });
    await one.sync();
    const session = await one.lastSession();
    await one.editRecord(made.record, { Department: 'Later' });
    await one.editItem(made.item, { companyName: 'Acme', mobilePhone: '+1 2' });
    const over = await undo(session);
    expect(over.reason).toEqual({ code: 'later-edits-kept', params: { fields: '1' } });
    expect(await kept(over.id)).toEqual([{ name: 'Ann Lee', field: 'department', now: 'Later', why: 'edited-since' }]);
    await one.sync();
    expect(await one.item(made.item)).toMatchObject({
      jobTitle: null,
      assistantName: null,
      department: 'Later',
      mobilePhone: '+1 2',
    });
    expect((await one.records('Id, Title, Department, MobilePhone'))[0]).toMatchObject({
      Title: null,
      Department: 'Later',
      MobilePhone: '+1 2',
    });
    await quiet();
  });

  it('[J1] [C5] a side that refuses a value keeps it on both sides; the other fields go back, and it can be tried again', async () => {
    const made = await pair({ ...ANN, Title: 'Old', Department: 'Old' });
    await one.editRecord(made.record, { Title: 'New', Department: 'New' });
    await one.sync();
    const session = await one.lastSession();
    await one.control('POST', 'salesforce/rule', {
      kind: 'validation',
      field: 'Title',
      equals: 'Old',
      message: 'Not again.',
      errorField: 'Title',
    });
    const over = await undo(session);
    expect((await kept(over.id)).map(({ why }) => why)).toEqual(['not-taken-back']);
    expect(await one.item(made.item)).toMatchObject({ jobTitle: 'New', department: 'Old' });
    expect((await one.records('Id, Title, Department'))[0]).toMatchObject({ Title: 'New', Department: 'Old' });
    await quiet();
    await one.control('POST', 'salesforce/rule', { kind: 'clear' });
    await undo(session);
    expect(await one.item(made.item)).toMatchObject({ jobTitle: 'Old', department: 'Old' });
    await quiet();
  });

  it('[J1] [T2] of a switch: off is on again with the kept base; removed on both sides, both come back whole, also when the record is gone for good', async () => {
    const made = await pair();
    await withPhoto(made.item);
    const off = async (mode: 'keep-both' | 'remove') => {
      const id = (await one.engine.switchOff(one.memory.id, { email: 'ann@acme.example' }, mode)) ?? '';
      await one.run({ kind: 'contacts', linkIds: [id] });
    };
    await off('keep-both');
    expect((await elsewhere()).length).toBe(1);
    await one.editRecord(made.record, { Title: 'CEO' });
    await undo();
    expect([(await elsewhere()).length, (await one.items()).length, (await link())?.state]).toEqual([0, 1, 'linked']);
    await one.sync();
    expect(await one.items()).toMatchObject([{ jobTitle: 'CEO', categories: ['Salesforce'] }]);
    await quiet();
    for (const purged of [false, true]) {
      await one.set({ autoRemoval: true });
      await off('remove');
      const removal = await one.lastSession();
      expect([await one.items(), await one.records()]).toEqual([[], []]);
      if (purged) await one.control('POST', 'salesforce/purge', { id: made.record });
      const shown = await one.engine.previewUndo(one.memory.id, { session: removal });
      expect([shown.anew, shown.operations.map(({ kind }) => kind).sort()]).toEqual([
        purged ? 1 : 0,
        ['create-item', purged ? 'create-record' : 'undelete-record'],
      ]);
      await undo(removal);
      const [item] = await one.items();
      expect(item).toMatchObject({ surname: 'Lee', jobTitle: 'CEO' });
      expect(await photo(item?.id ?? '')).toBe('a picture');
      expect([(await one.records()).length, (await link())?.state]).toEqual([1, 'stopped']);
      await quiet();
      const id = (await link())?.id ?? '';
      await one.engine.switchOn(one.memory.id, { linkId: id }, {});
      await one.run({ kind: 'contacts', linkIds: [id] });
      await quiet();
      expect([(await one.items()).length, (await one.records()).length, (await link())?.conflict]).toEqual([
        1,
        1,
        null,
      ]);
    }
  });

  it('[J1] [P1] a record that is gone for good and was made again by somebody is not doubled', async () => {
    await one.set({ autoRemoval: true });
    const made = await pair();
    await one.removeItem(made.item);
    await one.sync();
    const session = await one.lastSession();
    await one.control('POST', 'salesforce/purge', { id: made.record });
    await one.ben.salesforce('POST', '/sobjects/Contact', ANN);
    const over = await undo(session);
    expect((await kept(over.id)).map(({ why }) => why)).toEqual(['record-there-again']);
    expect(await one.records()).toHaveLength(1);
  });

  it('[J1] [J3] cut at any call, on any side, the undo is finished by the next: nothing twice, nothing lost', async () => {
    const calls = { graph: 0, salesforce: 0 };
    for (const service of ['graph', 'salesforce'] as const) {
      for (let at = 0; at <= calls[service]; at += 1) {
        await one.fresh({ autoRemoval: true });
        const made = await pair({ ...ANN, Title: 'Old' });
        await one.putRecord({ LastName: 'Goes', Email: 'goes@acme.example' });
        const out = await one.putRecord({ LastName: 'Out', Email: 'out@acme.example' });
        await one.sync();
        await one.editItem(made.item, { jobTitle: 'New' });
        await one.putItem({ surname: 'Marked', categories: ['Salesforce'] });
        await one.putRecord({ LastName: 'Downer' });
        const items = await one.items();
        await one.removeItem(items.find(({ surname }) => surname === 'Goes')?.id ?? '');
        await one.editRecord(out, { OwnerId: one.ben.salesforceUserId });
        await one.sync();
        await one.sync();
        const sessions = (await one.store.sessions.page(one.memory.id, 2)).rows.map(({ id }) => id);
        const session = sessions.at(-1) ?? '';
        await one.control('DELETE', 'calls');
        if (at > 0) await one.fault(service, { kind: 'drop-after' }, {}, 1, at - 1);
        await one.run({ kind: 'undo-session', sessionId: session });
        await one.control('DELETE', 'faults');
        if (at === 0) for (const name of ['graph', 'salesforce'] as const) calls[name] = (await one.calls(name)).length;
        const where = `${service} call ${at} of ${calls[service]}`;
        if (at > 0) await undo(session);
        expect(
          (await one.records()).map(({ LastName, Title }) => `${LastName} ${Title ?? ''}`.trim()).sort(),
          where,
        ).toEqual(['Downer', 'Goes', 'Lee Old', 'Out']);
        expect(
          (await one.items()).map(({ surname, jobTitle }) => `${surname} ${jobTitle ?? ''}`.trim()).sort(),
          where,
        ).toEqual(['Lee Old', 'Out']);
        expect(
          (await elsewhere()).map(({ surname, categories }) => [surname, categories]),
          where,
        ).toEqual([['Marked', []]]);
        expect((await one.links()).map(({ name, state }) => `${name} ${state}`).sort(), where).toEqual([
          'Ann Lee linked',
          'Downer stopped',
          'Goes stopped',
          'Marked stopped',
          'Out stopped',
        ]);
        await quiet();
      }
    }
    expect(Math.min(calls.graph, calls.salesforce)).toBeGreaterThan(5);
  }, 180_000);
});
