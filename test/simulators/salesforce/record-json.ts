import type { Org } from './org.ts';
import type { Field, ObjectType, Row, Value } from './schema.ts';

export type Json = Readonly<Record<string, unknown>>;

/** `/services/data/vXX.X` in the addresses of records; which version is of no matter to a record. */
const RECORD_BASE = '/services/data/v65.0';

export const attributesOf = (type: ObjectType, row: Row, base = RECORD_BASE) => ({
  type: type.name,
  url: `${base}/sobjects/${type.name}/${String(row['Id'])}`,
});

/** What a reader of this field gets: compound and calculated fields are made here. */
export function valueOf(org: Org, type: ObjectType, row: Row, field: Field): Value | object {
  if (field.type === 'address') return addressOf(row, field.name.slice(0, -'Address'.length));
  if (field.name === 'Formula__c') {
    const account = org.tables.Account.get(String(row['AccountId'] ?? ''));
    return [row['Nickname__c'], account?.['Name']].filter((part) => typeof part === 'string').join(' / ') || null;
  }
  if (field.name === 'PhotoUrl') return `/services/images/photo/${String(row['Id'])}`;
  return row[field.name] ?? (field.type === 'boolean' ? false : null);
}

function addressOf(row: Row, prefix: string): object | null {
  const part = (name: string) => row[prefix + name] ?? null;
  const codes =
    row[`${prefix}CountryCode`] === undefined ? {} : { countryCode: part('CountryCode'), stateCode: part('StateCode') };
  const address = {
    city: part('City'),
    country: part('Country'),
    ...codes,
    geocodeAccuracy: null,
    latitude: null,
    longitude: null,
    postalCode: part('PostalCode'),
    state: part('State'),
    street: part('Street'),
  };
  return Object.values(address).every((value) => value === null) ? null : address;
}

/** A record as REST writes it. `names` are fields of the type, in the order of the answer; all of them without. */
export function recordJson(org: Org, type: ObjectType, row: Row, names?: readonly string[], base?: string): Json {
  const json: Record<string, unknown> = { attributes: attributesOf(type, row, base) };
  for (const name of names ?? type.fields.map((field) => field.name)) {
    const field = type.byName.get(name.toLowerCase());
    if (field !== undefined) json[field.name] = valueOf(org, type, row, field);
  }
  return json;
}
