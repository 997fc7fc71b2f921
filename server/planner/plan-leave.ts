import type { ItemHead } from '../model/contact.ts';
import type { Link } from '../model/link.ts';
import type { LeaveChoice } from '../model/session.ts';
import type { ContactPlan, Write } from './operation.ts';
import { head, idle, type SecondPass } from './plan-contact.ts';
import { ending, ours, removeItem } from './plan-link.ts';
import { LEAVING } from './undo.ts';

/** Where a contact's item is; undefined: it has none any more. */
export type LeavingItem = { readonly place: 'inside' | 'elsewhere'; readonly head: ItemHead } | undefined;

/**
 * S7 for one contact. `keep`: its item stays where it is without our mark. `remove`: an item in the folder that Salesforce brought and nobody touched
 * since goes to Deleted Items, any other one to the default Contacts folder, without our mark. Its link ends; no record is ever written. Pure.
 */
export function planLeave(
  link: Link,
  item: LeavingItem,
  choice: LeaveChoice,
  pass: Pick<SecondPass, 'category' | 'attentionCategory'>,
): ContactPlan {
  const decision = { row: 'M8', rule: LEAVING, action: { kind: 'end' }, inView: false, asked: true } as const;
  const plan = idle({ link, decision }, null);
  const writes = item === undefined ? [] : writesFor(link, item, choice, { ...pass, decision });
  return {
    ...ending(link, decision, writes),
    contact: plan.contact,
    item: item === undefined ? null : head(item.head),
  };
}

function writesFor(
  link: Link,
  item: Exclude<LeavingItem, undefined>,
  choice: LeaveChoice,
  {
    decision,
    ...pass
  }: Pick<SecondPass, 'category' | 'attentionCategory'> & {
    readonly decision: Parameters<typeof removeItem>[1];
  },
): Write[] {
  // Switched off, it was let go already: what it is marked with since is its person's business (T2).
  if (item.place === 'elsewhere' && link.state === 'stopped') return [];
  const release: Write = {
    kind: 'release-item',
    rule: LEAVING,
    fields: [],
    item: head(item.head),
    removeCategories: ours(pass),
  };
  if (choice === 'keep' || item.place === 'elsewhere') return [release];
  const untouched = link.origin === 'salesforce' && link.state === 'linked' && item.head.version === link.itemVersion;
  if (untouched) return [removeItem(link, decision, { head: item.head })];
  return [
    { kind: 'move-item', rule: LEAVING, fields: [], item: head(item.head), to: 'default' },
    { ...release, chained: true },
  ];
}
