import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type FrameLocator, type Page } from 'playwright-core';
import { Demo } from '../browser/support/demo.ts';
import { findBrowser } from '../browser/support/find-browser.ts';
import { givePhotos } from './give-photos.ts';

/** `npm run screenshots`: the pictures of README, of a demo of its own. */
const FOLDER = resolve(import.meta.dirname, '../../docs/screenshots');
const LARGEST_BYTES = 150_000;
const [WIDTH, HEIGHT] = [1180, 720];

const found = await findBrowser();
if (found === undefined) throw new Error('There is no Chromium or Chrome here.');
const demo = await Demo.start();
const browser = await chromium.launch({ ...found, args: [...found.args] });
try {
  await mkdir(FOLDER, { recursive: true });
  await demo.sync(demo.user('Ada Park'));
  await givePhotos(demo, demo.user('Ada Park'));
  await inPlayground({ theme: 'light' }, async (page, pane) => {
    await pane.locator('img').first().waitFor();
    await kept('pane-light', page.locator('#pane iframe'));
    await pane.getByText('Settings', { exact: true }).first().click();
    await pane.getByRole('radio').first().waitFor();
    await kept('settings', page.locator('#pane iframe'));
  });
  await inPlayground({ theme: 'dark' }, async (page, pane) => {
    await pane.locator('img').first().waitFor();
    await kept('pane-dark', page.locator('#pane iframe'));
  });
  await inPlayground({ place: 'sides' }, async (page, pane) => {
    await pane.getByText('Settings', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Salesforce Contacts', exact: true }).click();
    await page.locator('.outlook img').filter({ visible: true }).first().waitFor();
    await page.locator('.salesforce .card').first().waitFor();
    await kept('playground', page);
  });
  await dashboard();
} finally {
  await browser.close();
  await demo.stop();
}

async function inPlayground(
  asked: Readonly<Record<string, string>>,
  look: (page: Page, pane: FrameLocator) => Promise<void>,
): Promise<void> {
  const page = await pageOf(browser, asked['theme'] === 'dark' ? 'dark' : 'light');
  await page.goto(`${demo.playground.url}/?${new URLSearchParams(asked).toString()}`);
  await look(page, page.frameLocator('#pane iframe'));
  await page.context().close();
}

/** As the admin, signed in at the stand-in for Entra. */
async function dashboard(): Promise<void> {
  const page = await pageOf(browser);
  const admin = demo.users.find((user) => user.admin);
  if (admin !== undefined) await demo.sync(admin);
  const { request } = page.context();
  const entrance = await request.get(`${demo.app.url}/sign-in`);
  await request.get(`${entrance.url()}/enter?who=${encodeURIComponent(admin?.email ?? '')}`);
  await page.goto(demo.app.url);
  await page.getByText('Settings').first().waitFor();
  await page.waitForLoadState('networkidle');
  await kept('dashboard', page);
  await page.context().close();
}

/** office.js of the npm package tells no theme: the pane then asks the browser. */
async function pageOf(from: Browser, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const viewport = { width: WIDTH, height: HEIGHT };
  return (await from.newContext({ viewport, colorScheme, locale: 'en-GB', reducedMotion: 'reduce' })).newPage();
}

/** Written, and weighed: every clone carries it. */
async function kept(
  name: string,
  shown: { screenshot(options: { path: string; animations: 'disabled' }): Promise<unknown> },
): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await shown.screenshot({ path, animations: 'disabled' });
  const { size } = await stat(path);
  if (size > LARGEST_BYTES) throw new Error(`${path} is too large, ${size} bytes of ${LARGEST_BYTES}.`);
  console.log(`${path}  ${Math.round(size / 1024)} KB`);
}
