import type { CrmRecord, FieldMap, Item, ItemHead } from '../../../server/model/contact.ts';
import type { Link } from '../../../server/model/link.ts';
import type { Decision } from '../../../server/planner/classify.ts';
import type { Observation, PlannerMemory, SeenItem, SeenRecord } from '../../../server/planner/observation.ts';
import type { ContactPlan, Write } from '../../../server/planner/operation.ts';
import { planLink } from '../../../server/planner/plan-link.ts';
import { plan } from '../../../server/planner/plan.ts';
import { isAnswered, questions } from '../../../server/planner/questions.ts';
import { confirm, settle, type WriteResult } from '../../../server/planner/settle.ts';
import {
  base,
  item as itemOf,
  link as linkOf,
  memory,
  NOW,
  observation,
  pass,
  planSettings,
  record as recordOf,
  RULES,
} from '../../support/builders.ts';
import { BASE, itemFields, recordFields, type Case, type Fields } from './cases.ts';

type Place = 'inside' | 'elsewhere' | 'deleted' | 'gone';
interface PlacedItem {
  readonly place: Place;
  readonly item: Item;
}

const NAME = { firstName: 'Ann', lastName: 'Lee' };
const fieldMap = (fields: Fields): FieldMap => ({
  ...NAME,
  ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')),
});
const KEY = { org: 'org', mailbox: 'ada@contoso.example', intent: 'k1' };
const [EARLY, LATE] = ['2026-05-04T06:00:00.000Z', '2026-05-04T09:00:00.000Z'];

/** One item, one record, one link, in memory: the planner plans, its writes are carried out under their guards, and what is to be remembered is. */
export class World {
  readonly items = new Map<string, PlacedItem>();
  record: { fate: 'live' | 'deleted' | 'merged' | 'unreadable'; inView: boolean; content: CrmRecord };
  master: CrmRecord | undefined;
  link: Link | null;
  /** Every write that was carried out, and every conflict's losing value: what the journal has. */
  readonly journal: string[] = [];
  readonly written: Write['kind'][] = [];
  private readonly one: Case;
  private versions = 10;

  constructor(one: Case) {
    this.one = one;
    this.link = linkOf({
      origin: one.origin,
      state: one.state,
      base: base(fieldMap(BASE)),
      itemVersion: 'iv1',
      recordVersion: 'rv1',
    });
    const moved = one.item.endsWith('moved-out') || one.state === 'stopped';
    const deleted = one.item.endsWith('deleted');
    const gone = one.item === 'gone' || one.item === 'gone-with-a-key-holder';
    const unmarked = one.item.endsWith('unmarked') || one.state === 'stopped';
    const place = gone ? 'gone' : deleted ? 'deleted' : moved ? 'elsewhere' : 'inside';
    const item = itemOf({
      fields: fieldMap(itemFields(one)),
      version: one.item === 'unchanged' || one.item === 'copied' ? 'iv1' : 'iv2',
      categories: unmarked ? [] : ['Salesforce'],
      key: KEY,
      modifiedAt: one.policy === 'newest-item' ? LATE : EARLY,
    });
    this.items.set('i1', { place, item });
    if (one.item === 'gone-with-a-key-holder')
      this.items.set('i2', { place: 'inside', item: { ...item, id: 'i2', version: 'iv9' } });
    if (one.item === 'copied') this.items.set('i2', { place: 'inside', item: { ...item, id: 'i2', createdAt: LATE } });
    const modifiedAt = one.policy === 'newest-record' ? LATE : EARLY;
    const content = (id: string, version: string): CrmRecord =>
      recordOf({ id, version, fields: fieldMap(recordFields(one)), modifiedAt });
    const fates = {
      deleted: 'deleted',
      'edited-and-deleted': 'deleted',
      merged: 'merged',
      unreadable: 'unreadable',
    } as const;
    const fate = one.record in fates ? fates[one.record as keyof typeof fates] : 'live';
    const version = one.record === 'unchanged' || one.record === 'left-the-view' ? 'rv1' : 'rv2';
    this.record = { fate, inView: !one.record.endsWith('left-the-view'), content: content('r1', version) };
    if (fate === 'merged') this.master = content('r9', 'rv9');
  }

  /** One session; answers the first decision, or null where nothing is decided. Throws where a question is left open that could be answered. */
  session(): Decision | null {
    const { link } = this;
    if (link === null) return null;
    const seen = this.observe(this.memory(link));
    const remembered = this.memory(this.link ?? link);
    const settings = planSettings({ autoRemoval: this.one.autoRemoval, conflicts: this.conflicts });
    const [decided] = plan(seen, remembered, settings).decided;
    if (decided === undefined) return null;
    const { decision } = decided;
    const target =
      'itemHead' in decision.action && decision.action.itemHead !== undefined
        ? decision.action.itemHead.id
        : link.itemId;
    const placed = target === null ? undefined : this.items.get(target);
    const record = 'into' in decision.action ? this.master : this.current(link.recordId);
    const made = planLink(
      this.link ?? link,
      decision,
      {
        ...(placed === undefined || placed.place === 'gone' ? {} : { item: placed.item, head: placed.item }),
        ...(record === undefined ? {} : { record }),
      },
      pass({ conflicts: this.conflicts, attentionCategory: null }),
    );
    if (made !== null) this.carryOut(made);
    return decision;
  }

  get conflicts(): 'salesforce' | 'outlook' | 'newest' {
    return this.one.policy === 'salesforce' || this.one.policy === 'outlook' ? this.one.policy : 'newest';
  }

  private current(id: string | null): CrmRecord | undefined {
    if (id === 'r9') return this.master;
    return id === 'r1' && this.record.fate === 'live' ? this.record.content : undefined;
  }

  private memory(link: Link): PlannerMemory {
    return memory({ links: [link], openIntents: new Set(this.one.openIntent ? [link.id] : []) });
  }

  /** Asks until nothing is left to ask, unless the case is that nothing has been looked up. */
  private observe(remembered: PlannerMemory): Observation {
    const { lookedUp, viewRead } = this.one;
    const known = [...this.items].filter(([id, { place }]) => id !== 'i2' || place === 'inside');
    const items = new Map(
      known
        .filter(([id, { place }]) => lookedUp || place === 'inside' || id === 'i2')
        .filter(
          ([id, { item, place }]) => id !== 'i2' || (this.link?.itemId === id && place !== 'gone' && item.id === id),
        )
        .map(([id, placed]) => [id, seenItem(placed)]),
    );
    const tombstones = new Set(known.filter(([, { place }]) => place !== 'inside').map(([id]) => id));
    const seen = observation({
      items,
      tombstones: lookedUp ? new Set() : tombstones,
      viewRead,
      records: this.records(),
      ...(lookedUp ? { keyHolders: new Map([['k1', this.holders()]]) } : {}),
    });
    const asked = questions(seen, remembered);
    const [link] = remembered.links;
    if (link === undefined || !lookedUp) return seen;
    const placed = this.items.get(link.itemId ?? '');
    const edited = new Map(
      asked.edited.map((id) => [id, placed === undefined || changed(placed.item.fields, this.base.item)]),
    );
    const current = this.current(link.recordId);
    const recordsEdited = new Map(
      asked.recordsEdited.map((id) => [id, current === undefined || changed(current.fields, this.base.record)]),
    );
    // A version that moved without a value is remembered, as the engine does.
    if (this.link !== null && current !== undefined && recordsEdited.get(link.id) === false)
      this.link = { ...this.link, recordVersion: current.version };
    const answered = { ...seen, edited, recordsEdited };
    const left = questions(answered, remembered);
    if (!isAnswered(left)) throw new Error(`Still asked: ${JSON.stringify(left)}`);
    return answered;
  }

  private get base() {
    return this.link?.base ?? base(fieldMap(BASE));
  }

  private holders(): ItemHead[] {
    return [...this.items.values()]
      .filter(({ place, item }) => place === 'inside' && item.key?.intent === 'k1')
      .map(({ item }) => item);
  }

  private records(): Map<string, SeenRecord> {
    const { fate, inView, content } = this.record;
    const found = new Map<string, SeenRecord>();
    if (this.master !== undefined) found.set('r9', { state: 'in-view', version: this.master.version, keys: NO_KEYS });
    if (fate === 'live') return found.set('r1', { state: inView ? 'in-view' : 'outside', version: content.version });
    if (!this.one.lookedUp) return found;
    if (fate === 'merged') return found.set('r1', { state: 'merged', into: 'r9' });
    return found.set('r1', { state: fate === 'deleted' ? 'deleted' : 'absent' });
  }

  private carryOut(made: ContactPlan): void {
    for (const { lost } of made.conflicts) this.journal.push(lost);
    const results: WriteResult[] = [];
    for (const write of made.writes) {
      const before = results.at(-1);
      const result =
        write.chained === true && before?.done !== true ? ({ done: false, skipped: true } as const) : this.write(write);
      results.push(result);
      if (result.done) {
        this.written.push(write.kind);
        for (const { before: was, after } of write.fields) this.journal.push(was, after);
      }
    }
    const settled = settle(made, results, { rules: RULES, now: NOW, settingsVersion: 's1' });
    this.link = settled.link;
    const record = this.link === null ? undefined : this.current(this.link.recordId);
    const wroteRecord = made.writes.some(({ kind }, at) => kind === 'update-record' && results[at]?.done === true);
    if (this.link !== null && record !== undefined && wroteRecord)
      this.link = confirm(this.link, record, RULES, { ownerId: 'u1', ownerName: 'Ada', accountName: '' });
  }

  private write(write: Write): WriteResult {
    switch (write.kind) {
      case 'update-record': {
        const record = this.current(write.id);
        if (record?.version !== write.version) return STALE;
        const next = { ...record, version: this.nextVersion('rv'), fields: applied(record.fields, write.values) };
        if (write.id === 'r9') this.master = next;
        else this.record = { ...this.record, content: next };
        return { done: true, recordId: write.id };
      }
      case 'delete-record': {
        const record = this.current(write.id);
        if (record === undefined || record.version !== write.version || record.ownerId !== write.ownerId) return STALE;
        if (write.id === 'r9') this.master = undefined;
        this.record = { ...this.record, fate: 'deleted' };
        return { done: true };
      }
      case 'create-item': {
        const item = itemOf({
          id: 'i3',
          version: this.nextVersion('iv'),
          fields: applied({}, write.values),
          key: { ...KEY, intent: 'k3' },
        });
        this.items.set('i3', { place: 'inside', item });
        return { done: true, item, keyIntent: 'k3' };
      }
      case 'update-item':
      case 'release-item':
      case 'remove-item':
        return this.writeItem(write);
      case 'move-item':
      case 'create-record':
      case 'undelete-record':
        throw new Error(`No rule of a pair asks for ${write.kind}.`);
    }
  }

  private writeItem(write: Extract<Write, { kind: 'update-item' | 'release-item' | 'remove-item' }>): WriteResult {
    const placed = this.items.get(write.item.id);
    if (placed === undefined || placed.place === 'gone' || placed.item.version !== write.item.version) return STALE;
    const { item } = placed;
    if (write.kind === 'remove-item') {
      this.items.set(item.id, { ...placed, place: 'deleted' });
      return { done: true };
    }
    const { key, ...keyless } = item;
    const next: Item =
      write.kind === 'release-item'
        ? {
            ...keyless,
            version: this.nextVersion('iv'),
            categories: item.categories.filter((name) => !write.removeCategories.includes(name)),
          }
        : {
            ...keyless,
            ...(key === undefined ? {} : { key }),
            version: this.nextVersion('iv'),
            fields: applied(item.fields, write.values),
            categories: [...item.categories, ...write.addCategories],
          };
    this.items.set(item.id, { ...placed, item: next });
    return { done: true, item: next };
  }

  private nextVersion(prefix: string): string {
    this.versions += 1;
    return `${prefix}${this.versions}`;
  }
}

const STALE: WriteResult = { done: false, failure: { kind: 'stale', code: 'changed-meanwhile', message: '' } };
const NO_KEYS = { emails: [], name: '', company: '', phones: [] };

function seenItem({ place, item }: PlacedItem): SeenItem {
  if (place === 'gone') return { place };
  const { id, version, folder, categories } = item;
  return { place, head: { id, version, folder, categories }, marked: categories.includes('Salesforce') };
}

function applied(fields: FieldMap, values: Readonly<Record<string, unknown>>): FieldMap {
  return Object.fromEntries(
    Object.entries({ ...fields, ...values }).filter(
      ([, value]) => value !== null && value !== undefined && value !== '',
    ),
  ) as FieldMap;
}

function changed(fields: FieldMap, before: FieldMap): boolean {
  return (['title', 'notes'] as const).some((field) => (fields[field] ?? '') !== (before[field] ?? ''));
}
