import type { CrmRecord, Item, ItemHead } from '../../../server/model/contact.ts';
import type { Link } from '../../../server/model/link.ts';
import type { Decision } from '../../../server/planner/classify.ts';
import type { Observation, PlannerMemory, SeenRecord } from '../../../server/planner/observation.ts';
import type { ContactPlan, Write } from '../../../server/planner/operation.ts';
import type { NewItem } from '../../../server/planner/pairing.ts';
import { planLink } from '../../../server/planner/plan-link.ts';
import { plan } from '../../../server/planner/plan.ts';
import { isAnswered, questions } from '../../../server/planner/questions.ts';
import { confirm } from '../../../server/planner/confirm.ts';
import { settle } from '../../../server/planner/settle.ts';
import type { WriteResult } from '../../../server/planner/write-result.ts';
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
import {
  applied,
  changed,
  EARLY,
  itemAfter,
  fieldMap,
  KEY,
  LATE,
  NO_KEYS,
  ownerOf,
  seenItem,
  STALE,
  type PlacedItem,
} from './sides.ts';

/** One item, one record, one link, in memory: the planner plans, its writes are carried out under their guards, and what is to be remembered is. */
export class World {
  readonly items = new Map<string, PlacedItem>();
  record: { fate: 'live' | 'deleted' | 'merged' | 'unreadable'; inView: boolean; content: CrmRecord };
  master: CrmRecord | undefined;
  link: Link | null;
  /** M2: the pair that the master of the merge has here already. */
  pair: Link | undefined;
  /** Every write that was carried out, and every conflict's losing value: what the journal has. */
  readonly journal: string[] = [];
  readonly written: Write['kind'][] = [];
  /** What the first session makes of an item that no link has. */
  firstNew: readonly NewItem[] | undefined;
  private readonly one: Case;
  private versions = 10;

  constructor(one: Case) {
    this.one = one;
    this.link = linkOf({
      origin: one.origin,
      state: one.state === 'linked' ? 'linked' : 'stopped',
      base: base(fieldMap(BASE)),
      itemVersion: 'iv1',
      recordVersion: 'rv1',
    });
    const moved = one.item.endsWith('moved-out') || one.state === 'stopped' || one.state === 'marked-again';
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
      recordOf({ id, version, fields: fieldMap(recordFields(one)), modifiedAt, ownerId: ownerOf(one) });
    const fates = {
      deleted: 'deleted',
      'edited-and-deleted': 'deleted',
      merged: 'merged',
      'merged-with-linked': 'merged',
      unreadable: 'unreadable',
    } as const;
    const fate = one.record in fates ? fates[one.record as keyof typeof fates] : 'live';
    const version = one.record === 'unchanged' || one.record === 'left-the-view' ? 'rv1' : 'rv2';
    this.record = { fate, inView: !one.record.endsWith('left-the-view'), content: content('r1', version) };
    if (fate === 'merged') this.master = content('r9', 'rv9');
    if (one.record === 'merged-with-linked') this.pair = this.inStep(recordFields(one));
  }

  /** One session; answers the first decision, or null where nothing is decided. Throws where a question is left open that could be answered. */
  session(): Decision | null {
    const { link } = this;
    if (link === null) return null;
    const seen = this.observe(this.memory(link));
    const remembered = this.memory(this.link ?? link);
    const settings = planSettings({ autoRemoval: this.one.autoRemoval, conflicts: this.conflicts });
    const planned = plan(seen, remembered, settings);
    this.firstNew ??= planned.newItems;
    const decided = planned.decided.find((entry) => entry.link.id === link.id);
    if (planned.decided.some((entry) => entry !== decided))
      throw new Error('The pair of the master is decided about too.');
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
        ...this.pairRead(),
      },
      pass({ conflicts: this.conflicts, attentionCategory: null }),
    );
    if (made !== null) this.carryOut(made);
    return decision;
  }

  /** A pair whose sides are equal, with the master as its record. */
  private inStep(fields: Fields): Link {
    const content = base(fieldMap(fields));
    const item = itemOf({ id: 'i9', version: 'iv9', fields: fieldMap(fields), key: { ...KEY, intent: 'k9' } });
    this.items.set('i9', { place: 'inside', item });
    const ids = { id: 'l9', itemId: 'i9', recordId: 'r9', keyIntent: 'k9' };
    return linkOf({ ...ids, state: 'linked', base: content, itemVersion: 'iv9', recordVersion: 'rv9' });
  }

  private pairRead(): { masterItem?: Item; masterLink?: Link } {
    const item = this.items.get('i9')?.item;
    return this.pair === undefined || item === undefined ? {} : { masterItem: item, masterLink: this.pair };
  }

  get conflicts(): 'salesforce' | 'outlook' | 'newest' {
    return this.one.policy === 'salesforce' || this.one.policy === 'outlook' ? this.one.policy : 'newest';
  }

  private current(id: string | null): CrmRecord | undefined {
    if (id === 'r9') return this.master;
    return id === 'r1' && this.record.fate === 'live' ? this.record.content : undefined;
  }

  private memory(link: Link): PlannerMemory {
    const links = this.pair === undefined ? [link] : [link, this.pair];
    return memory({ links, openIntents: new Set(this.one.openIntent ? [link.id] : []) });
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
    const copy = this.one.item === 'copied' ? this.items.get('i2') : undefined;
    if (copy !== undefined) items.set('i2', seenItem(copy));
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
      asked.recordsEdited.map((id) => [
        id,
        current === undefined || changed(current.fields, this.base.record) || current.ownerId !== this.link?.ownerId,
      ]),
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
    if (made.writes.some((write) => 'other' in write)) this.pairIsRemembered();
    const record = this.link === null ? undefined : this.current(this.link.recordId);
    const wroteRecord = made.writes.some(({ kind }, at) => kind === 'update-record' && results[at]?.done === true);
    if (this.link !== null && record !== undefined && wroteRecord)
      this.link = confirm(this.link, record, RULES, { ownerId: record.ownerId, ownerName: 'Ada', accountName: '' });
  }

  /** What was folded into the pair is in step there. */
  private pairIsRemembered(): void {
    const item = this.items.get('i9')?.item;
    if (this.pair === undefined || item === undefined || this.master === undefined) return;
    const versions = { itemVersion: item.version, recordVersion: this.master.version };
    this.pair = { ...this.pair, ...versions, base: { ...base(item.fields), record: this.master.fields } };
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
      case 'move-item':
        return this.writeItem(write);
      case 'create-record':
      case 'undelete-record':
        throw new Error(`No rule of a pair asks for ${write.kind}.`);
    }
  }

  private writeItem(
    write: Extract<Write, { kind: 'update-item' | 'release-item' | 'remove-item' | 'move-item' }>,
  ): WriteResult {
    const placed = this.items.get(write.item.id);
    if (placed === undefined || placed.place === 'gone' || placed.item.version !== write.item.version) return STALE;
    const { item } = placed;
    if (write.kind === 'remove-item') {
      this.items.set(item.id, { ...placed, place: 'deleted' });
      return { done: true };
    }
    if (write.kind === 'move-item') {
      const moved = { ...item, version: this.nextVersion('iv') };
      this.items.set(item.id, { place: 'inside', item: moved });
      return { done: true, item: moved };
    }
    const next = itemAfter(item, write, this.nextVersion('iv'));
    this.items.set(item.id, { ...placed, item: next });
    return { done: true, item: next };
  }

  private nextVersion(prefix: string): string {
    this.versions += 1;
    return `${prefix}${this.versions}`;
  }
}
