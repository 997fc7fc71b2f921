import type { Item, RecordId } from '../model/contact.ts';
import type { Link } from '../model/link.ts';
import { needsAccount, type AccountFound } from '../planner/account.ts';
import type { ContactPlan } from '../planner/operation.ts';
import { planDownload, planMerge, type SecondPass } from '../planner/plan-contact.ts';
import { lookAgain, needs } from '../planner/needs.ts';
import { planLink, type LinkReading } from '../planner/plan-link.ts';
import { inPlace, type DecidedLink, type Plan } from '../planner/plan.ts';
import { chunks, newLink, readItems, readRecords, waitingLinks, type TakePlans } from './chunk.ts';
import { secondPass, type SessionContext } from './context.ts';
import { Lanes } from './lanes.ts';
import type { Observed } from './observed.ts';
import { uploads } from './uploads.ts';

/**
 * The second pass: fields are read and merged in chunks, each handed on before the next is made, so that memory does not grow with the mailbox.
 * Order: pairs first, then adoptions, then what goes up, then what comes down.
 */
export async function eachChunk(
  context: SessionContext,
  observed: Observed,
  first: Plan,
  take: TakePlans,
  lanes = new Lanes(1),
): Promise<void> {
  const accounts = await findAccounts(context, observed, first);
  const pass = () => secondPass(context, accounts);
  // Links may bear on one another (M2); what is new does not, and goes side by side.
  const alone: TakePlans = async (plans) => {
    await lanes.run(() => take(plans));
    await lanes.drain();
  };
  // M2: a pair that is folded into another one comes after that one's own plan.
  const isFold = ({ decision }: DecidedLink) => decision.action.kind === 'fold';
  await decidedLinks(
    context,
    observed,
    first.decided.filter((entry) => !isFold(entry)),
    pass,
    alone,
  );
  await decidedLinks(context, observed, first.decided.filter(isFold), pass, alone);
  await adoptions(context, observed, first, pass, alone);
  const joined = new Set<RecordId>();
  await uploads(context, observed, first, pass, take, lanes, joined);
  await lanes.drain();
  // P1 may have found one for an item that was not the only one to fit it.
  const toCome = first.download.filter((id) => !joined.has(id));
  await downloads(context, observed, toCome, pass, (plans) => lanes.run(() => take(plans)));
  await lanes.end();
}

async function decidedLinks(
  context: SessionContext,
  observed: Observed,
  decided: readonly DecidedLink[],
  pass: () => SecondPass,
  take: TakePlans,
): Promise<void> {
  const { spool, observation, memory } = observed;
  const needed = decided.map((entry) => ({
    entry,
    need: needs(entry, entry.link.itemId === null ? undefined : observation.items.get(entry.link.itemId)),
  }));
  const folded = new Set(needed.flatMap(({ need }) => need.pair ?? []));
  const masterItems = memory.links.flatMap((link) => (folded.has(link.id) ? (link.itemId ?? []) : []));
  await readItems(context, observed, [...needed.flatMap(({ need }) => need.item ?? []), ...masterItems]);
  await readRecords(
    context,
    observed,
    needed.flatMap(({ need }) => need.record ?? []),
  );

  for (const chunk of chunks(needed)) {
    const ids = chunk.flatMap(({ entry, need }) => [entry.link.id, ...(need.pair === undefined ? [] : [need.pair])]);
    const links = new Map(
      (await context.store.links.byIds(context.account.id, [...new Set(ids)])).map((link) => [link.id, link]),
    );
    const plans: ContactPlan[] = [];
    for (const { entry, need } of chunk) {
      const stored = links.get(entry.link.id);
      if (stored === undefined) continue;
      const link = inPlace(stored, entry.decision);
      const masterLink = need.pair === undefined ? undefined : links.get(need.pair);
      const seenItem = link.itemId === null ? undefined : observation.items.get(link.itemId);
      const reading: LinkReading = {
        ...optional('item', need.item ? spool.item(need.item) : undefined),
        ...optional('record', need.record ? spool.record(need.record) : undefined),
        ...optional('head', seenItem !== undefined && seenItem.place !== 'gone' ? seenItem.head : undefined),
        ...optional('masterLink', masterLink),
        ...optional('masterItem', masterLink?.itemId ? spool.item(masterLink.itemId) : undefined),
      };
      plans.push(planLink(link, entry.decision, reading, pass()) ?? lookAgain(link, entry.decision));
      if (need.item) spool.dropItem(need.item);
      if (need.record && need.pair === undefined) spool.dropRecord(need.record);
    }
    await take(plans);
  }
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}

/** A1 and A2 for all companies of the plan at once: the search is by name, and names repeat. */
async function findAccounts(
  context: SessionContext,
  { spool }: Observed,
  first: Plan,
): Promise<ReadonlyMap<string, AccountFound>> {
  const companies = new Set<string>();
  const note = (item: Item | undefined) => {
    const company = item?.fields.company;
    if (typeof company === 'string' && needsAccount(company, context.org.account)) companies.add(company);
  };
  for (const entry of first.newItems) if (entry.kind === 'upload') note(spool.item(entry.itemId));
  if (context.org.account.relink) {
    const items = first.decided.flatMap((entry) => needs(entry, undefined).item ?? []);
    await readItems(context, { spool } as Observed, items);
    for (const id of items) note(spool.item(id));
  }
  return companies.size === 0 ? new Map() : context.crm.accounts([...companies]);
}

async function adoptions(
  context: SessionContext,
  observed: Observed,
  first: Plan,
  pass: () => SecondPass,
  take: TakePlans,
): Promise<void> {
  const { spool, observation } = observed;
  const pairs = first.newItems.flatMap((entry) => (entry.kind === 'adopt' ? [entry] : []));
  await readRecords(
    context,
    observed,
    pairs.map((pair) => pair.recordId),
  );
  for (const chunk of chunks(pairs)) {
    const links = await waitingLinks(context, first, chunk);
    await take(
      chunk.flatMap((pair) => {
        const item = spool.item(pair.itemId);
        const record = spool.record(pair.recordId);
        if (item === undefined || record === undefined) return [];
        const inView = observation.records.get(record.id)?.state === 'in-view';
        // An adopted pair is from Salesforce if the record is in the view then.
        const link: Link = {
          ...(links.get(pair.itemId) ?? newLink(context, 'outlook')),
          origin: inView ? 'salesforce' : 'outlook',
        };
        const move = observation.items.get(item.id)?.place === 'elsewhere';
        return [
          planMerge({
            link,
            item,
            record,
            decision: { rule: pair.rule, inView, asked: false },
            pass: pass(),
            adopt: true,
            move,
          }),
        ];
      }),
    );
  }
}

/** F4. */
async function downloads(
  context: SessionContext,
  observed: Observed,
  ids: readonly RecordId[],
  pass: () => SecondPass,
  take: TakePlans,
): Promise<void> {
  for (const chunk of chunks(ids)) {
    const plans = chunk.flatMap((id) => {
      const record = observed.spool.record(id);
      observed.spool.dropRecord(id);
      return record === undefined
        ? []
        : [planDownload(newLink(context, 'salesforce'), record, { rule: 'F4', inView: true, asked: false }, pass())];
    });
    await take(plans);
  }
}
