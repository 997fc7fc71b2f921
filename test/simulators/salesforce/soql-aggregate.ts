import { ApiError, malformed } from './api-error.ts';
import { field as fieldOf, isAggregatable, isGroupable, type Field, type Row, type Value } from './schema.ts';
import { errorAt, reader, resolve, type Scope } from './soql-fields.ts';

/** One value of a group of rows: a grouped field or an aggregate function; `key` is the same for the same expression. */
export interface Expression {
  readonly key: string;
  /** What its values are compared as. */
  readonly field: Field;
  of(rows: readonly Row[]): Value;
}

const NUMBER = fieldOf('number', 'Number', 'int');
const AGGREGATES: ReadonlySet<string> = new Set(['COUNT', 'COUNT_DISTINCT', 'MIN', 'MAX', 'SUM', 'AVG']);

export const isAggregate = (functionName: string | undefined): boolean =>
  AGGREGATES.has((functionName ?? '').toUpperCase());

/** A field by which rows are grouped. Throws for one that can't be. */
export function groupedField(scope: Scope, text: string, alias: string | undefined): Expression {
  const expression = plainField(scope, text, alias);
  if (!isGroupable(expression.field))
    throw errorAt(
      scope.soql,
      'MALFORMED_QUERY',
      text,
      `field '${expression.field.name}' can not be grouped in a query call`,
    );
  return expression;
}

/** A field as a group has it: that of its first row. */
export function plainField(scope: Scope, text: string, alias: string | undefined): Expression {
  const path = resolve(scope, text, alias);
  const read = reader(scope, path);
  const key = [...path.parents.map((parent) => parent.relationshipName ?? ''), path.field.name].join('.').toLowerCase();
  return { key, field: path.field, of: ([first]) => (first === undefined ? null : read(first)) };
}

/** `MAX(CreatedDate)`, over all types that the vendor lists (SOQL reference, "Support for Field Types in Aggregate Functions"). */
export function aggregate(
  scope: Scope,
  { functionName, parameters }: { readonly functionName?: string; readonly parameters?: readonly unknown[] },
  alias: string | undefined,
): Expression {
  const name = (functionName ?? '').toUpperCase();
  const [text, ...others] = parameters ?? [];
  if (!isAggregate(name))
    throw new ApiError(501, { code: 'NOT_SIMULATED', message: `${name} is not simulated in grouped queries` });
  if (typeof text !== 'string' || others.length > 0) throw malformed("unexpected token: ')'");
  const { field, key, of: one } = plainField(scope, text, alias);
  const numeric = name === 'SUM' || name === 'AVG';
  if (!isAggregatable(field) || (numeric && field.type !== 'int'))
    throw errorAt(
      scope.soql,
      'MALFORMED_QUERY',
      text,
      `field ${field.name} does not support aggregate operator ${name}`,
    );
  const values = (rows: readonly Row[]) =>
    rows.map((row) => one([row])).filter((value) => value !== null && value !== undefined);
  const counts = name === 'COUNT' || name === 'COUNT_DISTINCT';
  return {
    key: `${name}(${key})`,
    field: counts || numeric ? NUMBER : field,
    of: (rows) => result(scope, name, field, values(rows)),
  };
}

/** Of the values that are there: nulls count in no aggregate function. */
function result(scope: Scope, name: string, field: Field, values: readonly Exclude<Value, null>[]): Value {
  if (name === 'COUNT') return values.length;
  if (name === 'COUNT_DISTINCT') return new Set(values.map((value) => folded(scope, field, value))).size;
  const [first, ...rest] = values;
  if (first === undefined) return null;
  if (name === 'MIN' || name === 'MAX') {
    const sign = name === 'MIN' ? 1 : -1;
    const rank = ranked(field);
    return rest.reduce((best, value) => (sign * compared(rank(value), rank(best)) < 0 ? value : best), first);
  }
  const sum = values.reduce<number>((total, value) => total + Number(value), 0);
  return name === 'SUM' ? sum : sum / values.length;
}

/** Picklists by the order of their values, as the vendor says; texts without regard to case. */
function ranked({ picklist }: Field): (value: Value) => Value {
  if (picklist.length > 0) return (value) => picklist.findIndex((one) => one.value === value);
  return (value) => (typeof value === 'string' ? value.toLowerCase() : value);
}

function compared(one: Value, other: Value): number {
  if (one === other || one === null || other === null) return 0;
  return one < other ? -1 : 1;
}

/** What makes two values the same one; whether case does is open, but on fields that are told apart by it. */
export function folded(scope: Scope, field: Field, value: Value): Value {
  const exact = field.caseSensitive || scope.org.context.switches.get('salesforce-group-by-case') === 'exact';
  return typeof value === 'string' && !exact && field.type !== 'id' && field.type !== 'reference'
    ? value.toLowerCase()
    : value;
}
