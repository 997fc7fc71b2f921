import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type FrameLocator,
  type Locator,
  type Page,
} from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Demo, PATIENCE_MS } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { violationsIn } from './support/stillness.ts';

const found = await browserOrSkip();
const ORIGINS = new Set<string>();
/** What the pane's policy refused, as the browser words it. */
const REFUSED_BY_POLICY: string[] = [];
let browser: Browser;
let demo: Demo;
let page: Page;
let pane: FrameLocator;
let outlook: Locator;
let salesforce: Locator;

describe.skipIf(found === undefined)('the playground in a browser', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    // A demo that runs already may be in any state.
    await demo.tell('DELETE', '/faults');
    await demo.tell('POST', '/reset');
    // The first steps are behind Ada, as they are when the demo runs on its schedule.
    await sync();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    page = await opened({ viewport: { width: 1280, height: 800 } });
    page.on('request', (request) => ORIGINS.add(new URL(request.url()).hostname));
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) REFUSED_BY_POLICY.push(message.text());
    });
    await page.goto(demo.playground.url);
    pane = page.frameLocator('#pane iframe');
    outlook = page.getByRole('region', { name: 'Outlook contacts' });
    salesforce = page.getByRole('region', { name: 'Salesforce' });
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('shows the people of the message that is open, and says why where there are none', async () => {
    const person = async (subject: string, name: RegExp) => {
      await page.getByRole('button', { name: subject }).click();
      await pane.getByRole('switch', { name }).first().waitFor();
    };
    await person('Nice to meet you at the fair', /Lin, Wei/);
    await person('Offer for the second site', /Nadia Brandt/);
    await expect.poll(() => pane.getByRole('switch', { name: /Lin, Wei/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Encrypted: salaries' }).click();
    await pane
      .getByText(/encrypted/i)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '(open nothing)' }).click();
    await pane
      .getByText(/Nothing is open/)
      .first()
      .waitFor();
  });

  it('opens an item of a shared mailbox, and the pane says whose contacts it shows', async () => {
    await page.getByRole('button', { name: /^Shared mailbox/ }).click();
    await pane
      .getByText(/shared/i)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Offer for the second site' }).click();
    await pane
      .getByText(/shared/i)
      .first()
      .waitFor({ state: 'detached' });
  });

  it('keeps the pane where it is pinned, and beside messages alone', async () => {
    const [pin, reopen] = ['Pinned', 'Open Cardbridge'].map((name) => page.getByRole('button', { name, exact: true }));
    const brandt = pane.getByRole('switch', { name: /Nadia Brandt/ });
    await brandt.waitFor();
    await page.getByRole('button', { name: 'Quarterly review', exact: true }).click();
    await page.getByText('The pane is closed').waitFor();
    await reopen?.click();
    await pane.getByRole('switch').first().waitFor();
    await pin?.click();
    await page.getByRole('button', { name: 'Offer for the second site' }).click();
    await page.getByText('The pane is closed').waitFor();
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    await reopen?.click();
    await brandt.waitFor();
  });

  it('tells the pane of somebody who is put onto a draft', async () => {
    await page.getByRole('button', { name: 'Draft: thank you' }).click();
    await pane.getByRole('heading', { name: 'On your message' }).waitFor();
    await page.getByRole('button', { name: 'Add a person…' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Nora New');
    await page.getByLabel('E-mail', { exact: true }).fill('nora.new@harbour-optics.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await pane.getByRole('switch', { name: /Nora New/ }).waitFor();
    await page.getByRole('button', { name: 'Offer for the second site' }).click();
    await pane.getByRole('switch', { name: /Nadia Brandt/ }).waitFor();
  });

  it('lets the theme of Outlook reach the pane, whatever the browser has, and fits a narrow window', async () => {
    for (const [theme, scheme, background] of [
      ['dark', 'light', 'rgb(41, 41, 41)'],
      ['light', 'dark', 'rgb(255, 255, 255)'],
    ] as const) {
      const other = await opened({ viewport: { width: 390, height: 844 }, colorScheme: scheme });
      await other.goto(`${demo.playground.url}/?theme=${theme}`);
      const provider = other.frameLocator('#pane iframe').locator('.fui-FluentProvider').first();
      await other.frameLocator('#pane iframe').getByRole('switch').first().waitFor();
      await expect
        .poll(() => provider.evaluate((element) => getComputedStyle(element).backgroundColor))
        .toBe(background);
      for (const place of ['Mail', 'Contacts and Salesforce', 'Faults']) {
        await other.getByRole('button', { name: place, exact: true }).click();
        for (const width of [320, 390, 901]) {
          await other.setViewportSize({ width, height: 844 });
          const beyond = () =>
            other.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          await expect.poll(async () => [place, width, await beyond()]).toEqual([place, width, 0]);
        }
      }
      await other.context().close();
    }
  });

  it('lets a newcomer see a contact travel to Salesforce and an edit come back, each way', async () => {
    await pane.getByRole('button', { name: 'Settings', exact: true }).click();
    await pane.getByRole('button', { name: 'Sync now' }).first().click();
    await page.getByRole('button', { name: 'Contacts and Salesforce' }).click();
    await outlook.getByRole('button', { name: 'Salesforce Contacts', exact: true }).click();
    await fill(outlook.getByRole('button', { name: 'New contact' }), {
      'First name': 'Zoë',
      'Last name': 'Østergård',
      'E-mail': 'zoe@fjord.example',
      'Business phone': '+45 33 44 55 66',
    });
    await card(outlook, 'Zoë Østergård').waitFor();
    await sync();
    await card(salesforce, 'Zoë Østergård').waitFor();
    await fill(salesforce.getByRole('button', { name: 'Edit Zoë Østergård in Salesforce' }), {
      Title: 'Chief of fjords',
    });
    // The dialog goes before what it saves is there.
    await card(salesforce, 'Chief of fjords').waitFor();
    await sync();
    await card(outlook, 'Chief of fjords').waitFor();
    await fill(outlook.getByRole('button', { name: 'Edit Zoë Østergård' }), { 'Mobile phone': '+45 20 30 40 50' });
    await card(outlook, '+45 20 30 40 50').waitFor();
    await sync();
    await card(salesforce, '+45 20 30 40 50').waitFor();
  });

  it('breaks nothing where answers are lost and calls are throttled', async () => {
    await page.getByRole('button', { name: 'Faults' }).click();
    for (const fault of ['Throttle', 'Lose answers', 'Half answers', 'Forget cursors']) {
      await page.getByRole('button', { name: fault }).click();
      await page.locator('#said', { hasText: `${fault}: on.` }).waitFor();
    }
    await page.getByRole('button', { name: 'Contacts and Salesforce' }).click();
    await fill(outlook.getByRole('button', { name: 'New contact' }), {
      'First name': 'Kim',
      'Last name': 'Storm',
      'E-mail': 'kim@fjord.example',
    });
    await card(outlook, 'Kim Storm').waitFor();
    // A throttled session ends, and the next one goes on: until each fault has had its turn.
    for (let session = 0; session < 6; session += 1) await sync();
    await page.getByRole('button', { name: 'Faults' }).click();
    await page.getByRole('button', { name: 'All well again' }).click();
    await page.locator('#said', { hasText: 'All well again.' }).waitFor();
    await page.getByRole('button', { name: 'Contacts and Salesforce' }).click();
    await sync();
    await card(salesforce, 'Kim Storm').waitFor();
    for (const side of [outlook, salesforce])
      for (const name of ['Kim Storm', 'Zoë Østergård'])
        await expect.poll(async () => [name, await card(side, name).count()]).toEqual([name, 1]);
  });

  it('brings a deleted contact back, and moves one without a drag', async () => {
    await outlook.getByRole('button', { name: 'Delete Kim Storm' }).click();
    await card(outlook, 'Kim Storm').waitFor({ state: 'detached' });
    await outlook.getByRole('button', { name: 'Undo delete of the contact deleted last' }).click();
    await card(outlook, 'Kim Storm').waitFor();
    await outlook.getByLabel('Move Kim Storm to').selectOption({ label: 'Contacts' });
    await card(outlook, 'Kim Storm').waitFor({ state: 'detached' });
    await outlook.getByRole('button', { name: 'Contacts', exact: true }).click();
    await card(outlook, 'Kim Storm').waitFor();
  });

  it('has nothing that axe complains of, in light and dark, and asks this machine alone', async () => {
    for (const place of ['Mail', 'Contacts and Salesforce', 'Faults']) {
      await page.getByRole('button', { name: place, exact: true }).click();
      // One card says as much as two hundred.
      if (place === 'Contacts and Salesforce') {
        await salesforce.getByRole('searchbox').fill('Storm');
        await card(salesforce, 'Phoebe Buff').waitFor({ state: 'detached' });
      }
      for (const theme of ['light', 'dark'])
        expect([place, theme, await violations(theme)]).toEqual([place, theme, []]);
    }
    expect([...ORIGINS]).toEqual(['127.0.0.1']);
    expect(REFUSED_BY_POLICY).toEqual([]);
  });
});

async function opened(over: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...over });
  context.setDefaultTimeout(PATIENCE_MS);
  return context.newPage();
}

async function violations(theme: string): Promise<readonly string[]> {
  await page.evaluate((wanted) => void (document.documentElement.dataset['theme'] = wanted), theme);
  return violationsIn(page, { iframes: false });
}

const card = (side: Locator, text: string) => side.locator('.card').filter({ hasText: text });

/** As the pane's own button would, but over when the session is. */
const sync = () => demo.sync(demo.user('Ada Park'));

async function fill(opener: Locator, values: Readonly<Record<string, string>>): Promise<void> {
  await opener.click();
  const dialog = page.getByRole('dialog');
  for (const [label, value] of Object.entries(values)) await dialog.getByLabel(label).fill(value);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
}
