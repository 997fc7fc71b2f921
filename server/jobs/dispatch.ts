import type { PgBoss } from 'pg-boss';
import type { Store } from '../store/store.ts';
import { sendMailboxes } from './queue.ts';

const AT_ONCE = 100;

/** The one dispatch job: queues a session for every mailbox that is due and sends their jobs in bulk (S3). Answers how many. */
export async function dispatchDue(
  boss: PgBoss,
  store: Store,
  { now, intervalMinutes }: { readonly now: Date; readonly intervalMinutes: number },
): Promise<number> {
  for (let sent = 0; ;) {
    const due = await store.mailboxes.takeDue(now, AT_ONCE, intervalMinutes);
    for (const mailboxId of due) await store.sessions.queue(mailboxId, { kind: 'sync' });
    await sendMailboxes(boss, due);
    sent += due.length;
    if (due.length < AT_ONCE) return sent;
  }
}
