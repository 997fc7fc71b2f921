import { describe, expect, it } from 'vitest';
import type { SwitchOn, Target } from '../../server/engine/engine.ts';
import { ANN, CARD, freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const card = (email: string, name?: string) =>
  one.engine.card(one.memory.id, { email, ...(name === undefined ? {} : { name }) });
const search = (text: string) => one.engine.search(one.memory.id, text);
const bens = async (fields: object) =>
  (await one.ben.salesforce<{ id: string }>('POST', '/sobjects/Contact', fields)).id;
const statusOf = async (email: string) => (await one.engine.people(one.memory.id, [{ email }])).people[0]?.status;
/** Switched on, with the session that follows at once. */
async function on(target: Target, wish: SwitchOn = {}) {
  const link = await one.engine.switchOn(one.memory.id, target, wish);
  return (await one.run({ kind: 'contacts', linkIds: [link] })).counts;
}
const required = (field: string) => one.control('POST', 'salesforce/org', { fields: { [field]: { required: true } } });

describe('the card of someone new, through the simulators', () => {
  it.each([
    ['Ann Lee', { firstName: 'Ann', lastName: 'Lee' }, false],
    ['Lee, Ann (Globex)', { firstName: 'Ann', lastName: 'Lee', company: 'Globex' }, false],
    ["'Pat O’Hara'", { firstName: 'Pat', lastName: 'O’Hara' }, false],
    ["Pat O'Hara", { firstName: 'Pat', lastName: "O'Hara" }, false],
    ['ann.lee@acme.example', { firstName: 'Ann', lastName: 'Lee' }, true],
    ['', { firstName: 'Ann', lastName: 'Lee' }, true],
  ])('[T1] names are split from %j, and those from the address are to be checked', async (name, fields, toCheck) => {
    await one.sync();
    expect(await card('ann.lee@acme.example', name)).toMatchObject({ fields, toCheck });
  });

  it('[T1] the company is that of synced contacts of the domain, and its Account the one that A1 links', async () => {
    const account = await one.putRecord({ Name: 'Acme' }, 'Account');
    await one.putRecord({ Name: 'Acme Holding' }, 'Account');
    await one.putRecord({ LastName: 'Colleague', Email: 'c@acme.example', AccountId: account });
    await one.sync();
    expect(await card('Ann@acme.example', 'Ann Lee')).toMatchObject({
      fields: { company: 'Acme' },
      companyFrom: 'synced',
      account: { id: account, name: 'Acme', rule: 'A1' },
      required: [],
    });
  });

  it('[T1] else that of readable contacts or of the Account with that website; of a public mail provider never', async () => {
    const globex = await one.putRecord({ Name: 'Globex', Website: 'https://www.globex.example/about' }, 'Account');
    const initech = await one.putRecord({ Name: 'Initech', Website: 'notinitech.example' }, 'Account');
    await bens({ LastName: 'Other', Email: 'o@initech.example', AccountId: initech });
    await bens({ LastName: 'Private', Email: 'p@gmail.com', AccountId: initech });
    await one.sync();
    expect(await card('ann@globex.example')).toMatchObject({
      companyFrom: 'salesforce',
      account: { id: globex, rule: 'A1' },
    });
    expect((await card('ann@initech.example')).fields.company).toBe('Initech');
    expect((await card('ann@notinitech.example')).fields.company).toBe('Initech');
    const free = await card('ann@gmail.com');
    expect([free.fields.company, free.account]).toEqual([undefined, undefined]);
    expect((await card('ann@tech.example')).fields.company).toBeUndefined();
  });

  it('[T1] a Lead with the address is named, a converted or foreign one not', async () => {
    const lead = await one.putRecord({ ...ANN, Company: 'Acme' }, 'Lead');
    await one.sync();
    expect((await card('ANN@acme.example')).lead).toEqual({ id: lead, name: 'Ann Lee' });
    expect((await card('bea@acme.example')).lead).toBeUndefined();
  });

  it('[T1] what the org requires is asked for with its values, given on the card, and reaches the record', async () => {
    await required('Region__c');
    await required('Department');
    one.connect();
    await one.sync();
    const asked = (await card('ann@acme.example', 'Ann Lee')).required;
    expect(asked.map(({ field, kind }) => [field, kind])).toEqual([
      ['department', 'text'],
      ['custom:Region__c', 'picklist'],
    ]);
    const region = asked.find(({ field }) => field === 'custom:Region__c')?.values?.[0]?.value ?? '';
    expect(region).not.toBe('');
    const fields = { department: 'Board', 'custom:Region__c': region };
    expect(await on({ email: 'ann@acme.example' }, { name: 'Ann Lee', fields })).toMatchObject({ recordsCreated: 1 });
    expect(await one.records('LastName, Department, Region__c')).toMatchObject([
      { LastName: 'Lee', Department: 'Board', Region__c: region },
    ]);
    const journal = await one.store.journal.page(one.memory.id, { limit: 10 });
    expect(JSON.stringify(journal.rows.map((entry) => entry.fields))).toContain('custom:Region__c');
    await one.sync();
    expect(await one.sync()).toEqual(NOTHING);
    await expect(
      on({ email: 'bea@acme.example' }, { name: 'Bea Ho', fields: { 'custom:Nonsense__c': 'x' } }),
    ).rejects.toMatchObject({ reason: { code: 'field-not-asked' } });
  });

  it('[T1] [C5] a field that was wanting is put right with the switch, the one that no item holds too', async () => {
    await required('Region__c');
    one.connect();
    await one.sync();
    const id = await one.putItem({ givenName: 'Only' }, await one.folder());
    await one.sync();
    const [link] = await one.links();
    expect(link?.refusal?.reason).toMatchObject({ code: 'missing-required', params: { field: 'lastName' } });
    await on({ linkId: link?.id ?? '' }, { fields: { lastName: 'Named' } });
    expect((await one.item(id))?.surname).toBe('Named');
    expect((await one.links())[0]?.refusal?.reason.code).toBe('crm-required-field-missing');
    const [region] = (await card('x@acme.example')).required;
    const value = region?.values?.[0]?.value ?? '';
    await on({ linkId: link?.id ?? '' }, { fields: { 'custom:Region__c': value } });
    expect(await one.records('LastName, Region__c')).toMatchObject([{ LastName: 'Named', Region__c: value }]);
  });

  it('[T4] while Salesforce cannot be reached, the card is made of what is known here', async () => {
    const account = await one.putRecord({ Name: 'Acme' }, 'Account');
    await one.putRecord({ LastName: 'Colleague', Email: 'c@acme.example', AccountId: account });
    await one.sync();
    await one.fault('salesforce', { kind: 'status', status: 503, body: [] }, {}, 100);
    const made = await card('ann@acme.example', 'Ann Lee');
    expect(made).toMatchObject({ fields: { lastName: 'Lee', company: 'Acme' }, required: [] });
    expect(made.unreachable?.code).toMatch(/^crm-/);
  });
});

describe('finding someone, through the simulators', () => {
  it('synced contacts and readable records that have the words; what stands in them is no wildcard', async () => {
    const account = await one.putRecord({ Name: 'Acme %' }, 'Account');
    await one.putRecord({ ...ANN, AccountId: account });
    const bob = await bens({ FirstName: 'Bob', LastName: "O'Neill", Email: 'bob@acme.example', AccountId: account });
    await bens({ LastName: 'Nobody', Email: 'x@y.example' });
    const hidden = await bens({ LastName: 'Hidden', Email: 'hidden@acme.example' });
    await one.control('POST', 'salesforce/access', { user: one.ada.email, id: hidden, visible: false });
    await one.sync();
    await one.control('DELETE', 'calls');
    const found = await search('acme');
    expect(found.people.map(({ email, status }) => [email, status])).toEqual([
      ['ann@acme.example', 'synced'],
      ['bob@acme.example', 'in Salesforce, outside your view'],
    ]);
    expect(found.people[1]).toMatchObject({ name: "Bob O'Neill", record: { id: bob, account: 'Acme %' } });
    expect(await one.calls('salesforce')).toHaveLength(1);
    const emails = async (text: string) => (await search(text)).people.map(({ email }) => email);
    expect(await emails("o'neill acme")).toEqual(['bob@acme.example']);
    expect(await emails('%')).toEqual(['ann@acme.example', 'bob@acme.example']);
    expect(await emails('_cme')).toEqual([]);
    expect(await emails("x' OR Name != '")).toEqual([]);
    expect((await one.engine.search(one.memory.id, 'bob', { local: true })).people).toEqual([]);
    await one.fault('salesforce', { kind: 'status', status: 503, body: [] }, {}, 100);
    const local = await search('acme');
    expect([local.people.length, local.unreachable?.code]).toEqual([1, expect.stringMatching(/^crm-/)]);
  });

  it('at most 25', async () => {
    const records = Array.from({ length: 40 }, (_, n) => ({ attributes: { type: 'Contact' }, LastName: `Many ${n}` }));
    await one.ben.salesforce('POST', '/composite/sobjects', { records });
    await one.sync();
    expect((await search('many')).people).toHaveLength(25);
  });

  it('[T1] [F5] someone outside the view is switched on by address: the record comes down and stays', async () => {
    const record = await bens({ ...ANN, Title: 'CEO' });
    await one.sync();
    expect(await on({ email: 'Ann@acme.example' })).toMatchObject({ itemsCreated: 1, recordsCreated: 0 });
    expect(await one.items()).toMatchObject([{ surname: 'Lee', jobTitle: 'CEO', categories: ['Salesforce'] }]);
    expect((await one.links())[0]).toMatchObject({ recordId: record, origin: 'outlook', state: 'linked' });
    expect(await statusOf('ann@acme.example')).toBe('synced');
    await one.sync();
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[T1] of several records the person names one; a record without an e-mail is switched on by itself', async () => {
    const anna = await bens({ ...ANN, FirstName: 'Anna' });
    const ann = await bens(ANN);
    const plain = await bens({ LastName: 'Plain' });
    await one.sync();
    await expect(on({ email: 'ann@acme.example' }, { choice: plain })).rejects.toMatchObject({
      reason: { code: 'choice-not-offered' },
    });
    await on({ email: 'ann@acme.example' }, { choice: anna });
    await on({ recordId: plain });
    expect((await one.links()).map(({ recordId }) => recordId).sort()).toEqual([anna, plain].sort());
    expect((await one.records()).map(({ Id }) => Id)).toContain(ann);
    await expect(on({ recordId: '003000000000000AAA' })).rejects.toMatchObject({ reason: { code: 'crm-gone' } });
    await one.sync();
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[T1] [P1] who says *new* with the switch is not asked once more, with a card and with an item that exists', async () => {
    await bens({ ...ANN, FirstName: 'Anna' });
    await bens(ANN);
    await bens({ ...ANN, Email: 'bea@acme.example' });
    await one.sync();
    await one.putItem({ ...CARD, emailAddresses: [{ address: 'bea@acme.example', name: 'Bea' }] });
    for (const email of ['ann@acme.example', 'bea@acme.example']) {
      const counts = await on({ email }, { choice: 'new', name: 'Ann Lee' });
      expect(counts, email).toMatchObject({ recordsCreated: 1, refused: 0 });
      expect(await statusOf(email)).toBe('synced');
    }
    expect(await one.records()).toHaveLength(5);
  });

  it('[P1] [T1] of several records with the address the one that was chosen comes down; a plain switch that can ask asks first', async () => {
    const first = await bens(ANN);
    const second = await bens({ ...ANN, FirstName: 'Anna' });
    await one.sync();
    const target = { email: ANN.Email };
    await expect(on(target, { cardFirst: true })).rejects.toMatchObject({
      reason: { code: 'several-records-with-address', params: { count: '2' } },
    });
    await expect(on({ recordId: first }, { choice: second })).rejects.toMatchObject({
      reason: { code: 'nothing-to-choose' },
    });
    expect([(await one.links()).length, (await one.items()).length]).toEqual([0, 0]);
    await on(target, { choice: second });
    expect((await one.links()).map(({ recordId }) => recordId)).toEqual([second]);
    expect((await one.items()).map(({ givenName }) => givenName)).toEqual(['Anna']);
  });

  it('[T1] [C5] someone whose address Salesforce refuses is known by it all the same, with the reason', async () => {
    await one.sync();
    await on({ email: 'ünï@acme.example' }, { name: 'Uni Lee' });
    expect(await statusOf('ünï@acme.example')).toBe('needs attention');
  });

  it('[T1] [P2] a record whose person is in the mailbox already is joined to that item', async () => {
    const record = await bens({ ...ANN, FirstName: 'Anna', Title: 'CEO' });
    await one.sync();
    const item = await one.putItem(CARD);
    await on({ recordId: record });
    await one.sync();
    expect((await one.links()).map(({ recordId }) => recordId)).toEqual([record]);
    expect([(await one.items()).length, (await one.itemsIn('contacts')).length]).toEqual([1, 0]);
    expect((await one.item(item))?.jobTitle ?? (await one.items())[0]?.jobTitle).toBe('CEO');
  });

  it('[U6] several items with the address: the answer offers which, the wish names one, and nothing of them is kept', async () => {
    await one.sync();
    const wanted = await one.putItem({ ...CARD, companyName: 'Acme' });
    await one.putItem({ ...CARD, surname: 'Secret-Other' });
    const refusal: unknown = await on({ email: 'ann@acme.example' }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ reason: { code: 'several-items-with-address', params: { count: '2' } } });
    const { items } = refusal as { readonly items: readonly { id: string; name: string; company: string }[] };
    expect(items.find(({ id }) => id === wanted)).toMatchObject({ company: 'Acme', emails: ['ann@acme.example'] });
    expect(await one.links()).toEqual([]);
    await expect(on({ email: 'ann@acme.example' }, { item: 'another' })).rejects.toMatchObject({
      reason: { code: 'unknown-contact' },
    });
    expect(await on({ email: 'ann@acme.example' }, { item: wanted })).toMatchObject({ recordsCreated: 1 });
    expect((await one.itemsIn('contacts')).map(({ surname }) => surname)).toEqual(['Secret-Other']);
  });

  it('[U6] Look in my Outlook contacts searches names, live; the one found is switched on by itself', async () => {
    await one.sync();
    await one.putItem({ ...CARD, companyName: "D'Or" });
    const { id: friends } = await one.ada.outlook<{ id: string }>('POST', '/contactFolders', {
      displayName: 'Friends',
    });
    await one.putItem({ givenName: 'Lea', surname: "O'Hara" }, friends);
    await one.putItem({ givenName: 'Secret', surname: 'Other' });
    await one.control('DELETE', 'calls');
    // As right after a start, when nothing is known of the mailbox's folders.
    one.connect();
    const found = await one.engine.searchOutlook(one.memory.id, 'le');
    expect(found.map(({ name }) => name).sort()).toEqual(['Ann Lee', "Lea O'Hara"]);
    expect(found.find(({ name }) => name === 'Ann Lee')).toMatchObject({
      company: "D'Or",
      emails: ['ann@acme.example'],
    });
    expect((await one.engine.searchOutlook(one.memory.id, "o'h")).map(({ name }) => name)).toEqual(["Lea O'Hara"]);
    expect(JSON.stringify(await one.calls('graph'))).not.toContain('Other');
    expect(await one.links()).toEqual([]);
    const lea = found.find(({ name }) => name.startsWith('Lea'))?.id ?? '';
    expect(await on({ itemId: lea })).toMatchObject({ recordsCreated: 1 });
    expect((await one.records()).map(({ LastName }) => LastName)).toEqual(["O'Hara"]);
    await expect(on({ itemId: 'nothing' })).rejects.toMatchObject({ reason: { code: 'unknown-contact' } });
  });
});
