import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../server/http/contract.ts';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { Pane, type PaneOptions } from './support/pane.ts';
import { setScene, type Scene } from './support/scene.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;
let scene: Scene;

const open = (over: Partial<PaneOptions> = {}) => Pane.open(browser, { demo, ...over });
const search = async ({ root }: Pane, text: string) => root.getByRole('searchbox').fill(text);
const statusOf = async (email: string) => {
  const { people } = await demo.call<{ people: readonly Person[] }>(
    demo.user('Ada Park'),
    'GET',
    `/api/people?email=${encodeURIComponent(email)}`,
  );
  return people[0]?.status;
};

describe.skipIf(found === undefined)('finding someone in the pane', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    scene = await setScene(demo);
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('[T1] someone new has a card first, confirmed with Enter and undone, by the keyboard alone', async () => {
    const email = 'nora.lind@lindwurm.example';
    const pane = await open({ item: { from: [email, email] }, expected: /409/ });
    const press = (key: string) => pane.page.keyboard.press(key);
    const control = pane.root.getByRole('switch', { name: new RegExp(email) });
    await pane.root.getByText('Not synced', { exact: true }).waitFor();
    await control.focus();
    await press('Space');
    await pane.root.getByRole('group', { name: `A new contact: ${email}` }).waitFor();
    await pane.root.getByText('The name was made of the address.').waitFor();
    expect(await pane.root.getByLabel('Last name').inputValue()).toBe('Lind');
    expect(await pane.violations()).toEqual([]);
    expect(await statusOf(email)).toBe('not synced');

    // The card is closed from within, and the focus is moved there a moment after it is drawn.
    await expect.poll(() => pane.root.locator('form').locator(':focus').count()).toBe(1);
    await press('Escape');
    await expect.poll(() => pane.root.getByLabel('Last name').count()).toBe(0);
    await expect.poll(() => pane.focused('role')).toBe('switch');
    await press('Space');
    await pane.root.getByLabel('Last name').fill('');
    await press('Enter');
    await pane.root.getByText('Please fill this in.').waitFor();
    await pane.root.getByLabel('Last name').fill('Lindgren');
    await press('Enter');
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    const { records } = await demo.crm<{ records: readonly { Name: string }[] }>(
      demo.user('Ada Park'),
      'GET',
      `/query?q=${encodeURIComponent(`SELECT Name FROM Contact WHERE Email = '${email}'`)}`,
    );
    expect(records).toMatchObject([{ Name: 'Nora Lindgren' }]);

    await press('Tab');
    await pane.root.getByRole('button', { name: /^Undo the switch of/ }).press('Enter');
    await pane.root.getByText(/^(Stopped by you|Not synced)$/).waitFor();
    await pane.close();
  });

  it('[U6] asks which one where several Outlook contacts have the address', async () => {
    const ada = demo.user('Ada Park');
    const email = 'twin@twins.example';
    for (const surname of ['One', 'Two'])
      await demo.outlook(ada, 'POST', '/contacts', {
        givenName: 'Twin',
        surname,
        emailAddresses: [{ address: email, name: surname }],
      });
    const pane = await open({ item: { from: ['Twin', email] }, expected: /409/ });
    await pane.root.getByText('Not synced', { exact: true }).waitFor();
    await pane.root.getByRole('switch', { name: /Twin/ }).click();
    await pane.root.getByRole('button', { name: /^Twin Two/ }).click();
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    expect(await statusOf(email)).toBe('synced');
    await pane.close();
  });

  it('searches Salesforce beside the synced contacts, and one’s own Outlook contacts by their button alone', async () => {
    const ada = demo.user('Ada Park');
    await demo.outlook(ada, 'POST', '/contacts', { givenName: 'Quentin', surname: 'Quick' });
    const { id } = await demo.crm<{ id: string }>(demo.user('Ben Ito'), 'POST', '/sobjects/Contact', {
      LastName: 'Quintessence',
    });
    const calls: string[] = [];
    const pane = await open({
      before: async (page) => void page.on('request', (request) => calls.push(new URL(request.url()).pathname)),
    });
    await search(pane, 'Qui');
    const row = pane.root.getByRole('switch', { name: /Quintessence/ });
    await row.click();
    await pane.root.getByRole('switch', { name: 'Sync Quintessence (Synced)' }).waitFor();
    const { records } = await demo.crm<{ records: readonly { Id: string }[] }>(
      ada,
      'GET',
      `/query?q=${encodeURIComponent("SELECT Id FROM Contact WHERE LastName = 'Quintessence'")}`,
    );
    expect(records.map(({ Id }) => Id)).toEqual([id]);

    expect(calls).not.toContain('/api/outlook-contacts/search');
    await pane.root.getByRole('button', { name: 'Look in my Outlook contacts' }).click();
    await pane.root.getByRole('button', { name: 'Switch on Quentin Quick' }).click();
    await pane.root.getByRole('switch', { name: /Quentin Quick/ }).waitFor();
    expect(await pane.violations()).toEqual([]);

    // Looked for anew: synced by now, so there is nothing to switch on.
    await search(pane, 'Quen');
    await pane.root.getByRole('button', { name: 'Look in my Outlook contacts' }).click();
    await pane.root
      .getByRole('listitem')
      .filter({ hasText: /^Quentin Quick/ })
      .last()
      .getByText('Synced', { exact: true })
      .waitFor();
    await expect.poll(() => pane.root.getByRole('button', { name: 'Switch on Quentin Quick' }).count()).toBe(0);

    await search(pane, 'somebody@nowhere.example');
    await pane.root.getByRole('switch', { name: 'Sync somebody@nowhere.example (Not synced)' }).waitFor();
    await pane.close();
  });

  it('[T6] an address is put on the list never to sync, and taken off', async () => {
    const { Name, Email } = scene.outside;
    const pane = await open({ item: { from: [Name, Email] } });
    await pane.root.getByRole('button', { name: 'Settings' }).click();
    const input = pane.root.getByLabel('Address or domain');
    await input.fill('no address');
    await input.press('Enter');
    await pane.root.getByText('Please give an address').waitFor();
    await input.fill(Email.toUpperCase());
    await input.press('Enter');
    await pane.root.getByRole('button', { name: `Remove ${Email.toLowerCase()}` }).waitFor();
    await pane.root.getByRole('button', { name: 'People' }).click();
    await pane.root.getByText('The address is on your blocklist').waitFor();
    await expect.poll(() => pane.root.getByRole('switch').count()).toBe(0);
    await pane.root.getByRole('button', { name: 'Settings' }).click();
    await pane.root.getByRole('button', { name: `Remove ${Email.toLowerCase()}` }).click();
    await pane.root.getByRole('list', { name: 'Never sync' }).waitFor({ state: 'detached' });
    await pane.close();
  });

  it('begins with three steps for whom nothing is synced yet, and goes on where they were', async () => {
    const fresh = demo.users.find(({ email }) => !/ada|ben/.test(email))?.name ?? '';
    const pane = await open({ person: fresh, item: { from: [scene.synced.Name, scene.synced.Email] } });
    await pane.root.getByRole('heading', { name: 'Welcome to Cardbridge' }).waitFor();
    await expect.poll(() => pane.root.locator('[aria-current=step]').textContent()).toBe('Choose your contacts');
    await pane.root.getByRole('switch', { name: new RegExp(scene.synced.Name) }).waitFor();
    await pane.root.getByRole('button', { name: 'Preview' }).click();
    await pane.root.getByText(/arrives? in a new folder, “Salesforce Contacts”; nothing else is touched/).waitFor();
    expect(await pane.violations()).toEqual([]);
    await pane.page.reload();
    await pane.root.getByRole('heading', { name: 'Welcome to Cardbridge' }).waitFor();
    await pane.root.getByRole('button', { name: 'Preview' }).click();
    await pane.root.getByRole('button', { name: 'Start the first sync' }).click();
    await pane.root.getByRole('heading', { name: 'Welcome to Cardbridge' }).waitFor({ state: 'detached' });
    await pane.root.getByText(/^In sync/).waitFor();
    await pane.close();
  });
});
