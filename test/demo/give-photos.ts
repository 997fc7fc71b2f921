import { send } from '../support/person.ts';
import { portrait } from './portrait.ts';

/** Contacts of the sample org that have a picture in the mailbox of who owns them; the number is that of the portrait. */
const PICTURED: Readonly<Record<string, number>> = {
  'rachel.green@account8.example': 0,
  'alan.grant@account8.example': 3,
  'emily.stone@account2.example': 1,
  'ross.green@account8.example': 2,
  'david.levi@account7.example': 3,
  'lucy.liu@account8.example': 1,
  'peter.schmidt@account0.example': 2,
};

interface Listed<T> {
  readonly value: readonly T[];
}

/** Some synced contacts of one person get a photo, as they would give them one in Outlook; afterwards it is the mailbox's like any other. */
export async function givePhotos(
  { caFile, graph }: { readonly caFile: string; readonly graph: { readonly url: string } },
  { mailboxToken }: { readonly mailboxToken: string },
): Promise<void> {
  const outlook = async <T>(method: string, path: string, body?: Buffer): Promise<T> => {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'image/png' };
    const answer = await send(caFile, method, `${graph.url}/me${path}`, mailboxToken, body, type);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer.body as T;
  };
  const folders = await outlook<Listed<{ id: string; displayName: string }>>('GET', '/contactFolders');
  const folder = folders.value.find(({ displayName }) => displayName === 'Salesforce Contacts');
  if (folder === undefined) return;
  const contacts = await outlook<Listed<{ id: string; emailAddresses: readonly { address: string }[] }>>(
    'GET',
    `/contactFolders/${folder.id}/contacts?$top=200`,
  );
  for (const { id, emailAddresses } of contacts.value) {
    const number = PICTURED[emailAddresses[0]?.address ?? ''];
    if (number !== undefined) await outlook('PUT', `/contacts/${id}/photo/$value`, portrait(number));
  }
}
