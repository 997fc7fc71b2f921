import type { Counts, Preview } from '../../server/http/contract.ts';
import { words } from '../words.ts';

/** `3 added in Outlook · 1 changed in Salesforce`; what is nothing is left out. */
export function countsText(counts: Counts): string {
  const parts = (Object.keys(words.counts) as (keyof Counts)[])
    .filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${words.counts[name]}`);
  return parts.length === 0 ? words.nothing : parts.join(' · ');
}

const NAMES = 5;

/** What a plan will do, with five names of each kind (F3). */
export function Changes({ counts, operations }: Pick<Preview, 'counts' | 'operations'>) {
  const byKind = Map.groupBy(operations, ({ kind }) => kind);
  return (
    <div className="changes" role="status">
      <p>
        <strong>{words.what}:</strong> {countsText(counts)}
      </p>
      <dl>
        {[...byKind].map(([kind, list]) => (
          <div key={kind}>
            <dt>
              {words.kinds[kind]} ({list.length})
            </dt>
            <dd>
              {list
                .slice(0, NAMES)
                .map(({ contact }) => contact.name || contact.email)
                .join(', ')}
              {list.length > NAMES ? ', …' : ''}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
