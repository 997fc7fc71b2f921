/** What happened to the item since the base: what its person did, and what the services report of it. */
const ITEM_DEEDS = [
  'unchanged',
  'touched',
  'edited-alike',
  'edited-differently',
  'edited-both-fields',
  'cleared',
  'deleted',
  'edited-and-deleted',
  'gone',
  'gone-with-a-key-holder',
  'moved-out',
  'edited-and-moved-out',
  'unmarked',
  'edited-and-unmarked',
  'copied',
] as const;

/** What happened to the record. Of `merged` the master is not linked here, of `merged-with-linked` it is, in step. `reassigned`: it stays in the view under another owner. */
export const RECORD_DEEDS = [
  'unchanged',
  'touched',
  'edited-alike',
  'edited-differently',
  'edited-other-field',
  'cleared',
  'reassigned',
  'edited-and-reassigned',
  'deleted',
  'edited-and-deleted',
  'left-the-view',
  'edited-and-left-the-view',
  'merged',
  'merged-with-linked',
  'unreadable',
] as const;

/** `newest-item`, `newest-record`: the policy *newest wins*, with the later change on that side. */
export const POLICIES = ['salesforce', 'outlook', 'newest-item', 'newest-record'] as const;
export const ORIGINS = ['salesforce', 'outlook'] as const;
export const YES_OR_NO = [false, true] as const;
const STATES = ['linked', 'stopped', 'marked-again', 'moved-in-again', 'switched-on-again'] as const;

/** C5: what a service refuses from now on: any write of the title, of which it names the field, or every write to its side, of which it names none. */
const SERVICES = [
  'takes',
  'record-refuses-title',
  'record-refuses-all',
  'item-refuses-title',
  'item-refuses-all',
] as const;

/** What changed since an earlier session. `item`, `record`: that side's version; `request`: its person asks for another try. */
const SINCE = ['nothing', 'item', 'record', 'settings', 'day', 'request'] as const;

/** What may keep a contact from being synced though its row would sync it. */
export interface Hindrance {
  readonly service: (typeof SERVICES)[number];
  /** Why it stands still since an earlier session: a field or the whole contact was refused (C5), or its item was private (U7). */
  readonly refusal: 'none' | 'field' | 'contact' | 'private';
  readonly since: (typeof SINCE)[number];
  /** U7: the item is private now. */
  readonly private: boolean;
  /** T6. `by-edit`: the address came with the item's edit, beside the one by which the contact is remembered. */
  readonly blocked: 'no' | 'by-admin' | 'by-person' | 'by-edit';
}
export const FREE: Hindrance = { service: 'takes', refusal: 'none', since: 'nothing', private: false, blocked: 'no' };

/** One contact with two fields, and all that bears on what becomes of it. */
export interface Case extends Hindrance {
  readonly item: (typeof ITEM_DEEDS)[number];
  readonly record: (typeof RECORD_DEEDS)[number];
  readonly origin: (typeof ORIGINS)[number];
  readonly state: (typeof STATES)[number];
  readonly autoRemoval: boolean;
  readonly policy: (typeof POLICIES)[number];
  readonly openIntent: boolean;
  /** False: the view could not be read (F2). */
  readonly viewRead: boolean;
  /** False: what is needed has not been looked up yet: a tombstone, or an id that the view no longer has. */
  readonly lookedUp: boolean;
}

type Contact = Omit<Case, keyof Hindrance>;

/** Every combination. What has no bearing on a contact is not told twice with every hindrance. */
export function* cases(): Generator<Case> {
  for (const contact of contacts()) {
    yield { ...contact, ...FREE };
    for (const hindrance of hindrances(contact)) yield { ...contact, ...hindrance };
  }
}

/** What needs no looking up is not told twice. */
function* contacts(): Generator<Contact> {
  for (const item of ITEM_DEEDS)
    for (const record of RECORD_DEEDS)
      for (const origin of ORIGINS)
        for (const state of STATES.filter((one) => !isMarkedAnew(one) || canBeMarked(item)))
          for (const autoRemoval of YES_OR_NO)
            for (const policy of POLICIES)
              for (const openIntent of YES_OR_NO)
                for (const viewRead of YES_OR_NO)
                  for (const lookedUp of needsLookUp(item, record) ? YES_OR_NO : [true])
                    yield { item, record, origin, state, autoRemoval, policy, openIntent, viewRead, lookedUp };
}

function* hindrances(contact: Contact): Generator<Hindrance> {
  if (!isToldApart(contact)) return;
  const { item, record, state } = contact;
  // M1 stands before all of them: one of each kind is enough.
  if (isUndecided(contact)) {
    yield { ...FREE, private: true };
    yield { ...FREE, blocked: 'by-admin' };
    if (state === 'linked') yield { ...FREE, refusal: 'contact', since: 'day' };
    return;
  }
  for (const hindrance of inThisSession())
    // Left out, for the planner does not do it yet: U8, who is switched on, has no record and cannot be moved is forgotten by the next session.
    if (hindrance.service !== 'item-refuses-all' || state !== 'switched-on-again' || !hasNoRecord(record))
      yield hindrance;
  if (isRead(contact)) yield { ...FREE, blocked: 'by-edit' };
  // T2 and D5 take a reason off: a stopped pair has none of these.
  if (state === 'linked') yield* standing(!isLost(item), !isGone(record));
}

export function* inThisSession(): Generator<Hindrance> {
  for (const service of SERVICES) if (service !== 'takes') yield { ...FREE, service };
  yield { ...FREE, private: true };
  for (const blocked of ['by-admin', 'by-person'] as const) yield { ...FREE, blocked };
}

/** A side that is not there has no version: that it went is its deed. */
export function* standing(hasItem: boolean, hasRecord: boolean): Generator<Hindrance> {
  const since = SINCE.filter((one) => (one !== 'item' || hasItem) && (one !== 'record' || hasRecord));
  for (const refusal of ['field', 'contact'] as const) {
    const again = SERVICES.filter((one) => one.endsWith(refusal === 'field' ? 'title' : 'all'));
    for (const one of since) {
      yield { ...FREE, refusal, since: one };
      // Where nothing is tried, nothing is refused.
      if (one !== 'nothing') for (const service of again) yield { ...FREE, refusal, since: one, service };
    }
    // That it is private came with an edit; that it is blocked, with any.
    if (hasItem) yield { ...FREE, refusal, since: 'item', private: true };
    yield { ...FREE, refusal, since: 'day', blocked: 'by-person' };
  }
  // To a private item and to its record nothing is written that could be refused.
  for (const one of since) yield { ...FREE, refusal: 'private', since: one, private: true };
  yield { ...FREE, refusal: 'private', since: 'day', private: true, blocked: 'by-admin' };
  if (hasItem) for (const service of SERVICES) yield { ...FREE, refusal: 'private', since: 'item', service };
}

/** M1: an intent is open, or something needed is unknown. */
export const isUndecided = ({ openIntent, lookedUp }: Pick<Case, 'openIntent' | 'lookedUp'>): boolean =>
  openIntent || !lookedUp;

/** Whether something stands in the way of its row that may be over the next day. */
export function isHindered(one: Hindrance & Pick<Case, 'openIntent' | 'lookedUp'>): boolean {
  const standsStill = one.refusal !== 'none' && one.since === 'nothing';
  return !isUndecided(one) && (one.service !== 'takes' || one.private || one.blocked !== 'no' || standsStill);
}

/** Auto-removal is about a lost item (D2), an unreadable view about a record that left it (F5), and a policy about a field that both sides changed (C2). */
function isToldApart({ item, record, autoRemoval, viewRead, policy }: Contact): boolean {
  const [mine, theirs] = [itemFields({ item }).title, recordFields({ record }).title];
  const conflict = mine !== BASE.title && theirs !== BASE.title && mine !== theirs;
  return (
    (!autoRemoval || isLost(item)) &&
    (viewRead || record.endsWith('left-the-view')) &&
    (policy === 'salesforce' || conflict)
  );
}

/** Further addresses are seen where an edited item is read to be merged. Left out, for the planner does not do it yet: T6, whatever else becomes of either side of such a pair. */
const isRead = ({ item, record }: Contact): boolean =>
  itemFields({ item }) !== BASE && !isLost(item) && (!isGone(record) || record === 'merged');

/** M8: a stopped pair's item elsewhere was given the category, was moved into the folder, or was switched on. */
export const isMarkedAnew = (state: Case['state']): boolean => state.endsWith('again');
/** T2: where a stopped pair's item was put. */
export const liesElsewhere = ({ state }: Pick<Case, 'state'>): boolean =>
  state === 'stopped' || state === 'marked-again' || state === 'switched-on-again';
const canBeMarked = (item: Case['item']): boolean =>
  !isLost(item) && !['gone-with-a-key-holder', 'unmarked', 'edited-and-unmarked', 'copied'].includes(item);

export const isLost = (item: Case['item']): boolean =>
  ['deleted', 'edited-and-deleted', 'gone', 'moved-out', 'edited-and-moved-out'].includes(item);
export const isGone = (record: Case['record']): boolean =>
  ['deleted', 'edited-and-deleted', 'merged', 'merged-with-linked', 'unreadable'].includes(record);
/** Or none that is not another pair's. */
export const hasNoRecord = (record: Case['record']): boolean =>
  ['deleted', 'edited-and-deleted', 'merged-with-linked'].includes(record);
const needsLookUp = (item: Case['item'], record: Case['record']): boolean =>
  isLost(item) || item === 'gone-with-a-key-holder' || isGone(record);

/** The two fields, as the base has them and as each deed leaves them. */
export type Fields = Readonly<Record<'title' | 'notes', string>>;
export const BASE: Fields = { title: 'base', notes: 'base' };

export function itemFields({ item }: Pick<Case, 'item'>): Fields {
  switch (item) {
    case 'edited-alike':
      return { ...BASE, title: 'alike' };
    case 'edited-differently':
    case 'edited-and-deleted':
    case 'edited-and-moved-out':
    case 'edited-and-unmarked':
      return { ...BASE, title: 'by item' };
    case 'edited-both-fields':
      return { title: 'by item', notes: 'by item too' };
    case 'cleared':
      return { ...BASE, title: '' };
    case 'unchanged':
    case 'touched':
    case 'deleted':
    case 'gone':
    case 'gone-with-a-key-holder':
    case 'moved-out':
    case 'unmarked':
    case 'copied':
      return BASE;
  }
}

/** Of a merged record: those of its master. */
export function recordFields({ record }: Pick<Case, 'record'>): Fields {
  switch (record) {
    case 'edited-alike':
      return { ...BASE, title: 'alike' };
    case 'edited-differently':
    case 'edited-and-reassigned':
    case 'edited-and-deleted':
    case 'edited-and-left-the-view':
      return { ...BASE, title: 'by record' };
    case 'edited-other-field':
      return { ...BASE, notes: 'by record' };
    case 'cleared':
      return { ...BASE, title: '' };
    case 'merged':
    case 'merged-with-linked':
      return { ...BASE, title: 'by master' };
    case 'unchanged':
    case 'touched':
    case 'reassigned':
    case 'deleted':
    case 'left-the-view':
    case 'unreadable':
      return BASE;
  }
}
