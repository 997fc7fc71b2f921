import type { CrmRecord, FieldMap, Item } from '../model/contact.ts';
import type { Link } from '../model/link.ts';

const text = (fields: FieldMap, field: keyof FieldMap): string => {
  const value = fields[field];
  return typeof value === 'string' ? value : '';
};

/** First, middle and last name as a display name (S1); the e-mail where there is no name. */
export function fullName(fields: FieldMap): string {
  const name = [text(fields, 'firstName'), text(fields, 'middleName'), text(fields, 'lastName'), text(fields, 'suffix')]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
  return name === '' ? text(fields, 'email') : name;
}

/** What lists show of a contact, from whichever side is known. */
export function showing(
  link: Link | undefined,
  item: Item | undefined,
  record: CrmRecord | undefined,
): Pick<Link, 'name' | 'email' | 'ownerId' | 'ownerName' | 'accountName'> {
  const fields = record?.fields ?? item?.fields ?? {};
  const known = record !== undefined || item !== undefined;
  return {
    name: known ? fullName(fields) || (item?.displayName ?? '') : (link?.name ?? ''),
    email: known ? (text(fields, 'email') || (item?.slots.email?.[0]?.value ?? '')).toLowerCase() : (link?.email ?? ''),
    ownerId: record?.ownerId ?? link?.ownerId ?? '',
    ownerName: record?.ownerName ?? link?.ownerName ?? '',
    accountName: record === undefined ? (link?.accountName ?? '') : text(record.fields, 'company'),
  };
}
