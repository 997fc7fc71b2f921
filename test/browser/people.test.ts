import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact, Person } from '../../server/http/contract.ts';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { Pane, type PaneOptions, type TestItem } from './support/pane.ts';
import { isInFolder, itemOf, setScene, type Scene } from './support/scene.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;
let scene: Scene;

const from = ({ Name, Email }: { readonly Name: string; readonly Email: string }): TestItem => ({
  from: [Name, Email],
});
const open = (over: Partial<PaneOptions> = {}) => Pane.open(browser, { demo, ...over });
/** As the server knows them. */
const known = async (email: string) => {
  const { people } = await demo.call<{ people: readonly Person[] }>(
    demo.user('Ada Park'),
    'GET',
    `/api/people?email=${encodeURIComponent(email)}`,
  );
  return people[0];
};
const focused = (pane: Pane) => expect.poll(() => pane.focused('aria-label'));
const announced = (pane: Pane) => expect.poll(() => pane.root.locator('[aria-live=polite]').last().textContent());

describe.skipIf(found === undefined)('the people of a message', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
    scene = await setScene(demo);
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  it('[T1] [T2] are switched on and off, end to end, with progress, and both can be undone', async () => {
    const { Name, Email } = scene.outside;
    const pane = await open({ item: from(scene.outside) });
    const control = pane.root.getByRole('switch', { name: new RegExp(Name) });
    await pane.root.getByText('In Salesforce, outside your view').waitFor();
    await expect.poll(() => control.getAttribute('aria-label')).toBe(`Sync ${Name} (In Salesforce, outside your view)`);
    await control.click();
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    expect((await known(Email))?.status).toBe('synced');
    await itemOf(demo, Email);

    await control.click();
    await pane.root.getByRole('button', { name: 'Stop, keep both' }).click();
    await pane.root.getByText('Stopped by you', { exact: true }).waitFor();
    await focused(pane).toBe(`Sync ${Name} (Stopped by you)`);
    expect((await known(Email))?.status).toBe('stopped by you');
    // The wish is kept at once; the session that it asked for takes the item out.
    await expect.poll(() => isInFolder(demo, Email)).toBe(false);

    await pane.root.getByRole('button', { name: `Undo the switch of ${Name}` }).click();
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    expect((await known(Email))?.status).toBe('synced');
    await pane.close();
  });

  it('[P1] who needs attention opens to the reason, and a record is chosen', async () => {
    const { Name, Email } = scene.attention;
    const pane = await open({ item: { from: ['Someone Else', Email] } });
    await pane.root.getByText('Salesforce has this address under another name').waitFor();
    await pane.root.getByRole('button', { name: new RegExp(`^${Name}`) }).click();
    await pane.root.getByText(/^(Synced|Conflict)$/).waitFor();
    expect((await known(Email))?.recordId).toBe(scene.attention.Id);
    await pane.close();
  });

  it('[P1] [T1] of several records with the address the switch asks which one, and that one is synced; undone, it is as before', async () => {
    const Email = 'twice@several.example';
    const ben = demo.user('Ben Ito');
    const ids = [];
    for (const FirstName of ['Una', 'Unity']) {
      const record = { FirstName, LastName: 'Twice', Email };
      ids.push((await demo.crm<{ id: string }>(ben, 'POST', '/sobjects/Contact', record)).id);
    }
    const pane = await open({ item: { from: ['U. Twice', Email] } });
    await pane.root.getByText('In Salesforce, outside your view').waitFor();
    await pane.root.getByRole('switch', { name: /^Sync U\. Twice/ }).click();
    const question = pane.root.getByRole('group', { name: 'Which one is it?' });
    await question.waitFor();
    expect([await pane.violations(), await pane.misfits()]).toEqual([[], []]);
    await question.getByRole('button', { name: /^Unity Twice/ }).click();
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    expect((await known(Email))?.recordId).toBe(ids[1]);
    await pane.root.getByRole('button', { name: /^Undo the switch of / }).click();
    await pane.root.getByText('Stopped by you', { exact: true }).waitFor();
    expect(await isInFolder(demo, Email)).toBe(false);
    await pane.close();
  });

  it('[C2] a conflict opens to both values, and the other one is put back', async () => {
    const pane = await open({ item: from(scene.conflict) });
    await pane.root.getByText('“Boss in Outlook” was not').waitFor();
    await pane.root.getByRole('button', { name: 'Put the other value back' }).click();
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    const record = () =>
      demo.crm<{ Title: string }>(demo.user('Ada Park'), 'GET', `/sobjects/Contact/${scene.conflict.Id}`);
    await expect.poll(record).toMatchObject({ Title: 'Boss in Outlook' });
    await pane.close();
  });

  it('never shows the answer for the message before, however late it comes', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const pane = await open({
      item: from(scene.outside),
      before: async (page) => {
        await page.route('**/api/people/query', async (route) => {
          if (route.request().postData()?.includes(scene.outside.Email) === true) await held;
          await route.continue();
        });
      },
    });
    await pane.root.getByRole('switch', { name: new RegExp(scene.outside.Name) }).waitFor();
    await pane.show(from(scene.synced));
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    // Of a message that is no longer open.
    const late = pane.page.waitForResponse(
      (answer) => answer.request().postData()?.includes(scene.outside.Email) === true,
    );
    release();
    await (await late).finished();
    expect(await pane.root.getByRole('switch').count()).toBe(1);
    expect(await pane.root.getByRole('switch').getAttribute('aria-label')).toBe(`Sync ${scene.synced.Name} (Synced)`);
    await pane.close();
  });

  it('are followed: the focus stays where it was, and the change is said politely', async () => {
    const pane = await open({ item: from(scene.synced) });
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    await pane.root.getByRole('searchbox').focus();
    await pane.show({ from: [scene.outside.Name, scene.outside.Email], to: [[scene.synced.Name, scene.synced.Email]] });
    await pane.root.getByRole('switch').nth(1).waitFor();
    // Said a moment after it is drawn; the focus is where it was all the while.
    await announced(pane).toContain('Now shown: 2 people');
    expect(await pane.focused('type')).toBe('search');
    await pane.close();
  });

  it('each kind of nothing has its own sentence, and search and settings go on', async () => {
    const pane = await open({ item: null });
    for (const [item, sentence] of [
      [undefined, 'Open a message or an appointment'],
      [{ from: ['Ada Park', 'ada@contoso.example'] }, 'Nobody but you is on it.'],
      [null, 'Nothing is open, or several messages are selected.'],
      [{ itemClass: 'IPM.Note.SMIME' }, 'This message is encrypted'],
      [{ itemClass: 'REPORT.IPM.Note.NDR' }, 'This kind of message has no people'],
    ] as const) {
      if (item !== undefined) await pane.show(item);
      await pane.root.locator('main').getByText(sentence).waitFor();
    }
    await pane.root.getByRole('searchbox').fill(scene.synced.Name);
    await pane.root.getByRole('switch', { name: new RegExp(scene.synced.Name) }).waitFor();
    await pane.root.getByRole('button', { name: 'Settings' }).click();
    await pane.root.getByRole('switch', { name: 'Contacts sync' }).waitFor();
    await pane.close();
  });

  it('[T6] colleagues are folded away, and lists and odd addresses have no switch', async () => {
    const pane = await open({
      item: {
        from: [scene.synced.Name, scene.synced.Email],
        to: [
          ['Ben Ito', 'ben@contoso.example'],
          ['Everyone', 'everyone@contoso.example', 'distributionList'],
          ['News', 'no-reply@news.example'],
        ],
      },
    });
    await pane.root.getByText('Nobody reads this address').waitFor();
    await expect.poll(() => pane.root.getByRole('switch').count()).toBe(1);
    await pane.root.getByRole('button', { name: /colleague/ }).click();
    await pane.root.getByRole('switch', { name: /Ben Ito/ }).waitFor();
    await expect.poll(() => pane.root.getByRole('switch').count()).toBe(2);
    await pane.close();
  });

  it("of a shared mailbox's message are switched among one's own contacts, and the header says so", async () => {
    const pane = await open({ item: { ...from(scene.synced), shared: true } });
    await pane.root.getByText('This is a shared mailbox. What you switch here are the contacts of Ada Park.').waitFor();
    await pane.close();
  });

  it('are reached and switched with the keyboard alone', async () => {
    const pane = await open({ item: from(scene.synced) });
    await pane.root.getByText('Synced', { exact: true }).waitFor();
    const press = (key: string) => pane.page.keyboard.press(key);
    const tabTo = async (name: RegExp) => {
      for (let presses = 0; presses < 30; presses += 1) {
        await press('Tab');
        const label = await pane.in.evaluate(
          () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        );
        if (name.test(label)) return;
      }
      throw new Error(`${String(name)} is not reached with Tab.`);
    };
    await tabTo(new RegExp(`^Sync ${scene.synced.Name}`));
    await press('Space');
    await pane.root.getByRole('button', { name: 'Stop, keep both' }).waitFor();
    // The question is closed from within, and takes the focus a moment after it is drawn.
    await focused(pane).toBe(`Stop syncing ${scene.synced.Name}?`);
    await press('Escape');
    await focused(pane).toBe(`Sync ${scene.synced.Name} (Synced)`);
    await expect.poll(() => pane.root.getByRole('button', { name: 'Stop, keep both' }).count()).toBe(0);
    await tabTo(/^Details of/);
    await press('Enter');
    await pane.root.getByText('Last synced').waitFor();
    await tabTo(/^Open in Salesforce/);
    await pane.close();
  });

  it('show what is known, with its time, while Salesforce cannot be reached, and all again after it', async () => {
    const fault = (kind: object) => demo.tell('POST', '/faults', { service: 'salesforce', times: 1000, effect: kind });
    await fault({ kind: 'status', status: 503 });
    const pane = await open({
      item: { from: [scene.synced.Name, scene.synced.Email], to: [['Peter Schmidt', 'unknown@account9.example']] },
    });
    try {
      await pane.root.getByText('Synced', { exact: true }).waitFor();
      await pane.root.getByText(/Salesforce cannot be reached/).waitFor();
      const control = pane.root.getByRole('switch', { name: new RegExp(scene.synced.Name) });
      await expect.poll(() => control.isEnabled()).toBe(true);
    } finally {
      await demo.tell('DELETE', '/faults');
    }
    await pane.root.getByRole('button', { name: 'Try again' }).click();
    await pane.root.getByText(/Salesforce cannot be reached/).waitFor({ state: 'detached' });
    await pane.close();
  });

  it('everybody who is synced is found without a message', async () => {
    const pane = await open({ host: 'browser', width: 450 });
    await pane.root.getByRole('link', { name: 'People' }).click();
    await pane.root.getByRole('searchbox').fill(scene.synced.Name);
    const row = pane.root.getByRole('listitem').filter({ hasText: scene.synced.Name });
    await row.getByText('Synced', { exact: true }).waitFor();
    const { contacts } = await demo.call<{ contacts: readonly Contact[] }>(
      demo.user('Ada Park'),
      'GET',
      `/api/contacts?q=${encodeURIComponent(scene.synced.Name)}`,
    );
    await expect.poll(() => pane.root.getByRole('switch').count()).toBe(contacts.length);
    await pane.root.getByRole('searchbox').fill('nobody is called this');
    await pane.root.getByText('None of your synced contacts fits.').waitFor();
    await pane.root.getByText('Nobody else fits.').waitFor();
    await pane.close();
  });
});
