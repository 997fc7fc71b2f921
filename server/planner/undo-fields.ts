import type { CrmRecord, FieldChanges, FieldName, Item, SlotMap, Value } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import type { Base, Link } from '../model/link.ts';
import { withValue, type FieldWrite } from './merge-fields.ts';
import { asText, normalForm } from './normal-form.ts';
import type { Write } from './operation.ts';
import { displayNameAfter, entries, head, valuesBefore } from './plan-contact.ts';
import { readSlot, writeSlot } from './slots.ts';
import type { KeptEdit, Undoable } from './undo.ts';

type UpdateWrite = Extract<Write, { kind: 'update-item' | 'update-record' }>;
type Sides = { readonly [S in 'item' | 'record']?: { readonly written: Value | null; readonly before: Value | null } };

/** One write's fields: what each side goes back to. */
interface FieldUndo {
  readonly rule: FieldRule;
  readonly sides: Sides;
  /** What the base goes back to; a side that is not named keeps its own. */
  readonly base: { readonly [S in 'item' | 'record']?: Value | null };
}

export interface FieldsUndone {
  /** In order; the second only if the first was done. */
  readonly writes: readonly Write[];
  readonly base: Base;
  readonly kept: readonly Pick<KeptEdit, 'field' | 'now' | 'instead' | 'why'>[];
}

/**
 * J1: written fields go back where nobody edited since. A pair with a base goes back on both sides to it; what was filled in when two contacts were joined
 * (P1, P2) or a merge was followed (M2) goes back only where we wrote, for the other side never had another value. The base goes back with them.
 */
export function undoFields(
  group: readonly Undoable[],
  pair: { readonly link: Link; readonly item: Item; readonly record: CrmRecord },
  rules: readonly FieldRule[],
): FieldsUndone {
  const undoing = new UndoingFields(pair, rules);
  const updates = group.filter(({ write }) => isUpdate(write));
  // An undo, and a fold into the master's pair, write both sides of a field: they go back together or not at all.
  const pairs = updates.filter(({ write }) => isUpdate(write) && write.before !== undefined);
  for (const undoable of updates) {
    const paired = pairs.includes(undoable);
    if (paired && undoable !== pairs[0]) continue;
    const together = paired ? pairs : [undoable];
    for (const field of fieldsOf(together, rules)) undoing.take(field);
    for (const one of together) undoing.refuseCompany(one);
  }
  return undoing.result();
}

/** Whether a write came of joining two contacts or following a merge: there was no common value before it. */
export function isOneSided({ write, plan }: Undoable): boolean {
  return isUpdate(write) && write.other === undefined && (plan.link.syncedAt === null || plan.rule === 'M2');
}

function isUpdate(write: Write): write is UpdateWrite {
  return write.kind === 'update-item' || write.kind === 'update-record';
}

function fieldsOf(undoables: readonly Undoable[], rules: readonly FieldRule[]): FieldUndo[] {
  const names = [...new Set(undoables.flatMap(({ entry }) => entry.fields.map(({ field }) => field)))];
  return names.flatMap((name): FieldUndo[] => {
    const rule = rules.find((candidate) => candidate.field === name);
    if (rule === undefined || rule.field === 'company') return [];
    const { field } = rule;
    const sides: { -readonly [S in keyof Sides]: Sides[S] } = {};
    let base: FieldUndo['base'] = {};
    for (const undoable of undoables) {
      const { plan, write, entry } = undoable;
      if (!isUpdate(write) || !entry.fields.some((line) => line.field === field)) continue;
      const side = write.kind === 'update-item' ? 'item' : 'record';
      const old = { item: plan.link.base.item[field] ?? null, record: plan.link.base.record[field] ?? null };
      const written = writtenIn(undoable, field);
      // The base of another link's pair is not in this plan: what its sides had was what they agreed on.
      base = write.other === undefined ? old : { ...base, [side]: write.before?.[field] ?? null };
      if (write.before !== undefined || isOneSided(undoable)) {
        const present = side === 'item' ? plan.itemNow : plan.recordNow;
        sides[side] = { written, before: (write.before ?? present)[field] ?? null };
      } else {
        sides.item = { written, before: old.item };
        sides.record = { written, before: old.record };
      }
    }
    return [{ rule, sides, base }];
  });
}

/** What a write left in a field; a mailbox's slot is written whole, its synced value is the record's. */
function writtenIn({ plan, write, entry }: Undoable, field: FieldName): Value | null {
  if (!isUpdate(write)) return null;
  const given = write.values[field];
  if (given !== undefined) return given;
  const text = entry.fields.find((line) => line.field === field)?.after;
  return plan.recordNow[field] ?? (text === undefined || text === '' ? null : text);
}

class UndoingFields {
  private readonly link: Link;
  private readonly item: Item;
  private readonly record: CrmRecord;
  private readonly rules: readonly FieldRule[];
  private readonly to = { item: new Map<FieldName, Value | null>(), record: new Map<FieldName, Value | null>() };
  private base: Base;
  private readonly kept: FieldsUndone['kept'][number][] = [];

  constructor({ link, item, record }: { link: Link; item: Item; record: CrmRecord }, rules: readonly FieldRule[]) {
    this.link = link;
    this.item = item;
    this.record = record;
    this.rules = rules;
    this.base = link.base;
  }

  take({ rule, sides, base }: FieldUndo): void {
    const { field } = rule;
    const form = (value: Value | null | undefined) => normalForm(rule, value);
    const going = (['record', 'item'] as const).flatMap((side) => {
      const entry = sides[side];
      return entry === undefined ? [] : [{ side, ...entry, now: this.now(side, rule) }];
    });
    const edited = going.find(({ now, written, before }) => form(now) !== form(written) && form(now) !== form(before));
    const [first] = going;
    const stays =
      edited !== undefined
        ? ({ ...edited, why: 'edited-since' } as const)
        : first === undefined
          ? undefined
          : isClosed(rule, sides)
            ? ({ ...first, why: 'one-way-field' } as const)
            : sides.item !== undefined && !this.fits(rule, sides.item.before)
              ? ({ ...first, why: 'no-free-slot' } as const)
              : undefined;
    if (stays !== undefined) {
      const { now, before, why } = stays;
      this.kept.push({ field, now: asText(now), instead: asText(before), why });
      return;
    }
    for (const { side, now, before } of going) if (form(now) !== form(before)) this.to[side].set(field, before);
    for (const side of ['item', 'record'] as const)
      if (base[side] !== undefined) this.base = { ...this.base, [side]: withValue(this.base[side], field, base[side]) };
  }

  /** A5: the Company follows the Account's name, which is not ours to change back. */
  refuseCompany({ entry }: Undoable): void {
    const line = entry.fields.find(({ field }) => field === 'company');
    if (line !== undefined)
      this.kept.push({ field: 'company', now: line.after, instead: line.before, why: 'company-is-the-account' });
  }

  private now(side: 'item' | 'record', rule: FieldRule): Value | null {
    const planned = this.to[side].get(rule.field);
    if (planned !== undefined) return planned;
    if (side === 'record') return this.record.fields[rule.field] ?? null;
    const slot = this.slotOf(rule);
    return (slot === undefined ? this.item.fields[rule.field] : slot.reading.value || undefined) ?? null;
  }

  private slotOf(rule: FieldRule) {
    if (rule.slot === undefined) return undefined;
    const { base } = this.link;
    const before = base.item[rule.field];
    const entries = this.item.slots[rule.field] ?? [];
    const value = typeof before === 'string' ? before : undefined;
    return { entries, reading: readSlot(rule, entries, value, base.extras[rule.field] ?? []) };
  }

  result(): FieldsUndone {
    const writes: Write[] = [];
    const toRecord = this.writesTo('record');
    const { record, item } = this;
    if (toRecord.length > 0)
      writes.push({
        kind: 'update-record',
        rule: 'J1',
        fields: entries(toRecord, 'us'),
        id: record.id,
        version: record.version,
        values: changes(toRecord),
        before: valuesBefore(toRecord),
        ...(record.personAccountId === undefined ? {} : { personAccountId: record.personAccountId }),
      });
    const slots: Record<string, SlotMap[FieldName]> = {};
    const toItem = this.writesTo('item');
    for (const { field, after } of toItem) {
      const list = this.slotWith(field, after);
      if (list !== undefined) slots[field] = list;
    }
    if (toItem.length > 0)
      writes.push({
        kind: 'update-item',
        rule: 'J1',
        fields: entries(toItem, 'us'),
        item: head(item),
        values: changes(toItem.filter(({ field }) => slots[field] === undefined)),
        slots,
        ...displayNameAfter(item, toItem),
        before: valuesBefore(toItem),
        addCategories: [],
        removeCategories: [],
        mark: false,
        ...(toRecord.length > 0 ? { chained: true } : {}),
      });
    const { unconfirmed } = this.base;
    const fields = (list: readonly FieldWrite[]) => list.map(({ field }) => field);
    return {
      writes,
      base: {
        ...this.base,
        unconfirmed: {
          item: [...new Set([...unconfirmed.item, ...fields(toItem)])],
          record: [...new Set([...unconfirmed.record, ...fields(toRecord)])],
        },
      },
      kept: this.kept,
    };
  }

  private writesTo(side: 'item' | 'record'): FieldWrite[] {
    return [...this.to[side]].flatMap(([field, after]) => {
      const rule = this.rules.find((candidate) => candidate.field === field);
      if (rule === undefined) return [];
      this.to[side].delete(field);
      const before = this.now(side, rule);
      this.to[side].set(field, after);
      return [{ field, before, after }];
    });
  }

  /** A slot that is full of the person's own values takes nothing more. */
  private fits({ field, slot }: FieldRule, value: Value | null): boolean {
    return slot === undefined || this.slotWith(field, value) !== undefined;
  }

  /** The whole slot with the synced value replaced. */
  private slotWith(field: FieldName, value: Value | null): SlotMap[FieldName] {
    const rule = this.rules.find((candidate) => candidate.field === field);
    const slot = rule === undefined ? undefined : this.slotOf(rule);
    if (rule === undefined || slot === undefined) return undefined;
    return writeSlot(rule, slot.entries, slot.reading, typeof value === 'string' ? value : null);
  }
}

/** A field that a setting or the org keeps us from writing on a side that would have to go back. */
function isClosed({ direction, crmWritable }: FieldRule, sides: Sides): boolean {
  if (direction === 'off') return true;
  if (sides.record !== undefined && (direction === 'down' || !crmWritable)) return true;
  return sides.item !== undefined && direction === 'up';
}

function changes(writes: readonly FieldWrite[]): FieldChanges {
  return Object.fromEntries(writes.map(({ field, after }) => [field, after]));
}
