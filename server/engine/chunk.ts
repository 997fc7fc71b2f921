import { randomUUID } from 'node:crypto';
import type { ItemId, RecordId } from '../model/contact.ts';
import { NEW_LINK, type Link, type LinkHead } from '../model/link.ts';
import type { ContactPlan } from '../planner/operation.ts';
import type { NewItem } from '../planner/pairing.ts';
import type { Plan } from '../planner/plan.ts';
import type { SessionContext } from './context.ts';
import type { Observed } from './observed.ts';

/** Contacts planned, applied and remembered together: what a transaction takes (200 rows), and a collection of the CRM. */
const CHUNK = 200;

/** Takes the plans of one chunk; what it needs locked stays locked until it is done (P1). */
export type TakePlans = (plans: readonly ContactPlan[]) => Promise<void>;

export function newLink(context: Pick<SessionContext, 'account'>, origin: Link['origin']): Link {
  return { ...NEW_LINK, id: randomUUID(), mailboxId: context.account.id, origin };
}

export function chunks<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, index) =>
    list.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

export async function readItems(context: SessionContext, { spool }: Observed, ids: readonly ItemId[]): Promise<void> {
  const wanted = [...new Set(ids)].filter((id) => !spool.hasItem(id));
  if (wanted.length === 0) return;
  for await (const chunk of context.mailbox.read(wanted, 'all')) {
    for (const sighting of chunk)
      if (sighting.state === 'present' && 'complete' in sighting.item) spool.putItem(sighting.item);
  }
}

export async function readRecords(
  context: SessionContext,
  { spool }: Observed,
  ids: readonly RecordId[],
): Promise<void> {
  const wanted = [...new Set(ids)].filter((id) => !spool.hasRecord(id));
  if (wanted.length === 0) return;
  for await (const page of context.crm.read(wanted, 'fields')) for (const record of page) spool.putRecord(record);
}

export async function waitingLinks(
  context: SessionContext,
  first: Plan,
  entries: readonly NewItem[],
): Promise<Map<ItemId, Link>> {
  const heads = entries.flatMap((entry) => first.waiting.get(entry.itemId) ?? []);
  if (heads.length === 0) return new Map();
  const links = await context.store.links.byIds(
    context.account.id,
    heads.map((head: LinkHead) => head.id),
  );
  return new Map(links.flatMap((link) => (link.itemId === null ? [] : [[link.itemId, startedAnew(link)] as const])));
}

/** M8: a stopped pair that has no record to go on with is like one that was just marked. */
function startedAnew(link: Link): Link {
  if (link.state !== 'stopped') return link;
  const { id, mailboxId, itemId, email, name, request, requestVersion } = link;
  return { ...NEW_LINK, origin: 'outlook', id, mailboxId, itemId, email, name, request, requestVersion };
}
