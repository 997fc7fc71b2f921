import { describe, expect, it } from 'vitest';
import type { SwitchOn } from '../../server/engine/engine.ts';
import { ANN, annInStep, freshEachTest, isQuiet } from '../support/each-test.ts';
import type { Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const pair = (fields?: object) => annInStep(one, fields);
const record = async (id: string, fields: string) =>
  (await one.ben.query(`SELECT ${fields} FROM Contact WHERE Id = '${id}'`))[0];
const item = async (id: string) => {
  const found = await one.item(id);
  if (found === undefined) throw new Error('no item');
  return found;
};
const quiet = () => isQuiet(one);

describe('what Salesforce refuses, through the simulators', () => {
  it('[C5] a value that Salesforce refuses fails that field with its words, the rest goes on, and it is not tried in a loop', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'x'.repeat(129), department: 'Sales' });
    expect(await one.sync()).toMatchObject({ recordsUpdated: 1, refused: 1 });
    expect(await record(made.record, 'Title, Department')).toMatchObject({ Department: 'Sales' });
    const [link] = await one.links();
    expect([link?.refusal?.fields, JSON.stringify(link?.refusal?.reason)]).toEqual([
      ['title'],
      expect.stringMatching(/too large|too-long/i),
    ]);
    await quiet();
    expect((await item(made.item)).jobTitle).toHaveLength(129);
    await one.editItem(made.item, { jobTitle: 'short' });
    await one.sync();
    expect((await record(made.record, 'Title'))?.Title).toBe('short');
    expect((await one.links())[0]?.refusal).toBeNull();
    await quiet();
  });

  it('[C5] what was refused is not sent again until something changes, in an edit and in a new record, however young the record is', async () => {
    const made = await pair();
    await one.editItem(made.item, { emailAddresses: [{ address: 'no address', name: 'x' }], department: 'Sales' });
    await one.putItem({ surname: 'New', emailAddresses: [{ address: 'none either', name: 'x' }] }, await one.folder());
    await one.putItem({ surname: 'y'.repeat(81), emailAddresses: [] }, await one.folder());
    expect(await one.sync()).toMatchObject({ recordsCreated: 1, recordsUpdated: 1, refused: 3 });
    const reasons = (await one.links()).map((link) => link.refusal?.reason);
    expect(reasons).toContainEqual({ code: 'too-long', params: { field: 'lastName', length: '81', limit: '80' } });
    for (const minutes of [0, 1, 15, 16]) {
      await one.control('POST', 'clock', { advanceSeconds: minutes * 60 });
      await one.control('DELETE', 'calls');
      await quiet();
      const sent = (await one.calls('salesforce')).filter(
        ({ method, path }) => method === 'PATCH' || /sobjects$/.test(path),
      );
      expect(sent).toEqual([]);
    }
    await one.editRecord(made.record, { Title: 'CEO' });
    await one.editItem(made.item, { emailAddresses: [{ address: 'ann@new.example', name: 'x' }] });
    expect(await one.sync()).toMatchObject({ recordsUpdated: 1, itemsUpdated: 2 });
    expect(await record(made.record, 'Email, Title')).toMatchObject({ Email: 'ann@new.example', Title: 'CEO' });
  });

  it('[C5] a validation rule fails the contact alone, a missing last name likewise; retried once either side changes', async () => {
    await one.sync();
    await one.control('POST', 'salesforce/rule', {
      kind: 'validation',
      field: 'Title',
      equals: 'Intern',
      message: 'No interns here.',
    });
    const folder = await one.folder();
    await one.putItem({ surname: 'Intern', jobTitle: 'Intern' }, folder);
    const nameless = await one.putItem({ givenName: 'Only' }, folder);
    await one.putItem({ surname: 'Fine' }, folder);
    expect(await one.sync()).toMatchObject({ recordsCreated: 1, refused: 2 });
    expect(JSON.stringify((await one.links()).map((link) => link.refusal))).toContain('No interns here.');
    await quiet();
    await one.editItem(nameless, { surname: 'Named' });
    expect(await one.sync()).toMatchObject({ recordsCreated: 1, refused: 0 });
    await one.control('POST', 'salesforce/rule', { kind: 'clear' });
    one.later += 25 * 3_600_000;
    expect(await one.sync()).toMatchObject({ recordsCreated: 1 });
  });
});

describe('what Outlook refuses, through the simulators', () => {
  /** A record that has just changed is looked at once more (C1), and its contact with it. */
  const refuseBirthday = async (method: string, path: string) => {
    await one.control('POST', 'clock', { advanceSeconds: 900 });
    const body = { error: { code: 'ErrorInvalidProperty', message: "The property 'Birthday' is not taken today." } };
    await one.fault('graph', { kind: 'status', status: 400, body }, { method, path, part: true });
  };
  const reason = { code: 'graph-rejected', params: { field: 'birthdate', message: expect.any(String) as string } };
  /** The service's condition on updates has been tried, so that the next call is ours. */
  const pairWithEdit = async () => {
    const made = await pair();
    await one.editRecord(made.record, { Department: 'Sales' });
    await one.sync();
    return made;
  };
  const writes = async () =>
    (await one.calls('graph')).flatMap(({ parts = [] }) => parts.filter(({ method }) => /PATCH|POST/.test(method)));

  it('[C5] a field that it names in an edit is left out, the rest goes on, and it is not tried in a loop', async () => {
    const made = await pairWithEdit();
    await one.editRecord(made.record, { Title: 'CEO', Birthdate: '1980-02-03', FirstName: 'Anna' });
    await refuseBirthday('PATCH', '/contacts/');
    // What was left is written, and the category of those that need attention.
    expect(await one.sync()).toMatchObject({ itemsUpdated: 2, refused: 1 });
    expect(await item(made.item)).toMatchObject({ jobTitle: 'CEO', birthday: null, displayName: 'Anna Lee' });
    expect((await one.links())[0]?.refusal).toMatchObject({ fields: ['birthdate'], reason });
    await one.control('DELETE', 'calls');
    await quiet();
    expect(await writes()).toEqual([]);
    await one.editRecord(made.record, { Department: 'Board' });
    await one.sync();
    expect(await item(made.item)).toMatchObject({
      department: 'Board',
      birthday: expect.stringContaining('1980-02-03') as string,
    });
    expect((await one.links())[0]?.refusal).toBeNull();
    await quiet();
  });

  it('[C5] in a new item likewise, and what the record has stays', async () => {
    await one.sync();
    await one.putRecord({ FirstName: 'Ann', LastName: 'Lee', Title: 'CEO', Birthdate: '1980-02-03' });
    await refuseBirthday('POST', '/contacts$');
    expect(await one.sync()).toMatchObject({ itemsCreated: 1, refused: 1 });
    expect(await one.items()).toMatchObject([{ surname: 'Lee', jobTitle: 'CEO', birthday: null }]);
    expect((await one.links())[0]?.refusal).toMatchObject({ fields: ['birthdate'], reason });
    await quiet();
    expect((await one.records('Birthdate'))[0]?.Birthdate).toBe('1980-02-03');
  });
});

describe('what was refused, put right by its person', () => {
  const refused = async (link: string) => one.engine.refusedFields(one.memory.id, link);
  const only = async () => {
    const [link] = await one.links();
    if (link === undefined) throw new Error('no link');
    return link;
  };
  /** The switch with what was put right, and the session that follows at once. */
  const putRight = async (link: string, fields: SwitchOn['fields'] = {}) => {
    const linkId = await one.engine.switchOn(one.memory.id, { linkId: link }, { fields });
    return (await one.run({ kind: 'contacts', linkIds: [linkId] })).counts;
  };

  it('[C5] is told with the value of the item and the limits of the org, goes into the item, and up', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'x'.repeat(129), department: 'Sales' });
    await one.sync();
    const { id } = await only();
    expect((await one.engine.people(one.memory.id, [{ email: ANN.Email }])).people[0]).toMatchObject({
      status: 'needs attention',
      fixable: true,
    });
    expect(await refused(id)).toEqual({
      fields: [{ field: 'title', kind: 'text', required: false, maxLength: 128 }],
      values: { title: 'x'.repeat(129) },
    });
    expect(await putRight(id, { title: 'Captain' })).toMatchObject({ recordsUpdated: 1, refused: 0 });
    expect([(await item(made.item)).jobTitle, (await record(made.record, 'Title, Department'))?.Title]).toEqual([
      'Captain',
      'Captain',
    ]);
    expect((await only()).refusal).toBeNull();
    expect((await one.engine.people(one.memory.id, [{ email: ANN.Email }])).people[0]?.fixable).toBeUndefined();
    expect(await refused(id)).toEqual({ fields: [], values: {} });
    await quiet();
  });

  it('[C5] [C1] leaves the other addresses of the item, and clears what is left empty', async () => {
    const made = await pair({ Title: 'Captain' });
    const home = { address: 'ann@home.example', name: 'Ann at home' };
    await one.editItem(made.item, {
      emailAddresses: [{ address: 'no address', name: 'x' }, home],
      jobTitle: 'x'.repeat(129),
    });
    await one.sync();
    const { id } = await only();
    expect((await refused(id)).values).toEqual({ email: 'no address', title: 'x'.repeat(129) });
    await putRight(id, { email: 'ann@new.example', title: '' });
    expect((await item(made.item)).emailAddresses).toMatchObject([{ address: 'ann@new.example' }, home]);
    expect(await record(made.record, 'Email, Title')).toMatchObject({ Email: 'ann@new.example', Title: null });
    await quiet();
  });

  it('[C5] a last name, which the display name follows', async () => {
    await one.sync();
    await one.putItem({ givenName: 'Only', displayName: 'Only' }, await one.folder());
    await one.sync();
    const { id } = await only();
    expect(await refused(id)).toEqual({
      fields: [{ field: 'lastName', kind: 'text', required: true, maxLength: 80 }],
      values: {},
    });
    expect(await putRight(id, { lastName: 'Named' })).toMatchObject({ recordsCreated: 1 });
    expect(await one.items()).toMatchObject([{ surname: 'Named', displayName: 'Only Named' }]);
    await quiet();
  });

  it('[C5] [T1] what the org alone knows goes to the new record', async () => {
    await one.sync();
    await one.control('POST', 'salesforce/org', { fields: { Region__c: { required: true } } });
    await one.putItem({ surname: 'New' }, await one.folder());
    await one.sync();
    const { id } = await only();
    const { fields } = await refused(id);
    expect(fields).toMatchObject([{ field: 'custom:Region__c', kind: 'picklist', required: true }]);
    const value = fields[0]?.values?.[0]?.value ?? '';
    expect(await putRight(id, { 'custom:Region__c': value })).toMatchObject({ recordsCreated: 1 });
    expect(await one.records('LastName, Region__c')).toMatchObject([{ LastName: 'New', Region__c: value }]);
  });

  it('[C5] of an address with how long its parts may be, and the countries that the org has', async () => {
    await one.control('POST', 'salesforce/org', { statePicklists: true });
    one.connect();
    const made = await pair();
    await one.editItem(made.item, { businessAddress: { city: 'Oz', countryOrRegion: 'Nowhere' } });
    await one.sync();
    const { fields, values } = await refused((await only()).id);
    expect(fields).toMatchObject([
      { field: 'mailingAddress', kind: 'address', partLengths: { street: 255, city: 40 } },
    ]);
    expect(fields[0]?.countries?.map(({ label }) => label)).toContain('Germany');
    expect(values.mailingAddress).toMatchObject({ city: 'Oz', country: 'Nowhere' });
  });

  it('[C5] what has been put back in Outlook meanwhile is not asked for', async () => {
    const made = await pair({ Title: 'Captain' });
    await one.editItem(made.item, { jobTitle: 'x'.repeat(129) });
    await one.sync();
    const { id } = await only();
    await one.editItem(made.item, { jobTitle: 'Captain' });
    expect(await refused(id)).toEqual({ fields: [], values: {} });
    await putRight(id);
    expect((await only()).refusal).toBeNull();
  });

  it('[C5] [U6] nothing is read of a contact that was moved out', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'x'.repeat(129) });
    await one.sync();
    const { id } = await only();
    await one.moveItem(made.item, 'contacts');
    await one.editItem((await one.itemsIn('contacts'))[0]?.id ?? '', { categories: [] });
    await one.control('DELETE', 'calls');
    expect(await refused(id)).toEqual({ fields: [], values: {} });
    expect(JSON.stringify(await one.calls('graph'))).not.toContain('jobTitle');
    await expect(refused('nobody')).rejects.toMatchObject({ reason: { code: 'unknown-contact' } });
  });
});
