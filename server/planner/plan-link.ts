import type { CrmRecord, FieldMap, FieldName, Item, ItemHead, SlotMap, Value } from '../model/contact.ts';
import type { FieldEntry } from '../model/journal.ts';
import { PRIVATE_ITEM, type Link } from '../model/link.ts';
import type { Decision } from './classify.ts';
import { knownValue, mergeFields } from './merge-fields.ts';
import { asText, normalForm, sameValue } from './normal-form.ts';
import type { ContactPlan, Write } from './operation.ts';
import { entries, head, idle, planDownload, planMerge, valuesBefore, winner, type SecondPass } from './plan-contact.ts';
import { readSlot } from './slots.ts';

/** What was read for one decided link; what its action does not need is absent. */
export interface LinkReading {
  readonly item?: Item;
  /** Where the feeds saw it, with its present version. */
  readonly head?: ItemHead;
  readonly record?: CrmRecord;
  /** M2: the item that the master has here already. */
  readonly masterItem?: Item;
  readonly masterLink?: Link;
}

/**
 * One decided link in full: its writes and what is then remembered. Where something to be read was not there any more, the contact is left for the
 * next plan (`null`).
 */
export function planLink(link: Link, decision: Decision, reading: LinkReading, pass: SecondPass): ContactPlan | null {
  const plan = planAction(link, decision, reading, pass);
  const resumed = 'resumed' in decision.action && decision.action.resumed === true;
  // M8: a person marked it.
  return plan !== null && resumed ? { ...plan, becomes: { ...plan.becomes, origin: 'outlook' } } : plan;
}

function planAction(link: Link, decision: Decision, reading: LinkReading, pass: SecondPass): ContactPlan | null {
  const { action } = decision;
  const { item, record } = reading;
  switch (action.kind) {
    case 'nothing':
      return memoryOnly(link, decision, link.state);
    case 'take-over': {
      const plan = memoryOnly(link, decision, link.state);
      return { ...plan, itemVersion: '', becomes: { ...plan.becomes, itemId: action.head.id } };
    }
    case 'merge':
    case 'follow': {
      if (item === undefined || record === undefined) return null;
      const adopt = action.kind === 'follow' || action.itemHead !== undefined || action.resumed === true;
      const moved = action.kind === 'follow' ? { ...link, recordId: action.into, recordVersion: '' } : link;
      return planMerge({
        link: moved,
        item,
        record,
        decision,
        pass,
        adopt,
        move: action.move === true,
      });
    }
    case 'stay-stopped': {
      const plan = memoryOnly(link, decision, 'stopped');
      return { ...plan, problem: null, becomes: { ...plan.becomes, recordId: action.recordId } };
    }
    case 'fold':
      return action.edited
        ? planFold(link, decision, reading, pass)
        : ending(link, decision, [removeItem(link, decision, reading)]);
    case 'remove-item':
      return item?.private === true
        ? paused(link, decision, item)
        : ending(link, decision, [removeItem(link, decision, reading)]);
    case 'delete-record': {
      const removed = action.removeItem === true ? [removeItem(link, decision, reading)] : [];
      return ending(link, decision, [
        ...deleteRecord(link, decision, record),
        ...released(action.release, decision, pass),
        ...removed,
      ]);
    }
    case 'remake-item': {
      if (record === undefined) return null;
      const followed = action.into === undefined ? link : { ...link, recordId: action.into, recordVersion: '' };
      return planDownload(followed, record, decision, pass, released(action.release, decision, pass));
    }
    case 'release':
      return ending(link, decision, released(action.head, decision, pass));
    case 'end':
      return memoryOnly(link, decision, 'ended');
    case 'attention':
      return idle(
        { link, decision, ...(item === undefined ? {} : { item }), ...(record === undefined ? {} : { record }) },
        { reason: action.reason, fields: [] },
      );
    case 'stop':
      return planStop(link, decision, item, pass);
  }
}

/** U7: both copies are kept. */
function paused(link: Link, decision: Decision, item: Item): ContactPlan {
  return idle({ link, decision, item }, { reason: { code: PRIVATE_ITEM, params: {} }, fields: [] });
}

function memoryOnly(link: Link, decision: Decision, state: Link['state'] | 'ended'): ContactPlan {
  const plan = idle(
    { link, decision },
    link.refusal === null
      ? null
      : {
          reason: link.refusal.reason,
          fields: link.refusal.fields,
          ...(link.refusal.choices === undefined ? {} : { choices: link.refusal.choices }),
        },
  );
  return { ...plan, becomes: { state, inView: decision.inView } };
}

export function ending(link: Link, decision: Decision, writes: readonly Write[]): ContactPlan {
  return { ...memoryOnly(link, decision, 'ended'), problem: null, writes };
}

export function removeItem(link: Link, decision: Decision, { head: seen, item }: LinkReading): Write {
  const version = item?.version ?? seen?.version ?? link.itemVersion;
  return {
    kind: 'remove-item',
    rule: decision.rule,
    fields: shown(item?.fields ?? link.base.item, 'us'),
    item: { id: link.itemId ?? '', version },
  };
}

function deleteRecord(link: Link, decision: Decision, record: CrmRecord | undefined): Write[] {
  if (link.recordId === null) return [];
  const version = decision.asked && record !== undefined ? record.version : link.recordVersion;
  const ownerId = decision.asked && record !== undefined ? record.ownerId : link.ownerId;
  return [
    {
      kind: 'delete-record',
      rule: decision.rule,
      fields: shown(link.base.record, 'outlook'),
      id: link.recordId,
      version,
      ownerId,
    },
  ];
}

function released(item: ItemHead | undefined, decision: Decision, pass: SecondPass): Write[] {
  if (item === undefined) return [];
  return [
    {
      kind: 'release-item',
      rule: decision.row === 'M3' ? 'U5' : decision.rule,
      fields: [],
      item,
      removeCategories: ours(pass),
    },
  ];
}

export function ours(pass: Pick<SecondPass, 'category' | 'attentionCategory'>): string[] {
  return pass.attentionCategory === null ? [pass.category] : [pass.category, pass.attentionCategory];
}

/** T2, *stop syncing, keep both*: the item leaves the folder and loses the category; the record stays. */
function planStop(link: Link, decision: Decision, item: Item | undefined, pass: SecondPass): ContactPlan {
  const plan = memoryOnly(link, decision, 'stopped');
  if (item === undefined) return { ...plan, problem: null };
  const writes: Write[] = [
    { kind: 'move-item', rule: 'T2', fields: [], item: head(item), to: 'default' },
    { kind: 'release-item', rule: 'T2', fields: [], item: head(item), removeCategories: ours(pass), chained: true },
  ];
  return { ...plan, problem: null, writes, item: head(item) };
}

/**
 * P1, *join that card*: the record's own pair takes what it has not from this item, which goes then. P3: so does one of ours that came twice. Null: that pair has no item to take it, or is
 * about another record by now.
 */
export function planJoin(
  link: Link,
  item: Item,
  record: CrmRecord,
  pair: Pick<LinkReading, 'masterItem' | 'masterLink'>,
  pass: SecondPass,
  rule: 'P1' | 'P3' = 'P1',
): ContactPlan | null {
  const action = { kind: 'fold' as const, into: record.id, pair: pair.masterLink?.id ?? '', edited: true };
  return planFold(link, { row: 'M8', rule, action, inView: false, asked: true }, { ...pair, item, record }, pass);
}

/**
 * M2 where the master has an item here: what was edited in the losing item goes into that pair. What the master has otherwise than the losing pair had it
 * counts as edited in Salesforce, and what was edited in both is settled by C2; against an edit of the master's own item that one wins. What is lost is in the
 * journal. Then the losing item goes. Asked for by the person (P1) it has no base: only blanks are filled.
 */
function planFold(
  link: Link,
  decision: Decision,
  { item, masterItem, masterLink, record }: LinkReading,
  pass: SecondPass,
): ContactPlan | null {
  if (item === undefined || masterItem === undefined || masterLink === undefined || record === undefined) return null;
  // The pair that was to go to the master is not there yet.
  if (masterLink.recordId !== record.id) return null;
  if (item.private) return paused(link, decision, item);
  const salesforceWins = decision.asked || winner(pass, { ...link, recordVersion: '' }, item, record) === 'salesforce';
  const fields: Record<string, FieldMap[keyof FieldMap]> = { ...masterItem.fields };
  const slots: Record<string, SlotMap[keyof SlotMap]> = { ...masterItem.slots };
  const taken = new Set<string>();
  const conflicts: ContactPlan['conflicts'][number][] = [];
  for (const rule of pass.rules) {
    const mine = valueOf(item, link, rule.field, rule);
    const theirs = valueOf(masterItem, masterLink, rule.field, rule);
    if (
      normalForm(rule, mine) === normalForm(rule, link.base.item[rule.field]) ||
      normalForm(rule, mine) === normalForm(rule, theirs)
    )
      continue;
    const kept = decision.asked ? '' : normalForm(rule, masterLink.base.item[rule.field]);
    const now = knownValue(record, rule.field, masterLink.base);
    const changed = !sameValue(rule, now, link.base.record[rule.field]) && !sameValue(rule, now, mine);
    if (normalForm(rule, theirs) !== kept || (changed && salesforceWins)) {
      conflicts.push(conflict(rule.field, normalForm(rule, theirs) === kept ? now : theirs, mine, 'item'));
      continue;
    }
    if (changed) conflicts.push(conflict(rule.field, mine, now, 'record'));
    taken.add(rule.field);
    fields[rule.field] = mine;
    if (rule.slot !== undefined) slots[rule.field] = item.slots[rule.field] ?? [];
  }
  const merge = mergeFields({
    rules: pass.rules,
    base: masterLink.base,
    item: { fields, slots },
    record,
    winner: 'outlook',
  });
  const toItem = pass.rules
    .filter((rule) => taken.has(rule.field))
    .map((rule) => ({
      field: rule.field,
      before: masterItem.fields[rule.field] ?? null,
      after: fields[rule.field] ?? null,
    }));
  const moved = merge.toRecord.filter((write) => taken.has(write.field));
  const writes: Write[] = [];
  if (moved.length > 0) {
    writes.push({
      kind: 'update-record',
      rule: decision.rule,
      fields: entries(moved, 'outlook'),
      id: record.id,
      version: record.version,
      values: Object.fromEntries(moved.map((write) => [write.field, write.after])),
      before: valuesBefore(moved),
      other: masterLink.id,
    });
  }
  if (toItem.length > 0) {
    const isSlot = (field: string) => pass.rules.find((rule) => rule.field === field)?.slot !== undefined;
    writes.push({
      kind: 'update-item',
      rule: decision.rule,
      fields: entries(toItem, 'outlook'),
      item: head(masterItem),
      values: Object.fromEntries(
        toItem.filter((write) => !isSlot(write.field)).map((write) => [write.field, write.after]),
      ),
      slots: Object.fromEntries(
        toItem.filter((write) => isSlot(write.field)).map((write) => [write.field, slots[write.field]]),
      ),
      addCategories: [],
      removeCategories: [],
      mark: false,
      before: valuesBefore(toItem),
      other: masterLink.id,
      ...(moved.length > 0 ? { chained: true } : {}),
    });
  }
  writes.push({ ...removeItem(link, decision, { item }), ...(writes.length > 0 ? { chained: true } : {}) });
  // C5: with the versions, a refusal is remembered for what was refused.
  const versions = { itemVersion: item.version, recordVersion: record.version };
  return { ...ending(link, decision, writes), ...versions, conflicts, itemNow: {}, item: head(item) };
}

function conflict(
  field: FieldName,
  kept: Value | undefined,
  lost: Value | undefined,
  lostSide: 'item' | 'record',
): ContactPlan['conflicts'][number] {
  return { field, kept: asText(kept), lost: asText(lost), lostSide, lostValue: JSON.stringify(lost ?? null) };
}

function valueOf(item: Item, link: Link, field: keyof FieldMap, rule: SecondPass['rules'][number]) {
  if (rule.slot === undefined) return item.fields[field];
  const base = link.base.item[field];
  return (
    readSlot(rule, item.slots[field] ?? [], typeof base === 'string' ? base : undefined, link.base.extras[field] ?? [])
      .value || undefined
  );
}

function shown(fields: FieldMap, from: FieldEntry['from']): FieldEntry[] {
  return Object.entries(fields).map(([field, value]) => ({
    field: field as FieldEntry['field'],
    before: asText(value),
    after: '',
    from,
  }));
}
