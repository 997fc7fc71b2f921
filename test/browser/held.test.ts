import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Me, Settings } from '../../server/http/contract.ts';
import { Demo, type DemoUser } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { focusOf, folderOf, heldBack, holdPlan, isAccessible, namesInFolder, statusOf } from './support/moves.ts';
import { Pane, type PaneOptions } from './support/pane.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;

const open = (person: string, over: Partial<PaneOptions> = {}) => Pane.open(browser, { demo, person, ...over });
const meOf = (user: DemoUser) => demo.call<Me>(user, 'GET', '/api/me');
const countOf = async (user: DemoUser, family: string) =>
  (await namesInFolder(demo, user))?.filter((name) => name.endsWith(family)).length;
const button = ({ root }: Pane, name: string) => root.getByRole('button', { name, exact: true });

/** From the button to a connection of their own. */
async function connect(pane: Pane, { name }: DemoUser): Promise<void> {
  const [opened] = await Promise.all([
    pane.page.context().waitForEvent('page'),
    button(pane, 'Connect Salesforce').click(),
  ]);
  await opened.getByRole('link', { name: `Allow as ${name}` }).click();
}

/** The pane of somebody whom Salesforce lets in no longer, at the people of the message. */
async function refused(person: string): Promise<Pane> {
  const user = demo.user(person);
  const pane = await open(person);
  await button(pane, 'Settings').click();
  await connect(pane, user);
  await pane.root.getByText(/^Connected as /).waitFor();
  const body = [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }];
  const effect = { kind: 'status', status: 401, body };
  await demo.tell('POST', '/faults', { service: 'salesforce', match: { user: user.email }, times: 1000, effect });
  try {
    await demo.sync(user);
  } finally {
    await demo.tell('DELETE', '/faults');
  }
  await pane.page.reload();
  await pane.root.getByText('Salesforce no longer accepts the sign-in').waitFor();
  return pane;
}

async function renewed(pane: Pane, user: DemoUser): Promise<void> {
  await connect(pane, user);
  await pane.root.getByText('Salesforce no longer accepts the sign-in').waitFor({ state: 'detached' });
  // As it was before, for whoever comes next.
  await demo.call(user, 'POST', '/api/salesforce/disconnect', {});
}

describe.skipIf(found === undefined)('what waits for a word of the person', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    // A demo that runs already may be in any state.
    await demo.tell('POST', '/reset');
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('[D5] a held plan is reached from the notice, shown in full and allowed: exactly that is done', async () => {
    const ada = demo.user('Ada Park');
    await holdPlan(demo, ada, 'Allowed');
    expect(await countOf(ada, 'Allowed')).toBe(30);
    const pane = await open('Ada Park');
    await pane.root.getByText('The sync is held: it would delete 30 contacts').waitFor();
    await isAccessible(pane);
    await button(pane, 'Look at the plan').click();
    await pane.root.getByRole('heading', { name: 'A sync is held until you decide' }).waitFor();
    // The same sentence is not said twice.
    await expect.poll(() => pane.root.getByText('The sync is held: it would delete').count()).toBe(2);
    await expect.poll(() => focusOf(pane)).toBe('(Activity)');
    await button(pane, 'Show what it would do').click();
    await pane.root.getByText('30 removed in Outlook').first().waitFor();
    await pane.root.getByText('Removed in Outlook (30)').waitFor();
    await pane.root.getByText(/^Number \d+ Allowed, .* and 25 more$/).waitFor();
    await isAccessible(pane);
    await button(pane, 'Allow').click();
    await pane.root.getByRole('heading', { name: 'A sync is held until you decide' }).waitFor({ state: 'detached' });
    await expect.poll(() => countOf(ada, 'Allowed')).toBe(0);
    expect((await meOf(ada)).held).toBeUndefined();
    await expect.poll(() => focusOf(pane)).toBe('(Activity)');
    await pane.close();
  });

  it('[D5] [M8] a held plan is discarded: the other side stays, and these contacts are stopped', async () => {
    const ada = demo.user('Ada Park');
    await holdPlan(demo, ada, 'Discarded');
    const pane = await open('Ada Park');
    await button(pane, 'Activity').click();
    await button(pane, 'Discard').click();
    await pane.root.getByRole('heading', { name: 'A sync is held until you decide' }).waitFor({ state: 'detached' });
    await expect.poll(async () => (await meOf(ada)).held).toBeUndefined();
    expect(await statusOf(demo, ada, 'number.3@discarded.example')).toBe('stopped by you');
    expect(await countOf(ada, 'Discarded')).toBe(30);
    await demo.sync(ada);
    expect(await countOf(ada, 'Discarded')).toBe(30);
    await isAccessible(pane);
    await pane.close();
  });

  it('[D5] [T4] an administrator allows and discards what is held in two mailboxes, naming no contact', async () => {
    const [ben, dan] = [demo.user('Ben Ito'), demo.user('Dan Empty')];
    await holdPlan(demo, ben, 'Bright');
    await holdPlan(demo, dan, 'Dull');
    const pane = await open('Cora Lind', { host: 'browser', width: 1280, height: 900 });
    await pane.root.getByRole('link', { name: 'Held plans' }).click();
    const plan = (user: DemoUser) => pane.root.getByRole('listitem').filter({ hasText: user.email });
    for (const user of [ben, dan]) await plan(user).getByText('it would delete 30 contacts').waitFor();
    await expect.poll(() => pane.root.getByText(/Bright|Dull/).count()).toBe(0);
    await button(pane, `Allow the plan of ${ben.email}`).click();
    await pane.root.getByText('Do what this plan says, deletions included?').waitFor();
    await isAccessible(pane);
    // Slow enough for the eye: nothing blocks without progress.
    const effect = { kind: 'delay', ms: 1500 };
    await demo.tell('POST', '/faults', { service: 'graph', match: { user: ben.email }, times: 4, effect });
    await button(pane, 'Yes, allow it').click();
    await plan(ben).getByRole('progressbar', { name: 'Syncing …' }).waitFor();
    await isAccessible(pane);
    await plan(ben).waitFor({ state: 'detached' });
    await expect.poll(() => countOf(ben, 'Bright')).toBe(0);
    await expect.poll(() => focusOf(pane)).toBe('(Held plans)');

    await button(pane, `Discard the plan of ${dan.email}`).click();
    await pane.root.getByText('these contacts are no longer synced').waitFor();
    await button(pane, 'Cancel').click();
    await expect.poll(() => focusOf(pane)).toBe(`Discard the plan of ${dan.email}`);
    await button(pane, `Discard the plan of ${dan.email}`).click();
    await plan(dan).getByRole('group').getByRole('button', { name: 'Discard' }).click();
    await pane.root.getByText('No plan is held.').waitFor();
    expect(await countOf(dan, 'Dull')).toBe(30);
    expect(await statusOf(demo, dan, 'number.3@dull.example')).toBe('stopped by you');
    await pane.close();
  });

  it('[S6] [T4] before the first sync it is renewed in the first steps, which say why, with one button', async () => {
    const pane = await refused('Cora Lind');
    await pane.root.getByRole('heading', { name: 'Welcome to Cardbridge' }).waitFor();
    await expect.poll(() => button(pane, 'Connect Salesforce').count()).toBe(1);
    await isAccessible(pane);
    await renewed(pane, demo.user('Cora Lind'));
    await pane.root.getByRole('radio', { name: /^Only my contacts/ }).waitFor();
    await pane.close();
  });

  it('[S2] a first upload that is held says so, and comes before the first steps', async () => {
    const cora = demo.user('Cora Lind');
    for (let n = 0; n < 26; n += 1)
      await demo.outlook(cora, 'POST', '/contacts', {
        givenName: `Number ${n}`,
        surname: 'Upward',
        emailAddresses: [{ address: `number.${n}@upward.example` }],
        categories: ['Salesforce'],
      });
    await demo.sync(cora);
    const pane = await open('Cora Lind');
    await pane.root.getByText('it would send 26 of your contacts to Salesforce, more than 25 at once').waitFor();
    await expect.poll(() => pane.root.getByRole('heading', { name: 'Welcome to Cardbridge' }).count()).toBe(0);
    await button(pane, 'Look at the plan').click();
    await button(pane, 'Show what it would do').click();
    await pane.root.getByText('Added in Salesforce (26)').waitFor();
    await button(pane, 'Allow').click();
    await pane.root.getByRole('heading', { name: 'A sync is held until you decide' }).waitFor({ state: 'detached' });
    await expect.poll(() => statusOf(demo, cora, 'number.3@upward.example')).toBe('synced');
    await pane.close();
  });

  it('[D5] a plan that was replaced while one looked at it is not done: the one in force is shown', async () => {
    const ada = demo.user('Ada Park');
    await holdPlan(demo, ada, 'Replaced');
    const pane = await open('Ada Park', { expected: /409/ });
    await button(pane, 'Activity').click();
    await button(pane, 'Allow').waitFor();
    const shown = (await meOf(ada)).held?.id;
    // The pane looks by itself once a minute: not now.
    const look = await heldBack(pane, '**/api/me');
    await demo.sync(ada);
    const inForce = (await meOf(ada)).held?.id;
    expect(inForce).not.toBe(shown);
    await button(pane, 'Allow').click();
    await pane.root.getByText('was replaced or decided meanwhile').waitFor();
    expect(await countOf(ada, 'Replaced')).toBe(30);
    const overtaken = await button(pane, 'Allow').elementHandle();
    look.goOn();
    await expect.poll(() => overtaken?.evaluate((node) => node.isConnected)).toBe(false);
    const allowed = pane.page.waitForRequest(/\/allow$/);
    // It stays said beside the plan that took its place.
    await pane.root.getByText('was replaced or decided meanwhile').waitFor();
    await button(pane, 'Allow').click();
    expect((await allowed).url()).toContain(inForce);
    await pane.root.getByRole('heading', { name: 'A sync is held until you decide' }).waitFor({ state: 'detached' });
    await expect.poll(() => countOf(ada, 'Replaced')).toBe(0);
    await pane.close();
  });

  it('[S5] a folder that is gone is made again from Salesforce', async () => {
    const ben = demo.user('Ben Ito');
    await demo.sync(ben);
    const before = await namesInFolder(demo, ben);
    expect(before?.length).toBeGreaterThan(0);
    await demo.outlook(ben, 'DELETE', `/contactFolders/${(await folderOf(demo, ben)) ?? ''}`);
    await demo.sync(ben);
    const pane = await open('Ben Ito');
    await pane.root.getByText('The contact folder in Outlook is gone. Nothing is deleted').waitFor();
    await isAccessible(pane);
    await button(pane, 'Make the folder again from Salesforce').click();
    await pane.root.getByText('The contact folder in Outlook is gone').waitFor({ state: 'detached' });
    // Without a schedule a session comes when it is asked for.
    await demo.sync(ben);
    await expect.poll(async () => (await namesInFolder(demo, ben))?.sort()).toEqual(before?.sort());
    await expect.poll(() => focusOf(pane)).toBe('(People)');
    await pane.close();
  });

  it('[S5] [S4] a folder that is gone turns the sync off, and the notice turns it on again', async () => {
    const ben = demo.user('Ben Ito');
    const settings = () => demo.call<Settings>(ben, 'GET', '/api/settings');
    await demo.sync(ben);
    await demo.outlook(ben, 'DELETE', `/contactFolders/${(await folderOf(demo, ben)) ?? ''}`);
    await demo.sync(ben);
    const pane = await open('Ben Ito');
    await button(pane, 'Turn the sync off').click();
    await pane.root.getByText('The contact sync is switched off.').waitFor();
    await pane.root.getByText('Contacts sync is off').waitFor();
    expect((await settings()).contactsSync).toBe(false);
    expect(await folderOf(demo, ben)).toBeUndefined();
    await isAccessible(pane);
    await button(pane, 'Turn the sync on').click();
    await pane.root.getByText('The contact sync is switched off.').waitFor({ state: 'detached' });
    expect((await settings()).contactsSync).toBe(true);
    // The choice is still to be made.
    await demo.sync(ben);
    await pane.page.reload();
    await button(pane, 'Make the folder again from Salesforce').click();
    await pane.root.getByText('The contact folder in Outlook is gone').waitFor({ state: 'detached' });
    await demo.sync(ben);
    expect((await namesInFolder(demo, ben))?.length).toBeGreaterThan(0);
    await pane.close();
  });

  it('[S6] [T4] a sign-in at Salesforce that is no longer accepted is renewed from the notice, and the sync goes on', async () => {
    const ada = demo.user('Ada Park');
    await demo.sync(ada);
    const pane = await refused('Ada Park');
    await expect.poll(() => pane.root.getByRole('heading', { name: 'Welcome to Cardbridge' }).count()).toBe(0);
    await isAccessible(pane);
    await renewed(pane, ada);
    await demo.sync(ada);
    expect((await meOf(ada)).notice).toBeUndefined();
    await pane.close();
  });

  it('[S6] [T4] what only an administrator can mend is said, and looked at again', async () => {
    const dan = demo.user('Dan Empty');
    const active = (value: boolean) => demo.tell('POST', '/salesforce/user', { user: dan.email, active: value });
    await active(false);
    await demo.sync(dan);
    const pane = await open('Dan Empty');
    await pane.root.getByText('Your Salesforce user is deactivated or locked').waitFor();
    await isAccessible(pane);
    await active(true);
    await demo.sync(dan);
    await button(pane, 'Look again').click();
    await pane.root.getByText('Your Salesforce user is deactivated or locked').waitFor({ state: 'detached' });
    await pane.close();
  });

  it('[F2] [T4] a list view that can no longer be read leads to the filter, and pausing to resuming', async () => {
    const cora = demo.user('Cora Lind');
    const { listViews } = await demo.call<{ listViews: readonly { id: string; label: string }[] }>(
      cora,
      'GET',
      '/api/list-views',
    );
    const view = listViews.find(({ label }) => label === 'VIPs')?.id ?? '';
    await demo.call(cora, 'PUT', '/api/settings', { filter: { kind: 'view', listViewId: view } });
    await demo.tell('POST', '/salesforce/list-view', { id: view, shared: false });
    await demo.sync(cora);
    const pane = await open('Cora Lind');
    await pane.root.getByText('The list view cannot be read').waitFor();
    await isAccessible(pane);
    await button(pane, 'Choose another filter').click();
    await pane.root.getByText('A list view that is not there any more').waitFor({ state: 'attached' });
    await expect.poll(() => focusOf(pane)).toBe('(Settings)');
    // The button that leads where one is already is not shown there.
    await expect.poll(() => button(pane, 'Choose another filter').count()).toBe(0);
    await button(pane, 'Pause').click();
    await pane.root.getByText('The sync is paused.').waitFor();
    await button(pane, 'People').click();
    await isAccessible(pane);
    await button(pane, 'Resume').click();
    await pane.root.getByText('The sync is paused.').waitFor({ state: 'detached' });
    expect((await demo.call<Settings>(cora, 'GET', '/api/settings')).paused).toBe(false);
    await pane.close();
  });
});
