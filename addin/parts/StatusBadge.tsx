import type { ReactElement } from 'react';
import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import {
  ArrowSwapFilled,
  CheckmarkCircleFilled,
  CircleRegular,
  ClockRegular,
  EyeOffRegular,
  PauseCircleRegular,
  WarningFilled,
} from '@fluentui/react-icons';
import type { Status } from '../../server/http/contract.ts';
import { words } from '../words/words.ts';

type Tone = 'good' | 'warning' | 'plain';

/** A shape and a word for each status, so that colour is never all there is. */
const SIGNS: { readonly [S in Status]: { readonly icon: ReactElement; readonly tone: Tone } } = {
  'needs attention': { icon: <WarningFilled />, tone: 'warning' },
  conflict: { icon: <ArrowSwapFilled />, tone: 'warning' },
  waiting: { icon: <ClockRegular />, tone: 'plain' },
  'stopped by you': { icon: <PauseCircleRegular />, tone: 'plain' },
  synced: { icon: <CheckmarkCircleFilled />, tone: 'good' },
  'in Salesforce, outside your view': { icon: <EyeOffRegular />, tone: 'plain' },
  'not synced': { icon: <CircleRegular />, tone: 'plain' },
};

const useStyles = makeStyles({
  badge: {
    display: 'inline-flex',
    // Beside the first line of a long one.
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalXS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  icon: { display: 'inline-flex', flexShrink: 0, fontSize: tokens.fontSizeBase400 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  plain: { color: tokens.colorNeutralForeground2 },
});

/** The status in sight; `checking` while Salesforce is asked. */
export function StatusBadge({
  status,
  checking = false,
  text = words.people.checking,
}: {
  readonly status: Status;
  readonly checking?: boolean;
  /** What is under way. */
  readonly text?: string | undefined;
}) {
  const styles = useStyles();
  const { icon, tone } = SIGNS[status];
  if (checking)
    return (
      <span className={mergeClasses(styles.badge, styles.plain)}>
        <Spinner size="extra-tiny" aria-hidden />
        {text}
      </span>
    );
  return (
    <span className={mergeClasses(styles.badge, styles[tone])}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      {words.status[status]}
    </span>
  );
}
