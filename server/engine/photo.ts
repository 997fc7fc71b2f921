import type { Mailbox, Photo } from '../connectors/mailbox.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Store } from '../store/store.ts';
import { placeOf } from './place.ts';

/**
 * The photo of a linked contact's item, live; neither stored nor logged. U6: nothing is asked of an item before it is seen to lie in the folder still, and
 * nothing at all of one that is not linked, or while sync is off (S4). Undefined: there is none to show. Throws FailureError.
 */
export async function photoOf(
  parts: { readonly store: Store; readonly account: MailboxMemory; readonly openMailbox: () => Mailbox },
  linkId: string,
): Promise<Photo | undefined> {
  const { store, account } = parts;
  const { folderId, settings } = account;
  if (folderId === null || !settings.contactsSync) return undefined;
  const [link] = await store.links.byIds(account.id, [linkId]);
  if (link?.state !== 'linked' || link.itemId === null) return undefined;
  const mailbox = parts.openMailbox();
  const place = await placeOf(mailbox, link.itemId, folderId);
  return place?.inside === true ? mailbox.photo(link.itemId) : undefined;
}
