import type { SimRequest, SimResponse } from '../kit/message.ts';
import { ApiError, notFound } from './api-error.ts';
import { isJson, jsonBody, type Call } from './call.ts';
import type { Json } from './record-json.ts';

const SUBREQUESTS_MAX = 25;
const QUERIES_MAX = 5;

interface Part {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

interface Done {
  readonly referenceId: string;
  readonly response: SimResponse;
}

const limit = (message: string) => new ApiError(400, { code: 'LIMIT_EXCEEDED', message });
const halted = (message: string): SimResponse => ({ status: 400, body: [{ errorCode: 'PROCESSING_HALTED', message }] });

/** `composite` (REST API guide, "Composite"). */
export function compositeAnswer(call: Call): SimResponse {
  const { compositeRequest, allOrNone = false } = jsonBody(call);
  if (!Array.isArray(compositeRequest) || compositeRequest.length === 0 || !compositeRequest.every(isJson))
    throw new ApiError(400, {
      code: 'JSON_PARSER_ERROR',
      message: 'compositeRequest: a list of subrequests is required',
    });
  if (compositeRequest.length > SUBREQUESTS_MAX)
    throw limit(`The request can't contain more than ${SUBREQUESTS_MAX} operations.`);
  const heavy = compositeRequest.filter(({ url }) => /\/(query|queryAll|composite\/sobjects)\b/.test(String(url)));
  if (heavy.length > QUERIES_MAX)
    throw limit(`The request can't contain more than ${QUERIES_MAX} query or sObject Collections operations.`);
  const ids = compositeRequest.map(({ referenceId }) => String(referenceId));
  if (compositeRequest.some(({ referenceId }) => typeof referenceId !== 'string') || new Set(ids).size < ids.length)
    throw new ApiError(400, { code: 'INVALID_INPUT', message: 'Each subrequest has a referenceId of its own.' });
  const parts: Part[] = [];
  let done: Done[] = [];
  const run = () => {
    for (const sub of compositeRequest) done.push(runOne(call, sub, done, parts));
  };
  if (allOrNone !== true) run();
  else {
    const undone = new Error('rolled back');
    try {
      call.org.transaction(() => {
        run();
        if (done.some(({ response }) => response.status >= 400)) throw undone;
      });
    } catch (error) {
      if (error !== undone) throw error;
      const text = 'The transaction was rolled back since another operation in the same transaction failed.';
      done = done.map((one) => (one.response.status >= 400 ? one : { ...one, response: halted(text) }));
    }
  }
  const compositeResponse = done.map(({ referenceId, response }) => ({
    body: response.body ?? null,
    httpHeaders: headersOf(response),
    httpStatusCode: response.status,
    referenceId,
  }));
  return { status: 200, body: { compositeResponse }, parts };
}

function headersOf({ headers = {} }: SimResponse): object {
  return headers['location'] === undefined ? {} : { Location: headers['location'] };
}

function runOne(call: Call, sub: Json, done: readonly Done[], parts: Part[]): Done {
  const referenceId = String(sub['referenceId']);
  const method = String(sub['method'] ?? 'GET').toUpperCase();
  let response: SimResponse;
  let url = String(sub['url']);
  try {
    url = filled(url, done);
    const body = sub['body'] === undefined ? undefined : deepFilled(sub['body'], done);
    response = call.desk.part(partRequest(call, method, url, body, sub['httpHeaders']), call.caller);
  } catch (error) {
    if (!(error instanceof BadReference)) throw error;
    response = halted(error.message);
  }
  parts.push({ method, path: url, status: response.status });
  return { referenceId, response };
}

function partRequest(call: Call, method: string, url: string, body: unknown, headers: unknown): SimRequest {
  if (!url.startsWith('/services/data/'))
    throw new ApiError(400, { code: 'INVALID_INPUT', message: `The url ${url} does not begin with /services/data/.` });
  const place = url.indexOf('?');
  const given = isJson(headers) ? headers : {};
  return {
    method,
    path: place < 0 ? url : url.slice(0, place),
    query: new URLSearchParams(place < 0 ? '' : url.slice(place + 1)),
    headers: {
      ...(call.request.headers['authorization'] === undefined
        ? {}
        : { authorization: call.request.headers['authorization'] }),
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), String(value)])),
    },
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    part: true,
    origin: call.request.origin,
  };
}

class BadReference extends Error {}

/** `@{ref.records[0].Id}`: a value out of an earlier answer. */
function filled(text: string, done: readonly Done[]): string {
  return text.replace(/@\{([^}]+)\}/g, (_all, path: string) => {
    const [name = '', ...keys] = path.replace(/\[(\d+)\]/g, '.$1').split('.');
    const found = done.find(({ referenceId }) => referenceId === name);
    let at: unknown = found?.response.body;
    for (const key of keys) at = typeof at === 'object' && at !== null ? (at as Json)[key] : undefined;
    if (found === undefined || found.response.status >= 400 || (typeof at !== 'string' && typeof at !== 'number'))
      throw new BadReference(`Invalid reference specified. No value for ${path} found in ${name}`);
    return String(at);
  });
}

function deepFilled(value: unknown, done: readonly Done[]): unknown {
  if (typeof value === 'string') return filled(value, done);
  if (Array.isArray(value)) return value.map((one) => deepFilled(one, done));
  if (!isJson(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deepFilled(one, done)]));
}

/** `composite/batch` (REST API guide, "Batch"): subrequests that know nothing of each other. */
export function batchAnswer(call: Call): SimResponse {
  const { batchRequests, haltOnError = false } = jsonBody(call);
  if (!Array.isArray(batchRequests) || !batchRequests.every(isJson)) throw notFound();
  if (batchRequests.length > SUBREQUESTS_MAX) throw limit(`A batch has at most ${SUBREQUESTS_MAX} subrequests.`);
  const parts: Part[] = [];
  const results = batchRequests.map((sub) => {
    if (haltOnError === true && parts.some(({ status }) => status >= 400))
      return { statusCode: 412, result: halted('Batch processing halted per request').body };
    const method = String(sub['method'] ?? 'GET').toUpperCase();
    const url = `/services/data/${String(sub['url']).replace(/^\/?(services\/data\/)?/, '')}`;
    const response = call.desk.part(partRequest(call, method, url, sub['richInput'], undefined), call.caller);
    parts.push({ method, path: url, status: response.status });
    return { statusCode: response.status, result: response.body ?? null };
  });
  return { status: 200, body: { hasErrors: parts.some(({ status }) => status >= 400), results }, parts };
}
