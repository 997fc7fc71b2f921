import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../server/http/contract.ts';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { Pane, type PaneOptions, type TestItem } from './support/pane.ts';
import { CONFLICTS, ITEMS } from './support/long-values.ts';
import { setScene, type Scene } from './support/scene.ts';

/** On neither side, but for a Lead in Salesforce; the org demands a department and a region of new contacts. */
const NEW = 'nora.lind@lindwurm.example';

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

const [LIGHT, DARK] = ['rgb(255, 255, 255)', 'rgb(41, 41, 41)'];

interface Screen {
  /** What is done to come there; ends when it is all there. */
  readonly come: (pane: Pane) => Promise<void>;
  readonly over?: Partial<PaneOptions>;
}

const people = async ({ root }: Pane) => {
  await root.getByText('Boss in Outlook').waitFor();
  await root.getByText('In Salesforce, outside your view').waitFor();
};
const settings = async ({ root }: Pane) => {
  await root.getByRole('button', { name: 'Settings' }).click();
  await root.getByRole('switch', { name: 'Contacts sync' }).waitFor();
};
/** Of whom nothing is synced yet. */
const fresh: Partial<PaneOptions> = { person: 'Dan Empty' };
const notConnected = async (page: Page) => {
  await page.route('**/api/me', async (route) => {
    const answer = await route.fetch();
    const reason = { code: 'not-connected', params: {}, text: 'Salesforce is not connected.' };
    await route.fulfill({ json: { ...(await answer.json()), notice: { reason, action: 'connect-salesforce' } } });
  });
};
const answering = (path: string, status: number, detail: string) => async (page: Page) => {
  await page.route(path, (route) =>
    route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify({ status, detail }) }),
  );
};

const SCREENS: Readonly<Record<string, Screen>> = {
  people: { come: people },
  'people, all of them open': {
    come: async (pane) => {
      await people(pane);
      await pane.root.getByRole('button', { name: /colleague/ }).click();
      const closed = pane.root.getByRole('button', { name: /^Details of/, expanded: false });
      while ((await closed.count()) > 0) await closed.first().click();
      await pane.root.getByText('Copy details for support').nth(3).waitFor();
    },
  },
  'the question when someone is switched off': {
    come: async ({ root }) => {
      await root.getByRole('switch', { name: new RegExp(`${scene.synced.Name}.*Synced`) }).click();
      await root.getByRole('button', { name: 'Stop, keep both' }).waitFor();
    },
  },
  'the card of someone new, with all that it can say': {
    over: { item: { from: [NEW, NEW] }, expected: /409/ },
    come: async ({ root }) => {
      await root.getByText('Not synced', { exact: true }).waitFor();
      await root.getByRole('switch').click();
      await root.getByText('The name was made of the address.').waitFor();
      await root.getByText(/has an open lead/).waitFor();
      await root.getByRole('button', { name: 'Switch on' }).click();
      await root.getByText('Please fill this in.').first().waitFor();
    },
  },
  'a search on both sides': {
    come: async ({ root }) => {
      await root.getByRole('searchbox').fill('an');
      await root.getByRole('combobox', { name: 'Status' }).waitFor();
      await root.getByRole('heading', { name: 'In Salesforce' }).waitFor();
      await root.getByRole('switch').first().waitFor();
      await root.getByRole('button', { name: 'Look in my Outlook contacts' }).click();
      await root.getByRole('heading', { name: 'In your Outlook contacts' }).waitFor();
    },
  },
  activity: {
    come: async ({ root }) => {
      await root.getByRole('button', { name: 'Activity' }).click();
      await root.getByRole('heading', { name: 'Syncs' }).waitFor();
      await root.getByText('Boss in Salesforce').first().waitFor();
      await root
        .getByRole('button', { name: /^Undo the sync of/ })
        .first()
        .click();
      await root.getByRole('button', { name: 'Yes, undo it' }).waitFor();
    },
  },
  settings: {
    come: async (pane) => {
      const { root } = pane;
      await settings(pane);
      await root.getByRole('radio', { name: /^Custom view/ }).check();
      await root.getByRole('combobox', { name: 'List view' }).waitFor();
      await root.getByRole('radio', { name: /^All available/ }).check();
      await root.getByRole('button', { name: 'Preview' }).click();
      await root.getByText('This is what will happen').waitFor();
      await root.getByRole('radio', { name: /^Custom view/ }).check();
      await root.getByText('These cannot be used').waitFor();
    },
  },
  'the blocklist, with an entry and a mistake': {
    come: async (pane) => {
      await settings(pane);
      const input = pane.root.getByLabel('Address or domain');
      await input.fill('a-very-long-name-of-a-domain-that-nobody-wants-to-sync.example');
      await input.press('Enter');
      await pane.root.getByRole('list', { name: 'Never sync' }).waitFor();
      await input.fill('no address');
      await input.press('Enter');
      await pane.root.getByText('Please give an address').waitFor();
    },
  },
  'the first steps: connect': {
    over: { ...fresh, before: notConnected },
    come: async ({ root }) => root.getByRole('button', { name: 'Connect Salesforce' }).waitFor(),
  },
  'the first steps: the filter': {
    over: fresh,
    come: async ({ root }) => {
      await root.getByRole('heading', { name: 'Welcome to Cardbridge' }).waitFor();
      await root.getByRole('button', { name: 'Preview' }).click();
      await root.getByText(/a new folder, “Salesforce Contacts”/).waitFor();
    },
  },
  'the sign-in': {
    over: { silently: 'needs-interaction' },
    come: async ({ root }) => root.getByText('Sign in with your work account').waitFor(),
  },
  'not enrolled': {
    over: {
      before: answering('**/api/me', 403, 'Your administrator has not enrolled you. Please ask them.'),
      expected: /Failed to load/,
    },
    come: async ({ root }) => root.getByRole('alert').getByText('not enrolled').waitFor(),
  },
  'no Office.js': {
    over: {
      expected: /Failed to load/,
      before: async (page) => {
        await page.addInitScript('delete globalThis.Office');
        await page.route(/\/office\.js$/, (route) => route.abort());
      },
    },
    come: async ({ root }) => root.getByRole('heading', { name: 'Outlook does not answer' }).waitFor(),
  },
  'the choice of one of several contacts with an address': {
    over: {
      expected: /409/,
      before: async (page) => {
        await page.route(/\/api\/records\/[^/]+$/, (route) => {
          const body = {
            status: 409,
            code: 'several-items-with-address',
            detail: 'Choose the right one.',
            items: ITEMS,
          };
          return route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify(body) });
        });
      },
    },
    come: async (pane) => {
      await people(pane);
      await pane.root.getByRole('switch', { name: new RegExp(scene.outside.Name) }).click();
      await pane.root.getByText('Several of your Outlook contacts have this address. Which one?').waitFor();
      await pane.root.getByRole('button', { name: /^Ida Berg, Harbour Optics/ }).waitFor();
    },
  },
  'a conflict of several fields': {
    over: {
      before: async (page) => {
        await page.route('**/api/people/query', async (route) => {
          const answer = await route.fetch();
          const { people: asked } = (await answer.json()) as { people: readonly Person[] };
          const more = (person: Person) =>
            person.status === 'conflict'
              ? { ...person, conflicts: [...(person.conflicts ?? []), ...CONFLICTS] }
              : person;
          await route.fulfill({ json: { people: asked.map(more) } });
        });
      },
    },
    come: async ({ root }) => {
      await root.getByRole('button', { name: 'Keep all as they are' }).waitFor();
      await root.getByRole('button', { name: 'Put the other value back: Business address' }).waitFor();
    },
  },
  'outside Outlook': {
    over: {
      before: async (page) =>
        void (await page.addInitScript('globalThis.Office = { onReady: async (tell) => tell({ host: null }) }')),
    },
    come: async ({ root }) => root.getByRole('link', { name: 'Open Cardbridge here' }).waitFor(),
  },
  'a page that has not come up': {
    over: { before: answering('**/api/client-config', 500, 'Something went wrong.'), expected: /Failed to load/ },
    come: async ({ root }) => root.getByRole('alert').getByText('Something went wrong.').waitFor(),
  },
  'a page that is broken': {
    over: {
      before: async (page) => void (await page.route('**/api/me', (route) => route.fulfill({ json: {} }))),
      expected: /./,
    },
    come: async ({ root }) => root.getByRole('alert').getByText('Something went wrong in this page.').waitFor(),
  },
  offline: {
    over: { expected: /Failed to load/ },
    come: async (pane) => {
      await people(pane);
      await pane.page.context().setOffline(true);
      await pane.root.getByText('Cardbridge cannot be reached').waitFor();
    },
  },
};

describe.skipIf(found === undefined)('every screen', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    scene = await setScene(demo, ['Department', 'Region__c']);
    await demo.crm(demo.user('Ada Park'), 'POST', '/sobjects/Lead', {
      LastName: 'Lind',
      Company: 'Lindwurm',
      Email: NEW,
    });
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  describe.each(Object.entries(SCREENS))('%s', (_, { come, over = {} }) => {
    it('has nothing that axe finds wrong, in light, in dark and in forced colours, and reads well at every width and at 400 %', async () => {
      const pane = await Pane.open(browser, { demo, item: everybody(), ...over });
      await come(pane);
      expect(await pane.violations()).toEqual([]);
      await pane.page.emulateMedia({ colorScheme: 'dark' });
      await expect.poll(() => pane.ground()).toBe(DARK);
      expect(await pane.violations()).toEqual([]);
      await pane.page.emulateMedia({ colorScheme: 'light' });
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
        expect([width, await pane.misfits()]).toEqual([width, []]);
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
    for (const [over, colour] of [
      [{}, LIGHT],
      [{ dark: true }, DARK],
      [{ background: '#212121' }, DARK],
      [{ background: '#ffffff', dark: true }, LIGHT],
    ] as const) {
      const pane = await Pane.open(browser, { demo, item: everybody(), ...over });
      await pane.root.getByRole('switch').first().waitFor();
      await expect.poll(() => pane.ground()).toBe(colour);
      await pane.close();
    }
  });
});
