import type { FieldName } from '../../model/contact.ts';
import type { FieldMapping } from '../../model/settings.ts';

/** Where a field lives on a Graph contact: a property, or an extended (MAPI) property. */
export type Place =
  | { readonly property: string; readonly form: 'text' | 'date' | 'note' | 'address' | 'emails' | 'phones' }
  | { readonly extended: string };

export const DEFAULT_PLACES: { readonly [F in FieldName]?: Place } = {
  salutation: { property: 'title', form: 'text' },
  firstName: { property: 'givenName', form: 'text' },
  middleName: { property: 'middleName', form: 'text' },
  lastName: { property: 'surname', form: 'text' },
  suffix: { property: 'generation', form: 'text' },
  title: { property: 'jobTitle', form: 'text' },
  company: { property: 'companyName', form: 'text' },
  department: { property: 'department', form: 'text' },
  email: { property: 'emailAddresses', form: 'emails' },
  phone: { property: 'businessPhones', form: 'phones' },
  mobilePhone: { property: 'mobilePhone', form: 'text' },
  homePhone: { property: 'homePhones', form: 'phones' },
  otherPhone: { extended: 'String 0x3a1f' },
  fax: { extended: 'String 0x3a24' },
  assistantName: { property: 'assistantName', form: 'text' },
  assistantPhone: { extended: 'String 0x3a2e' },
  birthdate: { property: 'birthday', form: 'date' },
  notes: { property: 'personalNotes', form: 'note' },
  mailingAddress: { property: 'businessAddress', form: 'address' },
  otherAddress: { property: 'homeAddress', form: 'address' },
};

/** Text properties that an admin may map a custom field to. */
const FREE_PROPERTIES = [
  'nickName',
  'spouseName',
  'officeLocation',
  'profession',
  'initials',
  'manager',
  'businessHomePage',
  'yomiGivenName',
  'yomiSurname',
  'yomiCompanyName',
  'fileAs',
  'assistantName',
  'department',
  'jobTitle',
  'title',
  'generation',
  'middleName',
  'mobilePhone',
  'companyName',
];
export const EXTENDED =
  /^(?:String|Integer|Boolean) (?:0x[0-9a-f]{1,4}|\{[0-9a-f-]{36}\} (?:Name \S.*|Id 0x[0-9a-f]{1,4}))$/i;

/** Where a field is kept unless the administrator maps it elsewhere; empty: nowhere. */
export function usualPlace(field: FieldName): string {
  const place = DEFAULT_PLACES[field];
  if (place === undefined) return '';
  return 'property' in place ? place.property : place.extended;
}

/** The field that is kept there unless it is mapped elsewhere, or not synced at all. */
function usualField(outlook: string, mappings: readonly FieldMapping[]): FieldName | undefined {
  const usual = (Object.keys(DEFAULT_PLACES) as FieldName[]).find(
    (field) => usualPlace(field).toLowerCase() === outlook.toLowerCase(),
  );
  const isFree = mappings.some(
    ({ field, outlook: own, direction }) => field === usual && (own !== undefined || direction === 'off'),
  );
  return isFree ? undefined : usual;
}

/** Why a mapping cannot be, among `mappings`. */
export function checkMapping(mapping: FieldMapping, mappings: readonly FieldMapping[]): string | undefined {
  const usual = mapping.outlook === undefined ? undefined : usualField(mapping.outlook, mappings);
  if (usual !== undefined && usual !== mapping.field)
    return `"${mapping.outlook ?? ''}" is where ${usual} is kept: use another property, or give ${usual} another one or the direction off.`;
  if (mapping.outlook === undefined || FREE_PROPERTIES.includes(mapping.outlook) || EXTENDED.test(mapping.outlook))
    return undefined;
  return `Outlook has no writable text property "${mapping.outlook}": use one of ${FREE_PROPERTIES.join(', ')}, or an extended property such as "String {guid} Name X".`;
}
