import { ApiError, badJson, rowError } from './api-error.ts';
import type { Org } from './org.ts';
import { fullId } from './record-id.ts';
import type { Json } from './record-json.ts';
import type { Field, ObjectType, Row, Value } from './schema.ts';
import { epoch, stamp } from './times.ts';

const JSON_TYPES = new Map([
  ['string', 'VALUE_STRING'],
  ['number', 'VALUE_NUMBER_INT'],
]);

function cannotRead(kind: string, value: unknown): ApiError {
  const token = Array.isArray(value)
    ? 'START_ARRAY'
    : typeof value === 'boolean'
      ? `VALUE_${String(value).toUpperCase()}`
      : (JSON_TYPES.get(typeof value) ?? 'START_OBJECT');
  const text = typeof value === 'object' ? '' : ` value ${String(value)}`;
  return badJson(
    `Cannot deserialize instance of ${kind} from ${token}${text} or request may be missing a required field at [line:1, column:1]`,
  );
}

/**
 * The values of a body by field name, of the right JSON types; nothing is looked up yet. Throws for fields that are not there and for
 * values of a wrong type, which the vendor finds while it reads the body: such a request is refused whole.
 */
export function readBody(org: Org, type: ObjectType, body: Json): Map<Field, Value> {
  const values = new Map<Field, Value>();
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue;
    const field = type.byName.get(name.toLowerCase());
    if (field === undefined)
      throw new ApiError(400, {
        code: 'INVALID_FIELD',
        message: `No such column '${name}' on sobject of type ${type.name}`,
      });
    values.set(field, read(org, field, value));
  }
  return values;
}

function read(org: Org, field: Field, value: unknown): Value {
  if (field.type === 'boolean') {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    if (value === null) return null;
    throw cannotRead('boolean', value);
  }
  if (value === null || value === undefined || value === '') return null;
  if (field.type === 'int') {
    if (typeof value === 'number') return value;
    throw cannotRead('int', value);
  }
  if (field.type === 'address') return null;
  if (typeof value !== 'string') throw cannotRead('string', value);
  if (field.type === 'date') return date(value);
  if (field.type === 'datetime') {
    const at = epoch(value);
    if (Number.isNaN(at)) throw cannotRead('datetime', value);
    return stamp(at);
  }
  const trimmed = value.replace(/^[\s\u3000]+|[\s\u3000]+$/g, '');
  if (trimmed === '') return null;
  const crlf = field.type === 'textarea' && org.context.switches.get('salesforce-line-ends') === 'crlf';
  return crlf ? trimmed.replace(/\r?\n/g, '\r\n') : trimmed;
}

/** A time is cut to its day, as the vendor does. */
function date(text: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)(T.*)?$/.exec(text);
  const day = match === null ? undefined : text.slice(0, 10);
  if (day === undefined || Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day)
    throw cannotRead('date', text);
  return day;
}

/** One value's own rules: length, form, picklist, id. */
export function checkValue(field: Field, value: Value): Value {
  if (typeof value !== 'string') return value;
  if (field.type === 'reference') {
    const id = fullId(value);
    if (id === undefined)
      throw rowError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${value}`, [field.name]);
    return id;
  }
  if (field.length > 0 && [...value].length > field.length)
    throw rowError('STRING_TOO_LONG', `${field.label}: data value too large: ${value} (max length=${field.length})`, [
      field.name,
    ]);
  if (field.type === 'email' && !isEmail(value))
    throw rowError('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${value}`, [field.name]);
  if (field.type === 'picklist' && field.restricted) {
    const found = field.picklist.find((one) => one.value.toLowerCase() === value.toLowerCase());
    if (found !== undefined) return found.value;
    const code = /(Country|State)Code$/.test(field.name)
      ? 'FIELD_INTEGRITY_EXCEPTION'
      : 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST';
    throw rowError(code, `${field.label}: bad value for restricted picklist field: ${value}`, [field.name]);
  }
  return value;
}

/** The vendor's rule: RFC 822 without quotes and comments, and a domain with a dot (help: "Email field"). */
function isEmail(text: string): boolean {
  return (
    /^[A-Za-z0-9!#$%&'*/=?^_+`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/.test(
      text,
    ) && !text.includes('..')
  );
}

/** A reference leads to a row of the right type that the caller sees. */
export function checkReference(org: Org, field: Field, value: Value, userId: string): void {
  if (field.type !== 'reference' || typeof value !== 'string') return;
  const found = org.find(value);
  if (found === undefined || !field.referenceTo.includes(found.type.name))
    throw rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  if (found.row['IsDeleted'] === true) throw rowError('ENTITY_IS_DELETED', 'entity is deleted', []);
  if (!org.sees(userId, found.row['Id']))
    throw rowError(
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      'insufficient access rights on cross-reference id',
      [field.name],
    );
  if (field.name === 'OwnerId' && !org.isActive(value))
    throw rowError('INACTIVE_OWNER_OR_USER', 'operation performed with inactive user [', [field.name]);
}

export function nameOf(row: Row): string {
  return ['FirstName', 'MiddleName', 'LastName', 'Suffix']
    .map((part) => row[part])
    .filter((part) => typeof part === 'string')
    .join(' ');
}
