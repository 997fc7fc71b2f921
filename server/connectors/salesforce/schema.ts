import { createHash } from 'node:crypto';
import type { FieldKind, FieldName } from '../../model/contact.ts';
import { FailureError } from '../../model/failure.ts';
import type { FieldRule, PicklistValue } from '../../model/field-rule.ts';
import type { FieldMapping } from '../../model/settings.ts';
import type { CrmSchema, RequiredField } from '../crm.ts';
import type { Described, DescribedField } from './describe.ts';
import { fits, kindOfType, mappedFields, ownKind, personAccountField, type MappedField } from './field-map.ts';

/** The API names of an address's parts; with state and country picklists the codes stand beside the texts. */
export interface AddressFields {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
  readonly stateCode?: string;
  readonly countryCode?: string;
}

/** A rule and where its values stand on the wire. */
export interface WireField {
  readonly rule: FieldRule;
  readonly apiName: string;
  readonly type: string;
  readonly address?: AddressFields;
}

/** CrmSchema and what the connector itself must know of the org. */
export interface OrgSchema extends CrmSchema {
  readonly fields: readonly WireField[];
  /** Every field of the Contact that this person can read, by API name in lower case. */
  readonly described: Described;
  /** The org has person accounts (A6). */
  readonly personAccounts: boolean;
  /** The person can read AccountId. */
  readonly accounts: boolean;
  /** Middle name or suffix are in use, and so part of a Contact's Name. */
  readonly longNames: boolean;
  readonly keyField: string;
  /** What `heads` and `fields` select, by API name. */
  readonly headFields: readonly string[];
  readonly recordFields: readonly string[];
  /** Our name for an API name of the Contact or of the person account; the API name itself where it is not mapped. */
  readonly fieldName: (apiName: string) => string;
}

const PARTS = ['street', 'city', 'state', 'postalCode', 'country'] as const;
const PART_NAMES = { street: 'Street', city: 'City', state: 'State', postalCode: 'PostalCode', country: 'Country' };
const ACCOUNT_NAME_LENGTH = 255;

/** The Contact as this person sees it. A mapped field that is not there for them has no rule. */
export function orgSchema(
  described: Described,
  mappings: readonly FieldMapping[],
  externalKeyField: string,
): OrgSchema {
  const fields = mappedFields(mappings).flatMap((mapped) => wireField(described, mapped) ?? []);
  const key = described.get(externalKeyField.toLowerCase());
  const externalKey = key !== undefined && key.externalId && key.createable && key.updateable;
  const personAccounts = described.has('ispersonaccount');
  const accounts = described.has('accountid');
  const headFields = ['Id', 'SystemModstamp', ...(accounts ? ['AccountId', 'Account.Name'] : [])];
  const recordFields = [
    ...new Set([
      ...headFields,
      'OwnerId',
      'Owner.Name',
      'CreatedDate',
      'LastModifiedDate',
      ...(personAccounts ? ['IsPersonAccount'] : []),
      ...(key === undefined ? [] : [key.name]),
      ...fields.flatMap(({ apiName, address }) => (address === undefined ? [apiName] : Object.values(address))),
    ]),
  ];
  const rules = fields.map(({ rule }) => rule);
  const seen = JSON.stringify([rules, externalKey, personAccounts, recordFields]);
  const fieldName = fieldNamer(fields);
  return {
    rules,
    required: requiredFields(described, fieldName),
    externalKey,
    version: createHash('sha256').update(seen).digest('base64url').slice(0, 16),
    fields,
    described,
    personAccounts,
    accounts,
    longNames: described.has('middlename') || described.has('suffix'),
    keyField: key?.name ?? externalKeyField,
    headFields,
    recordFields,
    fieldName,
  };
}

/** What the describe demands of a new record and does not fill in itself; page layouts and validation rules say more, and only when they refuse. */
function requiredFields(described: Described, fieldName: (apiName: string) => string): RequiredField[] {
  return [...described.values()]
    .filter((one) => one.createable && !one.nillable && !one.defaultedOnCreate && one.type !== 'boolean')
    .map((one): RequiredField => {
      const name = fieldName(one.name);
      const kind = kindOfType(one.type) ?? 'text';
      return {
        field: (name === one.name ? `custom:${one.name}` : name) as FieldName,
        label: one.label,
        kind,
        ...(one.length > 0 && kind !== 'picklist' ? { maxLength: one.length } : {}),
        ...(kind === 'picklist' ? { values: one.values } : {}),
      };
    });
}

function wireField(described: Described, mapped: MappedField): WireField | undefined {
  const { field, apiName, direction } = mapped;
  if (apiName === 'Account.Name') return described.has('accountid') ? companyField(direction) : undefined;
  const address = ownKind(field) === 'address' ? addressFields(described, apiName) : undefined;
  if (address !== undefined) return addressField(described, mapped, address);
  const one = described.get(apiName.toLowerCase());
  const kind = one === undefined ? undefined : kindFor(field, one);
  if (one === undefined || kind === undefined) return undefined;
  const rule: FieldRule = {
    field,
    kind,
    direction,
    ...(one.length > 0 && kind !== 'picklist' ? { maxLength: one.length } : {}),
    ...(kind === 'picklist' ? { values: one.values, restricted: one.restricted } : {}),
    crmWritable: one.updateable,
    crmCreatable: one.createable,
    required: !one.nillable && !one.defaultedOnCreate && one.createable,
  };
  return { rule, apiName: one.name, type: one.type };
}

/** How values of this field in that counterpart are compared; undefined: they cannot be kept there. */
export function kindFor(field: FieldName, { type }: DescribedField): FieldKind | undefined {
  const own = ownKind(field);
  if (own === undefined) return kindOfType(type);
  return fits(own, type) ? own : undefined;
}

function companyField(direction: FieldRule['direction']): WireField {
  return {
    rule: {
      field: 'company',
      kind: 'text',
      direction,
      maxLength: ACCOUNT_NAME_LENGTH,
      crmWritable: false,
      crmCreatable: false,
      required: false,
    },
    apiName: 'Account.Name',
    type: 'string',
  };
}

/** The parts of a compound address such as `MailingAddress`; undefined where this person does not see them all. */
export function addressFields(described: Described, compound: string): AddressFields | undefined {
  const prefix = /^(\w+)Address$/i.exec(compound)?.[1];
  if (prefix === undefined) return undefined;
  const name = (part: string) => described.get(`${prefix}${part}`.toLowerCase())?.name;
  const [street, city, state, postalCode, country] = PARTS.map((part) => name(PART_NAMES[part]));
  if (street === undefined || city === undefined || state === undefined) return undefined;
  if (postalCode === undefined || country === undefined) return undefined;
  const stateCode = name('StateCode');
  const countryCode = name('CountryCode');
  return {
    street,
    city,
    state,
    postalCode,
    country,
    ...(stateCode === undefined || countryCode === undefined ? {} : { stateCode, countryCode }),
  };
}

function addressField(
  described: Described,
  { field, apiName, direction }: MappedField,
  address: AddressFields,
): WireField {
  const parts = PARTS.flatMap((part) => described.get(address[part].toLowerCase()) ?? []);
  const valuesOf = (code: string | undefined): readonly PicklistValue[] | undefined =>
    code === undefined ? undefined : described.get(code.toLowerCase())?.values;
  const states = valuesOf(address.stateCode);
  const countries = valuesOf(address.countryCode);
  return {
    rule: {
      field,
      kind: 'address',
      direction,
      ...(states === undefined || countries === undefined ? {} : { states, countries }),
      crmWritable: parts.every((part) => part.updateable),
      crmCreatable: parts.every((part) => part.createable),
      required: false,
    },
    apiName,
    type: 'address',
    address,
  };
}

function fieldNamer(fields: readonly WireField[]): (apiName: string) => string {
  const names = new Map<string, string>();
  for (const { rule, apiName, address } of fields) {
    const mapped =
      apiName === 'Account.Name'
        ? ['AccountId']
        : address === undefined
          ? [apiName]
          : [apiName, ...Object.values(address)];
    for (const name of mapped) {
      names.set(name.toLowerCase(), rule.field);
      names.set(personAccountField(name).toLowerCase(), rule.field);
    }
  }
  return (apiName) => names.get(apiName.toLowerCase()) ?? apiName;
}

/** A describe, and when it was answered by its Date header, in epoch milliseconds. */
export interface SchemaReading {
  readonly schema: OrgSchema;
  readonly at: number;
}

/** Asks for the describe; with `since` only if it has changed after that moment, else `unchanged`. Undefined: the answer is none. */
export type AskSchema = (since?: Date) => Promise<SchemaReading | 'unchanged' | undefined>;

/** Describes by org and person, kept for an hour; callers at the same time share one. */
export class Schemas {
  private static readonly KEPT_MS = 3_600_000;
  /** Dates in headers have seconds: what changed in the second of the describe counts as changed after it. */
  private static readonly SAME_SECOND_MS = 2000;
  private readonly kept = new Map<string, { readonly at: number; readonly reading: Promise<SchemaReading> }>();

  async of(key: string, ask: AskSchema): Promise<OrgSchema> {
    const known = this.known(key);
    return (await (known?.reading ?? this.keep(key, ask()))).schema;
  }

  /** As the org is now: what is kept is asked after, which costs a call and next to nothing else. */
  async current(key: string, ask: AskSchema): Promise<OrgSchema> {
    const known = this.known(key);
    if (known === undefined) return this.of(key, ask);
    const before = await known.reading;
    const now = await ask(new Date(before.at - Schemas.SAME_SECOND_MS));
    return (now === 'unchanged' ? before : await this.keep(key, Promise.resolve(now))).schema;
  }

  private known(key: string) {
    const known = this.kept.get(key);
    return known !== undefined && Date.now() - known.at < Schemas.KEPT_MS ? known : undefined;
  }

  private keep(key: string, asked: ReturnType<AskSchema>): Promise<SchemaReading> {
    const reading = asked.then((answer) => {
      if (answer !== undefined && answer !== 'unchanged') return answer;
      throw new FailureError({
        kind: 'unavailable',
        code: 'crm-answer-not-understood',
        message: 'Salesforce described no fields of the Contact.',
      });
    });
    const entry = { at: Date.now(), reading };
    this.kept.set(key, entry);
    reading.catch(() => {
      if (this.kept.get(key) === entry) this.kept.delete(key);
    });
    return reading;
  }

  /** The org has changed under the describe: the next session reads it anew. */
  forget(key: string): void {
    this.kept.delete(key);
  }
}
