import { describe, expect, it } from 'vitest';
import { ANN, freshEachTest, isQuiet } from '../support/each-test.ts';
import type { Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const MASTER = { FirstName: 'Ann', LastName: 'Lee-Ho', Email: 'ann.lee@acme.example', Title: 'Head' };
const PRIVATE = { singleValueExtendedProperties: [{ id: 'Integer 0x36', value: '2' }] };
const MARK = { categories: ['Salesforce'] };

async function stoppedPair(): Promise<{ readonly item: string; readonly record: string }> {
  const record = await one.putRecord(ANN);
  await one.sync();
  await switchedOff();
  const [item] = await one.itemsIn('contacts');
  return { item: item?.id ?? '', record };
}
async function switchedOff(): Promise<void> {
  const link = await one.engine.switchOff(one.memory.id, { email: ANN.Email }, 'keep-both');
  await one.run({ kind: 'contacts', linkIds: [link ?? ''] });
}
async function switchedOn(): Promise<void> {
  const link = await one.engine.switchOn(one.memory.id, { email: ANN.Email }, {});
  await one.run({ kind: 'contacts', linkIds: [link] });
}
const access = (id: string, visible: boolean) =>
  one.control('POST', 'salesforce/access', { user: one.ada.email, id, visible });
const quiet = () => isQuiet(one);
const person = async () => (await one.engine.people(one.memory.id, [{ email: ANN.Email }])).people[0];
const lastNames = async () => (await one.records()).map((record) => record.LastName).sort();

describe('a stopped pair that is marked again, through the simulators', () => {
  it('[M8] [U3] gets a record where it never had one: it was stopped while it waited', async () => {
    await one.sync();
    await one.putItem({ givenName: 'Ann', emailAddresses: [{ address: ANN.Email, name: 'Ann' }] }, await one.folder());
    await one.sync();
    expect((await person())?.status).toBe('needs attention');
    await switchedOff();
    expect([(await person())?.status, await one.records()]).toEqual(['stopped by you', []]);
    const [item] = await one.itemsIn('contacts');
    await one.editItem(item?.id ?? '', { surname: 'Lee' });
    await quiet();
    await one.editItem(item?.id ?? '', MARK);
    await one.sync();
    expect([await lastNames(), (await one.items()).length, (await person())?.status]).toEqual([['Lee'], 1, 'synced']);
    await quiet();
  });

  it('[M8] [U5] [D2] switched on, it comes back with whichever session takes that up, and its record stays', async () => {
    await one.set({ autoRemoval: true });
    const { record } = await stoppedPair();
    // The folder has told of it; a session for single contacts that could not reach the services is made up for by the next whole one.
    await quiet();
    await one.engine.switchOn(one.memory.id, { email: ANN.Email }, {});
    await one.sync();
    await one.sync();
    expect([(await one.records()).map(({ Id }) => Id), (await person())?.status]).toEqual([[record], 'synced']);
    expect([(await one.items()).length, (await one.itemsIn('contacts')).length]).toEqual([1, 0]);
    await quiet();
  });

  it('[M8] [M4] gets a new record where its own was deleted meanwhile, marked or switched on', async () => {
    for (const again of [(item: string) => one.editItem(item, MARK).then(() => one.sync()), () => switchedOn()]) {
      await one.fresh();
      const { item, record } = await stoppedPair();
      await one.deleteRecord(record);
      await quiet();
      expect((await one.itemsIn('contacts')).length).toBe(1);
      await again(item);
      const [made] = await one.records();
      expect([await lastNames(), made?.Id === record]).toEqual([['Lee'], false]);
      expect([(await one.items()).length, (await person())?.status]).toEqual([1, 'synced']);
      await one.sync();
      await quiet();
    }
  });

  it('[M8] [M2] goes on with the master of a merge, and the master is nobody new while it is stopped', async () => {
    const other = await one.putRecord(MASTER);
    await access(other, false);
    const { item, record } = await stoppedPair();
    await one.editItem(item, { jobTitle: 'Chief' });
    await access(other, true);
    await one.control('POST', 'salesforce/merge', { masterId: other, ids: [record] });
    await quiet();
    expect([await one.items(), (await person())?.status]).toEqual([[], 'stopped by you']);
    await one.editItem(item, MARK);
    await one.sync();
    expect((await one.links()).map(({ recordId, state }) => [recordId, state])).toEqual([[other, 'linked']]);
    expect((await one.items()).map(({ surname }) => surname)).toEqual(['Lee-Ho']);
    await quiet();
  });

  it('[M8] [M2] [P1] waits with the choice where the master has a card here already', async () => {
    const other = await one.putRecord(MASTER);
    const { item, record } = await stoppedPair();
    await one.control('POST', 'salesforce/merge', { masterId: other, ids: [record] });
    await quiet();
    await one.editItem(item, { ...MARK, surname: 'Lee-Ho', emailAddresses: [{ address: MASTER.Email, name: 'Ann' }] });
    await one.sync();
    const [asked] = (await one.engine.people(one.memory.id, [{ email: MASTER.Email }])).people;
    expect([asked?.status, asked?.choices?.map(({ id }) => id)]).toEqual(['needs attention', [other]]);
    expect([await lastNames(), (await one.items()).length, (await one.itemsIn('contacts')).length]).toEqual([
      ['Lee-Ho'],
      1,
      1,
    ]);
    await quiet();
  });

  it('[M8] [M5] says so where its record can no longer be read, and goes on when it can', async () => {
    const { item, record } = await stoppedPair();
    await access(record, false);
    await quiet();
    expect((await person())?.status).toBe('stopped by you');
    await one.editItem(item, MARK);
    await one.sync();
    expect(await person()).toMatchObject({ status: 'needs attention', reason: { code: 'record-not-readable' } });
    await quiet();
    await one.editItem(item, { categories: [] });
    await one.sync();
    expect((await person())?.status).toBe('stopped by you');
    await one.editItem(item, MARK);
    await one.sync();
    await access(record, true);
    await one.sync();
    expect([(await person())?.status, (await one.items()).length, await lastNames()]).toEqual(['synced', 1, ['Lee']]);
    await quiet();
  });

  it('[M8] [F5] stays whatever the filter says: a person marked it', async () => {
    const { item, record } = await stoppedPair();
    await one.editRecord(record, { OwnerId: one.ben.salesforceUserId });
    await one.set({ filter: { kind: 'mine' } });
    await one.editItem(item, MARK);
    await one.sync();
    await quiet();
    expect((await one.items()).map(({ surname }) => surname)).toEqual(['Lee']);
  });

  it('[M8] [U7] made private it stays stopped and says so', async () => {
    const { item } = await stoppedPair();
    await one.editItem(item, { ...MARK, ...PRIVATE });
    await one.sync();
    expect(await person()).toMatchObject({ status: 'needs attention', reason: { code: 'private-item' } });
    await quiet();
    expect(await lastNames()).toEqual(['Lee']);
    expect((await one.itemsIn('contacts')).length).toBe(1);
  });
});
