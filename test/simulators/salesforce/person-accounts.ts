import type { Org } from './org.ts';
import { nameOf } from './values.ts';
import { ADDRESS_PARTS } from './address-fields.ts';
import type { Row, Value } from './schema.ts';

const same = (...names: string[]) => names.map((name) => [name, name] as const);
const person = (...names: string[]) => names.map((name) => [`Person${name}`, name] as const);
const address = (prefix: string) => [...ADDRESS_PARTS, 'StateCode', 'CountryCode'].map((part) => prefix + part);

/** Account field and the twin Contact's (SOAP API guide, "Person Accounts"). */
const TWINS: readonly (readonly [account: string, contact: string])[] = [
  ...same('FirstName', 'LastName', 'Salutation', 'MiddleName', 'Suffix', 'Phone', 'Fax', 'Description', 'OwnerId'),
  ...person('Email', 'MobilePhone', 'HomePhone', 'OtherPhone', 'AssistantName', 'AssistantPhone'),
  ...person('Title', 'Department', 'Birthdate', ...address('Mailing'), ...address('Other')),
  ...['Nickname', 'VIP', 'Region'].map((name) => [`${name}__pc`, `${name}__c`] as const),
];

export const isPerson = (row: Row) => row['IsPersonAccount'] === true;

/** The twin of a person account after a save of the account. */
export function mirror(org: Org, account: Row, existing: Row | undefined): Row {
  const values: Record<string, Value> = {};
  for (const [from, to] of TWINS) if (account[from] !== undefined) values[to] = account[from];
  const contact: Row = {
    ...(existing ?? {
      Id: account['PersonContactId'] ?? null,
      CreatedDate: account['CreatedDate'] ?? null,
      CreatedById: account['CreatedById'] ?? null,
      IsPersonAccount: true,
      AccountId: account['Id'] ?? null,
    }),
    ...values,
    IsDeleted: account['IsDeleted'] ?? false,
    LastModifiedDate: account['LastModifiedDate'] ?? null,
    LastModifiedById: account['LastModifiedById'] ?? null,
    SystemModstamp: account['SystemModstamp'] ?? null,
  };
  const twin = { ...contact, Name: nameOf(contact) };
  org.tables.Contact.put(twin);
  return twin;
}
