import { settleAddresses } from './addresses.ts';
import { ApiError, rowError } from './api-error.ts';
import type { Org } from './org.ts';
import { isPerson, mirror } from './person-accounts.ts';
import type { Json } from './record-json.ts';
import { checkDuplicates, checkUnique, checkValidation, rewritten, type DuplicateOptions } from './rules.ts';
import type { Field, ObjectType, Row, Value } from './schema.ts';
import { checkReference, checkValue, nameOf, readBody } from './values.ts';

/** Who saves, and how. */
export interface Saver {
  readonly userId: string;
  readonly duplicates: DuplicateOptions;
}

const noAccess = () => rowError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');

function notWritable(names: readonly string[]): ApiError {
  return rowError(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${names.join(', ')}. Please check the security settings of this field and verify that it is ` +
      `read/write for your profile or permission set.`,
    names,
  );
}

/** A new row; answers its id. Throws ApiError with what is wrong with it. */
export function create(org: Org, type: ObjectType, body: Json, saver: Saver): string {
  const given = readBody(org, type, body);
  return createRow(org, type, given, saver);
}

export function createRow(org: Org, type: ObjectType, given: ReadonlyMap<Field, Value>, saver: Saver): string {
  if (!type.writable)
    throw new ApiError(400, {
      code: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      message: `entity type cannot be inserted: ${type.label}`,
      fields: [],
    });
  if ([...given.keys()].some((field) => field.name === 'Id'))
    throw rowError('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
  const now = org.stamp();
  const blank: Row = {
    Id: org.newId(type),
    IsDeleted: false,
    OwnerId: saver.userId,
    CreatedDate: now,
    CreatedById: saver.userId,
    ...(type.name === 'Lead' ? { Status: 'Open - Not Contacted', IsConverted: false } : {}),
  };
  const personAccount = type.name === 'Account' && isNamedAsPerson(type, given);
  const base = personAccount
    ? { ...blank, IsPersonAccount: true, PersonContactId: org.newId(org.schema.Contact) }
    : blank;
  const row = composed(org, type, base, given, saver, 'create', personAccount);
  checkSave(org, type, row, saver);
  org.tables[type.name].put(row);
  if (personAccount) mirror(org, row, undefined);
  return String(row['Id']);
}

/** With person accounts on, an account that is given a last name and no account name is a person. */
function isNamedAsPerson(type: ObjectType, given: ReadonlyMap<Field, Value>): boolean {
  const has = (name: string) => {
    const field = type.byName.get(name.toLowerCase());
    return field !== undefined && (given.get(field) ?? null) !== null;
  };
  return has('LastName') && !has('Name');
}

/** Changes a row. `Id` in the body is passed over. Throws ApiError with what is wrong with it. */
export function update(org: Org, type: ObjectType, id: string, body: Json, saver: Saver): void {
  const given = new Map([...readBody(org, type, body)].filter(([field]) => field.name !== 'Id'));
  updateRow(org, type, id, given, saver);
}

export function updateRow(
  org: Org,
  type: ObjectType,
  id: string,
  given: ReadonlyMap<Field, Value>,
  saver: Saver,
): void {
  const row = changeable(org, type, id, saver.userId);
  const next = changed(org, type, row, given, saver);
  checkSave(org, type, next, saver);
  org.tables[type.name].put(next);
  if (type.name === 'Account' && isPerson(next)) {
    const twin = org.tables.Contact.get(String(next['PersonContactId']));
    if (twin !== undefined) mirror(org, next, twin);
  }
}

/** The row after a change, stamped now; not yet put. */
export function changed(org: Org, type: ObjectType, row: Row, given: ReadonlyMap<Field, Value>, saver: Saver): Row {
  return composed(org, type, row, given, saver, 'update', isPerson(row));
}

/** A row that the user may write. Throws as the vendor does where it is gone, unseen, read-only, locked or a person account's twin. */
export function changeable(org: Org, type: ObjectType, id: string, userId: string): Row {
  const found = org.find(id);
  if (found === undefined || found.type.name !== type.name)
    throw rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const { row } = found;
  const full = String(row['Id']);
  if (!org.sees(userId, full))
    throw rowError('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id');
  if (row['IsDeleted'] === true) throw rowError('ENTITY_IS_DELETED', 'entity is deleted');
  if (!type.writable || !org.mayEdit(userId, full)) throw noAccess();
  if (type.name === 'Contact' && isPerson(row)) throw noAccess();
  org.checkLock(full);
  return row;
}

function composed(
  org: Org,
  type: ObjectType,
  base: Row,
  given: ReadonlyMap<Field, Value>,
  saver: Saver,
  verb: 'create' | 'update',
  personAccount: boolean,
): Row {
  const closed = [...given.keys()].filter((field) => !(verb === 'create' ? field.createable : field.updateable));
  // A person account's name is made of its parts.
  const nameGiven = personAccount && [...given.keys()].some((field) => field.name === 'Name');
  if (closed.length > 0 || nameGiven) throw notWritable(nameGiven ? ['Name'] : closed.map(({ name }) => name));
  const values: Record<string, Value> = { ...base };
  for (const [field, value] of given) {
    checkReference(org, field, value, saver.userId);
    const checked = checkValue(field, value);
    values[field.name] = checked ?? (field.type === 'boolean' ? false : null);
  }
  const row: Record<string, Value> = { ...rewritten(org, type, settleAddresses(type, values, given)) };
  const missing = type.fields.filter(
    (field) =>
      !field.nillable &&
      field.createable &&
      field.type !== 'boolean' &&
      (row[field.name] ?? null) === null &&
      !(personAccount && field.name === 'Name'),
  );
  const names = missing.map(({ name }) => name);
  if (type.name === 'Account' && type.byName.has('lastname')) {
    const last = personAccount ? 'LastName' : 'Name';
    if ((row[last] ?? null) === null) names.push(last);
  }
  if (names.length > 0)
    throw rowError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names);
  if (type.name === 'Contact' || type.name === 'Lead' || personAccount) row['Name'] = nameOf(row);
  const now = org.stamp();
  return { ...row, LastModifiedDate: now, LastModifiedById: saver.userId, SystemModstamp: now };
}

/** In the vendor's order of execution: validation rules, duplicate rules, then the database's own. */
function checkSave(org: Org, type: ObjectType, row: Row, saver: Saver): void {
  checkValidation(org, type, row);
  checkDuplicates(org, type, row, saver.duplicates, saver.userId);
  checkUnique(org, type, row);
}
