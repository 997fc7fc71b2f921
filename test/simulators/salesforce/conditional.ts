import { createHash } from 'node:crypto';
import type { SimResponse } from '../kit/message.ts';
import { ApiError } from './api-error.ts';
import { httpDate, type Call } from './call.ts';
import { recordJson } from './record-json.ts';
import type { ObjectType, Row } from './schema.ts';
import { epoch } from './times.ts';

/** One or more entity tags, or the sign for any. */
const TAGS = /^\s*(?:\*|(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*)\s*$/;

/** Of accounts alone: a hash of the whole record (REST API guide, "Conditional Request Headers"). */
export function entityTag({ org }: Call, type: ObjectType, row: Row): string | undefined {
  if (type.name !== 'Account') return undefined;
  const text = JSON.stringify(recordJson(org, type, row));
  return `"${createHash('sha256').update(text).digest('base64')}"`;
}

/** Last-Modified, and for accounts ETag. */
export function validators(call: Call, type: ObjectType, row: Row): Readonly<Record<string, string>> {
  const tag = entityTag(call, type, row);
  return { 'last-modified': new Date(changedAt(row)).toUTCString(), ...(tag === undefined ? {} : { etag: tag }) };
}

const changedAt = (row: Row): number => epoch(String(row['LastModifiedDate'] ?? row['SystemModstamp']));

/**
 * The conditions of a request for a row: If-Match and If-None-Match on accounts, the dates on all. Answers 304 where a reader has it
 * already. Throws 412 where the row is another, and 400 where a writer's header can't be read.
 */
export function preconditions(call: Call, type: ObjectType, row: Row): SimResponse | undefined {
  const { request } = call;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const tag = entityTag(call, type, row);
  const wanted = tag === undefined ? undefined : tags(call, 'if-match', reads);
  if (wanted !== undefined && !matches(wanted, tag)) throw failed();
  const unmodified = date(call, 'if-unmodified-since', reads);
  if (wanted === undefined && unmodified !== undefined && changedAt(row) > unmodified) throw failed();
  const unwanted = tag === undefined ? undefined : tags(call, 'if-none-match', reads);
  const unchanged = { status: 304, headers: validators(call, type, row) };
  if (unwanted !== undefined) {
    if (!matches(unwanted, tag)) return undefined;
    if (reads) return unchanged;
    throw failed();
  }
  const since = reads ? date(call, 'if-modified-since', reads) : undefined;
  return since !== undefined && changedAt(row) <= since ? unchanged : undefined;
}

function matches(list: string, tag: string | undefined): boolean {
  return list.trim() === '*' || list.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}

function tags({ request }: Call, name: string, reads: boolean): string | undefined {
  const text = request.headers[name];
  if (text === undefined || TAGS.test(text)) return text;
  if (reads) return undefined;
  throw unreadable(name);
}

function date({ request }: Call, name: string, reads: boolean): number | undefined {
  const at = httpDate(request, name);
  if (at === undefined || !Number.isNaN(at)) return at;
  if (reads) return undefined;
  throw unreadable(name);
}

const unreadable = (name: string) =>
  new ApiError(400, { code: 'INVALID_HEADER', message: `The value of ${name} is not valid` });

const failed = () =>
  new ApiError(412, {
    code: 'PRECONDITION_FAILED',
    message: 'The requested resource is not as the request says that it must be',
  });
