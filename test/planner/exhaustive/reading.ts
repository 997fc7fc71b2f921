import type { Link } from '../../../server/model/link.ts';
import type { Decision } from '../../../server/planner/classify.ts';
import type { Observation } from '../../../server/planner/observation.ts';
import type { ContactPlan } from '../../../server/planner/operation.ts';
import { idle } from '../../../server/planner/plan-contact.ts';
import type { LinkReading } from '../../../server/planner/plan-link.ts';
import type { Services } from './services.ts';

/** What the engine reads for a decided link, and no more. */
export function readingFor(
  link: Link,
  { action }: Decision,
  { items }: Observation,
  { services, links }: { readonly services: Services; readonly links: ReadonlyMap<string, Link> },
): LinkReading {
  const seen = items.get(link.itemId ?? '');
  const head = seen === undefined || seen.place === 'gone' ? {} : { head: seen.head };
  const item = (id: string | null) => {
    const placed = services.items.get(id ?? '');
    return placed?.place === 'inside' || placed?.place === 'elsewhere' ? { item: placed.item } : {};
  };
  const record = (id: string | null) => {
    const found = services.record(id);
    return found === undefined ? {} : { record: found };
  };
  switch (action.kind) {
    case 'merge':
      return { ...item(action.itemHead?.id ?? link.itemId), ...record(link.recordId) };
    case 'follow':
      return { ...item(action.itemHead?.id ?? link.itemId), ...record(action.into) };
    case 'fold': {
      const pair = links.get(action.pair);
      if (!action.edited || pair === undefined) return head;
      const { item: masterItem } = item(pair.itemId);
      const master = { masterLink: pair, ...(masterItem === undefined ? {} : { masterItem }) };
      return { ...item(link.itemId), ...record(action.into), ...master };
    }
    case 'remake-item':
      return record(action.into ?? link.recordId);
    case 'attention':
    case 'stop':
      return item(link.itemId);
    case 'remove-item':
      // D1: what was edited since the last time, so that the journal has it.
      return {
        ...head,
        ...(head.head !== undefined && head.head.version !== link.itemVersion ? item(link.itemId) : {}),
      };
    case 'delete-record':
    case 'nothing':
    case 'stay-stopped':
    case 'take-over':
    case 'release':
    case 'end':
      return {};
  }
}

/** What was to be read is gone: nothing is done, and the next session looks again. */
export function lookAgain(link: Link, decision: Decision): ContactPlan {
  const unknown = { itemVersion: '', recordVersion: '' };
  return { ...idle({ link, decision }, null), ...unknown, becomes: { state: link.state, inView: decision.inView } };
}
