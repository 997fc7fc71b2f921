import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activityAnswer } from '../../server/http/answers.ts';
import type { ActivityEntry, Contact, HeldPlan, Me, Preview, Problem, Session } from '../../server/http/contract.ts';
import { TestServer, type TestPerson } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.jobs.start();
});
afterAll(() => server.stop());

const DAY_MS = 86_400_000;
const sync = async (person: TestPerson) => (await person.post<Session>('/api/sessions?wait=true')).body;
const code = ({ status, body }: { status: number; body: Problem }) => [status, body.code];

describe('sessions', () => {
  it('wait=true answers when it is over, with what it did; without, at once', async () => {
    const person = server.person();
    person.crm.put({ fields: { lastName: 'Lee' } });
    const over = await sync(person);
    expect(over).toMatchObject({ state: 'done', task: 'sync', counts: { itemsCreated: 1, recordsCreated: 0 } });
    expect(over.calls.mailbox).toBeGreaterThan(0);
    const { body: queued } = await person.post<Session>('/api/sessions');
    expect(['queued', 'running', 'done']).toContain(queued.state);
    const { body: later } = await person.get<Session>(`/api/sessions/${queued.id}?wait=true`);
    expect(later).toMatchObject({ id: queued.id, state: 'done', counts: { itemsCreated: 0, itemsUpdated: 0 } });
  });

  it('[S3] one that is asked for while one waits or runs is that one', async () => {
    const person = server.person();
    const answers = await Promise.all(Array.from({ length: 5 }, () => person.post<Session>('/api/sessions?wait=true')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBeLessThan(5);
    expect(answers.every(({ body }) => body.state === 'done')).toBe(true);
  });

  it('are paged, newest first', async () => {
    const person = server.person();
    const made = [];
    for (let count = 0; count < 3; count += 1) made.push((await sync(person)).id);
    type Page = { sessions: Session[]; next?: string };
    const first = (await person.get<Page>('/api/sessions?limit=2')).body;
    const second = (await person.get<Page>(`/api/sessions?limit=2&before=${first.next}`)).body;
    expect([...first.sessions, ...second.sessions].map(({ id }) => id)).toEqual([...made].reverse());
    expect(second.next).toBeUndefined();
  });

  it('[J2] a preview changes nothing; applied by its id it does what it showed, once', async () => {
    const person = server.person();
    person.crm.put({ fields: { lastName: 'Lee', email: 'lee@x.example' } });
    const { body: preview } = await person.post<Preview>('/api/preview');
    expect(preview.counts.itemsCreated).toBe(1);
    expect(person.mailbox.items.size).toBe(0);
    const applied = await person.post<Session>('/api/sessions?wait=true', { preview: preview.id });
    expect(applied.body).toMatchObject({ state: 'done', task: 'apply-plan', counts: preview.counts });
    expect(person.mailbox.items.size).toBe(1);
    expect(code(await person.post<Problem>('/api/sessions', { preview: preview.id }))).toEqual([409, 'plan-replaced']);
    expect((await person.post('/api/sessions', { preview: crypto.randomUUID() })).status).toBe(404);
    expect((await sync(person)).counts).toMatchObject({ itemsCreated: 0, itemsUpdated: 0, recordsUpdated: 0 });
  });
});

describe('a held plan', () => {
  /** S2: more than 25 in the folder before the first session. */
  async function held(): Promise<{ person: TestPerson; session: Session }> {
    const person = server.person();
    const { id } = person.mailbox.makeFolder('Salesforce Contacts');
    for (let count = 0; count < 26; count += 1)
      person.mailbox.put({ fields: { lastName: `Person ${count}`, email: `p${count}@x.example` } }, id);
    return { person, session: await sync(person) };
  }

  it('[D5] says why it is held and what it would do; allow applies it, and answers the session that did', async () => {
    const { person, session } = await held();
    expect(session).toMatchObject({ state: 'held', reason: { code: 'first-upload', params: { uploads: '26' } } });
    const me = (await person.get<Me>('/api/me')).body;
    expect(me).toMatchObject({ held: { id: session.id }, notice: { action: 'review-plan' } });
    const { body: plan } = await person.get<HeldPlan>(`/api/sessions/${session.id}/plan`);
    expect(plan).toMatchObject({ state: 'open', counts: { recordsCreated: 26 } });
    expect(plan.operations.filter(({ kind }) => kind === 'create-record')).toHaveLength(26);
    const { body: allowed } = await person.post<Session>(`/api/sessions/${session.id}/allow`);
    expect(allowed).toMatchObject({ state: 'done', task: 'apply-plan', counts: { recordsCreated: 26 } });
    expect(person.crm.live).toHaveLength(26);
    expect(code(await person.post<Problem>(`/api/sessions/${session.id}/allow`))).toEqual([409, 'plan-replaced']);
    expect(code(await person.post<Problem>(`/api/sessions/${session.id}/discard`))).toEqual([409, 'plan-replaced']);
  });

  it('[D5] allowed twice at once, it is applied once', async () => {
    const { person, session } = await held();
    const both = await Promise.all(
      [1, 2].map(() => person.post<Session | Problem>(`/api/sessions/${session.id}/allow`)),
    );
    expect(both.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect(both.some(({ status }) => status === 200)).toBe(true);
    expect(person.crm.live).toHaveLength(26);
  });

  it('[D5] discard stops its pairs and writes nothing', async () => {
    const { person, session } = await held();
    const { body } = await person.post<Session>(`/api/sessions/${session.id}/discard`);
    expect(body).toMatchObject({ state: 'done', task: 'discard-plan', counts: { recordsCreated: 0 } });
    await sync(person);
    expect(person.crm.live).toHaveLength(0);
    expect((await person.get<Me>('/api/me')).body.contacts.stopped).toBe(26);
  });

  it('[D5] a settings change replaces it: both answer 409', async () => {
    const { person, session } = await held();
    await person.put('/api/settings', { conflicts: 'outlook' });
    for (const decision of ['allow', 'discard'])
      expect(code(await person.post<Problem>(`/api/sessions/${session.id}/${decision}`))).toEqual([
        409,
        'plan-replaced',
      ]);
  });

  it('a session that is not held has nothing to allow', async () => {
    const person = server.person();
    const { id } = await sync(person);
    expect(code(await person.post<Problem>(`/api/sessions/${id}/allow`))).toEqual([409, 'plan-replaced']);
    expect((await person.get(`/api/sessions/${id}/plan`)).status).toBe(404);
  });
});

describe('undo and activity', () => {
  it('[J1] a session is undone, and the activity shows both; what is undone cannot be undone again', async () => {
    const person = server.person();
    const record = person.crm.put({ fields: { lastName: 'Lee', email: 'lee@x.example', title: 'Old' } });
    await sync(person);
    person.crm.put({ id: record.id, fields: { lastName: 'Lee', email: 'lee@x.example', title: 'New' } });
    const changed = await sync(person);
    expect(changed.counts.itemsUpdated).toBe(1);
    const titles = () => [...person.mailbox.items.values()].map(({ fields }) => fields.title);
    expect(titles()).toEqual(['New']);
    const { body: undone } = await person.post<Session>(`/api/sessions/${changed.id}/undo`);
    expect(undone).toMatchObject({ state: 'done', task: 'undo-session' });
    expect(titles()).toEqual(['Old']);
    expect(code(await person.post<Problem>(`/api/sessions/${changed.id}/undo`))).toEqual([409, 'nothing-to-undo']);
    const { body } = await person.get<{ entries: ActivityEntry[] }>(`/api/activity?session=${changed.id}`);
    expect(body.entries).toMatchObject([
      {
        kind: 'update-item',
        rule: expect.stringMatching(/^[A-Z]\d$/),
        contact: { email: 'lee@x.example' },
        fields: [{ field: 'title', before: 'Old', after: 'New', from: 'salesforce' }],
        undone: true,
        undoable: false,
      },
    ]);
  });

  it('[J1] the activity says what can be taken back: what is done and stands, and no mark that U4 or T3 would set again', async () => {
    const person = server.person();
    person.crm.put({ fields: { lastName: 'Lee', email: 'lee@x.example' } });
    const { id } = await sync(person);
    const [entry] = await server.store.journal.ofSession((await person.memory()).id, id);
    if (entry === undefined) throw new Error('There is no entry.');
    const undoable = (over: Partial<typeof entry>) => activityAnswer({ ...entry, ...over }, id).undoable;
    expect(undoable({})).toBe(true);
    for (const over of [
      { rule: 'U4' },
      { rule: 'T3' },
      { kind: 'note' },
      { state: 'failed' },
      { payload: null },
    ] as const)
      expect([over, undoable(over)]).toEqual([over, false]);
  });

  it('[D2] [U5] what came back can be stopped in the activity as long as it is synced', async () => {
    const person = server.person();
    for (const lastName of ['Deleted', 'Moved']) person.crm.put({ fields: { lastName }, ownerId: person.crm.me });
    await sync(person);
    for (const { id, fields } of [...person.mailbox.items.values()])
      if (fields.lastName === 'Deleted') person.mailbox.delete(id);
      else person.mailbox.moveTo(id, person.mailbox.contacts);
    await sync(person);
    const offered = async () => {
      const { body } = await person.get<{ entries: ActivityEntry[] }>('/api/activity');
      return body.entries.filter(({ cameBack }) => cameBack === true);
    };
    const both = await offered();
    expect(both.map(({ contact }) => contact.name).sort()).toEqual(['Deleted', 'Moved']);
    const [first, second] = both;
    await person.put(`/api/contacts/${first?.contactId ?? ''}`, { sync: false, mode: 'keep-both' });
    expect((await offered()).map(({ id }) => id)).toEqual([second?.id]);
    // Asked for, and not done yet.
    await server.store.links.request((await person.memory()).id, second?.contactId ?? '', { kind: 'stop' });
    expect(await offered()).toEqual([]);
  });

  it('[J1] the activity offers the undo at the latest session of a contact alone, which an undo is too', async () => {
    const person = server.person();
    const { id } = person.crm.put({ fields: { lastName: 'Lee', email: 'lee@x.example', title: 'Old' } });
    await sync(person);
    for (const title of ['New', 'Newest']) {
      person.crm.put({ id, fields: { lastName: 'Lee', email: 'lee@x.example', title } });
      await sync(person);
    }
    const offered = async () => {
      const { body } = await person.get<{ entries: ActivityEntry[] }>('/api/activity');
      return body.entries.filter(({ undoable }) => undoable).map(({ kind, fields }) => [kind, fields[0]?.after]);
    };
    expect(await offered()).toEqual([['update-item', 'Newest']]);
    const [contact] = (await person.get<{ contacts: Contact[] }>('/api/contacts')).body.contacts;
    await person.post(`/api/contacts/${contact?.id ?? ''}/undo`);
    expect(await offered()).toEqual([
      ['update-item', 'New'],
      ['update-record', 'New'],
    ]);
    await person.post(`/api/contacts/${contact?.id ?? ''}/undo`);
    expect((await offered()).map(([, after]) => after)).toEqual(['Newest', 'Newest']);
  });

  it('[J1] after the days that an undo is promised for it is too late, and says so; once it is cleaned up the session is unknown', async () => {
    let now = Date.now();
    const later = await TestServer.start({ now: () => new Date(now) });
    await later.jobs.start();
    try {
      const person = later.person();
      person.crm.put({ fields: { lastName: 'Lee', email: 'lee@x.example' } });
      const { id } = await sync(person);
      now += 29 * DAY_MS;
      expect((await person.post(`/api/sessions/${id}/undo/preview`)).status).toBe(200);
      now += 2 * DAY_MS;
      for (const path of ['undo', 'undo/preview']) {
        const { status, body } = await person.post<Problem>(`/api/sessions/${id}/${path}`);
        expect([status, body.code, body.detail]).toEqual([410, 'undo-too-late', expect.stringContaining('30')]);
      }
      expect(person.mailbox.items.size).toBe(1);
      await later.store.journal.prune(new Date(now - 30 * DAY_MS));
      expect((await person.post(`/api/sessions/${id}/undo`)).status).toBe(404);
      expect((await person.get(`/api/activity?session=${id}`)).body).toEqual({ entries: [] });
    } finally {
      await later.stop();
    }
  });

  it('the activity is paged, newest first, and of one address', async () => {
    const person = server.person();
    for (let count = 0; count < 5; count += 1)
      person.crm.put({ fields: { lastName: `Lee ${count}`, email: `lee${count}@x.example` } });
    await sync(person);
    type Page = { entries: ActivityEntry[]; next?: string };
    const seen: string[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const { body }: { body: Page } = await person.get<Page>(`/api/activity?limit=2${next && `&before=${next}`}`);
      seen.push(...body.entries.map(({ id }) => id));
      next = body.next;
    }
    expect(new Set(seen).size).toBe(5);
    const one = (await person.get<Page>('/api/activity?email=LEE3%40x.example')).body;
    expect(one.entries.map(({ contact }) => contact.name)).toEqual(['Lee 3']);
  });
});
