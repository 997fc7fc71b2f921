import type { Status } from '../../server/http/contract.ts';
import { words } from '../words/words.ts';

/** A shape for each status, so that colour is never all there is. */
const SHAPES: { readonly [S in Status]: { readonly path: string; readonly tone: 'good' | 'warn' | 'plain' } } = {
  'needs attention': { path: 'M8 1.5 15 14.5H1ZM8 6v4M8 12v.6', tone: 'warn' },
  conflict: { path: 'M2 5.5h11M10 2.5l3 3-3 3M14 10.5H3M6 7.5l-3 3 3 3', tone: 'warn' },
  waiting: { path: 'M8 1.5a6.5 6.5 0 1 0 .01 0M8 4.5V8l2.5 2', tone: 'plain' },
  'stopped by you': { path: 'M8 1.5a6.5 6.5 0 1 0 .01 0M6 5.5v5M10 5.5v5', tone: 'plain' },
  synced: { path: 'M8 1.5a6.5 6.5 0 1 0 .01 0M5 8.2l2.2 2.2L11 6', tone: 'good' },
  'in Salesforce, outside your view': { path: 'M1.5 8s2.5-4.5 6.5-4.5S14.5 8 14.5 8M3 13 13 3', tone: 'plain' },
  'not synced': { path: 'M8 1.5a6.5 6.5 0 1 0 .01 0M5 8h6', tone: 'plain' },
};

export function StatusBadge({ status }: { readonly status: Status }) {
  const { path, tone } = SHAPES[status];
  return (
    <span className={`badge ${tone}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={path} />
      </svg>
      {words.status[status]}
    </span>
  );
}
