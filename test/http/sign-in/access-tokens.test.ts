import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Directory } from '../../../server/connectors/mailbox.ts';
import type { Me, Problem, Session } from '../../../server/http/contract.ts';
import { EntraAccessTokens } from '../../../server/http/sign-in/access-tokens.ts';
import { TestServer } from '../test-server.ts';
import { AUTHORITY, CLIENT_ID, EntraTokens, OTHER_TENANT, TENANT } from './entra-tokens.ts';

let entra: EntraTokens;
let signIn: EntraAccessTokens;
let server: TestServer;
/** Object id to address: the tenant's mailboxes. */
const mailboxes = new Map<string, string>();
/** What the sign-in itself logs. */
const heard: string[] = [];
const ADMIN = randomUUID();

beforeAll(async () => {
  const directory: Directory = {
    tenantId: TENANT,
    byId: async (id) => {
      const address = mailboxes.get(id);
      return address === undefined ? undefined : { id, address, name: 'Ada Park' };
    },
    byAddress: async () => undefined,
  };
  server = await TestServer.start({
    directory,
    authenticator: { authenticate: (request) => signIn.authenticate(request) },
  });
  await server.jobs.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  entra = new EntraTokens();
  const note = (facts: object, event: string) => void heard.push(`${event} ${JSON.stringify(facts)}`);
  signIn = new EntraAccessTokens({
    authority: AUTHORITY,
    tenants: [TENANT],
    admins: [ADMIN],
    clientId: CLIENT_ID,
    scope: 'access_as_user',
    fetch: entra.fetch,
    log: { debug: note, info: note, warn: note, error: note },
  });
});
afterEach(() => void vi.useRealTimers());

const get = <T>(path: string, token: string) =>
  server.call<T>('GET', path, { headers: { authorization: `Bearer ${token}` } });

/** Somebody of the tenant with a mailbox. */
function someone(): { readonly id: string; readonly address: string } {
  const person = server.person();
  const id = randomUUID();
  mailboxes.set(id, person.email);
  return { id, address: person.email };
}

describe('a token that Entra made for Cardbridge', () => {
  it('opens the mailbox that the directory says is this person’s, whatever address the token names', async () => {
    const { id, address } = someone();
    const { status, body } = await get<Me>('/api/me', await entra.token(id));
    expect([status, body.email, body.admin]).toEqual([200, address, false]);
    expect((await server.store.mailboxes.byIdentity({ tenantId: TENANT, objectId: id }))?.serviceId).toBe(id);
  });

  it('makes an administrator by the listed object id or by the app role', async () => {
    expect((await get('/api/admin/mailboxes', await entra.token(ADMIN))).status).toBe(200);
    expect((await get('/api/admin/mailboxes', await entra.token(randomUUID()))).status).toBe(403);
    const roles = ['Cardbridge.Admin'];
    expect((await get('/api/admin/mailboxes', await entra.token(randomUUID(), { roles }))).status).toBe(200);
    expect(
      (await get('/api/admin/mailboxes', await entra.token(randomUUID(), { roles: ['Other.Admin'] }))).status,
    ).toBe(403);
  });

  it('may come from a clock that differs by half a minute', async () => {
    const { id } = someone();
    const seconds = Math.floor(Date.now() / 1000);
    expect((await get('/api/me', await entra.token(id, { exp: seconds - 30 }))).status).toBe(200);
    expect((await get('/api/me', await entra.token(id, { nbf: seconds + 30 }))).status).toBe(200);
  });
});

describe('a token that must not pass', () => {
  const later = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
  const cases: readonly (readonly [string, (id: string) => Promise<string>])[] = [
    ['forged', (id) => entra.forged(id)],
    ['altered', (id) => entra.altered(randomUUID(), id)],
    ['unsigned', (id) => entra.unsigned(id)],
    ['signed with the public key as a secret', (id) => entra.confused(id)],
    ['expired', (id) => entra.token(id, { exp: later(-90) })],
    ['without an end', (id) => entra.token(id, { exp: undefined })],
    ['not valid yet', (id) => entra.token(id, { nbf: later(90) })],
    ['for another audience', (id) => entra.token(id, { aud: 'https://graph.microsoft.com' })],
    ['for the API by its name instead of its id', (id) => entra.token(id, { aud: `api://${CLIENT_ID}` })],
    ['of another tenant', (id) => entra.token(id, { tid: OTHER_TENANT })],
    ['of another tenant with our issuer', (id) => entra.token(id, { tid: OTHER_TENANT, iss: issuer(TENANT) })],
    ['of our tenant with another issuer', (id) => entra.token(id, { iss: issuer(OTHER_TENANT) })],
    ['of version 1.0', (id) => entra.token(id, { ver: '1.0', iss: `https://sts.windows.net/${TENANT}/` })],
    ['an ID token', (id) => entra.token(id, { scp: undefined, azp: undefined, nonce: 'n' })],
    ['of an app alone', (id) => entra.token(id, { scp: undefined, idtyp: 'app', roles: ['Cardbridge.Admin'] })],
    ['without an object id', () => entra.token('', { oid: undefined })],
    ['with an object id that is none', () => entra.token('ada@contoso.example')],
  ];
  const issuer = (tenant: string) => `${AUTHORITY}/${tenant}/v2.0`;

  it.each(cases)('%s', async (_, make) => {
    const { id } = someone();
    const token = await make(id);
    for (const path of ['/api/me', '/api/admin/mailboxes']) {
      const { status, body } = await get<Problem>(path, token);
      expect([status, body.code]).toEqual([401, 'sign-in-first']);
    }
    expect([...heard, ...server.logged].join('\n')).not.toContain(token.split('.')[1]);
    // The same person with a right one: it was the token.
    expect((await get('/api/me', await entra.token(id))).status).toBe(200);
  });

  it('without Cardbridge’s scope: 403, which says so', async () => {
    const { id } = someone();
    const { status, body } = await get<Problem>('/api/me', await entra.token(id, { scp: 'User.Read openid' }));
    expect([status, body.code]).toEqual([403, 'scope-missing']);
  });

  it("another person's: it shows their own mailbox, and 404 for what is not theirs", async () => {
    const [ada, ben] = [someone(), someone()];
    const [adas, bens] = [await entra.token(ada.id), await entra.token(ben.id)];
    for (const { id, address } of [ada, ben]) {
      const identity = { tenantId: TENANT, objectId: id };
      const enrolment = { email: address, name: 'Ada', service: 'graph', serviceId: id, crmUsername: address } as const;
      await server.store.mailboxes.enrolPerson({ ...enrolment, identity });
    }
    const { body: session } = await server.call<Session>('POST', '/api/sessions?wait=true', {
      headers: { authorization: `Bearer ${adas}` },
    });
    expect((await get(`/api/sessions/${session.id}`, adas)).status).toBe(200);
    expect((await get(`/api/sessions/${session.id}`, bens)).status).toBe(404);
    expect((await get<Me>('/api/me', bens)).body.email).toBe(ben.address);
  });
});

describe("Entra's keys", () => {
  it('are asked for once, however many wait, and kept', async () => {
    const { id } = someone();
    const token = await entra.token(id);
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await get('/api/me', token)).status));
    expect(statuses).toEqual(Array.from({ length: 20 }, () => 200));
    await get('/api/me', await entra.token(id));
    expect(entra.fetches).toBe(1);
  });

  it('are asked for again for a key that is not known, at most every half minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { id } = someone();
    expect((await get('/api/me', await entra.token(id))).status).toBe(200);
    entra.rotate();
    const rotated = await entra.token(id);
    expect((await get('/api/me', rotated)).status).toBe(401);
    for (let count = 0; count < 5; count += 1)
      expect((await get('/api/me', await entra.token(id, {}, { kid: randomUUID() }))).status).toBe(401);
    expect(entra.fetches).toBe(1);
    vi.setSystemTime(Date.now() + 31_000);
    expect((await get('/api/me', rotated)).status).toBe(200);
    expect(entra.fetches).toBe(2);
  });

  it('that cannot be had are no fault of the token: 503, and it goes on when they are back', async () => {
    const { id } = someone();
    const token = await entra.token(id);
    entra.down = true;
    const { status, body } = await get<Problem>('/api/me', token);
    expect([status, body.code]).toEqual([503, 'sign-in-unavailable']);
    entra.down = false;
    expect((await get('/api/me', token)).status).toBe(200);
  });
});
