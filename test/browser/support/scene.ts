import type { Demo } from './demo.ts';

interface Row {
  readonly Id: string;
  readonly Name: string;
  readonly Email: string;
}

/** Who is who in a demo where Ada has synced once and some things have come up since. */
export interface Scene {
  /** Synced, nothing to do. */
  readonly synced: Row;
  /** Changed on both sides (C2). */
  readonly conflict: Row;
  /** In Outlook under another name than in Salesforce (P1). */
  readonly attention: Row;
  /** Owned by somebody else, not in Ada's filter. */
  readonly outside: Row;
}

/**
 * Ada's first session, and then a conflict and someone whose name differs. Undone by nobody: each test file has a demo of its own. `required`: fields that the
 * org demands of new contacts; the product reads the org's schema once, so from the beginning.
 */
export async function setScene(demo: Demo, required: readonly string[] = []): Promise<Scene> {
  const ada = demo.user('Ada Park');
  // A demo that runs already may be in any state.
  await demo.tell('POST', '/reset');
  const fields = Object.fromEntries(required.map((field) => [field, { required: true }]));
  if (required.length > 0) await demo.tell('POST', '/salesforce/org', { fields });
  await demo.sync(ada);
  const query = async (where: string) => {
    const soql = `SELECT Id, Name, Email FROM Contact WHERE Email != null AND ${where} ORDER BY Id LIMIT 4`;
    return (await demo.crm<{ records: readonly Row[] }>(ada, 'GET', `/query?q=${encodeURIComponent(soql)}`)).records;
  };
  const [conflict, synced] = await query(`OwnerId = '${ada.salesforceUserId}'`);
  const [attention, outside] = await query(`OwnerId != '${ada.salesforceUserId}'`);
  if (conflict === undefined || synced === undefined || attention === undefined || outside === undefined)
    throw new Error('The sample org has too few contacts.');
  await demo.outlook(ada, 'POST', '/contacts', {
    givenName: 'Someone',
    surname: 'Else',
    emailAddresses: [{ address: attention.Email, name: 'Someone Else' }],
    categories: ['Salesforce'],
  });
  await demo.outlook(ada, 'PATCH', `/contacts/${await itemOf(demo, conflict.Email)}`, { jobTitle: 'Boss in Outlook' });
  await demo.crm(ada, 'PATCH', `/sobjects/Contact/${conflict.Id}`, { Title: 'Boss in Salesforce' });
  await demo.sync(ada);
  return { synced, conflict, attention, outside };
}

/** The id of Ada's contact with that address, in the synced folder. */
export async function itemOf(demo: Demo, email: string): Promise<string> {
  const found = await inFolder(demo, email);
  if (found === undefined) throw new Error(`${email} is not in the folder.`);
  return found;
}

/** Whether Ada has a contact with that address in the synced folder. */
export const isInFolder = async (demo: Demo, email: string): Promise<boolean> =>
  (await inFolder(demo, email)) !== undefined;

async function inFolder(demo: Demo, email: string): Promise<string | undefined> {
  const ada = demo.user('Ada Park');
  interface Listed<T> {
    readonly value: readonly T[];
  }
  const folders = await demo.outlook<Listed<{ id: string; displayName: string }>>(ada, 'GET', '/contactFolders');
  const folder = folders.value.find(({ displayName }) => displayName === 'Salesforce Contacts');
  const contacts = await demo.outlook<Listed<{ id: string; emailAddresses: readonly { address: string }[] }>>(
    ada,
    'GET',
    `/contactFolders/${folder?.id ?? ''}/contacts?$top=100`,
  );
  return contacts.value.find(({ emailAddresses }) => emailAddresses.some(({ address }) => address === email))?.id;
}
