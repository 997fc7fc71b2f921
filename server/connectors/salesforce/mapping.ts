import type { Address, CrmRecord, FieldChanges, FieldMap, FieldName, RecordHead, Value } from '../../model/contact.ts';
import { FailureError } from '../../model/failure.ts';
import type { PicklistValue } from '../../model/field-rule.ts';
import type { RecordDraft } from '../crm.ts';
import { personAccountField } from './field-map.ts';
import { fullId, isId } from './record-id.ts';
import type { AddressFields, OrgSchema, WireField } from './schema.ts';
import { epochOf, isoOf, versionOf } from './version.ts';

/** A record as the service writes it. */
export type Row = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value of another form is no value, and no empty one either: a person's would be cleared by it. */
export function notUnderstood(field: string): FailureError {
  return new FailureError({
    kind: 'unavailable',
    code: 'crm-answer-not-understood',
    message: `Salesforce answered with a value of ${field} that is none.`,
  });
}

/** A text or number, or nothing. Throws `unavailable` for an object or a list. */
export function textOf(row: Row, field: string): string {
  const value = row[field];
  if (typeof value === 'object' && value !== null) throw notUnderstood(field);
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function related(row: Row, relation: string, field: string): string {
  const value = row[relation];
  return isRow(value) ? textOf(value, field) : '';
}

export function isPersonAccount(row: Row): boolean {
  return row.IsPersonAccount === true;
}

/** Undefined for a row without an id or stamp: no answer of ours. `readAt`: the answer's Date, epoch milliseconds. */
export function headOf(row: Row, readAt: number): RecordHead | undefined {
  const id = textOf(row, 'Id');
  const stamp = textOf(row, 'SystemModstamp');
  if (!isId(id) || Number.isNaN(epochOf(stamp))) return undefined;
  const accountId = fullId(textOf(row, 'AccountId'));
  const ownerId = fullId(textOf(row, 'OwnerId'));
  return {
    id: fullId(id),
    version: versionOf(stamp, accountId, related(row, 'Account', 'Name'), readAt),
    ...(ownerId === '' ? {} : { ownerId }),
  };
}

export function recordOf(row: Row, readAt: number, schema: OrgSchema): CrmRecord | undefined {
  const head = headOf(row, readAt);
  if (head === undefined) return undefined;
  // Every record has an owner, and D2 compares them.
  const { ownerId } = head;
  if (ownerId === undefined) throw notUnderstood('OwnerId');
  const accountId = fullId(textOf(row, 'AccountId'));
  const ownerName = related(row, 'Owner', 'Name');
  const key = textOf(row, schema.keyField);
  const person = isPersonAccount(row);
  return {
    ...head,
    ownerId,
    fields: fieldsOf(row, schema),
    ...(accountId === '' ? {} : { accountId }),
    ...(ownerName === '' ? {} : { ownerName }),
    ...(!person && accountId !== '' && related(row, 'Account', 'Name') === '' ? { unread: ['company'] } : {}),
    ...(person && accountId !== '' ? { personAccountId: accountId } : {}),
    createdAt: isoOf(textOf(row, 'CreatedDate')),
    modifiedAt: isoOf(textOf(row, 'LastModifiedDate')),
    ...(key === '' ? {} : { key }),
  };
}

function fieldsOf(row: Row, schema: OrgSchema): FieldMap {
  const fields: { [F in FieldName]?: Value } = {};
  for (const field of schema.fields) {
    const value = valueOf(row, field);
    if (value !== undefined) fields[field.rule.field] = value;
  }
  return fields;
}

function valueOf(row: Row, { rule, apiName, address, type }: WireField): Value | undefined {
  if (apiName === 'Account.Name') {
    // A person account bears the person's own name.
    const name = isPersonAccount(row) ? '' : related(row, 'Account', 'Name');
    return name === '' ? undefined : name;
  }
  if (address !== undefined) return addressOf(row, address, rule);
  const value = row[apiName];
  if (type === 'boolean') return value === true ? 'true' : value === false ? 'false' : undefined;
  const text = textOf(row, apiName);
  return text === '' ? undefined : text;
}

function addressOf(row: Row, parts: AddressFields, rule: WireField['rule']): Address | undefined {
  const address: Address = {
    street: textOf(row, parts.street),
    city: textOf(row, parts.city),
    state: labelled(textOf(row, parts.state), row, parts.stateCode, rule.states),
    postalCode: textOf(row, parts.postalCode),
    country: labelled(textOf(row, parts.country), row, parts.countryCode, rule.countries),
  };
  return Object.values(address).every((part) => part === '') ? undefined : address;
}

/** The org's text where it is a label of the picklist; else the label of the code, since texts need not be in the person's language. */
function labelled(
  text: string,
  row: Row,
  codeField: string | undefined,
  values: readonly PicklistValue[] | undefined,
): string {
  if (codeField === undefined || values === undefined || values.some(({ label }) => label === text)) return text;
  const code = textOf(row, codeField);
  return values.find(({ value }) => value === code)?.label ?? text;
}

/** Values to write, by API name: null clears. `onAccount`: by the person account's names (A6). */
export function rowOf(changes: FieldChanges, schema: OrgSchema, onAccount = false): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const field of schema.fields) {
    const value = changes[field.rule.field];
    if (value === undefined || field.apiName === 'Account.Name') continue;
    for (const [name, written] of entriesOf(field, value)) row[onAccount ? personAccountField(name) : name] = written;
  }
  return row;
}

function entriesOf(field: WireField, value: Value | null): (readonly [string, unknown])[] {
  const { apiName, address, type, rule } = field;
  if (address !== undefined) return writtenAddress(address, value, rule);
  return [[apiName, typed(type, typeof value === 'string' ? value : null)]];
}

/** A text as the described type takes it. */
function typed(type: string, text: string | null): unknown {
  switch (type) {
    case 'boolean':
      return text?.trim().toLowerCase() === 'true';
    case 'int':
    case 'double':
    case 'currency':
    case 'percent': {
      if (text === null || text.trim() === '') return null;
      const value = Number(text);
      return Number.isNaN(value) ? text : value;
    }
    case 'date':
      return text === null || text === '' ? null : text.trim().slice(0, 10);
    default:
      return text === '' ? null : text;
  }
}

function writtenAddress(
  parts: AddressFields,
  value: Value | null,
  rule: WireField['rule'],
): (readonly [string, unknown])[] {
  const address = typeof value === 'string' ? null : value;
  const part = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text);
  return [
    [parts.street, part(address?.street)],
    [parts.city, part(address?.city)],
    coded(parts.state, parts.stateCode, part(address?.state), rule.states),
    [parts.postalCode, part(address?.postalCode)],
    coded(parts.country, parts.countryCode, part(address?.country), rule.countries),
  ];
}

/** With picklists the code is written, since a label need not be the text that the org stores. */
function coded(
  field: string,
  codeField: string | undefined,
  text: string | null,
  values: readonly PicklistValue[] | undefined,
): readonly [string, unknown] {
  if (codeField === undefined || values === undefined) return [field, text];
  if (text === null) return [codeField, null];
  const wanted = text.trim().toLowerCase();
  const entry =
    values.find(({ label }) => label.toLowerCase() === wanted) ??
    values.find(({ value }) => value.toLowerCase() === wanted);
  return entry === undefined ? [field, text] : [codeField, entry.value];
}

/** A new Contact: empty values are left out, so that the org's and the admin's defaults hold. */
export function draftRow(draft: RecordDraft, schema: OrgSchema): Record<string, unknown> {
  const values = Object.entries(rowOf(draft.fields, schema)).filter(([, value]) => value !== null);
  const defaults = Object.entries(draft.defaults).map(([name, text]) => {
    const described = schema.described.get(name.toLowerCase());
    return [described?.name ?? name, typed(described?.type ?? 'string', text)] as const;
  });
  return {
    attributes: { type: 'Contact' },
    ...Object.fromEntries(defaults),
    ...Object.fromEntries(values),
    ...(draft.accountId === null ? {} : { AccountId: draft.accountId }),
  };
}
