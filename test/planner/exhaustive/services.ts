import type { CrmRecord, FieldChanges, FieldMap, Item, ItemHead, SlotMap } from '../../../server/model/contact.ts';
import type { Failure } from '../../../server/model/failure.ts';
import type { ContactPlan, Write } from '../../../server/planner/operation.ts';
import type { WriteResult } from '../../../server/planner/write-result.ts';
import { item as itemOf, record as recordOf } from '../../support/builders.ts';
import type { Hindrance } from './cases.ts';
import { addresses, applied, CATEGORY, itemAfter, KEY, type PlacedItem, type PlacedRecord } from './sides.ts';

const STALE: WriteResult = { done: false, failure: { kind: 'stale', code: 'changed-meanwhile', message: '' } };
const SKIPPED: WriteResult = { done: false, skipped: true };
type Done = Extract<WriteResult, { done: true }>;
type ItemWrite = Extract<Write, { kind: 'update-item' | 'release-item' | 'remove-item' | 'move-item' }>;

/** Mailbox and org in memory: writes are carried out under their guards, or refused as the case has it (C5). */
export class Services {
  readonly items: Map<string, PlacedItem>;
  readonly records: Map<string, PlacedRecord>;
  /** What every write that was done had before and after. */
  readonly journal: string[] = [];
  readonly written: Write['kind'][] = [];
  /** Every write that reached a service, refused or not, with the link that it was for. */
  readonly tried: string[] = [];
  /** Those that were refused, whole or in part. */
  readonly refused: string[] = [];
  refusing: Hindrance['service'];
  private versions = 10;

  constructor(
    { items, records }: { items: ReadonlyMap<string, PlacedItem>; records: ReadonlyMap<string, PlacedRecord> },
    refusing: Hindrance['service'],
  ) {
    this.items = new Map(items);
    this.records = new Map(records);
    this.refusing = refusing;
  }

  record(id: string | null): CrmRecord | undefined {
    const found = this.records.get(id ?? '');
    return found?.fate === 'live' ? found.content : undefined;
  }

  get visible(): CrmRecord[] {
    return [...this.records.values()].filter(({ fate }) => fate === 'live').map(({ content }) => content);
  }

  isInView(id: string): boolean {
    const found = this.records.get(id);
    return found?.fate === 'live' && found.inView;
  }

  /** One contact's writes in their order, as the engine sends them. */
  apply(plan: ContactPlan): { readonly results: readonly WriteResult[]; readonly item: ItemHead | null } {
    const results: WriteResult[] = [];
    let item = plan.item;
    let { recordId } = plan.link;
    recordId = plan.becomes.recordId ?? recordId;
    let moved = false;
    for (const write of plan.writes) {
      const isOut = write.chained === true && results.at(-1)?.done !== true;
      const guard = (head: Pick<ItemHead, 'id' | 'version'>) =>
        item !== null && (item.id === head.id || moved) ? item : head;
      if (!isOut) this.tried.push(`${plan.link.id}: ${write.kind} by ${write.rule}`);
      const result = isOut ? SKIPPED : this.send(write, guard, recordId);
      if (isRefused(result)) this.refused.push(`${plan.link.id}: ${write.kind}`);
      results.push(result);
      if (!result.done) continue;
      moved ||= write.kind === 'move-item';
      item = result.item ?? item;
      recordId = result.recordId ?? recordId;
      this.written.push(write.kind);
      for (const { before, after } of write.fields) this.journal.push(before, after);
    }
    return { results, item };
  }

  nextVersion(prefix: 'iv' | 'rv'): string {
    this.versions += 1;
    return `${prefix}${this.versions}`;
  }

  private send(
    write: Write,
    guard: (head: Pick<ItemHead, 'id' | 'version'>) => Pick<ItemHead, 'id' | 'version'>,
    recordId: string | null,
  ): WriteResult {
    const failure = this.refusal(write);
    const left = failure === undefined ? [] : canBeLeft(write, failure);
    if (failure !== undefined && left.length === 0) return { done: false, failure };
    const result = this.carryOut(write, guard, recordId, new Set(left));
    if (failure === undefined || !result.done) return result;
    return { ...result, left: left.map((field) => ({ field, failure })) };
  }

  private refusal(write: Write): Failure | undefined {
    const { refusing } = this;
    const isOfRecord = write.kind.endsWith('record');
    if (refusing === 'takes' || refusing.startsWith('record') !== isOfRecord) return undefined;
    // What is taken off an item, and T3's flag, put nothing into it that it could not take.
    if (write.kind === 'remove-item' || write.kind === 'release-item' || write.rule === 'T3') return undefined;
    const failure = { kind: 'rejected', code: 'not-taken', message: 'No.' } as const;
    if (refusing.endsWith('all')) return failure;
    return fieldsOf(write).includes('title') ? { ...failure, fields: [{ field: 'title', message: 'No.' }] } : undefined;
  }

  private carryOut(
    write: Write,
    guard: (head: Pick<ItemHead, 'id' | 'version'>) => Pick<ItemHead, 'id' | 'version'>,
    recordId: string | null,
    left: ReadonlySet<string>,
  ): WriteResult {
    switch (write.kind) {
      case 'create-record': {
        const content = recordOf({ id: 'r3', version: this.nextVersion('rv'), fields: taken(write.values, left) });
        this.records.set('r3', { fate: 'live', inView: true, content });
        return { done: true, recordId: 'r3' };
      }
      case 'update-record': {
        const record = this.record(write.id);
        if (record?.version !== write.version) return STALE;
        const fields = applied(record.fields, without(write.values, left));
        this.putRecord({ ...record, version: this.nextVersion('rv'), fields });
        return { done: true };
      }
      case 'delete-record': {
        const record = this.record(write.id);
        if (record?.version !== write.version || record.ownerId !== write.ownerId) return STALE;
        this.records.set(write.id, { fate: 'deleted', inView: false, content: record });
        return { done: true };
      }
      case 'create-item':
        return this.create(write, recordId, left);
      case 'update-item':
      case 'release-item':
      case 'remove-item':
      case 'move-item':
        return this.writeItem(write, guard(write.item), recordId, left);
      case 'undelete-record':
        throw new Error(`No rule of a pair asks for ${write.kind}.`);
    }
  }

  private putRecord(content: CrmRecord): void {
    const placed = this.records.get(content.id);
    if (placed !== undefined) this.records.set(content.id, { ...placed, content });
  }

  private create(
    write: Extract<Write, { kind: 'create-item' }>,
    recordId: string | null,
    left: ReadonlySet<string>,
  ): Done {
    const key = { ...KEY, intent: this.nextVersion('iv'), ...(recordId === null ? {} : { record: recordId }) };
    const item = itemOf({
      id: 'i3',
      version: this.nextVersion('iv'),
      fields: applied(taken(write.values, left), addresses(write.slots)),
      slots: write.slots,
      categories: [CATEGORY],
      key,
    });
    this.items.set('i3', { place: 'inside', item });
    return { done: true, item, keyIntent: key.intent };
  }

  private writeItem(
    write: ItemWrite,
    { id, version }: Pick<ItemHead, 'id' | 'version'>,
    recordId: string | null,
    left: ReadonlySet<string>,
  ): WriteResult {
    const placed = this.items.get(id);
    if (placed === undefined || placed.place === 'gone' || placed.item.version !== version) return STALE;
    if (write.kind === 'remove-item') {
      this.items.set(id, { ...placed, place: 'deleted' });
      return { done: true };
    }
    const next = this.nextVersion('iv');
    const key = { ...KEY, intent: `k-${next}`, ...(recordId === null ? {} : { record: recordId }) };
    if (write.kind === 'move-item') return this.put('inside', { ...placed.item, version: next, key }, key.intent);
    const given = write.kind === 'update-item' ? write : { values: {}, slots: {}, mark: false };
    const values = without(given.values, left) as FieldMap;
    const slots: SlotMap = without(given.slots, left);
    const item = itemAfter(placed.item, write, { version: next, key, values, slots });
    return this.put(placed.place, item, given.mark ? key.intent : undefined);
  }

  private put(place: PlacedItem['place'], item: Item, keyIntent: string | undefined): Done {
    this.items.set(item.id, { place, item });
    return { done: true, item, ...(keyIntent === undefined ? {} : { keyIntent }) };
  }
}

const isRefused = (result: WriteResult): boolean =>
  result.done
    ? result.left !== undefined && result.left.length > 0
    : 'failure' in result && result.failure.kind === 'rejected';

const fieldsOf = (write: Write): string[] =>
  'values' in write ? Object.keys({ ...write.values, ...('slots' in write ? write.slots : {}) }) : [];

/** C5: the named fields, where the write has others and can do without them. */
function canBeLeft(write: Write, { fields = [] }: Failure): 'title'[] {
  return fields.length > 0 && fieldsOf(write).some((field) => field !== 'title') ? ['title'] : [];
}

function without<M extends object>(map: M, left: ReadonlySet<string>): M {
  return left.size === 0 ? map : (Object.fromEntries(Object.entries(map).filter(([field]) => !left.has(field))) as M);
}

const taken = (values: FieldChanges, left: ReadonlySet<string>): FieldMap => applied({}, without(values, left));
