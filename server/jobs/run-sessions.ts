import type { Engine } from '../engine/engine.ts';
import type { Session } from '../model/session.ts';
import { FencedOff, type Store } from '../store/store.ts';
import { loggable, type Log } from './log.ts';

export interface SessionJobParts {
  readonly store: Store;
  readonly engine: Engine;
  readonly log: Log;
  /** Told of every session that is over, for those who wait in this process. */
  readonly ended: (session: Session) => void;
}

export function isOver(session: Session): boolean {
  return session.state !== 'queued' && session.state !== 'running';
}

/**
 * The job of one mailbox: runs its sessions one after the other until none is left, beginning with the one that a killed worker left (J3).
 * Throws what has to be retried with back-off: an abort, and a bug until the last attempt; then that session is given up.
 */
export async function runSessions(
  { store, engine, log, ended }: SessionJobParts,
  mailboxId: string,
  attempt: { readonly signal: AbortSignal; readonly last: boolean },
): Promise<void> {
  while (!attempt.signal.aborted) {
    const session = await store.sessions.current(mailboxId);
    if (session === undefined) return;
    const facts = { mailbox: mailboxId, session: session.id, task: session.task.kind };
    try {
      const over = await engine.run(mailboxId, session.id, attempt.signal);
      if (!isOver(over)) throw new Error(`The session came back ${over.state}.`);
      log.info({ ...facts, state: over.state, reason: over.reason?.code, counts: over.counts }, 'session-over');
      ended(over);
    } catch (error) {
      // Another worker has taken the mailbox over, or it was forgotten: both go on without this one.
      if (error instanceof FencedOff) return;
      if (attempt.signal.aborted) throw error;
      if ((await store.sessions.byId(mailboxId, session.id)) === undefined) continue;
      log.error({ ...facts, error: loggable(error) }, 'session-broke-off');
      if (!attempt.last) throw error;
      await giveUp(store, session, ended);
    }
  }
  attempt.signal.throwIfAborted();
}

/** T4: a session that cannot be run ends with a reason; it never stays as if it ran. */
export async function giveUp(store: Store, session: Session, ended: (session: Session) => void): Promise<void> {
  await store.sessions.giveUp(session.id, { code: 'internal-error', params: {} });
  const over = await store.sessions.byId(session.mailboxId, session.id);
  if (over !== undefined) ended(over);
}
