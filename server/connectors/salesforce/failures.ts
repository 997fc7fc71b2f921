import { FailureError, type Failure, type FailureKind, type FieldRefusal } from '../../model/failure.ts';
import { retryAfterMs } from '../http-answer.ts';
import { fullId } from './record-id.ts';
import type { WireError } from './transport.ts';

/** One error of an answer: plain bodies say `errorCode`, sObject Collections say `statusCode`. */
export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
  /** `DUPLICATES_DETECTED`: the ids that the rule found, where the answer has them. */
  readonly records: readonly string[];
}

/** Our names for the Contact's (or person account's) API names. */
export type FieldNamer = (apiName: string) => string;

const MINUTE_MS = 60_000;
/** The daily quota rolls over 24 hours; long-running requests free their places sooner. */
const LIMIT_PAUSE_MS = 15 * MINUTE_MS;

/** What the service's status codes mean for one contact (REST API guide, "Status Codes and Error Responses"; SOAP API guide, "StatusCode"). */
const CODES = new Map<string, readonly [FailureKind, string]>(
  Object.entries<readonly [FailureKind, string]>({
    REQUIRED_FIELD_MISSING: ['rejected', 'crm-required-field-missing'],
    STRING_TOO_LONG: ['rejected', 'crm-string-too-long'],
    INVALID_EMAIL_ADDRESS: ['rejected', 'crm-invalid-email'],
    FIELD_CUSTOM_VALIDATION_EXCEPTION: ['rejected', 'crm-validation-rule'],
    INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: ['rejected', 'crm-bad-picklist-value'],
    FIELD_INTEGRITY_EXCEPTION: ['rejected', 'crm-field-integrity'],
    INVALID_FIELD_FOR_INSERT_UPDATE: ['rejected', 'crm-field-not-writable'],
    INSUFFICIENT_ACCESS_OR_READONLY: ['rejected', 'crm-no-access'],
    INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: ['rejected', 'crm-no-access'],
    TRANSFER_REQUIRES_READ: ['rejected', 'crm-no-access'],
    CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: ['rejected', 'crm-automation-failed'],
    CANNOT_EXECUTE_FLOW_TRIGGER: ['rejected', 'crm-automation-failed'],
    INVALID_CROSS_REFERENCE_KEY: ['rejected', 'crm-bad-reference'],
    MALFORMED_ID: ['rejected', 'crm-bad-reference'],
    INVALID_TYPE_ON_FIELD_IN_RECORD: ['rejected', 'crm-bad-value'],
    NUMBER_OUTSIDE_VALID_RANGE: ['rejected', 'crm-bad-value'],
    JSON_PARSER_ERROR: ['rejected', 'crm-bad-value'],
    DUPLICATE_VALUE: ['rejected', 'crm-duplicate-value'],
    DUPLICATE_EXTERNAL_ID: ['rejected', 'crm-duplicate-value'],
    DELETE_FAILED: ['rejected', 'crm-delete-refused'],
    DEPENDENCY_EXISTS: ['rejected', 'crm-delete-refused'],
    STORAGE_LIMIT_EXCEEDED: ['rejected', 'crm-storage-full'],
    INVALID_FIELD: ['rejected', 'crm-invalid-field'],
    MALFORMED_QUERY: ['rejected', 'crm-malformed-query'],
    DUPLICATES_DETECTED: ['duplicate', 'crm-duplicates-detected'],
    ENTITY_IS_DELETED: ['gone', 'crm-gone'],
    NOT_FOUND: ['gone', 'crm-gone'],
    UNDELETE_FAILED: ['gone', 'crm-not-in-recycle-bin'],
    INVALID_QUERY_LOCATOR: ['cursor-lost', 'crm-cursor-lost'],
    UNABLE_TO_LOCK_ROW: ['unavailable', 'crm-row-locked'],
    QUERY_TIMEOUT: ['unavailable', 'crm-query-timeout'],
    SERVER_UNAVAILABLE: ['unavailable', 'crm-unavailable'],
    UNKNOWN_EXCEPTION: ['unavailable', 'crm-unavailable'],
    REQUEST_LIMIT_EXCEEDED: ['throttled', 'crm-request-limit'],
    INVALID_TYPE: ['forbidden', 'crm-no-contacts'],
    API_DISABLED_FOR_ORG: ['forbidden', 'crm-api-disabled'],
    API_CURRENTLY_DISABLED: ['forbidden', 'crm-api-disabled'],
    FUNCTIONALITY_NOT_ENABLED: ['forbidden', 'crm-api-disabled'],
  }),
);

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The errors in an answer's body or in one result of a collection, in any of the service's spellings. */
export function errorsIn(body: unknown): ApiError[] {
  const found = Array.isArray(body) ? body : isObject(body) && 'errors' in body ? list(body.errors) : [body];
  return found.filter(isObject).map((error) => ({
    code: text(error.errorCode ?? error.statusCode ?? error.error),
    message: text(error.message ?? error.error_description),
    fields: list(error.fields).filter((field) => typeof field === 'string'),
    records: duplicatesIn(error),
  }));
}

/** The service misspells its own key in plain answers (`duplicateResut`); both are read. */
function duplicatesIn(error: Json): string[] {
  const result = error.duplicateResult ?? error.duplicateResut;
  if (!isObject(result)) return [];
  const ids = list(result.matchResults).flatMap((match) =>
    list(isObject(match) ? match.matchRecords : []).flatMap((entry) => {
      const record = isObject(entry) ? entry.record : undefined;
      const id = isObject(record) ? (record.Id ?? record.id) : undefined;
      return typeof id === 'string' && id.startsWith('003') ? [fullId(id)] : [];
    }),
  );
  return [...new Set(ids)];
}

/** What became of one contact, by the errors that the service gives for it. */
export function failureOf(errors: readonly ApiError[], fieldName: FieldNamer, now: number): Failure {
  const [first] = errors;
  if (first === undefined)
    return { kind: 'rejected', code: 'crm-other', message: 'Salesforce gave no reason.', fields: [] };
  const worst = errors.find((error) => (CODES.get(error.code)?.[0] ?? 'rejected') !== 'rejected') ?? first;
  const [kind, code] = CODES.get(worst.code) ?? (['rejected', 'crm-other'] as const);
  const message = errors.map((error) => error.message).join('\n');
  switch (kind) {
    case 'rejected':
      return { kind, code: narrowed(code, worst), message, fields: refusals(errors, fieldName) };
    case 'duplicate':
      return { kind, code, message, records: [...new Set(errors.flatMap((error) => error.records))] };
    case 'throttled':
      return throttled(worst.message, now);
    case 'gone':
    case 'stale':
    case 'unavailable':
    case 'signed-out':
    case 'forbidden':
    case 'cursor-lost':
      return { kind, code, message };
  }
}

/** State and country picklists answer with a code that also means other things. */
function narrowed(code: string, { message }: ApiError): string {
  return code === 'crm-field-integrity' && /\b(state|country|province|territory)\b/i.test(message)
    ? 'crm-bad-picklist-value'
    : code;
}

/** The fields named, if every error names some: leaving them out would not help against one that names none (C5). */
function refusals(errors: readonly ApiError[], fieldName: FieldNamer): FieldRefusal[] {
  const named = errors.map((error) => {
    const [, listed] =
      error.fields.length > 0 ? [] : (/^Required fields are missing: \[([^\]]*)\]/.exec(error.message) ?? []);
    const fields = listed === undefined ? error.fields : listed.split(',').map((field) => field.trim());
    return fields.map((field) => ({ field: fieldName(field), message: error.message }));
  });
  if (named.some((fields) => fields.length === 0)) return [];
  return [...new Map(named.flat().map((refusal) => [refusal.field, refusal])).values()];
}

function throttled(message: string, now: number): Failure {
  const concurrency = message.startsWith('ConcurrentPerOrgLongTxn');
  return {
    kind: 'throttled',
    code: concurrency ? 'crm-too-many-at-once' : 'crm-request-limit',
    message,
    until: now + (concurrency ? MINUTE_MS : LIMIT_PAUSE_MS),
  };
}

export interface AnswerRead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or undefined where the body is none. */
  readonly body: unknown;
}

/** A whole call that was refused or not understood. `writes`: after a server's error it may have happened all the same. */
export function failureOfAnswer({ status, headers, body }: AnswerRead, writes: boolean, now: number): Failure {
  const errors = body === undefined ? [] : errorsIn(body);
  const message = errors.map((error) => error.message).join('\n') || `Salesforce answered with status ${status}.`;
  const wait = retryAfterMs({ header: (name) => headers[name] });
  const pause = wait === undefined ? undefined : now + wait;
  if (status === 429 || (status === 503 && pause !== undefined))
    return { kind: 'throttled', code: 'crm-request-limit', message, until: pause ?? now + MINUTE_MS };
  if (status >= 500)
    return { kind: 'unavailable', code: 'crm-unavailable', message, ...(writes ? { maybeDone: true } : {}) };
  if (status < 300)
    return {
      kind: 'unavailable',
      code: 'crm-answer-not-understood',
      message: 'Salesforce answered with something that is no JSON.',
      ...(writes ? { maybeDone: true } : {}),
    };
  if (status === 401) return { kind: 'signed-out', code: 'crm-session-refused', message };
  if (errors.some((error) => CODES.has(error.code))) return failureOf(errors, (field) => field, now);
  if (status === 403) return { kind: 'forbidden', code: 'crm-forbidden', message };
  if (status === 404 || status === 410) return { kind: 'gone', code: 'crm-gone', message };
  if (status === 414 || status === 431) return { kind: 'rejected', code: 'crm-request-too-long', message, fields: [] };
  if (status === 420 || status < 400 || body === undefined)
    return { kind: 'unavailable', code: 'crm-answer-not-understood', message };
  return { kind: 'rejected', code: 'crm-other', message, fields: [] };
}

/** No whole answer came. A write that may have reached the service may have happened. */
export function failureOfWire(error: WireError, writes: boolean): FailureError {
  const { reason, sent, message } = error;
  return new FailureError(
    { kind: 'unavailable', code: `crm-${reason}`, message, ...(writes && sent ? { maybeDone: true } : {}) },
    { cause: error },
  );
}

/** Why the sign-in was refused (OAuth error codes of the token endpoint), as what the person or admin must do. */
export function failureOfSignIn({ status, headers, body }: AnswerRead, byRefreshToken: boolean, now: number): Failure {
  if (status >= 500 || status === 429 || status < 400) return failureOfAnswer({ status, headers, body }, false, now);
  const [error] = body === undefined ? [] : errorsIn(body);
  const code = error?.code ?? '';
  const message = error?.message || code || `Salesforce refused the sign-in with status ${status}.`;
  const told = `${code} ${message}`;
  if (code === 'rate_limit_exceeded')
    return { kind: 'throttled', code: 'crm-request-limit', message, until: now + MINUTE_MS };
  if (/hasn'?t approved/i.test(told)) return { kind: 'forbidden', code: 'crm-app-not-approved', message };
  if (/inactive|locked|frozen/i.test(told)) return { kind: 'forbidden', code: 'crm-user-inactive', message };
  if (/user.*(not found|does not exist|unknown)|invalid (user|subject)|no such user/i.test(told))
    return { kind: 'forbidden', code: 'crm-no-user', message };
  if (code !== 'invalid_grant') return { kind: 'forbidden', code: 'crm-app-refused', message };
  if (/expired|revoked/i.test(message) && byRefreshToken)
    return { kind: 'signed-out', code: 'crm-sign-in-expired', message };
  return byRefreshToken
    ? { kind: 'signed-out', code: 'crm-sign-in-refused', message }
    : { kind: 'forbidden', code: 'crm-sign-in-refused', message };
}
