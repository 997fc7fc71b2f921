import type { CrmRecord, FieldMap, FieldName, HiddenKey, Item, ItemHead, SlotMap } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import type { FieldEntry } from '../model/journal.ts';
import type { Base, Link } from '../model/link.ts';
import { EMPTY_BASE, PRIVATE_ITEM } from '../model/link.ts';
import type { ConflictPolicy, OrgSettings } from '../model/settings.ts';
import { accountFor, type AccountFound } from './account.ts';
import { blockedBy, blockedReason, type Blocklists } from './blocklist.ts';
import type { Decision } from './classify.ts';
import { fullName, showing } from './contact-name.ts';
import { mergeFields, type FieldWrite, type Merge } from './merge-fields.ts';
import { asText } from './normal-form.ts';
import { pairingKeys } from './pairing.ts';
import { conflictWith, putBack } from './put-back.ts';
import type { ContactPlan, Problem, Write } from './operation.ts';

/** What the second pass knows besides the contact itself. */
export interface SecondPass {
  /** As in the hidden keys (J5): keys of another org or mailbox are none of ours. */
  readonly org: string;
  readonly mailbox: string;
  readonly rules: readonly FieldRule[];
  readonly conflicts: ConflictPolicy;
  readonly category: string;
  /** T3; null: turned off. */
  readonly attentionCategory: string | null;
  readonly blocklists: Blocklists;
  readonly account: OrgSettings['account'];
  readonly accounts: ReadonlyMap<string, AccountFound>;
  /** The services' clocks minus ours in milliseconds: for *newest wins* alone (C2). */
  readonly offsets: { readonly mailbox: number; readonly crm: number };
  /** ISO 8601, our clock. */
  readonly now: string;
}

const NAME_FIELDS: readonly FieldName[] = ['firstName', 'middleName', 'lastName', 'suffix'];

/** C1 for one pair whose both sides were read. Covers adoption (P1, P2, P4), resuming (M8) and following a merge (M2) as well: they differ in the link alone. */
export function planMerge(input: {
  readonly link: Link;
  readonly item: Item;
  readonly record: CrmRecord;
  readonly decision: Pick<Decision, 'rule' | 'inView' | 'asked'>;
  readonly pass: SecondPass;
  /** The item is (again) marked and keyed: adoption, resuming, a copy that takes over. */
  readonly adopt?: boolean;
  /** M8: it lies elsewhere and is moved into the folder first. */
  readonly move?: boolean;
}): ContactPlan {
  const { item, record, decision, pass } = input;
  const { request } = input.link;
  const key = keyOf(item, record, pass);
  const keyIntent = key?.intent ?? input.link.keyIntent;
  const link = { ...input.link, keyIntent, conflict: conflictWith(input.link, request) };
  const merged = mergeFields({
    rules: pass.rules,
    base: link.base,
    item,
    record,
    winner: winner(pass, link, item, record),
  });
  const merge = request?.kind === 'put-back' ? putBack(merged, pass.rules, item, link.base, request) : merged;
  const marked = item.categories.some((category) => category.toLowerCase() === pass.category.toLowerCase());
  // A pair without a whole key of ours gets it with the next write, and so does one whose mark was lost on the way (J3).
  const adopt = input.adopt === true || key === undefined;
  // U7: a synced item made private is paused both ways, both copies kept.
  if (item.private) return idle(input, { reason: { code: PRIVATE_ITEM, params: {} }, fields: [] });
  // T6: an address that came with an edit, or stands beside the first one.
  const emails = [...pairingKeys(item.fields, item.slots).emails, ...pairingKeys(record.fields).emails];
  const blocked = blockedBy(emails, pass.blocklists);
  if (blocked !== undefined) return idle(input, { reason: blockedReason(blocked), fields: [] });

  const company = relink(merge, item, pass);
  const toRecord: Write[] = [];
  if (merge.toRecord.length > 0 || company !== undefined) {
    toRecord.push({
      kind: 'update-record',
      rule: decision.rule,
      fields: entries(merge.toRecord, 'outlook'),
      id: record.id,
      version: record.version,
      values: Object.fromEntries(merge.toRecord.map((write) => [write.field, write.after])),
      ...(company === undefined ? {} : { accountId: company }),
      ...(record.personAccountId === undefined ? {} : { personAccountId: record.personAccountId }),
    });
  }
  const toItem: Write[] = [];
  if (merge.toItem.length > 0 || !marked || adopt) {
    toItem.push({
      kind: 'update-item',
      rule: merge.toItem.length > 0 || adopt ? decision.rule : 'U4',
      fields: [...entries(merge.toItem, 'salesforce'), ...categoryGiven(item, pass.category)],
      item: head(item),
      values: Object.fromEntries(
        merge.toItem
          .filter((write) => merge.slots[write.field] === undefined)
          .map((write) => [write.field, write.after]),
      ),
      slots: named(merge.slots, displayNameAfter(item, merge.toItem).displayName ?? item.displayName),
      ...displayNameAfter(item, merge.toItem),
      addCategories: marked ? [] : [pass.category],
      removeCategories: [],
      mark: adopt,
      ...(input.move === true ? { chained: true } : {}),
    });
  }
  // Chained to the move alone: what Salesforce refuses keeps nothing from the item (C5).
  const move: Write = { kind: 'move-item', rule: decision.rule, fields: [], item: head(item), to: 'folder' };
  const writes = input.move === true ? [move, ...toItem, ...toRecord] : [...toRecord, ...toItem];
  const [firstProblem] = merge.problems;
  const notes =
    merge.companyEdited !== undefined && company === undefined && link.syncedAt !== null
      ? [companyNote(link.base, merge)]
      : [];
  return {
    rule: decision.rule,
    link,
    contact: { name: fullName(record.fields) || item.displayName, email: showing(link, item, record).email },
    writes,
    itemNow: merge.itemNow,
    recordNow: merge.recordNow,
    base: merge.base,
    itemVersion: item.version,
    recordVersion: record.version,
    becomes: { itemId: item.id, recordId: record.id, state: 'linked', inView: decision.inView },
    show: showing(link, item, record),
    conflicts: merge.conflicts.map((conflict) => ({
      field: conflict.field,
      kept: asText(conflict.kept),
      lost: asText(conflict.lost),
      lostSide: conflict.lostSide,
      lostValue: JSON.stringify(conflict.lost),
    })),
    problem:
      firstProblem === undefined
        ? null
        : { reason: firstProblem.reason, fields: merge.problems.map((problem) => problem.field) },
    notes,
    asked: decision.asked,
    item: head(item),
  };
}

/** The key of this pair in the item. Whichever installation wrote it: two that share a mailbox would else write it in turns for ever. */
function keyOf({ key }: Item, record: CrmRecord, { org, mailbox }: SecondPass): HiddenKey | undefined {
  return key !== undefined && key.org === org && key.mailbox === mailbox && key.record === record.id ? key : undefined;
}

/** F4, D2: an item for a record; for a remake the link and its origin are kept. */
export function planDownload(
  link: Link,
  record: CrmRecord,
  decision: Pick<Decision, 'rule' | 'inView' | 'asked'>,
  pass: SecondPass,
  before: readonly Write[] = [],
): ContactPlan {
  const merge = mergeFields({
    rules: pass.rules,
    base: EMPTY_BASE,
    item: { fields: {}, slots: {} },
    record,
    winner: 'salesforce',
  });
  const create: Write = {
    kind: 'create-item',
    rule: decision.rule,
    fields: entries(merge.toItem, 'salesforce'),
    values: Object.fromEntries(
      merge.toItem.filter((write) => merge.slots[write.field] === undefined).map((write) => [write.field, write.after]),
    ),
    slots: merge.slots,
    restore: true,
  };
  return {
    rule: decision.rule,
    link,
    contact: { name: fullName(record.fields), email: showing(link, undefined, record).email },
    writes: [...before, { ...create, ...(before.length > 0 ? { chained: true } : {}) }],
    itemNow: {},
    recordNow: merge.recordNow,
    base: EMPTY_BASE,
    itemVersion: '',
    recordVersion: record.version,
    becomes: { recordId: record.id, state: 'linked', inView: decision.inView },
    show: showing(link, undefined, record),
    conflicts: [],
    problem: null,
    notes: [],
    asked: decision.asked,
    item: null,
  };
}

/** Nothing is written; the contact waits with a reason (P1, U7, M5). */
export function idle(
  input: {
    readonly link: Link;
    readonly item?: Item;
    readonly record?: CrmRecord;
    readonly decision: Pick<Decision, 'rule' | 'inView' | 'asked'>;
  },
  problem: Problem | null,
): ContactPlan {
  const { link, item, record, decision } = input;
  return {
    rule: decision.rule,
    link,
    contact: { name: showing(link, item, record).name, email: showing(link, item, record).email },
    writes: [],
    itemNow: {},
    recordNow: {},
    base: link.base,
    itemVersion: item?.version ?? link.itemVersion,
    recordVersion: record?.version ?? link.recordVersion,
    becomes: {
      ...(item === undefined ? {} : { itemId: item.id }),
      // M8: a stopped one that cannot go on yet is asked again by its mark.
      state: link.state === 'stopped' ? 'stopped' : link.recordId === null ? 'waiting' : 'linked',
      inView: decision.inView,
    },
    show: showing(link, item, record),
    conflicts: [],
    problem,
    notes: [],
    asked: decision.asked,
    item: item === undefined ? null : head(item),
  };
}

/** S1: our category as a line of the activity; none where the item has it. */
export function categoryGiven({ categories }: ItemHead, category: string): FieldEntry[] {
  if (categories.some((name) => name.toLowerCase() === category.toLowerCase())) return [];
  const [before, after] = [categories.join(', '), [...categories, category].join(', ')];
  return [{ field: 'categories', before, after, from: 'us' }];
}

export function head(item: ItemHead): ItemHead {
  return { id: item.id, version: item.version, folder: item.folder, categories: item.categories };
}

export function entries(writes: readonly FieldWrite[], from: FieldEntry['from']): FieldEntry[] {
  return writes.map(({ field, before, after }) => ({ field, before: asText(before), after: asText(after), from }));
}

/** What the fields had before these writes (J1). */
export function valuesBefore(writes: readonly FieldWrite[]): FieldMap {
  return Object.fromEntries(
    writes.flatMap(({ field, before }) => (before === null ? [] : [[field, before] as const])),
  ) as FieldMap;
}

/** The display name follows the name where it was made of it; a person's own spelling stays (C4). */
export function displayNameAfter(item: Item, writes: readonly FieldWrite[]): { displayName?: string } {
  if (!writes.some((write) => NAME_FIELDS.includes(write.field))) return {};
  const after: Record<string, unknown> = { ...item.fields };
  for (const { field, after: value } of writes) after[field] = value ?? undefined;
  const made = fullName(item.fields);
  return {
    displayName: item.displayName === '' || item.displayName === made ? fullName(after as FieldMap) : item.displayName,
  };
}

/** S1: an address that comes down gets the contact's name, by which the address book offers it. */
function named(slots: SlotMap, displayName: string): SlotMap {
  if (slots.email === undefined || displayName === '') return slots;
  return { ...slots, email: slots.email.map((entry) => ({ label: displayName, ...entry })) };
}

/** A5: another Account for a changed Company, where the admin wants that. Undefined: none. */
function relink(merge: Merge, item: Item, pass: SecondPass): string | null | undefined {
  if (!pass.account.relink || merge.companyEdited === undefined) return undefined;
  const company = item.fields.company;
  const found = accountFor(typeof company === 'string' ? company : '', pass.accounts, pass.account);
  return found.rule === 'A3' ? undefined : found.id;
}

function companyNote(base: Base, merge: Merge): ContactPlan['notes'][number] {
  return {
    rule: 'A5',
    fields: [
      { field: 'company', before: asText(base.item.company), after: asText(merge.companyEdited), from: 'outlook' },
    ],
  };
}

/** C2, *newest wins*: the one place where times of two systems are compared, each corrected by its own server's clock. */
export function winner(pass: SecondPass, link: Link, item: Item, record: CrmRecord): 'salesforce' | 'outlook' {
  if (pass.conflicts !== 'newest') return pass.conflicts;
  const itemTime = Date.parse(item.modifiedAt) - pass.offsets.mailbox;
  const recordTime = Date.parse(record.modifiedAt) - pass.offsets.crm;
  const oursWasLast = item.version === link.itemVersion || record.version === link.recordVersion;
  if (oursWasLast || Math.abs(itemTime - recordTime) < 120_000) return 'salesforce';
  return itemTime > recordTime ? 'outlook' : 'salesforce';
}
