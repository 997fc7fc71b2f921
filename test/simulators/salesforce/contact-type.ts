import { addressFields } from './address-fields.ts';
import {
  field,
  objectType,
  picklist,
  READ_ONLY,
  reference,
  systemFields,
  type Field,
  type ObjectType,
} from './schema.ts';

/** What an admin of the org can turn on and off; `fields`: single fields made other than they are. */
export interface OrgSettings {
  readonly externalIdField: boolean;
  readonly statePicklists: boolean;
  readonly personAccounts: boolean;
  readonly fields: Readonly<Record<string, FieldSetting>>;
}

export interface FieldSetting {
  readonly readable?: boolean;
  readonly updateable?: boolean;
  readonly required?: boolean;
  readonly length?: number;
}

export const DEFAULT_SETTINGS: OrgSettings = {
  externalIdField: true,
  statePicklists: false,
  personAccounts: false,
  fields: {},
};

export const SALUTATIONS = picklist('Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.');
const REGIONS = picklist(
  { value: 'EMEA', label: 'Europe, Middle East, Africa' },
  { value: 'AMER', label: 'The Americas' },
  { value: 'APAC', label: 'Asia and Pacific' },
);

/** The parts of a person's name, of Contact, Lead and person accounts. */
export function nameFields(nameLength = 121, required = true): Field[] {
  const part = { compoundFieldName: 'Name' };
  return [
    field('LastName', 'Last Name', 'string', 80, { ...part, nillable: !required }),
    field('FirstName', 'First Name', 'string', 40, part),
    field('Salutation', 'Salutation', 'picklist', 40, { ...part, picklist: SALUTATIONS }),
    field('MiddleName', 'Middle Name', 'string', 40, part),
    field('Suffix', 'Suffix', 'string', 40, part),
    field('Name', 'Full Name', 'string', nameLength, { ...READ_ONLY, nillable: false }),
  ];
}

/** Custom fields of the sample org; `suffix` is `__pc` on person accounts. */
export function customFields(suffix: '__c' | '__pc'): Field[] {
  return [
    field(`Nickname${suffix}`, 'Nickname', 'string', 80),
    field(`VIP${suffix}`, 'VIP', 'boolean'),
    field(`Region${suffix}`, 'Region', 'picklist', 255, { picklist: REGIONS, restricted: true }),
  ];
}

/** Lengths and types of the vendor's "Object Reference: Contact". */
export function contactType(settings: OrgSettings): ObjectType {
  const fields = [
    ...systemFields(),
    reference('MasterRecordId', 'Master Record ID', 'Contact', 'MasterRecord', READ_ONLY),
    reference('AccountId', 'Account ID', 'Account', 'Account'),
    ...(settings.personAccounts ? [field('IsPersonAccount', 'Is Person Account', 'boolean', 0, READ_ONLY)] : []),
    ...nameFields(),
    ...addressFields('Other', 'Other', settings.statePicklists),
    ...addressFields('Mailing', 'Mailing', settings.statePicklists),
    field('Phone', 'Business Phone', 'phone', 40),
    field('Fax', 'Business Fax', 'phone', 40),
    field('MobilePhone', 'Mobile Phone', 'phone', 40),
    field('HomePhone', 'Home Phone', 'phone', 40),
    field('OtherPhone', 'Other Phone', 'phone', 40),
    field('AssistantPhone', 'Asst. Phone', 'phone', 40),
    reference('ReportsToId', 'Reports To ID', 'Contact', 'ReportsTo'),
    field('Email', 'Email', 'email', 80),
    field('Title', 'Title', 'string', 128),
    field('Department', 'Department', 'string', 80),
    field('AssistantName', "Assistant's Name", 'string', 40),
    field('LeadSource', 'Lead Source', 'picklist', 255, {
      picklist: picklist('Web', 'Phone Inquiry', 'Partner Referral', 'Other'),
    }),
    field('Birthdate', 'Birthdate', 'date'),
    field('Description', 'Contact Description', 'textarea', 32_000, { filterable: false }),
    reference('OwnerId', 'Owner ID', 'User', 'Owner', { nillable: false, defaultedOnCreate: true }),
    field('HasOptedOutOfEmail', 'Email Opt Out', 'boolean'),
    field('PhotoUrl', 'Photo URL', 'url', 255, READ_ONLY),
    ...customFields('__c'),
    field('Formula__c', 'Nickname and Account', 'string', 1300, { ...READ_ONLY, calculated: true }),
    field('Locked__c', 'Locked', 'string', 80, READ_ONLY),
    field('Legacy_Id__c', 'Legacy ID', 'string', 40, { externalId: true }),
    ...(settings.externalIdField
      ? [
          field('Cardbridge_Key__c', 'Cardbridge Key', 'string', 255, {
            externalId: true,
            unique: true,
            caseSensitive: true,
          }),
        ]
      : []),
  ];
  return objectType(
    {
      name: 'Contact',
      label: 'Contact',
      labelPlural: 'Contacts',
      keyPrefix: '003',
    },
    fields.map((one) => withSetting(one, settings.fields[one.name])),
  );
}

function withSetting(given: Field, setting: FieldSetting | undefined): Field {
  if (setting === undefined) return given;
  const { readable = given.readable, updateable = given.updateable, required, length = given.length } = setting;
  const nillable = required === undefined ? given.nillable : !required;
  return { ...given, readable, updateable, createable: given.createable && updateable, length, nillable };
}
