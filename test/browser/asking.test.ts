import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../server/http/contract.ts';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { Pane, type PaneOptions } from './support/pane.ts';
import { isInFolder, itemOf, setScene, type Scene } from './support/scene.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;
let scene: Scene;

const open = (over: Partial<PaneOptions> = {}) => Pane.open(browser, { demo, ...over });
const activity = async ({ root }: Pane) => {
  await root.getByRole('button', { name: 'Activity' }).click();
  await root.getByRole('heading', { name: 'Syncs' }).waitFor();
};
const recordOf = (id: string) =>
  demo.crm<Readonly<Record<string, unknown>>>(demo.user('Ada Park'), 'GET', `/sobjects/Contact/${id}`);

describe.skipIf(found === undefined)('what the pane asks, shows first and keeps', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    scene = await setScene(demo, ['Region__c']);
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('[T1] the card asks for what the org requires and names the Lead; both reach Salesforce', async () => {
    const ada = demo.user('Ada Park');
    const email = 'nora.lind@lindwurm.example';
    await demo.crm(ada, 'POST', '/sobjects/Lead', { LastName: 'Lindworm', Company: 'Lindwurm', Email: email });
    const pane = await open({ item: { from: ['Nora Lind', email] }, expected: /409/ });
    await pane.root.getByText('Not synced', { exact: true }).waitFor();
    await pane.root.getByRole('switch').click();
    await pane.root.getByText('Salesforce has an open lead with this address: Lindworm.').waitFor();
    await pane.root.getByRole('button', { name: 'Switch on' }).click();
    await expect.poll(() => pane.root.getByText('Please fill this in.').count()).toBe(1);
    await expect.poll(() => pane.focused('aria-invalid')).toBe('true');
    const region = pane.root.getByRole('combobox', { name: /Region/ });
    await region.selectOption({ index: 1 });
    const chosen = await region.inputValue();
    await pane.root.getByRole('button', { name: 'Switch on' }).click();
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    const { records } = await demo.crm<{ records: readonly object[] }>(
      ada,
      'GET',
      `/query?q=${encodeURIComponent(`SELECT LastName, Region__c FROM Contact WHERE Email = '${email}'`)}`,
    );
    expect(records).toMatchObject([{ LastName: 'Lind', Region__c: chosen }]);
    await pane.close();
  });

  it('[C5] what Salesforce did not take is put right in the pane, and goes up', async () => {
    const ada = demo.user('Ada Park');
    const { Id, Name, Email } = scene.synced;
    const item = await itemOf(demo, Email);
    await demo.outlook(ada, 'PATCH', `/contacts/${item}`, { jobTitle: 'x'.repeat(129) });
    await demo.sync(ada);
    const pane = await open({ item: { from: [Name, Email] } });
    const title = pane.root.getByRole('textbox', { name: 'Job title' });
    await title.waitFor();
    expect(await pane.violations()).toEqual([]);
    await pane.root.getByRole('button', { name: 'Save and try again' }).click();
    await pane.root.getByText('129 characters: at most 128 fit.').waitFor();
    await expect.poll(() => title.evaluate((field) => document.activeElement === field)).toBe(true);
    await title.fill('Mate');
    await title.press('Enter');
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await expect.poll(() => title.count()).toBe(0);
    expect((await recordOf(Id))['Title']).toBe('Mate');
    await pane.close();
  });

  it('[J1] an undo shows the later edits that it keeps, and keeps them', async () => {
    const ada = demo.user('Ada Park');
    const { Id, Name, Email } = scene.synced;
    const before = await recordOf(Id);
    const item = await itemOf(demo, Email);
    await demo.outlook(ada, 'PATCH', `/contacts/${item}`, { jobTitle: 'Captain', assistantName: 'Bo' });
    await demo.sync(ada);
    expect(await recordOf(Id)).toMatchObject({ Title: 'Captain', AssistantName: 'Bo' });
    await demo.crm(ada, 'PATCH', `/sobjects/Contact/${Id}`, { Title: 'Admiral' });

    const pane = await open();
    await activity(pane);
    const row = pane.root.getByRole('listitem').filter({ hasText: 'Captain' }).filter({ hasText: Name });
    await row.getByRole('button', { name: /^Undo what the latest sync did/ }).click();
    await pane.root.getByText('This stays as it is:').waitFor();
    await pane.root.getByText(`${Name}, Job title: “Admiral”.`).waitFor();
    expect(await pane.violations()).toEqual([]);
    await pane.root.getByRole('button', { name: 'Yes, undo it' }).click();
    await expect.poll(() => recordOf(Id)).toMatchObject({ Title: 'Admiral', AssistantName: before['AssistantName'] });
    await pane.close();
  });

  it('what is copied for support finds the contact, and says of nobody who it is', async () => {
    const { Id, Name, Email } = scene.conflict;
    const pane = await open({
      item: { from: [Name, Email] },
      before: async (page) => page.context().grantPermissions(['clipboard-read', 'clipboard-write']),
    });
    await pane.root.getByText('“Boss in Outlook” was not').waitFor();
    await pane.root.getByRole('button', { name: 'Copy details for support' }).click();
    await pane.root.getByText('Copied: no names, no addresses.').first().waitFor();
    const copied = await pane.page.evaluate(() => navigator.clipboard.readText());
    expect(copied.split('\n').map((line) => line.replace(/: .*$/, ''))).toEqual([
      'at',
      'contact',
      'record',
      'status',
      'reason',
      'field',
      'syncedAt',
      'language',
    ]);
    expect(copied).toContain(`record: ${Id}\nstatus: conflict\n`);
    for (const personal of [...Name.split(/[\s-]/), Email, 'Boss', 'Ada', 'Nordwind', '@'])
      expect(copied.toLowerCase()).not.toContain(personal.toLowerCase());
    await pane.close();
  });

  it('[D2] what was moved out and came back asks whether to stop instead', async () => {
    const ada = demo.user('Ada Park');
    const { Name, Email } = scene.synced;
    const statusNow = async () =>
      (await demo.call<{ people: readonly Person[] }>(ada, 'GET', `/api/people?email=${encodeURIComponent(Email)}`))
        .people[0]?.status;
    await demo.tell('POST', '/outlook/move', {
      user: ada.email,
      itemId: await itemOf(demo, Email),
      folderId: 'contacts',
    });
    await demo.sync(ada);
    await itemOf(demo, Email);

    const pane = await open({ item: { from: [Name, Email] } });
    await activity(pane);
    await pane.root.getByText('It came back. Stop syncing instead?').waitFor();
    await pane.root.getByRole('button', { name: `Stop syncing ${Name}` }).click();
    await expect.poll(statusNow).toBe('stopped by you');
    await pane.root.getByText('It came back. Stop syncing instead?').waitFor({ state: 'detached' });
    // The wish is kept at once; the session that it asked for takes the item out.
    await expect.poll(() => isInFolder(demo, Email)).toBe(false);
    await pane.close();
  });
});
