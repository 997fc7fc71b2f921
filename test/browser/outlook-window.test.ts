import { chromium, type Browser, type BrowserContext, type Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Demo, PATIENCE_MS } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';

const found = await browserOrSkip();
/** Office.js opens windows for pages on https alone: the demo's two origins are answered as one here, by the browser itself. */
const COMPANY = 'https://cardbridge.contoso.example';
let browser: Browser;
let demo: Demo;

/** The demo's own answer to what was asked of `COMPANY`, as if it were at home there. */
async function fromDemo(route: Route): Promise<void> {
  const { pathname, search } = new URL(route.request().url());
  const home = /^\/(page|office)\//.test(pathname) ? demo.playground.url : demo.app.url;
  const answer = await route.fetch({ url: `${home}${pathname}${search}`, maxRedirects: 0 });
  const here = (text: string) =>
    [demo.playground.url, demo.app.url].reduce(
      (said, url) => said.replaceAll(url, COMPANY).replaceAll(new URL(url).host, new URL(COMPANY).host),
      text,
    );
  const headers = Object.fromEntries(Object.entries(answer.headers()).map(([name, value]) => [name, here(value)]));
  delete headers['content-encoding'];
  const text = /html|javascript/.test(headers['content-type'] ?? '');
  await route.fulfill({
    status: answer.status(),
    headers,
    body: text ? here(await answer.text()) : await answer.body(),
  });
}

/** A pane without nested sign-in, in an Outlook whose real office.js may open windows. `ends`: where the server's sign-in leads. */
async function paneThatAsks(context: BrowserContext, ends: string) {
  await context.route(`${COMPANY}/**`, fromDemo);
  await context.route(`${COMPANY}/sign-in?challenge=*`, (route) =>
    route.fulfill({ status: 303, headers: { location: ends } }),
  );
  const redeemed: unknown[] = [];
  await context.route(`${COMPANY}/api/sign-in/redeem`, async (route) => {
    redeemed.push(route.request().postDataJSON());
    const token = await demo.brokerToken('ada@contoso.example');
    await route.fulfill({ json: { token, expiresAt: new Date(Date.now() + 3_600_000).toISOString() } });
  });
  const mailbox = { name: 'Ada Park', email: 'ada@contoso.example' };
  const max = { name: 'Max Moor', address: 'max@nordwind.example', recipientType: 'externalUser' };
  const item = { id: 'one', kind: 'message', subject: 'Hello', from: max, to: [], cc: [] };
  await context.route(`${COMPANY}/outlook`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>Outlook</title><iframe id="pane" title="Cardbridge" width="400" height="600"></iframe>
        <script type="module">
          import { OfficeHost } from '/page/office-host.ts';
          const host = new OfficeHost(document.querySelector('iframe'), ${JSON.stringify(mailbox)});
          host.requirements = { Mailbox: '1.14', DialogApi: '1.1' };
          host.show(${JSON.stringify(item)});
          host.open('${COMPANY}/taskpane.html', 'en-GB');
        </script></html>`,
    }),
  );
  const page = await context.newPage();
  await page.goto(`${COMPANY}/outlook`);
  const root = page.frameLocator('#pane').locator('#root');
  const [window] = await Promise.all([
    context.waitForEvent('page'),
    root.getByRole('button', { name: 'Sign in', exact: true }).click(),
  ]);
  return { root, window, redeemed };
}

describe.skipIf(found === undefined)('a window that the real office.js opens', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  const fresh = async () => {
    const context = await browser.newContext({ viewport: { width: 500, height: 700 } });
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };

  const close = async (context: BrowserContext) => {
    // Something may be asked for just now.
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  };

  it("brings the code of the server's sign-in to the pane, which closes it and goes on", async () => {
    const context = await fresh();
    const { root, window, redeemed } = await paneThatAsks(context, '/sign-in/done#code=one-time-code');
    await root.getByRole('switch', { name: /Max Moor/ }).waitFor();
    await expect.poll(() => window.isClosed()).toBe(true);
    expect(redeemed).toEqual([{ code: 'one-time-code', verifier: expect.any(String) as string }]);
    await close(context);
  });

  it('says why nobody was signed in', async () => {
    const context = await fresh();
    const { root, window } = await paneThatAsks(context, '/sign-in/not-done#problem=consent-needed');
    await root.getByText('Your company has not allowed Cardbridge yet').waitFor();
    await expect.poll(() => window.isClosed()).toBe(true);
    await close(context);
  });

  it('that the person closes is a sign-in that they gave up', async () => {
    const context = await fresh();
    const { root, window } = await paneThatAsks(context, '/manifest.xml');
    await window.close();
    await root.getByText('The sign-in was not finished.').waitFor();
    await root.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    await close(context);
  });
});
