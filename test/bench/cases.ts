import { randomBytes } from 'node:crypto';
import type { Floor } from './floor.ts';

// Data

export async function makeRecords(floor: Floor, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 200) {
    const records = Array.from({ length: Math.min(200, count - at) }, (_, n) => ({
      attributes: { type: 'Contact' },
      FirstName: 'First',
      LastName: `Last ${at + n}`,
      Email: `person${at + n}@company${(at + n) % 500}.example`,
      Title: 'Manager',
      Phone: `+49 30 ${1_000_000 + at + n}`,
      MailingStreet: 'Hauptstraße 1',
      MailingCity: 'Berlin',
      MailingPostalCode: '10115',
      MailingCountry: 'Germany',
      Description: (at + n) % 10 === 0 ? 'A note of some length. '.repeat(10) : null,
    }));
    const answers = await floor.salesforce<{ id: string }[]>('POST', '/composite/sobjects', { records });
    ids.push(...answers.map(({ id }) => id));
  }
  return ids;
}

const card = (n: number, more: object = {}) => ({
  givenName: 'Up',
  surname: `Number ${n}`,
  displayName: `Up Number ${n}`,
  companyName: `Company ${n % 20}`,
  emailAddresses: [{ address: `up${n}@up.example`, name: `Up Number ${n}` }],
  businessPhones: [`+49 40 ${1_000_000 + n}`],
  ...(n % 10 === 0 ? { personalNotes: 'A note of some length. '.repeat(20) } : {}),
  ...more,
});

async function folderOf(floor: Floor): Promise<string> {
  const { value } = await floor.graph<{ value: { id: string; displayName: string }[] }>(
    'GET',
    `${floor.root}/contactFolders`,
  );
  const known = value.find((folder) => folder.displayName === 'Salesforce Contacts');
  const made =
    known ??
    (await floor.graph<{ id: string }>('POST', `${floor.root}/contactFolders`, { displayName: 'Salesforce Contacts' }));
  return made.id;
}

export async function makeItems(floor: Floor, count: number): Promise<void> {
  const folder = await folderOf(floor);
  await floor.batches(
    Array.from({ length: count }, (_, n) => ({
      method: 'POST',
      path: `/contactFolders/${folder}/contacts`,
      body: card(n),
    })),
  );
}

// Floors: the same calls, sent one after the other as the product does.

const FIELDS =
  'Id, SystemModstamp, AccountId, Account.Name, OwnerId, Owner.Name, CreatedDate, LastModifiedDate, Salutation, FirstName, MiddleName, LastName, Suffix, Title, Department, Email, Phone, MobilePhone, HomePhone, OtherPhone, Fax, AssistantName, AssistantPhone, Birthdate, Description, MailingStreet, MailingCity, MailingState, MailingPostalCode, MailingCountry, OtherStreet, OtherCity, OtherState, OtherPostalCode, OtherCountry';
const HEADS = 'Id, SystemModstamp, AccountId, Account.Name';
const SELECT =
  'id,parentFolderId,categories,changeKey,displayName,createdDateTime,lastModifiedDateTime,title,givenName,middleName,surname,generation,jobTitle,companyName,department,emailAddresses,businessPhones,mobilePhone,homePhones,assistantName,birthday,personalNotes,businessAddress,homeAddress';
const EXPAND = encodeURIComponent(
  "singleValueExtendedProperties($filter=id eq 'String 0x3a1f' or id eq 'Integer 0x36')",
);

export async function floorOfDown(mailbox: Floor, crm: Floor): Promise<void> {
  const records = await crm.query<{ LastName: string }>(`SELECT ${FIELDS} FROM Contact USING SCOPE mine`);
  const folder = await folderOf(mailbox);
  await mailbox.batches(
    records.map((_record, n) => ({
      method: 'POST',
      path: `/contactFolders/${folder}/contacts`,
      body: card(n, { categories: ['Salesforce'] }),
    })),
  );
  const { id } = await mailbox.graph<{ id: string }>('POST', `${mailbox.root}/contactFolders`, {
    displayName: `Done ${randomBytes(4).toString('hex')}`,
  });
  await mailbox.graph('PATCH', `${mailbox.root}/contactFolders/${folder}`, { displayName: `Old ${id.slice(0, 6)}` });
}

const idleLinks = new WeakMap<Floor, readonly string[]>();

export async function floorOfIdle(floor: Floor): Promise<void> {
  const folder = await folderOf(floor);
  const link = async (id: string) => {
    const page = await floor.graph<{ '@odata.deltaLink'?: string }>(
      'GET',
      `${floor.root}/contactFolders/${id}/contacts/delta?$select=id`,
      undefined,
      'odata.maxpagesize=500',
    );
    return page['@odata.deltaLink'] ?? '';
  };
  const links = idleLinks.get(floor) ?? [await link(folder), await link('contacts')];
  idleLinks.set(floor, links);
  await floor.batches([{ method: 'GET', path: '/contactFolders/contacts' }]);
  for (const next of links) if (next !== '') await floor.graph('GET', next);
  await floor.query(`SELECT ${HEADS} FROM Contact USING SCOPE mine`);
}

export async function floorOfChanged(floor: Floor, ids: readonly string[]): Promise<void> {
  await floorOfIdle(floor);
  const quoted = ids.map((id) => `'${id}'`).join(', ');
  await floor.query(`SELECT ${FIELDS} FROM Contact WHERE Id IN (${quoted})`);
  const items = await floor.graph<{ value: { id: string }[] }>(
    'GET',
    `${floor.root}/contactFolders/${await folderOf(floor)}/contacts?$top=${ids.length}&$select=id`,
  );
  const parts = items.value.map(({ id }) => ({ method: 'GET', path: `/contacts/${id}?$select=${SELECT}` }));
  await floor.batches(parts);
  // A write of the same size without a change: these are the items that the session after writes to.
  await floor.batches(parts);
}

export async function floorOfUp(floor: Floor): Promise<void> {
  const folder = await folderOf(floor);
  const path = `/contactFolders/${folder}/contacts`;
  const items = await floor.pages<{ id: string; personalNotes: string }>(
    `${path}/delta?$select=${SELECT}`,
    'odata.maxpagesize=500',
  );
  await floor.pages(`${path}?$top=500&$select=${SELECT}&$expand=${EXPAND}`);
  await floor.batches(
    items
      .filter((item) => item.personalNotes !== '')
      .map(({ id }) => ({ method: 'GET', path: `/contacts/${id}?$select=${SELECT}&$expand=${EXPAND}` })),
  );
  for (let at = 0; at < items.length; at += 200) {
    const emails = items.slice(at, at + 200).map((_item, n) => `'floor${at + n}@up.example'`);
    await floor.query(`SELECT ${FIELDS} FROM Contact WHERE Email IN (${emails.join(', ')})`);
    const records = emails.map((_email, n) => ({
      attributes: { type: 'Contact' },
      FirstName: 'Floor',
      LastName: `Number ${at + n}`,
      Email: `floor${at + n}@up.example`,
    }));
    await floor.salesforce('POST', '/composite/sobjects', { records });
  }
  await floor.batches(
    items.map(({ id }) => ({ method: 'PATCH', path: `/contacts/${id}`, body: { categories: ['Salesforce'] } })),
  );
  await floor.query(`SELECT ${FIELDS} FROM Contact WHERE FirstName = 'Floor'`);
}
