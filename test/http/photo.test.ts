import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../server/engine/engine.ts';
import type { Contact, Problem } from '../../server/http/contract.ts';
import { NO_PICTURES, PICTURES } from '../support/pictures.ts';
import { Simulated } from '../support/simulated.ts';
import { TestServer } from './test-server.ts';

let one: Simulated;
let server: TestServer;

beforeAll(async () => {
  one = await Simulated.start();
  await one.fresh();
  server = await TestServer.start({
    store: one.store,
    // Each test has an engine of its own.
    engine: new Proxy({} as Engine, { get: (_none, name: keyof Engine) => one.engine[name] }),
    enrolment: ({ email }) => ({ service: 'graph', crmUsername: email }),
    authenticator: {
      authenticate: async ({ headers }) => {
        const email = headers.authorization?.replace('Bearer ', '') ?? '';
        return email === '' ? undefined : { by: 'development', email, name: email, admin: false };
      },
    },
  });
});
afterAll(async () => {
  await server.stop();
  await one.stop();
});
beforeEach(() => one.fresh());

const get = <T>(path: string, who = one.ada.email, headers: Readonly<Record<string, string>> = {}) =>
  server.call<T>('GET', path, { headers: { authorization: `Bearer ${who}`, ...headers } });

/** As a browser asks that has the photo already; Node's fetch would ask to be given it anew. */
const statusFor = (path: string, etag: string) =>
  new Promise<number | undefined>((done, fail) => {
    const headers = { authorization: `Bearer ${one.ada.email}`, 'if-none-match': etag };
    request(server.url + path, { headers }, (response) => done(response.resume().statusCode))
      .on('error', fail)
      .end();
  });

/** Ada's one contact, synced and with that photo; its ids on each side. */
async function contact(photo?: Buffer): Promise<{ readonly id: string; readonly item: string }> {
  await one.putRecord({ FirstName: 'Ann', LastName: 'Lee', Email: 'ann@acme.example' });
  await one.sync();
  const [item] = await one.items();
  if (item === undefined) throw new Error('nothing was synced');
  if (photo !== undefined) await one.ada.outlook('PUT', `/contacts/${item.id}/photo/$value`, photo);
  const { body } = await get<{ contacts: Contact[] }>('/api/contacts');
  await one.control('DELETE', 'calls');
  return { id: body.contacts[0]?.id ?? '', item: item.id };
}

/** What the product asked of Graph since, parts of batches too. */
const asked = async () =>
  (await one.calls('graph')).flatMap(({ path, parts = [] }) => [path, ...parts.map((part) => part.path)]);
const photoCalls = async () => (await asked()).filter((path) => /photo/i.test(path));

describe("a contact's photo", () => {
  it('is answered as its bytes are, whatever the service calls it, and kept by nobody but the person’s own browser', async () => {
    const { id } = await contact();
    const path = `/api/contacts/${id}/photo`;
    const [{ id: item = '' } = {}] = await one.items();
    for (const [type, bytes] of Object.entries(PICTURES)) {
      await one.ada.outlook('PUT', `/contacts/${item}/photo/$value`, bytes);
      const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${one.ada.email}` } });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'cache-control': expect.stringMatching(/^private, max-age=\d+$/),
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        vary: 'Authorization, Cookie',
      });
    }
    const etag = (await get(path)).headers.get('etag') ?? '';
    expect(await statusFor(path, etag)).toBe(304);
    await one.ada.outlook('PUT', `/contacts/${item}/photo/$value`, PICTURES['image/png']);
    expect(await statusFor(path, etag)).toBe(200);
  });

  it('is 204 where there is none, no picture, or too much of one', async () => {
    const { id, item } = await contact();
    const none = await get(`/api/contacts/${id}/photo`);
    expect(none.status).toBe(204);
    expect(none.headers.get('cache-control')).toMatch(/^private/);
    for (const [what, bytes] of Object.entries(NO_PICTURES)) {
      await one.ada.outlook('PUT', `/contacts/${item}/photo/$value`, bytes);
      expect([what, (await get(`/api/contacts/${id}/photo`)).status]).toEqual([what, 204]);
    }
  });

  it('[U6] of an item that has been moved out since is not asked for', async () => {
    const { id, item } = await contact(PICTURES['image/png']);
    await one.moveItem(item, 'contacts');
    expect((await get(`/api/contacts/${id}/photo`)).status).toBe(204);
    expect(await photoCalls()).toEqual([]);
    // All that was asked of it is where it is.
    expect((await asked()).filter((path) => path.includes(item))).toEqual([
      expect.stringMatching(/\/contacts\/[^/]+$/),
    ]);
    await one.moveItem(item, 'deleteditems');
    expect((await get(`/api/contacts/${id}/photo`)).status).toBe(204);
    await one.removeItem(item, true);
    expect((await get(`/api/contacts/${id}/photo`)).status).toBe(204);
    expect(await photoCalls()).toEqual([]);
  });

  it('[U6] of an item in a sub-folder of the folder is its photo, too', async () => {
    const { id, item } = await contact(PICTURES['image/png']);
    const inner = await one.ada.outlook<{ id: string }>('POST', `/contactFolders/${await one.folder()}/childFolders`, {
      displayName: 'Inner',
    });
    await one.moveItem(item, inner.id);
    expect((await get(`/api/contacts/${id}/photo`)).status).toBe(200);
    const outer = await one.ada.outlook<{ id: string }>('POST', '/contactFolders', { displayName: 'Outer' });
    await one.moveItem(item, outer.id);
    expect((await get(`/api/contacts/${id}/photo`)).status).toBe(204);
  });

  it('[U6] [S4] is asked of no contact that is not linked, and of none while sync is off', async () => {
    const { id } = await contact(PICTURES['image/png']);
    await one.set({ contactsSync: false });
    expect((await get(`/api/contacts/${id}/photo`)).status).toBe(204);
    await one.set({ contactsSync: true });
    expect((await get(`/api/contacts/${id}/photo`)).status).toBe(200);
    await one.control('DELETE', 'calls');
    await one.engine.switchOff(one.memory.id, { linkId: id }, 'keep-both');
    await one.sync();
    await one.control('DELETE', 'calls');
    expect((await get(`/api/contacts/${id}/photo`)).status).toBe(204);
    const waits = await one.putItem({ surname: 'Waits', categories: ['Salesforce'] });
    await one.ada.outlook('PUT', `/contacts/${waits}/photo/$value`, PICTURES['image/png']);
    const linkId = await one.engine.switchOn(one.memory.id, { itemId: waits }, {});
    await one.control('DELETE', 'calls');
    expect((await get(`/api/contacts/${linkId}/photo`)).status).toBe(204);
    expect(await asked()).toEqual([]);
  });

  it('of another person is 404, as of nobody, and nothing is asked for', async () => {
    const { id } = await contact(PICTURES['image/png']);
    await get('/api/me', one.ben.email);
    for (const [path, who] of [
      [`/api/contacts/${id}/photo`, one.ben.email],
      [`/api/contacts/${crypto.randomUUID()}/photo`, one.ada.email],
      ['/api/contacts/no-uuid/photo', one.ada.email],
    ] as const) {
      const { status, body, headers } = await get<Problem>(path, who);
      expect([path, status, body.code, headers.get('cache-control')]).toEqual([path, 404, 'not-found', 'no-store']);
    }
    expect((await server.call('GET', `/api/contacts/${id}/photo`)).status).toBe(401);
    expect(await asked()).toEqual([]);
  });

  it('is neither stored nor logged, and a service that fails is no missing photo', async () => {
    const { id, item } = await contact(PICTURES['image/png']);
    const before = await one.links();
    server.logged.length = 0;
    await get(`/api/contacts/${id}/photo`);
    expect(await one.links()).toEqual(before);
    expect(server.logged.join('\n')).toContain('"/api/contacts/:id/photo"');
    for (const secret of [id, item, 'PNG', 'acme']) expect(server.logged.join('\n')).not.toContain(secret);
    await one.fault(
      'graph',
      { kind: 'status', status: 403, body: { error: { code: 'ErrorAccessDenied' } } },
      { path: 'photo' },
    );
    const refused = await get<Problem>(`/api/contacts/${id}/photo`);
    expect([refused.status, refused.body.code, refused.headers.get('cache-control')]).toEqual([
      409,
      'graph-forbidden',
      'no-store',
    ]);
  });
});
