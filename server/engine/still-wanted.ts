import type { SessionContext } from './context.ts';
import { NotPossible } from './engine.ts';

/** S4, S3, D2: a long session looks between its batches whether the person has turned off meanwhile what it goes on doing. Throws NotPossible. */
export async function stillWanted({ store, account }: Pick<SessionContext, 'store' | 'account'>): Promise<void> {
  const now = await store.mailboxes.byId(account.id);
  const stop = (code: string) => new NotPossible({ code, params: {} });
  if (now === undefined || !now.settings.contactsSync) throw stop('sync-is-off');
  if (now.settings.paused) throw stop('paused');
  // What was planned to be deleted is not any more; the next session plans anew.
  if (account.settings.autoRemoval && !now.settings.autoRemoval) throw stop('settings-changed');
}
