import type { MailboxMemory } from '../model/mailbox.ts';
import type { Store } from '../store/store.ts';
import { loggable, type Log } from './log.ts';

/** Tells a person that their mailbox is stopped, and why. `refused`: they cannot be reached this way. Throws where it may work later. */
export type StopTeller = (mailbox: MailboxMemory) => Promise<'told' | 'refused'>;

const DAY_MS = 24 * 3_600_000;
const AT_ONCE = 100;

/**
 * T4: whoever's mailbox has been stopped for 24 hours is told once, then weekly; not those who switched it off or paused it. What is told is noted after it
 * was sent: killed in between, somebody is told twice rather than not at all. The first failure ends the round; the next one goes on there. Answers how
 * many were told.
 */
export async function tellStopped(
  store: Store,
  { now, tell, log }: { readonly now: Date; readonly tell: StopTeller; readonly log: Log },
): Promise<number> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  for (let told = 0; ;) {
    const due = await store.mailboxes.toTell({ stoppedBefore: ago(1), toldBefore: ago(7) }, AT_ONCE);
    for (const mailbox of due) {
      try {
        if ((await tell(mailbox)) === 'told') told += 1;
        else log.warn({ mailbox: mailbox.id }, 'person-not-reachable');
      } catch (error) {
        log.error({ mailbox: mailbox.id, error: loggable(error) }, 'person-not-told');
        return told;
      }
      await store.mailboxes.noteTold(mailbox.id, now);
    }
    if (due.length < AT_ONCE) return told;
  }
}
