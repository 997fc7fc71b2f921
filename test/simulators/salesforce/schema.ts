/** A stored value; dates as `2026-05-04`, times as `2026-05-04T10:00:00.000+0000`. */
export type Value = string | number | boolean | null;
/** A record by field name. Never changed in place: a save makes a new one. */
export type Row = Readonly<Record<string, Value>>;

export type ObjectName = 'Contact' | 'Account' | 'Lead' | 'User';

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'int'
  | 'reference'
  | 'address';

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly length: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly filterable: boolean;
  readonly calculated: boolean;
  readonly defaultedOnCreate: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly caseSensitive: boolean;
  readonly picklist: readonly PicklistValue[];
  readonly restricted: boolean;
  readonly referenceTo: readonly ObjectName[];
  readonly relationshipName?: string;
  readonly compoundFieldName?: string;
  /** Kept back from this org's users (field-level security). */
  readonly readable: boolean;
}

/** Whether GROUP BY takes it: no long texts, times, compounds and formulas. */
export const isGroupable = (field: Field): boolean =>
  field.filterable && !field.calculated && field.type !== 'datetime' && field.type !== 'address';

/** Whether COUNT, MIN and MAX take it: no long texts, booleans and compounds (SOQL reference, "Support for Field Types in Aggregate Functions"). */
export const isAggregatable = (field: Field): boolean =>
  field.filterable && field.type !== 'boolean' && field.type !== 'address';

export interface ObjectType {
  readonly name: ObjectName;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly fields: readonly Field[];
  readonly byName: ReadonlyMap<string, Field>;
  /** Parent relationships by lower-case name. */
  readonly parents: ReadonlyMap<string, Field>;
  /** Child relationships by lower-case name. */
  readonly children: ReadonlyMap<
    string,
    { readonly name: string; readonly object: ObjectName; readonly field: string }
  >;
  readonly writable: boolean;
}

type Given = Partial<Omit<Field, 'name' | 'label' | 'type'>>;

/** A field that people may read and write, unless `given` says otherwise. */
export function field(name: string, label: string, type: FieldType, length = 0, given: Given = {}): Field {
  return {
    name,
    label,
    type,
    length,
    nillable: type !== 'boolean',
    createable: true,
    updateable: true,
    filterable: true,
    calculated: false,
    defaultedOnCreate: type === 'boolean',
    externalId: false,
    unique: false,
    caseSensitive: false,
    picklist: [],
    restricted: false,
    referenceTo: [],
    readable: true,
    ...given,
  };
}

export const READ_ONLY = { createable: false, updateable: false } as const;

export function reference(
  name: string,
  label: string,
  to: ObjectName,
  relationshipName: string,
  given: Given = {},
): Field {
  return field(name, label, 'reference', 18, { referenceTo: [to], relationshipName, ...given });
}

export const picklist = (...values: readonly (string | PicklistValue)[]): PicklistValue[] =>
  values.map((value) => (typeof value === 'string' ? { value, label: value } : value));

/** What every object has, kept by the service alone. */
export function systemFields(): Field[] {
  return [
    field('Id', 'Record ID', 'id', 18, { ...READ_ONLY, nillable: false, defaultedOnCreate: true }),
    field('IsDeleted', 'Deleted', 'boolean', 0, READ_ONLY),
    field('CreatedDate', 'Created Date', 'datetime', 0, { ...READ_ONLY, nillable: false, defaultedOnCreate: true }),
    reference('CreatedById', 'Created By ID', 'User', 'CreatedBy', { ...READ_ONLY, nillable: false }),
    field('LastModifiedDate', 'Last Modified Date', 'datetime', 0, { ...READ_ONLY, nillable: false }),
    reference('LastModifiedById', 'Last Modified By ID', 'User', 'LastModifiedBy', { ...READ_ONLY, nillable: false }),
    field('SystemModstamp', 'System Modstamp', 'datetime', 0, { ...READ_ONLY, nillable: false }),
  ];
}

export interface ObjectParts {
  readonly name: ObjectName;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly writable?: boolean;
  readonly children?: readonly (readonly [name: string, object: ObjectName, field: string])[];
}

export function objectType(parts: ObjectParts, fields: readonly Field[]): ObjectType {
  const readable = fields.filter((one) => one.readable);
  const parents = readable.filter((one) => one.relationshipName !== undefined);
  return {
    name: parts.name,
    label: parts.label,
    labelPlural: parts.labelPlural,
    keyPrefix: parts.keyPrefix,
    fields: readable,
    byName: new Map(readable.map((one) => [one.name.toLowerCase(), one])),
    parents: new Map(parents.map((one) => [(one.relationshipName ?? '').toLowerCase(), one])),
    children: new Map(
      (parts.children ?? []).map(([name, object, key]) => [name.toLowerCase(), { name, object, field: key }]),
    ),
    writable: parts.writable ?? true,
  };
}
