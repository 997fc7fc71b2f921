import { Link, makeStyles, mergeClasses, ProgressBar, Spinner, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, ClockRegular, PauseCircleRegular, WarningRegular } from '@fluentui/react-icons';
import type { Me, Settings } from '../../server/http/contract.ts';
import { shortTime, words } from '../words/words.ts';
import { progressText } from './Progress.tsx';
import type { FollowedStanding } from './use-standing.ts';

const useStyles = makeStyles({
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  icon: { fontSize: tokens.fontSizeBase400, flexShrink: 0 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  link: { fontSize: 'inherit', lineHeight: 'inherit' },
  bar: { marginBlockStart: tokens.spacingVerticalXXS },
});

/** In one line how the sync stands, on every screen; while a session runs how far it is. */
export function SyncLine({
  me,
  settings,
  standing: { session, runs },
  said = false,
  onNeedYou,
}: {
  readonly me: Me;
  readonly settings: Settings;
  readonly standing: Pick<FollowedStanding, 'session' | 'runs'>;
  /** How far it is, is read aloud below already. */
  readonly said?: boolean;
  /** Shows the contacts that wait for the person. */
  readonly onNeedYou: () => void;
}) {
  const styles = useStyles();
  if (runs && session !== undefined) {
    const { done, total } = session.progress;
    return (
      <div>
        <div className={styles.line} aria-live={said ? 'off' : 'polite'}>
          <Spinner size="extra-tiny" aria-hidden />
          {progressText(session)}
        </div>
        {total > 0 && <ProgressBar className={styles.bar} aria-label={words.sync.running} value={done} max={total} />}
      </div>
    );
  }
  const { icon, tone, text } = standingOf(me, settings);
  const Icon = icon;
  const open = me.contacts.attention + me.contacts.conflict;
  return (
    <div className={styles.line}>
      <Icon className={mergeClasses(styles.icon, tone && styles[tone])} aria-hidden />
      {text}
      {open > 0 && (
        <>
          {' · '}
          <Link as="button" className={styles.link} onClick={onNeedYou}>
            {words.sync.needYou(open)}
          </Link>
        </>
      )}
    </div>
  );
}

function standingOf({ notice, lastSessionAt }: Me, { contactsSync, paused }: Settings) {
  if (!contactsSync) return { icon: PauseCircleRegular, tone: undefined, text: words.sync.off };
  if (paused) return { icon: PauseCircleRegular, tone: undefined, text: words.sync.paused };
  if (lastSessionAt === undefined) return { icon: ClockRegular, tone: undefined, text: words.sync.never };
  const at = shortTime(lastSessionAt);
  if (notice !== undefined) return { icon: WarningRegular, tone: 'warning', text: words.sync.lastAt(at) } as const;
  return { icon: CheckmarkCircleRegular, tone: 'good', text: words.sync.good(at) } as const;
}
