import { addressFields } from './address-fields.ts';
import { contactType, customFields, nameFields, type OrgSettings } from './contact-type.ts';
import {
  field,
  objectType,
  picklist,
  READ_ONLY,
  reference,
  systemFields,
  type Field,
  type ObjectName,
  type ObjectType,
} from './schema.ts';

export type Schema = Readonly<Record<ObjectName, ObjectType>>;

export function schemaOf(settings: OrgSettings): Schema {
  return {
    Contact: contactType(settings),
    Account: accountType(settings),
    Lead: leadType(settings),
    User: userType(),
  };
}

const owner = () => reference('OwnerId', 'Owner ID', 'User', 'Owner', { nillable: false, defaultedOnCreate: true });

function accountType(settings: OrgSettings): ObjectType {
  const { statePicklists, personAccounts } = settings;
  return objectType(
    {
      name: 'Account',
      label: 'Account',
      labelPlural: 'Accounts',
      keyPrefix: '001',
      children: [['Contacts', 'Contact', 'AccountId']],
    },
    [
      ...systemFields(),
      reference('MasterRecordId', 'Master Record ID', 'Account', 'MasterRecord', READ_ONLY),
      ...(personAccounts
        ? nameFields(255, false).map((one) =>
            one.name === 'Name' ? field('Name', 'Account Name', 'string', 255) : one,
          )
        : [field('Name', 'Account Name', 'string', 255, { nillable: false })]),
      field('Type', 'Account Type', 'picklist', 255, { picklist: picklist('Customer', 'Partner', 'Prospect') }),
      ...addressFields('Billing', 'Billing', statePicklists),
      field('Phone', 'Account Phone', 'phone', 40),
      field('Fax', 'Account Fax', 'phone', 40),
      field('Website', 'Website', 'url', 255),
      field('Industry', 'Industry', 'picklist', 255, { picklist: picklist('Technology', 'Manufacturing', 'Retail') }),
      field('NumberOfEmployees', 'Employees', 'int', 8),
      field('Description', 'Account Description', 'textarea', 32_000, { filterable: false }),
      owner(),
      ...(personAccounts ? personFields(statePicklists) : []),
    ],
  );
}

/** The fields of a person account that mirror its twin Contact's. */
function personFields(statePicklists: boolean): Field[] {
  return [
    field('IsPersonAccount', 'Is Person Account', 'boolean', 0, READ_ONLY),
    reference('PersonContactId', 'Contact ID', 'Contact', 'PersonContact', READ_ONLY),
    field('PersonEmail', 'Email', 'email', 80),
    field('PersonMobilePhone', 'Mobile', 'phone', 40),
    field('PersonHomePhone', 'Home Phone', 'phone', 40),
    field('PersonOtherPhone', 'Other Phone', 'phone', 40),
    field('PersonAssistantName', 'Assistant', 'string', 40),
    field('PersonAssistantPhone', 'Asst. Phone', 'phone', 40),
    field('PersonTitle', 'Title', 'string', 128),
    field('PersonDepartment', 'Department', 'string', 80),
    field('PersonBirthdate', 'Birthdate', 'date'),
    ...addressFields('PersonMailing', 'Mailing', statePicklists),
    ...addressFields('PersonOther', 'Other', statePicklists),
    ...customFields('__pc'),
  ];
}

function leadType({ statePicklists }: OrgSettings): ObjectType {
  return objectType({ name: 'Lead', label: 'Lead', labelPlural: 'Leads', keyPrefix: '00Q' }, [
    ...systemFields(),
    reference('MasterRecordId', 'Master Record ID', 'Lead', 'MasterRecord', READ_ONLY),
    ...nameFields(),
    field('Title', 'Title', 'string', 128),
    field('Company', 'Company', 'string', 255, { nillable: false }),
    ...addressFields('', 'Lead', statePicklists).map((one) =>
      one.type === 'address' ? { ...one, label: 'Address' } : one,
    ),
    field('Phone', 'Phone', 'phone', 40),
    field('MobilePhone', 'Mobile Phone', 'phone', 40),
    field('Email', 'Email', 'email', 80),
    field('Website', 'Website', 'url', 255),
    field('Status', 'Status', 'picklist', 255, {
      nillable: false,
      defaultedOnCreate: true,
      picklist: picklist('Open - Not Contacted', 'Working - Contacted', 'Closed - Converted'),
    }),
    field('IsConverted', 'Converted', 'boolean', 0, READ_ONLY),
    owner(),
  ]);
}

function userType(): ObjectType {
  return objectType({ name: 'User', label: 'User', labelPlural: 'Users', keyPrefix: '005', writable: false }, [
    ...systemFields().filter((one) => one.name !== 'IsDeleted'),
    field('Username', 'Username', 'string', 80, { ...READ_ONLY, nillable: false }),
    field('LastName', 'Last Name', 'string', 80, { ...READ_ONLY, nillable: false }),
    field('FirstName', 'First Name', 'string', 40, READ_ONLY),
    field('Name', 'Full Name', 'string', 121, { ...READ_ONLY, nillable: false }),
    field('Alias', 'Alias', 'string', 8, { ...READ_ONLY, nillable: false }),
    field('Email', 'Email', 'email', 128, { ...READ_ONLY, nillable: false }),
    field('IsActive', 'Active', 'boolean', 0, READ_ONLY),
    field('UserType', 'User Type', 'picklist', 40, { ...READ_ONLY, picklist: picklist('Standard') }),
    field('TimeZoneSidKey', 'Time Zone', 'picklist', 40, { ...READ_ONLY, picklist: picklist('GMT') }),
    field('LocaleSidKey', 'Locale', 'picklist', 40, { ...READ_ONLY, picklist: picklist('en_US') }),
    field('LanguageLocaleKey', 'Language', 'picklist', 40, { ...READ_ONLY, picklist: picklist('en_US') }),
  ]);
}
