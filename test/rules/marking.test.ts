import { describe, expect, it } from 'vitest';
import { afterFirstSession, freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated), afterFirstSession);

const ANN = {
  givenName: 'Ann',
  surname: 'Lee',
  emailAddresses: [{ address: 'ann@acme.example', name: 'Ann' }],
};
const BODY_OF_A_CONTACT = /givenName|surname|emailAddresses|displayName|personalNotes|Phone/;

describe('marking, through the simulators', () => {
  it('[U1] an item made in the folder gets the category and a new record', async () => {
    const id = await one.putItem({ ...ANN, jobTitle: 'CEO', personalNotes: 'one\r\ntwo' }, await one.folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 1, refused: 0 });
    expect(await one.records()).toMatchObject([
      { FirstName: 'Ann', LastName: 'Lee', Email: 'ann@acme.example', Title: 'CEO', OwnerId: one.ada.salesforceUserId },
    ]);
    expect((await one.item(id))?.categories).toEqual(['Salesforce']);
    expect(await one.hasKey(id)).toBe(true);
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[U1] one made in a sub-folder of the folder too', async () => {
    const folder = await one.folder();
    const { id } = await one.ada.outlook<{ id: string }>('POST', `/contactFolders/${folder}/childFolders`, {
      displayName: 'Customers',
    });
    await one.putItem(ANN, id);
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[U2] an item moved into the folder likewise, whichever folder tells of it first', async () => {
    for (const order of ['together', 'source-late', 'destination-late']) {
      await one.control('PUT', 'switches', { 'graph.feedOrder': order });
      const id = await one.putItem({
        ...ANN,
        emailAddresses: [{ address: `${order}@acme.example`, name: order }],
        surname: order,
      });
      await one.sync();
      await one.moveItem(id, await one.folder());
      await one.sync();
      await one.sync();
      expect((await one.records()).filter((record) => record.LastName === order)).toHaveLength(1);
      expect((await one.item(id))?.categories).toEqual(['Salesforce']);
      expect(await one.sync()).toEqual(NOTHING);
    }
  });

  it('[U3] [U8] an item elsewhere that is given the category is moved and gets a record, in the same session', async () => {
    const id = await one.putItem({
      ...ANN,
      categories: ['Golf'],
      spouseName: 'Kim',
      children: ['Jo'],
      imAddresses: ['ann@chat.example'],
      otherAddress: { city: 'Bonn' },
      personalNotes: 'long '.repeat(200),
      birthday: '1980-02-29T11:59:00Z',
      singleValueExtendedProperties: [
        { id: 'String 0x3A21', value: 'pager 7' },
        { id: 'String {00062004-0000-0000-C000-000000000046} Id 0x804F', value: 'user field' },
      ],
    });
    await one.ada.outlook('PUT', `/contacts/${id}/photo/$value`, Buffer.from('a picture'));
    await one.sync();
    const before = await one.item(id);
    await one.editItem(id, { categories: ['Golf', 'Salesforce'] });
    expect(await one.sync()).toEqual({ ...NOTHING, itemsUpdated: 1, recordsCreated: 1 });
    const [listed, ...others] = await one.items();
    expect(others).toEqual([]);
    const moved = await one.item(listed?.id ?? '');
    expect(await one.item(id)).toBeUndefined();
    const properties = [
      'spouseName',
      'children',
      'imAddresses',
      'otherAddress',
      'personalNotes',
      'birthday',
      'displayName',
      'emailAddresses',
    ];
    for (const name of properties) expect([name, moved?.[name]]).toEqual([name, before?.[name]]);
    const expand =
      "singleValueExtendedProperties($filter=id eq 'String 0x3A21' or id eq 'String {00062004-0000-0000-C000-000000000046} Id 0x804F')";
    const whole = await one.ada.outlook('GET', `/contacts/${moved?.id ?? ''}?$expand=${encodeURIComponent(expand)}`);
    expect((whole.singleValueExtendedProperties as { value: string }[]).map(({ value }) => value).sort()).toEqual([
      'pager 7',
      'user field',
    ]);
    expect(String(await one.ada.outlook('GET', `/contacts/${moved?.id ?? ''}/photo/$value`))).toBe('a picture');
    expect(await one.sync()).toEqual(NOTHING);
    expect(await one.records()).toHaveLength(1);
  });

  it('[U4] the category taken off in the folder is restored, others are not touched', async () => {
    const id = await one.putItem(ANN, await one.folder());
    await one.sync();
    await one.editItem(id, { categories: ['Golf'] });
    expect(await one.sync()).toEqual({ ...NOTHING, itemsUpdated: 1 });
    expect([...((await one.item(id))?.categories ?? [])].sort()).toEqual(['Golf', 'Salesforce']);
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[U5] moved out: category and key come off, the item stays; the record’s item is made again', async () => {
    const id = await one.putItem({ ...ANN, categories: ['Golf'] }, await one.folder());
    await one.sync();
    await one.moveItem(id, 'contacts');
    await one.sync();
    expect(await one.item(id)).toMatchObject({ categories: ['Golf'] });
    expect(await one.hasKey(id)).toBe(false);
    expect([(await one.records()).length, (await one.items()).length]).toEqual([1, 1]);
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[U5] moved out and back within one interval it stays as it was, although the feed tells of a removal only', async () => {
    for (const hidden of [true, false]) {
      await one.control('PUT', 'switches', { 'graph.returnHidden': hidden });
      await one.set({ autoRemoval: true });
      const id = await one.putItem({ ...ANN, surname: `Hidden ${hidden}`, emailAddresses: [] }, await one.folder());
      await one.sync();
      await one.moveItem(id, 'contacts');
      await one.moveItem(id, await one.folder());
      expect(await one.sync()).toMatchObject({ itemsCreated: 0, recordsDeleted: 0, recordsCreated: 0 });
      expect((await one.item(id))?.categories).toEqual(['Salesforce']);
      expect(await one.sync()).toEqual(NOTHING);
    }
  });

  it('[U6] elsewhere only id, folder and categories are asked for, and nothing of it is stored', async () => {
    await one.putItem({
      ...ANN,
      surname: 'Verysecret',
      emailAddresses: [{ address: 'secret@home.example', name: 'S' }],
    });
    await one.control('DELETE', 'calls');
    await one.sync();
    one.later += 25 * 3_600_000;
    await one.sync();
    const folder = await one.folder();
    const elsewhere = (await one.calls('graph'))
      .flatMap((call) => [call.path, ...(call.parts ?? []).map((part) => part.path)])
      .filter(
        (path) => /\/contacts(\/|\?|$)/.test(path.replace(/\/contactFolders\/contacts/, '')) && !path.includes(folder),
      );
    expect(elsewhere.length).toBeGreaterThan(0);
    for (const path of elsewhere) expect(decodeURIComponent(path)).not.toMatch(BODY_OF_A_CONTACT);
    const stored = JSON.stringify([
      await one.links(),
      (await one.store.journal.page(one.memory.id, { limit: 100 })).rows,
      await one.stored(),
    ]);
    expect(stored).not.toMatch(/Verysecret|secret@home/);
  });

  it('[U7] a private item never goes up; a synced one made private is paused both ways', async () => {
    const PRIVATE = { singleValueExtendedProperties: [{ id: 'Integer 0x36', value: '2' }] };
    const id = await one.putItem({ ...ANN, ...PRIVATE }, await one.folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    expect((await one.links())[0]?.refusal?.reason.code).toMatch(/private/);
    await one.editItem(id, { singleValueExtendedProperties: [{ id: 'Integer 0x36', value: '0' }] });
    await one.sync();
    const [record] = await one.records();
    expect(record).toMatchObject({ LastName: 'Lee' });
    await one.editItem(id, { ...PRIVATE, jobTitle: 'Secret' });
    await one.sync();
    await one.editRecord(record?.Id ?? '', { Department: 'Sales' });
    await one.sync();
    expect((await one.records('Title'))[0]?.Title).toBeNull();
    expect((await one.item(id))?.department).toBeNull();
  });

  it('[U8] an item with attachments is not moved, and says so', async () => {
    const id = await one.putItem({ ...ANN, categories: ['Salesforce'] });
    await one.control('POST', 'outlook/attach', { user: one.ada.email, itemId: id });
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    expect((await one.links())[0]?.refusal?.reason.code).toBe('item-has-attachments');
    expect((await one.item(id))?.categories).toContain('Salesforce');
    expect(await one.items()).toEqual([]);
  });

  it('[U8] a move whose answer is lost on the way is finished or begun anew, without a second card', async () => {
    for (const skip of [0, 1, 2, 3, 4, 5]) {
      const surname = `Cut ${skip}`;
      await one.putItem({ surname, categories: ['Salesforce'], personalNotes: 'kept' });
      await one.fault('graph', { kind: 'drop-after' }, { path: '\\$batch' }, 1, skip);
      await one.run();
      await one.control('DELETE', 'faults');
      await one.sync();
      await one.sync();
      expect((await one.items()).filter((item) => item.surname === surname)).toMatchObject([{ personalNotes: 'kept' }]);
      expect((await one.itemsIn('contacts')).filter((item) => item.surname === surname)).toEqual([]);
      expect((await one.records()).filter((record) => record.LastName === surname)).toHaveLength(1);
      expect(await one.sync()).toEqual(NOTHING);
    }
  });
});

describe('Accounts, through the simulators', () => {
  const up = async (companyName: string, surname = companyName) => {
    await one.putItem({ surname, companyName }, await one.folder());
    await one.sync();
    return (await one.records()).find((record) => record.LastName === surname)?.AccountId ?? null;
  };
  const account = (Name: string) => one.putRecord({ Name }, 'Account');

  it('[A1] the Account with that name, the first created of several, in any case and trimmed', async () => {
    const first = await account('Acme GmbH');
    await one.control('POST', 'clock', { advanceSeconds: 5 });
    await account('acme gmbh');
    expect(await up('  ACME gmbh ', 'Upper')).toBe(first);
  });

  it('[A2] none equal: the only one whose name contains it, and none of several', async () => {
    const only = await account('Öko 100% Möbel_Haus Berlin');
    await account('Globex One');
    await account('Globex Two');
    expect(await up('100% Möbel_Haus')).toBe(only);
    expect(await up('Globex')).toBeNull();
    expect(await up('100_ Möbel', 'Wildcard')).toBeNull();
  });

  it('[A3] otherwise, and without a company, the record has no Account', async () => {
    await account('Other');
    expect(await up('Nowhere')).toBeNull();
    expect(await up('', 'No company')).toBeNull();
  });

  it('[A4] always one Account, a default one, required defaults, own mappings and directions', async () => {
    const [always, fallback] = [await account('Always'), await account('Fallback')];
    const options = {
      mappings: [
        { outlook: 'nickName', salesforce: 'Nickname__c', direction: 'both' },
        { field: 'department', direction: 'up' },
        { field: 'title', direction: 'off' },
      ] as const,
      defaults: { LeadSource: 'Other' },
    };
    await one.fresh({}, options);
    const again = { always: await account('Always'), fallback: await account('Fallback') };
    expect([always, fallback]).toHaveLength(2);
    await one.sync();
    await one.putItem(
      { surname: 'Own', nickName: 'Nick', department: 'Sales', jobTitle: 'Not up' },
      await one.folder(),
    );
    await one.sync();
    const [record] = await one.records('Id, Nickname__c, Department, LeadSource, Title');
    expect(record).toMatchObject({ Nickname__c: 'Nick', Department: 'Sales', LeadSource: 'Other', Title: null });
    await one.editRecord(record?.Id ?? '', { Nickname__c: 'Nicky', Department: 'Not down' });
    await one.sync();
    expect((await one.items())[0]).toMatchObject({ nickName: 'Nicky', department: 'Sales' });
    expect(again.always).not.toBe(again.fallback);
    for (const rule of ['always', 'fallback'] as const) {
      await one.fresh({}, { account: { always: null, fallback: null, relink: false, [rule]: '' } });
      const target = await account('Target');
      one.org = { ...one.org, account: { always: null, fallback: null, relink: false, [rule]: target } };
      one.connect();
      await one.sync();
      expect(await up('Nowhere')).toBe(target);
    }
  });

  it('[A5] a later change of Company stays in Outlook; an admin can have it link again', async () => {
    const acme = await account('Acme');
    const apex = await account('Apex');
    await up('Acme', 'Mover');
    const [item] = await one.items();
    await one.editItem(item?.id ?? '', { companyName: 'Apex' });
    expect(await one.sync()).toMatchObject({ recordsUpdated: 0 });
    expect((await one.records())[0]?.AccountId).toBe(acme);
    expect((await one.items())[0]?.companyName).toBe('Apex');
    expect((await one.store.journal.page(one.memory.id, { limit: 10 })).rows.map(({ rule }) => rule)).toContain('A5');
    await one.ada.salesforce('PATCH', `/sobjects/Account/${acme}`, { Name: 'Acme New' });
    await one.sync();
    expect((await one.items())[0]?.companyName).toBe('Acme New');
    one.org = { ...one.org, account: { ...one.org.account, relink: true } };
    one.connect();
    await one.editItem(item?.id ?? '', { companyName: 'Apex' });
    await one.sync();
    expect((await one.records())[0]?.AccountId).toBe(apex);
    await one.sync();
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[A6] a person account goes up through its Account, is never deleted, and never chosen for a company', async () => {
    await one.control('POST', 'salesforce/org', { personAccounts: true });
    one.connect();
    const person = await one.ada.salesforce<{ id: string }>('POST', '/sobjects/Account', {
      LastName: 'Personal',
      PersonEmail: 'per@acme.example',
    });
    await one.set({ autoRemoval: true, filter: { kind: 'all' } });
    await one.sync();
    const [item] = await one.items();
    await one.editItem(item?.id ?? '', { jobTitle: 'Solo' });
    expect(await one.sync()).toMatchObject({ recordsUpdated: 1, refused: 0 });
    expect(await one.ada.query(`SELECT PersonTitle FROM Account WHERE Id = '${person.id}'`)).toMatchObject([
      { PersonTitle: 'Solo' },
    ]);
    expect(await up('Personal', 'Not theirs')).toBeNull();
    await one.removeItem(item?.id ?? '');
    expect(await one.sync()).toMatchObject({ recordsDeleted: 0 });
    expect(await one.records()).toHaveLength(2);
  });
});
