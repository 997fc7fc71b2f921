// @vitest-environment happy-dom
import { createElement } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Person, RefusedFields } from '../../server/http/contract.ts';
import { PersonRow, type PersonRowProps } from '../../addin/parts/PersonRow.tsx';
import { mounted, type Mounted } from './mounted.ts';
// Loaded when they are first shown; here they are there already.
import '../../addin/parts/FixFields.tsx';
import '../../addin/parts/NewPerson.tsx';
import '../../addin/parts/PersonDetails.tsx';
import '../../addin/parts/RecordChoice.tsx';

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);

const LEE: Person = { id: 'c-1', email: 'lee@x.example', name: 'Lee Chang', status: 'synced', why: 'Because.' };
let page: Mounted;
const show = (over: Partial<PersonRowProps> = {}) =>
  page.show(createElement(PersonRow, { person: LEE, autoRemoval: true, onChanged: () => undefined, ...over }));
const control = () => page.root.querySelector('input[role=switch]');

beforeEach(() => {
  fetched.mockReset();
  page = mounted();
});
afterEach(() => page.end());

describe('the switch of somebody', () => {
  it('[T1] says that it cannot be pressed while Salesforce is being asked about them, and why', async () => {
    await show({ checking: true });
    expect(control()?.getAttribute('aria-disabled')).toBe('true');
    expect(control()?.getAttribute('aria-label')).toBe('Sync Lee Chang (Checking …)');
    expect(page.root.textContent).toContain('Checking …');
    await page.press(/^Sync Lee Chang/);
    expect(page.root.textContent).not.toContain('Stop syncing Lee Chang?');
    await show();
    expect(control()?.getAttribute('aria-disabled')).toBe(null);
    await page.press(/^Sync Lee Chang/);
    expect(page.root.textContent).toContain('Stop syncing Lee Chang?');
  });

  it('[T2] asks in words that fit what can be answered', async () => {
    await show({ autoRemoval: false });
    await page.press(/^Sync Lee Chang/);
    expect(page.root.textContent).toContain('the Salesforce record stays too');
    expect(page.has(/^Remove from Salesforce too$/)).toBe(false);
    await show();
    expect(page.has(/^Remove from Salesforce too$/)).toBe(true);
    expect(page.root.textContent).toContain('Removing deletes both.');
    expect(page.root.textContent).not.toContain('the Salesforce record stays too');
  });

  it('[T2] [J1] takes a removal back, though nothing is linked any more', async () => {
    const changed: Person[] = [];
    const onChanged = (person: Person) => void changed.push(person);
    const { id, ...unlinked } = LEE;
    await show({ onChanged });
    fetched.mockResolvedValueOnce(Response.json({ ...unlinked, status: 'not synced', session: 's-1' }));
    await page.press(/^Sync Lee Chang/);
    await page.press(/^Remove from Salesforce too$/);
    expect(changed.map(({ status }) => status)).toEqual(['not synced']);
    await show({ onChanged, ...(changed[0] && { person: changed[0] }) });
    fetched.mockResolvedValueOnce(Response.json({ ...LEE, status: 'stopped by you', kept: [] }));
    fetched.mockResolvedValueOnce(Response.json(LEE));
    await page.press(/^Undo the switch of Lee Chang$/);
    await page.settle();
    expect(fetched.mock.calls.map(([path, { method }]) => [method, path])).toEqual([
      ['PUT', `/api/contacts/${id}`],
      ['POST', `/api/contacts/${id}/undo?session=s-1`],
      ['PUT', `/api/contacts/${id}`],
    ]);
    expect(changed.map(({ status }) => status)).toEqual(['not synced', 'stopped by you', 'synced']);
    await show({ onChanged });
    expect(page.has(/^Undo the switch/)).toBe(false);
  });

  const OFF: Person = { ...LEE, status: 'stopped by you' };
  const kept = { contact: { name: 'Lee', email: LEE.email }, contactId: 'c-1', reason: { code: 'kept', text: '' } };

  it('[T1] [J1] an undo takes back what this switch wrote, by its session, and says what stays', async () => {
    await show({ person: OFF });
    fetched.mockResolvedValueOnce(Response.json({ ...LEE, session: 's-1' }));
    await page.press(/^Sync Lee Chang/);
    fetched.mockResolvedValueOnce(Response.json({ ...OFF, kept: [kept, kept] }));
    await page.press(/^Undo the switch of Lee Chang$/);
    expect(fetched.mock.calls.at(-1)?.[0]).toBe('/api/contacts/c-1/undo?session=s-1');
    expect(page.root.textContent).toContain('Undone, but for 2 later edits: see Activity.');
    expect(page.has(/^Undo the switch/)).toBe(false);
  });

  it('[T1] of one that waits, or that wrote nothing, the undo switches off again', async () => {
    await show({ person: OFF });
    fetched.mockResolvedValueOnce(Response.json({ ...LEE, status: 'waiting' }));
    await page.press(/^Sync Lee Chang/);
    fetched.mockResolvedValueOnce(Response.json(OFF));
    await page.press(/^Undo the switch of Lee Chang$/);
    const [path, { method, body }] = fetched.mock.calls.at(-1) ?? ['', {}];
    expect([method, path, body]).toEqual([
      'PUT',
      '/api/contacts/c-1',
      JSON.stringify({ sync: false, mode: 'keep-both' }),
    ]);
  });

  it('[T2] has nothing to take back where nothing was removed', async () => {
    await show();
    fetched.mockResolvedValueOnce(Response.json({ ...LEE, status: 'needs attention' }));
    await page.press(/^Sync Lee Chang/);
    await page.press(/^Remove from Salesforce too$/);
    expect(page.has(/^Undo the switch/)).toBe(false);
  });
});

describe('somebody who may be one of several records', () => {
  const SEVERAL: Person = {
    email: 'ann@acme.example',
    status: 'in Salesforce, outside your view',
    why: 'Because.',
    choices: [
      { id: 'r-1', name: 'Ann Lee', email: 'ann@acme.example', account: 'Acme' },
      { id: 'r-2', name: 'Anna Lee', email: 'ann@acme.example' },
    ],
  };
  const sent = () => fetched.mock.calls.map(([path, { method, body }]) => [method, path, body]);

  it('[P1] [T1] is asked for at the switch, before anything is sent, and what is chosen is sent', async () => {
    await show({ person: SEVERAL });
    await page.press(/^Sync ann@acme.example/);
    await page.settle();
    expect(sent()).toEqual([]);
    fetched.mockResolvedValueOnce(Response.json({ ...LEE, email: SEVERAL.email }));
    await page.press(/^Anna Lee, ann@acme.example$/);
    expect(sent()).toEqual([['PUT', '/api/people/ann%40acme.example', JSON.stringify({ sync: true, choice: 'r-2' })]]);
  });

  it('[P1] [T1] is shown the card where it is none of them', async () => {
    await show({ person: SEVERAL });
    await page.press(/^Details of ann@acme.example/);
    await page.settle();
    fetched.mockResolvedValueOnce(
      Response.json({ email: SEVERAL.email, fields: { lastName: 'Lee' }, toCheck: false, required: [] }),
    );
    await page.press(/^None of these: create a new one$/);
    await page.settle();
    fetched.mockResolvedValueOnce(Response.json({ ...LEE, email: SEVERAL.email }));
    await page.press(/^Switch on$/);
    expect(sent().at(-1)?.slice(0, 2)).toEqual(['PUT', '/api/people/ann%40acme.example']);
    expect(JSON.parse(String(sent().at(-1)?.[2]))).toMatchObject({ sync: true, choice: 'new' });
  });

  it('[P1] is found out by the server where it was not known here', async () => {
    const { choices, ...unknown } = SEVERAL;
    await show({ person: unknown });
    fetched.mockResolvedValueOnce(
      Response.json({ code: 'several-records-with-address', title: '', status: 409 }, { status: 409 }),
    );
    fetched.mockResolvedValueOnce(Response.json({ people: [{ ...unknown, choices }] }));
    await page.press(/^Sync ann@acme.example/);
    await page.settle();
    expect(page.has(/^Ann Lee, Acme, ann@acme.example$/)).toBe(true);
  });
});

describe('what both sides changed', () => {
  const CONFLICT: Person = {
    ...LEE,
    status: 'conflict',
    reason: { code: 'conflict-of-several', text: '2 fields were changed on both sides.', params: {} },
    conflicts: [
      { field: 'title', kept: 'theirs', lost: 'mine' },
      { field: 'department', kept: '', lost: 'Sales' },
    ],
  };

  it('[C2] is told field by field, and each value can be put back by itself', async () => {
    const changed: Person[] = [];
    await show({ person: CONFLICT, onChanged: (person) => void changed.push(person) });
    await page.settle();
    expect(page.root.textContent).toContain('“theirs” was kept, “mine” was not');
    expect(page.root.textContent).toContain('empty was kept, “Sales” was not');
    fetched.mockResolvedValueOnce(Response.json({ ...CONFLICT, conflicts: CONFLICT.conflicts?.slice(0, 1) }));
    await page.press(/^Put the other value back: Department$/);
    expect(fetched.mock.calls.map(([path, { body }]) => [path, body])).toEqual([
      ['/api/contacts/c-1/put-back', JSON.stringify({ field: 'department' })],
    ]);
    expect(changed[0]?.conflicts).toHaveLength(1);
  });
});

describe('what Salesforce did not take', () => {
  const REFUSED: Person = {
    ...LEE,
    status: 'needs attention',
    reason: { code: 'too-long', text: 'Too long.', params: {} },
    fixable: true,
  };
  const HOME = { street: 'Long Street', city: '', state: '', postalCode: '', country: '' };
  const VALUES = { title: 'Quartermaster', salutation: 'Herr', lastName: 'Chang', mailingAddress: HOME };
  const refused = () =>
    Response.json({
      fields: [
        { field: 'title', kind: 'text', maxLength: 5, required: false },
        { field: 'salutation', kind: 'picklist', values: [{ value: 'Mr.', label: 'Mr.' }], required: false },
        { field: 'lastName', kind: 'text', required: true },
        {
          field: 'mailingAddress',
          kind: 'address',
          required: false,
          countries: [{ value: 'DE', label: 'Germany' }],
          partLengths: { street: 6, city: 6, state: 6, postalCode: 6, country: 6 },
        },
      ],
      values: VALUES,
    } satisfies RefusedFields);
  const field = (label: string) =>
    [...page.root.querySelectorAll('label')].find((one) => one.textContent.startsWith(label))?.htmlFor ?? '';
  const write = (label: string, text: string) =>
    page.settle(() => {
      const control = document.getElementById(field(label)) as HTMLInputElement | HTMLSelectElement;
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control) as object, 'value')?.set?.call(control, text);
      control.dispatchEvent(new Event(control.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
    });
  const comes = (name: RegExp) => page.until(() => expect(page.has(name)).toBe(true));
  const sent = () =>
    fetched.mock.calls.flatMap(([, { method, body }]) =>
      method === 'PUT' ? [JSON.parse(String(body)) as object] : [],
    );

  it('[C5] is sent once every field fits, and only what was changed', async () => {
    fetched.mockResolvedValueOnce(refused());
    await show({ person: REFUSED });
    await comes(/^Save and try again$/);
    expect(page.root.textContent).toContain('13 characters: at most 5 fit.');
    expect(page.root.textContent).toContain('Salesforce does not offer this.');
    expect(page.root.textContent).toContain('11 characters: at most 6 fit.');
    const offered = document.getElementById(field('Business address: Country'))?.getAttribute('list') ?? '';
    expect(document.getElementById(offered)?.querySelector('option')?.value).toBe('Germany');
    await page.press(/^Save and try again$/);
    expect(document.activeElement?.id).toBe(field('Job title'));
    await write('Job title', 'Mate');
    await write('Salutation', 'Mr.');
    await write('Business address: Street', 'Short');
    await write('Last name', ' ');
    await page.press(/^Save and try again$/);
    expect(page.root.textContent).toContain('Please fill this in.');
    expect(document.activeElement?.id).toBe(field('Last name'));
    expect(sent()).toEqual([]);
    await write('Last name', VALUES.lastName);
    fetched.mockResolvedValueOnce(Response.json(REFUSED));
    fetched.mockResolvedValueOnce(refused());
    await page.press(/^Save and try again$/);
    expect(sent()).toEqual([
      { sync: true, fields: { title: 'Mate', salutation: 'Mr.', mailingAddress: { ...HOME, street: 'Short' } } },
    ]);
  });

  it('[C5] is tried again as it is where nothing can be put right from here', async () => {
    fetched.mockResolvedValueOnce(Response.json({ fields: [], values: {} }));
    await show({ person: REFUSED });
    await comes(/^Try again now$/);
    fetched.mockResolvedValueOnce(Response.json(LEE));
    await page.press(/^Try again now$/);
    expect(sent()).toEqual([{ sync: true }]);
  });
});
