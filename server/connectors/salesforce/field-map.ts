import { STANDARD_FIELDS, type FieldKind, type FieldName } from '../../model/contact.ts';
import type { Direction } from '../../model/field-rule.ts';
import type { FieldMapping } from '../../model/settings.ts';

type StandardField = (typeof STANDARD_FIELDS)[number];

/** Our fields on the Contact (facts of the Contact field reference); `company` is the Account's name and written through AccountId. */
const STANDARD: { readonly [F in StandardField]: string } = {
  salutation: 'Salutation',
  firstName: 'FirstName',
  middleName: 'MiddleName',
  lastName: 'LastName',
  suffix: 'Suffix',
  title: 'Title',
  company: 'Account.Name',
  department: 'Department',
  email: 'Email',
  phone: 'Phone',
  mobilePhone: 'MobilePhone',
  homePhone: 'HomePhone',
  otherPhone: 'OtherPhone',
  fax: 'Fax',
  assistantName: 'AssistantName',
  assistantPhone: 'AssistantPhone',
  birthdate: 'Birthdate',
  notes: 'Description',
  mailingAddress: 'MailingAddress',
  otherAddress: 'OtherAddress',
};

/** Fields whose values are compared in their own way whatever the type of the field that an admin chose. */
const KINDS: { readonly [F in StandardField]?: FieldKind } = {
  email: 'email',
  phone: 'phone',
  mobilePhone: 'phone',
  homePhone: 'phone',
  otherPhone: 'phone',
  fax: 'phone',
  assistantPhone: 'phone',
  birthdate: 'date',
  notes: 'note',
  mailingAddress: 'address',
  otherAddress: 'address',
};

/** One field of ours and the API name of its counterpart; addresses by their compound name. */
export interface MappedField {
  readonly field: FieldName;
  readonly apiName: string;
  readonly direction: Direction;
  readonly mapping?: FieldMapping;
}

/** The defaults with the admin's mappings on top (A4); custom ones are `custom:` and the API name. */
export function mappedFields(mappings: readonly FieldMapping[]): MappedField[] {
  const standard = STANDARD_FIELDS.map((field): MappedField => {
    const mapping = mappings.find((one) => one.field === field);
    if (mapping === undefined) return { field, apiName: STANDARD[field], direction: 'both' };
    return { field, apiName: mapping.salesforce ?? STANDARD[field], direction: mapping.direction, mapping };
  });
  const custom = mappings.flatMap((mapping): MappedField[] =>
    mapping.field !== undefined || mapping.salesforce === undefined
      ? []
      : [
          {
            field: `custom:${mapping.salesforce}`,
            apiName: mapping.salesforce,
            direction: mapping.direction,
            mapping,
          },
        ],
  );
  return [...standard, ...custom];
}

export function ownKind(field: FieldName): FieldKind | undefined {
  return field in KINDS ? KINDS[field as StandardField] : undefined;
}

/** How values of a described type are compared; undefined: a type that cannot be mapped. */
export function kindOfType(type: string): FieldKind | undefined {
  switch (type) {
    case 'email':
    case 'phone':
    case 'date':
    case 'boolean':
    case 'picklist':
      return type;
    case 'textarea':
      return 'note';
    case 'string':
    case 'url':
    case 'combobox':
    case 'multipicklist':
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return 'text';
    default:
      return undefined;
  }
}

const TEXT_TYPES = new Set(['string', 'textarea', 'email', 'phone', 'url']);

/** Whether a field of ours with a kind of its own can be kept in a field of that type. */
export function fits(kind: FieldKind, type: string): boolean {
  return kind === 'date' ? type === 'date' : kind !== 'address' && TEXT_TYPES.has(type);
}

/** Person accounts keep the contact's values under other names on the Account (A6; API guide, "Person Accounts"). */
const SAME_ON_ACCOUNT = new Set([
  'FirstName',
  'LastName',
  'MiddleName',
  'Suffix',
  'Salutation',
  'Phone',
  'Fax',
  'Description',
]);

export function personAccountField(apiName: string): string {
  if (SAME_ON_ACCOUNT.has(apiName)) return apiName;
  return apiName.endsWith('__c') ? `${apiName.slice(0, -3)}__pc` : `Person${apiName}`;
}
