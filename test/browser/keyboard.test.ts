import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../server/http/contract.ts';
import { Demo, type DemoUser } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { focusOf, statusOf, tabTo } from './support/moves.ts';
import { Pane, type PaneOptions } from './support/pane.ts';
import { setScene, type Scene } from './support/scene.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;
let scene: Scene;
let ada: DemoUser;

const open = (over: Partial<PaneOptions> = {}) => Pane.open(browser, { demo, ...over });
const settings = () => demo.call<Settings>(ada, 'GET', '/api/settings');
const press = (pane: Pane, key: string) => pane.page.keyboard.press(key);
const hasFocus = (pane: Pane, name: RegExp) => expect.poll(() => focusOf(pane)).toMatch(name);
/** To a place of the pane, from wherever one is. */
const goTo = async (pane: Pane, place: string) => {
  await tabTo(pane, new RegExp(`^${place}$`));
  await press(pane, 'Enter');
  await pane.root.locator(`main[aria-label="${place}"]`).waitFor();
  // Whoever goes along the places stays among them.
  expect(await focusOf(pane)).toBe(place);
};

describe.skipIf(found === undefined)('with the keyboard alone', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    scene = await setScene(demo);
    ada = demo.user('Ada Park');
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('the settings are reached, changed and saved, and the focus stays where one is', async () => {
    const pane = await open();
    await pane.root.getByRole('searchbox').waitFor();
    await goTo(pane, 'Settings');
    await pane.root.getByRole('switch', { name: 'Contacts sync' }).waitFor();

    await tabTo(pane, /^Contacts sync$/);
    await press(pane, 'Space');
    await pane.root.getByText('The contact sync is switched off.').waitFor();
    expect(await focusOf(pane)).toBe('Contacts sync');
    await press(pane, 'Space');
    await pane.root.getByText('The contact sync is switched off.').waitFor({ state: 'detached' });
    await pane.root.getByRole('radio', { name: /^Only my contacts/ }).waitFor();

    await tabTo(pane, /^Only my contacts/);
    await press(pane, 'ArrowDown');
    await hasFocus(pane, /^Custom view/);
    await pane.root.getByRole('combobox', { name: 'List view' }).waitFor();
    await press(pane, 'ArrowUp');
    await press(pane, 'ArrowUp');
    await hasFocus(pane, /^All available contacts/);
    await tabTo(pane, /^Preview$/);
    await press(pane, 'Enter');
    await pane.root.getByRole('heading', { name: 'This is what will happen' }).waitFor();
    expect(await focusOf(pane)).toBe('Preview');
    await tabTo(pane, /^Save filter$/);
    await press(pane, 'Enter');
    await pane.root.getByRole('button', { name: 'Save filter' }).waitFor({ state: 'detached' });
    await expect.poll(async () => (await settings()).filter).toEqual({ kind: 'all' });
    // Its button is gone: on to its card.
    await hasFocus(pane, /^FilterWhich Salesforce contacts/);

    await tabTo(pane, /^Salesforce wins/);
    await press(pane, 'ArrowDown');
    await hasFocus(pane, /^Outlook wins/);
    await expect.poll(async () => (await settings()).conflicts).toBe('outlook');

    await tabTo(pane, /^Address or domain$/);
    await pane.page.keyboard.type('nobody@never.example');
    await press(pane, 'Enter');
    await pane.root.getByRole('button', { name: 'Remove nobody@never.example' }).waitFor();
    expect(await focusOf(pane)).toBe('Address or domain');
    await tabTo(pane, /^Remove nobody@never.example$/, 'Shift+Tab');
    await press(pane, 'Space');
    await pane.root.getByRole('button', { name: 'Remove nobody@never.example' }).waitFor({ state: 'detached' });
    await hasFocus(pane, /^Address or domain$/);
    expect((await settings()).blocklist).toEqual([]);

    await tabTo(pane, /^As Outlook/);
    await press(pane, 'ArrowDown');
    await hasFocus(pane, /^Light/);
    await demo.call(ada, 'PUT', '/api/settings', { filter: { kind: 'mine' }, conflicts: 'salesforce' });
    await pane.close();
  });

  it('[C2] a conflict is decided, and the focus is at the switch of that person', async () => {
    const { Name, Email } = scene.conflict;
    const pane = await open({ item: { from: [Name, Email] } });
    await pane.root.getByRole('button', { name: 'Keep as it is' }).waitFor();
    await tabTo(pane, new RegExp(`^Sync ${Name} \\(Conflict\\)$`));
    await tabTo(pane, /^Details of/);
    await tabTo(pane, /^Keep as it is$/);
    await tabTo(pane, /^Details of/, 'Shift+Tab');
    await tabTo(pane, /^Put the other value back$/);
    await press(pane, 'Enter');
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await hasFocus(pane, new RegExp(`^Sync ${Name} \\(Synced\\)$`));
    expect(await statusOf(demo, ada, Email)).toBe('synced');
    await pane.close();
  });

  it('[J1] the activity is gone through, and something is undone after a look at it', async () => {
    const pane = await open();
    await pane.root.getByRole('searchbox').waitFor();
    await goTo(pane, 'Activity');
    await pane.root.getByRole('heading', { name: 'Syncs' }).waitFor();
    await pane.root.getByText('Boss in Outlook').first().waitFor();
    await tabTo(pane, /^Show the changes of/);
    await press(pane, 'Enter');
    await pane.root.getByRole('heading', { name: 'Changes of this sync' }).waitFor();
    await hasFocus(pane, /^\(Activity\)$/);
    await tabTo(pane, /^Show everything$/);
    await press(pane, 'Enter');
    await pane.root.getByRole('heading', { name: 'Syncs' }).waitFor();
    await pane.root.getByText('Boss in Outlook').first().waitFor();

    // What the rules keep in step by themselves is not offered: it could not be undone.
    await pane.root.getByText('because it shows in Outlook what needs your attention').waitFor();
    expect(await pane.root.getByRole('button', { name: /^Undo what .* Someone Else$/ }).count()).toBe(0);
    const undo = new RegExp(`^Undo what the latest sync did to ${scene.conflict.Name}$`);
    await tabTo(pane, undo);
    await press(pane, 'Enter');
    await hasFocus(pane, /^Undo this\? What was edited later stays\.$/);
    await press(pane, 'Escape');
    await pane.root.getByRole('button', { name: 'Yes, undo it' }).waitFor({ state: 'detached' });
    await hasFocus(pane, undo);
    await press(pane, 'Enter');
    await hasFocus(pane, /^Undo this\?/);
    await tabTo(pane, /^Yes, undo it$/);
    await press(pane, 'Enter');
    await pane.root.getByRole('button', { name: 'Yes, undo it' }).waitFor({ state: 'detached' });
    await pane.root.getByText('(Undone)').first().waitFor();
    // The row has nothing to press any more, and says what became of it.
    await hasFocus(pane, new RegExp(`^${scene.conflict.Name}.*\\(Undone\\)`));
    await pane.close();
  });

  it('somebody is searched for, found, and the search is left again', async () => {
    const { Name, Email } = scene.synced;
    const pane = await open({ item: { from: [Name, Email] } });
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await tabTo(pane, /^Search by name or address$/);
    await pane.page.keyboard.type(scene.outside.Name);
    await pane.root.getByRole('switch', { name: new RegExp(scene.outside.Name) }).waitFor();
    expect(await focusOf(pane)).toBe('Search by name or address');
    await tabTo(pane, /^Status$/);
    await press(pane, 'ArrowDown');
    await expect.poll(() => pane.root.getByRole('combobox', { name: 'Status' }).inputValue()).toBe('need you');
    await press(pane, 'ArrowUp');
    await pane.root.getByRole('heading', { name: 'In Salesforce' }).waitFor();
    await tabTo(pane, new RegExp(`^Sync ${scene.outside.Name}`));
    await tabTo(pane, /^Look in my Outlook contacts$/);
    await press(pane, 'Enter');
    await pane.root.getByRole('heading', { name: 'In your Outlook contacts' }).waitFor();
    await tabTo(pane, /^Search by name or address$/, 'Shift+Tab');
    await press(pane, 'Escape');
    await pane.root.getByRole('switch', { name: new RegExp(`^Sync ${Name}`) }).waitFor();
    expect(await focusOf(pane)).toBe('Search by name or address');
    await pane.close();
  });

  it('another message leaves nobody nowhere, and takes nobody back who has left the pane', async () => {
    const { Name, Email } = scene.synced;
    const pane = await open({ item: { from: [Name, Email] } });
    const other = new RegExp(`^Sync ${scene.outside.Name}`);
    const show = async () => {
      await pane.show({ from: [scene.outside.Name, scene.outside.Email] });
      await pane.root.getByRole('switch', { name: other }).waitFor();
    };
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await tabTo(pane, new RegExp(`^Sync ${Name}`));
    await show();
    await hasFocus(pane, /^On this message/);
    await pane.show({ from: [Name, Email] });
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await tabTo(pane, new RegExp(`^Sync ${Name}`));
    await pane.in.evaluate(() => (document.activeElement as HTMLElement).blur());
    await show();
    expect(await focusOf(pane)).toBe('(nothing)');
    await pane.close();
  });

  it('the places of the dashboard are gone through, with the focus in the one that was opened', async () => {
    const pane = await open({ host: 'browser', person: 'Cora Lind', width: 1280, height: 900 });
    await pane.root.getByRole('link', { name: 'Mailboxes' }).waitFor();
    for (const place of ['People', 'Activity', 'Sync Settings', 'Held plans', 'Organisation', 'Overview']) {
      await tabTo(pane, new RegExp(`^${place}$`), place === 'People' ? 'Tab' : 'Shift+Tab');
      await press(pane, 'Enter');
      await hasFocus(pane, new RegExp(`^\\(${place}\\)$`));
      expect(await pane.root.locator('nav [aria-current=page]').textContent()).toBe(place);
    }
    await pane.root.getByText('Show as a table').waitFor();
    await tabTo(pane, /^Show as a table$/);
    await press(pane, 'Enter');
    // What can be scrolled can be scrolled from the keyboard.
    await pane.root.getByRole('table').waitFor();
    await tabTo(pane, /^The last 30 days$/);
    await pane.close();
  });

  it('an administrator looks at taking out and forgetting, leaves both, and is where they began', async () => {
    const pane = await open({ host: 'browser', person: 'Cora Lind', width: 1280, height: 900 });
    await pane.root.getByRole('link', { name: 'Mailboxes' }).waitFor();
    await tabTo(pane, /^Mailboxes$/);
    await press(pane, 'Enter');
    await pane.root.getByRole('button', { name: 'More about ada@contoso.example' }).waitFor();
    await tabTo(pane, /^More about ada@contoso.example$/);
    await press(pane, 'Enter');
    for (const [opener, question] of [
      [/^Take out, keep contacts/, /^Take out ada@contoso.example: /],
      [/^Forget ada@contoso.example$/, /^Forget all that is remembered of it\?/],
    ] as const) {
      await tabTo(pane, opener);
      await press(pane, 'Enter');
      await hasFocus(pane, question);
      await press(pane, 'Escape');
      await hasFocus(pane, opener);
      expect(await pane.root.getByRole('group', { name: question }).count()).toBe(0);
    }
    await pane.close();
  });
});
