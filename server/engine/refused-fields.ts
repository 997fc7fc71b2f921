import type { Crm } from '../connectors/crm.ts';
import type { Mailbox } from '../connectors/mailbox.ts';
import type { FieldMap, FieldName, Value } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import { needsAttention, type Link } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';
import { ADDRESS_LENGTHS } from '../planner/crm-value.ts';
import { correction, valueOf } from '../planner/fill-in.ts';
import { sameValue } from '../planner/normal-form.ts';
import type { Store } from '../store/store.ts';
import { rulesOfBoth } from './context.ts';
import { NotPossible, type RefusedField, type RefusedFields } from './engine.ts';
import { ownItem } from './place.ts';

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
  const item = namesFields(link) && link.itemId !== null ? await ownItem(parts, link.itemId) : undefined;
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

/** Whether what the person put right can be written; it is by the next session. Throws NotPossible, FailureError. */
export async function checkRight(parts: RefusedParts, link: Link, values: FieldMap): Promise<void> {
  const item = link.itemId === null ? undefined : await ownItem(parts, link.itemId);
  if (item === undefined) return;
  const found = correction(rulesOfBoth(await (await parts.crm()).schema(), parts.mailbox), link, item, values);
  if ('reason' in found) throw new NotPossible(found.reason);
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
