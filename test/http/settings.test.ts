import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Me, Person, Preview, Problem, Session, Settings } from '../../server/http/contract.ts';
import { TestServer, type TestPerson } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.jobs.start();
});
afterAll(() => server.stop());

const sync = async (person: TestPerson) => (await person.post<Session>('/api/sessions?wait=true')).body;
/** One record of the person's own, one of somebody else's. */
function withTwoRecords(): TestPerson {
  const person = server.person();
  person.crm.put({ fields: { firstName: 'Ann', lastName: 'Lee', email: 'ann@x.example' } });
  person.crm.put({
    fields: { firstName: 'Bob', lastName: 'Ray', email: 'bob@x.example' },
    ownerId: 'u2',
    ownerName: 'Ben Okafor',
  });
  return person;
}

describe('settings', () => {
  it('begin with the defaults; any part can be changed, and the whole is answered', async () => {
    const person = server.person();
    expect((await person.get<Settings>('/api/settings')).body).toEqual({
      contactsSync: true,
      filter: { kind: 'mine' },
      autoRemoval: false,
      conflicts: 'salesforce',
      paused: false,
      blocklist: [],
    });
    const { body } = await person.put<Settings>('/api/settings', {
      conflicts: 'newest',
      blocklist: ['@Private.example'],
    });
    expect(body).toMatchObject({ conflicts: 'newest', blocklist: ['@private.example'], autoRemoval: false });
    expect((await person.get<Settings>('/api/settings')).body).toEqual(body);
  });

  it('changed at the same moment by the pane and the dashboard, in different parts, both hold', async () => {
    const person = server.person();
    await Promise.all([
      person.put('/api/settings', { paused: true }),
      person.put('/api/settings', { autoRemoval: true }),
      person.put('/api/settings', { filter: { kind: 'all' } }),
      person.put('/api/settings', { blocklist: ['@private.example'] }),
    ]);
    expect((await person.get<Settings>('/api/settings')).body).toMatchObject({
      paused: true,
      autoRemoval: true,
      filter: { kind: 'all' },
      blocklist: ['@private.example'],
    });
  });

  it('[T6] a blocklist takes addresses and domains, with or without the @, and names what is neither', async () => {
    const person = server.person();
    const { body } = await person.put<Settings>('/api/settings', { blocklist: [' Ann@X.example', 'y.example'] });
    expect(body.blocklist).toEqual(['ann@x.example', '@y.example']);
    const { status, body: refused } = await person.put<Problem>('/api/settings', {
      blocklist: ['ok@x.example', 'nobody'],
    });
    expect([status, refused.errors?.map(({ path }) => path)]).toEqual([400, ['body.blocklist.1']]);
  });

  it('sent back as they were read change nothing, and Salesforce is not asked', async () => {
    const person = server.person();
    const { body } = await person.get<Settings>('/api/settings');
    person.crm.trouble = () => 'before';
    expect((await person.put<Settings>('/api/settings', body)).body).toEqual(body);
  });

  it('[F3] a filter is previewed, saved with the id of its preview, and refused with that of another', async () => {
    const person = withTwoRecords();
    expect((await sync(person)).counts.itemsCreated).toBe(1);
    const { body: preview } = await person.post<Preview>('/api/preview', { filter: { kind: 'all' } });
    expect(preview.counts.itemsCreated).toBe(1);
    expect(preview.operations).toMatchObject([{ kind: 'create-item', rule: 'F4', contact: { name: 'Bob Ray' } }]);
    const other = await person.put<Problem>('/api/settings', {
      filter: { kind: 'view', listViewId: '00B1' },
      preview: preview.id,
    });
    expect([other.status, other.body.code]).toEqual([409, 'preview-of-other-filter']);
    const saved = await person.put<Settings>('/api/settings', { filter: { kind: 'all' }, preview: preview.id });
    expect(saved.body).toMatchObject({ filter: { kind: 'all' }, preview: preview.id });
    expect((await sync(person)).counts.itemsCreated).toBe(1);
  });

  it('[F2] a list view that is no filter says why', async () => {
    const wrapped = await TestServer.start({
      engine: {
        ...server.engine,
        listViews: async () => [
          { id: '00B1', label: 'Mine', usable: true },
          { id: '00B2', label: 'Recent', usable: false, reason: 'list-view-not-soql' },
        ],
      },
    });
    try {
      const { body } = await wrapped.person().get<{ listViews: unknown[] }>('/api/list-views');
      expect(body.listViews).toEqual([
        { id: '00B1', label: 'Mine', usable: true },
        {
          id: '00B2',
          label: 'Recent',
          usable: false,
          reason: { code: 'list-view-not-soql', params: {}, text: expect.stringContaining('no query') },
        },
      ]);
    } finally {
      await wrapped.stop();
    }
  });

  it('[S4] off, nothing is read: a preview is refused, a session ends with the reason, and the status says so', async () => {
    const person = withTwoRecords();
    await person.put('/api/settings', { contactsSync: false });
    const preview = await person.post<Problem>('/api/preview', {});
    expect([preview.status, preview.body.code]).toEqual([409, 'sync-is-off']);
    expect(await sync(person)).toMatchObject({ state: 'stopped', reason: { code: 'sync-is-off' } });
    const { body } = await person.get<Me>('/api/me');
    expect(body.notice).toMatchObject({ action: 'turn-on', reason: { code: 'sync-is-off' } });
    const asked = await person.post<{ people: unknown[] }>('/api/people/query', { emails: ['ann@acme.example'] });
    expect(asked.body.people).toMatchObject([{ status: 'not synced', reason: { code: 'sync-is-off' } }]);
    await person.get('/api/search?q=ann');
    const acts = [
      await person.put('/api/people/ann@acme.example', { sync: true }),
      await person.get('/api/people/ann@acme.example/card'),
      await person.post('/api/outlook-contacts/search', { q: 'ann' }),
    ];
    expect(acts.map(({ status }) => status)).toEqual([409, 409, 409]);
    expect(person.mailbox.calls + person.crm.calls).toBe(0);
  });
});

describe('T4: how the sync stands', () => {
  it('[T4] says what is missing, with one action, and nothing when all is well', async () => {
    const person = withTwoRecords();
    const notice = async () => (await person.get<Me>('/api/me')).body.notice;
    expect(await notice()).toMatchObject({ action: 'sync-now', reason: { code: 'first-session-to-come' } });
    await sync(person);
    expect(await notice()).toBeUndefined();
    await person.put('/api/settings', { paused: true });
    expect(await notice()).toMatchObject({ action: 'resume', reason: { code: 'paused' } });
    await person.put('/api/settings', { paused: false });
    const me = (await person.get<Me>('/api/me')).body;
    expect(me.contacts).toMatchObject({ linked: 1, attention: 0 });
    expect(me.firstSessionDone).toBe(true);
  });

  it('[S5] a folder that is gone stops the mailbox; it is made again by choice', async () => {
    const person = withTwoRecords();
    const early = await person.post<Problem>('/api/folder', { choice: 'make-again' });
    expect([early.status, early.body.code]).toEqual([409, 'folder-is-there']);
    await sync(person);
    const { folder } = person.mailbox;
    if (folder !== undefined) person.mailbox.folders.delete(folder);
    for (const { id } of person.mailbox.inFolder(folder ?? '')) person.mailbox.delete(id, true);
    expect(await sync(person)).toMatchObject({ state: 'stopped', reason: { code: 'folder-missing' } });
    expect((await person.get<Me>('/api/me')).body.notice).toMatchObject({ action: 'choose-folder' });
    expect((await person.post<Settings>('/api/folder', { choice: 'make-again' })).body.contactsSync).toBe(true);
    await sync(person);
    expect(person.mailbox.inFolder(person.mailbox.folder ?? '')).toHaveLength(1);
    expect(person.crm.live).toHaveLength(2);
  });

  it('[S5] or the sync is turned off', async () => {
    const person = withTwoRecords();
    await sync(person);
    const { folder } = person.mailbox;
    if (folder !== undefined) person.mailbox.folders.delete(folder);
    await sync(person);
    expect((await person.post<Settings>('/api/folder', { choice: 'turn-off' })).body.contactsSync).toBe(false);
    expect((await person.get<Me>('/api/me')).body.notice).toMatchObject({ action: 'turn-on' });
  });
});

describe('the language', () => {
  it('[T5] reasons are worded in the language asked for; the code stays', async () => {
    const person = withTwoRecords();
    await person.put('/api/settings', { paused: true });
    const said = async (language: string) =>
      (await person.get<Me>('/api/me', { 'accept-language': language })).body.notice?.reason;
    expect(await said('de-AT,de;q=0.9,en;q=0.5')).toEqual({
      code: 'paused',
      params: {},
      text: 'Der Abgleich ist angehalten.',
    });
    expect(await said('fr')).toMatchObject({ code: 'paused', text: 'The sync is paused.' });
    const problem = await person.post<Problem>('/api/folder', { choice: 'make-again' }, { 'accept-language': 'de' });
    expect(problem.body.detail).toBe('Der Kontaktordner ist da; es gibt nichts zu entscheiden.');
  });

  it('[T6] the pane gives names and types; who has no switch says why', async () => {
    const person = withTwoRecords();
    await sync(person);
    const people = [
      { email: 'ann@x.example', name: 'Ann L.', type: 'externalUser' },
      { email: 'all@x.example', name: 'All', type: 'distributionList' },
    ];
    const { body } = await person.post<{ people: Person[] }>('/api/people/query', { people });
    expect(body.people).toMatchObject([
      { name: 'Ann Lee', status: 'synced', openUrl: expect.stringContaining('https://') },
      { name: 'All', kind: 'group', noSwitch: true, why: 'This is a group; only people are synced.' },
    ]);
    expect(body.people[0]).not.toHaveProperty('noSwitch');
    expect((await person.post('/api/people/query', { people, emails: [] })).status).toBe(400);
    const local = await person.post<{ people: Person[] }>('/api/people/query', {
      emails: ['bob@x.example'],
      local: true,
    });
    expect(local.body.people[0]).toMatchObject({ checking: true, why: expect.stringContaining('being asked') });
  });

  it('[T5] every status answers why in one sentence', async () => {
    const person = withTwoRecords();
    await sync(person);
    const { body } = await person.get<{ people: Person[] }>('/api/people?email=bob@x.example&email=no@x.example', {
      'accept-language': 'de',
    });
    expect(body.people.map(({ why }) => why)).toEqual([
      'Gehört Ben Okafor; Ihr Filter ist „Nur meine Kontakte“.',
      'Er ist weder unter Ihren abgeglichenen Kontakten noch in Salesforce zu finden.',
    ]);
  });
});
