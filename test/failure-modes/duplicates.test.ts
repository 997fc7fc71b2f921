import { describe, expect, it } from 'vitest';
import { NOTHING } from '../support/simulated.ts';
import { ANN, ANNS_CARD, Scene } from './scene.ts';

const scene = new Scene();

describe('failure modes: duplicates', () => {
  it('[FM10] the first sync doubles nobody who is on both sides already, in the folder or marked', async () => {
    const { one } = scene;
    await scene.crowd(20);
    const { id } = await one.ada.outlook<{ id: string }>('POST', '/contactFolders', {
      displayName: 'Salesforce Contacts',
    });
    await scene.cards(20, id);
    await one.putRecord(ANN);
    await one.putItem({ ...ANNS_CARD, categories: ['Salesforce'] });
    expect(await one.sync()).toMatchObject({ itemsCreated: 0, recordsCreated: 0 });
    expect(await scene.counts()).toEqual([21, 21]);
    expect(await one.itemsIn('contacts')).toEqual([]);
    await scene.quiet();
  });

  it('[FM11] a create that is repeated after a time-out is made once, on either side, with and without our external-id field', async () => {
    const { one } = scene;
    for (const [service, externalIdField] of [
      ['graph', true],
      ['salesforce', true],
      ['salesforce', false],
    ] as const) {
      await one.fresh();
      await one.control('POST', 'salesforce/org', { externalIdField });
      one.connect();
      await one.sync();
      if (service === 'graph') await one.putRecord({ LastName: 'Down' });
      else await one.putItem(ANNS_CARD, await one.folder());
      // The first batch of a download is its create; the tree of folders comes before it.
      const match = service === 'graph' ? { path: '\\$batch' } : { path: '/composite/sobjects' };
      await one.control('DELETE', 'calls');
      await one.fault(service, { kind: 'drop-after' }, match, 1, service === 'graph' ? 1 : 0);
      await one.run();
      await scene.wasCut(service);
      expect(await scene.counts()).toContain(1);
      for (let session = 0; session < 3; session += 1) {
        await one.control('POST', 'clock', { advanceSeconds: 600 });
        await one.run();
      }
      expect(await scene.counts(), service).toEqual([1, 1]);
      await scene.quiet();
    }
  });

  it('[FM12] a first upload that is interrupted again and again goes on where it was, and doubles nobody', async () => {
    const { one } = scene;
    await one.fresh({}, { firstUploadLimit: 1000 });
    const { id } = await one.ada.outlook<{ id: string }>('POST', '/contactFolders', {
      displayName: 'Salesforce Contacts',
    });
    await scene.cards(240, id);
    for (const kind of ['drop-before', 'drop-before', 'drop-after']) {
      await one.control('DELETE', 'calls');
      // Each time the first collection of records that are made.
      await one.fault('salesforce', { kind }, { path: '/composite/sobjects(/Contact/Cardbridge_Key__c)?$' });
      await one.run();
      await scene.wasCut('salesforce');
      await one.control('DELETE', 'faults');
      await one.control('POST', 'clock', { advanceSeconds: 600 });
    }
    await one.sync();
    expect(await scene.counts()).toEqual([240, 240]);
    await scene.quiet();
  });

  it('[FM13] without e-mail a match is by full name with company or phone, whatever the spelling of the number', async () => {
    const { one } = scene;
    const account = await one.putRecord({ Name: 'Acme' }, 'Account');
    await one.putRecord({ FirstName: 'Max', LastName: 'Mole', MobilePhone: '+49 170 1234567' });
    await one.putRecord({ FirstName: 'Ida', LastName: 'Ivory', AccountId: account });
    const { id } = await one.ada.outlook<{ id: string }>('POST', '/contactFolders', {
      displayName: 'Salesforce Contacts',
    });
    await one.putItem({ givenName: 'MAX', surname: 'mole', businessPhones: ['+49 (170) 123-4567'] }, id);
    await one.putItem({ givenName: 'Ida', surname: 'Ivory', companyName: 'ACME' }, id);
    // An e-mail on one side alone: the card has none, or the record.
    await one.putRecord({ FirstName: 'Una', LastName: 'Umber', Email: 'una@acme.example', AccountId: account });
    await one.putRecord({ FirstName: 'Ovid', LastName: 'Ochre', Phone: '+49 30 7654321' });
    const mail = (address: string) => ({ emailAddresses: [{ address, name: address }] });
    await one.putItem({ givenName: 'Una', surname: 'Umber', companyName: 'Acme' }, id);
    await one.putItem(
      { givenName: 'Ovid', surname: 'Ochre', homePhones: ['0049 30 7654321'], ...mail('o@x.example') },
      id,
    );
    expect(await one.sync()).toMatchObject({ itemsCreated: 0, recordsCreated: 0 });
    expect(await scene.counts()).toEqual([4, 4]);
    await scene.quiet();

    // The same for a record of a colleague that is found as a card goes up. Different e-mails are different people; bare names are asked about.
    const bens = (fields: object) => one.ben.salesforce('POST', '/sobjects/Contact', fields);
    await bens({ FirstName: 'Rosa', LastName: 'Red', Phone: '+49 30 111' });
    await bens({ FirstName: 'Carl', LastName: 'Coral', Phone: '+49 30 222', Email: 'father@acme.example' });
    await bens({ FirstName: 'Bo', LastName: 'Black' });
    await one.putItem(
      { givenName: 'Rosa', surname: 'Red', businessPhones: ['+4930111'], ...mail('rosa@x.example') },
      id,
    );
    await one.putItem(
      { givenName: 'Carl', surname: 'Coral', businessPhones: ['+4930222'], ...mail('son@x.example') },
      id,
    );
    await one.putItem({ givenName: 'Bo', surname: 'Black' }, id);
    expect(await one.sync()).toMatchObject({ itemsCreated: 0, recordsCreated: 1, refused: 1 });
    const waiting = (await one.links()).find(({ state }) => state === 'waiting');
    expect(waiting?.refusal).toMatchObject({ reason: { code: 'name-alone' }, choices: [{ name: 'Bo Black' }] });
    expect((await one.records()).map(({ LastName }) => LastName).sort()).toEqual([
      'Black',
      'Coral',
      'Coral',
      'Ivory',
      'Mole',
      'Ochre',
      'Red',
      'Umber',
    ]);
    await scene.quiet();
  });

  it('[FM14] two installations on one mailbox and one org make nothing twice and do not fight', async () => {
    const { one } = scene;
    await scene.crowd(5);
    await one.sync();
    const other = await one.another();
    for (let round = 0; round < 2; round += 1) {
      expect((await other.sync()).recordsCreated).toBe(0);
      expect((await one.sync()).itemsCreated).toBe(0);
    }
    await one.putItem(ANNS_CARD, await one.folder());
    await one.sync();
    for (let round = 0; round < 2; round += 1) {
      await other.sync();
      await one.sync();
    }
    expect(await scene.counts()).toEqual([6, 6]);
    const [first] = await one.items();
    await one.editItem(first?.id ?? '', { jobTitle: 'CEO' });
    await other.sync();
    await one.sync();
    await other.sync();
    expect([await one.sync(), await other.sync()]).toEqual([NOTHING, NOTHING]);
    expect(await scene.counts()).toEqual([6, 6]);
    await other.stop();
  });

  it('[FM15] a copied card, hidden key and all, is a new contact, and the original stays paired', async () => {
    const { one } = scene;
    const made = await scene.pair();
    const copy = await one.copyItem(made.item, await one.folder());
    await one.sync();
    const links = await one.links();
    expect(links.find((link) => link.recordId === made.record)?.itemId).toBe(made.item);
    // The same name and e-mail: the copy waits for a choice, and no second record is made by itself.
    expect(links.find((link) => link.itemId === copy)).toMatchObject({ recordId: null, state: 'waiting' });
    expect(await one.records()).toHaveLength(1);
    await scene.quiet();
  });

  it('[FM16] a duplicate rule that blocks without naming the record ends in a choice, not in a loop', async () => {
    const { one } = scene;
    await one.sync();
    await one.putRecord({ ...ANN, OwnerId: one.ben.salesforceUserId });
    await one.control('POST', 'salesforce/rule', { kind: 'duplicate', field: 'Email', hideRecord: true });
    await one.putItem({ ...ANNS_CARD, givenName: 'Antonia', surname: 'Other' }, await one.folder());
    await one.sync();
    expect((await one.links()).map(({ state, recordId }) => [state, recordId])).toEqual([['waiting', null]]);
    expect((await one.links())[0]?.refusal).not.toBeNull();
    for (let session = 0; session < 3; session += 1) await scene.quiet();
    expect(await one.records()).toHaveLength(1);
  });

  it('[FM17] a merge in Salesforce is neither a delete plus an update nor a second card', async () => {
    const { one } = scene;
    const made = await scene.pair();
    const other = await scene.pair({ FirstName: 'Anne', LastName: 'Leigh', Email: 'leigh@acme.example' });
    await one.set({ autoRemoval: true });
    await one.control('POST', 'salesforce/merge', { masterId: other.record, ids: [made.record] });
    const did = await one.sync();
    expect([did.recordsDeleted, did.recordsCreated, did.itemsCreated]).toEqual([0, 0, 0]);
    expect(await scene.counts()).toEqual([1, 1]);
    expect((await one.links()).map(({ itemId, recordId }) => [itemId, recordId])).toEqual([[other.item, other.record]]);
    await scene.quiet();
  });
});
