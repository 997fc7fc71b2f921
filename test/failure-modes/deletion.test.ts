import { describe, expect, it } from 'vitest';
import { NOTHING } from '../support/simulated.ts';
import { Scene } from './scene.ts';

const scene = new Scene();

describe('failure modes: deletion', () => {
  it('[FM1] an empty listing from one side is never read as "delete all"', async () => {
    const { one } = scene;
    await one.set({ autoRemoval: true });
    await scene.crowd(12);
    await one.sync();
    const nobody = { totalSize: 0, done: true, records: [] };
    for (const path of ['/query', 'FROM Contact', 'SystemModstamp.*FROM Contact']) {
      await one.fault('salesforce', { kind: 'status', status: 200, body: nobody }, { path }, 20);
      expect((await one.run()).counts, path).toEqual(NOTHING);
      await one.control('DELETE', 'faults');
    }
    await one.fault('graph', { kind: 'expire-cursors' });
    await one.fault('graph', { kind: 'empty-page' }, { path: '/delta' }, 5);
    await one.run();
    await one.control('DELETE', 'faults');
    await scene.nextDay();
    expect(await scene.counts()).toEqual([12, 12]);
    await scene.quiet();
  });

  it('[FM2] an incomplete listing (cut short, a failed page, a skipped item) is never read as deletes', async () => {
    const { one } = scene;
    await one.set({ autoRemoval: true });
    const ids = await scene.crowd(12);
    await one.sync();
    for (const service of ['graph', 'salesforce'] as const)
      for (const skip of [0, 2]) {
        await one.fault('graph', { kind: 'expire-cursors' });
        await one.fault(service, { kind: 'half' }, {}, 3, skip);
        await one.run();
        await one.control('DELETE', 'faults');
        expect(await scene.counts(), `${service}, after ${skip} calls`).toEqual([12, 12]);
      }
    // A listing that leaves out some, and says that it is whole.
    const two = ids.slice(0, 2).map((Id) => ({ Id, SystemModstamp: '2020-01-01T00:00:00.000+0000' }));
    const body = { totalSize: 2, done: true, records: two };
    await one.fault('salesforce', { kind: 'status', status: 200, body }, { path: 'SystemModstamp' }, 1);
    await one.run();
    await one.control('DELETE', 'faults');
    await one.sync();
    expect(await scene.counts()).toEqual([12, 12]);
    await scene.quiet();
  });

  it('[FM3] an expired token (410, SyncStateNotFound) reads all again: nothing is deleted, nothing is doubled', async () => {
    const { one } = scene;
    await one.set({ autoRemoval: true });
    await scene.crowd(12);
    await one.sync();
    const [gone] = await one.items();
    await one.removeItem(gone?.id ?? '');
    await one.fault('graph', { kind: 'expire-cursors' });
    // The one that was deleted is told by its id, and it alone.
    expect(await one.sync()).toEqual({ ...NOTHING, recordsDeleted: 1 });
    expect(await scene.counts()).toEqual([11, 11]);
    await scene.quiet();
  });

  it('[FM4] a delete that the feed never tells, also of the last contact, is found within a day; a folder made anew deletes nothing', async () => {
    const { one } = scene;
    await one.set({ autoRemoval: true });
    const made = await scene.pair();
    await scene.quiet();
    await one.removeItem(made.item);
    // The page that would have told is lost: the cursor goes on without it.
    const feed = `${await one.folder()}/contacts/delta`;
    await one.fault('graph', { kind: 'status', status: 200, body: await lastPage() }, { path: feed });
    await scene.quiet();
    await one.control('DELETE', 'faults');
    await scene.quiet();
    await scene.nextDay();
    expect(await scene.counts()).toEqual([0, 0]);
    await scene.quiet();

    await one.fresh({ autoRemoval: true });
    await scene.crowd(3);
    await one.sync();
    await one.ada.outlook('DELETE', `/contactFolders/${await one.folder()}`);
    await one.ada.outlook('POST', '/contactFolders', { displayName: 'Salesforce Contacts' });
    expect(await one.run()).toMatchObject({ state: 'stopped', counts: NOTHING });
    expect(await one.records()).toHaveLength(3);
  });

  it('[FM5] pointed at another org, or at a mailbox made anew, with the old memory: the session stops, nothing is deleted', async () => {
    const { one } = scene;
    await one.set({ autoRemoval: true });
    await scene.crowd(5);
    await one.sync();
    const { orgId } = await one.stored();
    const { fence } = await one.store.mailboxes.begin(one.memory.id);
    await one.store.mailboxes.remember(fence, { orgId: '00D000000000099EAA' });
    expect(await one.run()).toMatchObject({ state: 'stopped', reason: { code: 'other-org' }, counts: NOTHING });
    await one.store.mailboxes.remember((await one.store.mailboxes.begin(one.memory.id)).fence, { orgId });

    // Made anew, a mailbox has neither our folder nor what was in it, and knows none of our cursors.
    for (const { id } of await one.items()) await one.removeItem(id, true);
    await one.ada.outlook('DELETE', `/contactFolders/${await one.folder()}`);
    await one.fault('graph', { kind: 'expire-cursors' });
    expect(await one.run()).toMatchObject({ state: 'stopped', counts: NOTHING });
    expect(await one.records()).toHaveLength(5);
  });

  it('[FM6] a deleted contact does not come back for ever: it is made again once for each deletion, said why, and stopping ends it', async () => {
    const { one } = scene;
    const made = await scene.pair();
    await one.removeItem(made.item);
    expect(await one.sync()).toEqual({ ...NOTHING, itemsCreated: 1 });
    for (let session = 0; session < 5; session += 1) await scene.quiet();
    await scene.nextDay();
    await scene.quiet();
    const written = await one.store.journal.page(one.memory.id, { limit: 50 });
    expect(written.rows).toHaveLength(2);
    const link = await one.engine.switchOff(one.memory.id, { email: 'ann@acme.example' }, 'keep-both');
    await one.run({ kind: 'contacts', linkIds: [link ?? ''] });
    for (const { id } of await one.itemsIn('contacts')) await one.removeItem(id);
    for (let session = 0; session < 3; session += 1) await scene.quiet();
    expect(await scene.counts()).toEqual([0, 1]);
  });

  it('[FM7] a changed owner, lost access and a left view are no deletes; by design a card that is moved out takes its record along, but only with Auto-removal on and nobody having edited it (D2)', async () => {
    const { one } = scene;
    await one.set({ autoRemoval: true, filter: { kind: 'all' } });
    const [given = '', hidden = '', moved = ''] = await scene.crowd(3);
    await one.sync();
    await one.editRecord(given, { OwnerId: one.ben.salesforceUserId });
    await one.control('POST', 'salesforce/access', { user: one.ada.email, id: hidden, visible: false });
    const card = (await one.items()).find(({ surname }) => surname === 'Number 2');
    await one.editRecord(moved, { Title: 'Edited' });
    await one.moveItem(card?.id ?? '', 'contacts');
    const did = await one.sync();
    expect(did.recordsDeleted).toBe(0);
    // Without Auto-removal the record stays too, and the card comes back.
    await one.set({ autoRemoval: false });
    const [unedited = ''] = (await one.items()).flatMap(({ id, surname }) => (surname === 'Number 0' ? [id] : []));
    await one.moveItem(unedited, 'contacts');
    expect(await one.sync()).toMatchObject({ recordsDeleted: 0, itemsCreated: 1 });
    await one.set({ filter: { kind: 'mine' } });
    await one.sync();
    await one.sync();
    // Ben still has all three; the card that was moved out is the person's own.
    expect(await one.records()).toHaveLength(3);
    expect((await one.item(card?.id ?? ''))?.parentFolderId).toBeDefined();
    await scene.quiet();
  });

  it('[FM8] turning the sync off removes nothing; turned on again it makes nothing anew; un-tracking deletes no record', async () => {
    const { one } = scene;
    await one.set({ autoRemoval: true });
    await scene.crowd(5);
    await one.sync();
    const before = (await one.items()).map(({ id, changeKey }) => [id, changeKey]);
    await one.set({ contactsSync: false });
    await one.run();
    expect((await one.items()).map(({ id, changeKey }) => [id, changeKey])).toEqual(before);
    await one.set({ contactsSync: true });
    await scene.quiet();
    expect((await one.items()).map(({ id, changeKey }) => [id, changeKey])).toEqual(before);
    const link = await one.engine.switchOff(one.memory.id, { email: 'number1@acme.example' }, 'keep-both');
    await one.run({ kind: 'contacts', linkIds: [link ?? ''] });
    expect(await one.records()).toHaveLength(5);
    await scene.quiet();
  });

  it('[FM9] no orphans are left in Outlook after Salesforce deletes', async () => {
    const { one } = scene;
    const ids = await scene.crowd(12);
    await one.sync();
    for (const id of ids.slice(0, 6)) await one.deleteRecord(id);
    expect(await one.sync()).toEqual({ ...NOTHING, itemsDeleted: 6 });
    expect((await one.items()).map(({ surname }) => surname).sort()).toEqual(
      [6, 7, 8, 9, 10, 11].map((n) => `Number ${n}`).sort(),
    );
    await scene.quiet();
  });
});

/** What a feed answers that has nothing to tell: an empty last page whose link is the newest one. */
async function lastPage(): Promise<object> {
  const { one } = scene;
  let url = `/contactFolders/${await one.folder()}/contacts/delta`;
  for (;;) {
    const page = await one.ada.outlook<Record<string, string | undefined>>('GET', url);
    const next = page['@odata.nextLink'];
    if (next === undefined) return { value: [], '@odata.deltaLink': page['@odata.deltaLink'] };
    url = `/${next.split('/').slice(-4).join('/')}`;
  }
}
