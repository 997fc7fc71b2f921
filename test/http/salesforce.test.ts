import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createFetch } from '../../server/connectors/http.ts';
import { createSalesforceConnector } from '../../server/connectors/salesforce/connector.ts';
import { createConnections, ownToken } from '../../server/engine/connections.ts';
import { tokenName } from '../../server/engine/context.ts';
import type { Me, Problem, SalesforceConnection } from '../../server/http/contract.ts';
import { noticeOf } from '../../server/http/notice.ts';
import { heldToken } from '../support/held-token.ts';
import { Simulated } from '../support/simulated.ts';
import { Browser } from './sign-in/browser.ts';
import { TestServer, type TestPerson } from './test-server.ts';

const APP = 'https://cardbridge.example';

let s: Simulated;
let server: TestServer;
let reach: typeof fetch;

const connector = (over: { readonly clientId?: string } = {}) => {
  const { salesforce, caFile } = s.info;
  return createSalesforceConnector({
    loginUrl: salesforce.loginUrl,
    apiVersion: salesforce.apiVersion.replace(/^v/, ''),
    clientId: salesforce.clientId,
    privateKey: readFileSync(salesforce.privateKeyFile, 'utf8'),
    connects: true,
    caFile,
    externalKeyField: 'Cardbridge_Key__c',
    mappings: [],
    ...over,
  });
};

const connecting = () => {
  const made = connector().connecting;
  if (made === undefined) throw new Error('nobody connects themselves');
  return made;
};

beforeAll(async () => {
  s = await Simulated.start();
  reach = createFetch(s.info.caFile);
  server = await TestServer.start({ publicUrl: APP, connecting: connecting() });
});

afterAll(async () => {
  await server.stop();
  await s.stop();
});

const newVerifier = () => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

/** From Salesforce's page on: `answer` is the link that the person presses there. */
async function atSalesforce(url: URL, answer: Readonly<Record<string, string>>): Promise<string> {
  const next = new URL(url);
  for (const [name, value] of Object.entries(answer)) next.searchParams.set(name, value);
  const { headers } = await reach(next.href, { redirect: 'manual' });
  return headers.get('location') ?? '';
}

const toSalesforce = (url: URL) => url.pathname === '/services/oauth2/authorize';
const done = (url: URL) => url.pathname === '/salesforce/done';
const browserOf = () => new Browser({ [APP]: server.url });
const someone = async () => {
  const person = server.person();
  await person.get('/api/me');
  return person;
};

/** The whole way of one window; gives the code that it ends with. */
async function window(person: TestPerson, challenge: string, answer: Readonly<Record<string, string>>) {
  const { body } = await person.post<{ url: string }>('/api/salesforce/connect', { challenge });
  const browser = browserOf();
  const left = await browser.open(body.url, toSalesforce);
  const landed = await browser.open(await atSalesforce(left.url, answer), done);
  return new URLSearchParams(landed.url.hash.slice(1)).get('code') ?? '';
}

const asBen = () => ({ login_hint: s.ben.email });

async function connect(person: TestPerson) {
  const { verifier, challenge } = newVerifier();
  const code = await window(person, challenge, asBen());
  return person.post<SalesforceConnection & Problem>('/api/salesforce/finish', { code, verifier });
}

/** Salesforce no longer takes it. */
async function isRevoked(token: string | undefined): Promise<void> {
  expect(token).toMatch(/^5Aep/);
  const asked = connector()
    .open({ username: '', refreshToken: heldToken(token ?? '') })
    .identity();
  await expect(asked).rejects.toMatchObject({ failure: { kind: 'signed-out', code: 'crm-sign-in-expired' } });
}

describe('[S6] connecting one’s own Salesforce', () => {
  test('[S6] the window leads to Salesforce with PKCE, and its code makes the connection; disconnected, the token is revoked and nothing else goes', async () => {
    const ada = await someone();
    expect((await ada.get('/api/salesforce')).body).toMatchObject({ how: 'jwt', possible: true, username: ada.email });
    const { verifier, challenge } = newVerifier();
    const { body } = await ada.post<{ url: string }>('/api/salesforce/connect', { challenge });
    expect(body.url).toMatch(/^https:\/\/cardbridge\.example\/salesforce\/connect\?ticket=/);
    const browser = browserOf();
    const { url } = await browser.open(body.url, toSalesforce);
    expect(url.href.startsWith(`${s.info.salesforce.loginUrl}/services/oauth2/authorize?`)).toBe(true);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: s.info.salesforce.clientId,
      redirect_uri: `${APP}/salesforce/callback`,
      scope: 'api refresh_token',
      code_challenge_method: 'S256',
    });
    expect(browser.cookie('cardbridge.example', '__Host-cardbridge-salesforce')?.attributes).toEqual(
      expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Lax']),
    );
    const landed = await browser.open(await atSalesforce(url, asBen()), done);
    const code = new URLSearchParams(landed.url.hash.slice(1)).get('code') ?? '';
    const connected = await ada.post<SalesforceConnection>('/api/salesforce/finish', { code, verifier });
    const username = (
      await s.ben.salesforce<{ records: { Username: string }[] }>(
        'GET',
        `/query?q=${encodeURIComponent(`SELECT Username FROM User WHERE Email = '${s.ben.email}'`)}`,
      )
    ).records[0]?.Username;
    expect(connected.body).toMatchObject({ how: 'own', username, since: expect.any(String) });
    const token = await server.store.secrets.get(tokenName(await ada.memory()));
    expect(token).toMatch(/^5Aep/);
    expect(server.logged.join('\n')).not.toContain(token);

    const gone = await ada.post('/api/salesforce/disconnect');
    expect(gone.body).toMatchObject({ how: 'jwt', username: ada.email, revoked: true });
    expect(await server.store.secrets.get(tokenName(await ada.memory()))).toBeUndefined();
    await isRevoked(token);
    expect((await ada.post('/api/salesforce/disconnect')).body).toMatchObject({ code: 'salesforce-by-admin' });
  });

  test('[S7] who leaves takes their access away at Salesforce too', async () => {
    const ada = await someone();
    await connect(ada);
    const token = await server.store.secrets.get(tokenName(await ada.memory()));
    const { id } = await ada.memory();
    const session = await server.store.sessions.queue(id, { kind: 'leave', choice: 'keep' });
    expect(await server.engine.run(id, session.id, new AbortController().signal)).toMatchObject({ state: 'done' });
    await isRevoked(token);
  });

  test('[S6] a code is good once, for the page that has its verifier, and for the person who asked', async () => {
    const ada = await someone();
    const eve = await someone();
    const wrong = newVerifier();
    const { verifier, challenge } = newVerifier();
    const finish = (person: TestPerson, code: string, by = verifier) =>
      person.post<Problem>('/api/salesforce/finish', { code, verifier: by });
    const refused = { status: 409, body: { code: 'salesforce-expired' } };
    expect(await finish(ada, await window(ada, challenge, asBen()), wrong.verifier)).toMatchObject(refused);
    const stolen = await window(ada, challenge, asBen());
    expect(await finish(eve, stolen)).toMatchObject(refused);
    expect(await finish(ada, stolen)).toMatchObject(refused);
    const code = await window(ada, challenge, asBen());
    expect((await finish(ada, code)).status).toBe(200);
    expect(await finish(ada, code)).toMatchObject(refused);
    expect((await eve.get('/api/salesforce')).body).toMatchObject({ how: 'jwt' });
  });

  test('[S6] a callback in another browser, with another state, or twice, connects nobody and is a page that says so', async () => {
    const ada = await someone();
    const { challenge } = newVerifier();
    const { body } = await ada.post<{ url: string }>('/api/salesforce/connect', { challenge });
    const browser = browserOf();
    const left = await browser.open(body.url, toSalesforce);
    expect((await browserOf().open(body.url)).status).toBe(403);
    const back = await atSalesforce(left.url, asBen());
    const elsewhere = await browserOf().open(back, done);
    expect(elsewhere).toMatchObject({ status: 403, text: expect.stringContaining('begun in another window') });
    expect(elsewhere.headers.get('cross-origin-opener-policy')).toBeNull();
    // That state is used up.
    expect((await browser.open(back, done)).status).toBe(403);
    expect((await browser.open(`${APP}/salesforce/callback?state=x&code=y`)).status).toBe(403);
  });

  test('[S6] what Salesforce refuses is said in the person’s language: not allowed there, an inactive user, a code that is none', async () => {
    const ada = await someone();
    const { verifier, challenge } = newVerifier();
    const finish = async (code: string) =>
      (await ada.post<Problem>('/api/salesforce/finish', { code, verifier }, { 'accept-language': 'de' })).body;
    expect(await finish(await window(ada, challenge, { deny: '1' }))).toMatchObject({
      code: 'salesforce-cancelled',
      detail: 'Salesforce wurde nicht verbunden: Der Zugriff wurde dort nicht erlaubt.',
    });
    await s.control('POST', 'salesforce/user', { user: s.ben.email, active: false });
    expect(await finish(await window(ada, challenge, asBen()))).toMatchObject({ code: 'crm-user-inactive' });
    await s.control('POST', 'salesforce/user', { user: s.ben.email, active: true });
    const { body } = await ada.post<{ url: string }>('/api/salesforce/connect', { challenge });
    const browser = browserOf();
    const left = await browser.open(body.url, toSalesforce);
    const forged = `${APP}/salesforce/callback?state=${left.url.searchParams.get('state') ?? ''}&code=none`;
    const code = new URLSearchParams((await browser.open(forged, done)).url.hash.slice(1)).get('code') ?? '';
    expect(await finish(code)).toMatchObject({ status: 409, code: expect.stringMatching(/^crm-sign-in-/) });
    expect((await ada.get('/api/salesforce')).body).toMatchObject({ how: 'jwt' });
  });

  test('[J5] another org than the one that the contacts are synced with is refused, and that token revoked', async () => {
    const ada = await someone();
    const { fence } = await server.store.mailboxes.begin((await ada.memory()).id);
    await server.store.mailboxes.remember(fence, { orgId: '00D000000000OTHER' });
    const { status, body } = await connect(ada);
    expect([status, body.code]).toEqual([409, 'salesforce-other-org']);
    expect((await ada.get('/api/salesforce')).body).toMatchObject({ how: 'jwt' });
    expect(await server.store.secrets.get(tokenName(await ada.memory()))).toBeUndefined();
  });

  test('[S6] who is not connected is told so with that one action, and is synced as themselves afterwards', async () => {
    const ada = await someone();
    const { id } = await ada.memory();
    expect((await ada.get<Me>('/api/me')).body.notice?.action).not.toBe('connect-salesforce');
    await server.store.mailboxes.connect(id, '');
    expect((await ada.get<Me>('/api/me')).body.notice?.action).toBe('connect-salesforce');
    expect((await connect(ada)).status).toBe(200);
    expect((await ada.get<Me>('/api/me')).body.notice?.action).not.toBe('connect-salesforce');
  });
});

describe('[S6] a connection in use', () => {
  beforeEach(() => s.fresh());

  const connections = () => createConnections({ store: s.store, crm: connector() });
  /** Ada connects herself; gives the token that she comes back with. */
  const connected = async () => {
    const redirect = `${APP}/salesforce/callback`;
    const { url, verifier } = connections().begin(redirect, 'state');
    const back = new URL(await atSalesforce(new URL(url), { login_hint: s.ada.email }));
    const made = await connections().finish(back.searchParams.get('code') ?? '', verifier, redirect);
    await connections().keep(await s.stored(), made);
    return made.refreshToken;
  };
  const rotate = () => s.ada.control('PUT', 'switches', { 'salesforce-refresh-token-rotation': true });
  const stored = async () => s.store.secrets.get(tokenName(await s.stored()));
  /** As a worker of its own, which knows nobody's session yet. */
  const worker = async () => {
    const refreshToken = ownToken(s.store, await s.stored());
    return connector().open({ username: s.ada.email, refreshToken });
  };
  const actionNow = async () =>
    noticeOf({ mailbox: await s.stored(), held: undefined, newest: undefined }, 'en')?.action;

  test('[S6] sessions run by the refresh token; revoked at Salesforce, the mailbox stops with the one action, and a new connection lets it go on', async () => {
    const token = await connected();
    expect((await s.run()).state).toBe('done');
    await connecting().revoke(token);
    expect(await s.run()).toMatchObject({ state: 'stopped', reason: { code: 'crm-sign-in-expired' } });
    expect(await actionNow()).toBe('connect-salesforce');
    await connected();
    expect((await s.stored()).stopped).toBeNull();
    expect((await s.run()).state).toBe('done');
  });

  test('[S6] a token that is for one use is replaced by the one that Salesforce gives for it, at once and each time', async () => {
    await rotate();
    const seen = new Set([await connected()]);
    expect(await stored()).toBe([...seen][0]);
    for (let use = 0; use < 3; use += 1) {
      expect((await (await worker()).identity()).username).toBe(s.ada.email);
      seen.add((await stored()) ?? '');
      expect(seen.size).toBe(use + 2);
    }
    expect((await s.run()).state).toBe('done');
    expect((await s.run()).state).toBe('done');
    const [first = ''] = seen;
    await expect(
      connector()
        .open({ username: '', refreshToken: heldToken(first) })
        .identity(),
    ).rejects.toMatchObject({ failure: { kind: 'signed-out' } });
    // A second use of an ended token ends all of them: the person is asked to connect again.
    await expect((await worker()).identity()).rejects.toMatchObject({ failure: { kind: 'signed-out' } });
  });

  test('[S6] workers that renew at the same moment use each token once', async () => {
    await rotate();
    await connected();
    const workers = await Promise.all(Array.from({ length: 4 }, worker));
    const identities = await Promise.all(workers.map((one) => one.identity()));
    expect(identities.map(({ username }) => username)).toEqual(Array(4).fill(s.ada.email));
    expect((await (await worker()).identity()).username).toBe(s.ada.email);
  });

  test('[S6] what was begun with a connection goes on with none that was made later', async () => {
    await connected();
    const before = await worker();
    await connected();
    await expect(before.identity()).rejects.toMatchObject({ failure: { kind: 'signed-out', code: 'not-connected' } });
    await (await worker()).identity();
  });

  test('[S6] [T4] with its SECRET_KEY lost the mailbox stops with the one action and loses nothing; connected again, it goes on', async () => {
    await connected();
    await s.putRecord({ LastName: 'Kept' });
    expect((await s.run()).state).toBe('done');
    const loseKey = () => s.underAnotherKey().secrets.set(tokenName(s.memory), 'sealed with another key');
    await loseKey();
    expect(await s.run()).toMatchObject({ state: 'stopped', reason: { code: 'crm-token-lost' } });
    expect((await s.stored()).stopped).toEqual({ code: 'crm-token-lost', params: {} });
    expect(await actionNow()).toBe('connect-salesforce');
    expect(await s.items()).toHaveLength(1);
    await connected();
    expect((await s.stored()).stopped).toBeNull();
    expect(await s.run()).toMatchObject({ state: 'done', counts: { itemsCreated: 0, itemsDeleted: 0 } });
    await loseKey();
    const { revoked, mailbox } = await connections().disconnect(await s.stored());
    expect([revoked, mailbox.connectedAt]).toEqual([false, null]);
  });

  test('[S6] a way to Salesforce that began under another key has run out', async () => {
    await s.underAnotherKey().tickets.put('salesforce', 'asked.t', {}, new Date(Date.now() + 60_000));
    expect(await s.store.tickets.take('salesforce', 'asked.t')).toBeUndefined();
  });
});
