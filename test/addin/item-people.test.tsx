// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me, Settings } from '../../server/http/contract.ts';
import type { ItemSnapshot, OpenItem, Outlook, Recipient } from '../../addin/office.ts';
import { PeopleOfOne } from '../../addin/parts/use-people.tsx';
import { People } from '../../addin/views/People.tsx';
import { mounted, type Mounted } from './mounted.ts';

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);

const LEE: OpenItem = {
  kind: 'people',
  place: 'message',
  shared: false,
  people: [{ email: 'lee@x.example', name: 'Lee Chang', type: 'other' }],
};
const OUTSIDE = { email: 'lee@x.example', name: 'Lee Chang', status: 'in Salesforce, outside your view', why: '' };
let page: Mounted;
let tell: (snapshot: ItemSnapshot) => void;
let sequence = 0;
const host: Outlook = {
  kind: 'outlook',
  language: 'en-GB',
  mailbox: { name: 'Ada Park', email: 'ada@contoso.example' },
  storagePrefix: '',
  nestedSignIn: { status: 'unavailable', reason: 'client-too-old' },
  watchItem: (listener) => {
    tell = listener;
    listener({ sequence, item: LEE });
    return () => undefined;
  },
  background: () => undefined,
  watchTheme: { status: 'unavailable', reason: 'client-too-old' },
  dialog: { status: 'unavailable', reason: 'client-too-old' },
};
const opened = (item: OpenItem) => page.settle(() => tell({ sequence: (sequence += 1), item }));
/** What was said to whoever does not see it. */
const said = () => page.root.querySelector(':scope > [aria-live]')?.textContent.trim();
/** `place`: whether the people are shown, or another place. */
const show = (place: 'people' | 'settings', person = 1, lastSessionAt = '2026-11-23T12:00:00Z') =>
  page.show(
    <PeopleOfOne key={person}>
      {place === 'people' && (
        <People
          needYou={false}
          host={host}
          me={{ email: 'ada@contoso.example', name: 'Ada Park', lastSessionAt } as Me}
          settings={{ autoRemoval: false } as Settings}
          version={lastSessionAt}
          onChange={() => undefined}
        />
      )}
    </PeopleOfOne>,
  );

beforeEach(() => {
  fetched.mockReset();
  fetched.mockImplementation(async () =>
    Response.json({ people: [{ id: 'c-1', email: 'lee@x.example', name: 'Lee Chang', status: 'synced', why: '' }] }),
  );
  page = mounted();
});
afterEach(() => page.end());

describe('the people of a message', () => {
  it('are there at once and not asked for again after nothing was open, or another place was', async () => {
    await show('people');
    expect(page.has(/^Sync Lee Chang \(Synced\)$/)).toBe(true);
    expect(fetched).toHaveBeenCalledTimes(1);
    await opened({ kind: 'nothing' });
    expect(page.has(/^Sync Lee Chang/)).toBe(false);
    await opened(LEE);
    expect(page.has(/^Sync Lee Chang \(Synced\)$/)).toBe(true);
    await show('settings');
    await show('people');
    expect(page.has(/^Sync Lee Chang \(Synced\)$/)).toBe(true);
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('are asked for again after a session, and shown meanwhile', async () => {
    await show('people');
    fetched.mockImplementation(() => new Promise(() => undefined));
    await show('people', 1, '2026-11-23T13:00:00Z');
    expect(fetched).toHaveBeenCalledTimes(2);
    expect(page.has(/^Sync Lee Chang \(Synced\)$/)).toBe(true);
  });

  it.each(['message', 'appointment'] as const)(
    'of another %s are said without calling it what it is not',
    async (place) => {
      await show('people');
      await opened({ ...LEE, place });
      expect(said()).toBe('Now shown: 1 person');
    },
  );

  it('that is written are said as they are added and taken off', async () => {
    const BEN = { email: 'ben@x.example', name: 'Ben Ito' };
    const WEI = { email: 'wei@x.example', name: '' };
    const draft = (...people: readonly Recipient[]): OpenItem => ({
      kind: 'people',
      place: 'draft',
      shared: false,
      people,
    });
    await show('people');
    await opened(draft(BEN));
    const changed = (...people: readonly Recipient[]) => page.settle(() => tell({ sequence, item: draft(...people) }));
    await changed(BEN, WEI);
    expect(said()).toBe('wei@x.example was added.');
    await changed(WEI);
    expect(said()).toBe('Ben Ito was taken off.');
    await changed(BEN, { email: 'kim@x.example', name: 'Kim Roe' });
    expect(said()).toBe('2 people were added. wei@x.example was taken off.');
    await changed();
    expect(said()).toBe('2 people were taken off.');
    expect(page.root.textContent).toContain('Nobody but you is on it.');
  });

  it.each([
    [
      'cannot be asked',
      () =>
        Response.json({
          people: [
            { ...OUTSIDE, status: 'not synced', reason: { code: 'salesforce-not-asked', params: {}, text: '' } },
          ],
          unreachable: { code: 'crm-down', params: {}, text: 'Salesforce does not answer.' },
        }),
    ],
    ['is not heard of', () => Response.json({ detail: 'Salesforce does not answer.' }, { status: 502 })],
  ])('whose status is known from before carry its time while Salesforce %s', async (_title, answer) => {
    fetched.mockImplementation(async () => Response.json({ people: [OUTSIDE] }));
    await show('people');
    expect(page.root.textContent).not.toContain('As of');
    fetched.mockImplementation(async (_path, { body }) =>
      String(body).includes('"local":true')
        ? Response.json({ people: [{ ...OUTSIDE, status: 'not synced', checking: true }] })
        : answer(),
    );
    await show('people', 1, '2026-11-23T13:00:00Z');
    await page.settle();
    expect(page.root.textContent).toContain('Salesforce does not answer.');
    expect(page.has(/^Sync Lee Chang \(In Salesforce, outside your view\)$/)).toBe(true);
    expect(page.root.textContent).toContain('As of');
  });

  it('are not shown to somebody else who signs in', async () => {
    await show('people');
    fetched.mockImplementation(() => new Promise(() => undefined));
    await show('people', 2);
    expect(fetched).toHaveBeenCalledTimes(2);
    expect(page.has(/^Sync Lee Chang \(Synced\)$/)).toBe(false);
  });
});
