import type { FieldType, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { malformed } from './api-error.ts';
import { attributesOf, valueOf, type Json } from './record-json.ts';
import type { Field, ObjectType, Row, Value } from './schema.ts';
import { errorAt, parentOf, reader, resolve, type Path, type Scope } from './soql-fields.ts';

export type Render = (row: Row) => Json;
export type ChildQuery = (child: Extract<FieldType, { type: 'FieldSubquery' }>) => {
  name: string;
  render: (row: Row) => unknown;
};

/** The names and values of one level of a selection: own fields, and parents with theirs. */
interface Level {
  readonly own: { readonly key: string; readonly read: (row: Row) => unknown }[];
  readonly parents: Map<
    string,
    { readonly name: string; readonly via: Field; readonly type: ObjectType; readonly level: Level }
  >;
}

const level = (): Level => ({ own: [], parents: new Map() });

/** What a row is in the answer. */
export function compileSelect(scope: Scope, query: Pick<Query, 'fields' | 'sObjectAlias'>, child: ChildQuery): Render {
  const top = level();
  const seen = new Set<string>();
  for (const item of query.fields ?? []) {
    if (item.type === 'FieldSubquery') {
      const { name, render } = child(item);
      top.own.push({ key: name, read: render });
      continue;
    }
    const { text, label, alias } = plainField(item);
    const path = resolve(scope, text, query.sObjectAlias);
    const full = [...path.parents.map((parent) => parent.relationshipName ?? ''), path.field.name].join('.');
    if (seen.has(full.toLowerCase())) throw malformed(`duplicate field selected: ${full}`);
    seen.add(full.toLowerCase());
    place(scope, top, path, label, alias);
  }
  return (row) => rendered(scope, top, scope.type, row);
}

export const aliasOf = (item: FieldType): string | undefined => ('alias' in item ? item.alias : undefined);

function plainField(item: FieldType): { text: string; label: boolean; alias?: string } {
  if (aliasOf(item) !== undefined && item.type !== 'FieldFunctionExpression')
    throw malformed('only aggregate expressions use field aliasing');
  if (item.type === 'Field')
    return { text: 'objectPrefix' in item ? `${item.objectPrefix}.${item.field}` : item.field, label: false };
  if (item.type === 'FieldRelationship') return { text: [...item.relationships, item.field].join('.'), label: false };
  if (item.type === 'FieldFunctionExpression' && /^(toLabel|format)$/i.test(item.functionName)) {
    const [inner] = item.parameters;
    if (typeof inner === 'string')
      return {
        text: inner,
        label: item.functionName.toLowerCase() === 'tolabel',
        ...(item.alias === undefined ? {} : { alias: item.alias }),
      };
  }
  throw malformed('this select item is not supported here');
}

function place(scope: Scope, top: Level, path: Path, label: boolean, alias: string | undefined): void {
  let at = top;
  for (const parent of path.parents) {
    const name = parent.relationshipName ?? '';
    const target = parent.referenceTo[0];
    if (target === undefined) return;
    const found = at.parents.get(name) ?? { name, via: parent, type: scope.org.schema[target], level: level() };
    at.parents.set(name, found);
    at = found.level;
  }
  const { field, type } = path;
  const labels = new Map(field.picklist.map((one) => [one.value, one.label]));
  at.own.push({
    key: alias ?? field.name,
    read: (row) => {
      const value = valueOf(scope.org, type, row, field);
      return label && typeof value === 'string' ? (labels.get(value) ?? value) : value;
    },
  });
}

function rendered(scope: Scope, { own, parents }: Level, type: ObjectType, row: Row): Json {
  const json: Record<string, unknown> = { attributes: attributesOf(type, row, scope.base) };
  for (const { key, read } of own) json[key] = read(row);
  for (const { name, via, type: parentType, level: inner } of parents.values()) {
    const parent = parentOf(scope, { parents: [via] }, row);
    json[name] = parent === undefined ? null : rendered(scope, inner, parentType, parent);
  }
  return json;
}

/** One key of ORDER BY, and what it reads of a row. */
export interface OrderKey {
  readonly clause: OrderByClause;
  readonly field: Field;
  readonly read: (row: Row) => Value;
}

/** A comparison of rows for ORDER BY: nulls first unless said otherwise, texts without regard to case. */
export function compileOrder(scope: Scope, order: readonly OrderByClause[], alias?: string) {
  return comparing(
    order.map((clause) => {
      if (!('field' in clause)) throw malformed('functions are not supported in ORDER BY here');
      const path = resolve(scope, clause.field, alias);
      if (!path.field.filterable || path.field.type === 'address')
        throw errorAt(
          scope.soql,
          'INVALID_FIELD',
          clause.field,
          `field '${path.field.name}' can not be sorted in a query call`,
        );
      return { clause, field: path.field, read: reader(scope, path) };
    }),
  );
}

export function comparing(order: readonly OrderKey[]) {
  const keys = order.map(({ clause, field, read }) => {
    const fold = field.type === 'id' || field.type === 'reference' ? (value: Value) => value : lower;
    return {
      read: (row: Row) => fold(read(row)),
      sign: clause.order === 'DESC' ? -1 : 1,
      nulls: clause.nulls === 'LAST' ? 1 : -1,
    };
  });
  return (a: Row, b: Row): number => {
    for (const { read, sign, nulls } of keys) {
      const [one, other] = [read(a), read(b)];
      if (one === other) continue;
      if (one === null) return nulls;
      if (other === null) return -nulls;
      return one < other ? -sign : sign;
    }
    return 0;
  };
}

const lower = (value: Value) => (typeof value === 'string' ? value.toLowerCase() : value);
