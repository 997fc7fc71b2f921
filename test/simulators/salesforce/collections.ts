import type { SimResponse } from '../kit/message.ts';
import { ApiError, collectionError, methodNotAllowed, notFound, rowError } from './api-error.ts';
import { isJson, jsonBody, saverOf, type Call } from './call.ts';
import { fullId } from './record-id.ts';
import type { Json } from './record-json.ts';
import { remove } from './recycle.ts';
import { keyField, noColumn, upsert } from './rows.ts';
import { create, update } from './saving.ts';
import type { ObjectType } from './schema.ts';
import { compileSelect } from './soql-select.ts';
import { resolve, type Scope } from './soql-fields.ts';
import { readBody } from './values.ts';

const RECORDS_MAX = 200;
const RETRIEVE_MAX = 2000;
const CHUNKS_MAX = 10;

type Result = {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly object[];
  readonly created?: boolean;
};

/** `composite/sobjects…` (REST API guide, "sObject Collections"). */
export function collectionsAnswer(call: Call, rest: readonly string[]): SimResponse {
  const { method, query } = call.request;
  const [object, key] = rest;
  if (object === undefined) {
    if (method === 'POST') return save(call, (type, body) => ({ id: create(call.org, type, body, saverOf(call)) }));
    if (method === 'PATCH') return save(call, (type, body) => ({ id: updated(call, type, body) }));
    if (method === 'DELETE') return deletion(call, query);
    throw methodNotAllowed(method, 'DELETE,PATCH,POST');
  }
  const type = call.org.type(object);
  if (type === undefined) throw notFound();
  if (key !== undefined) {
    if (method !== 'PATCH') throw methodNotAllowed(method, 'PATCH');
    const field = keyField(type, key);
    return save(call, (own, body) => {
      const given = Object.entries(body).find(([name]) => name.toLowerCase() === field.name.toLowerCase());
      const value = given?.[1];
      if (typeof value !== 'string' || value.trim() === '') {
        if (field.type === 'id') return { id: create(call.org, own, body, saverOf(call)), created: true };
        throw rowError('MISSING_ARGUMENT', `${field.name} not specified`);
      }
      const { [given?.[0] ?? '']: _key, ...others } = body;
      return upsert(call.org, own, field, value.trim(), others, saverOf(call));
    });
  }
  if (method === 'GET') return retrieve(call, type, list(query.get('ids')), list(query.get('fields')));
  if (method !== 'POST') throw methodNotAllowed(method, 'GET,POST');
  const { ids, fields } = jsonBody(call);
  return retrieve(call, type, strings(ids), strings(fields));
}

const list = (text: string | null) => (text === null || text === '' ? [] : text.split(',').map((part) => part.trim()));
const strings = (value: unknown) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

const tooMany = () =>
  new ApiError(400, {
    code: 'EXCEEDED_ID_LIMIT',
    message: `record limit reached. cannot submit more than ${RECORDS_MAX} records into this operation`,
  });

/** Saves each record; what can't be read at all refuses the request whole, unless the switch says that it is the record's error. */
function save(call: Call, one: (type: ObjectType, body: Json) => { id: string; created?: boolean }): SimResponse {
  const { org } = call;
  const { records, allOrNone = false } = jsonBody(call);
  if (!Array.isArray(records) || !records.every(isJson))
    throw new ApiError(400, { code: 'INVALID_INPUT', message: 'records: a list of sObjects is required' });
  if (records.length > RECORDS_MAX) throw tooMany();
  const typed = records.map((record) => ({ record, type: typeOf(call, record) }));
  const chunks = typed.filter(({ type }, place) => type !== typed[place - 1]?.type).length;
  if (chunks > CHUNKS_MAX)
    throw new ApiError(400, {
      code: 'LIMIT_EXCEEDED',
      message: 'Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking.',
    });
  if (org.context.switches.get('salesforce-collection-field-errors') === 'request')
    for (const { record, type } of typed) readBody(org, type, record);
  const results = all(call, allOrNone === true, typed, ({ record, type }) => one(type, record));
  return { status: 200, body: results };
}

function typeOf({ org }: Call, record: Json): ObjectType {
  const { attributes } = record;
  const name = isJson(attributes) ? attributes['type'] : undefined;
  const type = typeof name === 'string' ? org.type(name) : undefined;
  if (type !== undefined) return type;
  throw new ApiError(400, {
    code: 'INVALID_TYPE',
    message: `sObject type '${String(name)}' is not supported.`,
  });
}

function all<T>(
  { org }: Call,
  allOrNone: boolean,
  entries: readonly T[],
  one: (entry: T) => { id: string; created?: boolean },
): Result[] {
  const attempt = (entry: T): Result => {
    try {
      return { ...one(entry), success: true, errors: [] };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { success: false, errors: error.errors.map(collectionError) };
    }
  };
  if (!allOrNone) return entries.map(attempt);
  let results: Result[] = [];
  const undone = new Error('rolled back');
  try {
    org.transaction(() => {
      results = entries.map(attempt);
      if (results.some(({ success }) => !success)) throw undone;
    });
  } catch (error) {
    if (error !== undone) throw error;
    const rolledBack = collectionError({
      code: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
    });
    results = results.map((result) => (result.success ? { success: false, errors: [rolledBack] } : result));
  }
  return results;
}

function updated(call: Call, type: ObjectType, body: Json): string {
  const id = Object.entries(body).find(([name]) => name.toLowerCase() === 'id')?.[1];
  if (typeof id !== 'string' || id === '')
    throw rowError('MISSING_ARGUMENT', 'Id not specified in an update call', ['Id']);
  const full = fullId(id);
  if (full === undefined) throw rowError('MALFORMED_ID', `Record ID: id value of incorrect type: ${id}`, ['Id']);
  update(call.org, type, full, body, saverOf(call));
  return full;
}

function deletion(call: Call, query: URLSearchParams): SimResponse {
  const ids = list(query.get('ids'));
  if (ids.length > RECORDS_MAX) throw tooMany();
  const results = all(call, query.get('allOrNone') === 'true', ids, (id) => {
    const full = fullId(id);
    const type = full === undefined ? undefined : call.org.typeOfId(full);
    if (full === undefined || type === undefined) throw rowError('MALFORMED_ID', `malformed id ${id}`);
    remove(call.org, type, full, call.caller.userId);
    return { id: full };
  });
  return { status: 200, body: results };
}

/** One place for each id asked; null for what is not there, deleted or not seen. */
function retrieve(call: Call, type: ObjectType, ids: readonly string[], fields: readonly string[]): SimResponse {
  const { org, caller, base } = call;
  if (ids.length === 0 || fields.length === 0)
    throw new ApiError(400, { code: 'MISSING_ARGUMENT', message: 'ids and fields are required' });
  if (ids.length > RETRIEVE_MAX)
    throw new ApiError(400, { code: 'EXCEEDED_ID_LIMIT', message: `no more than ${RETRIEVE_MAX} records at a time` });
  const soql = fields.join(',');
  const scope: Scope = { org, type, userId: caller.userId, soql, all: false, base };
  const parents = org.context.switches.get('salesforce-retrieve-parent-fields') === true;
  for (const name of fields) if (name.includes('.') && !parents) throw noColumn(type, name);
  for (const name of fields) resolve(scope, name);
  const render = compileSelect(
    scope,
    {
      fields: [...new Set(fields)].map((name) => {
        const words = name.split('.');
        const field = words.pop() ?? '';
        return words.length === 0
          ? { type: 'Field' as const, field }
          : { type: 'FieldRelationship' as const, field, relationships: words };
      }),
    },
    () => {
      throw notFound();
    },
  );
  const rows = ids.map((id) => {
    const full = fullId(id);
    if (full === undefined) throw new ApiError(400, { code: 'MALFORMED_ID', message: `malformed id ${id}` });
    const row = org.tables[type.name].get(full);
    return row === undefined || row['IsDeleted'] === true || !org.sees(caller.userId, full) ? null : render(row);
  });
  return { status: 200, body: rows };
}
