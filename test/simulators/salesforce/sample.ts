import type { Org } from './org.ts';
import { ACCOUNTS, CONTACTS, PLACES, type SampleContact } from './sample-people.ts';
import type { Row } from './schema.ts';
import { DAY_MS, stamp } from './times.ts';
import { nameOf } from './values.ts';

/** The org's users: the sample people. */
export function loadUsers(org: Org): void {
  const at = stamp(org.now() - 700 * DAY_MS);
  for (const user of org.context.users) {
    const [FirstName = '', LastName = ''] = user.name.split(' ');
    org.tables.User.put({
      Id: user.salesforceUserId,
      Username: user.salesforceUsername,
      Email: user.email,
      FirstName,
      LastName,
      Name: user.name,
      Alias: FirstName.toLowerCase().slice(0, 8),
      IsActive: true,
      UserType: 'Standard',
      TimeZoneSidKey: 'GMT',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      CreatedDate: at,
      CreatedById: user.salesforceUserId,
      LastModifiedDate: at,
      LastModifiedById: user.salesforceUserId,
      SystemModstamp: at,
    });
  }
}

/** About sixty contacts of fifteen accounts, owned by all people but Dan, who has none. */
export function loadContacts(org: Org): void {
  const owners = org.context.users
    .filter(({ email }) => !email.startsWith('dan@'))
    .map((user) => user.salesforceUserId);
  const owner = (place: number) => owners[place % owners.length] ?? '';
  const accountIds = ACCOUNTS.map(([name, place, phone], at) => {
    const row = kept(org, owner(at), at * 3 + 40, {
      Name: name,
      Type: at % 3 === 0 ? 'Customer' : 'Prospect',
      Phone: phone,
      Website: `https://www.${domainOf(name)}`,
      ...address('Billing', place),
    });
    const Id = org.newId(org.schema.Account);
    org.tables.Account.put({ ...row, Id });
    return Id;
  });
  const ids: string[] = [];
  for (const [at, contact] of CONTACTS.entries()) {
    const Id = org.newId(org.schema.Contact);
    const row = contactRow(contact, at, accountIds[contact.account] ?? null, ids[at - 3]);
    org.tables.Contact.put({ ...kept(org, owner(at), (at * 13) % 365, row), Id });
    ids.push(Id);
  }
}

const domainOf = (name: string) =>
  `${
    name
      .normalize('NFKD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase() || 'example'
  }.example`;

/** Made so many days ago, and changed some of them later. */
function kept(org: Org, userId: string, days: number, values: Row): Row {
  const created = org.now() - days * DAY_MS - 3_600_000;
  const changed = stamp(created + Math.floor(days / 3) * DAY_MS);
  return {
    IsDeleted: false,
    OwnerId: userId,
    CreatedDate: stamp(created),
    CreatedById: userId,
    ...values,
    LastModifiedDate: changed,
    LastModifiedById: userId,
    SystemModstamp: changed,
  };
}

function address(prefix: string, place: string): Row {
  const [Street = null, City = null, State = null, PostalCode = null, Country = null] = PLACES[place] ?? [];
  const parts = { Street, City, State, PostalCode, Country };
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [prefix + name, value]));
}

function contactRow(contact: SampleContact, at: number, accountId: string | null, reportsTo: string | undefined): Row {
  const { salutation, first, last, title, email, phone, mobile, notes, place } = contact;
  const row: Row = {
    FirstName: first,
    LastName: last,
    Salutation: salutation,
    Title: title,
    Department: at % 5 === 0 ? 'Purchasing' : null,
    Email: email,
    Phone: phone,
    MobilePhone: mobile,
    HomePhone: at % 11 === 3 ? (phone?.replace(/\d\d$/, '88') ?? null) : null,
    OtherPhone: at % 17 === 5 ? '+1 206 555 0999' : null,
    Fax: at % 19 === 2 ? '+49 30 5550 1999' : null,
    AssistantName: at % 23 === 4 ? 'Robin Vale' : null,
    Birthdate: at % 7 === 6 ? `19${String(60 + (at % 35))}-0${String(1 + (at % 9))}-1${String(at % 10)}` : null,
    AccountId: accountId,
    ReportsToId: at % 9 === 8 ? (reportsTo ?? null) : null,
    LeadSource: at % 4 === 1 ? 'Web' : null,
    Region__c: place === null ? null : place === 'JP' ? 'APAC' : place.startsWith('US') ? 'AMER' : 'EMEA',
    VIP__c: at % 10 === 0,
    Nickname__c: at % 12 === 7 ? first : null,
    Description: notes,
    ...(place === null ? {} : address('Mailing', place)),
    ...(at % 13 === 5 ? address('Other', 'US1') : {}),
  };
  return { ...row, Name: nameOf(row) };
}
