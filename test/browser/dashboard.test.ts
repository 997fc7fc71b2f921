import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { Pane, type PaneOptions } from './support/pane.ts';
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
  organisation: async ({ root }: Pane) => root.getByText('AssistantPhone').waitFor(),
} as const;
type Place = keyof typeof PLACES;

describe.skipIf(found === undefined)('the dashboard', () => {
  let admin = '';
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    await setScene(demo);
    admin = demo.users.find((user) => user.admin)?.name ?? '';
  }, 180_000);
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
      for (const over of [{}, { forcedColors: true, width: 320 }]) {
        const pane = await at(place, over);
        expect(await pane.violations()).toEqual([]);
        for (const width of [320, 700, 1280]) {
          await pane.page.setViewportSize({ width, height: 700 });
          expect([width, await pane.overflows()]).toEqual([width, false]);
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

  it('is German for a German', async () => {
    const pane = await at('overview', { language: 'de-DE' });
    await pane.root.getByText('Als Tabelle zeigen').waitFor();
    await pane.root.getByRole('link', { name: 'Sync-Einstellungen' }).click();
    await pane.root.getByRole('button', { name: 'Anpassen' }).waitFor();
    await pane.close();
  });
});
