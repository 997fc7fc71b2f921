import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, PageIterator, type PageCollection } from '@microsoft/microsoft-graph-client';
import { DefaultHeaders, DefaultInit, graphfi } from '@pnp/graph';
import '@pnp/graph/subscriptions/index.js';
import { DefaultParse, type Queryable } from '@pnp/queryable';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSimulators, type RunningSimulators } from './kit/start.ts';
import { certificates } from './kit/tls.ts';
import { trustingFetch } from './trusting-fetch.ts';

type Notification = Readonly<Record<string, unknown>> & { readonly changeType?: string };
interface Heard extends Notification {
  readonly path: string;
}

let info: RunningSimulators;
let stop: () => Promise<void>;
let listener: Server;
let address = '';
/** How the listener answers a validation; as it should, without. */
let validation: ((token: string) => { status: number; type: string; text: string }) | undefined;
/** The statuses of the next answers to notifications; 202 after them. */
let answers: number[] = [];
const heard: Heard[] = [];
const waiting: ((one: Heard) => void)[] = [];
const directory = mkdtempSync(join(tmpdir(), 'cardbridge-graph-subscriptions-'));
const own = globalThis.fetch;

beforeAll(async () => {
  ({ info, stop } = await startSimulators({ directory, sample: 'none' }));
  const { key, certificate } = await certificates(directory);
  listener = createServer({ key, cert: certificate }, (request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', address);
      const token = url.searchParams.get('validationToken');
      if (token !== null) {
        const reply = validation?.(token) ?? { status: 200, type: 'text/plain', text: token };
        response.writeHead(reply.status, { 'content-type': reply.type }).end(reply.text);
        return;
      }
      const status = answers.shift() ?? 202;
      response.writeHead(status).end();
      if (status !== 202) return;
      for (const one of (JSON.parse(text) as { value: Notification[] }).value) {
        const said = { ...one, path: url.pathname };
        const take = waiting.shift();
        if (take === undefined) heard.push(said);
        else take(said);
      }
    });
  });
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  address = `https://127.0.0.1:${String((listener.address() as AddressInfo).port)}`;
  globalThis.fetch = trustingFetch(info.caFile);
});
afterAll(async () => {
  globalThis.fetch = own;
  listener.closeAllConnections();
  listener.close();
  await stop();
  rmSync(directory, { recursive: true });
});
beforeEach(() => control('reset'));
afterEach(() => {
  validation = undefined;
  answers = [];
  heard.length = 0;
});

const control = async (path: string, body: object = {}, method = 'POST') =>
  (await own(`${info.control.url}/${path}`, { method, body: JSON.stringify(body) })).text();
const token = () => info.users[0]?.mailboxToken ?? '';
const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();
const heardNext = () => {
  const first = heard.shift();
  return first === undefined ? new Promise<Heard>((done) => waiting.push(done)) : Promise.resolve(first);
};
const client = () =>
  Client.init({
    baseUrl: info.graph.url.replace(/\/v1\.0$/, ''),
    customHosts: new Set(['127.0.0.1']),
    authProvider: (give) => {
      give(null, token());
    },
  });
const wanted = (more: object = {}) => ({
  changeType: 'created,updated,deleted',
  notificationUrl: `${address}/changes`,
  lifecycleNotificationUrl: `${address}/lifecycle`,
  resource: '/me/contacts',
  expirationDateTime: minutes(600),
  clientState: 'secret',
  ...more,
});
const refusal = async (more: object) => {
  const error = await client()
    .api('/subscriptions')
    .post(wanted(more))
    .then(
      () => undefined,
      (reason: unknown) => reason as { statusCode: number; code: string; message: string },
    );
  return error === undefined ? undefined : [error.statusCode, error.code, error.message];
};

const short = (refused: readonly unknown[] | undefined) => refused?.slice(0, 2);

describe('@microsoft/microsoft-graph-client subscribes at the simulator of Graph', () => {
  it('makes, reads, renews and ends a subscription', async () => {
    const graph = client();
    const made = (await graph.api('/subscriptions').post(wanted())) as { id: string; expirationDateTime: string };
    expect(made).toMatchObject({ resource: '/me/contacts', clientState: 'secret' });
    expect(((await graph.api('/subscriptions').get()) as { value: object[] }).value).toHaveLength(1);
    const later = minutes(4000);
    const renewed = (await graph.api(`/subscriptions/${made.id}`).patch({ expirationDateTime: later })) as object;
    expect(renewed).toMatchObject({ expirationDateTime: later });
    await graph.api(`/subscriptions/${made.id}/reauthorize`).post({});
    await graph.api(`/subscriptions/${made.id}`).delete();
    await expect(graph.api(`/subscriptions/${made.id}`).get()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('hears what comes, changes and goes, with the state of its own', async () => {
    const graph = client();
    const { id: folder } = (await graph.api('/me/contactFolders').post({ displayName: 'F' })) as { id: string };
    await graph
      .api('/subscriptions')
      .header('Prefer', 'IdType="ImmutableId"')
      .post(wanted({ resource: `/me/contactFolders/${folder}/contacts` }));
    await graph.api('/me/contacts').post({ surname: 'Elsewhere' });
    const contact = (await graph
      .api(`/me/contactFolders/${folder}/contacts`)
      .header('Prefer', 'IdType="ImmutableId"')
      .post({ surname: 'A' })) as { id: string };
    expect(await heardNext()).toMatchObject({
      path: '/changes',
      changeType: 'created',
      clientState: 'secret',
      tenantId: info.tenantId,
      resourceData: { '@odata.type': '#Microsoft.Graph.Contact', id: contact.id },
    });
    await graph.api(`/me/contacts/${contact.id}`).patch({ surname: 'B' });
    expect(await heardNext()).toMatchObject({ changeType: 'updated', resourceData: { id: contact.id } });
    await control('outlook/move', { user: 'ada@contoso.example', itemId: contact.id, folderId: 'contacts' });
    expect(await heardNext()).toMatchObject({ changeType: 'deleted', resourceData: { id: contact.id } });
    await control('switches', { 'graph.moveOutNotified': false }, 'PUT');
    await control('outlook/move', { user: 'ada@contoso.example', itemId: contact.id, folderId: folder });
    await control('outlook/move', { user: 'ada@contoso.example', itemId: contact.id, folderId: 'contacts' });
    await graph.api(`/me/contactFolders/${folder}/contacts`).post({ surname: 'C' });
    expect([(await heardNext()).changeType, (await heardNext()).changeType]).toEqual(['created', 'created']);
  });

  it('is told again what it did not take', async () => {
    await client()
      .api('/subscriptions')
      .post(wanted({ changeType: 'created' }));
    answers = [503];
    await client().api('/me/contacts').post({ surname: 'A' });
    expect(await heardNext()).toMatchObject({ changeType: 'created' });
  });

  it('hears of its subscription itself', async () => {
    await client().api('/subscriptions').post(wanted());
    for (const event of ['missed', 'reauthorizationRequired', 'subscriptionRemoved']) {
      await control('graph/lifecycle', { user: 'ada@contoso.example', event });
      expect(await heardNext()).toMatchObject({ path: '/lifecycle', lifecycleEvent: event, clientState: 'secret' });
    }
    expect(((await client().api('/subscriptions').get()) as { value: object[] }).value).toEqual([]);
  });

  it('is refused what the documents refuse', async () => {
    expect(await refusal({ expirationDateTime: undefined })).toEqual([
      400,
      'InvalidRequest',
      'expirationDateTime is a required property for subscription creation',
    ]);
    expect(await refusal({ expirationDateTime: minutes(4240) })).toEqual([
      400,
      'ExtensionError',
      'Subscription expiration can only be 4230 minutes in the future.',
    ]);
    expect(await refusal({ expirationDateTime: minutes(-1) }).then(short)).toEqual([400, 'InvalidRequest']);
    expect(await refusal({ clientState: 'x'.repeat(129) }).then(short)).toEqual([400, 'InvalidRequest']);
    expect(await refusal({ changeType: 'moved' }).then(short)).toEqual([400, 'InvalidRequest']);
    expect(await refusal({ notificationUrl: 'http://127.0.0.1:1/' }).then(short)).toEqual([400, 'InvalidRequest']);
    expect(await refusal({ resource: '/users/ben@contoso.example/contacts' }).then(short)).toEqual([
      403,
      'ErrorAccessDenied',
    ]);
    expect(await refusal({ notificationUrl: 'https://127.0.0.1:1/' }).then(short)).toEqual([400, 'InvalidRequest']);
    validation = () => ({ status: 200, type: 'text/plain', text: 'other' });
    expect((await refusal({}))?.[2]).toMatch(/exactly match validationToken/);
    validation = (text) => ({ status: 202, type: 'text/plain', text });
    expect((await refusal({}))?.[2]).toMatch(/must respond with 200 OK/);
    validation = undefined;
    expect(await refusal({ expirationDateTime: minutes(1) })).toBeUndefined();
    expect(await refusal({}).then(short)).toEqual([409, 'Conflict']);
    await control(
      'switches',
      { 'graph.duplicateSubscriptions': 'allowed', 'graph.subscriptionMinutes': 10_080 },
      'PUT',
    );
    expect(await refusal({ expirationDateTime: minutes(10_000) })).toBeUndefined();
  });

  it('is forgotten when its time is over, which is 45 minutes at least', async () => {
    const { id } = (await client()
      .api('/subscriptions')
      .post(wanted({ expirationDateTime: minutes(5) }))) as {
      id: string;
    };
    await control('clock', { advanceSeconds: 40 * 60 });
    await client().api(`/subscriptions/${id}`).get();
    await control('clock', { advanceSeconds: 6 * 60 });
    await expect(client().api(`/subscriptions/${id}`).get()).rejects.toMatchObject({ statusCode: 404 });
  });
});

/** The part of @pnp/graph's types that is declared for bundlers only. */
interface Pnp {
  readonly subscriptions: {
    (): Promise<unknown[]>;
    add(change: string, url: string, resource: string, until: string, more: object): Promise<{ data: { id: string } }>;
    getById(id: string): { (): Promise<object>; update(change: object): Promise<void>; delete(): Promise<void> };
  };
}

it('@pnp/graph subscribes, renews and ends', async () => {
  const authorized = () => (instance: Queryable) => {
    instance.on.auth.replace(async (url, init) => {
      init.headers = { ...Object.fromEntries(new Headers(init.headers)), Authorization: `Bearer ${token()}` };
      return [url, init];
    });
    instance.on.send.replace((url, init) => globalThis.fetch(url.toString(), init));
    return instance;
  };
  const { subscriptions } = graphfi().using(
    DefaultInit(info.graph.url),
    DefaultHeaders(),
    DefaultParse(),
    authorized(),
  ) as unknown as Pnp;
  const { data } = await subscriptions.add('updated', `${address}/changes`, 'me/contacts', minutes(60), {});
  await subscriptions.getById(data.id).update({ expirationDateTime: minutes(120) });
  expect(await subscriptions()).toHaveLength(1);
  await subscriptions.getById(data.id).delete();
  expect(await subscriptions()).toEqual([]);
});

describe('contactFolders/delta of the simulator of Graph', () => {
  interface Round {
    readonly folders: Readonly<Record<string, unknown>>[];
    readonly link: string;
  }
  async function round(from: string, size = 50): Promise<Round> {
    const folders: Readonly<Record<string, unknown>>[] = [];
    const headers = { Prefer: `odata.maxpagesize=${String(size)}` };
    const first = (await client().api(from).headers(headers).get()) as PageCollection;
    const pages = new PageIterator(
      client(),
      first,
      (folder: Readonly<Record<string, unknown>>) => {
        folders.push(folder);
        return true;
      },
      { headers },
    );
    await pages.iterate();
    return { folders, link: pages.getDeltaLink() ?? '' };
  }

  it('tells of folders that are made, renamed and gone, page by page', async () => {
    const graph = client();
    const make = async (displayName: string) =>
      ((await graph.api('/me/contactFolders').post({ displayName })) as { id: string }).id;
    const ids = [await make('A'), await make('B'), await make('C')];
    const first = await round('/me/contactFolders/delta', 2);
    expect(first.folders.map(({ displayName }) => displayName).sort()).toEqual(['A', 'B', 'C', 'Contacts']);
    expect((await round(first.link)).folders).toEqual([]);
    await graph.api(`/me/contactFolders/${ids[0] ?? ''}`).patch({ displayName: 'A2' });
    await graph.api(`/me/contactFolders/${ids[1] ?? ''}`).delete();
    const next = await round(first.link);
    expect(next.folders).toHaveLength(2);
    expect(next.folders).toContainEqual(expect.objectContaining({ id: ids[0], displayName: 'A2' }));
    expect(next.folders).toContainEqual(expect.objectContaining({ id: ids[1], '@removed': { reason: 'deleted' } }));
    expect((await round(next.link)).folders).toEqual([]);
    await control('switches', { 'graph.folderDeltaDefault': false }, 'PUT');
    expect((await round('/me/contactFolders/delta')).folders.map(({ displayName }) => displayName).sort()).toEqual([
      'A2',
      'C',
    ]);
    await control('reset');
    await expect(round(next.link)).rejects.toMatchObject({ statusCode: 410, code: 'SyncStateNotFound' });
    await expect(graph.api('/me/contactFolders/delta').filter("displayName eq 'A'").get()).rejects.toMatchObject({
      statusCode: 400,
    });
  });
});
