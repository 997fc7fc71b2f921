import type { SlotEntry } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import { normalForm } from './normal-form.ts';

/** A multi-valued slot seen through the base: the one value that is synced, and the others, which are the person's own. */
export interface SlotReading {
  readonly value: string;
  readonly extras: readonly SlotEntry[];
}

/**
 * Which entry of a slot is the synced one (C1): by value before position. The base's value where it still stands, wherever it stands;
 * if it is gone, the first entry that was not among the further ones before; none of those: it was cleared.
 */
export function readSlot(
  rule: FieldRule,
  entries: readonly SlotEntry[],
  baseValue: string | undefined,
  baseExtras: readonly SlotEntry[],
): SlotReading {
  const form = (text: string) => normalForm(rule, text);
  const without = (index: number) => entries.filter((_, at) => at !== index);
  const reading = (index: number): SlotReading => ({ value: entries[index]?.value ?? '', extras: without(index) });

  const wanted = baseValue === undefined ? '' : form(baseValue);
  if (wanted !== '') {
    const kept = entries.findIndex((entry) => form(entry.value) === wanted);
    if (kept >= 0) return reading(kept);
  }
  const known = baseExtras.map((entry) => form(entry.value));
  const fresh = entries.findIndex((entry) => {
    const at = known.indexOf(form(entry.value));
    if (at < 0) return true;
    known.splice(at, 1);
    return false;
  });
  return fresh >= 0 ? reading(fresh) : { value: '', extras: entries };
}

/**
 * The slot with the synced value replaced (C1, C4): a value that is already in the list changes places with the synced one, a new one takes its
 * place, clearing removes it. Undefined: the list is full of the person's own values and nothing may be overwritten.
 */
export function writeSlot(
  rule: FieldRule,
  entries: readonly SlotEntry[],
  current: SlotReading,
  value: string | null,
): readonly SlotEntry[] | undefined {
  const form = (text: string) => normalForm(rule, text);
  const at = current.value === '' ? -1 : entries.findIndex((entry) => form(entry.value) === form(current.value));
  if (value === null) return entries.filter((_, index) => index !== at);

  const already = entries.findIndex((entry) => form(entry.value) === form(value));
  if (already >= 0) {
    const swapped = [...entries];
    const place = Math.max(at, 0);
    [swapped[place], swapped[already]] = [entries[already] ?? { value }, entries[place] ?? { value }];
    return swapped;
  }
  const entry: SlotEntry = { value };
  if (at >= 0) return entries.map((old, index) => (index === at ? entry : old));
  if (entries.length >= (rule.slot?.limit ?? 1)) return undefined;
  return [entry, ...entries];
}
