// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadStanding } from '../../addin/parts/use-standing.ts';
import { Access } from '../../addin/sign-in/access.ts';
import { Dashboard } from '../../addin/views/Dashboard.tsx';
// Loaded when it is first shown; here it is there already.
import '../../addin/parts/FirstRun.tsx';
import '../../addin/views/admin-views.ts';
import { mounted, type Mounted } from './mounted.ts';

const NOBODY = { linked: 0, waiting: 0, stopped: 0, attention: 0, conflict: 0 };
const ADA = {
  email: 'ada@contoso.example',
  name: 'Ada Park',
  admin: false,
  folderName: 'Salesforce Contacts',
  firstSessionDone: true,
  lastSessionAt: '2026-11-23T12:00:00Z',
  contacts: NOBODY,
};
const answers: Readonly<Record<string, object>> = {
  '/api/me': ADA,
  '/api/settings': { contactsSync: true, paused: false, autoRemoval: false, filter: { kind: 'mine' } },
  '/api/sign-in': { name: 'Ada Park', admin: false, mailbox: ADA.email },
  '/api/history': { days: [] },
  '/api/contacts': { contacts: [] },
  '/api/admin/mailboxes': { mailboxes: [], healths: {} },
  '/api/admin/people': { people: [] },
  '/api/admin/history': { days: [] },
};
/** What is answered otherwise; `down`: nothing is. */
let instead: Readonly<Record<string, () => Response>>;
let down: boolean;
vi.stubGlobal('fetch', async (path: string) => {
  if (down) throw new TypeError('Failed to fetch');
  const [called = ''] = path.split('?');
  return instead[called]?.() ?? Response.json(answers[called] ?? {}, { status: answers[called] ? 200 : 404 });
});

const access = new Access({
  signIn: {
    kind: 'page',
    getToken: async () => 'token',
    ask: async () => undefined,
    otherWay: undefined,
    forget: async () => undefined,
  },
  headers: () => ({}),
  whoIs: async () => ADA.email,
  end: async () => undefined,
});
const OFFLINE = 'You see what was known last; nothing can be switched until the connection is back.';

let page: Mounted;
beforeEach(async () => {
  instead = {};
  down = false;
  location.hash = '';
  page = mounted();
});
afterEach(() => page.end());

const open = async () => {
  await page.show(<Dashboard host={{ kind: 'browser' }} access={access} load={loadStanding} />);
  await page.settle();
};
const shows = (text: string) => page.until(() => expect(page.root.textContent).toContain(text));
/** As when one comes back to the page. */
const looked = () => page.settle(() => document.dispatchEvent(new Event('visibilitychange')));

describe('the dashboard of somebody who has not synced yet', () => {
  const notice = (code: string, action: string) => ({
    reason: { code, params: {}, text: `Because: ${code}.` },
    action,
  });
  const standing = (over: object) => {
    const { lastSessionAt: _, ...ada } = ADA;
    instead = { '/api/me': () => Response.json({ ...ada, firstSessionDone: false, ...over }) };
  };
  const current = () => page.root.querySelector('[aria-current=step]')?.textContent;

  it('shows the same three steps as the pane, and says nothing of them twice', async () => {
    standing({ notice: notice('not-connected', 'connect-salesforce') });
    await open();
    await shows('Welcome to Cardbridge');
    expect(current()).toBe('Connect Salesforce');
    expect(page.has(/^Connect Salesforce$/)).toBe(true);
    expect(page.root.textContent).not.toContain('Because: not-connected.');
    standing({ notice: notice('first-session-to-come', 'sync-now') });
    await looked();
    await page.until(() => expect(current()).toBe('Choose your contacts'));
    expect(page.has(/^Preview$/)).toBe(true);
    expect(page.root.textContent).not.toContain('Because: first-session-to-come.');
    standing({ current: { id: 's-1', state: 'queued', progress: { done: 0, total: 0 } } });
    await looked();
    await page.until(() => expect(current()).toBe('The first sync'));
    standing({ firstSessionDone: true });
    await looked();
    await page.until(() => expect(page.root.textContent).not.toContain('Welcome to Cardbridge'));
  });

  it('shows them beside their own places, and not beside what an administrator sees of all mailboxes', async () => {
    standing({ admin: true, notice: notice('not-connected', 'connect-salesforce') });
    location.hash = '/mailboxes';
    await open();
    await shows('Because: not-connected.');
    expect(page.root.textContent).not.toContain('Welcome to Cardbridge');
    await page.settle(() => (location.hash = '/filters'));
    await shows('Welcome to Cardbridge');
  });
});

describe('the dashboard that cannot reach the server', () => {
  it('says so, keeps what is known, and says when the connection is back', async () => {
    await open();
    await shows('Nothing needs you.');
    down = true;
    await looked();
    await shows(OFFLINE);
    expect(page.root.textContent).toContain('Nothing needs you.');
    down = false;
    await page.press(/^Try again$/);
    await shows('The connection is back.');
    expect(page.root.textContent).not.toContain(OFFLINE);
  });

  it('says so to an administrator without a mailbox, too', async () => {
    instead = {
      '/api/me': () => Response.json({ code: 'not-enrolled' }, { status: 403 }),
      '/api/sign-in': () => Response.json({ name: 'Wei Lin', admin: true }),
    };
    await open();
    await shows('No mailbox fits this search.');
    down = true;
    await looked();
    await shows(OFFLINE);
    down = false;
    await page.press(/^Try again$/);
    await shows('The connection is back.');
  });
});
