import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
const kept = (pane: Pane) =>
  pane.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));

describe.skipIf(found === undefined)('signing in', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
  }, 180_000);
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
    expect(await pane.root.getByText('Contacts of').count()).toBe(0);
    await pane.close();
  });

  it('that has ended is made again with one action, and the act that failed is repeated', async () => {
    const refused = { now: false };
    const pane = await open({ before: (page) => refuse(page, refused), expected: /401/ });
    await contactsOf(pane, 'Ada Park');
    await pane.root.getByRole('button', { name: 'Settings' }).click();
    const control = pane.root.getByRole('switch', { name: 'Auto-removal' });
    expect(await control.isChecked()).toBe(false);
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
    const { autoRemoval } = await demo.call<{ autoRemoval: boolean }>(demo.user('Ada Park'), 'GET', '/api/settings');
    expect(autoRemoval).toBe(true);
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
    const { conflicts } = await demo.call<{ conflicts: string }>(demo.user('Ada Park'), 'GET', '/api/settings');
    await expect.poll(() => pane.root.getByRole('radio', { name: /^The newest/ }).isChecked()).toBe(true);
    expect(conflicts).toBe('newest');
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
