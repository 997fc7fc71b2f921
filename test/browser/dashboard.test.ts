import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { Pane, signInWithCookie, type PaneOptions } from './support/pane.ts';
import { setScene } from './support/scene.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;

/** Each place with what is there when it is all there. */
const PLACES = {
  overview: async ({ root }: Pane) => {
    await root.getByText('Someone Else').first().waitFor();
    await root.getByText('Show as a table').click();
  },
  people: async ({ root }: Pane) => root.getByRole('switch').first().waitFor(),
  activity: async ({ root }: Pane) => root.getByRole('heading', { name: 'Syncs' }).waitFor(),
  filters: async ({ root }: Pane) => {
    await root.getByRole('button', { name: 'Customize' }).click();
    await root.getByRole('radio', { name: /^Custom view/ }).waitFor();
    await root.getByRole('button', { name: 'Show what leaving does' }).click();
    await root.getByText('This is what will happen').waitFor();
  },
  mailboxes: async ({ root }: Pane) => {
    await root.getByRole('button', { name: 'More about ada@contoso.example' }).click();
    await root.getByText('Take out, keep contacts').waitFor();
  },
  plans: async ({ root }: Pane) => root.getByText('No plan is held.').waitFor(),
  organisation: async ({ root }: Pane) => {
    await root.getByText(/^[\d,]+ of [\d,]+, all apps/).waitFor();
    await root.getByText('Present: a new record is made exactly once.').waitFor();
    await root.getByText('AssistantPhone').waitFor();
  },
} as const;
type Place = keyof typeof PLACES;

describe.skipIf(found === undefined)('the dashboard', () => {
  let admin = '';
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    await setScene(demo);
    admin = demo.users.find((user) => user.admin)?.name ?? '';
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  const at = async (place: Place, over: Partial<PaneOptions> = {}) => {
    const person = ['mailboxes', 'plans', 'organisation'].includes(place) ? admin : 'Ada Park';
    const pane = await Pane.open(browser, { demo, host: 'browser', person, width: 1280, height: 900, ...over });
    await pane.page.goto(`${demo.app.url}/#/${place}`);
    await pane.page.reload();
    if (over.language === undefined) await PLACES[place](pane);
    return pane;
  };

  describe.each(Object.keys(PLACES) as Place[])('%s', (place) => {
    it('comes back after a reload, has nothing that axe finds wrong, and nothing to scroll sideways', async () => {
      for (const over of [{}, { dark: true }, { forcedColors: true, width: 320 }]) {
        const pane = await at(place, over);
        expect(await pane.violations()).toEqual([]);
        for (const width of [320, 700, 1280]) {
          await pane.page.setViewportSize({ width, height: 700 });
          expect([width, await pane.overflows()]).toEqual([width, false]);
          expect([width, await pane.misfits()]).toEqual([width, []]);
        }
        await pane.close();
      }
    });
  });

  it('keeps what is an administrator’s from anybody else', async () => {
    const other = demo.users.find((user) => !user.admin)?.name ?? '';
    const pane = await Pane.open(browser, { demo, host: 'browser', person: other, width: 1280 });
    await pane.page.goto(`${demo.app.url}/#/mailboxes`);
    await pane.root.getByRole('heading', { name: 'Overview' }).waitFor();
    expect(await pane.root.getByRole('link', { name: 'Mailboxes' }).count()).toBe(0);
    await pane.close();
  });

  const forget = (email: string) =>
    fetch(`${demo.app.url}/api/admin/mailboxes/${email}/forget`, {
      method: 'POST',
      headers: { authorization: `Bearer ${demo.user(admin).appToken}` },
    });
  /** What somebody who signs in gets to see of themselves. */
  const statusOfMe = async (email: string) => {
    const context = await browser.newContext();
    await signInWithCookie(context, demo, email);
    const status = (await context.request.get(`${demo.app.url}/api/me`)).status();
    await context.close();
    return status;
  };

  it('lets an administrator without a mailbox administer, and says so in words', async () => {
    const pane = await Pane.open(browser, {
      demo,
      host: 'browser',
      person: admin,
      signedInAs: 'olga.admin@contoso.example',
      width: 1280,
      expected: /403/,
    });
    await pane.root.getByText('You have no mailbox of your own here').waitFor();
    await pane.root.getByText('Signed in as Olga Berg').waitFor();
    await expect
      .poll(() => pane.root.getByRole('navigation').getByRole('link').allTextContents())
      .toEqual(['Mailboxes', 'Held plans', 'Organisation']);
    await pane.root.getByRole('button', { name: 'More about ada@contoso.example' }).waitFor();
    await pane.root.getByRole('link', { name: 'Organisation' }).click();
    await pane.root.getByText('AssistantPhone').waitFor();
    await expect.poll(() => pane.root.getByRole('alert').count()).toBe(0);
    expect(await pane.violations()).toEqual([]);
    await pane.close();
  });

  it('says whom nobody has enrolled, and lets them sign out: it may have been the wrong account', async () => {
    const pane = await Pane.open(browser, {
      demo,
      host: 'browser',
      person: admin,
      signedInAs: 'wei@contoso.example',
      width: 450,
      expected: /40[13]/,
    });
    await pane.root.getByText('Your administrator has not enrolled you').waitFor();
    await pane.root.getByText('Signed in as Wei Lin').waitFor();
    expect(await pane.violations()).toEqual([]);
    await pane.root.getByRole('button', { name: 'Sign out' }).click();
    await pane.root.getByRole('link', { name: 'Sign in' }).waitFor();
    await pane.close();
  });

  it('offers who has signed in where a mailbox is added, by name and by keyboard alone', async () => {
    const dan = demo.user('Dan Empty');
    await forget(dan.email);
    // Without the permission to look people up, whoever signs in waits, with a mailbox or without.
    await demo.tell('POST', '/faults', {
      service: 'graph',
      match: { path: '/users/' },
      times: 10,
      effect: { kind: 'status', status: 403 },
    });
    for (const email of [dan.email, 'wei@contoso.example']) expect(await statusOfMe(email)).toBe(403);
    await demo.tell('DELETE', '/faults');
    const pane = await Pane.open(browser, { demo, host: 'browser', person: admin, width: 1280, height: 1000 });
    await pane.page.goto(`${demo.app.url}/#/mailboxes`);
    const choice = pane.root.getByRole('combobox', { name: 'Who has signed in' });
    await choice.focus();
    await pane.page.keyboard.press('ArrowDown');
    await pane.root.getByRole('option', { name: /Wei Lin/ }).waitFor();
    expect(await pane.violations()).toEqual([]);
    await pane.page.keyboard.type('dan');
    await pane.root.getByRole('option', { name: /Wei Lin/ }).waitFor({ state: 'detached' });
    await pane.page.keyboard.press('ArrowDown');
    await pane.page.keyboard.press('Enter');
    await expect.poll(() => choice.inputValue()).toBe('Dan Empty');
    await pane.root.getByText('May stay empty where').waitFor();
    await pane.root.getByRole('button', { name: 'Add', exact: true }).press('Enter');
    await pane.root.getByText(`${dan.email} is added.`).waitFor();
    await pane.root.getByRole('button', { name: `More about ${dan.email}` }).waitFor();
    expect(await statusOfMe(dan.email)).toBe(200);
    await expect.poll(() => choice.inputValue()).toBe('');
    await pane.close();
  });

  it('is German for a German', async () => {
    const pane = await at('overview', { language: 'de-DE' });
    await pane.root.getByText('Als Tabelle zeigen').waitFor();
    await pane.root.getByRole('link', { name: 'Sync-Einstellungen' }).click();
    await pane.root.getByRole('button', { name: 'Anpassen' }).waitFor();
    await pane.close();
  });
});
