import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { NestedBridge } from '../../addin/sign-in/nested-bridge.ts';
import { PATIENCE_MS, type Demo } from './demo.ts';
import { violationsIn } from './stillness.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
/** A file of the unit tests as a script of the page. */
const script = (path: string) =>
  stripTypeScriptTypes(readFileSync(join(ROOT, 'test/addin', path), 'utf8')).replaceAll(/^export /gm, '');
const FAKE_OFFICE = script('fake-office.ts');
const FAKE_BRIDGE = script('sign-in/nested-bridge.ts');

type Named = readonly [name: string, address: string, kind?: 'distributionList'];
/** What is opened in Outlook. */
export interface TestItem {
  readonly kind?: 'message' | 'appointment' | 'draft' | 'organizer' | 'meeting-request';
  readonly from?: Named;
  readonly to?: readonly Named[];
  readonly cc?: readonly Named[];
  readonly itemClass?: string;
  readonly shared?: boolean;
}

export interface PaneOptions {
  readonly demo: Demo;
  readonly person?: string;
  /** By default the person of the mailbox; empty: nobody yet. */
  readonly signedInAs?: string;
  /** `shim`: our fake of Office.js; `real`: the library of Microsoft's npm package against a host that answers it; `browser`: none. */
  readonly host?: 'shim' | 'real' | 'browser';
  readonly item?: TestItem | null;
  /** What Outlook's own sign-in does when it is asked for a token without the person. */
  readonly silently?: NestedBridge['silent'];
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** Of Outlook. */
  readonly background?: string;
  readonly forcedColors?: boolean;
  readonly language?: string;
  /** Told before the page is opened: routes that fail. */
  readonly before?: (page: Page) => Promise<void>;
  /** A console error that the test is about. */
  readonly expected?: RegExp;
}

/** The pane in a browser, in a context of its own. Whatever the policy or the console complains of fails the test at `close`. */
export class Pane {
  readonly page: Page;
  private readonly context: BrowserContext;
  private readonly host: 'shim' | 'real' | 'browser';
  private readonly complaints: string[] = [];
  private readonly expected: RegExp | undefined;

  private constructor(context: BrowserContext, page: Page, options: PaneOptions) {
    const { host = 'shim', expected } = options;
    this.context = context;
    this.page = page;
    this.host = host;
    this.expected = expected;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      const { url } = message.location();
      const failed = /Failed to load resource/.test(message.text());
      // The stage's own, as the icon that it has none of.
      if (failed && !url.startsWith(options.demo.app.url)) return;
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
  }

  static async open(browser: Browser, options: PaneOptions): Promise<Pane> {
    const { demo, person = 'Ada Park', host = 'shim', width = 320, height = 570, dark = false } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      forcedColors: options.forcedColors === true ? 'active' : 'none',
      reducedMotion: 'reduce',
      locale: options.language ?? 'en-GB',
      // Salesforce's pages are the simulator's, with a certificate that no browser knows.
      ignoreHTTPSErrors: true,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const pane = new Pane(context, page, options);
    const { name, email } = demo.user(person);
    const signedIn = options.signedInAs ?? email;
    if (host === 'browser' && signedIn !== '') await signInWithCookie(context, demo, signedIn);
    if (host === 'shim') {
      await context.exposeFunction('brokerToken', () => demo.brokerToken(signedIn));
      await context.route(/\/office\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
      await context.addInitScript(shimFor({ name, email }, options));
    }
    await options.before?.(page);
    if (host === 'real') await pane.openInHost(demo, { name, email }, options);
    else await page.goto(`${demo.app.url}${host === 'browser' ? '/' : '/taskpane.html'}`);
    return pane;
  }

  /** The page itself, wherever it is shown. */
  get in(): Page | Frame {
    if (this.host !== 'real') return this.page;
    const frame = this.page.frames().find((one) => one.url().includes('/taskpane.html'));
    if (frame === undefined) throw new Error('The pane is not shown.');
    return frame;
  }

  get root() {
    return (this.host === 'real' ? this.page.frameLocator('#pane') : this.page).locator('#root');
  }

  /** Opens another item in Outlook; null: none. */
  async show(item: TestItem | null): Promise<void> {
    await this.page.evaluate(
      ([script]) => (0, eval)(script ?? ''),
      [this.host === 'real' ? `host.show(${hostItem(item)})` : `fake.open(${shimItem(item)})`],
    );
  }

  /** Somebody else is put onto what is being written, in the host of the real library. */
  async write(item: TestItem): Promise<void> {
    await this.page.evaluate(([script]) => (0, eval)(script ?? ''), [`host.recipientsChanged(${hostItem(item)})`]);
  }

  /** Whether the host of the real library refuses what is asked of the item. */
  async refuses(refused: boolean): Promise<void> {
    await this.page.evaluate(([script]) => (0, eval)(script ?? ''), [`host.refuses = ${refused}`]);
  }

  /** What axe finds, no rule disabled. */
  violations(): Promise<readonly string[]> {
    return violationsIn(this.in);
  }

  /** The page's own background, as its theme has it. */
  async ground(): Promise<string> {
    return this.in.evaluate(() => {
      const provider = document.querySelector('.fui-FluentProvider');
      return provider === null ? '' : getComputedStyle(provider).backgroundColor;
    });
  }

  /** Of what has the focus; empty: it has none such. */
  focused(attribute: string): Promise<string> {
    return this.in.evaluate((name) => document.activeElement?.getAttribute(name) ?? '', attribute);
  }

  /** Whether anything has to be scrolled sideways. */
  async overflows(): Promise<boolean> {
    return this.in.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  }

  /** What stands out of the card or notice whose border is around it, and buttons that are stretched or too full; what can be scrolled by itself is left out. */
  async misfits(): Promise<readonly string[]> {
    return this.in.evaluate(() => {
      const held = [...document.querySelectorAll('section *, [role=alert] *')].filter((element) => {
        const around = element.parentElement?.closest('section, [role=alert]');
        if (!around || getComputedStyle(around).borderInlineEndWidth === '0px') return false;
        const { left, right, width } = element.getBoundingClientRect();
        if (width <= 1 || element.closest('[role=region]') !== null) return false;
        const holder = around.getBoundingClientRect();
        return left < holder.left - 1 || right > holder.right + 1;
      });
      const buttons = [...document.querySelectorAll('button')];
      const stretched = buttons.filter(({ offsetHeight }) => offsetHeight > 96);
      const full = buttons.filter((button) => {
        const text = document.createRange();
        text.selectNodeContents(button);
        const { paddingLeft, paddingRight } = getComputedStyle(button);
        const room = button.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
        return button.clientWidth > 0 && text.getBoundingClientRect().width > room + 1;
      });
      return [...held, ...stretched, ...full].map(({ outerHTML }) => outerHTML.slice(0, 200));
    });
  }

  async close(): Promise<void> {
    // What a test answers itself may be asked for just now.
    await this.page.unrouteAll({ behavior: 'ignoreErrors' });
    await this.context.unrouteAll({ behavior: 'ignoreErrors' });
    await this.context.close();
    const { expected } = this;
    expect(this.complaints.filter((text) => expected?.test(text) !== true)).toEqual([]);
  }

  private async openInHost(
    demo: Demo,
    mailbox: { readonly name: string; readonly email: string },
    { item = null, language = 'en-GB' }: PaneOptions,
  ): Promise<void> {
    const { width, height } = this.page.viewportSize() ?? { width: 320, height: 570 };
    // A page of the playground's own origin, which may show the pane and has the host's end of the wire.
    const html = `<!doctype html><html lang="${language}"><title>Outlook</title>
      <iframe id="pane" title="Cardbridge" width="${width - 20}" height="${height - 20}"></iframe>
      <script type="module">
        import { OfficeHost } from '/page/office-host.ts';
        globalThis.host = new OfficeHost(document.querySelector('iframe'), ${JSON.stringify(mailbox)});
        host.show(${hostItem(item)});
        host.open('${demo.app.url}/taskpane.html', '${language}');
      </script></html>`;
    // In a document that came over the wire: one that a test answers is no page of this machine, which may not show another of it in a frame.
    await this.page.goto(`${demo.playground.url}/page/form.ts`);
    await this.page.setContent(html);
    await this.root.waitFor();
  }
}

/** The server's own sign-in at the stand-in for Entra, without its windows. */
export async function signInWithCookie({ request }: BrowserContext, { app }: Demo, email: string): Promise<void> {
  const page = await request.get(`${app.url}/sign-in`);
  await request.get(`${page.url()}/enter?who=${encodeURIComponent(email)}`);
}

function shimFor(mailbox: { readonly name: string; readonly email: string }, options: PaneOptions): string {
  const { item = null, language = 'en-GB', background } = options;
  return `(() => {
    ${FAKE_OFFICE}
    const fake = new FakeOffice();
    fake.language = ${JSON.stringify(language)};
    fake.mailbox = ${JSON.stringify({ displayName: mailbox.name, emailAddress: mailbox.email })};
    ${background === undefined ? '' : `fake.background = ${JSON.stringify(background)};`}
    ${FAKE_BRIDGE}
    const bridge = new NestedBridge();
    bridge.token = () => brokerToken();
    bridge.silent = ${JSON.stringify(options.silently ?? 'gives')};
    bridge.install();
    // A window that Outlook opens for the add-in, and what it says to the pane.
    let dialog;
    fake.openDialog = (url) => void (dialog = window.open(url));
    fake.closeDialog = () => dialog.close();
    fake.tellParent = (message) => window.opener?.postMessage({ message }, location.origin);
    addEventListener('message', ({ data, origin }) => {
      if (origin === location.origin && typeof data?.message === 'string') fake.dialog.raise('dialogMessageReceived', data);
    });
    Object.assign(globalThis, { fake, bridge, read, FakeDraft, person });
    fake.item = ${shimItem(item)};
    globalThis.Office = fake.library;
  })()`;
}

const one = ([name, address, kind]: Named): string =>
  `person(${JSON.stringify(name)}, ${JSON.stringify(address)}${kind === undefined ? '' : `, ${JSON.stringify(kind)}`})`;

/** As a program of the page. */
function shimItem(item: TestItem | null): string {
  if (item === null) return 'null';
  const { kind = 'message', from, to = [], cc = [], itemClass, shared } = item;
  const list = (people: readonly Named[]) => `[${people.map(one).join(',')}]`;
  if (kind === 'draft') return `new FakeDraft(${list(to)})`;
  const parts = [
    ...(from === undefined ? [] : [`${kind === 'appointment' ? 'organizer' : 'from'}: ${one(from)}`]),
    kind === 'appointment' ? `requiredAttendees: ${list(to)}` : `to: ${list(to)}, cc: ${list(cc)}`,
    ...(kind === 'appointment' ? [`itemType: 'appointment', itemClass: 'IPM.Appointment'`] : []),
    ...(itemClass === undefined ? [] : [`itemClass: ${JSON.stringify(itemClass)}`]),
    ...(shared === true ? [`getSharedPropertiesAsync: (done) => done({ status: 'succeeded', value: {} })`] : []),
  ];
  return `read({ ${parts.join(', ')} })`;
}

let items = 0;
function hostItem(item: TestItem | null): string {
  if (item === null) return 'null';
  const { kind = 'message', from = ['Nobody', 'nobody@x.example'], to = [], cc = [], itemClass, shared } = item;
  const named = ([name, address, type]: Named) => ({ name, address, recipientType: type ?? 'externalUser' });
  items += 1;
  return JSON.stringify({
    id: `item-${items}`,
    kind: kind === 'draft' ? 'compose' : kind,
    subject: 'Lunch',
    from: named(from),
    to: to.map(named),
    cc: cc.map(named),
    itemClass,
    ...(shared === true ? { sharedBy: 'team@contoso.example' } : {}),
  });
}
