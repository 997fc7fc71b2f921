// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outlook } from '../../addin/office.ts';
import { PeopleOfOne } from '../../addin/parts/use-people.tsx';
import { loadStanding, useStanding } from '../../addin/parts/use-standing.ts';
import { People } from '../../addin/views/People.tsx';
// Loaded when it is first shown; here it is there already.
import '../../addin/parts/PeopleSearch.tsx';
import { mounted, type Mounted } from './mounted.ts';

const LEE = { id: 'c-1', email: 'lee@x.example', name: 'Lee Chang', why: '' };
const host = {
  kind: 'outlook',
  mailbox: { name: 'Ada Park', email: 'ada@contoso.example' },
  watchItem: (listener) => {
    const people = [{ email: LEE.email, name: LEE.name, type: 'other' as const }];
    listener({ sequence: 1, item: { kind: 'people', place: 'message', shared: false, people } });
    return () => undefined;
  },
} as Outlook;

/** A session for one contact that outlasts the answer to the switch. */
let session: 'none' | 'running' | 'done';
const answers: readonly (readonly [call: RegExp, answer: () => object])[] = [
  [
    /^GET \/api\/me$/,
    () => ({
      email: 'ada@contoso.example',
      ...(session === 'running' ? { current: { id: 's-1', state: 'running' } } : {}),
    }),
  ],
  [/^GET \/api\/settings$/, () => ({ contactsSync: true, autoRemoval: false })],
  [/^POST \/api\/people\/query$/, () => ({ people: [{ ...LEE, status: STATUS[session] }] })],
  [/^GET \/api\/contacts\?/, () => ({ contacts: [{ ...LEE, status: STATUS[session] }] })],
  [
    /^PUT /,
    () => {
      session = 'running';
      return { ...LEE, status: 'waiting' };
    },
  ],
  [
    /^GET \/api\/sessions\/s-1$/,
    () => {
      session = 'done';
      return { id: 's-1', state: 'done' };
    },
  ],
];
const STATUS = { none: 'stopped by you', running: 'waiting', done: 'synced' } as const;
vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
  const answer = answers.find(([call]) => call.test(`${method} ${path}`))?.[1];
  return answer === undefined ? Response.json({}, { status: 404 }) : Response.json(answer());
});

function Whole({ needYou }: { readonly needYou: boolean }) {
  const standing = useStanding(loadStanding);
  return (
    standing.value && (
      <PeopleOfOne>
        <People
          {...standing.value}
          needYou={needYou}
          host={host}
          version={standing.version}
          onChange={standing.reload}
        />
      </PeopleOfOne>
    )
  );
}

let page: Mounted;
beforeEach(() => {
  session = 'none';
  page = mounted();
});
afterEach(() => page.end());

describe('a switch whose session takes longer than its answer', () => {
  it.each([
    ['on the message', false],
    ['in the list', true],
  ])('[T1] is shown as it ends, %s', async (_title, needYou) => {
    await page.show(<Whole needYou={needYou} />);
    const shows = (text: string) =>
      page.until(() => expect(page.root.querySelector('li')?.textContent).toContain(text));
    await shows('Stopped by you');
    await page.press(/^Sync Lee Chang/);
    await shows('Waiting');
    await shows('Synced');
  });
});
