import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Me, Problem, Session } from '../../server/http/contract.ts';
import { TestServer } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

describe('before it is ready', () => {
  it('is alive, and answers 503 to who asks whether it is ready, until the queue is open', async () => {
    expect((await server.call('GET', '/healthz')).status).toBe(200);
    const early = await server.call<Problem>('GET', '/readyz');
    expect([early.status, early.body.code]).toEqual([503, 'not-ready']);
    await server.jobs.start();
    expect((await server.call('GET', '/readyz')).status).toBe(200);
  });
});

describe('who may ask', () => {
  it('answers 401 without a token, and with a wrong one, before it looks at the body', async () => {
    for (const headers of [undefined, { authorization: 'Bearer wrong' }, { authorization: 'Basic eDp5' }]) {
      const answer = await server.call<Problem>('PUT', '/api/settings', {
        body: '{not json',
        ...(headers && { headers }),
      });
      expect([answer.status, answer.body.code]).toEqual([401, 'sign-in-first']);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(answer.type).toMatch(/^application\/problem\+json/);
    }
  });

  it('answers 403 to a person whom the administrator has not listed, and to who is no administrator', async () => {
    const stranger = await server.person({ listed: false }).get<Problem>('/api/me');
    expect([stranger.status, stranger.body.code]).toEqual([403, 'not-enrolled']);
    const person = server.person();
    const refused = await person.get<Problem>('/api/admin/mailboxes');
    expect([refused.status, refused.body.code]).toEqual([403, 'admins-only']);
    const admin = server.person({ admin: true, listed: false });
    expect((await admin.get('/api/admin/mailboxes')).status).toBe(200);
  });

  it("[J5] answers 404 for another person's session, contact and plan", async () => {
    const [ada, ben] = [server.person(), server.person()];
    ada.crm.put({ fields: { lastName: 'Lee', email: 'lee@x.example' } });
    const { body: session } = await ada.post<Session>('/api/sessions?wait=true');
    expect(session.counts.itemsCreated).toBe(1);
    const memory = await ada.memory();
    const [link] = await server.store.links.heads(memory.id);
    const id = link?.id ?? '';
    expect((await ada.get(`/api/sessions/${session.id}`)).status).toBe(200);
    for (const answer of [
      await ben.get(`/api/sessions/${session.id}`),
      await ben.get(`/api/sessions/${session.id}/plan`),
      await ben.post(`/api/sessions/${session.id}/undo`),
      await ben.post(`/api/sessions/${session.id}/allow`),
      await ben.put(`/api/contacts/${id}`, { sync: false, mode: 'keep-both' }),
      await ben.post(`/api/contacts/${id}/undo`),
      await ben.get(`/api/contacts/${id}/photo`),
      await ben.post(`/api/contacts/${id}/keep`),
      await ben.post(`/api/contacts/${id}/put-back`, { field: 'title' }),
      await ben.get('/api/sessions/no-uuid'),
    ])
      expect(answer.status).toBe(404);
    expect((await ben.get<{ entries: unknown[] }>(`/api/activity?session=${session.id}`)).body.entries).toEqual([]);
  });

  it('enrols a listed person with the first request', async () => {
    const person = server.person();
    expect(await server.store.mailboxes.byEmail(person.email)).toBeUndefined();
    const { body } = await person.get<Me>('/api/me');
    expect(body).toMatchObject({ email: person.email, service: 'graph', firstSessionDone: false });
  });
});

describe('whom it speaks to', () => {
  it('[T4] remembers the language in which a person last asked, for what is told them when they are not here', async () => {
    const person = server.person();
    const after = async (language: string) => {
      await person.get('/api/me', { 'accept-language': language });
      return (await person.memory()).language;
    };
    expect([await after('de-AT,de;q=0.9,en;q=0.5'), await after('fr'), await after('de')]).toEqual(['de', 'en', 'de']);
  });
});

describe('what is asked wrongly', () => {
  it('answers 400 with each place: unknown keys, wrong values, in body and query', async () => {
    const person = server.person();
    const { status, body } = await person.put<Problem>('/api/settings', { paused: 'yes', contactSync: true });
    expect([status, body.code]).toEqual([400, 'bad-request']);
    expect(body.errors?.map(({ path }) => path).sort()).toEqual(['body.contactSync', 'body.paused']);
    const query = await person.get<Problem>('/api/sessions?limit=0');
    expect([query.status, query.body.errors?.[0]?.path]).toEqual([400, 'query.limit']);
    const many = await person.post('/api/people/query', { emails: Array.from({ length: 101 }, () => 'a@b.example') });
    expect(many.status).toBe(400);
  });

  it('answers 413 to a body beyond 256 kB, 415 to one that says it is something else, 400 to one that is no JSON', async () => {
    const person = server.person();
    const large = await person.post<Problem>('/api/people/query', { emails: ['x'.repeat(257 * 1024)] });
    expect([large.status, large.body.code]).toEqual([413, 'too-large']);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      const other = await person.put<Problem>('/api/settings', 'paused=true', { 'content-type': type });
      expect([other.status, other.body.code]).toEqual([415, 'body-not-json']);
    }
    const broken = await person.put<Problem>('/api/settings', '{"paused":');
    expect([broken.status, broken.body.code]).toEqual([400, 'body-not-json']);
    expect((await person.put('/api/settings', undefined)).status).toBe(400);
  });

  it('answers 404 to what is not there, and 400 to a path that cannot be decoded', async () => {
    const person = server.person();
    expect((await person.get('/api/nothing')).status).toBe(404);
    expect((await server.call('GET', '/nothing')).status).toBe(404);
    expect((await person.put('/api/people/%E0%A4%A', { sync: true })).status).toBe(400);
    expect((await server.call('GET', '/api/demo/people')).status).toBe(404);
  });
});

describe('what holds for all', () => {
  it('says how to build the page where it is not built', async () => {
    const { status, body, type } = await server.call<string>('GET', '/');
    expect([status, type]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(body).toContain('npm run build');
  });

  it('lets itself be framed by Outlook only, and answers of the API are kept nowhere', async () => {
    const { headers } = await server.call('GET', '/');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self' https://outlook.office.com");
    expect(headers.get('x-frame-options')).toBeNull();
    expect((await server.person().get('/api/me')).headers.get('cache-control')).toBe('no-store');
  });

  it('logs the route, never an address, a name or a token', async () => {
    const person = server.person();
    await person.get('/api/people?email=secret@private.example');
    await person.put('/api/people/secret%40private.example', { sync: true });
    const lines = server.logged.filter((line) => line.startsWith('request'));
    expect(lines.some((line) => line.includes('"/api/people/:email"'))).toBe(true);
    expect(lines.join('\n')).not.toMatch(/secret|@|contoso/);
    expect(lines.join('\n')).not.toContain(person.token);
  });

  it('limits the requests of one token by themselves', async () => {
    const narrow = await TestServer.start({ requestsPerMinute: 2 });
    try {
      const [ada, ben] = [narrow.person(), narrow.person()];
      const statuses = [];
      for (let count = 0; count < 3; count += 1) statuses.push((await ada.get('/api/settings')).status);
      expect(statuses).toEqual([200, 200, 429]);
      expect((await ben.get('/api/settings')).status).toBe(200);
      expect((await ada.get('/api/settings')).headers.get('retry-after')).not.toBeNull();
    } finally {
      await narrow.stop();
    }
  });

  it('an error that nobody expected shows nothing of its inside', async () => {
    const broken = await TestServer.start({
      authenticator: {
        authenticate: async () => {
          throw new Error('secret inside');
        },
      },
    });
    try {
      const { status, body } = await broken.person().get<Problem>('/api/me');
      expect([status, body.code]).toEqual([500, 'internal-error']);
      expect(JSON.stringify(body)).not.toContain('secret');
      expect(broken.logged.some((line) => line.startsWith('request-broke-off'))).toBe(true);
    } finally {
      await broken.stop();
    }
  });
});
