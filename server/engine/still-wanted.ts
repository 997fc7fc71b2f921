import type { MailboxMemory } from '../model/mailbox.ts';
import type { SessionContext } from './context.ts';
import { NotPossible } from './engine.ts';

type Asked = Pick<SessionContext, 'store' | 'account'>;

const stop = (code: string) => new NotPossible({ code, params: {} });

/** S4: asked between the batches of whatever writes, an allowed plan and an undo too. Throws NotPossible once the sync is off; answers the mailbox as it is now. */
export async function stillOn({ store, account }: Asked): Promise<MailboxMemory> {
  const now = await store.mailboxes.byId(account.id);
  if (now === undefined || !now.settings.contactsSync) throw stop('sync-is-off');
  return now;
}

/** S3, D2: what else a person may have turned off while a session goes on doing it. Throws NotPossible. */
export async function stillWanted(asked: Asked): Promise<void> {
  const { settings } = await stillOn(asked);
  if (settings.paused) throw stop('paused');
  // What was planned to be deleted is not any more; the next session plans anew.
  if (asked.account.settings.autoRemoval && !settings.autoRemoval) throw stop('settings-changed');
}
