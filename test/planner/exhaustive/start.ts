import type { CrmRecord } from '../../../server/model/contact.ts';
import { PRIVATE_ITEM, type Link, type Refusal } from '../../../server/model/link.ts';
import { base, link as linkOf, NOW } from '../../support/builders.ts';
import { BASE, isMarkedAnew, liesElsewhere, itemFields, recordFields, type Case, type Hindrance } from './cases.ts';
import {
  ATTENTION,
  CATEGORY,
  EARLY,
  EMAIL,
  fieldMap,
  itemWith,
  KEY,
  LATE,
  recordWith,
  type PlacedItem,
  type PlacedRecord,
} from './sides.ts';

/** What a world begins with. */
export interface Start {
  readonly links: readonly Link[];
  readonly items: ReadonlyMap<string, PlacedItem>;
  readonly records: ReadonlyMap<string, PlacedRecord>;
  /** Items of which the feeds have told already. */
  readonly told: ReadonlySet<string>;
}

const FATES: Partial<Record<Case['record'], PlacedRecord['fate']>> = {
  deleted: 'deleted',
  'edited-and-deleted': 'deleted',
  merged: 'merged',
  'merged-with-linked': 'merged',
  unreadable: 'unreadable',
};

/** The pair as an earlier session left it, and what both sides did since. */
export function startOf(one: Case): Start {
  const [items, records] = [itemsOf(one), recordsOf(one)];
  const itemVersion = items.get('i1')?.item.version ?? '';
  const recordVersion = records.get('r1')?.content.version ?? '';
  const refused = one.refusal !== 'none';
  const link = linkOf({
    origin: one.origin,
    state: one.state === 'linked' ? 'linked' : 'stopped',
    email: EMAIL,
    base: base(fieldMap(BASE)),
    // C5: what is not in step is looked at again.
    itemVersion: refused ? '' : 'iv1',
    recordVersion: refused ? '' : 'rv1',
    refusal: refusalOf(one, itemVersion, recordVersion),
    request: requestOf(one),
  });
  // Who was switched on is looked at at once (T1).
  const isNews = refused ? one.since === 'item' : itemVersion !== 'iv1';
  const inPlace = items.get('i1')?.place === (one.state === 'linked' ? 'inside' : 'elsewhere');
  const told = !isNews && inPlace && !isMarkedAnew(one.state) ? ['i1', 'i9'] : ['i9'];
  const pair = one.record === 'merged-with-linked' ? [pairOfMaster(one, items)] : [];
  return { links: [link, ...pair], items, records, told: new Set(told) };
}

function requestOf({ state, since }: Case): Link['request'] {
  if (state === 'switched-on-again') return { kind: 'resume' };
  return since === 'request' ? { kind: 'retry' } : null;
}

/** What an earlier session left, with the versions that it knew. */
export function refusalOf({ refusal, since }: Hindrance, itemVersion: string, recordVersion: string): Refusal | null {
  if (refusal === 'none') return null;
  const code = refusal === 'private' ? PRIVATE_ITEM : 'not-taken';
  return {
    reason: { code, params: {} },
    fields: refusal === 'field' ? ['title'] : [],
    itemVersion: since === 'item' ? 'iv0' : itemVersion,
    recordVersion: since === 'record' ? 'rv0' : recordVersion,
    settingsVersion: since === 'settings' ? 's0' : 's1',
    at: since === 'day' ? '2026-05-03T10:00:00.000Z' : EARLY,
  };
}

function itemsOf(one: Case): Map<string, PlacedItem> {
  const moved = one.item.endsWith('moved-out') || liesElsewhere(one);
  const gone = one.item === 'gone' || one.item === 'gone-with-a-key-holder';
  const place = gone ? 'gone' : one.item.endsWith('deleted') ? 'deleted' : moved ? 'elsewhere' : 'inside';
  const unmarked = one.item.endsWith('unmarked') || one.state === 'stopped' || one.state === 'switched-on-again';
  const isFlagged = one.refusal === 'field' || one.refusal === 'contact';
  // U7: that it is private, or no more, is a change as well.
  const isAsItWas = (one.item === 'unchanged' || one.item === 'copied') && !one.private && one.refusal !== 'private';
  const item = itemWith({
    holds: itemFields(one),
    further: one.blocked === 'by-edit',
    version: isAsItWas ? 'iv1' : 'iv2',
    categories: [...(unmarked ? [] : [CATEGORY]), ...(isFlagged ? [ATTENTION] : [])],
    key: { ...KEY, record: 'r1' },
    private: one.private,
    modifiedAt: one.policy === 'newest-item' ? LATE : EARLY,
    createdAt: EARLY,
  });
  const items = new Map<string, PlacedItem>([['i1', { place, item }]]);
  if (one.item === 'gone-with-a-key-holder')
    items.set('i2', { place: 'inside', item: { ...item, id: 'i2', version: 'iv9' } });
  if (one.item === 'copied') items.set('i2', { place: 'inside', item: { ...item, id: 'i2', createdAt: LATE } });
  return items;
}

export function recordsOf(one: Pick<Case, 'record' | 'policy'>): Map<string, PlacedRecord> {
  const content = (id: string, version: string): CrmRecord =>
    recordWith({
      id,
      version,
      holds: recordFields(one),
      modifiedAt: one.policy === 'newest-record' ? LATE : EARLY,
      ownerId: one.record.endsWith('reassigned') ? 'u2' : 'u1',
    });
  const fate = FATES[one.record] ?? 'live';
  const version = one.record === 'unchanged' || one.record === 'left-the-view' ? 'rv1' : 'rv2';
  const inView = !one.record.endsWith('left-the-view');
  const records = new Map<string, PlacedRecord>([['r1', { fate, inView, content: content('r1', version) }]]);
  if (fate === 'merged') records.set('r9', { fate: 'live', inView: true, content: content('r9', 'rv9') });
  return records;
}

/** M2: the pair that the master has here already, in step; its item joins the others. */
export function pairOfMaster(one: Pick<Case, 'record'>, items: Map<string, PlacedItem>): Link {
  const holds = recordFields(one);
  const key = { ...KEY, intent: 'k9', record: 'r9' };
  items.set('i9', { place: 'inside', item: itemWith({ id: 'i9', version: 'iv9', holds, key }) });
  return linkOf({
    id: 'l9',
    itemId: 'i9',
    recordId: 'r9',
    keyIntent: 'k9',
    email: EMAIL,
    base: base(fieldMap(holds)),
    itemVersion: 'iv9',
    recordVersion: 'rv9',
    syncedAt: NOW,
  });
}
