import type { CrmRecord, FieldMap, FieldName, Item, SlotEntry, SlotMap, Value } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import type { Base, Reason } from '../model/link.ts';
import type { ConflictPolicy } from '../model/settings.ts';
import { isServersRewrite, normalForm, sameValue } from './normal-form.ts';
import { readSlot, writeSlot, type SlotReading } from './slots.ts';
import { crmValue } from './crm-value.ts';

export interface MergeInput {
  readonly rules: readonly FieldRule[];
  readonly base: Base;
  readonly item: Pick<Item, 'fields' | 'slots'>;
  readonly record: Readable;
  /** Who wins where both changed; `newest` has been turned into one of the two before (C2). */
  readonly winner: Exclude<ConflictPolicy, 'newest'>;
  /** Fields that a standing refusal keeps out of this plan, until one of the sides changes (C5). */
  readonly refused?: ReadonlySet<FieldName>;
}

type Readable = Pick<CrmRecord, 'fields' | 'unread'>;

export type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface FieldConflict {
  readonly field: FieldName;
  readonly kept: Value | null;
  readonly lost: Value | null;
  readonly lostSide: 'item' | 'record';
}

export interface FieldProblem {
  readonly field: FieldName;
  readonly reason: Reason;
}

/** One field to write, with what its base becomes on both sides once that is done. */
export interface FieldWrite {
  readonly field: FieldName;
  readonly before: Value | null;
  readonly after: Value | null;
}

export interface Merge {
  readonly toItem: readonly FieldWrite[];
  readonly toRecord: readonly FieldWrite[];
  /** Slots to write, whole, for the slot fields among `toItem`. */
  readonly slots: SlotMap;
  /** The base with everything that needs no write: agreed values, spelling, further slot entries (C3, C7). */
  readonly base: Base;
  /** Both sides' present values, slot fields resolved. */
  readonly itemNow: FieldMap;
  readonly recordNow: FieldMap;
  readonly conflicts: readonly FieldConflict[];
  readonly problems: readonly FieldProblem[];
  /** A5: the person changed the Company; the Account may follow where the admin wants it. */
  readonly companyEdited: Value | null | undefined;
}

/**
 * Merges two contacts field by field, three ways (C1). Pure; a field changed on one side goes to the other, changed alike is agreed,
 * changed differently is a conflict that `winner` settles. Touching without changing is no change (C3).
 */
export function mergeFields(input: MergeInput): Merge {
  const merge = new Merging(input);
  for (const rule of input.rules) merge.field(rule);
  return merge.result();
}

/** Whether the item's values differ from the base: an edit since the last sync (M5, M7). */
export function isItemEdited(
  rules: readonly FieldRule[],
  base: Base,
  item: Pick<Item, 'fields' | 'slots'>,
  record?: Readable,
): boolean {
  return rules.some((rule) => {
    if (rule.direction === 'off') return false;
    const now = rule.slot === undefined ? item.fields[rule.field] : readItemSlot(rule, base, item).value;
    const alike = record !== undefined && sameValue(rule, now, knownValue(record, rule.field, base));
    return !alike && !sameValue(rule, now, base.item[rule.field]);
  });
}

/** Whether a mapped field of the record is another one than the base's. */
export function isRecordEdited(rules: readonly FieldRule[], base: Base, record: Readable): boolean {
  return rules.some(
    (rule) =>
      rule.direction !== 'off' && !sameValue(rule, knownValue(record, rule.field, base), base.record[rule.field]),
  );
}

/** C1: what is kept back from this person, as the name of an Account that is not shared with them, is neither changed nor cleared. */
export function knownValue(record: Readable, field: FieldName, base: Base): Value | undefined {
  return record.unread?.includes(field) === true ? base.record[field] : record.fields[field];
}

/** The synced entry of a slot of the item, and the others, seen through the base. */
export function readItemSlot(rule: FieldRule, base: Base, item: Pick<Item, 'slots'>): SlotReading {
  const baseValue = base.item[rule.field];
  return readSlot(
    rule,
    item.slots[rule.field] ?? [],
    typeof baseValue === 'string' ? baseValue : undefined,
    base.extras[rule.field] ?? [],
  );
}

class Merging {
  private readonly input: MergeInput;
  private readonly toItem: FieldWrite[] = [];
  private readonly toRecord: FieldWrite[] = [];
  private readonly slots: Record<string, readonly SlotEntry[]> = {};
  private readonly baseItem: Writable<FieldMap>;
  private readonly baseRecord: Writable<FieldMap>;
  private readonly extras: Record<string, readonly SlotEntry[]> = {};
  private readonly itemNow: Writable<FieldMap> = {};
  private readonly recordNow: Writable<FieldMap> = {};
  private readonly conflicts: FieldConflict[] = [];
  private readonly problems: FieldProblem[] = [];
  private companyEdited: Value | null | undefined;

  constructor(input: MergeInput) {
    this.input = input;
    this.baseItem = { ...input.base.item };
    this.baseRecord = { ...input.base.record };
  }

  field(rule: FieldRule): void {
    if (rule.direction === 'off') return;
    const { base, item, record, refused } = this.input;
    const { field } = rule;
    const reading = rule.slot === undefined ? undefined : readItemSlot(rule, base, item);
    const itemValue = reading === undefined ? item.fields[field] : reading.value || undefined;
    const recordValue = knownValue(record, field, base);
    put(this.itemNow, field, itemValue);
    put(this.recordNow, field, recordValue);
    if (reading !== undefined && reading.extras.length > 0) this.extras[field] = reading.extras;

    const itemChanged = this.changed(rule, 'item', itemValue);
    const recordChanged = this.changed(rule, 'record', recordValue);

    if (!itemChanged && !recordChanged) {
      // The spelling may have moved without the value; the base keeps what each server stores now.
      this.agree(field, itemValue, recordValue);
    } else if (itemChanged && recordChanged && sameValue(rule, itemValue, recordValue)) {
      this.agree(field, itemValue, recordValue);
    } else if (refused?.has(field) === true) {
      return;
    } else if (itemChanged && recordChanged) {
      this.bothChanged(rule, reading, itemValue, recordValue);
    } else if (itemChanged) {
      this.itemChanged(rule, itemValue, recordValue);
    } else {
      this.recordChanged(rule, reading, itemValue, recordValue);
    }
  }

  /** Whether a side's value differs from its base; a value of ours that the server merely rewrote does not (C7). */
  private changed(rule: FieldRule, side: 'item' | 'record', now: Value | undefined): boolean {
    const before = this.input.base[side][rule.field];
    if (sameValue(rule, now, before)) return false;
    return !(this.input.base.unconfirmed[side].includes(rule.field) && isServersRewrite(rule, before, now));
  }

  private agree(field: FieldName, itemValue: Value | undefined, recordValue: Value | undefined): void {
    put(this.baseItem, field, itemValue);
    put(this.baseRecord, field, recordValue);
  }

  private itemChanged(rule: FieldRule, itemValue: Value | undefined, recordValue: Value | undefined): void {
    if (rule.field === 'company') {
      // A5: stays in Outlook until the Account's name changes, unless the admin wants the Account to follow.
      this.companyEdited = itemValue ?? null;
      put(this.baseItem, 'company', itemValue);
      return;
    }
    if (rule.direction === 'down') return;
    this.up(rule, itemValue, recordValue);
  }

  private recordChanged(
    rule: FieldRule,
    reading: SlotReading | undefined,
    itemValue: Value | undefined,
    recordValue: Value | undefined,
  ): void {
    if (rule.direction === 'up') return;
    this.down(rule, reading, itemValue, recordValue);
  }

  private bothChanged(
    rule: FieldRule,
    reading: SlotReading | undefined,
    itemValue: Value | undefined,
    recordValue: Value | undefined,
  ): void {
    if (rule.direction === 'up') {
      this.up(rule, itemValue, recordValue);
      return;
    }
    // The Account's name is the Company once it changed (A5); an Account is not renamed from Outlook.
    if (rule.direction === 'down' || rule.field === 'company') {
      if (rule.field !== 'company' || normalForm(rule, recordValue) !== '')
        this.down(rule, reading, itemValue, recordValue);
      else this.agree(rule.field, itemValue, recordValue);
      return;
    }
    const recordWins = this.input.winner === 'salesforce';
    const went = recordWins ? this.down(rule, reading, itemValue, recordValue) : this.up(rule, itemValue, recordValue);
    if (!went) return;
    // Where one side has nothing and there is no base, blanks are filled and nobody loses (P1).
    this.conflicts.push({
      field: rule.field,
      kept: (recordWins ? recordValue : itemValue) ?? null,
      lost: (recordWins ? itemValue : recordValue) ?? null,
      lostSide: recordWins ? 'item' : 'record',
    });
  }

  private up(rule: FieldRule, itemValue: Value | undefined, recordValue: Value | undefined): boolean {
    const wire = crmValue(rule, itemValue);
    if (!wire.ok) {
      this.problems.push({ field: rule.field, reason: wire.reason });
      return false;
    }
    this.toRecord.push({ field: rule.field, before: recordValue ?? null, after: wire.value });
    return true;
  }

  private down(
    rule: FieldRule,
    reading: SlotReading | undefined,
    itemValue: Value | undefined,
    recordValue: Value | undefined,
  ): boolean {
    if (reading !== undefined) {
      const text = typeof recordValue === 'string' ? recordValue : null;
      const list = writeSlot(rule, this.input.item.slots[rule.field] ?? [], reading, text);
      if (list === undefined) {
        this.problems.push({
          field: rule.field,
          reason: { code: 'no-free-slot', params: { field: rule.field, limit: String(rule.slot?.limit ?? 1) } },
        });
        return false;
      }
      this.slots[rule.field] = list;
    }
    this.toItem.push({ field: rule.field, before: itemValue ?? null, after: recordValue ?? null });
    return true;
  }

  result(): Merge {
    const { toItem, toRecord, slots, itemNow, recordNow, conflicts, problems, companyEdited } = this;
    const open = new Set([...toItem, ...toRecord].map((write) => write.field));
    const stillOpen = (fields: readonly FieldName[]) => fields.filter((field) => open.has(field));
    const { unconfirmed } = this.input.base;
    return {
      toItem,
      toRecord,
      slots,
      base: {
        item: this.baseItem,
        record: this.baseRecord,
        extras: this.extras,
        unconfirmed: { item: stillOpen(unconfirmed.item), record: stillOpen(unconfirmed.record) },
      },
      itemNow,
      recordNow,
      conflicts,
      problems,
      companyEdited,
    };
  }
}

/** `map` with a value in its place; empty is absent. */
export function put(map: Writable<FieldMap>, field: FieldName, value: Value | null | undefined): void {
  if (value === undefined || value === null || value === '') delete map[field];
  else map[field] = value;
}

/** A base after a write (C7): only the fields just written get a new one. */
export function withValue(map: FieldMap, field: FieldName, value: Value | null | undefined): FieldMap {
  const copy: Writable<FieldMap> = { ...map };
  put(copy, field, value);
  return copy;
}
