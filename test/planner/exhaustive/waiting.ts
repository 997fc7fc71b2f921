import { EMPTY_BASE, type Link } from '../../../server/model/link.ts';
import { link as linkOf } from '../../support/builders.ts';
import {
  FREE,
  inThisSession,
  isGone,
  isUndecided,
  ORIGINS,
  POLICIES,
  RECORD_DEEDS,
  standing,
  YES_OR_NO,
  type Case,
  type Fields,
  type Hindrance,
} from './cases.ts';
import { ATTENTION, CATEGORY, EARLY, EMAIL, itemWith, LATE, recordWith, type PlacedItem } from './sides.ts';
import { pairOfMaster, recordsOf, refusalOf, type Start } from './start.ts';

type Settings = Pick<Case, 'autoRemoval' | 'policy' | 'openIntent' | 'viewRead' | 'lookedUp'>;

/** Where an item that waits for its record is now. */
const WAITING_ITEMS = ['inside', 'unmarked', 'marked-elsewhere', 'unmarked-elsewhere', 'deleted', 'gone'] as const;
/** Whom the org has: nobody like it, its like, or one with its e-mail and another name (P1). */
const ORGS = ['nobody', 'alike-in-view', 'alike-outside', 'doubtful'] as const;

/** A refused or interrupted upload: an item without a record. */
export interface UploadCase extends Settings, Hindrance {
  readonly waitsFor: 'record';
  readonly item: (typeof WAITING_ITEMS)[number];
  readonly org: (typeof ORGS)[number];
}

/** A refused or interrupted download: a record without an item. `linked`: its item went with the folder (S5). */
export interface DownloadCase extends Settings, Hindrance {
  readonly waitsFor: 'item';
  readonly record: Case['record'];
  readonly origin: Case['origin'];
  readonly state: 'waiting' | 'linked';
}
export type WaitingCase = UploadCase | DownloadCase;

export function* waitingCases(): Generator<WaitingCase> {
  yield* uploads();
  yield* downloads();
}

/** A policy is about a conflict with its like (C2), auto-removal about a lost item (D2); where the view cannot be read, its like is as one outside it. */
function* uploads(): Generator<UploadCase> {
  for (const item of WAITING_ITEMS)
    for (const org of ORGS)
      for (const policy of org.startsWith('alike') ? POLICIES : (['salesforce'] as const))
        for (const autoRemoval of isItemLost(item) ? YES_OR_NO : [false])
          for (const openIntent of YES_OR_NO)
            for (const lookedUp of isElsewhere(item) || isItemLost(item) ? YES_OR_NO : [true]) {
              const settings = { policy, autoRemoval, openIntent, lookedUp, viewRead: true };
              for (const hindrance of hindrances(settings, !isItemLost(item), false)) {
                const one: UploadCase = { waitsFor: 'record', item, org, ...settings, ...hindrance };
                if (canBe(one)) yield one;
              }
            }
}

function* downloads(): Generator<DownloadCase> {
  for (const record of RECORD_DEEDS)
    for (const origin of ORIGINS)
      for (const state of ['waiting', 'linked'] as const)
        for (const autoRemoval of YES_OR_NO)
          for (const openIntent of YES_OR_NO)
            for (const viewRead of YES_OR_NO)
              for (const lookedUp of isGone(record) ? YES_OR_NO : [true]) {
                const settings = { policy: 'salesforce', autoRemoval, openIntent, lookedUp, viewRead } as const;
                for (const hindrance of hindrances(settings, false, !isGone(record)))
                  // There is no item that could be private.
                  if (!hindrance.private && hindrance.refusal !== 'private')
                    yield { waitsFor: 'item', record, origin, state, ...settings, ...hindrance };
              }
}

function* hindrances(settings: Settings, hasItem: boolean, hasRecord: boolean): Generator<Hindrance> {
  yield FREE;
  yield* inThisSession();
  // M1 stands before all of them.
  if (!isUndecided(settings)) yield* standing(hasItem, hasRecord);
}

function canBe({ item, org, service, refusal, since, private: isPrivate }: UploadCase): boolean {
  const standsStill = refusal !== 'none' && since === 'nothing';
  // That the category went is a change of the item.
  if (item === 'unmarked' && standsStill) return false;
  const cannotMove = isElsewhere(item) && service === 'item-refuses-all';
  // Left out, for the planner does not do it yet: U8, one that was switched on elsewhere and cannot be moved is forgotten by the next session.
  if (item === 'unmarked-elsewhere' && cannotMove && since === 'request') return false;
  if (org !== 'alike-in-view') return true;
  // What has ended leaves its like to F4.
  if (isItemLost(item) || item === 'unmarked-elsewhere') return false;
  // Left out likewise: P2, a record that the view brings comes down beside its like in the folder, if that one waits and is not tried now.
  return !standsStill && !isPrivate && !cannotMove;
}

export const isElsewhere = (item: UploadCase['item']): boolean => item.endsWith('elsewhere');
export const isItemLost = (item: UploadCase['item']): boolean => item === 'deleted' || item === 'gone';

export const WAITING_ITEM: Fields = { title: 'by item', notes: 'by item too' };
export const WAITING_RECORD: Fields = { title: 'by record', notes: '' };

export function startOfWaiting(one: WaitingCase): Start {
  return one.waitsFor === 'record' ? startOfUpload(one) : startOfDownload(one);
}

const WAITING: Partial<Link> = {
  state: 'waiting',
  base: EMPTY_BASE,
  itemVersion: '',
  recordVersion: '',
  keyIntent: null,
  email: EMAIL,
  syncedAt: null,
};

function startOfUpload(one: UploadCase): Start {
  const isFlagged = one.refusal === 'field' || one.refusal === 'contact';
  const isMarked = one.item === 'inside' || one.item === 'marked-elsewhere';
  const item = itemWith({
    holds: WAITING_ITEM,
    version: 'iv2',
    categories: [...(isMarked ? [CATEGORY] : []), ...(isFlagged ? [ATTENTION] : [])],
    private: one.private,
    modifiedAt: one.policy === 'newest-item' ? LATE : EARLY,
  });
  const place = isElsewhere(one.item)
    ? 'elsewhere'
    : one.item === 'deleted' || one.item === 'gone'
      ? one.item
      : 'inside';
  const record = recordWith({ holds: WAITING_RECORD, modifiedAt: one.policy === 'newest-record' ? LATE : EARLY });
  const other = { ...record, fields: { ...record.fields, firstName: 'Bea' } };
  const content = one.org === 'doubtful' ? other : record;
  const link = linkOf({
    ...WAITING,
    recordId: null,
    origin: 'outlook',
    inView: false,
    refusal: refusalOf(one, 'iv2', ''),
    request: one.since === 'request' ? { kind: 'retry' } : null,
  });
  const isNews = one.since === 'item' || (one.item !== 'inside' && one.item !== 'marked-elsewhere');
  return {
    links: [link],
    items: new Map([['i1', { place, item }]]),
    records:
      one.org === 'nobody'
        ? new Map()
        : new Map([['r1', { fate: 'live', inView: one.org === 'alike-in-view', content }]]),
    told: new Set(isNews ? [] : ['i1']),
  };
}

function startOfDownload(one: DownloadCase): Start {
  const records = recordsOf(one);
  const items = new Map<string, PlacedItem>();
  const pair = one.record === 'merged-with-linked' ? [pairOfMaster(one, items)] : [];
  const link = linkOf({
    ...WAITING,
    itemId: null,
    origin: one.origin,
    state: one.state,
    refusal: refusalOf(one, '', records.get('r1')?.content.version ?? ''),
    // T1: whom a person brings down is from Outlook.
    request: one.since === 'request' ? { kind: one.origin === 'outlook' ? 'resume' : 'retry' } : null,
  });
  return { links: [link, ...pair], items, records, told: new Set(['i9']) };
}
