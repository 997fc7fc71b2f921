import type { ControlHandler } from '../kit/context.ts';
import { ControlError } from '../kit/control-error.ts';
import { ApiError } from './api-error.ts';
import { isJson } from './call.ts';
import type { FieldSetting, OrgSettings } from './contact-type.ts';
import type { ListViews } from './list-views.ts';
import type { Org } from './org.ts';
import type { Json } from './record-json.ts';
import { merge, purge, undelete } from './recycle.ts';
import { addRule } from './rules.ts';
import { changeable, changed } from './saving.ts';
import { readBody } from './values.ts';

const text = (body: Json, name: string): string => {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw new ControlError(`${name}: a text is required`);
  return value;
};

const flag = (body: Json, name: string): boolean | undefined => {
  const value = body[name];
  if (value !== undefined && typeof value !== 'boolean') throw new ControlError(`${name}: true or false`);
  return value;
};

/** What people, admins and other programs do in the org, which the API in use can't do or would not. */
export function controlHandlers(org: Org, views: ListViews): Readonly<Record<string, ControlHandler>> {
  const handlers: Readonly<Record<string, ControlHandler>> = {
    'salesforce/merge': (body) => {
      const { ids } = body;
      const masterId = text(body, 'masterId');
      if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string'))
        throw new ControlError('ids: a list of ids');
      const owner = ownerOf(org, masterId);
      org.transaction(() => merge(org, masterId, ids, owner));
      return { masterId };
    },
    'salesforce/undelete': (body) => {
      const id = text(body, 'id');
      undelete(org, id, ownerOf(org, id));
      return { id };
    },
    'salesforce/purge': (body) => {
      purge(org, text(body, 'id'));
      return {};
    },
    'salesforce/access': (body) => {
      const user = userOf(org, body);
      const found = org.find(text(body, 'id'));
      if (found === undefined) throw new ControlError('id: no such record');
      const [visible, editable] = [flag(body, 'visible'), flag(body, 'editable')];
      org.restrict(user, String(found.row['Id']), { hidden: visible === false, readOnly: editable === false });
      return {};
    },
    'salesforce/list-view': (body) => views.change(body),
    'salesforce/late-commit': (body) => lateCommit(org, body),
    'salesforce/rule': (body) => addRule(org, body),
    'salesforce/org': (body) => {
      org.change(settingsOf(org, body));
      return org.settings;
    },
    'salesforce/user': (body) => {
      const id = userOf(org, body);
      const active = flag(body, 'active');
      if (active === undefined) throw new ControlError('active: true or false');
      const row = org.tables.User.get(id) ?? {};
      const now = org.stamp();
      org.tables.User.put({ ...row, IsActive: active, SystemModstamp: now, LastModifiedDate: now });
      return { id, active };
    },
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, (body: Json) => spoken(org, () => handler(body))]),
  );
}

/** The vendor's refusals become sentences of the control. */
function spoken(org: Org, work: () => unknown): unknown {
  org.settle();
  try {
    return work();
  } catch (error) {
    throw error instanceof ApiError ? new ControlError(error.message) : error;
  }
}

function userOf(org: Org, body: Json): string {
  const user = org.user(text(body, 'user'));
  if (user === undefined)
    throw new ControlError(`user: one of ${org.context.users.map(({ email }) => email).join(', ')}`);
  return user.salesforceUserId;
}

/** Who does it: the record's owner, who may. */
function ownerOf(org: Org, id: string): string {
  const found = org.find(id);
  if (found === undefined) throw new ControlError(`No record has the id ${id}.`);
  return String(found.row['OwnerId'] ?? found.row['LastModifiedById']);
}

/** A change by somebody's long-running transaction: stamped now, visible when it ends, the row locked until then. */
function lateCommit(org: Org, body: Json): object {
  const { fields, seconds } = body;
  const id = text(body, 'id');
  if (!isJson(fields)) throw new ControlError('fields: values by field name');
  if (typeof seconds !== 'number' || seconds <= 0) throw new ControlError('seconds: a positive number');
  const found = org.find(id);
  if (found === undefined) throw new ControlError(`No record has the id ${id}.`);
  const userId = ownerOf(org, id);
  const row = changeable(org, found.type, id, userId);
  const saver = { userId, duplicates: { allowSave: true, includeRecordDetails: false } };
  const next = changed(org, found.type, row, readBody(org, found.type, fields), saver);
  const full = String(row['Id']);
  const startedAt = org.now();
  const visibleAt = startedAt + seconds * 1000;
  org.pending.put(full, { id: full, object: found.type.name, row: next, startedAt, visibleAt });
  return { id: full, stamp: next['SystemModstamp'], visibleAt: new Date(visibleAt).toISOString() };
}

function settingsOf(org: Org, body: Json): Partial<OrgSettings> {
  const known = ['externalIdField', 'statePicklists', 'personAccounts', 'fields'];
  const other = Object.keys(body).find((name) => !known.includes(name));
  if (other !== undefined) throw new ControlError(`${other} is no setting; there are: ${known.join(', ')}`);
  const flags = ['externalIdField', 'statePicklists', 'personAccounts'].flatMap((name) => {
    const value = flag(body, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const { fields } = body;
  if (fields !== undefined && (!isJson(fields) || !Object.values(fields).every(isJson)))
    throw new ControlError('fields: settings by the API name of a field of Contact');
  return {
    ...Object.fromEntries(flags),
    ...(fields === undefined
      ? {}
      : { fields: { ...org.settings.fields, ...(fields as Record<string, FieldSetting>) } }),
  };
}
