import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientConfig } from '../../server/http/contract.ts';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { Pane, type PaneOptions } from './support/pane.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;

const open = (over: Partial<PaneOptions> = {}) => Pane.open(browser, { demo, ...over });
const contactsOf = (pane: Pane, name: string) => pane.root.getByText(`Contacts of ${name}`).waitFor();
const bridge = (pane: Pane, program: string) => pane.page.evaluate(([text]) => (0, eval)(text ?? ''), [program]);
const signInButton = (pane: Pane) => pane.root.getByRole('button', { name: 'Sign in', exact: true });
/** A server that no longer takes the tokens it took. */
const refuse = async (page: Page, refused: { now: boolean }) => {
  await page.route(/\/api\/(?!client-config|sign-in\/redeem)/, (route) =>
    refused.now && route.request().headers()['authorization'] !== undefined
      ? route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"title":"Unauthorized"}' })
      : route.continue(),
  );
};
/** In the window that the press opens, which is closed then. */
const returnWithoutConsent = async (pane: Pane, press: () => Promise<void>) => {
  const opened = pane.page.context().waitForEvent('page');
  await press();
  const window = await opened;
  const closed = window.waitForEvent('close');
  await window.getByRole('link', { name: 'return to the application without granting consent' }).click();
  await closed;
};
const kept = (pane: Pane) =>
  pane.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));

describe.skipIf(found === undefined)('signing in', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it("is Outlook's own, without a question, and leaves no token in the browser's storage", async () => {
    const pane = await open();
    await contactsOf(pane, 'Ada Park');
    expect(await pane.root.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
    expect(await kept(pane)).not.toMatch(/eyJ|pane\.|web\./);
    await pane.close();
  });

  it("is Outlook's own against the real office.js, too", async () => {
    const pane = await open({ host: 'real' });
    await contactsOf(pane, 'Ada Park');
    await pane.close();
  });

  it('asks by a button where Outlook needs the person, and says what went wrong', async () => {
    const pane = await open({ silently: 'needs-interaction' });
    await pane.root.getByText('Sign in with your work account').waitFor();
    expect(await pane.violations()).toEqual([]);
    await bridge(pane, `bridge.popup = 'cancelled'`);
    await signInButton(pane).click();
    await pane.root.getByText('The sign-in was not finished').waitFor();
    await bridge(pane, `bridge.popup = 'gives'; bridge.silent = 'gives'`);
    await signInButton(pane).click();
    await contactsOf(pane, 'Ada Park');
    await pane.close();
  });

  it('says that the company has not allowed it, and copies the link for an administrator', async () => {
    const pane = await open({
      silently: 'needs-consent',
      before: async (page) => page.context().grantPermissions(['clipboard-read', 'clipboard-write']),
    });
    await pane.root.getByRole('heading', { name: 'Permission is missing' }).waitFor();
    expect(await pane.violations()).toEqual([]);
    expect(await pane.overflows()).toBe(false);
    await pane.root.getByRole('button', { name: 'Copy the link for your administrator' }).click();
    await pane.root.getByText('The link is copied.').first().waitFor();
    const { entra } = (await (await fetch(`${demo.app.url}/api/client-config`)).json()) as ClientConfig;
    expect(entra).toBeDefined();
    expect(await pane.page.evaluate(() => navigator.clipboard.readText())).toBe(
      `${entra?.authority}/adminconsent?client_id=${entra?.clientId}`,
    );
    await bridge(pane, `bridge.silent = 'gives'`);
    await pane.root.getByRole('button', { name: 'Try again' }).click();
    await contactsOf(pane, 'Ada Park');
    await pane.close();
  });

  it('lays the link for an administrator there where nothing may be copied', async () => {
    const pane = await open({
      silently: 'needs-consent',
      language: 'de-DE',
      before: async (page) =>
        void (await page.addInitScript('navigator.clipboard.writeText = () => Promise.reject(new Error())')),
    });
    await pane.root.getByRole('button', { name: 'Link für Ihre Administration kopieren' }).click();
    const link = pane.root.getByRole('textbox', { name: 'Link für Ihre Administration' });
    expect(await link.inputValue()).toMatch(/\/adminconsent\?client_id=/);
    expect(await pane.violations()).toEqual([]);
    expect(await pane.overflows()).toBe(false);
    await pane.close();
  });

  it('has the link for an administrator above the page, too, when the sign-in has ended', async () => {
    const refused = { now: false };
    const pane = await open({
      expected: /401/,
      before: async (page) => {
        await refuse(page, refused);
        await page.addInitScript('navigator.clipboard.writeText = () => Promise.reject(new Error())');
      },
    });
    await contactsOf(pane, 'Ada Park');
    refused.now = true;
    await bridge(pane, `bridge.silent = 'needs-consent'`);
    await pane.root.getByRole('button', { name: 'Settings' }).click();
    const notice = pane.root.getByRole('alert').filter({ hasText: 'has not allowed Cardbridge yet' });
    await notice.getByRole('button', { name: 'Copy the link for your administrator' }).click();
    await notice.getByRole('textbox', { name: 'Link for your administrator' }).waitFor();
    expect(await pane.violations()).toEqual([]);
    expect(await pane.overflows()).toBe(false);
    expect(await pane.misfits()).toEqual([]);
    refused.now = false;
    await bridge(pane, `bridge.silent = 'gives'`);
    await notice.getByRole('button', { name: 'Try again' }).click();
    await notice.waitFor({ state: 'detached' });
    await pane.close();
  });

  it('in a window of our own that needs consent says so in the pane, and closes the window', async () => {
    const pane = await open({ silently: 'needs-interaction', signedInAs: 'ada@contoso.example' });
    await bridge(pane, `bridge.popup = 'hangs'`);
    await signInButton(pane).click();
    await pane.root.getByRole('button', { name: 'Working …' }).waitFor();
    await returnWithoutConsent(pane, () => pane.root.getByRole('button', { name: 'Sign in in a window' }).click());
    await pane.root.getByRole('heading', { name: 'Permission is missing' }).waitFor();
    await pane.root.getByRole('button', { name: 'Copy the link for your administrator' }).waitFor();
    const opened = pane.page.context().waitForEvent('page');
    await pane.root.getByRole('button', { name: 'Try again' }).click();
    await (await opened).getByRole('link', { name: 'Ada Park' }).click();
    await contactsOf(pane, 'Ada Park');
    await pane.close();
  });

  it('outside Outlook that needs consent says so on the page, with the link and the way back', async () => {
    const pane = await open({ host: 'browser', signedInAs: '', width: 450, expected: /401/ });
    await pane.root.getByRole('link', { name: 'Sign in' }).click();
    await pane.page.getByRole('link', { name: 'return to the application without granting consent' }).click();
    await pane.root.getByRole('heading', { name: 'Permission is missing' }).waitFor();
    await pane.root.getByRole('button', { name: 'Copy the link for your administrator' }).waitFor();
    expect(await pane.violations()).toEqual([]);
    // Said once: a reload asks anew.
    await expect.poll(() => new URL(pane.page.url()).search).toBe('');
    await pane.root.getByRole('link', { name: 'Try again' }).click();
    await pane.page.getByRole('link', { name: 'Ada Park' }).click();
    await contactsOf(pane, 'Ada Park');
    await pane.close();
  });

  it('outside Outlook that has ended and then needs consent says so beside what one was doing', async () => {
    const pane = await open({ host: 'browser', width: 450, expected: /401/ });
    await contactsOf(pane, 'Ada Park');
    await pane.page.context().clearCookies();
    await pane.root.getByRole('link', { name: 'Activity' }).click();
    await pane.root.getByText('Your sign-in has ended').waitFor();
    await returnWithoutConsent(pane, () => signInButton(pane).click());
    const notice = pane.root.getByRole('alert').filter({ hasText: 'has not allowed Cardbridge yet' });
    await notice.getByRole('button', { name: 'Copy the link for your administrator' }).waitFor();
    expect(await pane.violations()).toEqual([]);
    await pane.close();
  });

  it('has a window of our own as the way out while the first hangs; signed out, the page is nobody’s', async () => {
    const pane = await open({ silently: 'needs-interaction', signedInAs: 'ada@contoso.example' });
    await bridge(pane, `bridge.popup = 'hangs'`);
    await signInButton(pane).click();
    await pane.root.getByRole('button', { name: 'Working …' }).waitFor();
    const opened = pane.page.context().waitForEvent('page');
    await pane.root.getByRole('button', { name: 'Sign in in a window' }).click();
    const window = await opened;
    await window.getByRole('link', { name: 'Ada Park' }).click();
    await contactsOf(pane, 'Ada Park');
    expect(await kept(pane)).not.toMatch(/eyJ|pane\.|web\./);
    await pane.root.getByRole('button', { name: 'Sign out' }).click();
    await pane.root.getByText('Sign in with your work account').waitFor();
    await expect.poll(() => pane.root.getByText('Contacts of').count()).toBe(0);
    await pane.close();
  });

  it('that has ended is made again with one action, and the act that failed is repeated', async () => {
    const refused = { now: false };
    const pane = await open({ before: (page) => refuse(page, refused), expected: /401/ });
    await contactsOf(pane, 'Ada Park');
    await pane.root.getByRole('button', { name: 'Settings' }).click();
    const control = pane.root.getByRole('switch', { name: 'Auto-removal' });
    await expect.poll(() => control.isChecked()).toBe(false);
    refused.now = true;
    await bridge(pane, `bridge.silent = 'needs-interaction'`);
    await control.click();
    await pane.root.getByText('Your sign-in has ended').waitFor();
    expect(await pane.violations()).toEqual([]);
    refused.now = false;
    await bridge(pane, `bridge.silent = 'gives'`);
    await signInButton(pane).click();
    await pane.root.getByText('Your sign-in has ended').waitFor({ state: 'detached' });
    await pane.root.getByText('On: a contact that you delete').waitFor();
    const kept = () => demo.call<{ autoRemoval: boolean }>(demo.user('Ada Park'), 'GET', '/api/settings');
    await expect.poll(kept).toMatchObject({ autoRemoval: true });
    await pane.close();
  });

  it("warns where the contacts are not the open mailbox's", async () => {
    const pane = await open({ person: 'Ada Park', signedInAs: 'ben@contoso.example' });
    await contactsOf(pane, 'Ben Ito');
    await pane.root
      .getByText('These are the contacts of ben@contoso.example, but the open mailbox is ada@contoso.example.')
      .waitFor();
    expect(await pane.violations()).toEqual([]);
    await pane.close();
  });

  it('outside Outlook is by the server’s pages and a cookie, which changes nothing without the page’s token', async () => {
    const pane = await open({ host: 'browser', signedInAs: '', width: 450, expected: /401/ });
    await pane.root.getByRole('link', { name: 'Sign in' }).click();
    await pane.page.getByRole('link', { name: 'Ada Park' }).click();
    await contactsOf(pane, 'Ada Park');
    await pane.root.getByRole('link', { name: 'Sync Settings' }).click();
    await pane.root.getByRole('button', { name: 'Customize' }).click();
    await pane.root.getByRole('radio', { name: /^Outlook wins/ }).check();
    await pane.root.getByText('Saved.').waitFor({ state: 'attached' });
    const forged = await pane.page.context().request.put(`${demo.app.url}/api/settings`, { data: { paused: true } });
    expect(forged.status()).toBe(403);
    expect(await kept(pane)).not.toMatch(/eyJ|pane\.|web\./);
    await pane.root.getByRole('button', { name: 'Sign out' }).click();
    await pane.root.getByRole('link', { name: 'Sign in' }).waitFor();
    await pane.close();
  });

  it('outside Outlook that has ended is made again in a window beside the page', async () => {
    const pane = await open({ host: 'browser', width: 450, expected: /401/ });
    await contactsOf(pane, 'Ada Park');
    await pane.root.getByRole('link', { name: 'Sync Settings' }).click();
    await pane.root.getByRole('button', { name: 'Customize' }).click();
    await pane.page.context().clearCookies();
    await pane.root.getByRole('radio', { name: /^The newest/ }).check();
    await pane.root.getByText('Your sign-in has ended').waitFor();
    const opened = pane.page.context().waitForEvent('page');
    await signInButton(pane).click();
    await (await opened).getByRole('link', { name: 'Ada Park' }).click();
    await pane.root.getByText('Your sign-in has ended').waitFor({ state: 'detached' });
    // What failed is repeated after the sign-in.
    const kept = () => demo.call<{ conflicts: string }>(demo.user('Ada Park'), 'GET', '/api/settings');
    await expect.poll(kept).toMatchObject({ conflicts: 'newest' });
    await expect.poll(() => pane.root.getByRole('radio', { name: /^The newest/ }).isChecked()).toBe(true);
    await pane.close();
  });

  it('as a sample person needs no sign-in, in the demo alone', async () => {
    const pane = await open({ host: 'browser', signedInAs: '', width: 450, expected: /401/ });
    await pane.root.getByRole('button', { name: /^Ben Ito/ }).click();
    await contactsOf(pane, 'Ben Ito');
    expect(await kept(pane)).not.toContain(demo.user('Ben Ito').appToken);
    await pane.close();
  });
});
