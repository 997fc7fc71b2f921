import type { SimRequest, SimResponse } from '../kit/message.ts';
import { ApiError, methodNotAllowed, notFound } from './api-error.ts';
import { httpDate, type Call, type Caller, type Desk } from './call.ts';
import { collectionsAnswer } from './collections.ts';
import { batchAnswer, compositeAnswer } from './composite.ts';
import { describe, describeGlobal } from './describe.ts';
import { ORG_ID } from './org.ts';
import { deletedAnswer, updatedAnswer } from './replication.ts';
import { createAnswer, keyedAnswer, rowAnswer } from './rows.ts';
import type { ObjectType } from './schema.ts';
import { runQuery } from './soql.ts';

const SEASONS = ['Spring', 'Summer', 'Winter'];
const [OLDEST, NEWEST] = [31, 68];
/** Of the address alone (414), and of it and the headers together (431); in bytes (REST API guide, "Status Codes and Error Responses"). */
const REQUEST_MAX = 16_384;
const BATCH = { least: 200, most: 2000 };

/** `/services/data`: the versions, without a session. */
export function versions(): SimResponse {
  const body = Array.from({ length: NEWEST - OLDEST + 1 }, (_none, place) => {
    const number = OLDEST + place;
    // Spring '26 is version 66.
    const year = 26 + Math.floor((number - 66) / 3);
    const season = (((number - 66) % 3) + 3) % 3;
    const shown = season === 2 ? year + 1 : year;
    const version = `${String(number)}.0`;
    return { label: `${SEASONS[season] ?? ''} '${String(shown)}`, url: `/services/data/v${version}`, version };
  });
  return { status: 200, body };
}

/** Everything below `/services/data/vXX.X`. */
export function dataAnswer(desk: Desk, request: SimRequest, caller: Caller): SimResponse {
  const call = callOf(desk, request, caller);
  const [head, ...rest] = call.path;
  const { method } = request;
  const only = (allowed: string) => {
    if (method !== allowed) throw methodNotAllowed(method, allowed);
  };
  if (head === 'sobjects') return sobjects(call, rest);
  if (head === 'query' || head === 'queryAll') {
    only('GET');
    return { status: 200, body: queryPage(call, false) };
  }
  if (head === 'composite') {
    if (rest[0] === 'sobjects') return collectionsAnswer(call, rest.slice(1));
    if (request.part === true)
      throw new ApiError(400, { code: 'INVALID_INPUT', message: 'No composite inside a composite.' });
    only('POST');
    if (rest.length === 0) return compositeAnswer(call);
    if (rest[0] === 'batch') return batchAnswer(call);
  }
  if (head === 'limits') {
    only('GET');
    const { used, max } = desk.usage;
    const all = { Max: max, Remaining: Math.max(0, max - used) };
    return { status: 200, body: { DailyApiRequests: all, DailyBulkApiBatches: { Max: 15_000, Remaining: 15_000 } } };
  }
  if (head === undefined) {
    const names = ['sobjects', 'query', 'queryAll', 'composite', 'limits'];
    const identity = `${request.origin}/id/${ORG_ID}/${caller.userId}`;
    return {
      status: 200,
      body: { identity, ...Object.fromEntries(names.map((name) => [name, `${call.base}/${name}`])) },
    };
  }
  throw notFound();
}

function callOf(desk: Desk, request: SimRequest, caller: Caller): Call {
  checkLength(request);
  const match = /^\/services\/data\/v(\d+\.0)(\/.*)?$/.exec(request.path);
  const version = match?.[1] ?? '';
  if (match === null || Number(version) < OLDEST || Number(version) > NEWEST) throw notFound();
  const path = (match[2] ?? '')
    .split('/')
    .filter((part) => part !== '')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        throw notFound();
      }
    });
  return { desk, org: desk.org, request, caller, version, base: `/services/data/v${version}`, path };
}

function checkLength({ part, path, query, headers }: SimRequest): void {
  if (part === true) return;
  const address = Buffer.byteLength(`${path}?${query.toString()}`);
  if (address > REQUEST_MAX) throw new ApiError(414, { code: 'URI_TOO_LONG', message: 'URI Too Long' });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (address + Buffer.byteLength(lines.join('')) > REQUEST_MAX)
    throw new ApiError(431, { code: 'REQUEST_HEADER_FIELDS_TOO_LARGE', message: 'Request Header Fields Too Large' });
}

/** The page that a query or its locator asks for. */
function queryPage({ desk, org, request, caller, base, path }: Call, empty: boolean) {
  const { userId } = caller;
  const locator = path[1];
  if (locator !== undefined) return desk.locators.more(locator, userId, base, empty);
  const soql = request.query.get('q');
  if (soql === null || soql.trim() === '')
    throw new ApiError(400, { code: 'MALFORMED_QUERY', message: 'SOQL statements cannot be empty or null' });
  const asked = Number(/batchSize\s*=\s*(\d+)/i.exec(request.headers['sforce-query-options'] ?? '')?.[1] ?? BATCH.most);
  const batch = Math.min(BATCH.most, Math.max(BATCH.least, asked));
  const result = runQuery(org, soql.trim(), { userId, all: path[0]?.toLowerCase() === 'queryall', base });
  return desk.locators.open(result, userId, batch, base, empty);
}

function sobjects(call: Call, [name, ...rest]: readonly string[]): SimResponse {
  const { org, request, base } = call;
  if (name === undefined) {
    if (request.method !== 'GET') throw methodNotAllowed(request.method, 'GET');
    const all = Object.values(org.schema).map((type: ObjectType) => describeGlobal(type, base));
    return unlessUnchanged(call, { encoding: 'UTF-8', maxBatchSize: 200, sobjects: all });
  }
  const type = org.type(name);
  if (type === undefined) throw notFound();
  const [first, second, third] = rest;
  if (first === undefined) {
    if (request.method === 'POST') return createAnswer(call, type);
    if (request.method !== 'GET') throw methodNotAllowed(request.method, 'GET,POST');
    return { status: 200, body: { objectDescribe: describeGlobal(type, base), recentItems: [] } };
  }
  const resource = first.toLowerCase();
  if (['describe', 'updated', 'deleted', 'listviews'].includes(resource)) {
    if (request.method !== 'GET') throw methodNotAllowed(request.method, 'GET');
    if (resource === 'describe') return unlessUnchanged(call, describe(type, base));
    if (resource === 'updated') return updatedAnswer(call, type);
    if (resource === 'deleted') return deletedAnswer(call, type);
    return listViews(call, type, second, third);
  }
  if (second === undefined) return rowAnswer(call, type, first);
  if (third !== undefined) throw notFound();
  return keyedAnswer(call, type, first, second);
}

function unlessUnchanged({ org, request }: Call, body: object): SimResponse {
  const since = httpDate(request, 'if-modified-since');
  const changedAt = Math.floor(org.schemaChangedAt / 1000) * 1000;
  const headers = { 'last-modified': new Date(changedAt).toUTCString() };
  return since !== undefined && changedAt <= since ? { status: 304, headers } : { status: 200, headers, body };
}

function listViews(call: Call, type: ObjectType, id: string | undefined, part: string | undefined): SimResponse {
  const { desk, request, base, caller } = call;
  const { query } = request;
  if (id === undefined) return { status: 200, body: desk.views.list(type, base, Number(query.get('offset') ?? 0)) };
  if (part === undefined) return { status: 200, body: desk.views.one(type, id, base) };
  if (part === 'describe') return { status: 200, body: desk.views.describe(type, id) };
  if (part !== 'results') throw notFound();
  const body = desk.views.results(type, id, query.get('limit'), query.get('offset'), caller.userId);
  return { status: 200, body };
}

/** A listing page without items that leads on; undefined where the request is no listing or would fail. */
export function emptyListing(desk: Desk, request: SimRequest, caller: Caller): SimResponse | undefined {
  if (request.method !== 'GET') return undefined;
  try {
    const call = callOf(desk, request, caller);
    const [head, name, resource, id] = call.path;
    if (head === 'query' || head === 'queryAll') {
      // A count is no listing.
      if (/^\s*select\s+count\s*\(/i.test(request.query.get('q') ?? '')) return undefined;
      return { status: 200, body: queryPage(call, true) };
    }
    if (head !== 'sobjects' || resource?.toLowerCase() !== 'listviews' || id !== undefined) return undefined;
    const type = desk.org.type(name ?? '');
    if (type === undefined) return undefined;
    const offset = Number(request.query.get('offset') ?? 0);
    return { status: 200, body: desk.views.list(type, call.base, offset, true) };
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
