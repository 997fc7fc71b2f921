// @vitest-environment happy-dom
import { createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Host, Outlook } from '../../addin/office.ts';
import { ConnectSalesforce } from '../../addin/parts/ConnectSalesforce.tsx';
import { mounted, type Mounted } from './mounted.ts';

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);
const outlook = (dialog: Outlook['dialog']): Host => ({ kind: 'outlook', dialog }) as Outlook;
const closed = (code: number) =>
  outlook({ status: 'available', ask: () => Promise.reject(Object.assign(new Error('closed'), { code })) });

let page: Mounted;
beforeEach(() => {
  fetched.mockReset();
  fetched.mockImplementation(async () => Response.json({ url: 'https://login.example' }));
  page = mounted();
});
afterEach(() => page.end());

describe('the window for Salesforce', () => {
  it.each([
    [
      '[S6] in an Outlook without windows names the page where it can be done',
      outlook({ status: 'unavailable', reason: 'client-too-old' }),
      `Open ${location.origin} in a browser`,
    ],
    ['[S6] that was closed says so', closed(12006), 'Salesforce was not connected: the window was closed.'],
    ['[S6] beside one that is open says so', closed(12007), 'A window of Cardbridge is open already'],
    ['[S6] that was not let open asks to allow it', closed(12009), 'Allow windows for this page and try again.'],
  ])('%s', async (_title, host, text) => {
    const connected = vi.fn();
    await page.show(createElement(ConnectSalesforce, { host, onConnected: connected }));
    await page.press(/^Connect Salesforce$/);
    await page.until(() => expect(page.root.querySelector('[role=alert]')?.textContent).toContain(text));
    expect(connected).not.toHaveBeenCalled();
  });
});
