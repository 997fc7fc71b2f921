import { chromium, type Browser, type Page, type Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { Pane, type PaneOptions } from './support/pane.ts';
import { setScene, type Scene } from './support/scene.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;
let scene: Scene;

const open = (over: Partial<PaneOptions> = {}) =>
  Pane.open(browser, {
    demo,
    item: { from: [scene.synced.Name, scene.synced.Email] },
    expected: /Failed to load/,
    ...over,
  });
const problem = (status: number, code: string, detail: string) => (route: Route) =>
  route.fulfill({
    status,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'about:blank', title: 'x', status, code, detail }),
  });
const answers = (path: string, handler: (route: Route) => Promise<void>) => async (page: Page) => {
  await page.route(path, handler);
};

describe.skipIf(found === undefined)('when something is wrong, the pane', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    scene = await setScene(demo);
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it.each([
    ['not enrolled', 403, 'not-enrolled', 'Your administrator has not enrolled you'],
    ['too many requests', 429, 'too-many-requests', 'That were too many requests'],
    ['a fault of the server', 500, 'internal-error', 'Something went wrong in Cardbridge'],
  ])('says so and tries again: %s', async (_, status, code, text) => {
    const pane = await open({ before: answers('**/api/me', problem(status, code, text)) });
    await pane.root.getByRole('alert').getByText(text).waitFor();
    expect(await pane.violations()).toEqual([]);
    await pane.page.unroute('**/api/me');
    await pane.root.getByRole('button', { name: 'Try again' }).click();
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await pane.close();
  });

  it('says when it asks again where there were too many requests, and does so by itself', async () => {
    const pane = await open({
      before: async (page) => {
        await page.clock.install();
        await page.route('**/api/me', (route) => route.fulfill({ status: 429, headers: { 'Retry-After': '60' } }), {
          times: 1,
        });
      },
    });
    await pane.root.getByText(/^Too many requests just now. Cardbridge tries again by itself at [\d:]+/).waitFor();
    expect(await pane.root.getByRole('alert').count()).toBe(0);
    expect(await pane.violations()).toEqual([]);
    expect(await pane.overflows()).toBe(false);
    await pane.page.clock.fastForward(60_000);
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await pane.root.getByText(/^Too many requests/).waitFor({ state: 'detached' });
    await pane.close();
  });

  it('does not wait for ever for an answer', async () => {
    const asked = Promise.withResolvers<void>();
    const pane = await open({
      before: async (page) => {
        await page.clock.install();
        await page.route('**/api/me', () => asked.resolve());
      },
    });
    await asked.promise;
    await pane.page.clock.fastForward(31_000);
    await pane.root.getByText('Cardbridge did not answer in time').waitFor();
    await pane.close();
  });

  it('is told that Office.js could not be loaded, or that this is not Outlook', async () => {
    const pane = await open({
      before: async (page) => {
        await page.addInitScript('delete globalThis.Office');
        await page.route(/\/office\.js$/, (route) => route.abort());
      },
    });
    await pane.root.getByRole('heading', { name: 'Outlook does not answer' }).waitFor();
    await pane.root.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await pane.violations()).toEqual([]);
    await pane.close();
    const other = await open({
      before: async (page) =>
        void (await page.addInitScript('globalThis.Office = { onReady: async (tell) => tell({ host: null }) }')),
    });
    expect(await other.root.getByRole('link', { name: 'Open Cardbridge here' }).getAttribute('href')).toBe('/');
    await other.close();
  });

  it('names what became of one person, and the others go on', async () => {
    const pane = await open({
      item: { from: [scene.synced.Name, scene.synced.Email], to: [[scene.outside.Name, scene.outside.Email]] },
      before: answers('**/api/records/**', problem(502, 'crm-other', 'Salesforce did not accept this.')),
    });
    await pane.root.getByText('In Salesforce, outside your view').waitFor();
    await pane.root.getByRole('switch', { name: new RegExp(scene.outside.Name) }).click();
    await pane.root.getByRole('listitem').filter({ hasText: scene.outside.Name }).getByText('did not accept').waitFor();
    await pane.root.getByRole('switch', { name: `Sync ${scene.synced.Name} (Synced)` }).waitFor();
    await pane.close();
  });

  it('keeps what is known while offline, switches nothing, and goes on by itself', async () => {
    const pane = await open();
    const control = pane.root.getByRole('switch', { name: `Sync ${scene.synced.Name} (Synced)` });
    await control.waitFor();
    await pane.page.context().setOffline(true);
    await pane.root.getByText('Cardbridge cannot be reached. You see what was known last').waitFor();
    await control.press('Space');
    expect(await pane.root.getByRole('button', { name: 'Stop, keep both' }).count()).toBe(0);
    expect(await pane.violations()).toEqual([]);
    await pane.page.context().setOffline(false);
    await pane.root
      .getByText('Cardbridge cannot be reached. You see what was known last')
      .waitFor({ state: 'detached' });
    // What leads to a write is not chosen either; the look is this browser's own.
    await pane.root.getByRole('button', { name: 'Settings' }).click();
    const radio = (name: string) => pane.root.getByRole('radio', { name, exact: true });
    await radio('Outlook wins').waitFor();
    await pane.page.context().setOffline(true);
    await pane.root.getByText('Cardbridge cannot be reached. You see what was known last').waitFor();
    await radio('Outlook wins').press('Space');
    expect(await radio('Outlook wins').isChecked()).toBe(false);
    await radio('Dark').press('Space');
    await expect.poll(() => radio('Dark').isChecked()).toBe(true);
    await pane.page.context().setOffline(false);
    await pane.root
      .getByText('Cardbridge cannot be reached. You see what was known last')
      .waitFor({ state: 'detached' });
    await pane.root.getByRole('button', { name: 'People' }).click();
    await pane.root
      .getByText('Cardbridge cannot be reached. You see what was known last')
      .waitFor({ state: 'detached' });
    // A press does not wait for it, as a click would.
    await expect.poll(() => control.isEnabled()).toBe(true);
    await control.press('Space');
    await pane.root.getByRole('button', { name: 'Stop, keep both' }).waitFor();
    await pane.close();
  });

  it.each(['/sign-in/done', '/sign-in/not-done#problem=refused', '/salesforce/done'])(
    'the last page of a window, %s, has nothing that axe finds wrong, and reads well at every width',
    async (path) => {
      const pane = await Pane.open(browser, { demo, host: 'browser', signedInAs: '', expected: /401/ });
      // Microsoft's library would frame a page of its own here, which the policy refuses.
      await pane.page.route(/\/office\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
      await pane.page.goto(`${demo.app.url}${path}`);
      await pane.page.getByText('this window can be closed').waitFor();
      for (const media of [
        { colorScheme: 'light' },
        { colorScheme: 'dark' },
        { colorScheme: 'light', forcedColors: 'active' },
      ] as const) {
        await pane.page.emulateMedia(media);
        expect([media, await pane.violations()]).toEqual([media, []]);
      }
      for (const width of [320, 500, 1280]) {
        await pane.page.setViewportSize({ width, height: 570 });
        expect([width, await pane.overflows()]).toEqual([width, false]);
      }
      await pane.close();
    },
  );
});
