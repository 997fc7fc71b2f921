import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Me, Settings } from '../../server/http/contract.ts';
import { Demo, type DemoUser } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { focusOf, isAccessible, namesInFolder, putRecords, statusOf } from './support/moves.ts';
import { Pane, type PaneOptions } from './support/pane.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;
let ada: DemoUser;

const open = (over: Partial<PaneOptions> = {}) => Pane.open(browser, { demo, ...over });
const settings = (user = ada) => demo.call<Settings>(user, 'GET', '/api/settings');
const meOf = (user: DemoUser) => demo.call<Me>(user, 'GET', '/api/me');
const button = ({ root }: Pane, name: string) => root.getByRole('button', { name, exact: true });
const radio = ({ root }: Pane, name: RegExp) => root.getByRole('radio', { name });
const toSettings = async (pane: Pane) => {
  await button(pane, 'Settings').click();
  await pane.root.getByRole('switch', { name: 'Contacts sync' }).waitFor();
};
/** The product's next calls of that kind wait at the service until they are let go. */
const hold = (service: string, match: object, skip = 0) =>
  demo.tell('POST', '/faults', { service, match, skip, times: 1, effect: { kind: 'hold', when: 'before' } });
const letGo = () => demo.tell('DELETE', '/faults');

describe.skipIf(found === undefined)('the settings and the first steps', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    // A demo that runs already may be in any state.
    await demo.tell('POST', '/reset');
    ada = demo.user('Ada Park');
    await demo.sync(ada);
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('[S3] pause and resume, which the line on every screen says', async () => {
    const pane = await open();
    await toSettings(pane);
    await button(pane, 'Pause').click();
    await button(pane, 'Resume').first().waitFor();
    await pane.root.getByText('The sync is paused.').waitFor();
    expect((await settings()).paused).toBe(true);
    await expect.poll(() => focusOf(pane)).toBe('Resume');
    await isAccessible(pane);
    await button(pane, 'Activity').click();
    await pane.root.getByRole('heading', { name: 'Syncs' }).waitFor();
    await expect.poll(() => pane.root.getByText('Paused', { exact: true }).count()).toBe(1);
    await toSettings(pane);
    await pane.root.locator('section').getByRole('button', { name: 'Resume' }).click();
    await button(pane, 'Pause').waitFor();
    await pane.root.getByText('The sync is paused.').waitFor({ state: 'detached' });
    expect((await settings()).paused).toBe(false);
    await pane.close();
  });

  it('[S4] the contact sync is switched off and on; nothing that is synced is removed', async () => {
    const before = (await namesInFolder(demo, ada))?.length;
    const pane = await open();
    await toSettings(pane);
    const control = pane.root.getByRole('switch', { name: 'Contacts sync' });
    await control.click();
    await pane.root.getByText('The contact sync is switched off.').waitFor();
    await expect.poll(() => control.isChecked()).toBe(false);
    expect((await settings()).contactsSync).toBe(false);
    // What would be of no use meanwhile is not offered.
    await pane.root.getByRole('heading', { name: 'Filter' }).waitFor({ state: 'detached' });
    await button(pane, 'Sync now').waitFor({ state: 'detached' });
    await expect.poll(() => focusOf(pane)).toBe('Contacts sync');
    await isAccessible(pane);
    await control.click();
    await pane.root.getByText('The contact sync is switched off.').waitFor({ state: 'detached' });
    await pane.root.getByRole('heading', { name: 'Filter' }).waitFor();
    expect((await settings()).contactsSync).toBe(true);
    await demo.sync(ada);
    expect((await namesInFolder(demo, ada))?.length).toBe(before);
    await pane.close();
  });

  it('[S4] the dashboard has the same switch, and Customize shows the rest', async () => {
    const pane = await open({ host: 'browser', width: 1280, height: 900 });
    await pane.root.getByRole('link', { name: 'Sync Settings' }).click();
    const control = pane.root.getByRole('switch', { name: 'Contacts', exact: true });
    await control.click();
    await pane.root.getByText('The contact sync is switched off.').waitFor();
    expect((await settings()).contactsSync).toBe(false);
    await isAccessible(pane);
    await control.click();
    await pane.root.getByText('The contact sync is switched off.').waitFor({ state: 'detached' });
    expect((await settings()).contactsSync).toBe(true);
    await pane.close();
  });

  it('[F1] [F3] a filter is previewed, saved with what was shown, and does exactly that', async () => {
    const pane = await open();
    await toSettings(pane);
    const before = (await namesInFolder(demo, ada))?.length ?? 0;
    await expect.poll(() => radio(pane, /^Only my contacts/).isChecked()).toBe(true);
    await radio(pane, /^All available contacts/).check();
    // Nothing is saved unseen.
    await expect.poll(() => button(pane, 'Save filter').count()).toBe(0);
    await button(pane, 'Preview').click();
    const counted = pane.root.getByText(/^[\d,]+ added in Outlook/);
    await counted.waitFor();
    const coming = Number(/^\d+/.exec((await counted.first().textContent()) ?? '')?.[0]);
    await pane.root.getByText(`Added in Outlook (${coming})`).waitFor();
    await isAccessible(pane);
    // A preview belongs to its choice.
    await radio(pane, /^Only my contacts/).check();
    await button(pane, 'Save filter').waitFor({ state: 'detached' });
    await radio(pane, /^All available contacts/).check();
    await button(pane, 'Save filter').click();
    await button(pane, 'Save filter').waitFor({ state: 'detached' });
    await expect.poll(async () => (await settings()).filter).toEqual({ kind: 'all' });
    await demo.sync(ada);
    expect((await namesInFolder(demo, ada))?.length).toBe(before + coming);
    await pane.close();
  });

  it('[F3] [D5] a filter that takes many away says so, is not held again, and takes them away', async () => {
    const pane = await open();
    await toSettings(pane);
    await expect.poll(() => radio(pane, /^All available contacts/).isChecked()).toBe(true);
    const before = (await namesInFolder(demo, ada))?.length ?? 0;
    await radio(pane, /^Only my contacts/).check();
    await button(pane, 'Preview').click();
    const counted = pane.root.getByText(/removed in Outlook/).first();
    await counted.waitFor();
    const going = Number(/(\d+) removed in Outlook/.exec((await counted.textContent()) ?? '')?.[1]);
    expect(going).toBeGreaterThan(25);
    await button(pane, 'Save filter').click();
    await expect.poll(async () => (await settings()).filter).toEqual({ kind: 'mine' });
    await demo.sync(ada);
    expect((await namesInFolder(demo, ada))?.length).toBe(before - going);
    await pane.close();
  });

  it('[F1] [F2] a list view is chosen by its label; those that cannot be used are shown with their reason', async () => {
    const pane = await open();
    await toSettings(pane);
    await radio(pane, /^Custom view/).check();
    const views = pane.root.getByRole('combobox', { name: 'List view' });
    await views.waitFor();
    // Without a view there is nothing to preview.
    await expect.poll(() => button(pane, 'Preview').count()).toBe(0);
    const unusable = views.getByRole('option', { name: 'Members of the spring campaign' });
    expect(await unusable.evaluate((option) => (option as HTMLOptionElement).disabled)).toBe(true);
    await pane.root
      .getByRole('listitem')
      .filter({ hasText: /^Members of the spring campaign: .{10,}/ })
      .waitFor();
    await views.selectOption({ label: 'My contacts in EMEA' });
    await button(pane, 'Preview').click();
    await pane.root.getByRole('heading', { name: 'This is what will happen' }).waitFor();
    await isAccessible(pane);
    await button(pane, 'Save filter').click();
    await expect.poll(async () => (await settings()).filter.kind).toBe('view');
    await pane.page.reload();
    await toSettings(pane);
    await expect.poll(() => radio(pane, /^Custom view/).isChecked()).toBe(true);
    await expect
      .poll(() => views.evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.text))
      .toBe('My contacts in EMEA');
    await demo.call(ada, 'PUT', '/api/settings', { filter: { kind: 'mine' } });
    await pane.close();
  });

  it('[D2] [T2] [J1] with Auto-removal on someone is removed from Salesforce too, and brought back', async () => {
    const [id] = await putRecords(demo, ada, 1, 'Removed');
    await demo.sync(ada);
    const email = 'number.0@removed.example';
    const isThere = () =>
      demo.crm(ada, 'GET', `/sobjects/Contact/${id ?? ''}`).then(
        () => true,
        () => false,
      );
    const pane = await open({ item: { from: ['Number 0 Removed', email] } });
    const control = pane.root.getByRole('switch', { name: /Number 0 Removed/ });
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await control.click();
    await button(pane, 'Stop, keep both').waitFor();
    await expect.poll(() => button(pane, 'Remove from Salesforce too').count()).toBe(0);
    await pane.page.keyboard.press('Escape');

    await toSettings(pane);
    await pane.root.getByRole('switch', { name: 'Auto-removal' }).click();
    await pane.root.getByText(/^On: a contact that you delete in Outlook/).waitFor();
    expect((await settings()).autoRemoval).toBe(true);
    await isAccessible(pane);

    await button(pane, 'People').click();
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await control.click();
    await button(pane, 'Remove from Salesforce too').waitFor();
    await isAccessible(pane);
    await button(pane, 'Remove from Salesforce too').click();
    const undo = pane.root.getByRole('button', { name: 'Undo the switch of Number 0 Removed' });
    await undo.waitFor();
    await expect.poll(isThere).toBe(false);
    await expect.poll(() => namesInFolder(demo, ada)).not.toContain('Number 0 Removed');
    await expect.poll(() => focusOf(pane)).toMatch(/^Sync Number 0 Removed/);
    await isAccessible(pane);
    await undo.click();
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await expect.poll(isThere).toBe(true);
    await expect.poll(() => namesInFolder(demo, ada)).toContain('Number 0 Removed');
    expect(await statusOf(demo, ada, email)).toBe('synced');
    await toSettings(pane);
    await pane.root.getByRole('switch', { name: 'Auto-removal' }).click();
    await pane.root.getByText(/^Off: a contact that you delete in Outlook/).waitFor();
    await pane.close();
  });

  it('[S3] Sync now shows how far it is while it runs, on every screen, and what came of it', async () => {
    const [changed] = await putRecords(demo, ada, 1, 'Changing');
    await demo.sync(ada);
    await putRecords(demo, ada, 30, 'Arriving');
    await demo.crm(ada, 'PATCH', `/sobjects/Contact/${changed ?? ''}`, { Title: 'Changed' });
    const pane = await open();
    await toSettings(pane);
    const comparing = pane.root.getByText('Syncing: comparing both sides …');
    const counted = pane.root.getByText(/^Syncing: \d+ of \d+ contacts$/);
    // At its first call, before there is anything to count; then at the first of the new ones, when what was changed is done.
    await hold('salesforce', { user: ada.email });
    await hold('graph', { user: ada.email, method: 'POST', path: '/contacts$', part: true });
    try {
      await button(pane, 'Sync now').click();
      await expect.poll(() => comparing.count()).toBe(2);
      await button(pane, 'Syncing …').waitFor();
      expect(await pane.root.getByRole('progressbar').first().getAttribute('aria-valuenow')).toBeNull();
      // Shown twice, and read aloud once.
      await expect.poll(() => pane.root.locator('[aria-live=polite]').filter({ hasText: 'Syncing' }).count()).toBe(1);
      await isAccessible(pane);
      await demo.tell('POST', '/faults/release', {});
      await expect.poll(() => counted.count()).toBe(2);
      expect(Number(await pane.root.getByRole('progressbar').first().getAttribute('aria-valuenow'))).toBeGreaterThan(0);
      await isAccessible(pane);
      await button(pane, 'Activity').click();
      await pane.root.getByRole('heading', { name: 'Syncs' }).waitFor();
      await expect.poll(() => counted.count()).toBe(1);
      await toSettings(pane);
    } finally {
      await letGo();
    }
    await pane.root.getByText('Done: 30 added in Outlook · 1 changed in Outlook').waitFor();
    await button(pane, 'Sync now').waitFor();
    expect((await namesInFolder(demo, ada))?.filter((name) => name.endsWith('Arriving')).length).toBe(30);
    await pane.close();
  });

  it('[S3] a session that fails says so where it was asked for', async () => {
    const pane = await open();
    await toSettings(pane);
    await demo.tell('POST', '/faults', {
      service: 'salesforce',
      match: { user: ada.email },
      times: 1000,
      effect: { kind: 'status', status: 500 },
    });
    try {
      await button(pane, 'Sync now').click();
      await pane.root.getByText(/^Failed: Salesforce/).waitFor({ timeout: 60_000 });
      await isAccessible(pane);
    } finally {
      await letGo();
    }
    await button(pane, 'Sync now').click();
    await pane.root.getByText(/^Done: /).waitFor();
    await pane.close();
  });

  it('the first run goes to its end: preview, start, so many of so many with the pane usable, and reopened meanwhile', async () => {
    const dan = demo.user('Dan Empty');
    // More than go in two pieces: so many are on their way at once.
    for (const crowd of ['Crowd', 'Throng']) await putRecords(demo, ada, 200, crowd);
    const pane = await open({ person: 'Dan Empty', item: { from: ['Grace Hopper-Lane', 'grace@nobody.example'] } });
    await pane.root.getByRole('heading', { name: 'Welcome to Cardbridge' }).waitFor();
    const step = () => pane.root.locator('[aria-current=step]').textContent();
    await expect.poll(step).toBe('Choose your contacts');
    await radio(pane, /^All available contacts/).check();
    await button(pane, 'Preview').click();
    await pane.root.getByText(/^\d+ contacts arrive in a new folder, “Salesforce Contacts”/).waitFor();
    await isAccessible(pane);
    expect(await namesInFolder(demo, dan)).toBeUndefined();
    // One of the third piece, when another one is done.
    await hold('graph', { user: dan.email, method: 'POST', path: '/contacts$', part: true }, 420);
    try {
      await button(pane, 'Start the first sync').click();
      await expect.poll(step).toBe('The first sync');
      await expect.poll(() => pane.root.getByText(/^Syncing: \d+ of \d+ contacts$/).count()).toBeGreaterThan(0);
      await pane.root.getByText('You can go on working meanwhile').waitFor();
      await isAccessible(pane);
      // Usable meanwhile, and shown again by whoever opens the pane anew.
      await pane.root.getByRole('searchbox').fill('Hopper');
      await pane.root.getByRole('heading', { name: 'In Salesforce' }).waitFor();
      await button(pane, 'Activity').click();
      await pane.root.getByRole('heading', { name: 'Syncs' }).waitFor();
      await pane.page.reload();
      await expect.poll(step).toBe('The first sync');
    } finally {
      await letGo();
    }
    await pane.root.getByRole('heading', { name: 'Welcome to Cardbridge' }).waitFor({ state: 'detached' });
    await pane.root.getByText(/^In sync · /).waitFor();
    expect((await meOf(dan)).firstSessionDone).toBe(true);
    expect((await namesInFolder(demo, dan))?.length).toBeGreaterThan(25);
    await pane.close();
  });
});
