import type { Address, Value } from '../model/contact.ts';
import type { FieldRule, PicklistValue } from '../model/field-rule.ts';
import type { Reason } from '../model/link.ts';
import { normalForm, pickValue } from './normal-form.ts';

/** The Contact's address parts' lengths (Salesforce field reference, Contact). */
export const ADDRESS_LENGTHS = { street: 255, city: 40, state: 80, postalCode: 20, country: 80 } as const;

export type CrmValue =
  { readonly ok: true; readonly value: Value | null } | { readonly ok: false; readonly reason: Reason };

/**
 * A value as the CRM takes it, or the reason why it can't (C5): nothing is cut silently, a picklist's label or code becomes the stored one,
 * a required field is not cleared.
 */
export function crmValue(rule: FieldRule, value: Value | undefined): CrmValue {
  const refuse = (code: string, params: Record<string, string> = {}): CrmValue => ({
    ok: false,
    reason: { code, params: { field: rule.field, ...params } },
  });
  if (!rule.crmWritable) return refuse('field-not-writable');
  if (normalForm(rule, value) === '' || value === undefined) {
    if (rule.required) return refuse('required-field');
    return { ok: true, value: rule.kind === 'boolean' ? 'false' : null };
  }
  if (typeof value !== 'string') return addressValue(rule, value, refuse);
  if (rule.kind === 'picklist' && rule.values !== undefined) {
    const picked = pickValue(value, rule.values);
    if (picked !== undefined) return { ok: true, value: picked.value };
    if (rule.restricted === true) return refuse('not-in-picklist', { value });
  }
  if (rule.maxLength !== undefined && [...value].length > rule.maxLength)
    return refuse('too-long', { length: String([...value].length), limit: String(rule.maxLength) });
  return { ok: true, value };
}

function addressValue(
  rule: FieldRule,
  address: Address,
  refuse: (code: string, params?: Record<string, string>) => CrmValue,
): CrmValue {
  const country = picked(address.country, rule.countries);
  const state = picked(address.state, rule.states);
  if (country === undefined) return refuse('not-in-picklist', { value: address.country });
  if (state === undefined) return refuse('not-in-picklist', { value: address.state });
  const value: Address = { ...address, country, state };
  for (const part of ['street', 'city', 'state', 'postalCode', 'country'] as const) {
    if ([...value[part]].length > ADDRESS_LENGTHS[part]) {
      return refuse('too-long', { length: String([...value[part]].length), limit: String(ADDRESS_LENGTHS[part]) });
    }
  }
  return { ok: true, value };
}

/** The label that the org stores for a code or label; undefined: the org has picklists and this is none of theirs. */
function picked(text: string, values: readonly PicklistValue[] | undefined): string | undefined {
  if (values === undefined || text.trim() === '') return text;
  return pickValue(text, values)?.label;
}
