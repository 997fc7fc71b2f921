import { expect } from 'vitest';
import type { Person } from '../../../server/http/contract.ts';
import type { Demo, DemoUser } from './demo.ts';
import type { Pane } from './pane.ts';

/** Nothing that axe finds wrong, in light and in forced colours. */
export async function isAccessible(pane: Pane): Promise<void> {
  expect(await pane.violations()).toEqual([]);
  await pane.page.emulateMedia({ forcedColors: 'active' });
  expect(await pane.violations()).toEqual([]);
  await pane.page.emulateMedia({ forcedColors: 'none' });
}

/** Keeps what the page asks for there waiting, until `goOn`. */
export async function heldBack({ page }: Pane, path: string): Promise<{ goOn(): void }> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  await page.route(path, async (route) => {
    await promise;
    await route.continue();
  });
  return { goOn: () => resolve(undefined) };
}

/** What has the focus: its name, else its text, else its kind. */
export const focusOf = (pane: Pane): Promise<string> =>
  pane.in.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return '(nothing)';
    if (at.tagName === 'MAIN') return `(${at.getAttribute('aria-label') ?? ''})`;
    const labelled = at instanceof HTMLInputElement ? at.labels?.[0]?.textContent : undefined;
    return at.getAttribute('aria-label') ?? labelled ?? at.textContent;
  });

/** Presses Tab, or Shift and Tab, until that has the focus. */
export async function tabTo(pane: Pane, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 60; presses += 1) {
    await pane.page.keyboard.press(key);
    const at = await focusOf(pane);
    if (name.test(at)) return;
    passed.push(at);
  }
  throw new Error(`${String(name)} is not reached with ${key}, but ${passed.join(' | ')}`);
}

/** New contacts of theirs in Salesforce, with the ids. */
export async function putRecords(demo: Demo, user: DemoUser, count: number, family: string): Promise<string[]> {
  const records = Array.from({ length: count }, (_, n) => ({
    attributes: { type: 'Contact' },
    FirstName: `Number ${n}`,
    LastName: family,
    Email: `number.${n}@${family.toLowerCase()}.example`,
  }));
  const made = await demo.crm<{ id: string }[]>(user, 'POST', '/composite/sobjects', { records });
  return made.map(({ id }) => id);
}

export const deleteRecords = (demo: Demo, user: DemoUser, ids: readonly string[]): Promise<unknown> =>
  demo.crm(user, 'DELETE', `/composite/sobjects?ids=${ids.join(',')}`);

/** D5: thirty of somebody's contacts, all of them deleted in Salesforce, are more than go without a question. */
export async function holdPlan(demo: Demo, user: DemoUser, family: string): Promise<void> {
  const ids = await putRecords(demo, user, 30, family);
  await demo.sync(user);
  await deleteRecords(demo, user, ids);
  await demo.sync(user);
}

/** The names in their contact folder in Outlook; undefined: there is no folder. */
export async function namesInFolder(demo: Demo, user: DemoUser): Promise<string[] | undefined> {
  const id = await folderOf(demo, user);
  if (id === undefined) return undefined;
  const { value } = await demo.outlook<{ value: { displayName: string }[] }>(
    user,
    'GET',
    `/contactFolders/${id}/contacts?$top=500&$select=displayName`,
  );
  return value.map(({ displayName }) => displayName);
}

export async function folderOf(demo: Demo, user: DemoUser): Promise<string | undefined> {
  const { value } = await demo.outlook<{ value: { id: string; displayName: string }[] }>(
    user,
    'GET',
    '/contactFolders?$top=100',
  );
  return value.find(({ displayName }) => displayName === 'Salesforce Contacts')?.id;
}

/** As the server knows them. */
export async function statusOf(demo: Demo, user: DemoUser, email: string): Promise<Person['status'] | undefined> {
  const { people } = await demo.call<{ people: readonly Person[] }>(
    user,
    'GET',
    `/api/people?email=${encodeURIComponent(email)}`,
  );
  return people[0]?.status;
}
