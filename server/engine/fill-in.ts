import type { FieldMap, FieldName, Item, ItemId, SlotMap, Value } from '../model/contact.ts';
import type { Link } from '../model/link.ts';
import { correction, planCard, planCorrection } from '../planner/fill-in.ts';
import type { ContactPlan } from '../planner/operation.ts';
import { apply } from './apply.ts';
import { applyingIn } from './begin.ts';
import { chunks } from './chunk.ts';
import type { WritingContext } from './context.ts';
import { ownItem } from './place.ts';
import { Tally } from './tally.ts';

/**
 * T1, C5: what people filled in in the pane goes into their mailbox before a session looks at either side: the card of someone new, and what they put right.
 * It is journalled like any write (J1); what was asked for with it is seen to by the session itself. What a service has refused is tried again when it is
 * asked for, and not by every session. `only`: as in the session.
 */
export async function fillIn(context: WritingContext, only: ReadonlySet<string> | null): Promise<Tally> {
  const tally = new Tally();
  const { folderId } = context.account;
  if (folderId === null) return tally;
  const asked = (await context.store.links.filledIn(context.account.id)).filter(({ id, refusal, itemId }) =>
    only === null ? refusal === null || itemId !== null : only.has(id),
  );
  const applying = applyingIn({ folder: folderId, fallback: folderId, inside: new Set([folderId]) }, tally);
  for (const chunk of chunks(asked)) {
    const items = await itemsOf(context, chunk);
    const plans = chunk.flatMap((link) => planFor(context, link, items) ?? []);
    await apply(context, plans, applying);
    await passOver(
      context,
      chunk.filter(({ id }) => !plans.some(({ link }) => link.id === id)),
    );
  }
  return tally;
}

function planFor(
  { mailbox, rules }: WritingContext,
  link: Link,
  items: ReadonlyMap<ItemId, Item>,
): ContactPlan | undefined {
  if (link.request?.kind !== 'fill-in') return undefined;
  const { values } = link.request;
  if (link.itemId === null)
    // One whose record is known comes down from there: what was typed would be a card of its own.
    return link.recordId === null ? planCard(link, values, slotsOf(mailbox.capabilities.slots, values)) : undefined;
  const item = items.get(link.itemId);
  const found = item === undefined ? undefined : correction(rules, link, item, values);
  return item === undefined || found === undefined || 'reason' in found ? undefined : planCorrection(link, item, found);
}

/** What the mailbox holds several of goes as the first of its slot. */
function slotsOf(slots: { readonly [F in FieldName]?: number }, values: FieldMap): SlotMap {
  return Object.fromEntries(
    (Object.entries(values) as [FieldName, Value][]).flatMap(([field, value]) =>
      slots[field] !== undefined && typeof value === 'string' ? [[field, value === '' ? [] : [{ value }]]] : [],
    ),
  );
}

async function itemsOf({ mailbox, account, org }: WritingContext, links: readonly Link[]): Promise<Map<ItemId, Item>> {
  const found = new Map<ItemId, Item>();
  for (const { itemId } of links) {
    const item = itemId === null ? undefined : await ownItem({ mailbox, account, org }, itemId);
    if (item !== undefined) found.set(item.id, item);
  }
  return found;
}

/** There is nothing to put it into any more: the rest of what was asked goes on. */
async function passOver(context: WritingContext, links: readonly Link[]): Promise<void> {
  if (links.length === 0) return;
  const without = links.map((link) => ({
    ...link,
    request: link.request?.kind === 'fill-in' ? link.request.then : link.request,
  }));
  await context.store.remember(context.fence, { links: without, endedLinks: [], outcomes: [] });
}
