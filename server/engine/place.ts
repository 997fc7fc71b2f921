import type { Mailbox } from '../connectors/mailbox.ts';
import type { FolderId, Item, ItemHead, ItemId } from '../model/contact.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';

/** Where an item lies now; `inside`: in the folder, or in one below it. Undefined: nowhere, or in Deleted Items (U6). Throws FailureError. */
export async function placeOf(
  mailbox: Mailbox,
  id: ItemId,
  folder: FolderId,
): Promise<{ readonly item: ItemHead; readonly inside: boolean } | undefined> {
  for await (const chunk of mailbox.read([id], 'place'))
    for (const sighting of chunk)
      if (sighting.state === 'present')
        return { item: sighting.item, inside: await liesIn(mailbox, sighting.item.folder, folder) };
  return undefined;
}

/** The whole tree is looked at for an item of a sub-folder alone: most lie in the folder itself. */
async function liesIn(mailbox: Mailbox, place: FolderId, folder: FolderId): Promise<boolean> {
  return place === folder || (await mailbox.folders(folder, [])).inside.some((one) => one.id === place);
}

/** U6, U7: the whole item, only where it lies in the folder or has the category, and is not private. Throws FailureError. */
export async function ownItem(
  parts: { readonly mailbox: Mailbox; readonly account: MailboxMemory; readonly org: OrgSettings },
  id: ItemId,
): Promise<Item | undefined> {
  const { mailbox, account, org } = parts;
  if (account.folderId === null) return undefined;
  const place = await placeOf(mailbox, id, account.folderId);
  const isMarked = place?.item.categories.some((name) => name.toLowerCase() === org.category.toLowerCase());
  if (place?.inside !== true && isMarked !== true) return undefined;
  for await (const chunk of mailbox.read([id], 'all'))
    for (const sighting of chunk)
      if (sighting.state === 'present' && 'fields' in sighting.item && !sighting.item.private) return sighting.item;
  return undefined;
}
