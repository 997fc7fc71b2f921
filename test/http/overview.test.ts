import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  endpoints,
  type Day,
  type Endpoint,
  type HeldPlanOf,
  type Mailbox,
  type Organisation,
  type Session,
  type WhoAmI,
} from '../../server/http/contract.ts';
import { TestServer, type TestPerson } from './test-server.ts';

let server: TestServer;
let admin: TestPerson;
beforeAll(async () => {
  server = await TestServer.start();
  await server.jobs.start();
  admin = server.person({ admin: true });
});
afterAll(() => server.stop());

const withRecords = (n: number): TestPerson => {
  const person = server.person();
  for (let at = 0; at < n; at += 1)
    person.crm.put({ fields: { lastName: `Lee ${at}`, email: `lee${at}@acme.example` } });
  return person;
};
const sync = (person: TestPerson) => person.post<Session>('/api/sessions?wait=true', {});
interface Listed {
  readonly mailboxes: readonly Mailbox[];
  readonly healths: Readonly<Record<string, number>>;
  readonly next?: string;
}

/** All its records are deleted: more than the brake lets through. */
async function held(): Promise<TestPerson> {
  const person = withRecords(30);
  await sync(person);
  for (const { id } of person.crm.live) person.crm.delete(id);
  expect((await sync(person)).body.state).toBe('held');
  return person;
}

describe('the overview', () => {
  it("sums one's own sessions by day, and everybody's for an administrator alone", async () => {
    const [ada, ben] = [withRecords(2), withRecords(3)];
    await sync(ada);
    await sync(ben);
    const today = new Date().toISOString().slice(0, 10);
    const { days } = (await ada.get<{ days: readonly Day[] }>('/api/history?days=30')).body;
    expect(days).toMatchObject([{ day: today, sessions: 1, failed: 0, counts: { itemsCreated: 2, itemsDeleted: 0 } }]);
    const all = (await admin.get<{ days: readonly Day[] }>('/api/admin/history')).body.days;
    expect(all[0]?.counts.itemsCreated).toBeGreaterThanOrEqual(5);
    expect((await ada.get('/api/admin/history')).status).toBe(403);
    expect((await ada.get('/api/history?days=0')).status).toBe(400);
  });

  it('lists mailboxes by pages, by text and by how they stand', async () => {
    const [ada, ben] = [withRecords(1), withRecords(1)];
    await sync(ada);
    await ben.put('/api/settings', { paused: true });
    const find = async (query: string) => (await admin.get<Listed>(`/api/admin/mailboxes${query}`)).body;
    expect((await find(`?q=${ada.email.toUpperCase()}`)).mailboxes).toMatchObject([
      { email: ada.email, health: 'ok', contacts: { linked: 1 } },
    ]);
    const one = `/api/admin/mailboxes/${ada.email}`;
    expect((await admin.get<Mailbox>(one)).body).toMatchObject({ email: ada.email, contacts: { linked: 1 } });
    expect([(await ada.get(one)).status, (await admin.get('/api/admin/mailboxes/no@x.example')).status]).toEqual([
      403, 404,
    ]);
    expect((await find(`?q=${ben.email}&health=paused`)).mailboxes).toHaveLength(1);
    expect((await find(`?q=${ben.email}&health=ok`)).mailboxes).toHaveLength(0);
    expect((await find('?q=%25')).mailboxes).toHaveLength(0);
    const { mailboxes, healths, next = '' } = await find('?limit=1');
    expect(mailboxes).toHaveLength(1);
    expect(healths.ok).toBeGreaterThan(0);
    const second = (await find(`?limit=1&after=${encodeURIComponent(next)}`)).mailboxes[0];
    expect([next, second?.email ?? ''].toSorted()).toEqual([next, second?.email]);
    expect(second?.email).not.toBe(next);
    expect((await admin.get('/api/admin/mailboxes?health=ill')).status).toBe(400);
  });

  it('[D5] an administrator sees why a plan is held and no contact of it, and decides it once', async () => {
    const [ada, ben] = [await held(), await held()];
    const list = async () => (await admin.get<{ plans: readonly HeldPlanOf[] }>('/api/admin/held-plans')).body.plans;
    const of = async ({ email }: TestPerson) => (await list()).find((plan) => plan.email === email);
    const [first, second] = [await of(ada), await of(ben)];
    expect(first).toMatchObject({ counts: { itemsDeleted: 30 }, reason: { code: expect.any(String) as unknown } });
    expect(JSON.stringify(first)).not.toContain('Lee');
    const path = (person: TestPerson, id = '') => `/api/admin/mailboxes/${person.email}/plans/${id}`;
    interface Listing {
      readonly plans: readonly HeldPlanOf[];
      readonly next?: string;
    }
    const page = async (after: string) =>
      (await admin.get<Listing>(`/api/admin/held-plans?limit=1${after === '' ? '' : `&after=${after}`}`)).body;
    const paged: string[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const { plans, next }: Listing = await page(after);
      expect(plans).toHaveLength(1);
      paged.push(...plans.map((plan) => plan.id));
      after = next;
    }
    expect(paged).toEqual((await list()).map((plan) => plan.id));
    expect((await page('none')).plans).toEqual([]);
    expect((await ada.post(`${path(ada, first?.id)}/allow`)).status).toBe(403);
    // Another mailbox's plan is none of this one.
    expect((await admin.post(`${path(ada, second?.id)}/allow`)).status).toBe(404);
    expect((await admin.post<Session>(`${path(ada, first?.id)}/allow`)).body).toMatchObject({
      state: 'done',
      counts: { itemsDeleted: 30 },
    });
    expect((await admin.post(`${path(ada, first?.id)}/discard`)).status).toBe(409);
    expect((await admin.post<Session>(`${path(ben, second?.id)}/discard`)).body.state).toBe('done');
    expect(ben.mailbox.inFolder(ben.mailbox.folder ?? '')).toHaveLength(30);
    expect((await list()).filter(({ email }) => [ada.email, ben.email].includes(email))).toEqual([]);
  });

  it('shows the settings that hold for all, and the orgs', async () => {
    await sync(withRecords(1));
    const { body } = await admin.get<Organisation>('/api/admin/organisation');
    expect(body).toMatchObject({ scheduleMinutes: 30, brake: { contacts: 25 }, salesforceApiVersion: '67.0' });
    expect(body.orgs[0]?.mailboxes).toBeGreaterThan(0);
    expect(body.orgs[0]?.seen).toMatchObject({ externalKey: true, usage: { used: 18, allowed: 15_000 } });
    expect((await withRecords(0).get('/api/admin/organisation')).status).toBe(403);
  });

  it('[S6] says who is connected how, and whether Salesforce let them in', async () => {
    const ada = withRecords(1);
    const counted = async () => (await admin.get<Organisation>('/api/admin/organisation')).body.connections;
    const of = async () =>
      (await admin.get<Listed>(`/api/admin/mailboxes?q=${ada.email}`)).body.mailboxes[0]?.connection;
    await ada.get('/api/me');
    expect(await of()).toEqual({ how: 'jwt' });
    await sync(ada);
    expect(await of()).toEqual({ how: 'jwt', signedIn: true });
    const before = await counted();
    expect(before.jwt).toBeGreaterThan(0);
    const { id } = await ada.memory();
    const { fence } = await server.store.mailboxes.begin(id);
    await server.store.mailboxes.remember(fence, { stopped: { code: 'crm-sign-in-refused', params: {} } });
    expect(await of()).toEqual({ how: 'jwt', signedIn: false });
    expect(await counted()).toEqual({ ...before, refused: before.refused + 1 });
    await server.store.mailboxes.connect(id, ada.email, { clearStop: true });
    expect(await of()).toMatchObject({ how: 'own', signedIn: true, since: expect.any(String) as unknown });
    expect(await counted()).toEqual({ ...before, own: before.own + 1, jwt: before.jwt - 1 });
  });

  it('lets an administrator without a mailbox administer, and nobody else without one', async () => {
    const [alone, ada] = [server.person({ admin: true, listed: false }), withRecords(1)];
    await sync(ada);
    expect((await alone.get('/api/me')).status).toBe(403);
    expect((await alone.get<WhoAmI>('/api/sign-in')).body).toEqual({ name: 'Ada Park', admin: true });
    const other = server.person({ listed: false });
    for (const { method, path, access } of Object.values<Endpoint>(endpoints).filter((one) => one.access === 'admin')) {
      const asked = path.replace('{email}', ada.email).replace('{id}', 'none');
      const call = (person: TestPerson) =>
        method === 'get'
          ? person.get(asked)
          : person[method](asked, asked.endsWith('/preview') ? { choice: 'keep' } : {});
      // Forgotten last: what comes before needs the mailbox.
      expect([access, path, (await call(other)).status]).toEqual([access, path, 403]);
      if (!path.endsWith('/forget')) expect([path, (await call(alone)).status]).not.toEqual([path, 403]);
    }
    expect((await alone.post(`/api/admin/mailboxes/${ada.email}/forget`)).status).toBe(204);
    expect((await alone.get<Listed>(`/api/admin/mailboxes?q=${ada.email}`)).body.mailboxes).toHaveLength(1);
  });
});
