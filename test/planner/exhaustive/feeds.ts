import type { CrmRecord, Item } from '../../../server/model/contact.ts';
import type { Link } from '../../../server/model/link.ts';
import type {
  Observation,
  PlannerMemory,
  Questions,
  SeenItem,
  SeenRecord,
} from '../../../server/planner/observation.ts';
import { isAnswered, questions } from '../../../server/planner/questions.ts';
import { observation } from '../../support/builders.ts';
import type { Services } from './services.ts';
import { held, seenItem, seenRecord, type PlacedItem } from './sides.ts';

const ROUNDS = 5;

/** How a session looks. */
interface Look {
  readonly now: string;
  readonly viewRead: boolean;
  readonly lookedUp: boolean;
  /** Everything is listed, once a day. */
  readonly complete: boolean;
}

/** What the feeds tell of both sides: of an item only what they have not told yet, of records all, each time. */
export class Feeds {
  private readonly services: Services;
  private readonly told = new Map<string, string>();

  constructor(services: Services, told: ReadonlySet<string>) {
    this.services = services;
    for (const id of told) this.told.set(id, state(services.items.get(id)));
  }

  /** Whether the next session will be told of anything. */
  get hasNews(): boolean {
    return [...this.services.items].some(([id, placed]) => this.told.get(id) !== state(placed));
  }

  /** Asks until nothing is left to ask, unless the case is that nothing is looked up. Throws where a question is left open that could be answered. */
  observe(memory: PlannerMemory, links: readonly Link[], look: Look): Observation {
    const [items, tombstones] = this.newsOf(links, look);
    const seen = {
      ...observation({ now: look.now, complete: look.complete, viewRead: look.viewRead, items, tombstones }),
      items,
      records: this.listed(links, look.viewRead),
      keyHolders: new Map(),
      edited: new Map(),
      recordsEdited: new Map(),
    };
    for (let round = 0; look.lookedUp; round += 1) {
      const asked = questions(seen, memory);
      if (isAnswered(asked)) break;
      if (round === ROUNDS) throw new Error(`Still asked: ${JSON.stringify(asked)}`);
      this.answer(seen, asked, links);
    }
    return seen;
  }

  private newsOf(links: readonly Link[], { lookedUp, complete }: Look): [Map<string, SeenItem>, Set<string>] {
    const items = new Map<string, SeenItem>();
    const tombstones = new Set<string>();
    for (const [id, placed] of this.services.items) {
      const now = state(placed);
      if (this.told.get(id) === now && !complete) continue;
      // What is unknown stays so: no feed is read past it.
      if (lookedUp) this.told.set(id, now);
      const isThere = placed.place === 'inside' || (placed.place === 'elsewhere' && lookedUp);
      if (isThere) items.set(id, seenItem(placed));
      else if (links.some(({ itemId }) => itemId === id)) tombstones.add(id);
    }
    return [items, tombstones];
  }

  /** The view, and linked records outside it by their ids; what became of any other is asked. */
  private listed(links: readonly Link[], viewRead: boolean): Map<string, SeenRecord> {
    const found = new Map<string, SeenRecord>();
    for (const [id, { fate, inView, content }] of this.services.records) {
      const isListed = (viewRead && inView) || links.some(({ recordId }) => recordId === id);
      if (fate === 'live' && isListed) found.set(id, seenRecord(viewRead && inView, content));
    }
    return found;
  }

  private answer(seen: Answers, asked: Questions, links: readonly Link[]): void {
    const { items, records } = this.services;
    for (const id of asked.places) {
      const placed = items.get(id);
      seen.items.set(id, placed === undefined ? { place: 'gone' } : seenItem(placed));
    }
    for (const intent of asked.keys) {
      const holders = [...items.values()].filter(
        ({ place, item }) => (place === 'inside' || place === 'elsewhere') && item.key?.intent === intent,
      );
      seen.keyHolders.set(
        intent,
        holders.map(({ item }) => item),
      );
      for (const holder of holders)
        if ((seen.items.get(holder.item.id)?.place ?? 'gone') === 'gone')
          seen.items.set(holder.item.id, seenItem(holder));
    }
    for (const id of asked.fates) {
      const record = this.services.record(id);
      const fate = records.get(id)?.fate;
      if (record !== undefined) seen.records.set(id, seenRecord(false, record));
      else if (fate === 'merged') seen.records.set(id, { state: 'merged', into: 'r9' });
      else seen.records.set(id, { state: fate === 'deleted' ? 'deleted' : 'absent' });
    }
    for (const link of links) {
      const item = items.get(link.itemId ?? '')?.item;
      // U7: what is private counts as edited.
      if (asked.edited.includes(link.id))
        seen.edited.set(link.id, item === undefined || item.private || isChanged(item, link.base.item));
      const record = this.services.record(link.recordId);
      if (asked.recordsEdited.includes(link.id))
        seen.recordsEdited.set(link.id, record === undefined || isRecordChanged(link, record));
    }
  }
}

interface Answers {
  readonly items: Map<string, SeenItem>;
  readonly records: Map<string, SeenRecord>;
  readonly keyHolders: Map<string, readonly Item[]>;
  readonly edited: Map<string, boolean>;
  readonly recordsEdited: Map<string, boolean>;
}

const state = (placed: PlacedItem | undefined): string =>
  placed === undefined ? '' : `${placed.place} ${placed.item.version}`;

/** D2. A version that moved without a value or an owner is of the same stamp; one that is not known may hide an edit. */
export const isRecordChanged = (link: Link, record: CrmRecord): boolean =>
  link.recordVersion === '' || isChanged(record, link.base.record) || record.ownerId !== link.ownerId;

function isChanged(one: Pick<Item, 'fields'>, fields: Item['fields']): boolean {
  const [now, before] = [held(one), held({ fields })];
  return now.title !== before.title || now.notes !== before.notes;
}
