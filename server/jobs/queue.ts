import { fromPglite, PgBoss, type Queue } from 'pg-boss';
import { loggable, type Log } from './log.ts';

/** The same database as the store's. */
export type QueueDatabase =
  { readonly pglite: Parameters<typeof fromPglite>[0] } | { readonly connectionString: string };

/** A job for one mailbox: there is a session to run. Which ones, the store knows. */
export interface MailboxJob {
  readonly mailboxId: string;
}

/** A killed worker's job is found after this, at most `MONITOR_SECONDS` later (measured: 13.5 s). */
const HEARTBEAT_SECONDS = 10;
const MONITOR_SECONDS = 5;
const HOUR = 3600;

export const SESSIONS = 'sessions';
export const GIVEN_UP = 'sessions-given-up';
export const DISPATCH = 'dispatch';
export const PRUNE = 'prune';
export const TELL = 'tell-stopped';

/** Dead letters first: a queue names one that exists. */
const QUEUES: readonly Queue[] = [
  { name: GIVEN_UP, policy: 'standard', retryLimit: 2, deleteAfterSeconds: HOUR, notify: true },
  {
    name: SESSIONS,
    // One waiting and one active job for each key, over any number of workers (S3).
    policy: 'stately',
    deadLetter: GIVEN_UP,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    // Liveness is the heartbeat's business; a first session of 20,000 contacts is long.
    expireInSeconds: 12 * HOUR,
    retryLimit: 5,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    deleteAfterSeconds: HOUR,
    notify: true,
  },
  { name: DISPATCH, policy: 'singleton', retryLimit: 0, expireInSeconds: 300, deleteAfterSeconds: HOUR, notify: true },
  { name: TELL, policy: 'singleton', retryLimit: 0, expireInSeconds: HOUR, deleteAfterSeconds: 48 * HOUR },
  { name: PRUNE, policy: 'singleton', retryLimit: 1, expireInSeconds: HOUR, deleteAfterSeconds: 48 * HOUR },
];

/** Starts the queue on the database and makes its queues as they are meant to be now. */
export async function openQueue(database: QueueDatabase, works: boolean, log: Log): Promise<PgBoss> {
  const common = {
    schema: 'queue',
    // Our own timers send the two timed jobs: no schedule, and never one for each mailbox.
    schedule: false,
    supervise: works,
    superviseIntervalSeconds: MONITOR_SECONDS,
    monitorIntervalSeconds: MONITOR_SECONDS,
    useListenNotify: works,
    openTelemetry: { enabled: false },
    registerInstance: false,
  };
  const boss =
    'pglite' in database
      ? new PgBoss({ ...common, db: fromPglite(database.pglite), backend: 'pglite', reindex: false })
      : new PgBoss({ ...common, connectionString: database.connectionString, max: 6, application_name: 'cardbridge' });
  boss.on('error', (error) => log.error({ error: loggable(error) }, 'queue-error'));
  boss.on('warning', (warning) => log.warn({ message: warning.message }, 'queue-warning'));
  await boss.start();
  for (const { name, ...queue } of QUEUES) {
    await boss.createQueue(name, queue);
    const { policy: _policy, ...changeable } = queue;
    await boss.updateQueue(name, changeable);
  }
  return boss;
}

/** Sends a mailbox's job; one that waits already serves, and comes before those that nobody waits for. */
export async function sendMailbox(boss: PgBoss, mailboxId: string): Promise<void> {
  const job: MailboxJob = { mailboxId };
  const sent = await boss.send(SESSIONS, job, { singletonKey: mailboxId, priority: 10 });
  if (sent === null) await boss.update(SESSIONS, undefined, { singletonKey: mailboxId, priority: 10 });
}

/** Sends many mailboxes' jobs in one statement; those that wait already serve. */
export async function sendMailboxes(boss: PgBoss, mailboxIds: readonly string[]): Promise<void> {
  if (mailboxIds.length === 0) return;
  await boss.insert(
    SESSIONS,
    mailboxIds.map((mailboxId) => ({ data: { mailboxId } satisfies MailboxJob, singletonKey: mailboxId })),
  );
}

/**
 * The embedded database has one process: what was active when it starts was a killed one's, and need not wait for its heartbeat to be missed.
 */
export async function takeOverAtOnce(boss: PgBoss): Promise<void> {
  const left = (await boss.findJobs<MailboxJob>(SESSIONS, { limit: 100_000 })).filter(
    (job) => job.state === 'active' || job.state === 'retry',
  );
  if (left.length === 0) return;
  await boss.deleteJob(
    SESSIONS,
    left.map((job) => job.id),
  );
  await sendMailboxes(boss, [...new Set(left.map((job) => job.data.mailboxId))]);
}
