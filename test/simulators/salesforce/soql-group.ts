import type { Condition, FieldType, GroupByClause, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { ApiError, malformed } from './api-error.ts';
import type { Json } from './record-json.ts';
import type { Row, Value } from './schema.ts';
import { aggregate, folded, groupedField, isAggregate, plainField, type Expression } from './soql-aggregate.ts';
import { errorAt, type Scope } from './soql-fields.ts';
import { compileLogic, conditionTest, type Filter } from './soql-filter.ts';
import { aliasOf, comparing, type OrderKey, type Render } from './soql-select.ts';

/** A grouped query's answer: a row for each group, by expression. */
export interface Grouped {
  readonly rows: readonly Row[];
  readonly render: Render;
}

/** Whether the query answers AggregateResults; COUNT() alone does not. */
export function isGrouped({ fields = [], groupBy, having }: Query): boolean {
  return groupBy !== undefined || having !== undefined || fields.some(isAggregateItem);
}

const isAggregateItem = (item: FieldType): boolean =>
  item.type === 'FieldFunctionExpression' && (isAggregate(item.functionName) || item.isAggregateFn === true);

/** `SELECT COUNT()`: a number and no rows (SOQL reference, "COUNT()"). */
export function isBareCount(scope: Scope, { fields = [], groupBy, orderBy }: Query): boolean {
  const bare = fields.find(
    (item) =>
      item.type === 'FieldFunctionExpression' &&
      item.functionName.toUpperCase() === 'COUNT' &&
      item.parameters.length === 0,
  );
  if (bare === undefined) return false;
  if (fields.length > 1 || groupBy !== undefined || orderBy !== undefined)
    throw errorAt(scope.soql, 'MALFORMED_QUERY', 'COUNT()', "unexpected token: 'COUNT()'");
  return true;
}

/** Groups rows and answers an AggregateResult for each group (SOQL reference, "GROUP BY", "HAVING"). Throws MALFORMED_QUERY. */
export function groupRows(scope: Scope, query: Query, rows: readonly Row[]): Grouped {
  if (query.having !== undefined && query.groupBy === undefined)
    throw errorAt(scope.soql, 'MALFORMED_QUERY', 'HAVING', "unexpected token: 'HAVING'");
  const keys = [query.groupBy ?? []].flat().map((clause) => groupKey(scope, clause, query.sObjectAlias));
  const group = new Group(scope, query, keys);
  const items = (query.fields ?? []).map((item, place) => group.selected(item, place));
  const names = new Set<string>();
  for (const { name } of items) {
    if (names.has(name.toLowerCase())) throw malformed(`duplicate alias: ${name}`);
    names.add(name.toLowerCase());
  }
  const having = query.having === undefined ? undefined : compileLogic(query.having, (one) => group.having(one));
  const order = query.orderBy === undefined ? [] : [query.orderBy].flat().map((clause) => group.order(clause));
  if (keys.length === 0) ungrouped(query);
  const found = gathered(scope, keys, rows)
    .map((members) => group.row(members))
    .filter((row) => having === undefined || having.test(row));
  if (order.length > 0) found.sort(comparing(order));
  const render: Render = (row): Json => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(items.map(({ name, key }) => [name, row[key] ?? null])),
  });
  return { rows: found, render };
}

/** Without groups there is one row, and nothing to limit. */
function ungrouped({ limit, offset }: Query): void {
  const word = limit !== undefined ? 'LIMIT' : offset !== undefined ? 'OFFSET' : undefined;
  if (word !== undefined)
    throw malformed(`Non-grouped query that uses overall aggregate functions cannot also use ${word}`);
}

function groupKey(scope: Scope, clause: GroupByClause, alias: string | undefined): Expression {
  if ('field' in clause) return groupedField(scope, clause.field, alias);
  throw new ApiError(501, {
    code: 'NOT_SIMULATED',
    message: `GROUP BY ${clause.fn.functionName ?? ''} is not simulated`,
  });
}

function gathered(scope: Scope, keys: readonly Expression[], rows: readonly Row[]): (readonly Row[])[] {
  if (keys.length === 0) return [rows];
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map(({ field, of }) => folded(scope, field, of([row]))));
    const group = groups.get(key) ?? [];
    group.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

interface Item {
  readonly key: string;
  readonly name: string;
}

/** The expressions of one grouped query, and the rows that they make of groups. */
class Group {
  private readonly scope: Scope;
  private readonly alias: string | undefined;
  private readonly grouped: ReadonlySet<string>;
  private readonly expressions = new Map<string, Expression>();
  private unnamed = 0;

  constructor(scope: Scope, query: Query, keys: readonly Expression[]) {
    this.scope = scope;
    this.alias = query.sObjectAlias;
    this.grouped = new Set(keys.map(({ key }) => key));
  }

  /** Of the select list; what has no alias is called by its last word, or expr0, expr1 and so on. */
  selected(item: FieldType, place: number): Item {
    if (item.type === 'Field' || item.type === 'FieldRelationship') {
      const { field } = item;
      const prefix = 'objectPrefix' in item ? [item.objectPrefix] : [];
      const words = item.type === 'Field' ? [] : item.relationships;
      const { key, field: found } = this.field([...prefix, ...words, field].join('.'), 'Field');
      return { key, name: aliasOf(item) ?? found.name };
    }
    if (item.type !== 'FieldFunctionExpression')
      throw malformed(`only root queries support aggregate expressions (item ${String(place + 1)})`);
    const { key } = this.kept(aggregate(this.scope, item, this.alias));
    const name = item.alias ?? `expr${String(this.unnamed)}`;
    if (item.alias === undefined) this.unnamed += 1;
    return { key, name };
  }

  having(condition: Condition): Filter {
    const expression =
      'fn' in condition
        ? this.kept(aggregate(this.scope, condition.fn, this.alias))
        : 'field' in condition
          ? this.field(condition.field, 'Field')
          : undefined;
    if (expression === undefined) throw malformed('a condition is missing');
    const test = conditionTest(expression.field, condition, this.scope.org.now());
    return { test: (row) => test(row[expression.key] ?? null) };
  }

  order(clause: OrderByClause): OrderKey {
    const expression =
      'fn' in clause
        ? this.kept(aggregate(this.scope, clause.fn, this.alias))
        : this.field(clause.field, 'Ordered field');
    const { key, field } = expression;
    return { clause, field, read: (row) => row[key] ?? null };
  }

  row(members: readonly Row[]): Row {
    return Object.fromEntries([...this.expressions].map(([key, { of }]): [string, Value] => [key, of(members)]));
  }

  private field(text: string, what: string): Expression {
    const expression = plainField(this.scope, text, this.alias);
    if (this.grouped.has(expression.key)) return this.kept(expression);
    throw errorAt(this.scope.soql, 'MALFORMED_QUERY', text, `${what} must be grouped or aggregated: ${text}`);
  }

  private kept(expression: Expression): Expression {
    this.expressions.set(expression.key, expression);
    return expression;
  }
}
