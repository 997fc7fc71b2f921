import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import type { Session } from '../../server/http/contract.ts';
import { words } from '../words/words.ts';
import { countsText } from './counts.ts';
import { isOver } from './use-session.ts';

const useStyles = makeStyles({
  progress: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

/** How far the session is, in sight and, politely, for the ear; its end in words. */
export function Progress({ session }: { readonly session: Session | undefined }) {
  const styles = useStyles();
  const runs = session !== undefined && !isOver(session);
  const { done, total } = session?.progress ?? { done: 0, total: 0 };
  return (
    <div className={styles.progress}>
      {/* Without a value it moves to and fro: nothing is known yet of how much there is. */}
      {runs && <ProgressBar aria-label={words.sync.running} {...(total > 0 ? { value: done, max: total } : {})} />}
      <Text as="p" size={200} aria-live="polite" block>
        {session === undefined ? '' : progressText(session)}
      </Text>
    </div>
  );
}

/** One sentence for where a session is, or what it came to. */
export function progressText({ state, reason, counts, progress: { done, total } }: Session): string {
  if (state === 'queued') return words.sync.queued;
  if (state === 'running') return total > 0 ? words.sync.progress(done, total) : words.sync.preparing;
  return `${words.states[state]}: ${reason?.text ?? (countsText(counts) || words.nothing)}`;
}
