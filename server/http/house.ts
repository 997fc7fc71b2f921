import type { Directory } from '../connectors/mailbox.ts';
import type { Connections } from '../engine/connections.ts';
import type { Engine } from '../engine/engine.ts';
import type { Jobs } from '../jobs/create-jobs.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Session, SessionTask } from '../model/session.ts';
import type { OrgSettings } from '../model/settings.ts';
import type { Store } from '../store/store.ts';
import type { ClientConfig, Installation, SamplePerson } from './contract.ts';

/** What the routes work with. */
export interface House {
  readonly store: Store;
  readonly engine: Engine;
  readonly connections: Connections;
  /** At which people open it, without a slash at its end. */
  readonly publicUrl: string;
  readonly jobs: Jobs;
  readonly org: OrgSettings;
  /** Whether sessions run by themselves. */
  readonly schedule: boolean;
  /** Who has which mailbox in Microsoft 365. */
  readonly directory?: Directory;
  readonly clientConfig: ClientConfig;
  /** The people of the development sign-in with their tokens; empty where there is none. */
  readonly samplePeople: readonly SamplePerson[];
  /** What the administrator is shown of the settings file and the services. */
  readonly installation: Installation;
  /** Our clock; tests set it. */
  readonly now?: () => Date;
}

/** A first session of 20,000 contacts is long; whoever waits longer looks again. */
const OVER_WITHIN_MS = 15 * 60_000;
const SETTLED_WITHIN_MS = 10_000;

/** Asks for a session and answers it when it is over. */
export async function sessionWhenOver({ jobs }: House, mailboxId: string, task: SessionTask): Promise<Session> {
  return whenOver({ jobs }, await jobs.requestSession(mailboxId, task));
}

/** The session when it is over; as it is if that takes too long. */
export async function whenOver({ jobs }: Pick<House, 'jobs'>, session: Session): Promise<Session> {
  return (await jobs.waitFor(session, OVER_WITHIN_MS)) ?? session;
}

/** T1, T2: the session that takes up what was asked of a contact; waits until it is over or ten seconds. */
export async function settle({ jobs }: House, mailboxId: string, linkId: string, wait: boolean) {
  const task: SessionTask = { kind: 'contacts', linkIds: [linkId] };
  const until = Date.now() + SETTLED_WITHIN_MS;
  const asked = await jobs.requestSession(mailboxId, task);
  if (!wait) return;
  await jobs.waitFor(asked, SETTLED_WITHIN_MS);
  // One that ran already may have passed this contact before it was asked for.
  if (asked.state === 'running' && Date.now() < until)
    await jobs.waitFor(await jobs.requestSession(mailboxId, task), until - Date.now());
}

/** What the person decided takes effect with the next dispatch instead of the next interval; without a schedule when asked for. */
export async function syncSoon({ store, schedule }: House, mailbox: MailboxMemory): Promise<void> {
  if (schedule) await store.mailboxes.schedule(mailbox.id, new Date());
}
