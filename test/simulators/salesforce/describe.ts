import { isAggregatable, isGroupable, type Field, type ObjectType } from './schema.ts';

/** SOAP types by field type, where they are not plain strings. */
const SOAP_TYPES: Readonly<Record<string, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  int: 'xsd:int',
  address: 'urn:address',
};

const SCOPES: Readonly<Record<string, string>> = {
  everything: 'All',
  mine: 'My',
  mine_and_my_groups: 'My and my groups’',
  team: "My team's",
  scopingRule: 'Filter by scope',
};
export const supportedScopes = (type: ObjectType) =>
  Object.entries(SCOPES).map(([name, label]) => ({ name, label: `${label} ${type.labelPlural.toLowerCase()}` }));

/** An entry of the global describe (REST API guide, "Describe Global"). */
export function describeGlobal(type: ObjectType, base: string): object {
  const url = `${base}/sobjects/${type.name}`;
  return {
    activateable: false,
    createable: type.writable,
    custom: false,
    customSetting: false,
    deletable: type.writable,
    deprecatedAndHidden: false,
    feedEnabled: true,
    keyPrefix: type.keyPrefix,
    label: type.label,
    labelPlural: type.labelPlural,
    layoutable: true,
    mergeable: type.writable,
    mruEnabled: true,
    name: type.name,
    queryable: true,
    replicateable: true,
    retrieveable: true,
    searchable: true,
    triggerable: true,
    undeletable: type.writable,
    updateable: type.writable,
    urls: {
      sobject: url,
      describe: `${url}/describe`,
      rowTemplate: `${url}/{ID}`,
      ...(type.name === 'User' ? {} : { listviews: `${url}/listviews` }),
    },
  };
}

/** `sobjects/X/describe` (REST API guide, "sObject Describe"). */
export function describe(type: ObjectType, base: string): object {
  return {
    ...describeGlobal(type, base),
    actionOverrides: [],
    childRelationships: [...type.children.values()].map(({ name, object, field }) => ({
      cascadeDelete: false,
      childSObject: object,
      deprecatedAndHidden: false,
      field,
      relationshipName: name,
      restrictedDelete: false,
    })),
    compactLayoutable: true,
    fields: type.fields.map(describeField),
    listviewable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: true,
        developerName: 'Master',
        master: true,
        name: 'Master',
        recordTypeId: '012000000000000AAA',
        urls: {},
      },
    ],
    searchLayoutable: true,
    supportedScopes: supportedScopes(type),
  };
}

function describeField(field: Field): object {
  const { name, label, type, length, compoundFieldName = null, relationshipName = null } = field;
  const text = ['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'id', 'reference'].includes(type);
  return {
    aggregatable: isAggregatable(field),
    autoNumber: false,
    byteLength: text ? length * 3 : 0,
    calculated: field.calculated,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: field.caseSensitive,
    compoundFieldName,
    createable: field.createable,
    custom: /__p?c$/.test(name),
    defaultValue: type === 'boolean' ? false : null,
    defaultedOnCreate: field.defaultedOnCreate,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: type === 'int' ? length : 0,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: type === 'textarea' && length > 255 ? 'plaintextarea' : null,
    filterable: field.filterable && type !== 'address',
    groupable: isGroupable(field),
    idLookup: type === 'id' || field.externalId || (name === 'Email' && type === 'email'),
    inlineHelpText: null,
    label,
    length: text ? length : 0,
    mask: null,
    maskType: null,
    name,
    nameField: name === 'Name',
    namePointing: false,
    nillable: field.nillable,
    permissionable: field.nillable && type !== 'id',
    picklistValues: field.picklist.map(({ value, label: text }) => ({
      active: true,
      defaultValue: false,
      label: text,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: false,
    precision: 0,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: field.restricted,
    scale: 0,
    searchPrefilterable: type === 'reference',
    soapType: SOAP_TYPES[type] ?? 'xsd:string',
    sortable: field.filterable && type !== 'address',
    type,
    unique: field.unique,
    updateable: field.updateable,
    writeRequiresMasterRead: false,
  };
}
