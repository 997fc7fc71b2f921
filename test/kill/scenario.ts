import type { PersonAtWork } from '../support/person.ts';

/** The mailbox that is synced, and a colleague in the same org. */
export interface People {
  readonly ada: PersonAtWork;
  readonly ben: PersonAtWork;
}

/** What came down with the first session and is then changed: each by its last name. */
const SYNCED = [
  'Edited',
  'Retitled',
  'Conflicting',
  'Deleted',
  'Cleared',
  'Moved',
  'Leaving',
  'Merged',
  'Master',
] as const;
type Synced = (typeof SYNCED)[number];

const card = (name: string) => ({
  givenName: 'Jo',
  surname: name,
  emailAddresses: [{ address: addressOf(name), name: `Jo ${name}` }],
});
const addressOf = (name: string) => `${name.toLowerCase()}@acme.example`;
const fields = (name: string) => ({ FirstName: 'Jo', LastName: name, Email: addressOf(name), Title: 'Buyer' });
const put = async ({ salesforce }: { salesforce: PersonAtWork }, name: string, more: object = {}) =>
  (await salesforce.salesforce<{ id: string }>('POST', '/sobjects/Contact', { ...fields(name), ...more })).id;

export interface Prepared {
  readonly records: ReadonlyMap<string, string>;
}

/** Before the first session. */
export async function prepare({ ada, ben }: People): Promise<Prepared> {
  const records = new Map<string, string>();
  for (const name of SYNCED) records.set(name, await put({ salesforce: ada }, name));
  // Ben's, outside Ada's view, with the address of somebody whom she will add.
  await put({ salesforce: ben }, 'Joined', { Phone: '+49 30 1234' });
  await ada.salesforce('POST', '/sobjects/Account', { Name: 'Acme' });
  return { records };
}

/** What people do after the first session: creates, updates, moves and deletes on both sides, a join, a merge, a photo and long notes. */
export async function work({ ada, ben }: People, { records }: Prepared): Promise<void> {
  const { folder, items } = await inFolder(ada);
  const item = (name: Synced) => `/contacts/${items.get(name) ?? ''}`;
  const record = (name: Synced) => `/sobjects/Contact/${records.get(name) ?? ''}`;
  const notes = 'A long story. '.repeat(60);

  await ada.outlook('PATCH', item('Edited'), { jobTitle: 'Chief', personalNotes: notes });
  await ada.salesforce('PATCH', record('Retitled'), { Title: 'Head', Description: notes });
  await ada.outlook('PATCH', item('Conflicting'), { jobTitle: 'From Outlook', department: 'East' });
  await ada.salesforce('PATCH', record('Conflicting'), { Title: 'From Salesforce' });
  await ada.salesforce('DELETE', record('Deleted'));
  await ada.outlook('DELETE', item('Cleared'));
  await move(ada, items.get('Moved') ?? '', 'contacts');
  await ada.salesforce('PATCH', record('Leaving'), { OwnerId: ben.salesforceUserId });
  await ada.control('POST', 'salesforce/merge', { masterId: records.get('Master'), ids: [records.get('Merged')] });

  await put({ salesforce: ada }, 'Incoming', { Description: notes });
  await ada.outlook('POST', `/contactFolders/${folder}/contacts`, {
    ...card('Outgoing'),
    companyName: 'Acme',
    personalNotes: notes,
  });
  await ada.outlook('POST', `/contactFolders/${folder}/contacts`, { ...card('Joined'), jobTitle: 'Known already' });
  const marked = await ada.outlook<{ id: string }>('POST', '/contactFolders/contacts/contacts', card('Marked'));
  await ada.outlook('PUT', `/contacts/${marked.id}/photo/$value`, Buffer.from('a picture'));
  await ada.outlook('PATCH', `/contacts/${marked.id}`, { categories: ['Golf', 'Salesforce'] });
  // Nobody's business.
  await ada.outlook('POST', '/contactFolders/contacts/contacts', card('Private'));
}

/** The folder and what lies in it, by last name. */
export async function inFolder(
  ada: PersonAtWork,
): Promise<{ readonly folder: string; readonly items: ReadonlyMap<string, string> }> {
  const folders = await ada.outlook<{ value: { id: string; displayName: string }[] }>(
    'GET',
    '/contactFolders?$top=100',
  );
  const folder = folders.value.find(({ displayName }) => displayName === 'Salesforce Contacts')?.id ?? '';
  const page = await ada.outlook<{ value: { id: string; surname: string }[] }>(
    'GET',
    `/contactFolders/${folder}/contacts?$top=999`,
  );
  return { folder, items: new Map(page.value.map(({ id, surname }) => [surname, id])) };
}

async function move(ada: PersonAtWork, itemId: string, folderId: string): Promise<void> {
  await ada.control('POST', 'outlook/move', { user: ada.email, itemId, folderId });
}
