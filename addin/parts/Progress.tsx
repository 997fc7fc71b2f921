import type { Session } from '../../server/http/contract.ts';
import { words } from '../words/words.ts';
import { countsText } from './counts.ts';
import { isOver } from './use-session.ts';

/** How far the session is, in sight and, politely, for the ear; its end in words. */
export function Progress({ session }: { readonly session: Session | undefined }) {
  const runs = session !== undefined && !isOver(session);
  const { done, total } = session?.progress ?? { done: 0, total: 0 };
  return (
    <div className="progress">
      {runs && (
        // Without a value it moves to and fro: nothing is known yet of how much there is.
        <progress aria-label={words.overview.syncing} {...(total > 0 ? { value: done, max: total } : {})} />
      )}
      <p aria-live="polite">{session === undefined ? '' : textOf(session)}</p>
    </div>
  );
}

function textOf({ state, reason, counts, progress: { done, total } }: Session): string {
  if (state === 'queued') return words.overview.queued;
  if (state === 'running') return total > 0 ? words.overview.progress(done, total) : words.overview.preparing;
  return `${words.states[state]}: ${reason?.text ?? (countsText(counts) || words.nothing)}`;
}
