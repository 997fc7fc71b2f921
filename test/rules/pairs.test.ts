import { describe, expect, it } from 'vitest';
import { ANN, CARD, annInStep, freshEachTest, isQuiet } from '../support/each-test.ts';
import type { Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const pair = () => annInStep(one);
const quiet = () => isQuiet(one);

describe('pairing, through the simulators', () => {
  it('[P1] same e-mail and name: linked and merged, blanks filled on both sides', async () => {
    await one.ben.salesforce('POST', '/sobjects/Contact', { ...ANN, Title: 'CEO' });
    await one.sync();
    const id = await one.putItem({ ...CARD, department: 'Board' }, await one.folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, recordsUpdated: 1 });
    expect(await one.item(id)).toMatchObject({ jobTitle: 'CEO', department: 'Board' });
    expect(await one.records('Department')).toMatchObject([{ Department: 'Board' }]);
    await quiet();
  });

  it('[P1] another name, or several, wait with the choice; chosen, they are linked or made', async () => {
    await one.ben.salesforce('POST', '/sobjects/Contact', { ...ANN, FirstName: 'Bob' });
    await one.sync();
    const id = await one.putItem(CARD, await one.folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    const [waiting] = await one.links();
    expect(waiting?.refusal).toMatchObject({ reason: { code: 'other-name' }, choices: [{ name: 'Bob Lee' }] });
    expect((await one.engine.people(one.memory.id, [{ email: 'ann@acme.example' }])).people[0]).toMatchObject({
      status: 'needs attention',
    });
    await quiet();
    await one.engine.switchOn(
      one.memory.id,
      { linkId: waiting?.id ?? '' },
      { choice: waiting?.refusal?.choices?.[0]?.id ?? '' },
    );
    await one.sync();
    expect((await one.records()).length).toBe(1);
    const names = [(await one.records())[0]?.FirstName, (await one.item(id))?.givenName];
    expect(new Set(names).size).toBe(1);
    await one.putItem({ ...CARD, givenName: 'Cleo' }, await one.folder());
    await one.sync();
    const next = (await one.links()).find((link) => link.refusal !== null);
    await one.engine.switchOn(one.memory.id, { linkId: next?.id ?? '' }, { choice: 'new' });
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
    await one.sync();
    await quiet();
  });

  it('[P1] *join that card*: blanks of the first card are filled, the second goes to Deleted Items, and there is one of each', async () => {
    const first = await pair();
    await one.editItem(first.item, { jobTitle: 'CEO' });
    await one.sync();
    const second = await one.putItem({ ...CARD, jobTitle: 'Boss', department: 'Board' }, await one.folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    const waiting = (await one.links()).find((link) => link.itemId === second);
    expect(waiting?.refusal).toMatchObject({ reason: { code: 'already-linked' }, choices: [{ id: first.record }] });
    await one.engine.switchOn(one.memory.id, { linkId: waiting?.id ?? '' }, { choice: first.record });
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, recordsUpdated: 1, itemsDeleted: 1 });
    expect(await one.items()).toMatchObject([{ id: first.item, jobTitle: 'CEO', department: 'Board' }]);
    expect(await one.records('Title, Department')).toMatchObject([{ Title: 'CEO', Department: 'Board' }]);
    expect((await one.links()).map((link) => [link.itemId, link.recordId])).toEqual([[first.item, first.record]]);
    await one.sync();
    await quiet();
  });

  it('[P1] only what was offered can be chosen, and it must still be readable when the session runs', async () => {
    const bob = (await one.ben.salesforce<{ id: string }>('POST', '/sobjects/Contact', { ...ANN, FirstName: 'Bob' }))
      .id;
    const stranger = await one.putRecord({ LastName: 'Stranger', Email: 's@x.example' });
    await one.sync();
    await one.putItem(CARD, await one.folder());
    await one.sync();
    const [waiting] = await one.links();
    const target = { linkId: waiting?.id ?? '' };
    const choose = (choice: string) => one.engine.switchOn(one.memory.id, target, { choice });
    await expect(choose(stranger)).rejects.toMatchObject({ reason: { code: 'choice-not-offered' } });
    expect((await one.links())[0]?.request).toBeNull();
    await choose(bob);
    await one.control('POST', 'salesforce/access', { user: one.ada.email, id: bob, visible: false });
    await one.sync();
    expect((await one.links())[0]).toMatchObject({
      recordId: null,
      refusal: { reason: { code: 'choice-gone' }, choices: [] },
    });
    expect(await one.records()).toHaveLength(2);
    await quiet();
    await choose('new');
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
    await expect(choose('new')).rejects.toMatchObject({ reason: { code: 'nothing-to-choose' } });
  });

  it('[P1] without e-mail: same full name and same company or phone', async () => {
    const account = await one.putRecord({ Name: 'Acme' }, 'Account');
    await one.ben.salesforce('POST', '/sobjects/Contact', { FirstName: 'No', LastName: 'Mail', AccountId: account });
    await one.ben.salesforce('POST', '/sobjects/Contact', {
      FirstName: 'By',
      LastName: 'Phone',
      Phone: '+49 30 1234567',
    });
    await one.sync();
    const folder = await one.folder();
    await one.putItem({ givenName: 'No', surname: 'Mail', companyName: 'ACME' }, folder);
    await one.putItem({ givenName: 'By', surname: 'Phone', businessPhones: ['+49 (30) 1234567'] }, folder);
    await one.putItem({ givenName: 'No', surname: 'Mail', companyName: 'Elsewhere' }, folder);
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
    expect(await one.records()).toHaveLength(3);
  });

  it('[P1] the search turned off: a new record is made', async () => {
    await one.fresh({}, { searchBeforeCreate: false });
    await one.ben.salesforce('POST', '/sobjects/Contact', ANN);
    await one.sync();
    await one.putItem(CARD, await one.folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
  });

  it('[P2] installed anew, and taking over the folder of another product, it makes no duplicate', async () => {
    await one.putRecord(ANN);
    await one.putRecord({ LastName: 'Second' });
    await one.sync();
    await one.store.mailboxes.forget(one.memory.id);
    one.connect();
    expect(await one.sync()).toMatchObject({ itemsCreated: 0, recordsCreated: 0 });
    expect(await one.items()).toHaveLength(2);
    await quiet();

    await one.fresh();
    const { id } = await one.ada.outlook<{ id: string }>('POST', '/contactFolders', { displayName: 'Salesforce_Sync' });
    await one.putItem(CARD, id);
    await one.putRecord(ANN);
    expect(await one.sync()).toMatchObject({ itemsCreated: 0, recordsCreated: 0 });
    expect(await one.itemsIn(id)).toHaveLength(1);
    await quiet();
  });

  it('[P2] [C2] taking over a full folder of another product pairs everybody, fills blanks, and asks the policy where values differ', async () => {
    const { id } = await one.ada.outlook<{ id: string }>('POST', '/contactFolders', { displayName: 'Salesforce_Sync' });
    const person = (n: number) => ({ FirstName: `First ${n}`, LastName: `Last ${n}`, Email: `p${n}@acme.example` });
    for (let n = 0; n < 30; n += 1) {
      const { FirstName, LastName, Email } = person(n);
      const card = { givenName: FirstName, surname: LastName, emailAddresses: [{ address: Email, name: LastName }] };
      await one.putItem(
        { ...card, ...(n < 3 ? { jobTitle: 'in Outlook' } : {}), ...(n === 4 ? { department: 'kept' } : {}) },
        id,
      );
      await one.putRecord({ ...person(n), ...(n < 2 ? { Title: 'in Salesforce' } : {}) });
    }
    await one.putRecord({ LastName: 'Only in Salesforce', Email: 'only@acme.example' });
    expect(await one.sync()).toMatchObject({ itemsCreated: 1, itemsDeleted: 0, recordsCreated: 0, recordsDeleted: 0 });
    await one.sync();
    await quiet();
    expect([(await one.itemsIn(id)).length, (await one.records()).length]).toEqual([31, 31]);
    const titles = async (n: number) => [
      (await one.itemsIn(id)).find(({ surname }) => surname === `Last ${n}`)?.jobTitle ?? null,
      (await one.records('LastName, Title, Department')).find(({ LastName }) => LastName === `Last ${n}`),
    ];
    expect(await titles(0)).toMatchObject(['in Salesforce', { Title: 'in Salesforce' }]);
    expect(await titles(2)).toMatchObject(['in Outlook', { Title: 'in Outlook' }]);
    expect(await titles(4)).toMatchObject([null, { Department: 'kept' }]);
    expect((await one.links()).filter(({ conflict }) => conflict !== null)).toHaveLength(2);
  });

  it('[P4] a copy in the folder is a new contact, the original stays; the original gone, one copy takes over', async () => {
    const made = await pair();
    const copy = await one.copyItem(made.item, await one.folder());
    await one.control('POST', 'clock', { advanceSeconds: 10 });
    await one.sync();
    expect((await one.links()).find((link) => link.recordId === made.record)?.itemId).toBe(made.item);
    expect(await one.records()).toHaveLength(1);
    await one.removeItem(copy, true);
    await one.sync();
    const heir = await one.copyItem(made.item, await one.folder());
    await one.removeItem(made.item, true);
    expect(await one.sync()).toMatchObject({ itemsCreated: 0, recordsCreated: 0, recordsDeleted: 0 });
    expect((await one.links()).find((link) => link.recordId === made.record)?.itemId).toBe(heir);
    await one.sync();
    await quiet();
  });

  it('[P4] [D2] the original thrown into Deleted Items for its copy: the copy takes over, and no record is deleted or made', async () => {
    await one.set({ autoRemoval: true });
    const made = await pair();
    const heir = await one.copyItem(made.item, await one.folder());
    await one.removeItem(made.item);
    expect(await one.sync()).toMatchObject({ itemsCreated: 0, itemsDeleted: 0, recordsCreated: 0, recordsDeleted: 0 });
    expect((await one.links()).map(({ itemId, recordId }) => [itemId, recordId])).toEqual([[heir, made.record]]);
    await one.sync();
    await quiet();
    await one.removeItem(heir);
    expect(await one.sync()).toMatchObject({ recordsDeleted: 1 });
  });

  it('[P4] [D2] a copy that has waited takes over too when its original is thrown away, however that is done', async () => {
    for (const forGood of [false, true]) {
      await one.fresh({ autoRemoval: true });
      const made = await pair();
      const heir = await one.copyItem(made.item, await one.folder());
      await one.sync();
      await one.sync();
      expect((await one.links()).find(({ itemId }) => itemId === heir)?.state).toBe('waiting');
      await one.editItem(heir, { jobTitle: 'Typed into the copy' });
      await one.removeItem(made.item, forGood);
      expect(await one.sync()).toMatchObject({ itemsCreated: 0, recordsCreated: 0, recordsDeleted: 0 });
      expect((await one.links()).map(({ itemId, recordId }) => [itemId, recordId])).toEqual([[heir, made.record]]);
      await one.sync();
      await quiet();
      expect(await one.records('Title')).toMatchObject([{ Title: 'Typed into the copy' }]);
      expect((await one.item(heir))?.categories).toEqual(['Salesforce']);
    }
  });

  it('[P4] [T3] of two copies of a card that is gone none is guessed: the person is asked, and the one they leave takes over', async () => {
    const made = await pair();
    const copies = [
      await one.copyItem(made.item, await one.folder()),
      await one.copyItem(made.item, await one.folder()),
    ];
    await one.removeItem(made.item, true);
    for (let session = 0; session < 3; session += 1) await one.sync();
    const asked = (await one.links()).find((link) => link.recordId === made.record);
    expect(asked).toMatchObject({ state: 'linked', refusal: { reason: { code: 'several-items-with-key' } } });
    expect([await one.records(), await one.items()].map((list) => list.length)).toEqual([1, 2]);
    await quiet();
    await one.removeItem(copies[0] ?? '', true);
    for (let session = 0; session < 2; session += 1) await one.sync();
    expect((await one.links()).map(({ itemId, recordId }) => [itemId, recordId])).toEqual([[copies[1], made.record]]);
    expect([await one.records(), await one.items()].map((list) => list.length)).toEqual([1, 1]);
    await quiet();
  });

  it('[P4] a copy that waits is made a record of its own, or joined, by the session that follows the choice at once (T1)', async () => {
    const made = await pair();
    const folder = await one.folder();
    for (const choice of ['new', made.record]) {
      const copy = await one.copyItem(made.item, folder);
      await one.sync();
      const waiting = (await one.links()).find((link) => link.itemId === copy);
      expect(waiting).toMatchObject({ state: 'waiting', refusal: { reason: { code: 'already-linked' } } });
      const id = await one.engine.switchOn(one.memory.id, { linkId: waiting?.id ?? '' }, { choice });
      expect(await one.run({ kind: 'contacts', linkIds: [id] })).toMatchObject({ state: 'done' });
      expect((await one.links()).find((link) => link.recordId === made.record)?.itemId).toBe(made.item);
      expect(await one.records()).toHaveLength(2);
      await one.sync();
      await quiet();
    }
    expect(await one.items()).toHaveLength(2);
  });

  it('[P5] a duplicate rule that blocks leads to the choice with the records it names, never to a loop', async () => {
    await one.fresh({}, { searchBeforeCreate: false });
    await one.ben.salesforce('POST', '/sobjects/Contact', { ...ANN, FirstName: 'Other' });
    await one.control('POST', 'salesforce/rule', { kind: 'duplicate', mode: 'block' });
    await one.sync();
    await one.putItem(CARD, await one.folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    const [link] = await one.links();
    expect(link?.refusal?.choices).toMatchObject([{ name: 'Other Lee' }]);
    await quiet();
    // The rule says no to a new one, too: said once.
    const id = await one.engine.switchOn(one.memory.id, { linkId: link?.id ?? '' }, { choice: 'new' });
    await one.run({ kind: 'contacts', linkIds: [id] });
    expect((await one.links())[0]).toMatchObject({ request: null, refusal: { choices: [{ name: 'Other Lee' }] } });
    await one.control('DELETE', 'calls');
    await quiet();
    expect((await one.calls('salesforce')).filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('[P5] a duplicate rule that only warns leads to the choice, and lets a new one pass that the person chose', async () => {
    await one.fresh({}, { searchBeforeCreate: false });
    await one.ben.salesforce('POST', '/sobjects/Contact', { ...ANN, FirstName: 'Other' });
    await one.control('POST', 'salesforce/rule', { kind: 'duplicate', mode: 'alert' });
    await one.sync();
    await one.putItem(CARD, await one.folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 0, refused: 1 });
    const [link] = await one.links();
    expect(link?.refusal?.choices).toMatchObject([{ name: 'Other Lee' }]);
    const id = await one.engine.switchOn(one.memory.id, { linkId: link?.id ?? '' }, { choice: 'new' });
    expect(await one.run({ kind: 'contacts', linkIds: [id] })).toMatchObject({ counts: { recordsCreated: 1 } });
    await one.sync();
    await quiet();
    expect(await one.records()).toHaveLength(2);
  });
});
