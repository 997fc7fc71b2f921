import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { Pane, type PaneOptions, type TestItem } from './support/pane.ts';
import { setScene, type Scene } from './support/scene.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;
let scene: Scene;

/** Everybody at once: synced, in conflict, needing attention, outside the view, unknown, a colleague, a list. */
const everybody = (): TestItem => ({
  from: [scene.conflict.Name, scene.conflict.Email],
  to: [
    ['Ada Park', 'ada@contoso.example'],
    [scene.synced.Name, scene.synced.Email],
    [scene.outside.Name, scene.outside.Email],
    ['Somebody New With A Very Long Name Indeed', 'somebody.new.with.a.very.long.address@new-company.example'],
  ],
  cc: [
    ['Ben Ito', 'ben@contoso.example'],
    ['Someone Else', scene.attention.Email],
    ['Everyone', 'everyone@contoso.example', 'distributionList'],
    ['Old Exchange', '/O=CONTOSO/CN=OLD'],
  ],
});

/** Every screen, by what is done to come there; each ends when it is all there. */
const SCREENS: Readonly<Record<string, (pane: Pane) => Promise<void>>> = {
  people: async ({ root }) => {
    await root.getByText('Boss in Outlook').waitFor();
    await root.getByText('In Salesforce, outside your view').waitFor();
  },
  'people, all of them open': async (pane) => {
    await SCREENS.people?.(pane);
    await pane.root.getByRole('button', { name: /colleague/ }).click();
    const closed = pane.root.getByRole('button', { name: /^Details of/, expanded: false });
    for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
    await pane.root.getByText('Copy details for support').nth(3).waitFor();
  },
  'the question when someone is switched off': async ({ root }) => {
    await root.getByRole('switch', { name: new RegExp(`${scene.synced.Name}.*Synced`) }).click();
    await root.getByRole('button', { name: 'Stop, keep both' }).waitFor();
  },
  search: async ({ root }) => {
    await root.getByRole('searchbox').fill('an');
    await root.getByRole('combobox', { name: 'Status' }).waitFor();
    await root.getByRole('switch').first().waitFor();
    await root.getByRole('button', { name: 'Look in my Outlook contacts' }).click();
    await root.getByRole('heading', { name: 'In your Outlook contacts' }).waitFor();
  },
  activity: async ({ root }) => {
    await root.getByRole('button', { name: 'Activity' }).click();
    await root.getByRole('heading', { name: 'Syncs' }).waitFor();
    await root.getByText('Boss in Salesforce').first().waitFor();
    await root
      .getByRole('button', { name: /^Undo the sync of/ })
      .first()
      .click();
    await root.getByRole('button', { name: 'Yes, undo it' }).waitFor();
  },
  settings: async ({ root }) => {
    await root.getByRole('button', { name: 'Settings' }).click();
    await root.getByRole('radio', { name: /^Custom view/ }).check();
    await root.getByRole('combobox', { name: 'List view' }).waitFor();
    await root.getByRole('radio', { name: /^All available/ }).check();
    await root.getByRole('button', { name: 'Preview' }).click();
    await root.getByText('This is what will happen').waitFor();
    await root.getByRole('radio', { name: /^Custom view/ }).check();
    await root.getByText('These cannot be used').waitFor();
  },
};

describe.skipIf(found === undefined)('every screen', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    scene = await setScene(demo);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  describe.each(Object.entries(SCREENS))('%s', (_, come) => {
    it('has nothing that axe finds wrong, in light and in forced colours, and reads well at every width and at 400 %', async () => {
      const pane = await Pane.open(browser, { demo, item: everybody() });
      await come(pane);
      expect(await pane.violations()).toEqual([]);
      await pane.page.emulateMedia({ forcedColors: 'active' });
      expect(await pane.violations()).toEqual([]);
      await pane.page.emulateMedia({ forcedColors: 'none' });
      // The last is 1280 × 1024 at 400 %. Nothing is to be scrolled sideways.
      for (const [width, height] of [
        [320, 570],
        [450, 570],
        [1280, 570],
        [320, 256],
      ] as const) {
        await pane.page.setViewportSize({ width, height });
        expect([width, await pane.overflows()]).toEqual([width, false]);
      }
      await pane.close();
    });
  });

  it.each([
    ["the system's dark", { dark: true }],
    ["Outlook's dark, though the system is light", { background: '#212121' }],
    ['German', { language: 'de-DE' }],
  ] as const)('has nothing that axe finds wrong in %s', async (_, over) => {
    const pane = await Pane.open(browser, { demo, item: everybody(), ...over });
    await pane.root.getByText('Boss in Outlook').waitFor();
    expect(await pane.violations()).toEqual([]);
    await pane.close();
  });

  it("is in Outlook's theme where the system's is another", async () => {
    const ground = async (over: Partial<PaneOptions>) => {
      const pane = await Pane.open(browser, { demo, item: everybody(), ...over });
      await pane.root.getByRole('switch').first().waitFor();
      const colour = await pane.in.evaluate(() => {
        const provider = document.querySelector('.fui-FluentProvider');
        return provider === null ? '' : getComputedStyle(provider).backgroundColor;
      });
      await pane.close();
      return colour;
    };
    const [light, dark] = ['rgb(255, 255, 255)', 'rgb(41, 41, 41)'];
    expect(await ground({})).toBe(light);
    expect(await ground({ dark: true })).toBe(dark);
    expect(await ground({ background: '#212121' })).toBe(dark);
    expect(await ground({ background: '#ffffff', dark: true })).toBe(light);
  });
});
