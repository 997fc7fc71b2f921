import { ApiError, malformed } from './api-error.ts';
import { fullId } from './record-id.ts';
import type { Field, Value } from './schema.ts';
import { dayRange, literalRange, type Range } from './soql-dates.ts';
import { epoch, isoDate } from './times.ts';

export interface Literal {
  readonly text: string;
  readonly kind: string;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', N: '\n', R: '\r' };

/** A quoted literal's text. */
export function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, (_all, sign: string) => ESCAPES[sign] ?? sign);
}

/** LIKE's pattern: % any, _ one sign, escaped by a backslash to stand for themselves; without regard to case. */
function pattern(text: string): RegExp {
  const source = text
    .slice(1, -1)
    .replace(/\\(.)|([%_])|([\s\S])/gu, (_all, escaped?: string, wild?: string, plain?: string) => {
      if (wild !== undefined) return wild === '%' ? '[\\s\\S]*' : '[\\s\\S]';
      const sign = escaped === undefined ? (plain ?? '') : (ESCAPES[escaped] ?? escaped);
      return sign.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    });
  return new RegExp(`^${source}$`, 'iu');
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  datetime: 'dateTime',
  int: 'int',
  boolean: 'boolean',
  date: 'date',
};

function wrongType(field: Field): ApiError {
  const name = TYPE_NAMES[field.type];
  return new ApiError(400, {
    code: 'INVALID_FIELD',
    message:
      name === undefined
        ? `value of filter criterion for field '${field.name}' must be of type string and should be enclosed in quotes`
        : `value of filter criterion for field '${field.name}' must be of type ${name} and should not be enclosed in quotes`,
  });
}

export type Test = (value: Value) => boolean;

/** What a comparison with one value asks of a field's value; `key` is what an index can be asked for. */
export interface Comparison {
  readonly test: Test;
  readonly key?: string;
}

export function comparison(field: Field, operator: string, literal: Literal, now: number): Comparison {
  if (literal.kind === 'NULL') {
    if (operator === '=') return { test: (value) => (field.type === 'boolean' ? value === false : value === null) };
    if (operator === '!=') return { test: (value) => (field.type === 'boolean' ? value === true : value !== null) };
    throw malformed(`unexpected operator ${operator} with null`);
  }
  if (field.type === 'date' || field.type === 'datetime') return { test: timeTest(field, operator, literal, now) };
  if (field.type === 'boolean') {
    if (literal.kind !== 'BOOLEAN') throw wrongType(field);
    const wanted = literal.text.toUpperCase() === 'TRUE';
    if (operator !== '=' && operator !== '!=') throw badOperator(operator);
    return { test: (value) => (value === wanted) === (operator === '=') };
  }
  if (field.type === 'int') {
    if (!['INTEGER', 'DECIMAL'].includes(literal.kind)) throw wrongType(field);
    return { test: ordered(operator, Number(literal.text), (value) => value) };
  }
  if (literal.kind !== 'STRING') throw wrongType(field);
  if (field.type === 'id' || field.type === 'reference') return idComparison(operator, literal);
  if (operator === 'LIKE') {
    const expression = pattern(literal.text);
    return { test: (value) => typeof value === 'string' && expression.test(value) };
  }
  const text = unquoted(literal.text);
  // An empty text is no value at all.
  if (text === '') return comparison(field, operator, { text: 'null', kind: 'NULL' }, now);
  const fold = (value: Value) => (typeof value === 'string' && !field.caseSensitive ? value.toLowerCase() : value);
  const wanted = fold(text);
  return {
    test: ordered(operator, wanted, fold),
    ...(operator === '=' ? { key: text } : {}),
  };
}

function badOperator(operator: string): ApiError {
  return new ApiError(400, { code: 'INVALID_QUERY_FILTER_OPERATOR', message: `invalid operator: ${operator}` });
}

function idComparison(operator: string, literal: Literal): Comparison {
  if (operator === 'LIKE')
    throw new ApiError(400, { code: 'INVALID_QUERY_FILTER_OPERATOR', message: 'invalid operator on id field' });
  const text = unquoted(literal.text);
  const id = text === '' ? null : fullId(text);
  if (id === undefined)
    throw new ApiError(400, { code: 'INVALID_QUERY_FILTER_OPERATOR', message: `invalid ID field: ${text}` });
  if (id === null) return { test: (value) => (value === null) === (operator === '=') };
  return { test: ordered(operator, id, (value) => value), ...(operator === '=' ? { key: id } : {}) };
}

function ordered(operator: string, wanted: Value, fold: (value: Value) => Value): Test {
  if (operator === '=') return (value) => fold(value) === wanted;
  if (operator === '!=') return (value) => fold(value) !== wanted;
  if (operator === '<') return (value) => value !== null && wanted !== null && (fold(value) ?? '') < wanted;
  if (operator === '<=') return (value) => value !== null && wanted !== null && (fold(value) ?? '') <= wanted;
  if (operator === '>') return (value) => value !== null && wanted !== null && (fold(value) ?? '') > wanted;
  if (operator === '>=') return (value) => value !== null && wanted !== null && (fold(value) ?? '') >= wanted;
  throw badOperator(operator);
}

/** Stored times are texts of one form, which compare as the times do. */
function timeTest(field: Field, operator: string, { kind, text }: Literal, now: number): Test {
  if (operator === 'LIKE') throw badOperator(operator);
  let range: Range | undefined;
  if (kind === 'DATE_LITERAL' || kind === 'DATE_N_LITERAL') range = literalRange(text, now);
  else if (kind === 'DATE' && field.type === 'date') range = dayRange(text);
  else if (kind === 'DATETIME' && field.type === 'datetime') range = { start: epoch(text), end: epoch(text) + 1 };
  if (range === undefined || Number.isNaN(range.start)) throw wrongType(field);
  const form = (at: number) =>
    field.type === 'date' ? isoDate(at) : `${new Date(at).toISOString().slice(0, -1)}+0000`;
  const start = form(range.start);
  const end = form(range.end);
  const tests: Readonly<Record<string, (value: string) => boolean>> = {
    '=': (value) => value >= start && value < end,
    '!=': (value) => value < start || value >= end,
    '<': (value) => value < start,
    '<=': (value) => value < end,
    '>': (value) => value >= end,
    '>=': (value) => value >= start,
  };
  const test = tests[operator];
  if (test === undefined) throw badOperator(operator);
  return (value) => (typeof value === 'string' ? test(value) : operator === '!=');
}
