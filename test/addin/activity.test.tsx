// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ActivityEntry, Session } from '../../server/http/contract.ts';
import { loadStanding, useStanding } from '../../addin/parts/use-standing.ts';
import { Activity } from '../../addin/views/Activity.tsx';
import { NO_COUNTS } from '../../server/model/session.ts';
import { mounted, type Mounted } from './mounted.ts';

const session = (id: string, over: Partial<Session> = {}): Session => ({
  id,
  task: 'sync',
  state: 'done',
  counts: { ...NO_COUNTS, itemsCreated: 1 },
  calls: { mailbox: 0, salesforce: 0 },
  progress: { done: 0, total: 0 },
  queuedAt: '2026-11-23T12:00:00Z',
  ...over,
});
const entry = (id: string, over: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id,
  at: '2026-11-23T12:00:00Z',
  session: 's-1',
  rule: 'C1',
  kind: 'update-item',
  contact: { name: 'Lee Chang', email: 'lee@x.example' },
  contactId: 'c-1',
  fields: [],
  state: 'done',
  undone: false,
  undoable: false,
  ...over,
});
const STOP = /^Stop syncing Lee Chang$/;

/** What the server does not answer at once. */
let waits: Promise<void> | undefined;
/** What runs on the server. */
let current: Session | undefined;
/** What the server has of the activity. */
let entries: readonly ActivityEntry[];
let held: boolean;
/** What an act does to it. */
let act: () => void;
vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
  if (path.startsWith('/api/activity')) return Response.json({ entries });
  if (path.startsWith('/api/sessions?')) return Response.json({ sessions: [session('s-1')] });
  if (path.endsWith('/undo/preview')) return Response.json({ counts: NO_COUNTS, operations: [], kept: [], anew: 0 });
  if (path === '/api/me') return Response.json({ ...(held ? HELD : {}), ...(current ? { current } : {}) });
  if (path === '/api/settings') return Response.json({ contactsSync: true });
  if (current !== undefined && path === `/api/sessions/${current.id}`) return Response.json(current);
  if (method === 'GET') return Response.json({}, { status: 404 });
  await waits;
  act();
  return Response.json({ ...session('s-2'), kept: [] });
});

const HELD = { held: session('s-1', { state: 'held' }) };

function Whole({ only }: { readonly only: string | undefined }) {
  const standing = useStanding(loadStanding);
  return (
    standing.value && (
      <Activity
        me={standing.value.me}
        standing={standing}
        session={only}
        onShow={() => undefined}
        onChange={standing.reload}
      />
    )
  );
}

let page: Mounted;
const show = (only?: string) => page.show(<Whole only={only} />);
beforeEach(() => {
  entries = [entry('e-1')];
  held = false;
  current = undefined;
  waits = undefined;
  act = () => undefined;
  page = mounted();
});
afterEach(() => page.end());

describe('the changes of the activity follow', () => {
  it('[J1] the undo of a session', async () => {
    act = () => (entries = [entry('e-1', { undone: true })]);
    await show();
    expect(page.root.textContent).not.toContain('(Undone)');
    await page.press(/^Undo the sync of/);
    await page.press(/^Yes, undo it$/);
    expect(page.root.textContent).toContain('(Undone)');
  });

  it.each(['Allow', 'Discard'])('[D5] %s of what is held', async (name) => {
    held = true;
    act = () => {
      held = false;
      entries = [entry('e-2', { contact: { name: 'Ben Ito', email: '' }, rule: 'D5' }), ...entries];
    };
    await show();
    expect(page.root.textContent).not.toContain('Ben Ito');
    await page.press(new RegExp(`^${name}$`));
    expect(page.root.textContent).toContain('Ben Ito');
  });
});

describe('how far it is, while the answer is out, is shown for', () => {
  const FAR = 'Syncing: 3 of 40 contacts';
  const shows = (text: string) => page.until(() => expect(page.root.textContent).toContain(text));

  it.each([
    ['[D5] Allow', true, [/^Allow$/]],
    ['[D5] Discard', true, [/^Discard$/]],
    ['[J1] the undo of a session', false, [/^Undo the sync of/, /^Yes, undo it$/]],
  ] as const)('%s', async (_title, isHeld, presses) => {
    const answered = Promise.withResolvers<void>();
    held = isHeld;
    await show();
    waits = answered.promise;
    // A plan that is being applied is held no longer.
    held = false;
    current = session('s-9', { state: 'running', progress: { done: 3, total: 40 } });
    for (const name of presses) await page.press(name);
    expect(page.root.textContent).not.toContain(FAR);
    await shows(FAR);
    current = session('s-9', { state: 'running', progress: { done: 39, total: 40 } });
    await shows('Syncing: 39 of 40 contacts');
    expect(page.root.querySelector('[role=progressbar][aria-valuenow]')?.getAttribute('aria-valuenow')).toBe('39');
    current = undefined;
    await page.settle(() => answered.resolve());
    await page.until(() => expect(page.root.textContent).not.toContain('Syncing:'));
  });
});

describe('[D2] the offer to stop what came back', () => {
  it.each([
    ['', undefined],
    [', in the changes of one sync too', 's-1'],
  ])('is gone when it was answered%s', async (_title, only) => {
    entries = [entry('e-1', { kind: 'create-item', rule: 'D2', cameBack: true })];
    act = () => {
      entries = [entry('e-1', { kind: 'create-item', rule: 'D2' })];
    };
    await show(only);
    expect(page.root.textContent).toContain('It came back');
    await page.press(STOP);
    expect(page.has(STOP)).toBe(false);
    expect(page.root.textContent).not.toContain('It came back');
  });
});
