import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../server/store/store.ts';
import { OneMailbox, sharedStore } from '../support/one-mailbox.ts';
import { NO_COUNTS } from '../../server/model/session.ts';

let store: Store;
let one: OneMailbox;
beforeEach(async () => {
  store = await sharedStore();
  one = await OneMailbox.open(store);
});

const ANN = { firstName: 'Ann', lastName: 'Lee', email: 'ann@x.example' };
async function pair(settings: Parameters<typeof OneMailbox.open>[1] = {}) {
  await one.set(settings);
  const record = one.crm.put({ fields: ANN });
  await one.sync();
  const [item] = one.items;
  if (item === undefined) throw new Error('no item');
  return { item, record };
}
const folder = () => one.mailbox.folder ?? '';
const item = (id: string) => one.mailbox.items.get(id);
const record = (id: string) => one.crm.records.get(id);
const lastSession = async () => (await store.sessions.page(one.memory.id, 1)).rows[0]?.id ?? '';

describe('deletes', () => {
  it('[D1] a record deleted in Salesforce: its item goes to Deleted Items', async () => {
    const { item: made, record: old } = await pair();
    one.crm.delete(old.id);
    expect(await one.sync()).toEqual({ ...NO_COUNTS, itemsDeleted: 1 });
    expect(item(made.id)?.folder).toBe('bin');
    expect([await one.sync(), await one.links()]).toEqual([NO_COUNTS, []]);
  });
  it('[D2] an item deleted: made again; with auto-removal the record goes to the Recycle Bin', async () => {
    const { item: made, record: old } = await pair();
    one.mailbox.delete(made.id);
    expect(await one.sync()).toEqual({ ...NO_COUNTS, itemsCreated: 1 });
    await one.set({ autoRemoval: true });
    one.mailbox.delete(one.items[0]?.id ?? '', true);
    expect(await one.sync()).toEqual({ ...NO_COUNTS, recordsDeleted: 1 });
    expect(record(old.id)?.deleted).toBe(true);
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[C6] [D2] a record edited between our look and our delete is left alone', async () => {
    const { item: made, record: old } = await pair({ autoRemoval: true });
    one.mailbox.delete(made.id);
    one.crm.trouble = (call) => {
      if (call === 'remove') one.crm.put({ id: old.id, fields: { ...ANN, title: 'CEO' } });
      return undefined;
    };
    expect(await one.sync()).toMatchObject({ recordsDeleted: 0 });
    expect(record(old.id)?.deleted).toBe(false);
    one.crm.trouble = () => undefined;
    expect(await one.sync()).toMatchObject({ itemsCreated: 1, recordsDeleted: 0 });
  });
  it('[D3] [M2] records merged: the link moves to the master, and nobody is deleted', async () => {
    const { item: made, record: loser } = await pair();
    const master = one.crm.put({ fields: { ...ANN, title: 'CEO' }, ownerId: 'u1' });
    one.crm.merge(master.id, loser.id);
    const counts = await one.sync();
    expect(counts).toMatchObject({ itemsDeleted: 0, recordsDeleted: 0 });
    expect(one.items.map((entry) => entry.fields.title)).toEqual(['CEO']);
    expect((await one.links()).map((link) => [link.itemId, link.recordId])).toEqual([[made.id, master.id]]);
    await one.sync();
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[D5] a plan that deletes too much is held whole; allow applies it', async () => {
    const records = Array.from({ length: 40 }, (_, at) => one.crm.put({ fields: { lastName: `L${at}` } }));
    await one.sync();
    for (const { id } of records) one.crm.delete(id);
    const held = await one.run();
    expect([held.state, one.items.length]).toEqual(['held', 40]);
    const again = await one.run();
    expect((await store.plans.byId(one.memory.id, held.planId ?? ''))?.state).toBe('replaced');
    expect(await one.run({ kind: 'apply-plan', planId: held.planId ?? '' })).toMatchObject({
      state: 'failed',
      reason: { code: 'plan-replaced' },
    });
    expect(await one.run({ kind: 'apply-plan', planId: again.planId ?? '' })).toMatchObject({
      state: 'done',
      counts: { itemsDeleted: 40 },
    });
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[D5] discard keeps the surviving side and stops those pairs', async () => {
    const records = Array.from({ length: 40 }, (_, at) => one.crm.put({ fields: { lastName: `L${at}` } }));
    await one.sync();
    for (const { id } of records) one.crm.delete(id);
    const held = await one.run();
    await one.run({ kind: 'discard-plan', planId: held.planId ?? '' });
    expect(await one.sync()).toEqual(NO_COUNTS);
    expect(one.items).toHaveLength(40);
  });
});

describe('conflicts', () => {
  it('[C2] the policy decides, the losing value is in the journal and can be put back', async () => {
    const { item: made, record: old } = await pair();
    one.mailbox.put({ id: made.id, fields: { ...ANN, title: 'mine' } });
    one.crm.put({ id: old.id, fields: { ...ANN, title: 'theirs' } });
    expect(await one.sync()).toEqual({ ...NO_COUNTS, itemsUpdated: 1, conflicts: 1 });
    expect(item(made.id)?.fields.title).toBe('theirs');
    const [link] = await one.links();
    expect(link?.conflict?.fields).toEqual([{ field: 'title', kept: 'theirs', lost: 'mine', lostSide: 'item' }]);
    expect(await one.sync()).toEqual(NO_COUNTS);
    await one.engine.putBack(one.memory.id, link?.id ?? '', 'title');
    await one.run({ kind: 'contacts', linkIds: [link?.id ?? ''] });
    expect([item(made.id)?.fields.title, record(old.id)?.fields.title]).toEqual(['mine', 'mine']);
    expect((await one.links())[0]?.conflict).toBeNull();
    await one.sync();
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
});

describe('what is lost on the way', () => {
  it('[P3] [J6] a create in Salesforce whose answer is lost is found by its key and linked', async () => {
    await one.sync();
    one.mailbox.put({ fields: ANN }, folder());
    one.crm.trouble = (call) => (call === 'create' ? 'after' : undefined);
    expect((await one.run()).state).toBe('failed');
    one.crm.trouble = () => undefined;
    await one.sync();
    expect(one.records).toHaveLength(1);
    expect((await one.links())[0]).toMatchObject({ state: 'linked', recordId: one.records[0]?.id });
    await one.sync();
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[P3] without our field it is looked up by what was sent, and repeated only if it is not there', async () => {
    one.crm.externalKey = false;
    await one.sync();
    one.mailbox.put({ fields: ANN }, folder());
    for (const trouble of ['after', 'before'] as const) {
      one.crm.trouble = (call) => (call === 'create' ? trouble : undefined);
      await one.run();
    }
    one.crm.trouble = () => undefined;
    await one.sync();
    expect(one.records).toHaveLength(1);
  });
  it('[J3] a create in the mailbox whose answer is lost is found by the hidden key', async () => {
    one.crm.put({ fields: ANN });
    one.mailbox.trouble = (call) => (call === 'create' ? 'after' : undefined);
    await one.run();
    one.mailbox.trouble = () => undefined;
    await one.sync();
    expect(one.items).toHaveLength(1);
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[J6] a disappearance of our own making is not the person’s', async () => {
    const { record: old } = await pair({ autoRemoval: true });
    one.crm.put({ id: old.id, ownerId: 'somebody' });
    one.mailbox.trouble = (call) => (call === 'remove' ? 'after' : undefined);
    await one.run();
    one.mailbox.trouble = () => undefined;
    await one.sync();
    expect(record(old.id)?.deleted).toBe(false);
    expect(await one.links()).toEqual([]);
  });
  it('[D4] lost cursors delete nothing and double nothing', async () => {
    await pair({ autoRemoval: true });
    one.mailbox.loseCursors();
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
});

describe('what a person sees and takes back', () => {
  it('[J1] a session is undone on both sides, later edits stay, and the undo can be undone', async () => {
    const { item: made, record: old } = await pair();
    one.mailbox.put({ id: made.id, fields: { ...ANN, title: 'CEO', notes: 'n' } });
    await one.sync();
    const session = await lastSession();
    one.crm.put({ id: old.id, fields: { ...ANN, title: 'CEO', notes: 'later' } });
    await one.run({ kind: 'undo-session', sessionId: session });
    expect([item(made.id)?.fields.title, record(old.id)?.fields.title, record(old.id)?.fields.notes]).toEqual([
      undefined,
      undefined,
      'later',
    ]);
    const undone = await lastSession();
    await one.sync();
    expect(await one.sync()).toEqual(NO_COUNTS);
    await one.run({ kind: 'undo-session', sessionId: undone });
    expect([item(made.id)?.fields.title, record(old.id)?.fields.title]).toEqual(['CEO', 'CEO']);
  });
  it('[J1] an undone create becomes stopped; a deleted record comes out of the Recycle Bin', async () => {
    await one.sync();
    const made = one.mailbox.put({ fields: ANN }, folder());
    await one.sync();
    await one.run({ kind: 'undo-session', sessionId: await lastSession() });
    expect([one.records.length, (await one.links())[0]?.state, item(made.id)?.folder]).toEqual([
      0,
      'stopped',
      folder(),
    ]);
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[J1] a removed item comes back as stopped', async () => {
    const { record: old } = await pair();
    one.crm.delete(old.id);
    await one.sync();
    await one.run({ kind: 'undo-session', sessionId: await lastSession() });
    expect([one.items.length, (await one.links())[0]?.state]).toEqual([1, 'stopped']);
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[J2] a preview writes nothing, and applied it does what was shown', async () => {
    one.crm.put({ fields: ANN });
    await one.sync();
    one.crm.put({ fields: { ...ANN, email: 'b@x.example' } });
    const preview = await one.engine.preview(one.memory.id);
    expect([preview.counts.itemsCreated, one.items.length]).toEqual([1, 1]);
    expect(await one.run({ kind: 'apply-plan', planId: preview.id })).toMatchObject({ counts: { itemsCreated: 1 } });
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[T2] switched off: the item leaves the folder, the record stays, neither comes back; switched on, the same pair goes on', async () => {
    const { item: made, record: old } = await pair();
    const id = (await one.engine.switchOff(one.memory.id, { email: ANN.email }, 'keep-both')) ?? '';
    await one.run({ kind: 'contacts', linkIds: [id] });
    expect([one.items.length, one.records.length, item(made.id)?.folder]).toEqual([0, 1, 'bin']);
    expect(one.mailbox.inFolder('contacts')[0]).toMatchObject({ fields: ANN, categories: [] });
    expect(await one.sync()).toEqual(NO_COUNTS);
    await one.engine.switchOn(one.memory.id, { email: ANN.email }, {});
    await one.run({ kind: 'contacts', linkIds: [id] });
    expect([one.items.length, one.records.length]).toEqual([1, 1]);
    expect((await one.links())[0]).toMatchObject({ id, recordId: old.id, state: 'linked' });
    await one.sync();
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[T1] switched on without an item: a card is made in the folder and goes up', async () => {
    await one.sync();
    await one.engine.switchOn(one.memory.id, { email: 'Bea.Ho@x.example' }, { name: 'Ho, Bea (Acme)' });
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
    expect(one.records[0]?.fields).toMatchObject({ firstName: 'Bea', lastName: 'Ho', email: 'Bea.Ho@x.example' });
    expect(
      (await one.engine.people(one.memory.id, [{ email: 'bea.ho@x.example' }, { email: 'x@y.example' }])).people.map(
        (person) => person.status,
      ),
    ).toEqual(['synced', 'not synced']);
  });
  it('[T4] [S6] a person who may not: the mailbox stops, says why, and nothing is removed', async () => {
    await pair();
    const open = one.crm.open.bind(one.crm);
    const { FailureError } = await import('../../server/model/failure.ts');
    one.crm.open = () => ({
      ...open(),
      identity: () =>
        Promise.reject(new FailureError({ kind: 'forbidden', code: 'crm-user-inactive', message: 'inactive' })),
    });
    expect(await one.run()).toMatchObject({ state: 'stopped', reason: { code: 'crm-user-inactive' } });
    expect((await store.mailboxes.byId(one.memory.id))?.stopped?.code).toBe('crm-user-inactive');
    one.crm.open = open;
    expect(await one.sync()).toEqual(NO_COUNTS);
    expect((await store.mailboxes.byId(one.memory.id))?.stopped).toBeNull();
  });
});
