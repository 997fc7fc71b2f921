import type { CrmRecord, Item } from '../../../server/model/contact.ts';
import { NEW_LINK, type Link } from '../../../server/model/link.ts';
import type { ContactPlan } from '../../../server/planner/operation.ts';
import { pairingKeys, searchResult, type NewItem } from '../../../server/planner/pairing.ts';
import { idle, planMerge, type SecondPass } from '../../../server/planner/plan-contact.ts';
import { markWrite, planUpload } from '../../../server/planner/plan-upload.ts';
import { CATEGORY } from './sides.ts';

interface Arrival {
  readonly entry: NewItem;
  /** The link that it waits with already. */
  readonly link: Link | undefined;
  readonly item: Item;
  readonly isOutside: boolean;
}

/** The org as P1 finds it. */
interface Org {
  readonly records: readonly CrmRecord[];
  readonly isLinked: (id: string) => boolean;
  readonly isInView: (id: string) => boolean;
}

/** U1 to U3, P1, P2: what the engine plans for an item without a record. */
export function planNew(arrival: Arrival, { records, isLinked, isInView }: Org, pass: SecondPass): ContactPlan {
  const { entry, item, isOutside } = arrival;
  const link = arrival.link === undefined ? asNew('outlook', { itemId: item.id }) : startedAnew(arrival.link);
  const join = (record: CrmRecord, rule: 'P1' | 'P2' | 'P4') => {
    const inView = isInView(record.id);
    return planMerge({
      // An adopted pair is from Salesforce if the record is in the view then.
      link: { ...link, origin: inView ? 'salesforce' : 'outlook' },
      item,
      record,
      decision: { rule, inView, asked: rule === 'P1' && link.request !== null },
      pass,
      adopt: true,
      move: isOutside,
    });
  };
  const rule = isOutside ? 'U3' : 'U1';
  switch (entry.kind) {
    case 'wait':
      // U7: what is private is not read.
      return waits(link, arrival, item.private ? undefined : item, entry.code);
    case 'adopt': {
      const record = records.find(({ id }) => id === entry.recordId);
      return record === undefined ? waits(link, arrival, item, 'choice-gone') : join(record, entry.rule);
    }
    case 'upload': {
      const found = searchResult(pairingKeys(item.fields, item.slots), records, isLinked);
      if (found.kind === 'link') return join(found.record, 'P1');
      if (found.kind === 'choose') return waits(link, arrival, item, found.code);
      return planUpload(link, item, rule, pass, isOutside);
    }
  }
}

/** A link that is not remembered yet. */
export function asNew(origin: Link['origin'], over: Partial<Link> = {}): Link {
  return { ...NEW_LINK, id: origin === 'outlook' ? 'l2' : 'l3', mailboxId: 'm1', origin, ...over };
}

/** M8: a stopped pair that has no record to go on with is like one that was just marked. */
function startedAnew(link: Link): Link {
  const { id, mailboxId, itemId, email, name, request } = link;
  return link.state === 'stopped' ? asNew('outlook', { id, mailboxId, itemId, email, name, request }) : link;
}

function waits(link: Link, { item, isOutside }: Arrival, read: Item | undefined, code: string): ContactPlan {
  const decision = { rule: 'P1', inView: false, asked: false };
  const problem = { reason: { code, params: {} }, fields: [] };
  const plan = idle({ link, decision, ...(read === undefined ? {} : { item: read }) }, problem);
  // U3: switched on, it has its mark from here on.
  const isMarked = !isOutside || link.request === null || item.categories.includes(CATEGORY);
  return isMarked ? plan : { ...plan, writes: [markWrite(item, CATEGORY, 'U3')], item };
}
