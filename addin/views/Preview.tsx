import type { Preview as Shown } from '../../server/http/contract.ts';
import { countsText } from '../parts/counts.ts';
import { words } from '../words/words.ts';

const NAMES = 5;

/** What a plan will do: the counts, and five names of each kind (F3). */
export function Preview({ counts, operations }: Pick<Shown, 'counts' | 'operations'>) {
  const byKind = new Map<keyof typeof words.kinds, string[]>();
  for (const { kind, contact } of operations) {
    const names = byKind.get(kind) ?? [];
    names.push(contact.name || contact.email || words.people.noName);
    byKind.set(kind, names);
  }
  return (
    <div className="preview" role="status">
      <h3>{words.preview.title}</h3>
      <p>{countsText(counts) || words.nothing}</p>
      <dl>
        {[...byKind].map(([kind, names]) => (
          <div key={kind}>
            <dt>
              {words.kinds[kind]} ({names.length})
            </dt>
            <dd>
              {names.slice(0, NAMES).join(', ')}
              {names.length > NAMES && ` ${words.preview.others(names.length - NAMES)}`}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
