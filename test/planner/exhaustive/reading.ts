import type { Link } from '../../../server/model/link.ts';
import type { Decision } from '../../../server/planner/classify.ts';
import { needs } from '../../../server/planner/needs.ts';
import type { Observation } from '../../../server/planner/observation.ts';
import type { LinkReading } from '../../../server/planner/plan-link.ts';
import type { Services } from './services.ts';

/** As the engine reads for a decided link: what its action needs, and no more. */
export function readingFor(
  link: Link,
  decision: Decision,
  { items }: Observation,
  { services, links }: { readonly services: Services; readonly links: ReadonlyMap<string, Link> },
): LinkReading {
  const seen = items.get(link.itemId ?? '');
  const need = needs({ link, decision }, seen);
  const itemOf = (id: string | null | undefined) => {
    const placed = services.items.get(id ?? '');
    return placed?.place === 'inside' || placed?.place === 'elsewhere' ? placed.item : undefined;
  };
  const item = itemOf(need.item);
  const record = services.record(need.record ?? null);
  const masterLink = need.pair === undefined ? undefined : links.get(need.pair);
  const masterItem = itemOf(masterLink?.itemId);
  return {
    ...(item === undefined ? {} : { item }),
    ...(record === undefined ? {} : { record }),
    ...(seen === undefined || seen.place === 'gone' ? {} : { head: seen.head }),
    ...(masterLink === undefined ? {} : { masterLink }),
    ...(masterItem === undefined ? {} : { masterItem }),
  };
}
