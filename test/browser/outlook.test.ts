import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Demo } from './support/demo.ts';
import { browserOrSkip } from './support/find-browser.ts';
import { isAccessible } from './support/moves.ts';
import { Pane } from './support/pane.ts';

const found = await browserOrSkip();
let browser: Browser;
let demo: Demo;

describe.skipIf(found === undefined)('the real office.js, against a host that answers it', () => {
  beforeAll(async () => {
    demo = await Demo.start();
    browser = await chromium.launch({ ...found, args: [...(found?.args ?? [])] });
  });
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  const [max, lee] = [
    ['Max Moor', 'max@nordwind.example'],
    ['Lee Chang', 'lee.chang@account3.example'],
  ] as const;

  it('starts in Outlook, with the people of the message and yourself left out', async () => {
    const pane = await Pane.open(browser, {
      demo,
      host: 'real',
      item: { from: max, to: [['Ada Park', 'ada@contoso.example'], lee] },
    });
    await pane.root.getByRole('switch', { name: /Max Moor/ }).waitFor();
    await expect.poll(() => pane.root.getByRole('switch').count()).toBe(2);
    await pane.close();
  });

  it('is followed from message to message, over no message at all, to a draft', async () => {
    const pane = await Pane.open(browser, { demo, host: 'real', item: { from: max } });
    await pane.root.getByRole('switch', { name: /Max Moor/ }).waitFor();
    await pane.show(null);
    await pane.root.getByText('Nothing is open').first().waitFor();
    await pane.show({ from: lee });
    await pane.root.getByRole('switch', { name: /Lee Chang/ }).waitFor();
    await expect.poll(() => pane.root.getByRole('switch', { name: /Max Moor/ }).count()).toBe(0);
    await pane.show({ kind: 'draft', to: [max] });
    await pane.root.getByRole('heading', { name: 'On your message' }).waitFor();
    await pane.root.getByRole('switch', { name: /Max Moor/ }).waitFor();
    await pane.close();
  });

  it('an invitation that one writes is followed as people are put onto it', async () => {
    const pane = await Pane.open(browser, { demo, host: 'real', item: { kind: 'organizer', to: [max] } });
    await pane.root.getByRole('heading', { name: 'On this appointment' }).waitFor();
    await pane.root.getByRole('switch', { name: /Max Moor/ }).waitFor();
    await pane.write({ kind: 'organizer', to: [max], cc: [lee] });
    await pane.root.getByRole('switch', { name: /Lee Chang/ }).waitFor();
    await expect.poll(() => pane.root.getByRole('switch').count()).toBe(2);
    await pane.write({ kind: 'organizer', cc: [lee] });
    await expect.poll(() => pane.root.getByRole('switch', { name: /Max Moor/ }).count()).toBe(0);
    await pane.close();
  });

  it('an invitation that one got has its organizer, a shared mailbox says whose contacts these are', async () => {
    const pane = await Pane.open(browser, {
      demo,
      host: 'real',
      item: { kind: 'appointment', from: max, to: [['Ada Park', 'ada@contoso.example'], lee] },
    });
    await pane.root.getByRole('heading', { name: 'On this appointment' }).waitFor();
    await expect.poll(() => pane.root.getByRole('switch').count()).toBe(2);
    await pane.show({ kind: 'meeting-request', from: max, itemClass: 'IPM.Schedule.Meeting.Request' });
    await pane.root.getByRole('heading', { name: 'On this message' }).waitFor();
    await expect.poll(() => pane.root.getByRole('switch').count()).toBe(1);
    await pane.show({ from: lee, shared: true });
    await pane.root.getByText('This is a shared mailbox.').waitFor();
    await pane.close();
  });

  it('reports have no people, and what Outlook refuses to say is asked for again', async () => {
    const pane = await Pane.open(browser, {
      demo,
      host: 'real',
      item: { from: max, itemClass: 'REPORT.IPM.Note.NDR' },
    });
    await pane.root.getByText('This kind of message has no people to sync.').waitFor();
    await pane.refuses(true);
    await pane.show({ kind: 'draft', to: [max] });
    await pane.root.getByText('Outlook did not say who is on this.').waitFor();
    await isAccessible(pane);
    await pane.refuses(false);
    await pane.root.getByRole('button', { name: 'Try again' }).click();
    await pane.root.getByRole('switch', { name: /Max Moor/ }).waitFor();
    await pane.close();
  });
});
