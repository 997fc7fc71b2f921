import { describe, expect, it } from 'vitest';
import { ANN, freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const many = async (count: number) => {
  const records = Array.from({ length: count }, (_, n) => ({
    attributes: { type: 'Contact' },
    FirstName: 'Many',
    LastName: `Number ${n}`,
    Email: `many${n}@acme.example`,
  }));
  const ids: string[] = [];
  for (let at = 0; at < records.length; at += 200) {
    const body = { allOrNone: true, records: records.slice(at, at + 200) };
    ids.push(...(await one.ada.salesforce<{ id: string }[]>('POST', '/composite/sobjects', body)).map(({ id }) => id));
  }
  return ids;
};

describe('setting up, through the simulators', () => {
  it('[S1] the first session makes the folder and the category, and e-mail addresses have a display name', async () => {
    await one.putRecord(ANN);
    expect(await one.sync()).toEqual({ ...NOTHING, itemsCreated: 1 });
    const { value } = await one.ada.outlook<{ value: { displayName: string }[] }>('GET', '/contactFolders');
    expect(value.map(({ displayName }) => displayName)).toEqual(['Salesforce Contacts']);
    const categories = await one.ada.outlook<{ value: { displayName: string }[] }>('GET', '/outlook/masterCategories');
    expect(categories.value.map(({ displayName }) => displayName)).toContain('Salesforce');
    const [item] = await one.items();
    expect(item).toMatchObject({
      displayName: 'Ann Lee',
      categories: ['Salesforce'],
      emailAddresses: [{ address: 'ann@acme.example', name: 'Ann Lee' }],
    });
  });

  it('[S1] without the permission the category is still set by name', async () => {
    await one.control('PUT', 'switches', { 'graph.categoriesPermission': false });
    await one.putRecord(ANN);
    await one.sync();
    expect((await one.items())[0]?.categories).toEqual(['Salesforce']);
  });

  it('[S2] what was in the mailbox before is not touched', async () => {
    const id = await one.putItem({ givenName: 'Own', surname: 'Card', personalNotes: 'mine' });
    const before = await one.item(id);
    await one.sync();
    expect(await one.sync()).toEqual(NOTHING);
    expect(await one.item(id)).toEqual(before);
  });

  it('[S2] a first session that would send up more than 25 is held, and says so', async () => {
    for (let n = 0; n < 26; n += 1) await one.putItem({ surname: `Marked ${n}`, categories: ['Salesforce'] });
    const session = await one.run();
    expect([session.state, session.reason?.code]).toEqual(['held', 'first-upload']);
    expect(await one.records()).toEqual([]);
  });

  it('[S4] switched off, nothing is read or written', async () => {
    await one.putRecord(ANN);
    await one.sync();
    await one.set({ contactsSync: false });
    await one.control('DELETE', 'calls');
    const session = await one.run();
    expect([session.state, session.reason?.code]).toEqual(['stopped', 'sync-is-off']);
    expect(await one.calls('graph')).toEqual([]);
    expect(await one.calls('salesforce')).toEqual([]);
    expect(await one.items()).toHaveLength(1);
  });

  it('[S5] a renamed folder goes on; a deleted one stops the mailbox, and is made again on request', async () => {
    await one.putRecord(ANN);
    await one.set({ autoRemoval: true });
    await one.sync();
    const folder = await one.folder();
    await one.ada.outlook('PATCH', `/contactFolders/${folder}`, { displayName: 'Kunden' });
    expect(await one.sync()).toEqual(NOTHING);
    await one.ada.outlook('DELETE', `/contactFolders/${folder}`);
    expect(await one.run()).toMatchObject({ state: 'stopped', reason: { code: 'folder-missing' } });
    expect(await one.records()).toHaveLength(1);
    await one.engine.chooseFolder(one.memory.id, 'make-again');
    expect(await one.sync()).toMatchObject({ itemsCreated: 1, recordsDeleted: 0 });
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[S6] [T4] Salesforce is called as the person; a deactivated one stops the mailbox and removes nothing', async () => {
    await one.putRecord(ANN);
    await one.sync();
    expect(await one.ada.query('SELECT CreatedBy.Username FROM Contact')).toMatchObject([
      { CreatedBy: { Username: one.ada.email } },
    ]);
    await one.control('POST', 'salesforce/user', { user: one.ada.email, active: false });
    one.connect();
    expect((await one.run()).state).toBe('stopped');
    expect((await one.stored()).stopped).not.toBeNull();
    expect(await one.items()).toHaveLength(1);
    await one.control('POST', 'salesforce/user', { user: one.ada.email, active: true });
    expect(await one.sync()).toEqual(NOTHING);
  });
});

describe('the filter, through the simulators', () => {
  it('[F1] only my contacts come down by default, all on request', async () => {
    await one.ben.salesforce('POST', '/sobjects/Contact', { LastName: 'Of Ben' });
    await one.putRecord(ANN);
    expect(await one.sync()).toMatchObject({ itemsCreated: 1 });
    await one.set({ filter: { kind: 'all' } });
    expect(await one.sync()).toMatchObject({ itemsCreated: 1 });
  });

  it('[F2] list views of every kind: by their own query with scope and date, or disabled with the reason', async () => {
    const views = await one.engine.listViews(one.memory.id);
    expect(views.filter((view) => !view.usable).every((view) => view.reason !== undefined)).toBe(true);
    expect(views.some((view) => !view.usable)).toBe(true);
    await one.ben.salesforce('POST', '/sobjects/Contact', { LastName: 'Of Ben' });
    await one.putRecord(ANN);
    const { listviews } = await one.ada.salesforce<{ listviews: { id: string }[] }>(
      'GET',
      '/sobjects/Contact/listviews',
    );
    const scopes = new Map<string, number>();
    for (const { id } of listviews) {
      if (views.find((view) => view.id === id)?.usable !== true) continue;
      const view = await one.ada.salesforce<{ query: string; scope: string | null }>(
        'GET',
        `/sobjects/Contact/listviews/${id}/describe`,
      );
      const { counts } = await one.engine.preview(one.memory.id, { kind: 'view', listViewId: id });
      const expected = await one.ada.query(view.query);
      expect(counts.itemsCreated, view.query).toBe(expected.length);
      const scope = view.scope ?? 'none';
      scopes.set(scope, Math.max(scopes.get(scope) ?? 0, counts.itemsCreated));
    }
    expect(scopes.get('mine')).toBe(1);
  });

  it('[F2] while a view cannot be read nothing is added or removed, linked pairs go on, and the status says so', async () => {
    const record = await one.putRecord(ANN);
    const views = await one.engine.listViews(one.memory.id);
    const all = views.find((view) => view.usable);
    await one.set({ filter: { kind: 'view', listViewId: all?.id ?? '' } });
    await one.sync();
    const [item] = await one.items();
    await one.control('POST', 'salesforce/list-view', { id: all?.id, shared: false });
    await one.editRecord(record, { Title: 'CEO' });
    await one.putRecord({ LastName: 'New' });
    const session = await one.run();
    expect(session).toMatchObject({ state: 'done', reason: { code: 'view-not-readable' } });
    expect(session.counts).toEqual({ ...NOTHING, itemsUpdated: 1 });
    expect((await one.item(item?.id ?? ''))?.jobTitle).toBe('CEO');
    expect((await one.stored()).viewProblem?.code).toBe('view-not-readable');
  });

  it('[F3] the preview of a filter tells what it will do; saved with its id it is not held', async () => {
    await many(40);
    await one.sync();
    const filter = { kind: 'view', listViewId: '' } as { kind: 'view'; listViewId: string };
    const [view] = (await one.engine.listViews(one.memory.id)).filter((entry) => entry.usable);
    await one.control('POST', 'salesforce/list-view', {
      id: view?.id,
      query: "SELECT Id FROM Contact WHERE LastName = 'Number 0'",
    });
    filter.listViewId = view?.id ?? '';
    const preview = await one.engine.preview(one.memory.id, filter);
    expect(preview.counts).toMatchObject({ itemsDeleted: 39, itemsCreated: 0 });
    expect(
      preview.operations.filter(({ kind }) => kind === 'remove-item').map(({ contact }) => contact.name),
    ).toContain('Many Number 1');
    await one.set({ filter });
    expect(await one.run()).toMatchObject({ state: 'held', reason: { code: 'many-deletes' } });
    await one.engine.checkFilter(await one.stored(), filter, preview.id);
    await one.set({ filter, filterPreview: preview.id });
    expect(await one.sync()).toMatchObject({ itemsDeleted: 39 });
    expect(await one.records()).toHaveLength(40);
  });

  it('[F3] more contacts than the admin allows are refused with the number, never cut', async () => {
    await one.fresh({}, { maximumContacts: 10 });
    await many(11);
    expect(await one.run()).toMatchObject({ state: 'failed', reason: { code: 'too-many-contacts' } });
    await expect(one.engine.checkFilter(await one.stored(), { kind: 'all' })).rejects.toMatchObject({
      reason: { code: 'too-many-contacts', params: { count: '11' } },
    });
    expect(await one.items().catch(() => [])).toEqual([]);
  });

  it('[F4] a changed record changes its item, a renamed Account the Company of its people', async () => {
    const account = await one.putRecord({ Name: 'Acme' }, 'Account');
    const record = await one.putRecord({ ...ANN, AccountId: account });
    await one.sync();
    expect((await one.items())[0]?.companyName).toBe('Acme');
    await one.editRecord(record, { Title: 'CEO', MobilePhone: '+49 170 1' });
    expect(await one.sync()).toEqual({ ...NOTHING, itemsUpdated: 1 });
    expect((await one.items())[0]).toMatchObject({ jobTitle: 'CEO', mobilePhone: '+49 170 1' });
    await one.ada.salesforce('PATCH', `/sobjects/Account/${account}`, { Name: 'Acme Holding' });
    expect(await one.sync()).toEqual({ ...NOTHING, itemsUpdated: 1 });
    expect((await one.items())[0]?.companyName).toBe('Acme Holding');
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[F4] a record that commits late is not missed', async () => {
    const record = await one.putRecord(ANN);
    await one.sync();
    await one.control('POST', 'salesforce/late-commit', { id: record, fields: { Title: 'Late' }, seconds: 600 });
    expect(await one.sync()).toEqual(NOTHING);
    await one.editRecord(await one.putRecord({ LastName: 'Other' }), { Title: 'Later stamp' });
    await one.sync();
    await one.control('POST', 'clock', { advanceSeconds: 601 });
    expect(await one.sync()).toEqual({ ...NOTHING, itemsUpdated: 1 });
    expect((await one.items()).find((item) => item.surname === 'Lee')?.jobTitle).toBe('Late');
  });

  it('[F5] [F6] out of the view the item goes and the record stays; back again it has what was its own', async () => {
    const record = await one.putRecord(ANN);
    await one.sync();
    const [item] = await one.items();
    const id = item?.id ?? '';
    await one.editItem(id, {
      categories: ['Salesforce', 'Golf'],
      spouseName: 'Kim',
      emailAddresses: [
        { address: 'ann@acme.example', name: 'Ann Lee' },
        { address: 'ann@home.example', name: 'Ann' },
      ],
    });
    await one.ada.outlook('PUT', `/contacts/${id}/photo/$value`, Buffer.from('a picture'));
    await one.sync();
    await one.editRecord(record, { OwnerId: one.ben.salesforceUserId });
    expect(await one.sync()).toEqual({ ...NOTHING, itemsDeleted: 1 });
    expect([await one.items(), (await one.records()).length, await one.item(id)]).toEqual([[], 1, undefined]);
    await one.editRecord(record, { OwnerId: one.ada.salesforceUserId });
    expect(await one.sync()).toMatchObject({ itemsCreated: 1 });
    const [again] = await one.items();
    expect(again).toMatchObject({
      spouseName: 'Kim',
      emailAddresses: [{ address: 'ann@acme.example' }, { address: 'ann@home.example' }],
    });
    expect([...(again?.categories ?? [])].sort()).toEqual(['Golf', 'Salesforce']);
    expect(String(await one.ada.outlook('GET', `/contacts/${again?.id ?? ''}/photo/$value`))).toBe('a picture');
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[F6] what was cleared in Salesforce while the item was away stays cleared, and nothing of it goes up again', async () => {
    const address = { MailingStreet: 'Hauptstraße 1', MailingCity: 'Berlin' };
    const record = await one.putRecord({
      ...ANN,
      MobilePhone: '+49 170 1',
      Title: 'CEO',
      Description: 'note',
      Phone: '1',
      ...address,
    });
    await one.sync();
    const [item] = await one.items();
    await one.editItem(item?.id ?? '', {
      businessPhones: ['1', '2'],
      emailAddresses: [{ address: 'ann@acme.example' }, { address: 'ann@home.example' }],
    });
    await one.sync();
    await one.editRecord(record, { OwnerId: one.ben.salesforceUserId });
    expect(await one.sync()).toMatchObject({ itemsDeleted: 1 });
    const cleared = {
      MobilePhone: null,
      Title: null,
      Description: null,
      Phone: null,
      Email: null,
      MailingStreet: null,
      MailingCity: null,
    };
    await one.ben.salesforce('PATCH', `/sobjects/Contact/${record}`, { ...cleared, OwnerId: one.ada.salesforceUserId });
    expect(await one.sync()).toMatchObject({ itemsCreated: 1 });
    await one.sync();
    expect(await one.sync()).toEqual(NOTHING);
    expect((await one.records(Object.keys(cleared).join(', ')))[0]).toMatchObject(cleared);
    expect((await one.items())[0]).toMatchObject({ mobilePhone: null, jobTitle: null, businessPhones: ['2'] });
    expect((await one.items())[0]?.emailAddresses.map((entry) => entry.address)).toEqual(['ann@home.example']);
  });

  it('[F5] one from Outlook stays in sync whatever the filter says', async () => {
    await one.sync();
    const id = await one.putItem({ givenName: 'Up', surname: 'Sent' }, await one.folder());
    await one.sync();
    const [record] = await one.records();
    await one.editRecord(record?.Id ?? '', { OwnerId: one.ben.salesforceUserId, Title: 'Kept' });
    expect(await one.sync()).toEqual({ ...NOTHING, itemsUpdated: 1 });
    expect((await one.item(id))?.jobTitle).toBe('Kept');
  });
});
