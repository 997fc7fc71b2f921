import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ActivityEntry,
  Contact,
  Person,
  Problem,
  Session,
  Card,
  FoundItem,
  UndoPreviewAnswer,
} from '../../server/http/contract.ts';
import { TestServer, type TestPerson } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.jobs.start();
});
afterAll(() => server.stop());

interface People {
  readonly people: Person[];
}
interface Contacts {
  readonly contacts: Contact[];
  readonly next?: string;
}

const sync = async (person: TestPerson) => (await person.post<Session>('/api/sessions?wait=true')).body;
const put = (person: TestPerson, name: string, more: Readonly<Record<string, string>> = {}, ownerId = person.crm.me) =>
  person.crm.put({ fields: { lastName: name, email: `${name.toLowerCase()}@x.example`, ...more }, ownerId });
const idOf = async (person: TestPerson, name: string) =>
  (await person.get<Contacts>(`/api/contacts?q=${name}`)).body.contacts[0]?.id ?? '';

describe('the people of a message', () => {
  it('are answered in the order asked, as they were written, each with its status', async () => {
    const person = server.person();
    put(person, 'Ann');
    put(person, 'Bob', {}, 'u2');
    await sync(person);
    const emails = ['nobody@x.example', 'BOB@x.example', 'Ann@X.example', 'ann@x.example'];
    const { body } = await person.post<People>('/api/people/query', { emails });
    expect(body.people.map(({ email, status }) => [email, status])).toEqual([
      ['nobody@x.example', 'not synced'],
      ['BOB@x.example', 'in Salesforce, outside your view'],
      ['Ann@X.example', 'synced'],
      ['ann@x.example', 'synced'],
    ]);
    expect(body.people.every(({ why }) => why.length > 10)).toBe(true);
    expect((await person.get<People>('/api/people?email=ann@x.example')).body.people).toMatchObject([
      { email: 'ann@x.example', name: 'Ann', status: 'synced', id: expect.any(String) },
    ]);
    expect((await person.post<People>('/api/people/query', { emails: [] })).body.people).toEqual([]);
  });

  it('[T1] someone is switched on: a card is made, and its record follows at once', async () => {
    const person = server.person();
    const early = await person.put<Problem>('/api/people/new%40y.example', { sync: true });
    expect([early.status, early.body.code]).toEqual([409, 'first-session-to-come']);
    await sync(person);
    const { status, body } = await person.put<Person>('/api/people/new%40y.example', {
      sync: true,
      name: 'Nora New',
      fields: { title: 'Buyer' },
    });
    expect([status, body.status, body.name]).toEqual([200, 'synced', 'Nora New']);
    expect(person.crm.live).toMatchObject([{ fields: { firstName: 'Nora', lastName: 'New', title: 'Buyer' } }]);
  });

  it('[T2] and off: both are kept, or with auto-removal both go; without it 409', async () => {
    const person = server.person();
    put(person, 'Ann');
    put(person, 'Bob');
    await sync(person);
    const kept = await person.put<Person>('/api/people/ann%40x.example', { sync: false, mode: 'keep-both' });
    expect(kept.body.status).toBe('stopped by you');
    const refused = await person.put<Problem>('/api/people/bob%40x.example', { sync: false, mode: 'remove' });
    expect([refused.status, refused.body.code]).toEqual([409, 'auto-removal-is-off']);
    await person.put('/api/settings', { autoRemoval: true });
    const bob = await idOf(person, 'Bob');
    const removed = await person.put<Person>('/api/people/bob%40x.example', { sync: false, mode: 'remove' });
    expect(removed.body.status).not.toBe('synced');
    expect(person.crm.live.map(({ fields }) => fields.lastName)).toEqual(['Ann']);
    const undone = await person.post<Person>(`/api/contacts/${bob}/undo`);
    expect([undone.status, undone.body.status]).toEqual([200, 'stopped by you']);
    const on = await person.put<Person>(`/api/contacts/${bob}`, { sync: true });
    expect(on.body).toMatchObject({ id: bob, status: 'synced' });
    expect(person.crm.live.map(({ fields }) => fields.lastName).sort()).toEqual(['Ann', 'Bob']);
    const again = await person.put<Person>('/api/people/ann%40x.example', { sync: true });
    expect(again.body.status).toBe('synced');
  });
});

describe('the contacts', () => {
  it('are paged by name, found by text, and sifted by status', async () => {
    const person = server.person();
    for (const name of ['Eve', 'Ann', 'Dan', 'Bob', 'Cat']) put(person, name);
    await sync(person);
    await person.put(`/api/contacts/${await idOf(person, 'Dan')}`, { sync: false, mode: 'keep-both' });
    const paged = async (query: string) => {
      const names: string[] = [];
      for (let next: string | undefined = ''; next !== undefined;) {
        const { body }: { body: Contacts } = await person.get<Contacts>(
          `/api/contacts?limit=2${query}${next && `&after=${next}`}`,
        );
        expect(body.contacts.length).toBeLessThanOrEqual(2);
        names.push(...body.contacts.map(({ name }) => name ?? ''));
        next = body.next;
      }
      return names;
    };
    expect(await paged('')).toEqual(['Ann', 'Bob', 'Cat', 'Dan', 'Eve']);
    expect(await paged('&status=synced')).toEqual(['Ann', 'Bob', 'Cat', 'Eve']);
    expect(await paged('&status=stopped%20by%20you')).toEqual(['Dan']);
    expect(await paged('&status=synced&status=stopped%20by%20you')).toHaveLength(5);
    expect(await paged('&q=AT')).toEqual(['Cat']);
    expect((await person.get('/api/contacts?status=other')).status).toBe(400);
  });

  it("[C5] one that Salesforce refuses needs attention, with Salesforce's own words; one without an e-mail is listed too", async () => {
    const person = server.person();
    await sync(person);
    const folder = person.mailbox.folder ?? '';
    person.mailbox.put({ fields: { firstName: 'Nameless' } }, folder);
    person.crm.refuses = ({ title }) =>
      title === 'Boss'
        ? { kind: 'rejected', code: 'crm-validation-rule', message: 'No bosses [please] {here}!', fields: [] }
        : undefined;
    person.mailbox.put({ fields: { lastName: 'Lee', title: 'Boss', email: 'lee@x.example' } }, folder);
    const session = await sync(person);
    expect(session.counts.refused).toBe(2);
    const { body } = await person.get<Contacts>('/api/contacts?status=needs%20attention', { 'accept-language': 'de' });
    expect(body.contacts.map(({ email, reason }) => [email, reason?.code, reason?.text])).toEqual([
      [
        'lee@x.example',
        'crm-validation-rule',
        'Eine Regel Ihrer Salesforce-Organisation lehnt diesen Kontakt ab. Salesforce meldet: „No bosses [please] {here}!“',
      ],
      [undefined, 'missing-required', 'Salesforce braucht das Feld „Nachname“; bitte füllen Sie es in Outlook aus.'],
    ]);
    expect(body.contacts[0]?.why).toBe(body.contacts[0]?.reason?.text);
  });

  it('[P1] a choice is offered and taken', async () => {
    const person = server.person();
    await sync(person);
    const record = person.crm.put({
      fields: { firstName: 'Anna', lastName: 'Other', email: 'ann@x.example' },
      ownerId: 'u2',
    });
    person.mailbox.put(
      { fields: { firstName: 'Ben', lastName: 'Lee', email: 'ann@x.example' } },
      person.mailbox.folder ?? '',
    );
    await sync(person);
    const { body } = await person.get<People>('/api/people?email=ann@x.example');
    expect(body.people).toMatchObject([
      { status: 'needs attention', reason: { code: 'other-name' }, choices: [{ id: record.id, name: 'Anna Other' }] },
    ]);
    const chosen = await person.put<Person>(`/api/contacts/${body.people[0]?.id ?? ''}`, {
      sync: true,
      choice: record.id,
    });
    expect(chosen.body.status).not.toBe('needs attention');
    expect(person.crm.live).toHaveLength(1);
  });

  it('[C2] what lost a conflict is shown, kept as it is or put back', async () => {
    const person = server.person();
    for (const name of ['Ann', 'Bob']) put(person, name, { title: 'Old' });
    await sync(person);
    for (const item of [...person.mailbox.items.values()])
      person.mailbox.put({ ...item, fields: { ...item.fields, title: 'Ours' } });
    for (const record of person.crm.live) person.crm.put({ ...record, fields: { ...record.fields, title: 'Theirs' } });
    expect((await sync(person)).counts.conflicts).toBe(2);
    const [ann, bob] = [await idOf(person, 'Ann'), await idOf(person, 'Bob')];
    const { body } = await person.get<Contacts>('/api/contacts?status=conflict');
    expect(body.contacts.map(({ why }) => why)).toEqual(
      Array.from({ length: 2 }, () => 'Job title was changed on both sides: “Theirs” was kept, “Ours” was not.'),
    );
    const { entries } = (await person.get<{ entries: ActivityEntry[] }>('/api/activity?email=bob@x.example')).body;
    expect(entries.flatMap(({ lost }) => lost ?? [])).toEqual([{ field: 'title', value: 'Ours', side: 'item' }]);
    expect((await person.post<Person>(`/api/contacts/${ann}/keep`)).body.status).toBe('synced');
    await person.post(`/api/contacts/${bob}/put-back`, { field: 'title' });
    expect(person.crm.live.map(({ fields }) => fields.title)).toEqual(['Theirs', 'Ours']);
    const lost = async () =>
      (await person.get<{ entries: ActivityEntry[] }>('/api/activity?email=bob@x.example')).body.entries.flatMap(
        (entry) => (entry.lost ?? []).map((one) => ({ ...one, change: entry.id })),
      );
    expect(await lost()).toMatchObject([{ value: 'Ours', inForce: true }]);
    const [first] = await lost();
    // Of two conflicts of one field, each line puts its own value back.
    const edit = async (item: string, record: string) => {
      for (const one of person.mailbox.items.values())
        if (one.fields.lastName === 'Bob') person.mailbox.put({ ...one, fields: { ...one.fields, title: item } });
      for (const one of person.crm.live)
        if (one.fields.lastName === 'Bob') person.crm.put({ ...one, fields: { ...one.fields, title: record } });
      await sync(person);
    };
    await edit('Ours, later', 'Theirs, later');
    expect((await lost()).map(({ value, inForce }) => [value, inForce])).toEqual([
      ['Ours, later', undefined],
      ['Ours', undefined],
    ]);
    await person.post(`/api/contacts/${bob}/put-back`, { field: 'title', change: first?.change });
    expect(person.crm.live.map(({ fields }) => fields.title)).toEqual(['Theirs', 'Ours']);
    const nothing = await person.post<Problem>(`/api/contacts/${bob}/put-back`, { field: 'company' });
    expect([nothing.status, nothing.body.code]).toEqual([409, 'nothing-to-put-back']);
  });

  it('[J1] one contact is undone', async () => {
    const person = server.person();
    const record = put(person, 'Ann', { title: 'Old' });
    await sync(person);
    person.crm.put({ ...record, fields: { ...record.fields, title: 'New' } });
    await sync(person);
    const id = await idOf(person, 'Ann');
    expect((await person.post<Person>(`/api/contacts/${id}/undo`)).status).toBe(200);
    expect([...person.mailbox.items.values()].map(({ fields }) => fields.title)).toEqual(['Old']);
    expect((await person.post(`/api/contacts/${crypto.randomUUID()}/undo`)).status).toBe(404);
  });
});

describe('the administrator', () => {
  it('sees how mailboxes stand, and forgets one without touching anything in it', async () => {
    const [admin, person] = [server.person({ admin: true }), server.person()];
    put(person, 'Ann');
    await sync(person);
    const { body } = await admin.get<{ mailboxes: { email: string }[] }>('/api/admin/mailboxes');
    expect(body.mailboxes.find(({ email }) => email === person.email)).toMatchObject({ contacts: { linked: 1 } });
    expect(JSON.stringify(body)).not.toContain('ann@x.example');
    const before = person.mailbox.items.size;
    expect((await admin.post(`/api/admin/mailboxes/${encodeURIComponent(person.email)}/forget`)).status).toBe(204);
    expect((await person.get<Contacts>('/api/contacts')).body.contacts).toEqual([]);
    expect(person.mailbox.items.size).toBe(before);
    expect((await admin.post('/api/admin/mailboxes/no%40x.example/forget')).status).toBe(404);
  });
});

describe('finding someone', () => {
  it('[T1] the card, the search and a record switched on by its id, worded and by the contract', async () => {
    const person = server.person();
    person.crm.accounts.set('a1', 'Acme');
    person.crm.put({
      fields: { firstName: 'Ann', lastName: 'Lee', email: 'ann@acme.example', company: 'Acme' },
      ownerId: 'u2',
    });
    const plain = person.crm.put({ fields: { lastName: 'Plain' }, ownerId: 'u2' });
    await person.post('/api/sessions?wait=true');
    const card = await person.get<Card>('/api/people/bea%40acme.example/card?name=Ho%2C%20Bea');
    expect(card.body).toMatchObject({
      fields: { firstName: 'Bea', lastName: 'Ho', company: 'Acme' },
      account: { id: 'a1', name: 'Acme', rule: 'A1' },
    });
    const group = await person.get<Problem>('/api/people/team%40acme.example/card?type=distributionList');
    expect([group.status, group.body.code]).toEqual([409, 'no-switch-group']);
    expect((await person.get('/api/search?q=a')).status).toBe(400);
    const { body } = await person.get<{ people: Person[] }>('/api/search?q=plain');
    expect(body.people).toMatchObject([{ recordId: plain.id, status: 'in Salesforce, outside your view' }]);
    const switched = await person.put<Person>(`/api/records/${plain.id}`, { sync: true });
    expect(switched.body).toMatchObject({ name: 'Plain', status: 'synced', recordId: plain.id });
    const off = await person.put<Person>(`/api/records/${plain.id}`, { sync: false, mode: 'keep-both' });
    expect(off.body.status).toBe('stopped by you');
  });

  it('[T1] someone whom neither side has is shown the card before anything is made; whom a side has is switched on at once', async () => {
    const person = server.person();
    await person.post('/api/sessions?wait=true');
    const first = { sync: true, cardFirst: true };
    const asked = await person.put<Problem>('/api/people/new%40acme.example', first);
    expect([asked.status, asked.body.code]).toEqual([409, 'card-first']);
    expect([person.mailbox.items.size, person.crm.live]).toEqual([0, []]);
    person.mailbox.put({ fields: { firstName: 'Ann', lastName: 'Lee', email: 'ann@acme.example' } });
    expect((await person.put<Person>('/api/people/ann%40acme.example', first)).body.status).toBe('synced');
  });

  it('[T1] [J1] a switch says which session wrote for it, and an undo of the contact takes that one back', async () => {
    const person = server.person();
    await person.post('/api/sessions?wait=true');
    const made = await person.put<Person>('/api/people/new%40acme.example', { sync: true, name: 'New Lee' });
    expect(made.body).toMatchObject({ status: 'synced', session: expect.any(String) });
    const { id = '', session } = made.body;
    // Nothing is written by the same again.
    expect((await person.put<Person>(`/api/contacts/${id}`, { sync: true })).body.session).toBe(undefined);
    for (const item of person.mailbox.items.values())
      person.mailbox.put({ ...item, fields: { ...item.fields, title: 'later' } });
    await person.post('/api/sessions?wait=true');
    const path = `/api/contacts/${id}/undo?session=${session}`;
    const look = await person.post<UndoPreviewAnswer>(`/api/contacts/${id}/undo/preview?session=${session}`);
    expect(look.body.counts).toMatchObject({ recordsDeleted: 1, recordsUpdated: 0 });
    // Neither side had them before.
    expect((await person.post<Person>(path)).body.status).toBe('not synced');
    const places = [...person.mailbox.items.values()].map(({ folder }) => folder);
    expect([person.crm.live, places]).toEqual([[], [person.mailbox.bin]]);
    expect((await person.post<Problem>(path)).body.code).toBe('nothing-to-undo');
    expect((await person.post(`/api/contacts/${id}/undo?session=none`)).status).toBe(409);
  });

  it('[U6] items with one address are offered in the problem, and what an explicit search finds can be switched on', async () => {
    const person = server.person();
    await person.post('/api/sessions?wait=true');
    const fields = { firstName: 'Ann', lastName: 'Lee', email: 'ann@acme.example' };
    const one = person.mailbox.put({ fields });
    const two = person.mailbox.put({ fields: { ...fields, company: 'Acme' } });
    const asked = await person.put<Problem>('/api/people/ann%40acme.example', { sync: true });
    expect([asked.status, asked.body.code]).toEqual([409, 'several-items-with-address']);
    expect(asked.body.items).toEqual([
      { id: one.id, name: 'Ann Lee', emails: ['ann@acme.example'] },
      { id: two.id, name: 'Ann Lee', company: 'Acme', emails: ['ann@acme.example'] },
    ]);
    const { body } = await person.post<{ items: FoundItem[] }>('/api/outlook-contacts/search', { q: 'lee' });
    expect(body.items).toHaveLength(2);
    const switched = await person.put<Person>(`/api/outlook-contacts/${two.id}`, { sync: true });
    expect(switched.body).toMatchObject({ name: 'Ann Lee', status: 'synced' });
  });
});
