import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../server/model/journal.ts';
import { createStore } from '../../server/store/create-store.ts';
import { openDatabase } from '../../server/store/database.ts';
import { FencedOff, type Store } from '../../server/store/store.ts';
import { link } from '../support/builders.ts';
import { KINDS, openStore, type OpenedStore } from '../support/stores.ts';

describe.each(KINDS)('the store on %s', (kind) => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(kind);
    ({ store } = opened);
  });
  afterAll(() => opened.close());

  const enrol = () =>
    store.mailboxes.enrol({
      email: `${randomUUID()}@x.example`,
      name: 'Ada',
      admin: false,
      service: 'graph',
      crmUsername: 'ada',
    });
  const begun = async () => {
    const { id } = await enrol();
    const { fence } = await store.mailboxes.begin(id);
    return { id, fence, own: (over: Parameters<typeof link>[0]) => link({ id: randomUUID(), mailboxId: id, ...over }) };
  };
  const remember = (
    fence: { mailboxId: string; epoch: number },
    links: ReturnType<typeof link>[],
    endedLinks: string[] = [],
  ) => store.remember(fence, { links, endedLinks, outcomes: [] });

  it('gives back what was remembered, whole', async () => {
    const { id, fence, own } = await begun();
    const made = own({
      base: {
        item: { lastName: "O'Neil \u0000".replace('\u0000', '') },
        record: {},
        extras: { email: [{ value: 'b', label: 'B' }] },
        unconfirmed: { item: [], record: ['phone'] },
      },
      request: { kind: 'retry' },
    });
    await remember(fence, [made]);
    expect(await store.links.byIds(id, [made.id, 'no uuid'])).toEqual([made]);
    expect((await store.links.heads(id)).map((head) => head.itemId)).toEqual(['i1']);
  });

  it('takes text that a service cut in the middle of a character, and the base of it unchanged', async () => {
    const { id, fence, own } = await begun();
    const odd = 'half \ud83d, \u0000, \\u0000 and "\\ud83d"';
    const base = { item: { notes: odd }, record: {}, extras: {}, unconfirmed: { item: [], record: [] } };
    const made = own({ name: odd, base });
    await remember(fence, [made]);
    const name = odd.toWellFormed().replace('\u0000', '\ufffd');
    expect(await store.links.byIds(id, [made.id])).toEqual([{ ...made, name }]);
  });

  it('a session that another one took over writes nothing any more', async () => {
    const { id, fence, own } = await begun();
    await store.mailboxes.begin(id);
    await expect(remember(fence, [own({})])).rejects.toThrow(FencedOff);
    await expect(store.mailboxes.remember(fence, { folderId: 'f' })).rejects.toThrow(FencedOff);
    await expect(store.mailboxes.confirm(fence)).rejects.toThrow(FencedOff);
    expect(await store.links.heads(id)).toEqual([]);
  });

  it('items change hands between two links in one batch', async () => {
    const { id, fence, own } = await begun();
    const a = own({ itemId: 'a', recordId: 'ra' });
    const b = own({ itemId: 'b', recordId: 'rb' });
    await remember(fence, [a, b]);
    await remember(fence, [
      { ...a, itemId: 'b' },
      { ...b, itemId: 'a' },
    ]);
    expect((await store.links.byRecords(id, ['ra'])).map((entry) => entry.itemId)).toEqual(['b']);
    await expect(remember(fence, [own({ itemId: 'a', recordId: 'rc' })])).rejects.toThrow();
  });

  it('pages 4,500 heads, and finds people by part of a name, in order, page by page', async () => {
    const { id, fence, own } = await begun();
    for (let at = 0; at < 4500; at += 200) {
      await remember(
        fence,
        Array.from({ length: Math.min(200, 4500 - at) }, (_, of) =>
          own({
            itemId: `i${at + of}`,
            recordId: `r${at + of}`,
            name: `Person ${String(at + of).padStart(4, '0')}`,
            email: `p${at + of}@x.example`,
          }),
        ),
      );
    }
    expect(new Set((await store.links.heads(id)).map((head) => head.itemId)).size).toBe(4500);
    const first = await store.links.find(id, { q: 'PERSON 00', limit: 60 });
    const second = await store.links.find(id, {
      q: 'PERSON 00',
      limit: 60,
      ...(first.next === undefined ? {} : { after: first.next }),
    });
    const names = [...first.rows, ...second.rows].map((entry) => entry.name);
    expect([names.length, names, second.next]).toEqual([100, [...names].sort(), undefined]);
    expect((await store.links.find(id, { q: '100%', limit: 5 })).rows).toEqual([]);
    expect(
      (await store.links.find(id, { emails: ['P7@x.example'], limit: 5 })).rows.map((entry) => entry.itemId),
    ).toEqual(['i7']);
  });

  it('[J1] the journal: open before the write, finished after it, paged newest first, and pruned but for what is open', async () => {
    const { id, fence } = await begun();
    const entry = (over: Partial<JournalEntry>): JournalEntry => ({
      id: randomUUID(),
      mailboxId: id,
      sessionId: randomUUID(),
      at: new Date().toISOString(),
      rule: 'D1',
      kind: 'remove-item',
      linkId: randomUUID(),
      itemId: 'i',
      recordId: 'r',
      contact: { name: 'Ann', email: 'Ann@x.example' },
      fields: [],
      asked: false,
      state: 'open',
      payload: { a: [1] },
      finishedAt: null,
      undoneAt: null,
      ...over,
    });
    const [one, two] = [entry({}), entry({ at: '2020-01-01T00:00:00.000Z' })];
    await store.journal.open(
      fence,
      [one, two],
      [{ id: randomUUID(), linkId: null, recordId: 'r', journalId: one.id, content: { photo: 'x' } }],
    );
    expect(await store.journal.intents(id)).toEqual([one, two]);
    await store.remember(fence, {
      links: [],
      endedLinks: [],
      outcomes: [{ id: one.id, state: 'done', itemId: 'i9' }],
    });
    expect((await store.journal.page(id, { email: 'ann@X.example', limit: 1 })).rows.map((row) => row.id)).toEqual([
      two.id,
    ]);
    expect((await store.journal.ofSession(id, one.sessionId))[0]).toMatchObject({
      state: 'done',
      itemId: 'i9',
      payload: one.payload,
    });
    expect([
      await store.journal.deletesSince(id, '2026-01-01T00:00:00Z'),
      await store.journal.deletesSince(id, '2019-01-01T00:00:00Z'),
    ]).toEqual([1, 2]);
    expect((await store.kept.ofRecord(id, 'r'))?.content).toEqual({ photo: 'x' });
    await store.journal.prune(new Date('2021-01-01'));
    expect((await store.journal.intents(id)).map((row) => row.id)).toEqual([two.id]);
  });

  it('[S3] the same session is not queued twice; due mailboxes are taken once, and not while paused or off', async () => {
    const { id } = await begun();
    const twice = await Promise.all([1, 2, 3].map(() => store.sessions.queue(id, { kind: 'sync' })));
    expect(new Set(twice.map((session) => session.id)).size).toBe(1);
    const now = new Date(Date.now() + 3_600_000);
    const taken = await Promise.all([store.mailboxes.takeDue(now, 1000, 30), store.mailboxes.takeDue(now, 1000, 30)]);
    expect(taken.flat().filter((one) => one === id)).toHaveLength(1);
    const mailbox = await store.mailboxes.byId(id);
    if (mailbox === undefined) throw new Error('not there');
    await store.mailboxes.schedule(id, new Date(0));
    await store.mailboxes.changeSettings(id, { paused: true });
    expect(await store.mailboxes.takeDue(now, 1000, 30)).not.toContain(id);
  });

  it('two changes of settings at once, of different parts, both hold; a filter comes with its own preview or none', async () => {
    const { id } = await begun();
    const changes = [
      { paused: true },
      { autoRemoval: true },
      { conflicts: 'newest' },
      { blocklist: ['@x.example'] },
      { filter: { kind: 'all' }, filterPreview: 'p1' },
    ] as const;
    const before = (await store.mailboxes.byId(id))?.settingsVersion ?? 0;
    await Promise.all(changes.map((change) => store.mailboxes.changeSettings(id, change)));
    const mailbox = await store.mailboxes.byId(id);
    expect(mailbox?.settings).toEqual({ contactsSync: true, ...Object.assign({}, ...changes) });
    expect(mailbox?.settingsVersion).toBe(before + changes.length);
    const { settings } = await store.mailboxes.changeSettings(id, { filter: { kind: 'mine' } });
    expect([settings.filter, settings.filterPreview]).toEqual([{ kind: 'mine' }, undefined]);
  });

  it('[D5] a later held plan, and a change of settings, replace the open one', async () => {
    const { id } = await begun();
    const save = async () => {
      const planId = randomUUID();
      await store.plans.save({
        id: planId,
        mailboxId: id,
        kind: 'held',
        reason: null,
        filter: null,
        settingsVersion: 1,
        counts: {} as never,
        content: [],
      });
      return planId;
    };
    const [first, second] = [await save(), await save()];
    expect([await store.plans.close(id, first, 'applied'), (await store.plans.held(id))?.id]).toEqual([false, second]);
    await store.mailboxes.changeSettings(id, {});
    expect(await store.plans.held(id)).toBeUndefined();
  });

  it('[P1] one after the other for each key', async () => {
    const log: string[] = [];
    const work = (name: string, keys: string[]) =>
      store.withLocks(keys, async () => {
        log.push(`${name} in`);
        await new Promise((wake) => setImmediate(wake));
        log.push(`${name} out`);
      });
    await Promise.all([work('a', ['x', 'y']), work('b', ['y', 'x']), work('c', ['y'])]);
    for (let at = 0; at < log.length; at += 2) expect(log[at + 1]).toBe(log[at]?.replace('in', 'out'));
  });

  it('works on one secret alone, also while locks are held by as many as there can be', async () => {
    const log: string[] = [];
    const { queue } = opened.database;
    // What another process would have: nothing in common but the server.
    const second = 'connectionString' in queue ? await openDatabase({ url: queue.connectionString }) : undefined;
    const other = second === undefined ? store : createStore(second, { secretKey: randomBytes(32) });
    const work = (name: string, at: number) => {
      const { withLocks, secrets } = at % 2 === 0 ? store : other;
      return withLocks([name], () =>
        secrets.alone('t', async () => {
          log.push(`${name} in`);
          await secrets.set('t', name);
          expect(await secrets.get('t')).toBe(name);
          log.push(`${name} out`);
        }),
      );
    };
    await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map(work));
    await second?.close();
    expect(log).toHaveLength(20);
    for (let at = 0; at < log.length; at += 2) expect(log[at + 1]).toBe(log[at]?.replace('in', 'out'));
  });

  it('secrets are sealed at rest, and another key does not open them', async () => {
    await store.secrets.set('t', 'hush');
    expect(await store.secrets.get('t')).toBe('hush');
    const { rows } = await sql<{ sealed: string }>`select sealed from secrets`.execute(opened.database.kysely);
    expect(rows[0]?.sealed).not.toContain('hush');
    await expect(createStore(opened.database, { secretKey: randomBytes(32) }).secrets.get('t')).rejects.toThrow(
      /SECRET_KEY/,
    );
  });

  it('forget leaves nothing of the mailbox', async () => {
    const { id, fence, own } = await begun();
    await remember(fence, [own({})]);
    await store.mailboxes.forget(id);
    expect([await store.links.heads(id), (await store.mailboxes.byId(id))?.firstSessionDone]).toEqual([[], false]);
    await expect(remember(fence, [own({})])).rejects.toThrow(FencedOff);
  });
});

describe('the embedded database', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cardbridge-store-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const open = () => openDatabase({ directory });

  it('is refused to a second process, keeps what a killed one committed, and opens again at once', async () => {
    const script = `import { openDatabase } from './server/store/database.ts'; import { sql } from 'kysely';
      const { kysely } = await openDatabase({ directory: process.argv[1] });
      await sql\`create table if not exists kept (n integer)\`.execute(kysely);
      for (let n = 0; n < 50; n += 1) await sql\`insert into kept values (\${n})\`.execute(kysely);
      console.log('committed'); setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((ready) => child.stdout.once('data', () => ready()));
    await expect(open()).rejects.toThrow(/in use by another Cardbridge process/);
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await ended;
    const database = await open();
    const { rows } = await sql<{ count: string }>`select count(*) from kept`.execute(database.kysely);
    expect(Number(rows[0]?.count)).toBe(50);
    await database.close();
  });

  it('says plainly that another version made the directory', async () => {
    writeFileSync(join(directory, 'postgres', 'PG_VERSION'), '17\n');
    await expect(open()).rejects.toThrow(/made by PostgreSQL 17/);
  });
});
