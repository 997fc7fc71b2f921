import { describe, expect, it } from 'vitest';
import { annInStep, freshEachTest, isQuiet } from '../support/each-test.ts';
import { NOTHING, type Simulated, type WireContact } from '../support/simulated.ts';

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

describe('changes, through the simulators', () => {
  it('[C1] every mapped field goes down and up, edits of both sides at once merge field by field', async () => {
    const made = await pair({
      Salutation: 'Dr.',
      MiddleName: 'M',
      Suffix: 'Jr',
      Title: 'CEO',
      Department: 'Board',
      Phone: '+49 30 1',
      MobilePhone: '+49 170 1',
      HomePhone: '+49 30 2',
      OtherPhone: '+49 30 3',
      Fax: '+49 30 4',
      AssistantName: 'Bo',
      AssistantPhone: '+49 30 5',
      Birthdate: '1980-02-29',
      Description: 'one\ntwo',
      MailingStreet: 'Weg 1\nHof',
      MailingCity: 'Bonn',
      MailingPostalCode: '53111',
      MailingCountry: 'Germany',
      OtherCity: 'Kyōto',
    });
    const hidden = encodeURIComponent(
      "singleValueExtendedProperties($filter=id eq 'String 0x3a1f' or id eq 'String 0x3a24' or id eq 'String 0x3a2e')",
    );
    const down = await one.ada.outlook<WireContact>('GET', `/contacts/${made.item}?$expand=${hidden}`);
    expect(down).toMatchObject({
      title: 'Dr.',
      givenName: 'Ann',
      middleName: 'M',
      surname: 'Lee',
      generation: 'Jr',
      jobTitle: 'CEO',
      department: 'Board',
      businessPhones: ['+49 30 1'],
      mobilePhone: '+49 170 1',
      homePhones: ['+49 30 2'],
      assistantName: 'Bo',
      personalNotes: 'one\r\ntwo',
      businessAddress: { street: 'Weg 1\r\nHof', city: 'Bonn', postalCode: '53111', countryOrRegion: 'Germany' },
      homeAddress: { city: 'Kyōto' },
    });
    expect(String(down.birthday).slice(0, 10)).toBe('1980-02-29');
    expect((down.singleValueExtendedProperties as { value: string }[]).map(({ value }) => value).sort()).toEqual([
      '+49 30 3',
      '+49 30 4',
      '+49 30 5',
    ]);
    await quiet();
    await one.editItem(made.item, {
      jobTitle: 'Chair',
      personalNotes: 'three',
      businessAddress: { city: 'Köln' },
      birthday: '1981-03-01T00:00:00Z',
      singleValueExtendedProperties: [{ id: 'String 0x3A24', value: '+49 30 44' }],
    });
    await one.editRecord(made.record, { Department: 'Office', AssistantName: null });
    expect(await one.sync()).toMatchObject({ recordsUpdated: 1, itemsUpdated: 1, conflicts: 0 });
    expect(
      await record(made.record, 'Title, Description, MailingCity, MailingStreet, Birthdate, Fax, Department'),
    ).toMatchObject({
      Title: 'Chair',
      Description: 'three',
      MailingCity: 'Köln',
      MailingStreet: expect.stringMatching(/^Weg 1\s+Hof$/) as string,
      Birthdate: '1981-03-01',
      Fax: '+49 30 44',
      Department: 'Office',
    });
    expect(await item(made.item)).toMatchObject({ department: 'Office', assistantName: null });
    await quiet();
  });

  it('[C1] changed on both to the same value there is nothing to do', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'CEO' });
    await one.editRecord(made.record, { Title: 'CEO' });
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[C1] a value that comes down and is in the list already changes places with the first; a cleared first one is cleared', async () => {
    const made = await pair({ Phone: '111' });
    await one.editItem(made.item, { businessPhones: ['111', '222'] });
    await one.sync();
    await one.editRecord(made.record, { Phone: '222' });
    await one.sync();
    expect((await item(made.item)).businessPhones).toEqual(['222', '111']);
    await quiet();
    await one.editItem(made.item, { businessPhones: ['111'] });
    await one.sync();
    expect((await record(made.record, 'Phone'))?.Phone ?? null).toBeNull();
    expect((await item(made.item)).businessPhones).toEqual(['111']);
  });

  it('[C2] Salesforce wins by default; the losing value is in the journal, a conflict until someone looks, and can be put back', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'mine' });
    await one.editRecord(made.record, { Title: 'theirs' });
    expect(await one.sync()).toEqual({ ...NOTHING, itemsUpdated: 1, conflicts: 1 });
    expect((await item(made.item)).jobTitle).toBe('theirs');
    const person = async () => (await one.engine.people(one.memory.id, [{ email: 'ann@acme.example' }])).people[0];
    expect((await person())?.status).toBe('conflict');
    const [link] = await one.links();
    expect(link?.conflict?.fields).toEqual([{ field: 'title', kept: 'theirs', lost: 'mine', lostSide: 'item' }]);
    await quiet();
    await one.engine.putBack(one.memory.id, link?.id ?? '', 'title');
    await one.run({ kind: 'contacts', linkIds: [link?.id ?? ''] });
    expect([(await item(made.item)).jobTitle, (await record(made.record, 'Title'))?.Title]).toEqual(['mine', 'mine']);
    expect((await person())?.status).toBe('synced');
    await quiet();
  });

  it('[C2] of several fields each can be put back by itself; the others stay open until someone looks', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: 'mine', department: 'my own' });
    await one.editRecord(made.record, { Title: 'theirs', Department: 'their own' });
    expect(await one.sync()).toMatchObject({ conflicts: 1 });
    await one.editItem(made.item, { assistantName: 'mine' });
    await one.editRecord(made.record, { AssistantName: 'theirs' });
    await one.sync();
    const person = async () => (await one.engine.people(one.memory.id, [{ email: 'ann@acme.example' }])).people[0];
    const open = async () => (await person())?.conflicts?.map(({ field }) => field).sort();
    expect(await open()).toEqual(['assistantName', 'department', 'title']);
    expect((await person())?.reason).toEqual({ code: 'conflict-of-several', params: { count: '3' } });
    const [link] = await one.links();
    for (const [field, left] of [
      ['department', ['assistantName', 'title']],
      ['title', ['assistantName']],
      ['assistantName', undefined],
    ] as const) {
      await one.engine.putBack(one.memory.id, link?.id ?? '', field);
      await one.run({ kind: 'contacts', linkIds: [link?.id ?? ''] });
      expect(await open()).toEqual(left);
    }
    expect(await record(made.record, 'Title, Department, AssistantName')).toMatchObject({
      Title: 'mine',
      Department: 'my own',
      AssistantName: 'mine',
    });
    expect((await person())?.status).toBe('synced');
    await quiet();
  });

  it('[C2] Outlook wins, and newest wins by the times of both servers, on request', async () => {
    const made = await pair();
    await one.set({ conflicts: 'outlook' });
    await one.editItem(made.item, { jobTitle: 'mine' });
    await one.editRecord(made.record, { Title: 'theirs' });
    await one.sync();
    expect((await record(made.record, 'Title'))?.Title).toBe('mine');
    await one.set({ conflicts: 'newest' });
    await one.control('POST', 'clock', { advanceSeconds: 600 });
    await one.editItem(made.item, { jobTitle: 'older' });
    await one.control('POST', 'clock', { advanceSeconds: 600 });
    await one.editRecord(made.record, { Title: 'newer' });
    await one.sync();
    expect((await item(made.item)).jobTitle).toBe('newer');
    await one.editRecord(made.record, { Title: 'older' });
    await one.control('POST', 'clock', { advanceSeconds: 600 });
    await one.editItem(made.item, { jobTitle: 'newest' });
    await one.sync();
    expect((await record(made.record, 'Title'))?.Title).toBe('newest');
    await one.editItem(made.item, { jobTitle: 'same moment' });
    await one.editRecord(made.record, { Title: 'Salesforce' });
    await one.sync();
    expect((await item(made.item)).jobTitle).toBe('Salesforce');
  });

  it('[C3] spelling, line ends, dates and empty values are no changes; touching is none either', async () => {
    const made = await pair({ Phone: '+49 30 1234567', Description: 'one\ntwo', Birthdate: '1980-02-29' });
    await one.editItem(made.item, {
      businessPhones: ['+49 (30) 123-4567'],
      personalNotes: 'one\r\ntwo\r\n',
      emailAddresses: [{ address: 'ANN@acme.example', name: 'Ann' }],
      birthday: '1980-02-29T00:00:00Z',
      department: '',
    });
    await one.editRecord(made.record, { Phone: '+49 30 1234567' });
    expect(await one.sync()).toEqual(NOTHING);
    expect((await record(made.record, 'Phone'))?.Phone).toBe('+49 30 1234567');
    await quiet();
  });

  it('[C4] what is not mapped is never cleared: photo, other categories, further phones and e-mails, personal fields', async () => {
    const made = await pair({ Phone: '111' });
    const own = {
      categories: ['Salesforce', 'Golf'],
      spouseName: 'Kim',
      businessPhones: ['111', '222'],
      emailAddresses: [
        { address: 'ann@acme.example', name: 'Ann' },
        { address: 'ann@home.example', name: 'Ann at home' },
      ],
      fileAs: 'Lee, Ann (Acme)',
      displayName: 'Ann the CEO',
    };
    await one.editItem(made.item, own);
    await one.ada.outlook('PUT', `/contacts/${made.item}/photo/$value`, Buffer.from('a picture'));
    await one.sync();
    await one.editRecord(made.record, { Title: 'CEO', Phone: '333', FirstName: 'Anna', Email: 'anna@acme.example' });
    await one.sync();
    const after = await item(made.item);
    expect(after).toMatchObject({
      jobTitle: 'CEO',
      givenName: 'Anna',
      spouseName: 'Kim',
      fileAs: 'Lee, Ann (Acme)',
      displayName: 'Ann the CEO',
    });
    expect(after.emailAddresses.map(({ address }) => address)).toEqual(['anna@acme.example', 'ann@home.example']);
    expect(after.businessPhones).toEqual(['333', '222']);
    expect([...after.categories].sort()).toEqual(['Golf', 'Salesforce']);
    expect(String(await one.ada.outlook('GET', `/contacts/${made.item}/photo/$value`))).toBe('a picture');
    await quiet();
  });

  it('[C6] an edit between our look and our write is not overwritten, on either side, with or without If-Match', async () => {
    // The first change of an item is the one that learns whether If-Match is honoured; the second is ours.
    for (const [ifMatch, skip] of [
      ['honoured', 0],
      ['honoured', 1],
      ['ignored', 0],
      ['ignored', 1],
    ] as const) {
      await one.fresh();
      await one.control('PUT', 'switches', { 'graph.ifMatch': ifMatch });
      const made = await pair();
      await one.sync();
      await one.editRecord(made.record, { Title: 'CEO' });
      await one.whileHeld(
        'graph',
        { part: true, method: 'PATCH' },
        () => one.sync(),
        () => one.editItem(made.item, { department: 'Meanwhile' }),
        skip,
      );
      await one.sync();
      await one.sync();
      expect(await item(made.item)).toMatchObject({ jobTitle: 'CEO', department: 'Meanwhile' });
      expect(await record(made.record, 'Title, Department')).toMatchObject({ Title: 'CEO', Department: 'Meanwhile' });
      await quiet();
    }
  });

  it('[C7] what Salesforce trims or reformats is the new base; a later edit is still an edit', async () => {
    const made = await pair();
    await one.editItem(made.item, { jobTitle: '  CEO  ', department: 'D' });
    await one.sync();
    expect((await record(made.record, 'Title'))?.Title).toBe('CEO');
    await quiet();
    await one.editRecord(made.record, { Title: 'Chair' });
    expect(await one.sync()).toMatchObject({ itemsUpdated: 1, conflicts: 0 });
    expect((await item(made.item)).jobTitle).toBe('Chair');
    await quiet();
  });

  it('[C8] a note that a list cuts is read by id before it goes up', async () => {
    await one.sync();
    const note = 'n'.repeat(5000);
    const id = await one.putItem({ surname: 'Noted', personalNotes: note }, await one.folder());
    await one.sync();
    expect((await one.records())[0]?.Description).toBe(note);
    await one.editItem(id, { personalNotes: `${note} end` });
    await one.sync();
    expect((await one.records())[0]?.Description).toBe(`${note} end`);
    await quiet();
  });
});
