import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulators, type RunningSimulators } from '../simulators/kit/start.ts';
import { createPlayground } from './playground/create-playground.ts';

let info: RunningSimulators;
let stop: () => Promise<void>;
let server: Server;
let url: string;
const directory = mkdtempSync(join(tmpdir(), 'cardbridge-playground-'));

beforeAll(async () => {
  ({ info, stop } = await startSimulators({ directory }));
  const app = createPlayground({ ...info, port: 3001, directory, app: { url: 'http://127.0.0.1:3000' } });
  server = app.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await stop();
  rmSync(directory, { recursive: true });
});

const asPage = { headers: { 'x-playground': '1' } };

describe('the playground', () => {
  it('serves every module of its page as JavaScript that a browser can read', async () => {
    const page = join(import.meta.dirname, 'playground/page');
    for (const file of readdirSync(page).filter((name) => name.endsWith('.ts'))) {
      const answer = await fetch(`${url}/page/${file}`);
      expect([file, answer.status, answer.headers.get('content-type')]).toEqual([
        file,
        200,
        'text/javascript; charset=utf-8',
      ]);
      expect(await answer.text(), file).not.toMatch(/\binterface\b|: readonly /);
    }
  });

  it('serves the real office.js to the pane with the network off: its Microsoft Ajax is ours, and its trust page trusts', async () => {
    const library = await fetch(`${url}/office/office.js`);
    expect(library.headers.get('access-control-allow-origin')).toBe('*');
    const text = await library.text();
    expect(() => new Script(text)).not.toThrow();
    expect(text).not.toContain('ajax.aspnetcdn.com');
    expect(text).toContain('//127.0.0.1:3001/office/microsoft-ajax.js');
    expect((await fetch(`${url}/office/microsoft-ajax.js`)).status).toBe(200);
    expect(await (await fetch(`${url}/office/AgaveErrorUX/index.html`)).text()).toContain('hostUserTrusted');
  });

  it('serves nothing outside its folders', async () => {
    for (const path of ['/office/..%2f..%2f..%2fpackage.json', '/page/..%2fmain.ts', '/page/index.html'])
      expect([path, (await fetch(url + path)).ok]).toEqual([path, false]);
  });

  it('acts as a person in the mailbox and in Salesforce, and keeps their tokens to itself', async () => {
    const state = await (await fetch(`${url}/state.json`)).text();
    for (const { mailboxToken, salesforceToken } of info.users) {
      expect(state).not.toContain(mailboxToken);
      expect(state).not.toContain(salesforceToken);
    }
    const made = await fetch(`${url}/graph/ada@contoso.example/contactFolders/contacts/contacts`, {
      method: 'POST',
      ...asPage,
      body: JSON.stringify({ givenName: 'Élodie', surname: 'Ñ' }),
    });
    expect([made.status, ((await made.json()) as { surname: string }).surname]).toEqual([201, 'Ñ']);
    const query = encodeURIComponent('SELECT Id FROM Contact LIMIT 1');
    const found = await fetch(`${url}/salesforce/ben@contoso.example/query?q=${query}`, asPage);
    expect(((await found.json()) as { records: unknown[] }).records).toHaveLength(1);
    expect((await fetch(`${url}/graph/nobody@contoso.example/contacts`, asPage)).status).toBe(404);
  });

  it('does nothing for another site’s page', async () => {
    for (const path of [
      '/graph/ada@contoso.example/contacts',
      '/salesforce/ada@contoso.example/query',
      '/control/calls',
    ])
      expect([path, (await fetch(url + path)).status]).toEqual([path, 403]);
    expect((await fetch(`${url}/server/kill`, { method: 'POST' })).status).toBe(403);
  });
});
