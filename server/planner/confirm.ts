import type { CrmRecord, FieldMap } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import type { Link } from '../model/link.ts';
import { knownValue, withValue } from './merge-fields.ts';
import { isServersRewrite, sameValue } from './normal-form.ts';

/**
 * The record read back after a write (C7): what the server made of our values becomes the base; if all is as we left it, its version is remembered.
 * Anything else is an edit, found by the next session.
 */
export function confirm(
  link: Link,
  record: CrmRecord,
  rules: readonly FieldRule[],
  show: Pick<Link, 'ownerId' | 'ownerName' | 'accountName'>,
): Link {
  let recordBase: FieldMap = link.base.record;
  let same = true;
  for (const rule of rules) {
    if (rule.direction === 'off') continue;
    const stored = knownValue(record, rule.field, link.base);
    const before = recordBase[rule.field];
    // The Account that we linked gives the record its Company: nobody edited that (A5).
    const ours = rule.field === 'company' && before === undefined && link.base.unconfirmed.record.length > 0;
    if (ours || (link.base.unconfirmed.record.includes(rule.field) && isServersRewrite(rule, before, stored)))
      recordBase = withValue(recordBase, rule.field, stored);
    else if (!sameValue(rule, stored, before)) same = false;
  }
  const settled = link.refusal === null && link.itemId !== null;
  return {
    ...link,
    ...show,
    base: {
      ...link.base,
      record: recordBase,
      unconfirmed: { item: link.base.unconfirmed.item, record: same ? [] : link.base.unconfirmed.record },
    },
    recordVersion: same && settled ? record.version : '',
    refusal: link.refusal === null ? null : { ...link.refusal, recordVersion: record.version },
  };
}
