// @vitest-environment happy-dom
import { createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outlook } from '../../addin/office.ts';
import { loadStanding } from '../../addin/parts/use-standing.ts';
import { Access } from '../../addin/sign-in/access.ts';
import { Pane } from '../../addin/views/Pane.tsx';
import { mounted, type Mounted } from './mounted.ts';

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);

const OUTLOOK: Outlook = {
  kind: 'outlook',
  language: 'en-GB',
  mailbox: { name: 'Ada Park', email: 'ada@contoso.example' },
  storagePrefix: '',
  nestedSignIn: { status: 'unavailable', reason: 'client-too-old' },
  watchItem: () => () => undefined,
  background: () => undefined,
  watchTheme: { status: 'unavailable', reason: 'client-too-old' },
  dialog: { status: 'unavailable', reason: 'client-too-old' },
};
let page: Mounted;

beforeEach(() => {
  fetched.mockReset();
  page = mounted();
});
afterEach(() => page.end());

describe('the pane of somebody whom nobody has enrolled', () => {
  const access = new Access({
    signIn: {
      kind: 'dialog',
      getToken: async () => 'token',
      ask: async () => undefined,
      otherWay: undefined,
      forget: async () => undefined,
    },
    headers: () => ({}),
    whoIs: async () => 'wei@contoso.example',
    end: async () => undefined,
  });

  it('says as whom they have signed in, and lets them sign out: it may have been the wrong account', async () => {
    fetched.mockImplementation(async (path) =>
      path === '/api/sign-in'
        ? Response.json({ name: 'Wei Lin', email: 'wei@contoso.example', admin: false })
        : Response.json({ code: 'not-enrolled', detail: 'Nobody has enrolled you.' }, { status: 403 }),
    );
    await page.show(createElement(Pane, { host: OUTLOOK, access, load: loadStanding }));
    await page.settle();
    expect(page.root.textContent).toContain('Nobody has enrolled you.');
    expect(page.root.textContent).toContain('Signed in as Wei Lin');
    await access.token();
    await page.press(/^Sign out$/);
    expect(access.now().kind).toBe('asking');
  });

  it('says nothing of the kind where it is the server that cannot be reached', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'));
    await page.show(createElement(Pane, { host: OUTLOOK, access, load: loadStanding }));
    expect(page.has(/^Try again$/)).toBe(true);
    expect(page.root.textContent).not.toContain('Signed in as');
  });
});
