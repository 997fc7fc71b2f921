import { setTimeout as sleep } from 'node:timers/promises';
import { createJobs } from '../../server/jobs/create-jobs.ts';
import { createStore } from '../../server/store/create-store.ts';
import { openDatabase } from '../../server/store/database.ts';
import { scriptedEngine } from '../support/scripted-engine.ts';

/** A worker in a process of its own, to be killed in the middle of a session; says so on its output. */
const [where = '', mailbox = ''] = process.argv.slice(2);
const database = await openDatabase(where.startsWith('postgres') ? { url: where } : { directory: where });
const store = createStore(database, { secretKey: Buffer.alloc(32) });
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };
const jobs = createJobs({
  queueDatabase: database.queue,
  store,
  engine: scriptedEngine(store, async (session) => {
    console.log(`running ${session.id}`);
    await sleep(600_000);
  }),
  log: silent,
  schedule: false,
  works: true,
  maximumSessions: 2,
  intervalMinutes: 30,
  retentionDays: 30,
});
await jobs.start();
await jobs.requestSession(mailbox, { kind: 'sync' });
