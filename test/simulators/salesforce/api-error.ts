/**
 * What the simulated Salesforce says when it refuses. Its codes are those of the SOAP API guide's ExceptionCode and StatusCode, of the REST
 * API guide's examples, or read in answers of the service (METHOD_NOT_ALLOWED, JSON_PARSER_ERROR, and the texts on grouped queries). No
 * document names the codes of these refusals, whose HTTP status it does name: URI_TOO_LONG (414), REQUEST_HEADER_FIELDS_TOO_LARGE (431),
 * PRECONDITION_FAILED (412), INVALID_HEADER (400, a condition that can't be read), INVALID_QUERY_LIMIT (400, a list view's limit),
 * MALFORMED_ENVELOPE (SOAP that is no XML); nor the text for COUNT() with GROUP BY or ORDER BY. Don't rely on them. NOT_SIMULATED (501) is
 * ours: the service would answer, and the simulator can't.
 */
import type { SimResponse } from '../kit/message.ts';

/** One error of a row: `statusCode` in Collections, `errorCode` in plain answers. */
export interface RowError {
  readonly code: string;
  readonly message: string;
  readonly fields?: readonly string[];
  /** Of DUPLICATES_DETECTED. */
  readonly duplicateResult?: object;
}

/** A request that is refused whole, with the vendor's array of errors as its body (REST API guide, "Status codes and error responses"). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly errors: readonly RowError[];

  constructor(status: number, errors: RowError | readonly RowError[]) {
    const list = Array.isArray(errors) ? (errors as readonly RowError[]) : [errors as RowError];
    super(list.map(({ code, message }) => `${code}: ${message}`).join('; '));
    this.status = status;
    this.errors = list;
  }

  get response(): SimResponse {
    return { status: this.status, body: this.errors.map(plainError) };
  }
}

/** The misspelt `duplicateResut` is the vendor's own, in plain answers. */
function plainError({ code, message, fields, duplicateResult }: RowError): object {
  if (duplicateResult !== undefined) return { duplicateResut: duplicateResult, errorCode: code, message };
  return { message, errorCode: code, ...(fields === undefined ? {} : { fields }) };
}

/** As sObject Collections spell it. */
export function collectionError({ code, message, fields, duplicateResult }: RowError): object {
  return {
    statusCode: code,
    message,
    fields: fields ?? [],
    ...(duplicateResult === undefined ? {} : { duplicateResult }),
  };
}

/** Codes whose plain answer is not a 400. */
const STATUS: Readonly<Record<string, number>> = {
  ENTITY_IS_DELETED: 404,
  NOT_FOUND: 404,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 400,
};

/** A row that can't be saved. */
export function rowError(code: string, message: string, fields: readonly string[] = []): ApiError {
  return new ApiError(STATUS[code] ?? 400, { code, message, fields });
}

export const notFound = () =>
  new ApiError(404, { code: 'NOT_FOUND', message: 'The requested resource does not exist' });

export const methodNotAllowed = (method: string, allowed: string) =>
  new ApiError(405, {
    code: 'METHOD_NOT_ALLOWED',
    message: `HTTP Method '${method}' not allowed. Allowed are ${allowed}`,
  });

export const invalidSession = () =>
  new ApiError(401, { code: 'INVALID_SESSION_ID', message: 'Session expired or invalid' });

export const malformed = (message: string) => new ApiError(400, { code: 'MALFORMED_QUERY', message });

export const badJson = (message: string) => new ApiError(400, { code: 'JSON_PARSER_ERROR', message });
