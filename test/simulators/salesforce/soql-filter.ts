import type {
  Condition,
  ConditionWithValueQuery,
  HavingClause,
  Query,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { ApiError, malformed } from './api-error.ts';
import type { Field, Row } from './schema.ts';
import { comparison, type Comparison, type Literal, type Test } from './soql-condition.ts';
import { reader, resolve, type Path, type Scope } from './soql-fields.ts';

/** A compiled condition; `candidates` are rows among which all that fit must be, where an index knows them. */
export interface Filter {
  readonly test: (row: Row) => boolean;
  readonly candidates?: () => Iterable<Row>;
}

type Token<C> = '(' | ')' | 'AND' | 'OR' | 'NOT' | C;
/** HAVING has no sub-selects. */
type Conditions<C> = C extends HavingClause ? Condition : ConditionWithValueQuery;
type SubQuery = (query: Query) => ReadonlySet<string>;

/** The parser gives a chain with counted parentheses; here it is a line of tokens again. */
function tokens(clause: WhereClause): Token<ConditionWithValueQuery>[] {
  const list: Token<ConditionWithValueQuery>[] = [];
  let at: WhereClause | undefined = clause;
  while (at !== undefined) {
    const { left } = at;
    const rest: { operator?: 'AND' | 'OR' | 'NOT'; right?: WhereClause } = 'right' in at ? at : {};
    if (left !== null) list.push(...Array.from({ length: left.openParen ?? 0 }, () => '(' as const));
    const negation = left === null || !('operator' in left);
    if (left !== null && !negation) {
      list.push(left);
      if ('closeParen' in left) list.push(...Array.from({ length: left.closeParen ?? 0 }, () => ')' as const));
    }
    if (rest.operator !== undefined) list.push(rest.operator);
    at = rest.right;
  }
  return list;
}

/** Compiles WHERE. */
export function compileWhere(scope: Scope, clause: WhereClause, subQuery: SubQuery, alias?: string): Filter {
  return compileLogic(clause, (condition) => compileCondition(scope, condition, subQuery, alias));
}

/** Compiles conditions and what joins them. AND and OR side by side without parentheses are refused, as the vendor does. */
export function compileLogic<C extends WhereClause | HavingClause>(
  clause: C,
  compile: (condition: Conditions<C>) => Filter,
): Filter {
  const line = tokens(clause) as Token<Conditions<C>>[];
  let at = 0;
  const operand = (): Filter => {
    const token = line[at];
    at += 1;
    if (token === 'NOT') {
      const inner = operand();
      return { test: (row) => !inner.test(row) };
    }
    if (token === '(') {
      const inner = expression();
      if (line[at] !== ')') throw malformed("expecting a right parentheses, found '<EOF>'");
      at += 1;
      return inner;
    }
    if (token === undefined || typeof token === 'string') throw malformed(`unexpected token: '${token ?? '<EOF>'}'`);
    return compile(token);
  };
  const expression = (): Filter => {
    const parts = [operand()];
    let joined: 'AND' | 'OR' | undefined;
    for (let token = line[at]; token === 'AND' || token === 'OR'; token = line[at]) {
      if (joined !== undefined && joined !== token) throw malformed(`unexpected token: '${token}'`);
      joined = token;
      at += 1;
      parts.push(operand());
    }
    return joined === 'OR' ? either(parts) : both(parts);
  };
  const filter = expression();
  if (at < line.length) throw malformed(`unexpected token: '${String(line[at])}'`);
  return filter;
}

export function both(parts: readonly Filter[]): Filter {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const indexed = parts.find((part) => part.candidates !== undefined);
  return {
    test: (row) => parts.every((part) => part.test(row)),
    ...(indexed?.candidates === undefined ? {} : { candidates: indexed.candidates }),
  };
}

function either(parts: readonly Filter[]): Filter {
  const test = (row: Row) => parts.some((part) => part.test(row));
  const lists = parts.flatMap((part) => part.candidates ?? []);
  if (lists.length < parts.length) return { test };
  return { test, candidates: () => new Set(lists.flatMap((list) => [...list()])) };
}

function compileCondition(
  scope: Scope,
  condition: ConditionWithValueQuery,
  subQuery: SubQuery,
  alias: string | undefined,
): Filter {
  if (!('field' in condition)) throw malformed('functions are not supported in conditions here');
  const path = resolve(scope, condition.field, alias);
  if (!path.field.filterable || path.field.type === 'address')
    throw new ApiError(400, {
      code: 'INVALID_FIELD',
      message: `field '${path.field.name}' can not be filtered in a query call`,
    });
  const { operator } = condition;
  if ('valueQuery' in condition) return semiJoin(scope, path, operator, subQuery(condition.valueQuery));
  const literals = literalsOf(condition);
  if (operator === 'IN' || operator === 'NOT IN') return membership(scope, path, operator, literals);
  if (operator === 'INCLUDES' || operator === 'EXCLUDES')
    throw new ApiError(400, { code: 'INVALID_QUERY_FILTER_OPERATOR', message: 'invalid operator' });
  const [literal] = literals;
  if (literal === undefined) throw malformed('a value is missing');
  const compared = comparison(path.field, operator, literal, scope.org.now());
  return filterOf(scope, path, compared.test, compared.key === undefined ? undefined : [compared.key]);
}

/** What a condition of HAVING asks of an expression's value, whose type is `field`'s. */
export function conditionTest(field: Field, condition: Condition, now: number): Test {
  if (!('operator' in condition)) throw malformed('a value is missing');
  const { operator } = condition;
  const listed = operator === 'IN' || operator === 'NOT IN';
  const tests = literalsOf(condition).map((literal) => comparison(field, listed ? '=' : operator, literal, now).test);
  if (operator === 'NOT IN') return (value) => !tests.some((test) => test(value));
  return (value) => tests.some((test) => test(value));
}

function literalsOf(condition: Condition): Literal[] {
  if (!('value' in condition)) return [];
  const values = Array.isArray(condition.value) ? condition.value : [condition.value];
  const kinds = condition.literalType;
  return values.map((text, place) => ({
    text,
    kind: String(Array.isArray(kinds) ? (kinds[place] ?? kinds[0]) : (kinds ?? 'STRING')),
  }));
}

function filterOf(scope: Scope, path: Path, test: Comparison['test'], keys: readonly string[] | undefined): Filter {
  const read = reader(scope, path);
  const filter = { test: (row: Row) => test(read(row)) };
  const table = scope.org.tables[scope.type.name];
  const { name } = path.field;
  if (keys === undefined || path.parents.length > 0 || !table.isIndexed(name)) return filter;
  return {
    ...filter,
    candidates: function* () {
      for (const key of keys) yield* table.where(name, key);
    },
  };
}

function membership(scope: Scope, path: Path, operator: 'IN' | 'NOT IN', literals: readonly Literal[]): Filter {
  const compared = literals.map((literal) => comparison(path.field, '=', literal, scope.org.now()));
  const keys = compared.flatMap(({ key }) => key ?? []);
  if (keys.length < compared.length) {
    const any: Comparison['test'] = (value) => compared.some(({ test }) => test(value));
    return filterOf(scope, path, operator === 'IN' ? any : (value) => !any(value), undefined);
  }
  const fold = (text: string) => (path.field.caseSensitive || isId(path) ? text : text.toLowerCase());
  const wanted = new Set(keys.map(fold));
  const has: Comparison['test'] = (value) => typeof value === 'string' && wanted.has(fold(value));
  if (operator === 'NOT IN') return filterOf(scope, path, (value) => !has(value), undefined);
  return filterOf(scope, path, has, [...wanted]);
}

const isId = (path: Path) => path.field.type === 'id' || path.field.type === 'reference';

function semiJoin(scope: Scope, path: Path, operator: string, ids: ReadonlySet<string>): Filter {
  if (!isId(path)) throw malformed('semi join sub-selects are of id fields');
  const has: Comparison['test'] = (value) => typeof value === 'string' && ids.has(value);
  if (operator === 'NOT IN') return filterOf(scope, path, (value) => !has(value), undefined);
  return filterOf(scope, path, has, [...ids]);
}
