import type { Mailbox } from '../connectors/mailbox.ts';
import type { FolderId, ItemHead, ItemId } from '../model/contact.ts';

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
