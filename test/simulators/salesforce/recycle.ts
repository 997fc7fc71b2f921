import { ControlError } from '../kit/control-error.ts';
import { rowError } from './api-error.ts';
import type { Org } from './org.ts';
import { isPerson } from './person-accounts.ts';
import { fullId } from './record-id.ts';
import { checkUnique } from './rules.ts';
import { changeable } from './saving.ts';
import type { ObjectName, ObjectType, Row } from './schema.ts';

/** Into the Recycle Bin. Throws ApiError as the vendor does. */
export function remove(org: Org, type: ObjectType, id: string, userId: string): void {
  const row = changeable(org, type, id, userId);
  bin(org, type.name, row, userId);
  if (type.name !== 'Account') return;
  // An account takes its contacts along.
  for (const contact of [...org.tables.Contact.where('AccountId', String(row['Id']))])
    if (contact['IsDeleted'] !== true) bin(org, 'Contact', contact, userId);
}

function bin(org: Org, object: ObjectName, row: Row, userId: string, masterId?: string): void {
  const id = String(row['Id']);
  org.tables[object].put({
    ...row,
    ...stamps(org, userId),
    IsDeleted: true,
    ...(masterId === undefined ? {} : { MasterRecordId: masterId }),
  });
  org.deleteLog.put(id, { object, id, at: org.now() });
}

function stamps(org: Org, userId: string) {
  const now = org.stamp();
  return { SystemModstamp: now, LastModifiedDate: now, LastModifiedById: userId };
}

/** Out of the Recycle Bin, with the same id; what an account took along comes back with it. */
export function undelete(org: Org, id: string, userId: string): void {
  const found = org.find(id);
  if (found === undefined || !org.sees(userId, found.row['Id']))
    throw rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const { type, row } = found;
  if (row['IsDeleted'] !== true) throw rowError('UNDELETE_FAILED', 'Entity is not in the recycle bin');
  if (type.name === 'Contact' && isPerson(row) && row['MasterRecordId'] === undefined)
    throw rowError('UNDELETE_FAILED', 'A person account is restored by its account');
  checkUnique(org, type, row);
  restore(org, type, row, userId);
  if (type.name !== 'Account') return;
  for (const contact of [...org.tables.Contact.where('AccountId', String(row['Id']))])
    if (contact['IsDeleted'] === true && contact['SystemModstamp'] === row['SystemModstamp'])
      restore(org, org.schema.Contact, contact, userId);
}

function restore(org: Org, type: ObjectType, row: Row, userId: string): void {
  org.tables[type.name].put({ ...row, ...stamps(org, userId), IsDeleted: false, MasterRecordId: null });
  org.deleteLog.delete(String(row['Id']));
}

/**
 * Merges up to two rows into a third (SOAP API guide, "merge()"): the losers go to the Recycle Bin with MasterRecordId, what pointed to
 * them points to the master and is not stamped.
 */
export function merge(org: Org, masterId: string, ids: readonly string[], userId: string): void {
  const master = org.find(masterId);
  if (master === undefined) throw rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  const { type } = master;
  if (ids.length === 0 || ids.length > 2)
    throw rowError('LIMIT_EXCEEDED', 'Only two records can be merged into a third');
  const kept = changeable(org, type, masterId, userId);
  const losers = ids.map((id) => changeable(org, type, id, userId));
  if (losers.some((loser) => loser['Id'] === kept['Id']))
    throw rowError('INVALID_CROSS_REFERENCE_KEY', 'master and merged records must not be the same');
  const keptId = String(kept['Id']);
  for (const loser of losers) {
    repoint(org, type.name, String(loser['Id']), keptId);
    bin(org, type.name, loser, userId, keptId);
  }
  const now = org.tables[type.name].get(keptId) ?? kept;
  org.tables[type.name].put({ ...now, ...stamps(org, userId) });
}

function repoint(org: Org, object: ObjectName, from: string, to: string): void {
  const field = object === 'Contact' ? 'ReportsToId' : object === 'Account' ? 'AccountId' : undefined;
  if (field === undefined) return;
  for (const row of [...org.tables.Contact.where(field, from)]) org.tables.Contact.put({ ...row, [field]: to });
}

/** Out of the Recycle Bin for good. The delete log keeps the id. */
export function purge(org: Org, id: string): void {
  const full = fullId(id);
  const found = full === undefined ? undefined : org.find(full);
  if (found === undefined) throw new ControlError('id: no such record');
  if (found.row['IsDeleted'] !== true) throw new ControlError('Only a record in the Recycle Bin can be purged.');
  org.tables[found.type.name].delete(String(found.row['Id']));
}
