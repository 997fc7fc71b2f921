import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SalesforceConnection } from '../../server/http/contract.ts';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { Pane, type PaneOptions } from './support/pane.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;

const open = (over: Partial<PaneOptions> = {}) => Pane.open(browser, { demo, ...over });
const standing = () => demo.call<SalesforceConnection>(demo.user('Ada Park'), 'GET', '/api/salesforce');
const connectButton = ({ root }: Pane) => root.getByRole('button', { name: 'Connect Salesforce' });
/** The window that the press of a button opens. */
const windowOf = async (pane: Pane, press: () => Promise<void>): Promise<Page> => {
  const opened = pane.page.context().waitForEvent('page');
  await press();
  return opened;
};
const inSettings = async (pane: Pane) => {
  await pane.root.getByRole('button', { name: 'Settings' }).click();
  await connectButton(pane).waitFor();
};
const disconnect = async ({ root }: Pane) => {
  await root.getByRole('button', { name: 'Disconnect Salesforce' }).click();
  await root.getByText('All contacts stay on both sides as they are').waitFor();
  await root.getByRole('button', { name: 'Yes, disconnect' }).click();
  await root.getByText('Salesforce is disconnected.').waitFor();
};

describe.skipIf(found === undefined)('connecting Salesforce', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    // A demo that runs already may be in any state.
    await demo.tell('POST', '/reset');
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it("[S6] from Outlook's dialog: no, then yes, then a session as that person; and disconnected", async () => {
    const pane = await open({ expected: /409/ });
    await inSettings(pane);
    const refusing = await windowOf(pane, () => connectButton(pane).click());
    await refusing.getByRole('link', { name: 'Deny' }).click();
    await pane.root
      .getByRole('alert')
      .getByText(/Salesforce/)
      .waitFor();
    expect((await standing()).how).not.toBe('own');

    const window = await windowOf(pane, () => connectButton(pane).click());
    await window.getByRole('link', { name: 'Allow as Ada Park' }).click();
    await pane.root.getByText(/^Connected as /).waitFor();
    expect(await standing()).toMatchObject({ how: 'own', username: expect.any(String) });
    expect(await pane.violations()).toEqual([]);
    await demo.sync(demo.user('Ada Park'));
    const { sessions } = await demo.call<{ sessions: readonly { state: string; calls: { salesforce: number } }[] }>(
      demo.user('Ada Park'),
      'GET',
      '/api/sessions',
    );
    expect(sessions[0]).toMatchObject({ state: 'done' });
    expect(sessions[0]?.calls.salesforce).toBeGreaterThan(0);

    await disconnect(pane);
    expect((await standing()).how).not.toBe('own');
    await connectButton(pane).waitFor();
    await pane.close();
  });

  it('[S6] a reset puts the connection back as well', async () => {
    const pane = await open();
    await inSettings(pane);
    const window = await windowOf(pane, () => connectButton(pane).click());
    await window.getByRole('link', { name: 'Allow as Ada Park' }).click();
    await pane.root.getByText(/^Connected as /).waitFor();
    expect((await standing()).how).toBe('own');
    await pane.close();
    await demo.tell('POST', '/reset');
    expect((await standing()).how).not.toBe('own');
  });

  it('[S6] from a browser: the window is waited for, given up and opened again', async () => {
    const pane = await open({ host: 'browser', width: 450 });
    await pane.root.getByRole('link', { name: 'Sync Settings' }).click();
    await pane.root.getByRole('button', { name: 'Customize' }).click();
    const left = await windowOf(pane, () => connectButton(pane).click());
    await left.getByRole('heading', { name: 'Allow access?' }).waitFor();
    await pane.root.getByText('Please go on in the other window.').waitFor();
    await pane.root.getByRole('button', { name: 'Cancel' }).click();
    await pane.root.getByText('Salesforce was not connected: the window was closed.').waitFor();
    const window = await windowOf(pane, () => connectButton(pane).click());
    await window.getByRole('link', { name: 'Allow as Ada Park' }).click();
    await pane.root.getByText(/^Connected as /).waitFor();
    expect((await standing()).how).toBe('own');
    await disconnect(pane);
    await pane.close();
  });
});
