import { beforeEach, describe, expect, it, vi } from 'vitest';
import { connectOffice, tellOpener, type ItemSnapshot, type Outlook } from '../../addin/office.ts';
import { FakeDraft, FakeOffice, person, read } from './fake-office.ts';

let fake: FakeOffice;
beforeEach(() => {
  fake = new FakeOffice();
});

async function outlook(): Promise<Outlook> {
  const host = await connectOffice({ script: new EventTarget(), library: () => fake.library, patienceMs: 1000 });
  if (host.kind !== 'outlook') throw new Error(`not in Outlook but ${host.kind}`);
  return host;
}

/** What the page is told, newest last. */
async function watched() {
  const heard: ItemSnapshot[] = [];
  const stop = (await outlook()).watchItem((snapshot) => heard.push(snapshot));
  const settled = () => expect.poll(() => heard.at(-1)?.item.kind).not.toBe('reading');
  await settled();
  return { heard, stop, settled, last: () => heard.at(-1)?.item };
}
const emails = (item: ItemSnapshot['item'] | undefined) =>
  item?.kind === 'people' ? item.people.map(({ email }) => email) : item?.kind;

const [lee, ben, cora] = [
  person('Lee Novak', 'Lee@Fabrikam.example'),
  person('Ben Ito', 'ben@contoso.example'),
  person('Cora Lind', 'cora@contoso.example'),
];

describe('the way to Office.js', () => {
  const connect = (script: EventTarget | null, library: () => typeof Office | undefined, patienceMs = 1000) =>
    connectOffice({ script, library, patienceMs });

  it('is not there on the page of a browser', async () => {
    expect(await connect(null, () => undefined)).toEqual({ kind: 'browser' });
  });

  it('waits for the script, and says at once when it cannot be loaded', async () => {
    const script = new EventTarget();
    let loaded = false;
    const connecting = connect(script, () => (loaded ? fake.library : undefined), 60_000);
    loaded = true;
    script.dispatchEvent(new Event('load'));
    expect((await connecting).kind).toBe('outlook');
    const blocked = new EventTarget();
    const refused = connect(blocked, () => undefined, 60_000);
    blocked.dispatchEvent(new Event('error'));
    expect(await refused).toEqual({ kind: 'unreachable' });
  });

  it('says at once that it could not be loaded, where that was before anybody listened', async () => {
    const connecting = connectOffice({
      script: new EventTarget(),
      failed: () => true,
      library: () => undefined,
      patienceMs: 60_000,
    });
    expect(await connecting).toEqual({ kind: 'unreachable' });
  });

  it('goes on without, where no host ever answers', async () => {
    fake.answers = false;
    expect(await connect(new EventTarget(), () => fake.library, 20)).toEqual({ kind: 'unreachable' });
  });

  it('knows that it is not in Outlook', async () => {
    fake.host = null;
    expect(await connect(new EventTarget(), () => fake.library)).toEqual({ kind: 'not-outlook' });
  });

  it('says what the client can do, and what it is too old for', async () => {
    fake.sets = new Set();
    const { nestedSignIn, watchTheme, dialog, language, mailbox } = await outlook();
    for (const one of [nestedSignIn, watchTheme, dialog])
      expect(one).toEqual({ status: 'unavailable', reason: 'client-too-old' });
    expect([language, mailbox.email]).toEqual(['de-DE', 'ada@contoso.example']);
  });

  it('gives the history back that Office.js takes away', async () => {
    vi.stubGlobal('history', Object.assign(Object.create({ pushState: () => 1, replaceState: () => 2 }) as History));
    Object.assign(history, { pushState: null, replaceState: null });
    await outlook();
    expect(typeof history.pushState).toBe('function');
    vi.unstubAllGlobals();
  });
});

describe('the item that is open', () => {
  it('has its people once each, whoever wrote it first', async () => {
    fake.item = read({ from: lee, to: [ben, lee], cc: [cora] });
    const { last } = await watched();
    expect(emails(last())).toEqual(['lee@fabrikam.example', 'ben@contoso.example', 'cora@contoso.example']);
  });

  it('of an appointment is those who invite and are invited', async () => {
    fake.item = read({
      itemType: 'appointment',
      itemClass: 'IPM.Appointment',
      organizer: ben,
      requiredAttendees: [lee],
    });
    const { last } = await watched();
    expect(last()).toMatchObject({ place: 'appointment' });
    expect(emails(last())).toEqual(['ben@contoso.example', 'lee@fabrikam.example']);
  });

  it('[T6] tells lists, and those without an SMTP address', async () => {
    fake.item = read({ from: person('Old', '/O=EX/CN=OLD'), to: [person('All', 'all@x.example', 'distributionList')] });
    const { last } = await watched();
    expect(last()).toMatchObject({
      people: [
        { name: 'Old', email: '/O=EX/CN=OLD', type: 'externalUser' },
        { name: 'All', email: 'all@x.example', type: 'distributionList' },
      ],
    });
  });

  it('is followed, and null items are survived', async () => {
    fake.item = read({ from: lee });
    const { last, heard, settled } = await watched();
    fake.open(null);
    expect(last()).toEqual({ kind: 'nothing-or-several' });
    fake.open(read({ from: ben }));
    await settled();
    expect(emails(last())).toEqual(['ben@contoso.example']);
    const sequences = heard.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  });

  it('says where nothing was ever open, a report, an encrypted message', async () => {
    const { last, settled } = await watched();
    expect(last()).toEqual({ kind: 'nothing' });
    for (const [item, kind] of [
      [read({ itemClass: 'REPORT.IPM.Note.NDR' }), 'unsupported'],
      [read({ itemClass: 'IPM.Note.SMIME' }), 'encrypted'],
      [read({ itemType: 'task' }), 'unsupported'],
    ] as const) {
      fake.open(item);
      await settled();
      expect(last()).toEqual({ kind });
    }
  });

  it('never answers for the message before: a late answer is dropped', async () => {
    const draft = new FakeDraft();
    fake.item = draft;
    const heard: ItemSnapshot[] = [];
    (await outlook()).watchItem((snapshot) => heard.push(snapshot));
    fake.open(read({ from: ben }));
    await expect.poll(() => emails(heard.at(-1)?.item)).toEqual(['ben@contoso.example']);
    draft.to.answer([lee]);
    await new Promise((wake) => setTimeout(wake, 20));
    expect(heard.flatMap(({ item }) => emails(item) ?? [])).not.toContain('lee@fabrikam.example');
  });

  it('that is written is read again when people are added, without a blank in between', async () => {
    const draft = new FakeDraft();
    fake.item = draft;
    const heard: ItemSnapshot[] = [];
    const stop = (await outlook()).watchItem((snapshot) => heard.push(snapshot));
    expect(heard.at(-1)?.item.kind).toBe('reading');
    draft.to.answer([lee]);
    await expect.poll(() => emails(heard.at(-1)?.item)).toEqual(['lee@fabrikam.example']);
    draft.raise('olkRecipientsChanged');
    draft.to.answer([lee, ben]);
    await expect.poll(() => emails(heard.at(-1)?.item)).toHaveLength(2);
    expect(heard.filter(({ item }) => item.kind === 'reading')).toHaveLength(1);
    expect(heard.at(-1)?.item).toMatchObject({ place: 'draft' });
    // It is the same item all the time.
    expect(new Set(heard.map(({ sequence }) => sequence)).size).toBe(1);
    // Of two readings the later one counts, in whatever order they are answered.
    draft.raise('olkRecipientsChanged');
    draft.raise('olkRecipientsChanged');
    draft.to.answer([ben]);
    await expect.poll(() => emails(heard.at(-1)?.item)).toEqual(['ben@contoso.example']);
    stop();
    expect([draft.count('olkRecipientsChanged'), fake.mailboxHandlers.count('olkItemSelectedChanged')]).toEqual([0, 0]);
  });

  it('whose people Outlook refuses to name can be asked for again', async () => {
    const draft = new FakeDraft();
    fake.item = draft;
    const heard: ItemSnapshot[] = [];
    (await outlook()).watchItem((snapshot) => heard.push(snapshot));
    draft.to.refuse();
    await expect.poll(() => heard.at(-1)?.item.kind).toBe('refused');
    const refused = heard.at(-1)?.item;
    if (refused?.kind === 'refused') refused.askAgain();
    // What was pressed stays until there is an answer.
    expect(heard.at(-1)?.item.kind).toBe('refused');
    draft.to.answer([lee]);
    await expect.poll(() => emails(heard.at(-1)?.item)).toEqual(['lee@fabrikam.example']);
  });

  it('in a shared mailbox says so', async () => {
    fake.item = read({ from: lee, getSharedPropertiesAsync: (answer) => answer({ status: 'succeeded', value: {} }) });
    expect((await watched()).last()).toMatchObject({ shared: true });
    fake.open(
      read({
        from: lee,
        getSharedPropertiesAsync: (answer) => answer({ status: 'failed', error: { code: 5, message: 'no' } }),
      }),
    );
    expect((await watched()).last()).toMatchObject({ shared: false });
  });
});

describe('the last page of a window', () => {
  const said = async (context: object) => {
    const told = vi.fn();
    const library = () =>
      ({
        context,
        onReady: async (ready: () => void) => told(await Promise.resolve().then(ready)),
      }) as unknown as typeof Office;
    tellOpener('code', { script: null, library });
    await expect.poll(() => told.mock.calls.length).toBe(1);
  };

  it('tells the pane that opened it, and nobody where a browser did: there the context is empty', async () => {
    const messageParent = vi.fn();
    await said({ ui: { messageParent } });
    expect(messageParent).toHaveBeenCalledExactlyOnceWith('code');
    await said({});
    expect(messageParent).toHaveBeenCalledOnce();
  });
});

describe("Outlook's theme and dialogs", () => {
  it('follows the theme by what the event says', async () => {
    fake.background = '#ffffff';
    const host = await outlook();
    expect(host.background()).toBe('#ffffff');
    const heard: string[] = [];
    if (host.watchTheme.status === 'available') host.watchTheme.watch((colour) => heard.push(colour));
    fake.mailboxHandlers.raise('officeThemeChanged', { officeTheme: { bodyBackgroundColor: '#212121' } });
    expect(heard).toEqual(['#212121']);
  });

  it('gives what the dialog says, and who closed it', async () => {
    const { dialog } = await outlook();
    if (dialog.status !== 'available') throw new Error('no dialogs');
    const asked = dialog.ask('https://x.example/sign-in');
    await expect.poll(() => fake.dialog.count('dialogMessageReceived')).toBe(1);
    fake.dialog.raise('dialogMessageReceived', { message: 'code' });
    expect(await asked).toBe('code');
    expect(fake.dialogIsOpen).toBe(false);
    const closed = dialog.ask('https://x.example/sign-in');
    await expect.poll(() => fake.dialog.count('dialogEventReceived')).toBe(2);
    fake.dialog.raise('dialogEventReceived', { error: 12006 });
    await expect(closed).rejects.toMatchObject({ name: 'OfficeRefusal', code: 12006 });
    fake.dialogRefusal = 12007;
    await expect(dialog.ask('https://x.example/')).rejects.toMatchObject({ code: 12007 });
  });

  it('closes the dialog that nobody waits for any more, and none that has ended', async () => {
    const { dialog } = await outlook();
    if (dialog.status !== 'available') throw new Error('no dialogs');
    let closed = 0;
    fake.closeDialog = () => (closed += 1);
    const givenUp = new AbortController();
    const asked = dialog.ask('https://x.example/sign-in', givenUp.signal);
    await expect.poll(() => fake.dialog.count('dialogMessageReceived')).toBe(1);
    givenUp.abort();
    await expect(asked).rejects.toMatchObject({ name: 'OfficeRefusal' });
    expect([closed, fake.dialogIsOpen]).toEqual([1, false]);
    await expect(dialog.ask('https://x.example/sign-in', givenUp.signal)).rejects.toMatchObject({ code: 0 });
    expect(closed).toBe(2);
    const over = new AbortController();
    const answered = dialog.ask('https://x.example/sign-in', over.signal);
    await expect.poll(() => fake.dialog.count('dialogMessageReceived')).toBe(2);
    fake.dialog.raise('dialogMessageReceived', { message: 'code' });
    expect(await answered).toBe('code');
    closed = 0;
    over.abort();
    expect(closed).toBe(0);
  });
});
