import type { PgBoss } from 'pg-boss';
import type { Engine } from '../engine/engine.ts';
import type { Session, SessionTask } from '../model/session.ts';
import type { Store } from '../store/store.ts';
import { dispatchDue } from './dispatch.ts';
import { Endings } from './endings.ts';
import { loggable, type Log } from './log.ts';
import { pruneOld } from './prune.ts';
import {
  DISPATCH,
  GIVEN_UP,
  openQueue,
  PRUNE,
  sendMailbox,
  SESSIONS,
  takeOverAtOnce,
  TELL,
  type MailboxJob,
  type QueueDatabase,
} from './queue.ts';
import { giveUp, runSessions } from './run-sessions.ts';
import { tellStopped, type StopTeller } from './tell-stopped.ts';

export interface JobsParts {
  readonly queueDatabase: QueueDatabase;
  readonly store: Store;
  readonly engine: Engine;
  readonly log: Log;
  /** False: sessions run only when asked for. */
  readonly schedule: boolean;
  /** False: this process only asks for sessions, others run them (ROLE=web). */
  readonly works: boolean;
  /** Sessions at once in this process. */
  readonly maximumSessions: number;
  /** From 5 to 1440 (S3). */
  readonly intervalMinutes: number;
  readonly retentionDays: number;
  /** T4; without it nobody is told but in the pane. */
  readonly tellStopped?: StopTeller;
  /** How often the due mailboxes are looked for; 15 by default. */
  readonly dispatchSeconds?: number;
  readonly now?: () => Date;
}

/** When things happen: sessions on request and on schedule, and the daily clean-up. */
export interface Jobs {
  start(): Promise<void>;
  /** Within 5 s: running sessions are told to stop, and are continued by the next process. */
  stop(): Promise<void>;
  /** Queues a session and its job. Asked for while one of the same task waits or runs: that one (S3). */
  requestSession(mailboxId: string, task: SessionTask): Promise<Session>;
  /** The session when it is over, or as it is after `timeoutMs`; undefined if it was forgotten meanwhile. */
  waitFor(session: Session, timeoutMs: number): Promise<Session | undefined>;
  /** Whether no session of the mailbox waits or runs, at the latest after `timeoutMs`. */
  waitUntilIdle(mailboxId: string, timeoutMs: number): Promise<boolean>;
  /** Whether the queue is open. */
  readonly ready: boolean;
}

const DISPATCH_SECONDS = 15;
const DAY_SECONDS = 86_400;
const HOUR_MS = 3_600_000;
/** What is left of the 5 s for the database and the process itself. */
const STOP_MS = 3500;

export function createJobs(parts: JobsParts): Jobs {
  const { store, log } = parts;
  const now = parts.now ?? (() => new Date());
  const endings = new Endings(store);
  const stopping = new AbortController();
  const workers: string[] = [];
  const timers: NodeJS.Timeout[] = [];
  let boss: PgBoss | undefined;

  const opened = (): PgBoss => {
    if (boss === undefined) throw new Error('The queue is not open.');
    return boss;
  };
  const session = { ...parts, ended: endings.tell };

  async function work(queue: PgBoss): Promise<void> {
    const polling = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2 };
    for (let at = 0; at < parts.maximumSessions; at += 1) {
      const worker: string = await queue.work<MailboxJob, void, { includeMetadata: true }>(
        SESSIONS,
        { ...polling, includeMetadata: true },
        async ([job]) => {
          if (job === undefined) return;
          try {
            await runSessions(session, job.data.mailboxId, {
              signal: AbortSignal.any([job.signal, stopping.signal]),
              last: job.retryCount >= job.retryLimit,
            });
          } finally {
            // A backlog is worked off without waiting for the next poll.
            queue.notifyWorker(worker);
          }
        },
      );
      workers.push(worker);
    }
    // A session at which the worker died with every attempt ends with a reason instead of seeming to run; later ones have jobs of their own.
    await queue.work<MailboxJob>(GIVEN_UP, polling, async ([job]) => {
      const left = job === undefined ? undefined : await store.sessions.current(job.data.mailboxId);
      if (left === undefined) return;
      log.error({ mailbox: left.mailboxId, session: left.id }, 'session-given-up');
      await giveUp(store, left, endings.tell);
    });
    await queue.work(PRUNE, { pollingIntervalSeconds: 60 }, async () => {
      log.info({ rows: await pruneOld(store, { now: now(), retentionDays: parts.retentionDays }) }, 'pruned');
    });
    const { tellStopped: tell } = parts;
    if (tell !== undefined)
      await queue.work(TELL, { pollingIntervalSeconds: 60 }, async () => {
        const told = await tellStopped(store, { now: now(), tell, log });
        if (told > 0) log.info({ people: told }, 'told-that-stopped');
      });
    // Without a schedule a dispatch that an earlier start left in the queue stays there too.
    if (!parts.schedule) return;
    await queue.work(DISPATCH, polling, async () => {
      const sent = await dispatchDue(queue, store, { now: now(), intervalMinutes: parts.intervalMinutes });
      if (sent > 0) log.info({ mailboxes: sent }, 'dispatched');
      for (const worker of workers) queue.notifyWorker(worker);
    });
  }

  /** Every process's timer asks, the queue takes one job for each slot of time: one dispatch, however many workers. */
  function timed(queue: PgBoss, name: string, slotSeconds: number, everyMs: number): void {
    const ask = () => {
      queue.send(name, {}, { singletonSeconds: slotSeconds }).catch((error: unknown) => {
        if (!stopping.signal.aborted) log.error({ queue: name, error: loggable(error) }, 'timed-job-not-sent');
      });
    };
    ask();
    timers.push(setInterval(ask, everyMs));
  }

  return {
    get ready() {
      return boss !== undefined && !stopping.signal.aborted;
    },
    async start() {
      const queue = await openQueue(parts.queueDatabase, parts.works, log);
      boss = queue;
      if (!parts.works) return;
      if ('pglite' in parts.queueDatabase) await takeOverAtOnce(queue);
      await work(queue);
      timed(queue, PRUNE, DAY_SECONDS, HOUR_MS);
      if (parts.tellStopped !== undefined) timed(queue, TELL, HOUR_MS / 1000, HOUR_MS / 4);
      const seconds = parts.dispatchSeconds ?? DISPATCH_SECONDS;
      if (parts.schedule) timed(queue, DISPATCH, seconds, seconds * 1000);
    },
    async stop() {
      stopping.abort();
      for (const timer of timers) clearInterval(timer);
      await boss?.stop({ graceful: true, timeout: STOP_MS });
    },
    async requestSession(mailboxId, task) {
      const queue = opened();
      const queued = await store.sessions.queue(mailboxId, task);
      // Sent even for one that was queued before: its job may have been lost with the process that queued it.
      await sendMailbox(queue, mailboxId);
      for (const worker of workers) queue.notifyWorker(worker);
      return queued;
    },
    waitFor: (asked, timeoutMs) => endings.of(asked, timeoutMs),
    async waitUntilIdle(mailboxId, timeoutMs) {
      const until = Date.now() + timeoutMs;
      for (;;) {
        const current = await store.sessions.current(mailboxId);
        if (current === undefined) return true;
        if (Date.now() >= until) return false;
        await endings.of(current, until - Date.now());
      }
    },
  };
}
