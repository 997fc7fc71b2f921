import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJobs, type Jobs } from '../../server/jobs/create-jobs.ts';
import type { Session } from '../../server/model/session.ts';
import { NOTHING, Simulated } from '../support/simulated.ts';

let one: Simulated;
let jobs: Jobs;
const silent = () => undefined;
beforeAll(async () => {
  one = await Simulated.start();
  await one.fresh();
  jobs = createJobs({
    queueDatabase: one.queue,
    store: one.store,
    engine: one.engine,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    schedule: true,
    works: true,
    maximumSessions: 2,
    intervalMinutes: 30,
    retentionDays: 30,
    dispatchSeconds: 1,
  });
});
afterAll(async () => {
  await jobs.stop();
  await one.stop();
});

it('[S3] a due mailbox is synced by itself, once for each interval; asked for while one runs: that one; paused: none', async () => {
  await one.putRecord({ LastName: 'Scheduled' });
  await one.store.mailboxes.schedule(one.memory.id, new Date(Date.now() - 1000));
  await jobs.start();
  while ((await one.store.sessions.page(one.memory.id, 1)).rows[0]?.state !== 'done') await sleep(50);
  expect(await one.items()).toHaveLength(1);
  const minutes = (Date.parse((await one.stored()).nextAt ?? '') - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(14);
  await sleep(2500);
  expect((await one.store.sessions.page(one.memory.id, 10)).rows).toHaveLength(1);

  const ask = () => jobs.requestSession(one.memory.id, { kind: 'sync' });
  const again: Session[] = [];
  const asked = await one.whileHeld('graph', {}, ask, async () => again.push(await ask()));
  expect(again).toMatchObject([{ id: asked.id, state: 'running' }]);
  expect(await jobs.waitFor(asked, 60_000)).toMatchObject({ state: 'done', counts: NOTHING });

  await one.set({ paused: true });
  await one.store.mailboxes.schedule(one.memory.id, new Date(Date.now() - 1000));
  await sleep(2500);
  expect((await one.store.sessions.page(one.memory.id, 10)).rows).toHaveLength(2);
});
