import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@microsoft/microsoft-graph-client';
import { DefaultHeaders, DefaultInit, graphfi } from '@pnp/graph';
import '@pnp/graph/users/index.js';
import '@pnp/graph/contacts/index.js';
import { DefaultParse, type Queryable } from '@pnp/queryable';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trustingFetch } from './trusting-fetch.ts';
import { startSimulators, type RunningSimulators } from './kit/start.ts';

let info: RunningSimulators;
let stop: () => Promise<void>;
const directory = mkdtempSync(join(tmpdir(), 'cardbridge-graph-clients-'));
beforeAll(async () => {
  ({ info, stop } = await startSimulators({ directory, sample: 'none' }));
});
afterAll(async () => {
  await stop();
  rmSync(directory, { recursive: true });
});
beforeEach(async () => {
  await fetch(`${info.control.url}/reset`, { method: 'POST' });
});

const trusting: typeof fetch = (input, init) => trustingFetch(info.caFile)(input, init);

const token = () => info.users[0]?.mailboxToken ?? '';
const raw = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
  const answer = await trusting(`${info.graph.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token()}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as Wire };
};
type Wire = Record<string, never> & {
  readonly id: string;
  readonly value: { id: string; '@removed'?: { reason: string }; personalNotes?: string; surname?: string }[];
  readonly error: { code: string; message: string };
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
  readonly responses: { id: string; status: number; headers: Record<string, string>; body: Wire }[];
  readonly displayName: string;
  readonly changeKey: string;
};

describe('@microsoft/microsoft-graph-client with the simulator of Graph', () => {
  const client = () => {
    const globals = globalThis as { fetch: typeof fetch };
    globals.fetch = trusting;
    return Client.init({
      baseUrl: info.graph.url.replace(/\/v1\.0$/, ''),
      customHosts: new Set(['127.0.0.1']),
      authProvider: (give) => give(null, token()),
    });
  };
  const own = globalThis.fetch;
  afterAll(() => {
    globalThis.fetch = own;
  });

  it('creates, reads, changes, lists, filters and deletes contacts', async () => {
    const graph = client();
    const made = (await graph.api('/me/contacts').post({
      givenName: 'Ann',
      surname: "O'Hara",
      emailAddresses: [{ address: 'ann@acme.example', name: 'Ann' }],
    })) as Wire;
    expect(made.displayName).toBe("Ann O'Hara");
    const changed = (await graph.api(`/me/contacts/${made.id}`).patch({ jobTitle: 'CEO' })) as Record<string, unknown>;
    expect(changed.jobTitle).toBe('CEO');
    for (let n = 0; n < 25; n += 1) await graph.api('/me/contacts').post({ surname: `Number ${n}` });
    const page = (await graph.api('/me/contacts').top(20).select('surname').get()) as Wire;
    expect([page.value.length, typeof page['@odata.nextLink']]).toEqual([20, 'string']);
    const found = (await graph
      .api('/me/contacts')
      .filter("emailAddresses/any(a:a/address eq 'ANN@acme.example')")
      .get()) as Wire;
    expect(found.value.map(({ id }) => id)).toEqual([made.id]);
    await graph.api(`/me/contacts/${made.id}`).delete();
    await expect(graph.api('/me/contacts').search('Ann').get()).rejects.toMatchObject({ statusCode: 400 });
  });
});

/** The part of @pnp/graph's types that is declared for bundlers only. */
interface Me {
  readonly contactFolders: {
    (): Promise<unknown[]>;
    add(name: string): Promise<unknown>;
    getById(id: string): {
      readonly contacts: {
        (): Promise<unknown[]>;
        add(givenName: string, surname: string, emails: object[], phones: string[]): Promise<unknown>;
      };
      delete(): Promise<void>;
    };
  };
}

describe('@pnp/graph with the simulator of Graph', () => {
  const authorized = () => (instance: Queryable) => {
    instance.on.auth.replace(async (url, init) => {
      init.headers = { ...Object.fromEntries(new Headers(init.headers)), Authorization: `Bearer ${token()}` };
      return [url, init];
    });
    instance.on.send.replace((url, init) => trusting(url.toString(), init));
    return instance;
  };

  it('works with folders and contacts', async () => {
    const { me } = graphfi().using(
      DefaultInit(info.graph.url),
      DefaultHeaders(),
      DefaultParse(),
      authorized(),
    ) as unknown as {
      readonly me: Me;
    };
    const folder = (await me.contactFolders.add('Customers')) as Wire;
    expect(folder.displayName).toBe('Customers');
    const contacts = me.contactFolders.getById(folder.id).contacts;
    await contacts.add('Ann', 'Lee', [{ address: 'ann@acme.example', name: 'Ann' }], ['+49 30 1']);
    const listed = (await contacts()) as { surname: string; businessPhones: string[] }[];
    expect(listed).toMatchObject([{ surname: 'Lee', businessPhones: ['+49 30 1'] }]);
    await me.contactFolders.getById(folder.id).delete();
    expect(await me.contactFolders()).toEqual([]);
  });
});

describe('the simulator of Graph, as facts/graph.md has it', () => {
  it('1.2 refuses a third business phone and a fourth address in the service’s own words', async () => {
    const phones = await raw('POST', '/me/contacts', { surname: 'X', businessPhones: ['1', '2', '3'] });
    expect([phones.status, phones.body.error.message]).toEqual([
      400,
      'The multi value property BusinessPhones has 3 entries, that exceeds the max allowed value of 2',
    ]);
    const unknown = await raw('POST', '/me/contacts', { surname: 'X', nonsense: 1 });
    expect(unknown.body.error.code).toBe('RequestBodyRead');
  });

  it('1.2 makes the display name anew when a part of the name changes without it', async () => {
    const { body } = await raw('POST', '/me/contacts', { givenName: 'Ann', surname: 'Lee', displayName: 'Annie' });
    expect(body.displayName).toBe('Annie');
    expect((await raw('PATCH', `/me/contacts/${body.id}`, { jobTitle: 'CEO' })).body.displayName).toBe('Annie');
    expect((await raw('PATCH', `/me/contacts/${body.id}`, { surname: 'Li' })).body.displayName).toBe('Ann Li');
  });

  it('1.5 pages a delta round, tells of changes once, and answers 410 when the state is gone', async () => {
    for (let n = 0; n < 15; n += 1) await raw('POST', '/me/contacts', { surname: `Number ${n}` });
    const first = await raw('GET', '/me/contactFolders/contacts/contacts/delta?$select=surname');
    expect(first.body.value).toHaveLength(10);
    const path = (link: string | undefined) => (link ?? '').slice(info.graph.url.length);
    const last = await raw('GET', path(first.body['@odata.nextLink']));
    expect([last.body.value.length, last.body['@odata.nextLink']]).toEqual([5, undefined]);
    const [one] = first.body.value;
    await raw('DELETE', `/me/contacts/${one?.id ?? ''}`);
    const next = await raw('GET', path(last.body['@odata.deltaLink']));
    expect(next.body.value.map((entry) => entry['@removed']?.reason)).toEqual(['deleted']);
    expect((await raw('GET', path(next.body['@odata.deltaLink']))).body.value).toEqual([]);
    await fetch(`${info.control.url}/reset`, { method: 'POST' });
    const gone = await raw('GET', path(next.body['@odata.deltaLink']));
    expect([gone.status, gone.body.error.code]).toEqual([410, 'SyncStateNotFound']);
    const expanded = await raw('GET', '/me/contactFolders/contacts/contacts/delta?$expand=extensions');
    expect(expanded.status).toBe(500);
  });

  it('1.6 keeps an immutable id over a move, and not an ordinary one', async () => {
    const prefer = { prefer: 'IdType="ImmutableId"' };
    const { body } = await raw('POST', '/me/contacts', { surname: 'Moved' }, prefer);
    const ordinary = (await raw('GET', `/me/contacts/${body.id}`)).body.id;
    const move = { user: 'ada@contoso.example', itemId: body.id, folderId: 'deleteditems' };
    await fetch(`${info.control.url}/outlook/move`, { method: 'POST', body: JSON.stringify(move) });
    expect((await raw('GET', `/me/contacts/${body.id}`, undefined, prefer)).status).toBe(200);
    expect((await raw('GET', `/me/contacts/${ordinary}`)).body.error.code).toBe('ErrorItemNotFound');
  });

  it('1.8 finds by a named property, whose id it spells in its own way', async () => {
    const id = 'String {8F3B1D5E-0000-4F0B-9D2E-5C7A41E6B930} Name Key';
    const value = "it's";
    await raw('POST', '/me/contacts', { surname: 'Keyed', singleValueExtendedProperties: [{ id, value }] });
    await raw('POST', '/me/contacts', { surname: 'Other', singleValueExtendedProperties: [{ id, value: 'x' }] });
    const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq 'it''s')`;
    const { body } = await raw('GET', `/me/contacts?$filter=${encodeURIComponent(filter)}`);
    expect(body.value).toMatchObject([{ surname: 'Keyed' }]);
    expect(JSON.stringify(body)).not.toContain('singleValueExtendedProperties');
  });

  it('1.9 honours If-Match: 412 with ErrorIrresolvableConflict', async () => {
    const { body } = await raw('POST', '/me/contacts', { surname: 'A' });
    const good = await raw(
      'PATCH',
      `/me/contacts/${body.id}`,
      { surname: 'B' },
      { 'if-match': `W/"${body.changeKey}"` },
    );
    expect(good.status).toBe(200);
    const late = await raw(
      'PATCH',
      `/me/contacts/${body.id}`,
      { surname: 'C' },
      { 'if-match': `W/"${body.changeKey}"` },
    );
    expect([late.status, late.body.error.code]).toEqual([412, 'ErrorIrresolvableConflict']);
  });

  it('1.10 runs a batch of at most 20, with unique ids and failed dependencies', async () => {
    const get = (id: string, more: object = {}) => ({ id, method: 'GET', url: '/me/contactFolders', ...more });
    const { body } = await raw('POST', '/$batch', {
      requests: [get('a'), { ...get('b'), url: '/me/contacts/none' }, get('c', { dependsOn: ['b'] })],
    });
    expect(Object.fromEntries(body.responses.map(({ id, status }) => [id, status]))).toEqual({
      a: 200,
      b: 404,
      c: 424,
    });
    expect((await raw('POST', '/$batch', { requests: [get('a'), get('a')] })).status).toBe(400);
    const many = Array.from({ length: 21 }, (_, n) => get(String(n)));
    expect((await raw('POST', '/$batch', { requests: many })).status).toBe(400);
  });

  it('cuts notes in lists and gives them whole by id', async () => {
    const { body } = await raw('POST', '/me/contacts', { surname: 'N', personalNotes: 'n'.repeat(1000) });
    expect((await raw('GET', '/me/contacts')).body.value[0]?.personalNotes).toHaveLength(255);
    expect((await raw('GET', `/me/contacts/${body.id}`)).body).toMatchObject({ personalNotes: 'n'.repeat(1000) });
  });

  it('lets nobody into another person’s mailbox, and nobody in without a token', async () => {
    expect((await raw('GET', '/users/ben@contoso.example/contacts')).status).toBe(403);
    expect((await raw('GET', '/me/contacts', undefined, { authorization: 'Bearer nonsense' })).status).toBe(401);
  });
});
