import type { ItemHead } from '../model/contact.ts';
import { PRIVATE_ITEM, type Link } from '../model/link.ts';
import type { ContactPlan } from './operation.ts';
import { idle } from './plan-contact.ts';

/** Reasons that are the person's own wish and need no flag in Outlook's list (U7, T6). */
const QUIET = new Set([PRIVATE_ITEM, 'blocked-address', 'blocked-by-admin']);

/** T3: the category `Salesforce: needs attention` follows the status. Null: nothing to do. */
export function planAttention(link: Link, item: ItemHead, category: string | null): ContactPlan | null {
  if (category === null || link.itemId !== item.id) return null;
  const flagged = item.categories.some((name) => name.toLowerCase() === category.toLowerCase());
  const wanted = link.refusal !== null && link.state !== 'stopped' && !QUIET.has(link.refusal.reason.code);
  if (flagged === wanted) return null;
  const problem =
    link.refusal === null
      ? null
      : {
          reason: link.refusal.reason,
          fields: link.refusal.fields,
          ...(link.refusal.choices === undefined ? {} : { choices: link.refusal.choices }),
        };
  const plan = idle({ link, decision: { rule: 'T3', inView: link.inView, asked: false } }, problem);
  const after = wanted
    ? [...item.categories, category]
    : item.categories.filter((name) => name.toLowerCase() !== category.toLowerCase());
  return {
    ...plan,
    itemVersion: item.version,
    recordVersion: link.refusal?.recordVersion ?? link.recordVersion,
    becomes: { state: link.state, inView: link.inView },
    item,
    writes: [
      {
        kind: 'update-item',
        rule: 'T3',
        fields: [{ field: 'categories', before: item.categories.join(', '), after: after.join(', '), from: 'us' }],
        item,
        values: {},
        slots: {},
        addCategories: wanted ? [category] : [],
        removeCategories: wanted ? [] : [category],
        mark: false,
      },
    ],
  };
}
