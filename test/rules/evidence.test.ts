import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOTHING, Simulated } from '../support/simulated.ts';

let one: Simulated;
beforeAll(async () => {
  one = await Simulated.start();
});
afterAll(() => one.stop());
beforeEach(() => one.fresh({ autoRemoval: true }));

const NAMES = ['Ash', 'Birch', 'Cedar'];
const card = (surname: string) => ({
  surname,
  emailAddresses: [{ address: `${surname}@acme.example`, name: surname }],
});
/** Pairs in step. */
async function grove(): Promise<void> {
  const records = NAMES.map((LastName) => ({
    attributes: { type: 'Contact' },
    LastName,
    Email: `${LastName}@acme.example`,
  }));
  await one.ada.salesforce('POST', '/composite/sobjects', { records });
  await one.sync();
}
/** The next calls of ours are answered so, with every appearance of success. */
const answers = (service: 'graph' | 'salesforce', path: string, body: object) =>
  one.fault(service, { kind: 'status', status: 200, body }, { path });
const nextDay = () => (one.later += 25 * 3_600_000);
/** These are in the folder and in Salesforce, and a session after that writes nothing. */
async function ends(names: readonly string[]): Promise<void> {
  await one.control('DELETE', 'faults');
  expect(await one.sync()).toEqual(NOTHING);
  expect((await one.items()).map(({ surname }) => surname).sort()).toEqual(names);
  expect((await one.records()).map(({ LastName }) => LastName).sort()).toEqual(names);
}

describe('evidence, through the simulators', () => {
  it('[D4] [F5] a list view that is listed empty, or short, removes nothing: it is counted too', async () => {
    const views = await one.engine.listViews(one.memory.id);
    await one.set({ filter: { kind: 'view', listViewId: views.find((view) => view.usable)?.id ?? '' } });
    await grove();
    const [first] = await one.ada.query('SELECT Id, SystemModstamp FROM Contact LIMIT 1');
    for (const records of [[], [first]]) {
      await answers('salesforce', '/query/?\\?q=SELECT Id', { totalSize: records.length, done: true, records });
      expect(await one.run()).toMatchObject({
        state: 'failed',
        reason: { code: 'crm-incomplete-answer' },
        counts: NOTHING,
      });
      await ends(NAMES);
    }
  });

  it('[D4] a folder that is listed empty, or whose contacts are not found by their ids and listed all the same, deletes nothing', async () => {
    await grove();
    const folder = await one.folder();
    nextDay();
    await answers('graph', '/delta', { value: [], '@odata.deltaLink': (await one.stored()).cursors[folder] });
    await ends(NAMES);
    nextDay();
    await answers('graph', '/delta', { value: [], '@odata.deltaLink': (await one.stored()).cursors[folder] });
    const body = { error: { code: 'ErrorItemNotFound', message: 'The specified object was not found in the store.' } };
    await one.fault(
      'graph',
      { kind: 'status', status: 404, body },
      { part: true, method: 'GET', path: '/contacts/' },
      2,
    );
    expect((await one.run()).counts).toEqual(NOTHING);
    await ends(NAMES);
  });

  it('[D4] a sub-folder that is deleted and made again while its feed is read takes no record along', async () => {
    await one.set({ autoRemoval: false });
    await grove();
    const below = `/contactFolders/${await one.folder()}/childFolders`;
    const make = () => one.ada.outlook<{ id: string }>('POST', below, { displayName: 'Customers' });
    const { id } = await make();
    await one.putItem(card('Elm'), id);
    await one.sync();
    await one.whileHeld(
      'graph',
      { path: `/contactFolders/${id}/contacts/delta` },
      () => one.run(),
      async () => {
        await one.ada.outlook('DELETE', `/contactFolders/${id}`);
        await make();
      },
    );
    await one.run();
    await one.run();
    await ends([...NAMES, 'Elm']);
  });

  it.each(['nothing', 'a folder', 'a backup'])(
    '[S5] [J5] the mailbox was exchanged for another, with %s in it: made again, no record is deleted and nothing doubled',
    async (there) => {
      await grove();
      const old = await one.folder();
      const items = (await one.items()).map(({ id }) => id);
      const make = () => one.ada.outlook<{ id: string }>('POST', '/contactFolders', { displayName: 'Restored' });
      const { id } = there === 'nothing' ? { id: '' } : await make();
      if (there === 'a backup') for (const item of items) await one.copyItem(item, id);
      for (const item of items) await one.removeItem(item, true);
      // To Deleted Items, and out of them.
      await one.ada.outlook('DELETE', `/contactFolders/${old}`);
      await one.ada.outlook('DELETE', `/contactFolders/${old}`);
      if (id !== '') await one.ada.outlook('PATCH', `/contactFolders/${id}`, { displayName: 'Salesforce Contacts' });
      await one.fault('graph', { kind: 'expire-cursors' });
      expect(await one.run()).toMatchObject({ state: 'stopped', reason: { code: 'folder-missing' }, counts: NOTHING });
      expect(await one.records()).toHaveLength(3);
      await one.engine.chooseFolder(one.memory.id, 'make-again');
      const itemsCreated = there === 'a backup' ? 0 : 3;
      expect(await one.sync()).toMatchObject({ itemsCreated, itemsDeleted: 0, recordsCreated: 0, recordsDeleted: 0 });
      await ends(NAMES);
    },
  );

  it('[J5] settings that lead to another org stop every mailbox, before anything is read of it', async () => {
    await grove();
    const { url } = one.info.salesforce;
    const id = `${url}/id/00D000000000099EAA/${one.ada.salesforceUserId}`;
    const login = createServer((_request, response) =>
      response.end(JSON.stringify({ access_token: 'of another org', instance_url: url, id })),
    );
    await new Promise<void>((done) => login.listen(0, '127.0.0.1', done));
    one.connect(`http://127.0.0.1:${(login.address() as AddressInfo).port}`);
    await one.control('DELETE', 'calls');
    expect(await one.run()).toMatchObject({ state: 'stopped', reason: { code: 'other-org' }, counts: NOTHING });
    expect(await one.calls('salesforce')).toEqual([]);
    login.close();
    one.connect();
    await ends(NAMES);
  });

  it('[M5] deleted for good while nobody looked: what came from Salesforce leaves no orphan, what only Outlook had says so', async () => {
    await grove();
    await one.putItem(card('Elm'), await one.folder());
    await one.sync();
    const gone = (await one.records()).filter(({ LastName }) => LastName === 'Ash' || LastName === 'Elm');
    for (const { Id } of gone) {
      await one.deleteRecord(Id);
      await one.control('POST', 'salesforce/purge', { id: Id });
    }
    expect(await one.sync()).toMatchObject({ itemsDeleted: 1, recordsCreated: 0 });
    expect(await one.sync()).toEqual(NOTHING);
    const left = await one.items();
    expect(left.map(({ surname }) => surname).sort()).toEqual(['Birch', 'Cedar', 'Elm']);
    expect(left.find(({ surname }) => surname === 'Elm')?.categories).toContain('Salesforce: needs attention');
  });
});
