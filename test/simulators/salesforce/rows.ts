import type { SimResponse } from '../kit/message.ts';
import { ApiError, methodNotAllowed, notFound } from './api-error.ts';
import { jsonBody, saverOf, type Call } from './call.ts';
import { entityTag, preconditions, validators } from './conditional.ts';
import { fullId } from './record-id.ts';
import { recordJson, type Json } from './record-json.ts';
import { remove } from './recycle.ts';
import { create, update, type Saver } from './saving.ts';
import type { Field, ObjectType, Row } from './schema.ts';
import type { Org } from './org.ts';
import { readBody } from './values.ts';

/** `sobjects/X/{id}`: GET, HEAD, PATCH, DELETE. */
export function rowAnswer(call: Call, type: ObjectType, id: string): SimResponse {
  const { org, request, caller } = call;
  const found = fullId(id) === undefined ? undefined : org.find(id);
  if (found === undefined || found.type.name !== type.name) throw notFound();
  const { row } = found;
  if (request.method === 'GET' || request.method === 'HEAD') {
    if (!org.sees(caller.userId, row['Id'])) throw notFound();
    if (row['IsDeleted'] === true)
      throw new ApiError(404, { code: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] });
    return read(call, type, row);
  }
  if (request.method === 'PATCH') {
    const body = jsonBody(call);
    if (Object.keys(body).some((name) => name.toLowerCase() === 'id'))
      throw new ApiError(400, {
        code: 'INVALID_FIELD',
        message: 'The Id field should not be specified in the sobject data.',
        fields: ['Id'],
      });
    preconditions(call, type, row);
    update(org, type, String(row['Id']), body, saverOf(call));
    const tag = entityTag(call, type, org.find(String(row['Id']))?.row ?? row);
    return { status: 204, ...(tag === undefined ? {} : { headers: { etag: tag } }) };
  }
  if (request.method !== 'DELETE') throw methodNotAllowed(request.method, 'DELETE,GET,HEAD,PATCH');
  // The chapter on the headers says that DELETE does not know them, the one on DELETE lists them.
  if (org.context.switches.get('salesforce-conditional-delete') === true) preconditions(call, type, row);
  remove(org, type, String(row['Id']), caller.userId);
  return { status: 204 };
}

function read(call: Call, type: ObjectType, row: Row): SimResponse {
  const { org, request, base } = call;
  const names = request.query
    .get('fields')
    ?.split(',')
    .map((name) => name.trim());
  for (const name of names ?? []) if (!type.byName.has(name.toLowerCase())) throw noColumn(type, name);
  const unchanged = preconditions(call, type, row);
  if (unchanged !== undefined) return unchanged;
  const headers = validators(call, type, row);
  if (request.method === 'HEAD') return { status: 200, headers };
  return { status: 200, headers, body: recordJson(org, type, row, names, base) };
}

export const noColumn = (type: ObjectType, name: string) =>
  new ApiError(400, { code: 'INVALID_FIELD', message: `No such column '${name}' on sobject of type ${type.name}` });

/** `sobjects/X` by POST. */
export function createAnswer(call: Call, type: ObjectType): SimResponse {
  const id = create(call.org, type, jsonBody(call), saverOf(call));
  return {
    status: 201,
    headers: { location: `${call.base}/sobjects/${type.name}/${id}` },
    body: { id, success: true, errors: [] },
  };
}

/** An external-id field by name, or `Id`. Throws the vendor's 404. */
export function keyField(type: ObjectType, name: string): Field {
  const field = type.byName.get(name.toLowerCase());
  if (field?.externalId === true || field?.type === 'id') return field;
  throw new ApiError(404, {
    code: 'NOT_FOUND',
    message: `Provided external ID field does not exist or is not accessible: ${name}`,
  });
}

/** Rows with this key that are not deleted, seen or not: uniqueness knows no sharing. */
export function rowsWith(org: Org, type: ObjectType, field: Field, value: string): Row[] {
  const key = field.type === 'id' ? (fullId(value) ?? '') : value;
  return [...org.tables[type.name].where(field.name, key)].filter((row) => row['IsDeleted'] !== true);
}

/** `sobjects/X/ExtField__c/value`: GET, PATCH (upsert), DELETE. */
export function keyedAnswer(call: Call, type: ObjectType, fieldName: string, value: string): SimResponse {
  const { org, request, base, caller } = call;
  const field = keyField(type, fieldName);
  const rows = rowsWith(org, type, field, value);
  if (rows.length > 1)
    return { status: 300, body: rows.map((row) => `${base}/sobjects/${type.name}/${String(row['Id'])}`) };
  const [row] = rows;
  if (request.method === 'PATCH') {
    const body = jsonBody(call);
    if (Object.keys(body).some((name) => name.toLowerCase() === field.name.toLowerCase()))
      throw new ApiError(400, {
        code: 'INVALID_FIELD',
        message: `The ${field.name} field should not be specified in the sobject data.`,
        fields: [field.name],
      });
    const { id, created } = upsert(org, type, field, value, body, saverOf(call));
    if (created) return { status: 201, body: { id, success: true, errors: [], created } };
    return Number(call.version) < 46
      ? { status: 204 }
      : { status: 200, body: { id, success: true, errors: [], created } };
  }
  if (row === undefined) throw notFound();
  if (request.method === 'GET' || request.method === 'HEAD') {
    if (!org.sees(caller.userId, row['Id'])) throw notFound();
    return read(call, type, row);
  }
  if (request.method !== 'DELETE') throw methodNotAllowed(request.method, 'DELETE,GET,HEAD,PATCH');
  remove(org, type, String(row['Id']), caller.userId);
  return { status: 204 };
}

/** Updates the row with this key, or makes it. */
export function upsert(org: Org, type: ObjectType, field: Field, value: string, body: Json, saver: Saver) {
  const rows = rowsWith(org, type, field, value);
  if (rows.length > 1) {
    const ids = rows.map((row) => String(row['Id'])).join(', ');
    throw new ApiError(400, {
      code: 'DUPLICATE_EXTERNAL_ID',
      message: `${field.label}: more than one record found for external id field: [${ids}]`,
      fields: [field.name],
    });
  }
  const id = rows[0]?.['Id'];
  if (typeof id === 'string') {
    update(org, type, id, body, saver);
    return { id, created: false };
  }
  if (field.type === 'id') {
    readBody(org, type, body);
    throw new ApiError(404, { code: 'NOT_FOUND', message: 'The requested resource does not exist' });
  }
  return { id: create(org, type, { ...body, [field.name]: value }, saver), created: true };
}
