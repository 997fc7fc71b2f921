import { randomUUID } from 'node:crypto';
import { CARDS_WITH_A_NOTE, FOLDER, folderOf, NOTE } from './cases.ts';
import type { Floor, FloorPart } from './floor.ts';

// The same calls as the product's sessions make, in the same order, sent one after the other: the same selections, and bodies of the same size.

const HEADS = 'Id, SystemModstamp, AccountId, Account.Name';
const FIELD_NAMES = [
  ...HEADS.split(', '),
  ...'OwnerId, Owner.Name, CreatedDate, LastModifiedDate, Cardbridge_Key__c, Salutation, FirstName, MiddleName, LastName, Suffix'.split(
    ', ',
  ),
  ...'Title, Department, Email, Phone, MobilePhone, HomePhone, OtherPhone, Fax, AssistantName, AssistantPhone, Birthdate'.split(
    ', ',
  ),
  ...'Description, MailingStreet, MailingCity, MailingState, MailingPostalCode, MailingCountry'.split(', '),
  ...'OtherStreet, OtherCity, OtherState, OtherPostalCode, OtherCountry'.split(', '),
];
const FIELDS = FIELD_NAMES.join(', ');
const MINE = 'FROM Contact USING SCOPE mine';
const KEY = 'String {8f3b1d5e-6a0c-4f0b-9d2e-5c7a41e6b930} Name CardbridgeKey';
const RECORD = 'String {8f3b1d5e-6a0c-4f0b-9d2e-5c7a41e6b930} Name CardbridgeRecord';
const PLACE = 'id,parentFolderId,categories,changeKey';
const SELECT =
  'id,parentFolderId,categories,changeKey,displayName,createdDateTime,lastModifiedDateTime,title,givenName,middleName,surname,generation,jobTitle,companyName,department,emailAddresses,businessPhones,mobilePhone,homePhones,assistantName,birthday,personalNotes,businessAddress,homeAddress';
const EXPANDED = [KEY, RECORD, 'Integer 0x36', 'Boolean 0xe1b', 'String 0x3a1f', 'String 0x3a24', 'String 0x3a2e'];
const EXPAND = encodeURIComponent(
  `singleValueExtendedProperties($filter=${EXPANDED.map((id) => `id eq '${id}'`).join(' or ')})`,
);
const DELTA = 'odata.maxpagesize=500';
const FOLDERS = '$top=100&$select=id,displayName,parentFolderId';

interface Made {
  readonly id: string;
  readonly changeKey: string;
}

const read = ({ id }: { readonly id: string }): FloorPart => ({
  method: 'GET',
  path: `/contacts/${id}?$select=${SELECT}&$expand=${EXPAND}`,
});
const keyed = (floor: Floor, record: string) => [
  { id: KEY, value: `00D000000000001EAA/${floor.root.slice(7)}/${randomUUID()}` },
  { id: RECORD, value: record },
];

/** The folders, as a session looks at them first: at their roots, and at the children of those known. */
async function tree(floor: Floor, known: readonly string[]): Promise<void> {
  await floor.batches([
    { method: 'GET', path: '/contactFolders/contacts' },
    { method: 'GET', path: `/contactFolders?${FOLDERS}` },
    ...known.map((id) => ({ method: 'GET', path: `/contactFolders/${id}/childFolders?${FOLDERS}` })),
  ]);
}

/** Into the mailbox of `mailbox`, which has no folder yet, from the records of `crm`. Returns the items. */
export async function floorOfDown(mailbox: Floor, crm: Floor): Promise<Made[]> {
  await crm.describe();
  await tree(mailbox, []);
  await mailbox.pages(`/contactFolders/contacts/contacts/delta?$select=${PLACE}`, DELTA);
  type Row = Readonly<Record<string, string>>;
  const records = await crm.query<Row>(`SELECT ${FIELDS} ${MINE}`);
  const folder = await mailbox.graph<Made>('POST', `${mailbox.root}/contactFolders`, { displayName: FOLDER });
  await mailbox.batches([{ method: 'GET', path: '/outlook/masterCategories?$top=999' }]);
  await mailbox.batches(
    [FOLDER, `${FOLDER}: needs attention`].map((displayName) => ({
      method: 'POST',
      path: '/outlook/masterCategories',
      body: { displayName, color: 'preset7' },
    })),
  );
  const item = (record: Row) => {
    const name = `${record.FirstName} ${record.LastName}`;
    return {
      givenName: record.FirstName,
      surname: record.LastName,
      jobTitle: record.Title,
      ...(record.Description ? { personalNotes: record.Description } : {}),
      businessAddress: {
        street: record.MailingStreet,
        city: record.MailingCity,
        state: null,
        postalCode: record.MailingPostalCode,
        countryOrRegion: record.MailingCountry,
      },
      emailAddresses: [{ address: record.Email, name }],
      businessPhones: [record.Phone],
      displayName: name,
      categories: ['Salesforce'],
      singleValueExtendedProperties: keyed(mailbox, record.Id ?? ''),
    };
  };
  const path = `/contactFolders/${folder.id}/contacts`;
  return mailbox.batches<Made>(records.map((record) => ({ method: 'POST', path, body: item(record) })));
}

/** What a session without anything to do reads; the links to the mailbox's changes are got beforehand. */
export class IdleFloor {
  private readonly floor: Floor;
  private readonly folder: string;
  private links: readonly string[];

  private constructor(floor: Floor, folder: string, links: readonly string[]) {
    this.floor = floor;
    this.folder = folder;
    this.links = links;
  }

  static async of(floor: Floor): Promise<IdleFloor> {
    const folder = await folderOf(floor);
    const whole = await floor.pages(`/contactFolders/${folder}/contacts/delta?$select=${SELECT}`, DELTA);
    const place = await floor.pages(`/contactFolders/contacts/contacts/delta?$select=${PLACE}`, DELTA);
    return new IdleFloor(floor, folder, [whole.link, place.link]);
  }

  async run(): Promise<void> {
    await this.floor.describe(new Date());
    await tree(this.floor, [this.folder]);
    const links: string[] = [];
    for (const link of this.links) links.push((await this.floor.pages(link, DELTA)).link);
    this.links = links;
    await this.floor.query(`SELECT ${HEADS} ${MINE}`);
  }
}

/** `ids` changed in Salesforce. The items written to are another mailbox's of the same size: those of the session after are its own business. */
export async function floorOfChanged(
  idle: IdleFloor,
  crm: Floor,
  ids: readonly string[],
  mailbox: Floor,
  items: readonly Made[],
) {
  await idle.run();
  const written = items.slice(0, ids.length);
  const found = await mailbox.batches<Made>(written.map(read));
  await crm.salesforce('POST', '/composite/sobjects/Contact', { ids, fields: FIELD_NAMES });
  // Once a start, the product learns whether the service honours its condition.
  const path = `/contacts/${written[0]?.id ?? ''}`;
  await mailbox.batches([{ method: 'GET', path: `${path}?$select=id,categories,changeKey` }]);
  const never = { 'If-Match': 'W/"no-item-has-this"' };
  await mailbox.batches([{ method: 'PATCH', path, headers: never, body: { categories: ['Salesforce'] } }], 412);
  await mailbox.batches(
    found.map(({ id, changeKey }) => ({
      method: 'PATCH',
      path: `/contacts/${id}`,
      headers: { 'If-Match': `W/"${changeKey}"` },
      body: { jobTitle: 'Changed' },
    })),
  );
}

/** Names are looked for with a middle name or a suffix as well. */
function longNames(names: readonly string[]): string {
  const words = names.map((name) => name.split(' '));
  const texts = (list: readonly string[]) => `(${[...new Set(list)].map((text) => `'${text}'`).join(',')})`;
  const firsts = texts(words.flatMap((name) => [name.slice(0, 1), name.slice(0, 2)].map((part) => part.join(' '))));
  const lasts = texts(words.flatMap((name) => [name.slice(1), name.slice(2)].map((part) => part.join(' '))));
  return ` OR ((LastName IN ${lasts} AND FirstName IN ${firsts} AND (MiddleName != null OR Suffix != null)) AND Email = null)`;
}

const CREATING = {
  'Sforce-Duplicate-Rule-Header': 'allowSave=false; includeRecordDetails=true; runAsCurrentUser=true',
};

/** From the folder of `floor`. The e-mails are others than the items': the session after looks for those of its own. */
export async function floorOfUp(floor: Floor, folder: string): Promise<void> {
  await floor.describe(new Date());
  await tree(floor, [folder]);
  const path = `/contactFolders/${folder}/contacts`;
  await floor.pages(`${path}/delta?$select=${SELECT}`, DELTA);
  await floor.pages(`/contactFolders/contacts/contacts/delta?$select=${PLACE}`, DELTA);
  await floor.query(`SELECT ${FIELDS} ${MINE}`);
  type Card = Made & { readonly personalNotes: string; readonly companyName: string };
  const { found: items } = await floor.pages<Card>(`${path}?$top=500&$select=${SELECT}&$expand=${EXPAND}`);
  await floor.batches(items.filter((item) => item.personalNotes !== '').map(read));

  const companies = [...new Set(items.map((item) => item.companyName))];
  const quoted = (list: readonly string[]) => list.map((text) => `'${text}'`).join(', ');
  const accounts = await floor.query<{ Id: string; Name: string }>(
    `SELECT Id, Name, CreatedDate FROM Account WHERE Name IN (${quoted(companies)})`,
  );
  const accountOf = new Map(accounts.map((account) => [account.Name, account.Id]));
  const unknown = companies.filter((company) => !accountOf.has(company));
  for (let at = 0; at < unknown.length; at += 5) {
    const compositeRequest = unknown.slice(at, at + 5).map((company, part) => ({
      method: 'GET',
      url: `/services/data/v67.0/query?q=${encodeURIComponent(`SELECT Id, Name FROM Account WHERE Name LIKE '%${company}%' LIMIT 2`)}`,
      referenceId: `part${part}`,
    }));
    await floor.salesforce('POST', '/composite', { allOrNone: false, compositeRequest });
  }

  const made: string[] = [];
  for (let at = 0; at < items.length; at += 200) {
    const part = items.slice(at, at + 200);
    const emails = part.map((_item, n) => `fl${at + n}@up.example`);
    const names = part.map((_item, n) => `up floor ${at + n}`);
    await floor.query(
      `SELECT ${FIELDS} FROM Contact WHERE Email IN (${quoted(emails)}) OR (Name IN (${quoted(names)}) AND Email = null)${longNames(names)}`,
    );
    const records = part.map((item, n) => ({
      attributes: { type: 'Contact' },
      FirstName: 'Up',
      LastName: `Number ${at + n}`,
      Email: emails[n],
      Phone: `+49 40 ${1_000_000 + at + n}`,
      ...(n % CARDS_WITH_A_NOTE === 0 ? { Description: NOTE } : {}),
      ...(accountOf.has(item.companyName) ? { AccountId: accountOf.get(item.companyName) } : {}),
      Cardbridge_Key__c: randomUUID(),
    }));
    const body = { allOrNone: false, records };
    const answers = await floor.salesforce<{ id: string }[]>(
      'PATCH',
      '/composite/sobjects/Contact/Cardbridge_Key__c',
      body,
      CREATING,
    );
    made.push(...answers.map(({ id }) => id));
    await floor.batches(
      part.map(({ id, changeKey }, n) => ({
        method: 'PATCH',
        path: `/contacts/${id}`,
        headers: { 'If-Match': `W/"${changeKey}"` },
        body: { categories: ['Salesforce'], singleValueExtendedProperties: keyed(floor, answers[n]?.id ?? '') },
      })),
    );
  }
  for (let at = 0; at < made.length; at += 2000) {
    const ids = made.slice(at, at + 2000);
    await floor.salesforce('POST', '/composite/sobjects/Contact', { ids, fields: FIELD_NAMES });
  }
}
