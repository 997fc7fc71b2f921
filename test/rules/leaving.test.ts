import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tokenName } from '../../server/engine/context.ts';
import type { LeaveChoice, Session } from '../../server/model/session.ts';
import { NOTHING, Simulated, type WireContact } from '../support/simulated.ts';

let one: Simulated;
/** The items as they were at first, by last name. */
let ids: ReadonlyMap<string, string>;
beforeAll(async () => {
  one = await Simulated.start();
});
afterAll(() => one.stop());

const card = (surname: string) => ({
  givenName: 'Jo',
  surname,
  emailAddresses: [{ address: `${surname.toLowerCase()}@acme.example`, name: `Jo ${surname}` }],
});
const fields = (LastName: string) => ({
  FirstName: 'Jo',
  LastName,
  Email: `${LastName.toLowerCase()}@acme.example`,
});

/** From Salesforce untouched and edited, from Outlook, switched off; and what is nobody's business. */
beforeEach(async () => {
  await one.fresh();
  await one.putRecord(fields('Untouched'));
  await one.putRecord(fields('Edited'));
  await one.putRecord(fields('Stopped'));
  await one.sync();
  await one.putItem(card('Outgoing'), await one.folder());
  await one.putItem(card('Private'));
  await one.sync();
  const stopped = (await one.links()).find(({ name }) => name.endsWith('Stopped'));
  await one.engine.switchOff(one.memory.id, { linkId: stopped?.id ?? '' }, 'keep-both');
  await one.sync();
  expect(await one.sync()).toEqual(NOTHING);
  const edited = (await one.items()).find(({ surname }) => surname === 'Edited');
  await one.editItem(edited?.id ?? '', { jobTitle: 'typed in Outlook' });
  const items = [...(await one.items()), ...(await one.itemsIn('contacts'))];
  ids = new Map(items.map(({ surname, id }) => [surname ?? '', id]));
});

const leave = (choice: LeaveChoice): Promise<Session> => one.run({ kind: 'leave', choice });

/** Every item by last name: where it lies and what of ours is on it. */
async function mailbox(folder: string): Promise<Record<string, string>> {
  const { id: bin } = await one.ada.outlook<{ id: string }>('GET', '/mailFolders/deleteditems');
  const seen = new Map<string, string>();
  for (const [place, where] of [
    ['folder', folder],
    ['contacts', 'contacts'],
  ] as const)
    for (const { id, surname, categories } of await one.itemsIn(where))
      seen.set(surname ?? '', [place, ...categories, ...((await one.hasKey(id)) ? ['key'] : [])].join(', '));
  for (const [name, id] of ids) {
    if (seen.has(name)) continue;
    const found = await one.ada.outlook<WireContact>('GET', `/contacts/${id}`).catch(() => undefined);
    seen.set(name, found?.parentFolderId === bin ? 'bin' : 'gone');
  }
  return Object.fromEntries([...seen].sort());
}

const KEPT = {
  Edited: 'folder',
  Outgoing: 'folder',
  Private: 'contacts',
  Stopped: 'contacts',
  Untouched: 'folder',
};
const REMOVED = { ...KEPT, Edited: 'contacts', Outgoing: 'contacts', Untouched: 'bin' };

describe('leaving, through the simulators', () => {
  it.each([
    ['keep', KEPT],
    ['remove', REMOVED],
  ] as const)(
    '[S7] %s: every item is let go as chosen, no record is touched, and nothing is remembered',
    async (choice, expected) => {
      const folder = await one.folder();
      const records = await one.records('Id, LastName, Title, SystemModstamp');
      await one.store.secrets.set(tokenName(one.memory), 'a token');
      await one.control('DELETE', 'calls');
      expect(await leave(choice)).toMatchObject({ state: 'done', reason: null });
      expect(await mailbox(folder)).toEqual(expected);
      expect(await one.records('Id, LastName, Title, SystemModstamp')).toEqual(records);
      expect(await one.calls('salesforce')).toEqual([]);
      expect(await one.store.links.heads(one.memory.id)).toEqual([]);
      expect(await one.stored()).toMatchObject({
        folderId: null,
        cursors: {},
        orgId: null,
        stopped: null,
        firstSessionDone: false,
        settings: { contactsSync: false },
      });
      expect(await one.store.secrets.get(tokenName(one.memory))).toBeUndefined();
      expect(await one.run()).toMatchObject({ state: 'stopped', reason: { code: 'sync-is-off' } });
      expect(await mailbox(folder)).toEqual(expected);
    },
  );

  it('[S7] [P2] back again after keeping everything: each item finds its record, and nothing is doubled', async () => {
    const folder = await one.folder();
    await leave('keep');
    await one.set({ contactsSync: true });
    await one.sync();
    await one.sync();
    expect(await one.sync()).toEqual(NOTHING);
    expect(await one.folder()).toBe(folder);
    expect((await one.items()).map(({ surname }) => surname).sort()).toEqual([
      'Edited',
      'Outgoing',
      'Stopped',
      'Untouched',
    ]);
    expect((await one.records()).map(({ LastName }) => LastName).sort()).toEqual([
      'Edited',
      'Outgoing',
      'Stopped',
      'Untouched',
    ]);
    expect((await one.records()).find(({ LastName }) => LastName === 'Edited')?.Title).toBe('typed in Outlook');
  });

  it('[S7] a preview shows it and writes nothing', async () => {
    const folder = await one.folder();
    const before = await mailbox(folder);
    const { operations, counts } = await one.engine.previewLeave(one.memory.id, 'remove');
    expect(counts).toEqual({ ...NOTHING, itemsDeleted: 1, itemsUpdated: 2 });
    expect(operations.map(({ kind, rule, contact }) => `${kind} ${contact.name} (${rule})`).sort()).toEqual([
      'move-item Jo Edited (S7)',
      'move-item Jo Outgoing (S7)',
      'release-item Jo Edited (S7)',
      'release-item Jo Outgoing (S7)',
      'remove-item Jo Untouched (S7)',
    ]);
    expect(await mailbox(folder)).toEqual(before);
    expect((await one.stored()).settings.contactsSync).toBe(true);
    const { counts: keeping } = await one.engine.previewLeave(one.memory.id, 'keep');
    expect(keeping).toEqual({ ...NOTHING, itemsUpdated: 3 });
    expect(await leave('remove')).toMatchObject({ counts });
  });

  it('[S7] switched off, paused, stopped, without a user in Salesforce or without the folder: one can leave all the same', async () => {
    await one.set({ contactsSync: false, paused: true });
    await one.fault('salesforce', { kind: 'status', status: 401 }, {}, 100);
    const folder = await one.folder();
    await one.ada.outlook('DELETE', `/contactFolders/${folder}`);
    expect(await leave('remove')).toMatchObject({ state: 'done' });
    expect(await one.store.links.heads(one.memory.id)).toEqual([]);
    expect((await one.itemsIn('contacts')).map(({ surname }) => surname).sort()).toEqual(['Private', 'Stopped']);
  });

  it('[S7] [U8] what cannot be moved stays in the folder, without our mark', async () => {
    const folder = await one.folder();
    await one.fault('graph', { kind: 'status', status: 422 }, { method: 'POST', path: '/contacts$', part: true }, 100);
    await one.fault('graph', { kind: 'status', status: 422 }, { method: 'POST', path: '/contacts$' }, 100);
    expect(await leave('remove')).toMatchObject({ state: 'done' });
    await one.control('DELETE', 'faults');
    expect(await mailbox(folder)).toEqual({ ...REMOVED, Edited: 'folder', Outgoing: 'folder' });
  });

  it.each(['keep', 'remove'] as const)('[S7] [J3] cut off at any call, %s goes on where it stopped', async (choice) => {
    const folder = await one.folder();
    // Again and again, a request or its answer, through every session that it takes.
    for (let call = 0; call < 40; call += 3)
      await one.fault('graph', { kind: call % 2 === 0 ? 'drop-before' : 'drop-after' }, {}, 1, call);
    let session = await leave(choice);
    for (let again = 0; session.state !== 'done' && again < 30; again += 1) session = await leave(choice);
    await one.control('DELETE', 'faults');
    expect(session.state).toBe('done');
    expect(await mailbox(folder)).toEqual(choice === 'keep' ? KEPT : REMOVED);
    expect(await one.store.journal.intents(one.memory.id)).toEqual([]);
  });

  it.each(['keep', 'remove'] as const)(
    '[S7] [J1] undone after sync was turned on again, %s is as it was before',
    async (choice) => {
      const folder = await one.folder();
      await one.sync();
      const before = await mailbox(folder);
      await leave(choice);
      const left = await one.lastSession();
      await one.set({ contactsSync: true });
      expect(await one.run({ kind: 'undo-session', sessionId: left })).toMatchObject({ state: 'done' });
      await one.sync();
      await one.sync();
      expect(await one.sync()).toEqual(NOTHING);
      expect(await mailbox(folder)).toMatchObject(
        Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'Stopped')),
      );
      expect((await one.records()).map(({ LastName }) => LastName).sort()).toEqual([
        'Edited',
        'Outgoing',
        'Stopped',
        'Untouched',
      ]);
    },
  );
});
