import { FailureError } from '../model/failure.ts';
import type { Applying } from './applying.ts';
import type { SessionEnd } from './begin.ts';
import { SessionStop, type WritingContext } from './context.ts';

/**
 * T1: whoever is switched on or off while a long session runs need not wait for its end: sessions for single contacts are run between two batches.
 * What they saw to is left out of the rest of this session's plan. `settled`: nothing of the outer session is under way,
 * for its open intents are not this one's to judge. `run` runs a session that is limited to these links.
 */
export async function takeUpContacts(
  context: WritingContext,
  applying: Applying,
  { settled, run }: { settled(): Promise<void>; run(only: ReadonlySet<string>): Promise<SessionEnd> },
): Promise<void> {
  const { store, fence, account, mailbox, crm } = context;
  for (const session of await store.sessions.waitingForContacts(account.id)) {
    if (session.task.kind !== 'contacts') continue;
    await settled();
    context.signal.throwIfAborted();
    await store.sessions.start(fence, session.id);
    const before = { mailbox: mailbox.calls, salesforce: crm.calls };
    const { linkIds } = session.task;
    for (const id of linkIds) applying.seenTo.add(id);
    try {
      const { state, reason, tally } = await run(new Set(linkIds));
      const calls = { mailbox: mailbox.calls - before.mailbox, salesforce: crm.calls - before.salesforce };
      await store.sessions.finish(fence, session.id, { state, reason, counts: tally.counts, calls });
    } catch (error) {
      // The outer session meets the same trouble and says so; what was asked of the contacts is kept for the next one.
      if (error instanceof FailureError || error instanceof SessionStop)
        await store.sessions.giveUp(session.id, error instanceof SessionStop ? error.reason : reasonOf(error));
      throw error;
    }
    for (const link of await store.links.byIds(account.id, linkIds))
      for (const id of [link.itemId, link.recordId]) if (id !== null) applying.seenTo.add(id);
  }
}

function reasonOf({ failure }: FailureError) {
  return { code: failure.code, params: { message: failure.message } };
}
