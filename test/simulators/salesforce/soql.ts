import { parseQuery, type Query, type Subquery } from '@jetstreamapp/soql-parser-js';
import { ApiError, malformed } from './api-error.ts';
import type { Org } from './org.ts';
import type { ObjectType, Row } from './schema.ts';
import { errorAt, type Scope } from './soql-fields.ts';
import { both, compileWhere, type Filter } from './soql-filter.ts';
import { groupRows, isBareCount, isGrouped } from './soql-group.ts';
import { compileOrder, compileSelect, type ChildQuery, type Render } from './soql-select.ts';

export interface QueryOptions {
  readonly userId: string;
  readonly all: boolean;
  readonly base: string;
}

export interface QueryResult {
  /** What the answer announces; more than `rows` for COUNT(). */
  readonly total: number;
  readonly rows: readonly Row[];
  readonly render: Render;
  /** AggregateResults, which come in one page or not at all. */
  readonly grouped?: true;
}

const OFFSET_MAX = 2000;

export function parsed(soql: string): Query {
  try {
    return parseQuery(soql);
  } catch (error) {
    const image = /(?:but found: |found --> )'([^']*)'/.exec(error instanceof Error ? error.message : '')?.[1];
    throw malformed(`unexpected token: '${image === undefined || image === '' ? '<EOF>' : image}'`);
  }
}

/** Runs a query. Throws ApiError with the vendor's codes. */
export function runQuery(org: Org, soql: string, options: QueryOptions): QueryResult {
  const query = parsed(soql);
  const scope: Scope = { ...options, org, soql, type: objectOf(org, soql, query.sObject ?? '') };
  if (isBareCount(scope, query)) return { total: selected(scope, query).length, rows: [], render: () => ({}) };
  if (isGrouped(query)) {
    const { rows, render } = groupRows(scope, query, matched(scope, query));
    const part = limited(query, rows);
    return { total: part.length, rows: part, render, grouped: true };
  }
  const render = compileSelect(scope, query, childQuery(scope));
  const rows = selected(scope, query);
  return { total: rows.length, rows, render };
}

function objectOf(org: Org, soql: string, name: string): ObjectType {
  const type = org.type(name);
  if (type !== undefined) return type;
  throw errorAt(
    soql,
    'INVALID_TYPE',
    name,
    `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the ` +
      'entity name. Please reference your WSDL or the describe call for the appropriate names.',
  );
}

function selected(scope: Scope, query: Query): readonly Row[] {
  const order = query.orderBy === undefined ? undefined : [query.orderBy].flat();
  const compare = order === undefined ? undefined : compileOrder(scope, order, query.sObjectAlias);
  const rows = matched(scope, query);
  if (compare !== undefined) rows.sort(compare);
  return limited(query, rows);
}

function matched(scope: Scope, query: Query): Row[] {
  const filters: Filter[] = [];
  if (query.usingScope !== undefined) filters.push(...usingScope(scope, query.usingScope));
  if (query.where !== undefined)
    filters.push(compileWhere(scope, query.where, (inner) => semiJoinIds(scope, inner), query.sObjectAlias));
  return matching(scope, scope.org.tables[scope.type.name].values(), filters);
}

function limited({ offset = 0, limit }: Query, rows: readonly Row[]): readonly Row[] {
  if (offset > OFFSET_MAX)
    throw new ApiError(400, { code: 'NUMBER_OUTSIDE_VALID_RANGE', message: 'Maximum SOQL offset allowed is 2000' });
  return offset === 0 && limit === undefined
    ? rows
    : rows.slice(offset, limit === undefined ? undefined : offset + limit);
}

function matching(scope: Scope, all: Iterable<Row>, filters: readonly Filter[]): Row[] {
  const { org, userId } = scope;
  const filter = filters.length === 0 ? undefined : both(filters);
  const found: Row[] = [];
  for (const row of filter?.candidates?.() ?? all) {
    if (row['IsDeleted'] === true && !scope.all) continue;
    if (!org.sees(userId, row['Id'])) continue;
    if (filter === undefined || filter.test(row)) found.push(row);
  }
  return found;
}

/** Scopes that this org knows; there are no groups, so what is mine and my groups' is mine. */
function usingScope(scope: Scope, name: string): Filter[] {
  const lower = name.toLowerCase();
  if (lower === 'everything' || lower === 'scopingrule') return [];
  if (!['mine', 'mine_and_my_groups', 'team'].includes(lower)) throw malformed(`Invalid scope: ${name}`);
  const { org, userId, type } = scope;
  const table = org.tables[type.name];
  const test = (row: Row) => row['OwnerId'] === userId;
  return [table.isIndexed('OwnerId') ? { test, candidates: () => table.where('OwnerId', userId) } : { test }];
}

function semiJoinIds(scope: Scope, query: Query): ReadonlySet<string> {
  const inner: Scope = { ...scope, type: objectOf(scope.org, scope.soql, query.sObject ?? '') };
  const [item, ...others] = query.fields ?? [];
  if (item?.type !== 'Field' || others.length > 0) throw malformed('semi join sub-selects have one id field');
  const field = inner.type.byName.get(item.field.toLowerCase());
  if (field === undefined || (field.type !== 'id' && field.type !== 'reference'))
    throw malformed('semi join sub-selects have one id field');
  return new Set(
    selected(inner, query).flatMap((row) => (typeof row[field.name] === 'string' ? String(row[field.name]) : [])),
  );
}

/** `(SELECT Id FROM Contacts)`: a record's children, whole in the record. */
function childQuery(scope: Scope): ChildQuery {
  return ({ subquery }) => {
    const { name, type, field } = childOf(scope, subquery);
    const inner: Scope = { ...scope, type };
    const render = compileSelect(inner, subquery, () => {
      throw malformed('sub-selects are of one level here');
    });
    const filter =
      subquery.where === undefined ? [] : [compileWhere(inner, subquery.where, (query) => semiJoinIds(inner, query))];
    const order = subquery.orderBy === undefined ? undefined : compileOrder(inner, [subquery.orderBy].flat());
    const table = scope.org.tables[type.name];
    return {
      name,
      render: (row) => {
        // The parent decides which rows come into question, whatever an index says about the condition.
        const tests = filter.map(({ test }) => ({ test }));
        const found = matching(inner, table.where(field, String(row['Id'])), tests);
        if (order !== undefined) found.sort(order);
        const rows = found.slice(subquery.offset ?? 0, (subquery.offset ?? 0) + (subquery.limit ?? found.length));
        return rows.length === 0 ? null : { totalSize: rows.length, done: true, records: rows.map(render) };
      },
    };
  };
}

function childOf(scope: Scope, { relationshipName }: Subquery) {
  const child = scope.type.children.get(relationshipName.toLowerCase());
  if (child !== undefined) return { name: child.name, type: scope.org.schema[child.object], field: child.field };
  throw errorAt(
    scope.soql,
    'INVALID_TYPE',
    relationshipName,
    `Didn't understand relationship '${relationshipName}' in FROM part of query call. If you are attempting to use a custom ` +
      "relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call " +
      'for the appropriate names.',
  );
}
