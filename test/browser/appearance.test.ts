import { isDeepStrictEqual } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { holdPlan } from './support/moves.ts';
import { Pane, type PaneOptions } from './support/pane.ts';
import { setScene, type Scene } from './support/scene.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;
let scene: Scene;

interface Screen {
  readonly over?: () => Partial<PaneOptions>;
  /** What is done to come there; ends when it is all there. */
  readonly come: (pane: Pane) => Promise<void>;
}
const inPane = (): Partial<PaneOptions> => ({
  item: {
    from: [scene.conflict.Name, scene.conflict.Email],
    to: [
      [scene.synced.Name, scene.synced.Email],
      [scene.outside.Name, scene.outside.Email],
      ['Somebody New With A Very Long Name Indeed', 'somebody.new.with.a.very.long.address@new-company.example'],
    ],
    cc: [['Someone Else', scene.attention.Email]],
  },
});
const inDashboard = (): Partial<PaneOptions> => ({ host: 'browser', person: 'Cora Lind' });
const place = async ({ page, root }: Pane, name: string) => {
  await root.getByRole('link', { name, exact: true }).click();
  await page.locator(`main[aria-label="${name}"]`).waitFor();
};

const SCREENS: Readonly<Record<string, Screen>> = {
  'the people of a message, with a question': {
    over: inPane,
    come: async ({ root }) => {
      await root.getByText('Boss in Outlook').waitFor();
      await root.getByRole('switch', { name: new RegExp(`${scene.synced.Name}.*Synced`) }).click();
      await root.getByRole('button', { name: 'Stop, keep both' }).waitFor();
      await root.getByRole('button', { name: `Details of ${scene.outside.Name}` }).click();
      await root.getByText('Copy details for support').nth(2).waitFor();
    },
  },
  'the activity, with an undo': {
    over: inPane,
    come: async ({ root }) => {
      await root.getByRole('button', { name: 'Activity' }).click();
      await root.getByText('Boss in Salesforce').first().waitFor();
      await root
        .getByRole('button', { name: `Undo what the latest sync did to ${scene.conflict.Name}` })
        .first()
        .click();
      await root.getByRole('button', { name: 'Yes, undo it' }).waitFor();
    },
  },
  'the settings, with a preview and a blocked address': {
    over: inPane,
    come: async ({ root }) => {
      await root.getByRole('button', { name: 'Settings' }).click();
      await root.getByRole('radio', { name: /^All available/ }).check();
      await root.getByRole('button', { name: 'Preview' }).click();
      await root.getByText('This is what will happen').waitFor();
      await root.getByRole('button', { name: 'Remove nobody@never.example' }).waitFor();
      await root.getByText(/^As .+, named by your administrator/).waitFor();
    },
  },
  'the settings, with the list views': {
    over: inPane,
    come: async ({ root }) => {
      await root.getByRole('button', { name: 'Settings' }).click();
      await root.getByRole('radio', { name: /^Custom view/ }).check();
      await root.getByText('These cannot be used').waitFor();
      await root.getByText(/^As .+, named by your administrator/).waitFor();
    },
  },
  'a held plan': {
    over: () => ({ person: 'Ben Ito' }),
    come: async ({ root }) => {
      await root.getByRole('button', { name: 'Look at the plan' }).click();
      await root.getByRole('button', { name: 'Show what it would do' }).click();
      await root.getByText('Removed in Outlook (30)').waitFor();
      await root.getByRole('heading', { name: 'Changes' }).waitFor();
    },
  },
  'the first steps': {
    over: () => ({ person: 'Dan Empty' }),
    come: async ({ root }) => {
      await root.getByRole('button', { name: 'Preview' }).click();
      await root.getByText(/a new folder, “Salesforce Contacts”/).waitFor();
    },
  },
  "the dashboard's overview, with the table": {
    over: () => ({ host: 'browser' }),
    come: async ({ root }) => {
      await root.getByText('Someone Else').first().waitFor();
      await root.getByText('Copy details for support').nth(1).waitFor();
      await root.getByText('Show as a table').click();
      await root.getByRole('table').waitFor();
    },
  },
  "the dashboard's settings, with leaving": {
    over: () => ({ host: 'browser' }),
    come: async (pane) => {
      await place(pane, 'Sync Settings');
      await pane.root.getByRole('button', { name: 'Customize' }).click();
      await pane.root.getByRole('button', { name: 'Remove nobody@never.example' }).waitFor();
      await pane.root.getByText(/^As .+, named by your administrator/).waitFor();
      await pane.root.getByRole('button', { name: 'Show what leaving does' }).click();
      await pane.root.getByText('This is what will happen').waitFor();
    },
  },
  "an administrator's mailboxes, with a question": {
    over: inDashboard,
    come: async (pane) => {
      await place(pane, 'Mailboxes');
      await pane.root.getByRole('button', { name: 'More about ada@contoso.example' }).click();
      await pane.root.getByRole('button', { name: /^Take out, keep contacts/ }).click();
      await pane.root.getByRole('button', { name: 'Take out now' }).waitFor();
    },
  },
  "an administrator's held plans, with a question": {
    over: inDashboard,
    come: async (pane) => {
      await place(pane, 'Held plans');
      await pane.root.getByRole('button', { name: 'Allow the plan of ben@contoso.example' }).click();
      await pane.root.getByRole('button', { name: 'Yes, allow it' }).waitFor();
    },
  },
  'the organisation': {
    over: inDashboard,
    come: async (pane) => {
      await place(pane, 'Organisation');
      await pane.root.getByText(/^[\d,]+ of [\d,]+, all apps/).waitFor();
      await pane.root.getByText('AssistantPhone').waitFor();
    },
  },
};

/** As a language would have it that is read from the right, of which there is none yet. */
const fromTheRight = async (page: Page) => {
  await page.route(/\/taskpane\.[0-9a-f]+\.js$/, async (route) => {
    const script = await (await route.fetch()).text();
    const mirrored = script.replace('direction:"ltr"', 'direction:"rtl"');
    expect(mirrored).not.toBe(script);
    await route.fulfill({ contentType: 'text/javascript', body: mirrored });
  });
};

/** Where everything stands that is not in the midst of a text, from the side where one begins to read. */
const places = (pane: Pane) =>
  pane.in.evaluate(() => {
    const rtl = document.documentElement.dir === 'rtl';
    const whole = document.documentElement.clientWidth;
    return [
      ...document.querySelectorAll(
        'header, main, nav, section, li, ul, dl, button, input, select, [role=group], [role=status], h1, h2, h3, table, summary',
      ),
    ].map((element) => {
      const { left, right, width, top } = element.getBoundingClientRect();
      const edge = getComputedStyle(element);
      const at = Math.round(rtl ? whole - right : left);
      const border = rtl ? edge.borderRightWidth : edge.borderLeftWidth;
      const name = `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent.slice(0, 40)}`;
      return { name, at, width: Math.round(width), top: Math.round(top + scrollY), border };
    });
  });

/** As they are when nothing goes on any more. */
async function settled(pane: Pane): Promise<Awaited<ReturnType<typeof places>>> {
  let seen = await places(pane);
  await expect
    .poll(async () => {
      const before = seen;
      seen = await places(pane);
      return isDeepStrictEqual(seen, before);
    })
    .toBe(true);
  return seen;
}

/** What moves, or would when it changes, for longer than one sees: of animations that only fade there is nothing to be said. */
const moving = (pane: Pane) =>
  pane.in.evaluate(() => {
    const running = document.getAnimations().flatMap((animation) => {
      const { effect } = animation;
      if (!(effect instanceof KeyframeEffect) || Number(effect.getComputedTiming().endTime) <= 10) return [];
      const changed = effect.getKeyframes().flatMap((frame) => Object.keys(frame));
      const moved = changed.filter(
        (name) => !['offset', 'computedOffset', 'easing', 'composite', 'opacity'].includes(name),
      );
      return moved.length === 0 ? [] : [`${effect.target?.outerHTML.slice(0, 150) ?? ''} ${moved.join(' ')}`];
    });
    const seconds = (times: string) =>
      Math.max(...times.split(',').map((time) => parseFloat(time) * (/[^m]s$/.test(time) ? 1 : 0.001)));
    const would = [...document.querySelectorAll('body *')].flatMap((element) =>
      ['', '::before', '::after'].flatMap((part) => {
        const { transitionDuration, transitionProperty } = getComputedStyle(element, part);
        if (seconds(transitionDuration) <= 0.01) return [];
        return [`${element.outerHTML.slice(0, 150)}${part} ${transitionProperty} ${transitionDuration}`];
      }),
    );
    return [...running, ...would];
  });

describe.skipIf(found === undefined)('every screen', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    scene = await setScene(demo);
    await demo.call(demo.user('Ada Park'), 'PUT', '/api/settings', { blocklist: ['nobody@never.example'] });
    await holdPlan(demo, demo.user('Ben Ito'), 'Held');
    await demo.sync(demo.user('Cora Lind'));
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  describe.each(Object.entries(SCREENS))('%s', (_, { come, over = () => ({}) }) => {
    const at = async (more: Partial<PaneOptions> = {}) => {
      const pane = await Pane.open(browser, { demo, width: 320, height: 570, ...over(), ...more });
      await come(pane);
      return pane;
    };

    it('holds still for whoever asks for that, needs no scrolling sideways at 400 %, and stands mirrored where one reads from the right', async () => {
      const reflows = async (pane: Pane) => {
        expect(await pane.overflows()).toBe(false);
        expect(await pane.misfits()).toEqual([]);
        // 1280 × 1024 at 400 %.
        await pane.page.setViewportSize({ width: 320, height: 256 });
        expect(await pane.overflows()).toBe(false);
        expect(await pane.misfits()).toEqual([]);
      };
      const usual = await at();
      const stand = await settled(usual);
      expect(await moving(usual)).toEqual([]);
      await reflows(usual);
      await usual.page.emulateMedia({ reducedMotion: 'no-preference' });
      expect(await moving(usual)).not.toEqual([]);
      await usual.close();

      const pane = await at({ before: fromTheRight });
      expect(await pane.in.evaluate(() => document.documentElement.dir)).toBe('rtl');
      await expect.poll(() => places(pane)).toEqual(stand);
      expect(await pane.violations()).toEqual([]);
      await pane.page.emulateMedia({ forcedColors: 'active' });
      expect(await pane.violations()).toEqual([]);
      await reflows(pane);
      await pane.close();
    });
  });

  it('what is waited for holds still, too', async () => {
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const pane = await Pane.open(browser, {
      demo,
      ...inPane(),
      before: async (page) => {
        await page.route('**/api/me', async (route) => {
          await answered;
          await route.continue();
        });
      },
    });
    await pane.root.getByText('Loading').first().waitFor({ state: 'attached' });
    expect(await moving(pane)).toEqual([]);
    answer();
    await pane.root.getByText('Boss in Outlook').waitFor();
    // While a session runs, and while an act does.
    await demo.tell('POST', '/faults', {
      service: 'salesforce',
      match: { user: 'ada@contoso.example' },
      times: 1,
      effect: { kind: 'hold', when: 'before' },
    });
    try {
      await pane.root.getByRole('button', { name: 'Settings' }).click();
      await pane.root.getByRole('button', { name: 'Sync now' }).click();
      await pane.root.getByText('Syncing: comparing both sides …').first().waitFor();
      await pane.page.route('**/api/preview', () => undefined);
      await pane.root.getByRole('button', { name: 'Preview' }).click();
      await pane.root.getByRole('button', { name: 'Working …' }).waitFor();
      expect(await moving(pane)).toEqual([]);
      await pane.page.emulateMedia({ reducedMotion: 'no-preference' });
      expect((await moving(pane)).join()).toContain('Spinner');
    } finally {
      await demo.tell('DELETE', '/faults');
    }
    await pane.close();
  });
});
