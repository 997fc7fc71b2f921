import type { Crm } from '../connectors/crm.ts';
import type { Mailbox } from '../connectors/mailbox.ts';
import type { FieldMap, FieldName, Item, ItemId, SlotEntry, Value } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import { needsAttention, type Link } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';
import { ADDRESS_LENGTHS } from '../planner/crm-value.ts';
import { readItemSlot, type FieldWrite } from '../planner/merge-fields.ts';
import { normalForm, sameValue } from '../planner/normal-form.ts';
import { displayNameAfter } from '../planner/plan-contact.ts';
import { writeSlot } from '../planner/slots.ts';
import type { Store } from '../store/store.ts';
import { rulesOfBoth } from './context.ts';
import { NotPossible, refusedBy, type RefusedField, type RefusedFields } from './engine.ts';
import { placeOf } from './place.ts';

export interface RefusedParts {
  readonly store: Store;
  readonly account: MailboxMemory;
  readonly org: OrgSettings;
  readonly mailbox: Mailbox;
  readonly crm: () => Promise<Crm>;
}

/** Whether a contact needs its person for the sake of fields that are named, and not for a choice (C5, P1). */
export function namesFields({ refusal, state, itemId }: Link): boolean {
  if (refusal === null || state === 'stopped' || itemId === null || refusal.choices !== undefined) return false;
  return needsAttention({ refusal }) && refusal.fields.length > 0;
}

/**
 * The fields that Salesforce did not take of the item, as the item has them and as the org describes them (C5). What has not changed in the item since the
 * last sync is not among them: it was put back meanwhile, or it is the record's value that has no place. Reads the item live; nothing of it is kept. Throws NotPossible, FailureError.
 */
export async function refusedFields(parts: RefusedParts, linkId: string): Promise<RefusedFields> {
  const [link] = await parts.store.links.byIds(parts.account.id, [linkId]);
  if (link === undefined) throw new NotPossible({ code: 'unknown-contact', params: {} });
  const item = namesFields(link) ? await itemOf(parts, link.itemId) : undefined;
  if (item === undefined) return { fields: [], values: {} };
  const schema = await (await parts.crm()).schema();
  const rules = rulesOfBoth(schema, parts.mailbox);
  const fields: RefusedField[] = [];
  const values: { [F in FieldName]?: Value } = {};
  for (const field of link.refusal?.fields ?? []) {
    const rule = rules.find((one) => one.field === field);
    if (rule === undefined) {
      // What only the org knows goes straight to the new record (T1).
      const names: readonly string[] = [field, `custom:${field}`];
      const demanded = link.recordId === null && schema.required.find((one) => names.includes(one.field));
      if (demanded) fields.push({ ...demanded, required: true });
      continue;
    }
    const now = valueOf(rule, link, item);
    const isUnchanged = link.recordId !== null && sameValue(rule, now, link.base.item[field]);
    if (isUnchanged || !rule.crmWritable || rule.direction === 'down' || rule.direction === 'off') continue;
    fields.push(described(rule));
    if (now !== undefined) values[field] = now;
  }
  return { fields, values };
}

/** What the person put right, into the item; further entries of a slot stay, and so does what is not named (C1, C4). Throws NotPossible. */
export async function putRight(parts: RefusedParts, link: Link, values: FieldMap): Promise<void> {
  const item = await itemOf(parts, link.itemId);
  if (item === undefined) return;
  const rules = rulesOfBoth(await (await parts.crm()).schema(), parts.mailbox);
  const writes: FieldWrite[] = [];
  const slots: { [F in FieldName]?: readonly SlotEntry[] } = {};
  for (const [field, value] of Object.entries(values) as [FieldName, Value][]) {
    const rule = rules.find((one) => one.field === field);
    if (rule === undefined) throw new NotPossible({ code: 'field-not-asked', params: { field } });
    const after = normalForm(rule, value) === '' ? null : value;
    writes.push({ field, before: valueOf(rule, link, item) ?? null, after });
    if (rule.slot === undefined) continue;
    const entries = item.slots[field] ?? [];
    const list = writeSlot(
      rule,
      entries,
      readItemSlot(rule, link.base, item),
      typeof after === 'string' ? after : null,
    );
    if (list === undefined)
      throw new NotPossible({ code: 'no-free-slot', params: { field, limit: String(rule.slot.limit) } });
    slots[field] = list;
  }
  const { id, version, categories } = item;
  const rest = writes.filter(({ field }) => slots[field] === undefined);
  const fields = Object.fromEntries(rest.map(({ field, after }) => [field, after]));
  const change = { id, version, categories, fields, slots, ...displayNameAfter(item, writes) };
  const [outcome] = await parts.mailbox.update([change]);
  if (outcome?.ok !== true) throw refusedBy(outcome?.failure);
}

function valueOf(rule: FieldRule, { base }: Link, item: Item): Value | undefined {
  return rule.slot === undefined ? item.fields[rule.field] : readItemSlot(rule, base, item).value || undefined;
}

function described({ field, kind, required, maxLength, values, states, countries }: FieldRule): RefusedField {
  return {
    field,
    kind,
    required,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(values === undefined ? {} : { values }),
    ...(kind === 'address' ? { partLengths: ADDRESS_LENGTHS } : {}),
    ...(states === undefined ? {} : { states }),
    ...(countries === undefined ? {} : { countries }),
  };
}

/** U6, U7: the whole item, only where it lies in the folder or has the category, and is not private. */
async function itemOf(parts: RefusedParts, id: ItemId | null): Promise<Item | undefined> {
  const { mailbox, account, org } = parts;
  if (id === null || account.folderId === null) return undefined;
  const place = await placeOf(mailbox, id, account.folderId);
  const isMarked = place?.item.categories.some((name) => name.toLowerCase() === org.category.toLowerCase());
  if (place?.inside !== true && isMarked !== true) return undefined;
  for await (const chunk of mailbox.read([id], 'all'))
    for (const sighting of chunk)
      if (sighting.state === 'present' && 'fields' in sighting.item && !sighting.item.private) return sighting.item;
  return undefined;
}
