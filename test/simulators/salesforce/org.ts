import type { SimulatorContext } from '../kit/context.ts';
import type { SampleUser } from '../sample/people.ts';
import { ApiError } from './api-error.ts';
import { DEFAULT_SETTINGS, type OrgSettings } from './contact-type.ts';
import { schemaOf, type Schema } from './other-types.ts';
import { fullId, makeId } from './record-id.ts';
import type { Rule } from './rule.ts';
import type { ObjectName, ObjectType, Row, Value } from './schema.ts';
import { Table, type Change } from './table.ts';
import { DAY_MS, epoch, stamp } from './times.ts';

export const ORG_ID = '00D000000000001EAA';
/** Soft-deleted rows stay this long in the Recycle Bin. */
const RECYCLE_DAYS = 15;
const EXACT = ['Id', 'AccountId', 'OwnerId', 'ReportsToId', 'PersonContactId', 'Cardbridge_Key__c'];

/** A change that is stamped already and not seen yet: a long-running transaction of somebody else. */
export interface Pending {
  readonly id: string;
  readonly object: ObjectName;
  readonly row: Row;
  readonly startedAt: number;
  readonly visibleAt: number;
}

interface DeletedEntry {
  readonly object: ObjectName;
  readonly id: string;
  readonly at: number;
}

/** What one user may not do with one row, whatever the org's defaults. */
export interface Restriction {
  readonly hidden: boolean;
  readonly readOnly: boolean;
}

/** The state of the simulated org: settings, rows, sharing, rules, and its clock. */
export class Org {
  readonly context: SimulatorContext;
  readonly tables: Readonly<Record<ObjectName, Table>>;
  readonly rules;
  readonly deleteLog;
  readonly pending;
  private readonly restrictions;
  private readonly kept;
  private readonly counters;
  private compiled: { readonly settings: OrgSettings; readonly schema: Schema } | undefined;
  private lastNumber = 0;
  private sweptAt = 0;

  constructor(context: SimulatorContext) {
    const { state } = context;
    this.context = context;
    const table = (name: ObjectName, ...indexed: string[]) =>
      new Table(state.collection<Row>(`salesforce/${name}`), indexed, EXACT);
    this.tables = {
      Contact: table(
        'Contact',
        ...['Email', 'LastName', 'Name', 'AccountId', 'OwnerId', 'ReportsToId', 'Legacy_Id__c', 'Cardbridge_Key__c'],
      ),
      Account: table('Account', 'Name', 'PersonContactId'),
      Lead: table('Lead', 'Email', 'Name'),
      User: table('User', 'Username', 'Email'),
    };
    this.rules = state.collection<Rule>('salesforce/rules');
    this.deleteLog = state.collection<DeletedEntry>('salesforce/delete-log');
    this.pending = state.collection<Pending>('salesforce/pending');
    this.restrictions = state.collection<Restriction>('salesforce/restrictions');
    this.kept = state.collection<OrgSettings & { readonly changedAt: number }>('salesforce/settings');
    this.counters = state.collection<{ readonly upTo: number }>('salesforce/counters');
    this.lastNumber = this.counters.get('ids')?.upTo ?? 100_000;
  }

  now(): number {
    return this.context.clock.now();
  }

  stamp(): string {
    return stamp(this.now());
  }

  get settings(): OrgSettings {
    return this.kept.get('org') ?? DEFAULT_SETTINGS;
  }

  /** When the schema was last changed, in epoch milliseconds. */
  get schemaChangedAt(): number {
    return this.kept.get('org')?.changedAt ?? epoch('2026-01-05T08:00:00Z');
  }

  change(settings: Partial<OrgSettings>): void {
    this.kept.put('org', { ...this.settings, ...settings, changedAt: this.now() });
  }

  get schema(): Schema {
    const { settings } = this;
    if (this.compiled?.settings !== settings) this.compiled = { settings, schema: schemaOf(settings) };
    return this.compiled.schema;
  }

  /** By name in any case; undefined for a type that this org has not. */
  type(name: string): ObjectType | undefined {
    const lower = name.toLowerCase();
    return Object.values(this.schema).find((type) => type.name.toLowerCase() === lower);
  }

  /** By the first three characters of an id. */
  typeOfId(id: string): ObjectType | undefined {
    return Object.values(this.schema).find((type) => type.keyPrefix === id.slice(0, 3));
  }

  /** A row by its 15- or 18-character id, deleted or not. */
  find(id: string): { readonly type: ObjectType; readonly row: Row } | undefined {
    const full = fullId(id);
    const type = full === undefined ? undefined : this.typeOfId(full);
    const row = full === undefined || type === undefined ? undefined : this.tables[type.name].get(full);
    return type === undefined || row === undefined ? undefined : { type, row };
  }

  newId(type: ObjectType): string {
    this.lastNumber += 1;
    // Kept in steps, ahead of use, so that no id is given twice after a kill.
    if (this.lastNumber >= (this.counters.get('ids')?.upTo ?? 0))
      this.counters.put('ids', { upTo: this.lastNumber + 1000 });
    return makeId(type.keyPrefix, this.lastNumber);
  }

  // Sharing

  sees(userId: string, id: Value | undefined): boolean {
    return this.restrictions.size === 0 || this.restrictions.get(`${userId}/${String(id)}`)?.hidden !== true;
  }

  mayEdit(userId: string, id: string): boolean {
    return this.restrictions.size === 0 || this.restrictions.get(`${userId}/${id}`)?.readOnly !== true;
  }

  restrict(userId: string, id: string, restriction: Restriction): void {
    if (restriction.hidden || restriction.readOnly) this.restrictions.put(`${userId}/${id}`, restriction);
    else this.restrictions.delete(`${userId}/${id}`);
  }

  user(email: string): SampleUser | undefined {
    const lower = email.toLowerCase();
    return this.context.users.find((user) => user.email === lower || user.salesforceUsername === lower);
  }

  isActive(userId: string): boolean {
    return this.tables.User.get(userId)?.['IsActive'] !== false;
  }

  // Time

  /** Late commits that have become visible, and the end of the Recycle Bin; before every request. */
  settle(): void {
    const now = this.now();
    if (this.pending.size > 0) {
      for (const [key, { object, row, visibleAt }] of [...this.pending.entries()]) {
        if (visibleAt > now) continue;
        this.tables[object].put(row);
        this.pending.delete(key);
      }
    }
    if (now - this.sweptAt < 3_600_000) return;
    this.sweptAt = now;
    for (const [key, entry] of [...this.deleteLog.entries()]) {
      if (now - entry.at <= RECYCLE_DAYS * DAY_MS) continue;
      if (this.tables[entry.object].get(entry.id)?.['IsDeleted'] === true) this.tables[entry.object].delete(entry.id);
      this.deleteLog.delete(key);
    }
  }

  /** All of it or nothing: what a failing `work` changed is put back, and its error passed on. */
  transaction<T>(work: () => T): T {
    const tables = Object.values(this.tables);
    if (tables[0]?.changes !== undefined) return work();
    const changes: Change[] = [];
    const log = [...this.deleteLog.entries()];
    for (const table of tables) table.changes = changes;
    try {
      return work();
    } catch (error) {
      for (const table of tables) table.changes = undefined;
      for (const change of changes.reverse()) change.table.restore(change);
      for (const [key] of [...this.deleteLog.entries()]) this.deleteLog.delete(key);
      for (const [key, entry] of log) this.deleteLog.put(key, entry);
      throw error;
    } finally {
      for (const table of tables) table.changes = undefined;
    }
  }

  /** Throws UNABLE_TO_LOCK_ROW while somebody else's transaction holds the row. */
  checkLock(id: string): void {
    const locked = this.pending.size > 0 && [...this.pending.values()].some((pending) => pending.id === id);
    if (
      !locked &&
      !(this.rules.size > 0 && [...this.rules.values()].some((rule) => rule.kind === 'lock' && rule.id === id))
    )
      return;
    throw new ApiError(400, {
      code: 'UNABLE_TO_LOCK_ROW',
      message: `unable to obtain exclusive access to this record or 1 records: ${id}`,
      fields: [],
    });
  }

  clear(): void {
    for (const table of Object.values(this.tables)) table.clear();
    for (const kept of [this.rules, this.deleteLog, this.pending, this.restrictions, this.kept]) kept.clear();
    this.compiled = undefined;
  }
}
