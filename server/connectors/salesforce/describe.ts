import type { PicklistValue } from '../../model/field-rule.ts';

/** One field of a describe, as far as we use it (REST API guide, "sObject Describe"). */
export interface DescribedField {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly length: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly externalId: boolean;
  readonly restricted: boolean;
  /** Active ones only. */
  readonly values: readonly PicklistValue[];
}

/** The Contact's fields as this person sees them: what field-level security hides is not there. By API name in lower case. */
export type Described = ReadonlyMap<string, DescribedField>;

type Json = Readonly<Record<string, unknown>>;
type NamedField = Json & { readonly name: string; readonly type: string };

/** Undefined: the answer is no describe. */
export function described(body: unknown): Described | undefined {
  const fields = (body as Json | null | undefined)?.fields;
  if (!Array.isArray(fields) || fields.length === 0 || !fields.every(isField)) return undefined;
  return new Map(
    fields.map((field) => {
      const one = describedField(field);
      return [one.name.toLowerCase(), one];
    }),
  );
}

function isField(value: unknown): value is NamedField {
  const { name, type } = (value ?? {}) as Json;
  return typeof name === 'string' && name !== '' && typeof type === 'string';
}

function describedField(field: NamedField): DescribedField {
  const { name, type, length } = field;
  return {
    name,
    label: typeof field.label === 'string' ? field.label : name,
    type,
    length: typeof length === 'number' ? length : 0,
    nillable: field.nillable === true,
    createable: field.createable === true,
    updateable: field.updateable === true,
    defaultedOnCreate: field.defaultedOnCreate === true,
    externalId: field.externalId === true,
    restricted: field.restrictedPicklist === true,
    values: values(field.picklistValues),
  };
}

function values(given: unknown): PicklistValue[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((entry: unknown) => {
    const { active, value, label } = (entry ?? {}) as Json;
    return active === false || typeof value !== 'string'
      ? []
      : [{ value, label: typeof label === 'string' ? label : value }];
  });
}
