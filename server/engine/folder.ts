import type { FolderTree } from '../connectors/mailbox.ts';
import type { FolderId } from '../model/contact.ts';
import { SessionStop, type WritingContext } from './context.ts';

/** S1: the folder and the category, made by the first session that may write; known by its id from then on (S5). */
export async function ensureFolder(context: WritingContext, tree: FolderTree): Promise<FolderId> {
  const { account, mailbox, org, store, fence } = context;
  if (tree.folder.state === 'present' && account.folderId === tree.folder.id) return tree.folder.id;
  if (tree.folder.state !== 'present' && account.folderId !== null)
    throw new SessionStop({ code: 'folder-missing', params: { state: tree.folder.state } });
  const folder = tree.folder.state === 'present' ? tree.folder : await mailbox.createFolder(org.folderName);
  await mailbox.ensureCategories(
    org.attentionCategory === null ? [org.category] : [org.category, org.attentionCategory],
  );
  await store.mailboxes.remember(fence, { folderId: folder.id });
  return folder.id;
}

/** Where an item goes that leaves the folder (T2): the default Contacts folder, which every tree lists first. */
export function defaultFolder(tree: FolderTree): FolderId {
  const [contacts] = tree.elsewhere;
  if (contacts === undefined) throw new SessionStop({ code: 'no-contacts-folder', params: {} }, 'failed');
  return contacts.id;
}
