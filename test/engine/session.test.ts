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

/** A pair in step. */
async function pair(settings: Parameters<typeof OneMailbox.open>[1] = {}) {
  await one.set(settings);
  const record = one.crm.put({ fields: ANN });
  await one.sync();
  const [item] = one.items;
  if (item === undefined) throw new Error('no item');
  return { item, record };
}
const present = (id: string) => one.mailbox.items.get(id);

describe('setting up', () => {
  it('[S1] the first session makes the folder and the categories', async () => {
    await one.sync();
    expect([...one.mailbox.folders.values()]).toEqual([{ name: 'Salesforce Contacts', parent: 'contacts' }]);
    expect(one.mailbox.categories).toEqual(['Salesforce', 'Salesforce: needs attention']);
  });
  it('[S2] [U6] what was in the mailbox before is not touched', async () => {
    const before = one.mailbox.put({ fields: { lastName: 'Private' } });
    expect(await one.sync()).toEqual(NO_COUNTS);
    expect(present(before.id)).toEqual(before);
  });
  it('[S4] switched off, nothing is read or written and nothing removed', async () => {
    const { item } = await pair();
    await one.set({ contactsSync: false });
    const calls = one.mailbox.calls + one.crm.calls;
    const session = await one.run();
    expect([session.state, session.reason?.code]).toEqual(['stopped', 'sync-is-off']);
    expect([one.mailbox.calls + one.crm.calls, present(item.id)?.folder]).toEqual([calls, one.mailbox.folder]);
  });
  it('[S5] a folder that is gone stops the mailbox, and is made again from Salesforce on request', async () => {
    const { item } = await pair({ autoRemoval: true });
    one.mailbox.folders.clear();
    one.mailbox.delete(item.id, true);
    const session = await one.run();
    expect([session.state, session.reason?.code]).toEqual(['stopped', 'folder-missing']);
    expect(one.records).toHaveLength(1);
    await one.engine.chooseFolder(one.memory.id, 'make-again');
    expect(await one.sync()).toMatchObject({ itemsCreated: 1, recordsDeleted: 0 });
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[S5] a renamed folder goes on', async () => {
    await pair();
    const id = one.mailbox.folder ?? '';
    one.mailbox.folders.set(id, { name: 'Kunden', parent: 'contacts' });
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
});

describe('down', () => {
  it('[F4] [J4] a record of the view becomes an item in the folder; a change follows; a second session writes nothing', async () => {
    const { item, record } = await pair();
    expect(item).toMatchObject({ categories: ['Salesforce'], fields: ANN, displayName: 'Ann Lee' });
    expect(await one.sync()).toEqual(NO_COUNTS);
    one.crm.put({ id: record.id, fields: { ...ANN, title: 'CEO' } });
    expect(await one.sync()).toEqual({ ...NO_COUNTS, itemsUpdated: 1 });
    expect(present(item.id)?.fields.title).toBe('CEO');
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[F1] only my contacts come down by default, all of them on request', async () => {
    one.crm.put({ fields: ANN, ownerId: 'somebody' });
    expect(await one.sync()).toEqual(NO_COUNTS);
    await one.set({ filter: { kind: 'all' } });
    expect(await one.sync()).toMatchObject({ itemsCreated: 1 });
  });
  it('[F5] [F6] a record that left the view: its item goes, the record stays; back again with what the item had of its own', async () => {
    const { item, record } = await pair();
    one.mailbox.put({ id: item.id, categories: ['Salesforce', 'Golf'] });
    await one.sync();
    one.crm.put({ id: record.id, ownerId: 'somebody' });
    expect(await one.sync()).toEqual({ ...NO_COUNTS, itemsDeleted: 1 });
    expect([one.items, one.records.length, present(item.id)?.folder]).toEqual([[], 1, 'bin']);
    one.crm.put({ id: record.id, ownerId: 'u1' });
    expect(await one.sync()).toMatchObject({ itemsCreated: 1 });
    expect(one.items[0]?.categories).toEqual(['Salesforce', 'Golf']);
  });
  it('[F2] a view that cannot be read removes nothing, and says so', async () => {
    await pair({ filter: { kind: 'view', listViewId: 'v' } });
    one.crm.viewReadable = false;
    expect(await one.run()).toMatchObject({ state: 'done', counts: NO_COUNTS, reason: { code: 'view-not-readable' } });
    expect(one.items).toHaveLength(1);
  });
  it('[F3] more contacts than allowed are refused with the number', async () => {
    one = await OneMailbox.open(store, {}, { maximumContacts: 2 });
    for (const lastName of ['A', 'B', 'C']) one.crm.put({ fields: { lastName } });
    expect(await one.run()).toMatchObject({
      state: 'failed',
      reason: { code: 'too-many-contacts', params: { limit: '2' } },
    });
    await expect(one.engine.checkFilter(one.memory, { kind: 'all' })).rejects.toMatchObject({
      reason: { code: 'too-many-contacts', params: { count: '3' } },
    });
  });
  it('[F3] a filter saved with its preview is not held for those removals', async () => {
    for (let at = 0; at < 40; at += 1) one.crm.put({ fields: { lastName: `L${at}` } });
    await one.sync();
    one.crm.inView = () => false;
    const filter = { kind: 'view', listViewId: 'v' } as const;
    const preview = await one.engine.preview(one.memory.id, filter);
    expect(preview.counts).toMatchObject({ itemsDeleted: 40 });
    await one.set({ filter });
    expect(await one.run()).toMatchObject({ state: 'held', reason: { code: 'many-deletes' } });
    await one.engine.checkFilter(one.memory, filter, preview.id);
    await one.set({ filter, filterPreview: preview.id });
    expect(await one.sync()).toMatchObject({ itemsDeleted: 40 });
  });
});

describe('up', () => {
  const folder = () => one.mailbox.folder ?? '';
  beforeEach(async () => {
    await one.sync();
  });
  it('[U1] an item made in the folder gets the category and a record', async () => {
    const item = one.mailbox.put({ fields: ANN }, folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 1, refused: 0 });
    expect(one.records[0]?.fields).toEqual(ANN);
    expect(present(item.id)).toMatchObject({
      categories: ['Salesforce'],
      key: { org: 'org', record: one.records[0]?.id },
    });
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[U2] an item moved into the folder likewise', async () => {
    const item = one.mailbox.put({ fields: ANN });
    one.mailbox.moveTo(item.id, folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[U3] an item elsewhere that is given the category is moved and gets a record, in the same session', async () => {
    const item = one.mailbox.put({ fields: ANN, categories: ['Golf', 'salesforce'] });
    expect(await one.sync()).toEqual({ ...NO_COUNTS, itemsUpdated: 1, recordsCreated: 1 });
    expect([present(item.id)?.folder, one.items.length, one.items[0]?.categories]).toEqual([
      'bin',
      1,
      ['Golf', 'salesforce'],
    ]);
    expect(await one.sync()).toEqual(NO_COUNTS);
    expect(one.records).toHaveLength(1);
  });
  it('[U4] the category taken off inside the folder is restored, other categories are not touched', async () => {
    const item = one.mailbox.put({ fields: ANN }, folder());
    await one.sync();
    one.mailbox.put({ id: item.id, categories: ['Golf'] });
    expect(await one.sync()).toEqual({ ...NO_COUNTS, itemsUpdated: 1 });
    expect(present(item.id)?.categories).toEqual(['Golf', 'Salesforce']);
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[U5] moved out: category and key come off, the item stays; the record’s item is made again', async () => {
    const item = one.mailbox.put({ fields: ANN }, folder());
    await one.sync();
    one.mailbox.moveTo(item.id, 'contacts');
    await one.sync();
    expect(present(item.id)).toMatchObject({ folder: 'contacts', categories: [] });
    expect(present(item.id)?.key).toBeUndefined();
    expect([one.records.length, one.items.length]).toEqual([1, 1]);
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[U7] a private item never goes up, and a synced one made private is paused', async () => {
    const item = one.mailbox.put({ fields: ANN, private: true }, folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    one.mailbox.put({ id: item.id, private: false });
    await one.sync();
    expect(one.records).toHaveLength(1);
    one.mailbox.put({ id: item.id, private: true, fields: { ...ANN, title: 'Secret' } });
    await one.sync();
    expect(one.records[0]?.fields.title).toBeUndefined();
  });
  it('[U8] content that cannot be copied is not moved, and says so', async () => {
    const item = one.mailbox.put({ fields: ANN, categories: ['Salesforce'], hasAttachments: true });
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    expect(present(item.id)?.folder).toBe('contacts');
    expect((await one.links())[0]?.refusal?.reason.code).toBe('item-has-attachments');
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[A1] the Account comes from the Company; [A5] a later change of it stays in Outlook', async () => {
    one.crm.accounts.set('a1', 'Acme');
    const item = one.mailbox.put({ fields: { ...ANN, company: 'acme' } }, folder());
    await one.sync();
    expect(one.records[0]?.fields.company).toBe('Acme');
    one.mailbox.put({ id: item.id, fields: { ...ANN, company: 'Apex' } });
    expect(await one.sync()).toMatchObject({ recordsUpdated: 0 });
    expect(one.records[0]?.fields.company).toBe('Acme');
    const { rows } = await store.journal.page(one.memory.id, { limit: 10 });
    expect(rows.map((row) => row.rule)).toContain('A5');
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[C5] [T3] a contact that Salesforce cannot take is flagged, not tried in a loop, and goes up once it is right', async () => {
    const item = one.mailbox.put({ fields: { firstName: 'Ann' } }, folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    expect(present(item.id)?.categories).toContain('Salesforce: needs attention');
    expect(await one.sync()).toEqual(NO_COUNTS);
    one.mailbox.put({ id: item.id, fields: ANN });
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
    expect(present(item.id)?.categories).toEqual(['Salesforce']);
    expect(await one.sync()).toEqual(NO_COUNTS);
  });
  it('[P1] an existing record is linked instead of made twice; another name waits for the choice', async () => {
    one.crm.put({ fields: { ...ANN, title: 'CEO' }, ownerId: 'somebody' });
    const item = one.mailbox.put({ fields: ANN }, folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0 });
    expect(present(item.id)?.fields.title).toBe('CEO');
    const other = one.mailbox.put({ fields: { ...ANN, firstName: 'Bea' } }, folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    const waiting = (await one.links()).find((link) => link.itemId === other.id);
    expect(waiting?.refusal).toMatchObject({ reason: { code: 'other-name' }, choices: [{ name: 'Ann Lee' }] });
    await one.engine.switchOn(one.memory.id, { linkId: waiting?.id ?? '' }, { choice: 'new' });
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
  });
  it('[P5] a duplicate rule that blocks leads to the person, never to a loop', async () => {
    one.crm.refuses = () => ({
      kind: 'duplicate',
      code: 'crm-duplicate',
      message: 'Use the other one.',
      records: ['r'],
    });
    one.mailbox.put({ fields: ANN }, folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    const calls = one.crm.calls;
    expect(await one.sync()).toEqual(NO_COUNTS);
    expect(one.crm.calls - calls).toBeLessThan(4);
  });
});
