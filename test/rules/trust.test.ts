import { describe, expect, it } from 'vitest';
import { ANN, CARD, annInStep, freshEachTest, isQuiet } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const pair = () => annInStep(one);
const quiet = () => isQuiet(one);

describe('trust, through the simulators', () => {
  it('[J1] every write is in the journal, with the rule and the values; a session is undone on both sides, later edits stay', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'CEO', personalNotes: 'first' });
    await one.sync();
    const session = await one.lastSession();
    const rows = await one.store.journal.ofSession(one.memory.id, session);
    expect(rows).toMatchObject([{ rule: 'C1', kind: 'update-record', state: 'done' }]);
    expect(rows[0]?.fields).toContainEqual({ field: 'title', before: '', after: 'CEO', from: 'outlook' });
    await one.editRecord(made.record, { Description: 'later' });
    await one.run({ kind: 'undo-session', sessionId: session });
    expect((await one.records())[0]).toMatchObject({ Title: null, Description: 'later' });
    expect((await one.item(made.item))?.jobTitle ?? null).toBeNull();
    const undone = await one.lastSession();
    await one.sync();
    await quiet();
    await one.run({ kind: 'undo-session', sessionId: undone });
    expect((await one.records())[0]?.Title).toBe('CEO');
    await one.sync();
    await quiet();
  });

  it('[J1] an undone create becomes stopped; an undone delete of an item restores it as stopped', async () => {
    await one.sync();
    const id = await one.putItem(CARD, await one.folder());
    await one.sync();
    await one.run({ kind: 'undo-session', sessionId: await one.lastSession() });
    expect([(await one.records()).length, (await one.links())[0]?.state]).toEqual([0, 'stopped']);
    expect(await one.item(id)).toBeDefined();
    await quiet();

    await one.fresh();
    const made = await pair();
    await one.ada.outlook('PUT', `/contacts/${made.item}/photo/$value`, Buffer.from('a picture'));
    await one.sync();
    await one.deleteRecord(made.record);
    await one.sync();
    expect(await one.items()).toEqual([]);
    await one.run({ kind: 'undo-session', sessionId: await one.lastSession() });
    const [restored] = await one.items();
    expect(restored).toMatchObject({ givenName: 'Ann', surname: 'Lee' });
    expect(String(await one.ada.outlook('GET', `/contacts/${restored?.id ?? ''}/photo/$value`))).toBe('a picture');
    expect((await one.links())[0]?.state).toBe('stopped');
    await quiet();
  });

  it('[J1] an undone delete of a record takes it out of the Recycle Bin; after that it is made anew', async () => {
    for (const purged of [false, true]) {
      await one.fresh({ autoRemoval: true });
      const made = await pair();
      await one.removeItem(made.item);
      await one.sync();
      expect(await one.records()).toEqual([]);
      if (purged) await one.control('POST', 'salesforce/purge', { id: made.record });
      await one.run({ kind: 'undo-session', sessionId: await one.lastSession() });
      const [back] = await one.records();
      expect(back).toMatchObject({ LastName: 'Lee' });
      expect(back?.Id === made.record).toBe(!purged);
      await one.sync();
      await quiet();
    }
  });

  it('[J2] a preview writes nothing; applied by its id it does what was shown, or says what moved meanwhile', async () => {
    await one.putRecord(ANN);
    await one.sync();
    const second = await one.putRecord({ LastName: 'Second' });
    const preview = await one.engine.preview(one.memory.id);
    expect([preview.counts.itemsCreated, (await one.items()).length]).toEqual([1, 1]);
    expect(preview.operations).toMatchObject([{ kind: 'create-item', rule: 'F4', contact: { name: 'Second' } }]);
    expect(await one.run({ kind: 'apply-plan', planId: preview.id })).toMatchObject({ counts: { itemsCreated: 1 } });
    await quiet();
    await one.editRecord(second, { Title: 'shown' });
    const stale = await one.engine.preview(one.memory.id);
    const item = (await one.items()).find((entry) => entry.surname === 'Second');
    await one.editItem(item?.id ?? '', { jobTitle: 'meanwhile' });
    const applied = await one.run({ kind: 'apply-plan', planId: stale.id });
    expect(applied.counts.itemsUpdated).toBe(0);
    expect(JSON.stringify(applied.reason)).toContain('Second');
    expect((await one.item(item?.id ?? ''))?.jobTitle).toBe('meanwhile');
  });

  it('[J3] [J4] [J6] cut at any call, on any side, the next sessions finish it: no duplicate, no loss, no false conflict', async () => {
    for (let at = 0; at < 16; at += 1) {
      for (const service of ['graph', 'salesforce'] as const) {
        await one.fresh({ autoRemoval: true });
        const made = await pair();
        const other = await one.putRecord({ LastName: 'Goes', Email: 'goes@acme.example' });
        await one.putItem(
          { surname: 'Rises', emailAddresses: [{ address: 'rises@acme.example', name: 'R' }] },
          await one.folder(),
        );
        await one.putItem({ surname: 'Marked', categories: ['Salesforce'] });
        await one.sync();
        await one.editItem(made.item, { jobTitle: 'CEO' });
        await one.editRecord(made.record, { Department: 'Board' });
        await one.putItem(
          { surname: 'Newcomer', emailAddresses: [{ address: 'new@acme.example', name: 'N' }] },
          await one.folder(),
        );
        await one.putRecord({ LastName: 'Downer' });
        const leaving = (await one.items()).find((item) => item.surname === 'Goes');
        await one.removeItem(leaving?.id ?? '');
        await one.fault(service, { kind: 'drop-after' }, {}, 1, at);
        await one.run();
        await one.control('DELETE', 'faults');
        await one.control('POST', 'clock', { advanceSeconds: 5 });
        await one.sync();
        await one.sync();
        const where = `${service} call ${at}`;
        expect((await one.records()).map((record) => record.LastName).sort(), where).toEqual([
          'Downer',
          'Lee',
          'Marked',
          'Newcomer',
          'Rises',
        ]);
        expect((await one.items()).map((item) => item.surname).sort(), where).toEqual([
          'Downer',
          'Lee',
          'Marked',
          'Newcomer',
          'Rises',
        ]);
        expect(await one.item(made.item), where).toMatchObject({ jobTitle: 'CEO', department: 'Board' });
        expect(await one.record(other), where).toBeUndefined();
        expect(
          (await one.links()).filter((link) => link.conflict !== null),
          where,
        ).toEqual([]);
        expect(await one.sync(), where).toEqual(NOTHING);
      }
    }
  });

  it('[J5] pointed at another org the session stops, and nothing is removed', async () => {
    await pair();
    const { fence } = await one.store.mailboxes.begin(one.memory.id);
    await one.store.mailboxes.remember(fence, { orgId: '00D000000000099EAA' });
    expect(await one.run()).toMatchObject({ state: 'stopped', reason: { code: 'other-org' }, counts: NOTHING });
    expect(await one.items()).toHaveLength(1);
  });

  it('[M1] what an open intent may have made is left alone until it is known', async () => {
    await one.control('POST', 'salesforce/org', { externalIdField: false });
    one.connect();
    await one.sync();
    await one.putItem(CARD, await one.folder());
    await one.fault('salesforce', { kind: 'drop-after' }, { method: 'POST', path: '/composite/sobjects' });
    await one.run();
    await one.control('DELETE', 'faults');
    expect(await one.sync()).toEqual(NOTHING);
    expect([(await one.items()).length, (await one.records()).length]).toEqual([1, 1]);
    await one.control('POST', 'clock', { advanceSeconds: 600 });
    await one.sync();
    expect((await one.links())[0]).toMatchObject({ state: 'linked' });
    await quiet();
  });

  it('[M9] otherwise: nothing where nothing changed, and fields merge where it did', async () => {
    const made = await pair();
    await quiet();
    await one.editItem(made.item, { jobTitle: 'CEO' });
    expect(await one.sync()).toEqual({ ...NOTHING, recordsUpdated: 1 });
    await quiet();
  });

  it('throttled, it waits as long as it is told, inside batches too, and ends complete', async () => {
    for (let n = 0; n < 45; n += 1) await one.putRecord({ LastName: `Number ${n}` });
    const body = { error: { code: 'TooManyRequests', message: 'Please retry again later.' } };
    await one.fault(
      'graph',
      { kind: 'status', status: 429, headers: { 'Retry-After': '0.231' }, body },
      { part: true, method: 'POST' },
      12,
    );
    await one.fault(
      'graph',
      { kind: 'status', status: 429, headers: { 'Retry-After': '0.4' }, body },
      { path: '\\$batch' },
      2,
      1,
    );
    expect(await one.sync()).toMatchObject({ itemsCreated: 45 });
    await quiet();
  });
});
