import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../server/engine/engine.ts';
import { createJobs } from '../../server/jobs/create-jobs.ts';
import { tellStopped } from '../../server/jobs/tell-stopped.ts';
import { stopMail } from '../../server/stop-mail.ts';
import type { Store } from '../../server/store/store.ts';
import { KINDS, openStore, type OpenedStore } from '../support/stores.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Mail that arrived, as it came over the wire; `refuses`: nobody of this name is here; `down`: it hangs up. */
const inbox: { to: string; text: string }[] = [];
let refuses = '';
let down = false;
let smtp: SMTPServer;
let smtpUrl: string;
beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect: (_session, done) => done(down ? Object.assign(new Error('busy'), { responseCode: 421 }) : null),
    onRcptTo: ({ address }, _session, done) =>
      done(address === refuses ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        inbox.push({ to: session.envelope.rcptTo[0]?.address ?? '', text: Buffer.concat(parts).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((listening) => smtp.listen(0, '127.0.0.1', listening));
  smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((closed) => smtp.close(closed)));

describe.each(KINDS)('[T4] a mailbox that is stopped, its memory on %s', (kind) => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(kind);
    ({ store } = opened);
  });
  afterAll(() => opened.close());
  const logged: string[] = [];
  beforeEach(async () => {
    for (const { id } of await store.mailboxes.all()) await store.mailboxes.forget(id);
    inbox.length = 0;
    logged.length = 0;
    refuses = '';
    down = false;
  });

  const note = (facts: object, event: string) => void logged.push(`${event} ${JSON.stringify(facts)}`);
  const log = { debug: note, info: note, warn: note, error: note };
  const mail = () =>
    stopMail(
      { smtpUrl, from: 'Cardbridge <cardbridge@contoso.example>' },
      { publicUrl: 'https://cardbridge.contoso.example', name: 'Cardbridge' },
    );
  /** The hourly job, so long from now. */
  const after = (ms: number) =>
    tellStopped(store, {
      now: new Date(Date.now() + ms),
      tell: mail(),
      log,
    });
  async function stopped(language?: string): Promise<{ id: string; email: string; runAgain(): Promise<void> }> {
    const email = `${randomUUID()}@x.example`;
    const { id } = await store.mailboxes.enrol({
      email,
      name: 'Zoë Ünal',
      admin: false,
      service: 'graph',
      crmUsername: 'zoe',
    });
    if (language !== undefined) await store.mailboxes.noteLanguage(id, language);
    const { fence } = await store.mailboxes.begin(id);
    await store.mailboxes.remember(fence, { stopped: { code: 'folder-missing', params: {} } });
    return { id, email, runAgain: () => store.mailboxes.remember(fence, { stopped: null }) };
  }

  it('tells its person after 24 hours, once, then weekly, until it runs again', async () => {
    const { email, runAgain, id } = await stopped();
    expect(await after(23 * HOUR)).toBe(0);
    expect(await after(25 * HOUR)).toBe(1);
    expect(inbox).toMatchObject([{ to: email }]);
    expect(inbox[0]?.text).toContain('Subject: Cardbridge: your contacts are not being synced');
    expect(inbox[0]?.text).toContain('https://cardbridge.contoso.example');
    expect(await after(26 * HOUR)).toBe(0);
    expect(await after(7 * DAY)).toBe(0);
    expect(await after(9 * DAY)).toBe(1);
    await runAgain();
    expect(await after(30 * DAY)).toBe(0);
    // Stopped anew it is another stop.
    const { fence } = await store.mailboxes.begin(id);
    await store.mailboxes.remember(fence, { stopped: { code: 'other-org', params: {} } });
    expect(await after(25 * HOUR)).toBe(1);
    expect(inbox).toHaveLength(3);
  });

  it('another reason for the same standstill begins no new day', async () => {
    const { id } = await stopped();
    const before = (await store.mailboxes.byId(id))?.stoppedSince;
    const { fence } = await store.mailboxes.begin(id);
    await store.mailboxes.remember(fence, { stopped: { code: 'other-org', params: {} } });
    expect((await store.mailboxes.byId(id))?.stoppedSince).toBe(before);
  });

  it('speaks their language, and says nothing of a contact', async () => {
    await stopped('de');
    expect(await after(25 * HOUR)).toBe(1);
    expect(inbox[0]?.text).toContain('Auto-Submitted: auto-generated');
    const words = (inbox[0]?.text ?? '')
      .replaceAll(/=\r?\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    expect(Buffer.from(words, 'latin1').toString('utf8')).toContain('Guten Tag Zoë Ünal');
  });

  it('is the queue’s own hourly business', async () => {
    await stopped();
    const jobs = () =>
      createJobs({
        queueDatabase: opened.database.queue,
        store,
        engine: {} as Engine,
        log,
        schedule: false,
        works: true,
        maximumSessions: 1,
        intervalMinutes: 30,
        retentionDays: 30,
        now: () => new Date(Date.now() + 25 * HOUR),
        tellStopped: mail(),
      });
    // The first sends the job, the second finds it when it starts.
    for (let times = 0; times < 2; times += 1) {
      const running = jobs();
      await running.start();
      if (times === 1) await expect.poll(() => inbox).toHaveLength(1);
      await running.stop();
    }
  });

  it('says nothing to those who switched it off or paused it', async () => {
    const [off, paused] = [await stopped(), await stopped()];
    await store.mailboxes.changeSettings(off.id, { contactsSync: false });
    await store.mailboxes.changeSettings(paused.id, { paused: true });
    expect(await after(25 * HOUR)).toBe(0);
    expect(inbox).toEqual([]);
  });

  it('goes on after a server that is away, and passes over who cannot be reached', async () => {
    const people = [await stopped(), await stopped(), await stopped()];
    down = true;
    expect(await after(25 * HOUR)).toBe(0);
    expect(logged.filter((line) => line.startsWith('person-not-told'))).toHaveLength(1);
    down = false;
    refuses = people[0]?.email ?? '';
    expect(await after(26 * HOUR)).toBe(2);
    expect(await after(27 * HOUR)).toBe(0);
    expect(inbox.map(({ to }) => to).sort()).toEqual(
      people
        .slice(1)
        .map(({ email }) => email)
        .sort(),
    );
    expect(logged.join('\n')).not.toContain('@x.example');
  });
});
