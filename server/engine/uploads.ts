import type { CrmRecord, Item, ItemId, PairingKeys, RecordId } from '../model/contact.ts';
import type { Choice, Link } from '../model/link.ts';
import type { ContactPlan } from '../planner/operation.ts';
import { asChoice, isSameCard, likeness, ownKey, pairingKeys, searchResult, type NewItem } from '../planner/pairing.ts';
import { idle, planMerge, type SecondPass } from '../planner/plan-contact.ts';
import { planJoin } from '../planner/plan-link.ts';
import { markWrite, planUpload } from '../planner/plan-upload.ts';
import type { Plan } from '../planner/plan.ts';
import { chunks, newLink, readItems, readRecords, waitingLinks, type TakePlans } from './chunk.ts';
import type { SessionContext } from './context.ts';
import { aloneWith } from './create-locks.ts';
import type { Lanes } from './lanes.ts';
import type { Observed } from './observed.ts';

/** P1, then A1 to A4: look-up and create are serialised for each e-mail of the org, across mailboxes. `joined` gets the records that were found for an item. */
export async function uploads(
  context: SessionContext,
  observed: Observed,
  first: Plan,
  pass: () => SecondPass,
  take: TakePlans,
  lanes: Lanes,
  joined: Set<RecordId>,
): Promise<void> {
  for (const chunk of chunks(first.newItems.filter((entry) => entry.kind !== 'adopt'))) {
    const links = await waitingLinks(context, first, chunk);
    const keysOf = (entry: NewItem): PairingKeys | undefined => {
      const seen = observed.observation.items.get(entry.itemId);
      return seen !== undefined && seen.place !== 'gone' ? seen.brief?.keys : undefined;
    };
    const searched = chunk.flatMap((entry) => (entry.kind === 'upload' ? (keysOf(entry) ?? []) : []));
    const search = async () => {
      const candidates =
        context.org.searchBeforeCreate && searched.length > 0 ? await context.crm.candidates(searched) : [];
      const linked = new Set(
        (
          await context.store.links.byRecords(
            context.account.id,
            candidates.map((record) => record.id),
          )
        ).map((link) => link.recordId),
      );
      const late = await lateCreates(context, observed, chunk);
      const chosen = await chosenRecords(context, observed, [...links.values()], [...late.values()]);
      const pairs = await pairsOf(context, observed, chosen);
      const uploading = new Uploading(context, observed, candidates, linked, chosen, pairs, late, joined, pass);
      await take(chunk.flatMap((entry) => uploading.plan(entry, links.get(entry.itemId), keysOf(entry)) ?? []));
    };
    await lanes.run(() => aloneWith(context, searched, search));
  }
}

async function chosenRecords(
  context: SessionContext,
  observed: Observed,
  links: readonly Link[],
  late: readonly RecordId[],
): Promise<Map<RecordId, CrmRecord>> {
  const ids = [...late, ...links.flatMap((link) => (link.request?.kind === 'join' ? [link.request.recordId] : []))];
  await readRecords(context, observed, ids);
  return new Map(
    ids.flatMap((id) => {
      const record = observed.spool.record(id);
      return record === undefined ? [] : [[id, record] as const];
    }),
  );
}

/**
 * P3: items whose key is that of a create or a copy of ours that was looked up, found not done and repeated: it came late. Answers the record that each one
 * was made for and whose pair has another item by now.
 */
async function lateCreates(
  context: SessionContext,
  { observation, spool }: Observed,
  entries: readonly NewItem[],
): Promise<ReadonlyMap<ItemId, RecordId>> {
  const intents = new Map<string, ItemId>();
  for (const { kind, itemId } of entries) {
    const key = kind === 'upload' ? ownKey(spool.item(itemId)?.key, observation) : undefined;
    if (key !== undefined) intents.set(key.intent, itemId);
  }
  if (intents.size === 0) return new Map();
  const sent = (await context.store.journal.byIds(context.account.id, [...intents.keys()])).filter(
    ({ kind, state }) => state === 'not-done' && (kind === 'create-item' || kind === 'move-item'),
  );
  const links = await context.store.links.byIds(
    context.account.id,
    sent.flatMap(({ linkId }) => linkId ?? []),
  );
  const pairs = new Map(links.map((link) => [link.id, link]));
  return new Map(
    sent.flatMap(({ id, linkId }): [ItemId, RecordId][] => {
      const itemId = intents.get(id);
      const pair = pairs.get(linkId ?? '');
      const { recordId = null } = pair ?? {};
      return itemId === undefined || recordId === null || pair?.itemId === itemId ? [] : [[itemId, recordId]];
    }),
  );
}

interface Pair {
  readonly masterLink: Link;
  readonly masterItem: Item;
}

/** P1: chosen records that have a card here already, with that card. */
async function pairsOf(
  context: SessionContext,
  observed: Observed,
  chosen: ReadonlyMap<RecordId, CrmRecord>,
): Promise<ReadonlyMap<RecordId, Pair>> {
  if (chosen.size === 0) return new Map();
  const links = await context.store.links.byRecords(context.account.id, [...chosen.keys()]);
  await readItems(
    context,
    observed,
    links.flatMap((link) => link.itemId ?? []),
  );
  return new Map(
    links.flatMap((masterLink): [RecordId, Pair][] => {
      const masterItem = masterLink.itemId === null ? undefined : observed.spool.item(masterLink.itemId);
      return masterItem === undefined || masterLink.recordId === null || masterLink.state !== 'linked'
        ? []
        : [[masterLink.recordId, { masterLink, masterItem }]];
    }),
  );
}

class Uploading {
  private readonly byEmail = new Map<string, CrmRecord[]>();
  private readonly byName = new Map<string, CrmRecord[]>();
  private readonly claimed: PairingKeys[] = [];
  private readonly context: SessionContext;
  private readonly observed: Observed;
  private readonly linked: Set<RecordId | null>;
  private readonly chosen: ReadonlyMap<RecordId, CrmRecord>;
  private readonly pairs: ReadonlyMap<RecordId, Pair>;
  private readonly late: ReadonlyMap<ItemId, RecordId>;
  private readonly joined: Set<RecordId>;
  private readonly pass: () => SecondPass;

  constructor(
    context: SessionContext,
    observed: Observed,
    candidates: readonly CrmRecord[],
    linked: Set<RecordId | null>,
    chosen: ReadonlyMap<RecordId, CrmRecord>,
    pairs: ReadonlyMap<RecordId, Pair>,
    late: ReadonlyMap<ItemId, RecordId>,
    joined: Set<RecordId>,
    pass: () => SecondPass,
  ) {
    this.context = context;
    this.observed = observed;
    this.linked = linked;
    this.chosen = chosen;
    this.pairs = pairs;
    this.late = late;
    this.joined = joined;
    this.pass = pass;
    for (const record of candidates) {
      const keys = pairingKeys(record.fields);
      for (const email of keys.emails) push(this.byEmail, email, record);
      if (keys.name !== '') push(this.byName, keys.name, record);
    }
  }

  plan(entry: NewItem, waiting: Link | undefined, keys: PairingKeys | undefined): ContactPlan | undefined {
    const { observed } = this;
    const link = waiting ?? { ...newLink(this.context, 'outlook'), itemId: entry.itemId };
    const item = observed.spool.item(entry.itemId);
    const seen = observed.observation.items.get(entry.itemId);
    const moved = seen !== undefined && seen.place === 'elsewhere';
    const rule = moved ? 'U3' : 'U1';
    if (entry.kind === 'wait') return this.waits(link, item, rule, entry.code);
    if (item === undefined || keys === undefined) return undefined;
    observed.spool.dropItem(entry.itemId);

    const double = this.takesBack(link, item);
    if (double !== null) return double;
    const asked = link.request;
    const joining = asked?.kind === 'join' ? this.chosen.get(asked.recordId) : undefined;
    if (joining !== undefined && !this.linked.has(joining.id)) return this.join(link, item, joining, moved);
    const pair = joining === undefined ? undefined : this.pairs.get(joining.id);
    const folded =
      joining === undefined || pair === undefined ? null : planJoin(link, item, joining, pair, this.pass());
    if (folded !== null) return folded;
    // What was chosen is gone or cannot be read any more: something else is not for us to choose.
    if (asked?.kind === 'join' && joining === undefined)
      return this.waits(link, item, 'P1', 'choice-gone', this.choicesFor(keys));
    if (asked?.kind !== 'create-new' && this.context.org.searchBeforeCreate) {
      const found = searchResult(keys, this.candidatesFor(keys), (id) => this.linked.has(id));
      if (found.kind === 'link') return this.join(link, item, found.record, moved);
      if (found.kind === 'choose') return this.waits(link, item, 'P1', found.code, found.choices);
      if (this.claimed.some((other) => likeness(keys, other) === 'same'))
        return this.waits(link, item, 'P1', 'already-linked', []);
    }
    this.claimed.push(keys);
    return planUpload(link, item, rule, this.pass(), moved);
  }

  /** P3: what came late and nobody has touched goes; what somebody typed into it is theirs to decide about (P1). */
  private takesBack(link: Link, item: Item): ContactPlan | null {
    const recordId = this.late.get(item.id);
    const record = recordId === undefined ? undefined : this.chosen.get(recordId);
    const pair = recordId === undefined ? undefined : this.pairs.get(recordId);
    if (record === undefined || pair === undefined || !isSameCard(item, pair.masterItem, this.pass().rules))
      return null;
    return planJoin(link, item, record, pair, this.pass(), 'P3');
  }

  private candidatesFor(keys: PairingKeys): CrmRecord[] {
    const lists = keys.emails.map((email) => this.byEmail.get(email) ?? []);
    return [...new Set([...lists.flat(), ...(this.byName.get(keys.name) ?? [])])];
  }

  private choicesFor(keys: PairingKeys): Choice[] {
    return this.candidatesFor(keys)
      .filter((record) => likeness(keys, pairingKeys(record.fields)) !== 'different')
      .map(asChoice);
  }

  private join(link: Link, item: Item, record: CrmRecord, move: boolean): ContactPlan {
    this.linked.add(record.id);
    this.joined.add(record.id);
    const inView = this.observed.observation.records.get(record.id)?.state === 'in-view';
    const origin = inView ? 'salesforce' : 'outlook';
    return planMerge({
      link: { ...link, origin },
      item,
      record,
      decision: { rule: 'P1', inView, asked: link.request !== null },
      pass: this.pass(),
      adopt: true,
      move,
    });
  }

  private waits(
    link: Link,
    item: Item | undefined,
    rule: string,
    code: string,
    choices?: readonly Choice[],
  ): ContactPlan {
    const decision = { rule, inView: false, asked: false };
    const problem = { reason: { code, params: {} }, fields: [], ...(choices === undefined ? {} : { choices }) };
    const plan = idle({ link, decision, ...(item === undefined ? {} : { item }) }, problem);
    const seen = this.observed.observation.items.get(link.itemId ?? '');
    // U3: switched on, it has its mark from here on: the request is over, and where it lies is all that would be known of the wish.
    if (link.request === null || seen?.place !== 'elsewhere' || seen.marked) return plan;
    return { ...plan, writes: [markWrite(seen.head, this.context.org.category, 'U3')], item: seen.head };
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
