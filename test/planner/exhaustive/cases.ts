/** What happened to the item since the base: what its person did, and what the services report of it. */
export const ITEM_DEEDS = [
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
const [ORIGINS, STATES, YES_OR_NO] = [
  ['salesforce', 'outlook'],
  ['linked', 'stopped', 'marked-again', 'moved-in-again'],
  [false, true],
] as const;

/** One contact with two fields, and all that bears on what becomes of it. */
export interface Case {
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

/** Every combination. What needs no looking up is not told twice. */
export function* cases(): Generator<Case> {
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

/** M8: a stopped pair's item elsewhere was given the category, or was moved into the folder. */
export const isMarkedAnew = (state: Case['state']): boolean => state === 'marked-again' || state === 'moved-in-again';
const canBeMarked = (item: Case['item']): boolean =>
  !isLost(item) && !['gone-with-a-key-holder', 'unmarked', 'edited-and-unmarked', 'copied'].includes(item);

export const isLost = (item: Case['item']): boolean =>
  ['deleted', 'edited-and-deleted', 'gone', 'moved-out', 'edited-and-moved-out'].includes(item);
const needsLookUp = (item: Case['item'], record: Case['record']): boolean =>
  isLost(item) ||
  item === 'gone-with-a-key-holder' ||
  ['deleted', 'edited-and-deleted', 'merged', 'merged-with-linked', 'unreadable'].includes(record);

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
