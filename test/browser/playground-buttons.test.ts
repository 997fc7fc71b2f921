import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Demo, PATIENCE_MS } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;
let page: Page;
let outlook: Locator;
let salesforce: Locator;

const card = (side: Locator, text: string) => side.locator('.card').filter({ hasText: text });
const said = (text: string | RegExp) => page.locator('#said').filter({ hasText: text }).waitFor();
const go = (place: string) => page.getByRole('button', { name: place, exact: true }).click();
const sync = () => demo.sync(demo.user('Ada Park'));

/** Opens the dialog, fills it in and saves. */
async function fill(open: () => Promise<unknown>, values: Readonly<Record<string, string>>): Promise<void> {
  await open();
  const dialog = page.getByRole('dialog');
  for (const [label, value] of Object.entries(values)) await dialog.getByLabel(label, { exact: true }).fill(value);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
}
const press = (side: Locator, name: string) => () => side.getByRole('button', { name, exact: true }).click();

describe.skipIf(found === undefined)('every button of the playground does what it says', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    // A demo that runs already may be in any state.
    await demo.tell('DELETE', '/faults');
    await demo.tell('POST', '/reset');
    await sync();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    const context = await browser.newContext({
      locale: 'en-GB',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 900 },
    });
    context.setDefaultTimeout(PATIENCE_MS);
    page = await context.newPage();
    await page.goto(`${demo.playground.url}/?place=sides`);
    outlook = page.getByRole('region', { name: 'Outlook contacts' });
    salesforce = page.getByRole('region', { name: 'Salesforce' });
    await salesforce.locator('.card').first().waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('in Outlook: a new folder, a copy, a drag onto the folder, a category', async () => {
    await outlook.getByRole('button', { name: 'Contacts', exact: true }).click();
    await fill(press(outlook, 'New folder'), { Name: 'Fjords' });
    const folder = outlook.getByRole('button', { name: 'Fjords', exact: true });
    await folder.waitFor();
    await fill(press(outlook, 'New contact'), {
      'First name': 'Ida',
      'Last name': 'Fjord',
      'E-mail': 'ida@fjord.example',
    });
    await card(outlook, 'Ida Fjord').waitFor();
    await press(outlook, 'Copy Ida Fjord')();
    await expect.poll(() => card(outlook, 'Ida Fjord').count()).toBe(2);
    await card(outlook, 'Ida Fjord').first().dragTo(folder);
    await said('Moved.');
    await expect.poll(() => card(outlook, 'Ida Fjord').count()).toBe(1);
    await folder.click();
    await expect.poll(() => card(outlook, 'Ida Fjord').count()).toBe(1);
    const red = outlook.getByRole('button', { name: 'Red category, Ida Fjord' });
    for (const on of ['true', 'false']) {
      await red.click();
      await expect.poll(() => red.getAttribute('aria-pressed')).toBe(on);
    }
  });

  it('in Salesforce: a new contact, another owner, a merge, a deletion and back', async () => {
    await salesforce.getByRole('searchbox').fill('Zebra');
    for (const first of ['Ann', 'Bob'])
      await fill(press(salesforce, 'New contact'), { 'First name': first, 'Last name': 'Zebra' });
    const ann = card(salesforce, 'Ann Zebra');
    await card(salesforce, 'Bob Zebra').waitFor();
    const owner = salesforce.getByLabel('Owner of Ann Zebra');
    await owner.selectOption({ label: 'Owner: Ben Ito' });
    await expect
      .poll(() => demo.crm(demo.user('Ada Park'), 'GET', `/query?q=${encodeURIComponent(OWNER)}`))
      .toMatchObject({ records: [{ OwnerId: demo.user('Ben Ito').salesforceUserId }] });
    await press(salesforce, 'Merge the chosen contacts')();
    await said('Choose two or three contacts first');
    for (const name of ['Ann', 'Bob']) await salesforce.getByLabel(`Choose ${name} Zebra for merging`).check();
    await press(salesforce, 'Merge the chosen contacts')();
    await card(salesforce, 'Bob Zebra').waitFor({ state: 'detached' });
    await press(salesforce, 'Delete Ann Zebra in Salesforce')();
    await said('Ann Zebra is in the Recycle Bin.');
    await ann.waitFor({ state: 'detached' });
    await press(salesforce, 'Undelete the contact deleted last')();
    await said('Ann Zebra is back.');
    await ann.waitFor();
  });

  it('in Salesforce: a list view and its query, an edit that is seen late, a contact that is no longer shared', async () => {
    await press(salesforce, 'Edit view')();
    await said('Choose a list view first.');
    await salesforce.getByRole('searchbox').fill('');
    await salesforce.getByLabel('List view').selectOption({ index: 1 });
    await fill(press(salesforce, 'Edit view'), { Query: `SELECT Id FROM Contact WHERE LastName = 'Zebra'` });
    await expect.poll(() => salesforce.locator('.card').count()).toBe(1);
    const more = salesforce.getByLabel('More for Ann Zebra');
    await fill(() => more.selectOption({ value: 'late' }), { Title: 'Latecomer' });
    await said(/^Stamped now, to be seen in \d+ seconds\.$/);
    expect(await card(salesforce, 'Latecomer').count()).toBe(0);
    await demo.tell('POST', '/clock', { advanceSeconds: 60 });
    await card(salesforce, 'Latecomer').waitFor();
    await more.selectOption({ value: 'hide' });
    await said('Ann Zebra is no longer shared with you.');
    await expect.poll(() => salesforce.locator('.card').count()).toBe(0);
    await salesforce.getByLabel('List view').selectOption({ index: 0 });
    await expect.poll(() => salesforce.locator('.card').count()).toBeGreaterThan(1);
  });

  it.each([
    ['Throttle', /^429/],
    ['Service down', /^503/],
    ['Cut the line', /^cut/],
    ['Slow', /· [1-9]\d{3} ms$/],
  ])('a fault: %s is seen in the calls', async (fault, call) => {
    await go('Faults');
    const calls = page.locator('.calls li').filter({ hasText: call });
    const before = await calls.count();
    await go(fault);
    await said(`${fault}: on.`);
    await sync().catch(() => undefined);
    await expect.poll(() => calls.count()).toBeGreaterThan(before);
    await go('All well again');
    await said('All well again.');
  });

  it('an hour passes there, and the server is killed and runs again', async () => {
    await go('Faults');
    await go('An hour passes');
    await said(/^It is .+ there\.$/);
    const killed = said('The server is down.');
    await go('Kill the server');
    await killed;
    await said('The server runs again.');
    expect((await fetch(`${demo.app.url}/api/client-config`)).status).toBe(200);
    await sync();
  });

  it('on top: another width, another language, another mailbox, another look', async () => {
    const pane = page.frameLocator('#pane iframe');
    await page.getByLabel('Width of the pane').selectOption('450');
    await expect.poll(() => page.locator('#pane iframe').evaluate((frame) => frame.style.width)).toBe('450px');
    await page.getByLabel('Language of Outlook').selectOption('de-DE');
    await pane.getByRole('button', { name: 'Einstellungen' }).waitFor();
    await page.getByLabel('Whose mailbox').selectOption({ label: 'Ben Ito' });
    await pane.getByText('Kontakte von Ben Ito').waitFor();
    await page.getByLabel('Theme').selectOption('dark');
    const provider = pane.locator('.fui-FluentProvider').first();
    await expect
      .poll(() => provider.evaluate((element) => getComputedStyle(element).backgroundColor))
      .toBe('rgb(41, 41, 41)');
  });
});

const OWNER = `SELECT OwnerId FROM Contact WHERE Name = 'Ann Zebra'`;
