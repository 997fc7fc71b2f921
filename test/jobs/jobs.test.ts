import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createJobs, type Jobs, type JobsParts } from '../../server/jobs/create-jobs.ts';
import type { Engine } from '../../server/engine/engine.ts';
import type { Session } from '../../server/model/session.ts';
import { createStore } from '../../server/store/create-store.ts';
import { openDatabase, type Database } from '../../server/store/database.ts';
import type { Store } from '../../server/store/store.ts';
import { postgresql } from '../support/postgresql.ts';
import { scriptedEngine } from '../support/scripted-engine.ts';

const server = await postgresql();
const KINDS = ['embedded', ...(server === undefined ? [] : ['postgresql'])] as const;
const logged: string[] = [];
const note = (facts: object, event: string) => void logged.push(`${event} ${JSON.stringify(facts)}`);
const log = { debug: note, info: note, warn: note, error: note };

describe.each(KINDS)('jobs on %s', (kind) => {
  let where: { url: string } | { directory: string };
  let database: Database;
  let store: Store;
  let drop: () => Promise<void>;
  let open: Jobs[] = [];

  const openAgain = async () => {
    database = await openDatabase(where);
    store = createStore(database, { secretKey: randomBytes(32) });
  };
  beforeAll(async () => {
    if (kind === 'postgresql' && server !== undefined) {
      const { url, remove } = await server.fresh();
      where = { url };
      drop = remove;
    } else {
      const directory = mkdtempSync(join(tmpdir(), 'cardbridge-jobs-'));
      where = { directory };
      drop = async () => rmSync(directory, { recursive: true });
    }
    await openAgain();
  });
  afterEach(async () => {
    await Promise.all(open.map((jobs) => jobs.stop()));
    open = [];
    for (const mailbox of await store.mailboxes.all()) await store.mailboxes.forget(mailbox.id);
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  const enrol = async () =>
    (
      await store.mailboxes.enrol({
        email: `${randomUUID()}@x.example`,
        name: 'Ada',
        admin: false,
        service: 'graph',
        crmUsername: 'ada',
      })
    ).id;
  const enrolMany = (count: number) => Promise.all(Array.from({ length: count }, enrol));
  const start = async (engine: Engine, over: Partial<JobsParts> = {}) => {
    const jobs = createJobs({
      queueDatabase: database.queue,
      store,
      engine,
      log,
      schedule: false,
      works: true,
      maximumSessions: 4,
      intervalMinutes: 30,
      retentionDays: 30,
      ...over,
    });
    open.push(jobs);
    await jobs.start();
    return jobs;
  };
  const over = async (jobs: Jobs, session: Session) => {
    const ended = await jobs.waitFor(session, 60_000);
    if (ended === undefined || ended.finishedAt === null) throw new Error(`not over: ${ended?.state ?? 'gone'}`);
    return ended;
  };

  it('runs each session that was asked for, and answers when it is over', async () => {
    const jobs = await start(scriptedEngine(store, async () => ({ counts: { itemsCreated: 2 } })));
    const [mailbox = ''] = await enrolMany(1);
    await over(jobs, await jobs.requestSession(mailbox, { kind: 'sync' }));
    for (let n = 0; n < 5; n += 1) {
      const session = await over(jobs, await jobs.requestSession(mailbox, { kind: 'sync' }));
      expect(session).toMatchObject({ state: 'done', counts: { itemsCreated: 2 } });
    }
  });

  it('[S3] asked for while one runs: that one; another task of the mailbox runs after it, never beside it', async () => {
    const running = new Set<string>();
    const ran: string[] = [];
    let go: () => void = () => undefined;
    const gate = new Promise<void>((done) => {
      go = done;
    });
    const jobs = await start(
      scriptedEngine(store, async (session) => {
        expect([...running]).toEqual([]);
        running.add(session.id);
        ran.push(session.task.kind);
        await gate;
        running.delete(session.id);
      }),
    );
    const [mailbox = ''] = await enrolMany(1);
    const first = await jobs.requestSession(mailbox, { kind: 'sync' });
    while (running.size === 0) await sleep(10);
    const second = await jobs.requestSession(mailbox, { kind: 'sync' });
    const other = await jobs.requestSession(mailbox, { kind: 'contacts', linkIds: ['one'] });
    expect(second.id).toBe(first.id);
    expect(await jobs.waitUntilIdle(mailbox, 50)).toBe(false);
    go();
    await over(jobs, other);
    expect(ran).toEqual(['sync', 'contacts']);
    expect(await jobs.waitUntilIdle(mailbox, 60_000)).toBe(true);
  });

  it('[S3] two workers never run two sessions of one mailbox at once', async () => {
    const running = new Map<string, number>();
    let most = 0;
    let ran = 0;
    const engine = scriptedEngine(store, async ({ mailboxId }) => {
      const beside = (running.get(mailboxId) ?? 0) + 1;
      running.set(mailboxId, beside);
      most = Math.max(most, beside);
      await sleep(Math.random() * 20);
      running.set(mailboxId, beside - 1);
      ran += 1;
    });
    // The embedded database has one process, and that has one queue.
    const workers = kind === 'embedded' ? [await start(engine)] : [await start(engine), await start(engine)];
    const mailboxes = await enrolMany(5);
    const asked: Promise<Session>[] = [];
    for (let n = 0; n < 60; n += 1) {
      const jobs = workers[n % workers.length];
      const mailbox = mailboxes[n % mailboxes.length];
      if (jobs === undefined || mailbox === undefined) throw new Error('none');
      asked.push(jobs.requestSession(mailbox, { kind: 'contacts', linkIds: [String(n)] }));
    }
    const [jobs] = workers;
    if (jobs === undefined) throw new Error('none');
    for (const session of await Promise.all(asked)) expect((await over(jobs, session)).state).toBe('done');
    expect({ most, ran }).toEqual({ most: 1, ran: 60 });
  });

  it('[S3] one dispatch for all workers takes what is due, and a backlog of 500 is worked off', async () => {
    const ran = new Map<string, number>();
    const engine = scriptedEngine(store, async ({ mailboxId }) => {
      ran.set(mailboxId, (ran.get(mailboxId) ?? 0) + 1);
    });
    const mailboxes = await enrolMany(500);
    const [later = '', off = ''] = await enrolMany(2);
    const due = new Date(Date.now() - 1000);
    for (const id of [...mailboxes, off]) await store.mailboxes.schedule(id, due);
    await store.mailboxes.schedule(later, new Date(Date.now() + 3_600_000));
    await store.mailboxes.changeSettings(off, { contactsSync: false });
    const parts = { schedule: true, dispatchSeconds: 1, maximumSessions: 8 };
    const jobs = await start(engine, parts);
    if (kind === 'postgresql') await start(engine, parts);
    // A person who asks now does not wait for the backlog.
    const asked = await jobs.requestSession(later, { kind: 'contacts', linkIds: ['now'] });
    await over(jobs, asked);
    while (mailboxes.some((id) => !ran.has(id))) await sleep(50);
    expect(new Set(ran.values())).toEqual(new Set([1]));
    expect(ran.has(off)).toBe(false);
    const next = (await store.mailboxes.byId(mailboxes[0] ?? ''))?.nextAt;
    // Its own place in the interval, half of one away at least.
    expect(Date.parse(next ?? '')).toBeGreaterThan(Date.now() + 10 * 60_000);
  });

  it('[S3] first sessions are spread over the interval', async () => {
    const mailboxes = await Promise.all((await enrolMany(200)).map((id) => store.mailboxes.byId(id)));
    const perThird = [0, 0, 0];
    for (const mailbox of mailboxes) {
      const minutes = (Date.parse(mailbox?.nextAt ?? '') - Date.now()) / 60_000;
      const third = Math.min(2, Math.max(0, Math.floor(minutes / 10)));
      perThird[third] = (perThird[third] ?? 0) + 1;
    }
    for (const count of perThird) expect(count).toBeGreaterThan(30);
  });

  it('tries a session that broke off again, and ends it with a reason when it breaks off for good', async () => {
    logged.length = 0;
    let attempts = 0;
    const jobs = await start(
      scriptedEngine(store, async () => {
        attempts += 1;
        if (attempts === 1) throw new Error('could not read "Ada Park" of ada@contoso.example');
      }),
    );
    const [mailbox = ''] = await enrolMany(1);
    const session = await over(jobs, await jobs.requestSession(mailbox, { kind: 'sync' }));
    expect({ attempts, state: session.state }).toEqual({ attempts: 2, state: 'done' });
    const told = logged.find((line) => line.startsWith('session-broke-off')) ?? '';
    expect(told).toContain('could not read');
    expect(logged.join('\n')).not.toMatch(/Ada Park|ada@contoso/);
  });

  it('[J3] stops within 5 s, and the session goes on with the next start', async () => {
    let stopped = 0;
    const jobs = await start(
      scriptedEngine(store, async (_session, _fence, signal) => {
        await sleep(60_000, undefined, { signal }).catch(() => {
          stopped += 1;
          throw new Error('stopped');
        });
      }),
    );
    const [mailbox = ''] = await enrolMany(1);
    const session = await jobs.requestSession(mailbox, { kind: 'sync' });
    while ((await store.sessions.byId(mailbox, session.id))?.state !== 'running') await sleep(20);
    const began = performance.now();
    await jobs.stop();
    open = [];
    expect(performance.now() - began).toBeLessThan(5000);
    expect(stopped).toBe(1);
    const again = await start(scriptedEngine(store, async () => undefined));
    const ended = await over(again, session);
    expect(ended).toMatchObject({ id: session.id, state: 'done' });
  });

  it('[J3] the session of a killed worker is taken over within 30 s, and is the same session', async () => {
    const [mailbox = ''] = await enrolMany(1);
    // One process at a time may open the embedded database.
    if (kind === 'embedded') await database.close();
    const child = spawn(process.execPath, [
      join(import.meta.dirname, 'worker-process.ts'),
      'url' in where ? where.url : where.directory,
      mailbox,
    ]);
    const id = await runningIn(child);
    child.kill('SIGKILL');
    await once(child, 'exit');
    if (kind === 'embedded') await openAgain();
    const session = await store.sessions.byId(mailbox, id);
    if (session === undefined) throw new Error('none');
    expect(session.state).toBe('running');
    const jobs = await start(scriptedEngine(store, async () => ({ counts: { itemsUpdated: 1 } })));
    // From here on it is timers that one waits for; before, how fast the machine is.
    const began = performance.now();
    expect(await over(jobs, session)).toMatchObject({ id, state: 'done', counts: { itemsUpdated: 1 } });
    const seconds = (performance.now() - began) / 1000;
    // The embedded database knows that nobody else runs: it does not wait for a missed heartbeat.
    expect(seconds).toBeLessThan(kind === 'embedded' ? 5 : 30);
  });
});

async function runningIn(child: ChildProcess): Promise<string> {
  let output = '';
  child.stderr?.on('data', (data: Buffer) => {
    output += data.toString();
  });
  for await (const data of child.stdout ?? []) {
    output += String(data);
    const [, id] = /running (\S+)/.exec(output) ?? [];
    if (id !== undefined) return id;
  }
  throw new Error(`The worker ended: ${output}`);
}
