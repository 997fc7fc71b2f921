import type { FieldMap, Item, ItemHead } from '../model/contact.ts';
import type { FieldEntry } from '../model/journal.ts';
import { EMPTY_BASE, type Link } from '../model/link.ts';
import { accountFor } from './account.ts';
import { fullName, showing } from './contact-name.ts';
import { mergeFields } from './merge-fields.ts';
import { normalForm } from './normal-form.ts';
import type { ContactPlan, Problem, Write } from './operation.ts';
import { categoryGiven, entries, head, type SecondPass } from './plan-contact.ts';

/** U1 to U3: a record for an item, by A1 to A4; moved into the folder first where it lies elsewhere. */
export function planUpload(
  link: Link,
  item: Item,
  rule: 'U1' | 'U3' | 'P1',
  pass: SecondPass,
  move: boolean,
): ContactPlan {
  const merge = mergeFields({ rules: pass.rules, base: EMPTY_BASE, item, record: { fields: {} }, winner: 'outlook' });
  const company = item.fields.company;
  const account = accountFor(typeof company === 'string' ? company : '', pass.accounts, pass.account);
  const sent = merge.toRecord.filter(
    (write) => pass.rules.find((fieldRule) => fieldRule.field === write.field)?.crmCreatable === true,
  );
  const missing = pass.rules.filter(
    (fieldRule) => fieldRule.required && normalForm(fieldRule, merge.itemNow[fieldRule.field]) === '',
  );
  const wanting = missing.find((fieldRule) => fieldRule.field === 'lastName') ?? missing[0];
  const required = new Set(pass.rules.flatMap((fieldRule) => (fieldRule.required ? [fieldRule.field] : [])));
  const misfit = merge.problems.find(({ field }) => required.has(field));
  const first = misfit ?? merge.problems[0];
  const problem: Problem | null =
    wanting !== undefined
      ? {
          reason: { code: 'missing-required', params: { field: wanting.field } },
          fields: missing.map((fieldRule) => fieldRule.field),
        }
      : first === undefined
        ? null
        : { reason: first.reason, fields: merge.problems.map((entry) => entry.field) };
  // C5: without what Salesforce demands there is nothing to send; what does not fit says so itself.
  const refused = wanting ?? misfit;
  const writes: Write[] = [];
  if (move) writes.push({ kind: 'move-item', rule: 'U3', fields: [], item: head(item), to: 'folder' });
  if (refused === undefined) {
    const accountEntry: FieldEntry[] =
      account.name === '' ? [] : [{ field: 'company', before: '', after: account.name, from: 'outlook' }];
    const { request } = link;
    const extras = request?.kind === 'retry' || request?.kind === 'create-new' ? (request.extras ?? {}) : {};
    writes.push({
      kind: 'create-record',
      rule,
      fields: [...entries(sent, 'outlook'), ...accountEntry, ...extraEntries(extras)],
      ...(Object.keys(extras).length === 0 ? {} : { extras }),
      values: Object.fromEntries(sent.map((write) => [write.field, write.after])),
      accountId: account.id,
      ...(move ? { chained: true } : {}),
    });
  }
  const mark = refused === undefined;
  const given = categoryGiven(item, pass.category);
  if (mark || given.length > 0)
    writes.push({ ...markWrite(item, pass.category, 'U1'), mark, ...(mark || move ? { chained: true } : {}) });
  return {
    rule,
    link,
    contact: { name: fullName(item.fields) || item.displayName, email: showing(link, item, undefined).email },
    writes,
    itemNow: merge.itemNow,
    recordNow: {},
    base: {
      ...EMPTY_BASE,
      extras: merge.base.extras,
      item: companyOnly(merge.itemNow),
      record: account.name === '' ? {} : { company: account.name },
    },
    itemVersion: item.version,
    recordVersion: '',
    becomes: { itemId: item.id, origin: 'outlook', state: refused === undefined ? 'linked' : 'waiting', inView: false },
    show: showing(link, item, undefined),
    conflicts: [],
    problem,
    notes: [],
    asked: false,
    item: head(item),
  };
}

/** The category alone, where the item has it not yet. */
export function markWrite(item: ItemHead, category: string, rule: string): Extract<Write, { kind: 'update-item' }> {
  const fields = categoryGiven(item, category);
  return {
    kind: 'update-item',
    rule,
    fields,
    item: head(item),
    values: {},
    slots: {},
    addCategories: fields.length === 0 ? [] : [category],
    removeCategories: [],
    mark: false,
  };
}

function extraEntries(extras: Readonly<Record<string, string>>): FieldEntry[] {
  return Object.entries(extras).map(([name, after]) => ({
    field: `custom:${name}`,
    before: '',
    after,
    from: 'outlook',
  }));
}

/** The Company is not sent as a field: what the item says is the base from the start (A5). */
function companyOnly(itemNow: FieldMap): FieldMap {
  return itemNow.company === undefined ? {} : { company: itemNow.company };
}
