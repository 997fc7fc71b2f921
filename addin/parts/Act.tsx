import type { ReactElement, ReactNode } from 'react';
import { Button, makeStyles, mergeClasses, Spinner, tokens, type ButtonProps } from '@fluentui/react-components';
import { ErrorCircleRegular } from '@fluentui/react-icons';
import { words } from '../words/words.ts';
import { useOnline } from './use-online.ts';
import { useAct } from './use-act.ts';

export interface ActProps {
  readonly onAct: () => Promise<unknown>;
  readonly children: ReactNode;
  readonly appearance?: ButtonProps['appearance'];
  readonly size?: ButtonProps['size'];
  readonly label?: string;
  readonly icon?: ReactElement;
  readonly className?: string;
  /** What went wrong is said elsewhere. */
  readonly quiet?: boolean;
}

/** A button that is busy while its work runs, and shows below itself what went wrong. */
export function Act({
  onAct,
  children,
  appearance = 'secondary',
  size = 'medium',
  label,
  icon,
  className,
  quiet = false,
}: ActProps) {
  const styles = useStyles();
  const { busy, problem, act } = useAct();
  const online = useOnline();
  return (
    <>
      {/* Focusable though disabled: a disabled button would lose the keyboard's focus. */}
      <Button
        appearance={appearance}
        size={size}
        className={mergeClasses(styles.button, className)}
        disabledFocusable={busy || !online}
        aria-label={label}
        icon={busy ? <Spinner size="extra-tiny" aria-hidden /> : icon}
        onClick={() => act(onAct)}
      >
        {busy ? words.working : children}
      </Button>
      <Wrong text={quiet ? undefined : problem} />
    </>
  );
}

const useStyles = makeStyles({
  // A name or an address may be longer than a pane is wide.
  button: { overflowWrap: 'anywhere' },
  wrong: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalXS,
    flexBasis: '100%',
    marginBlock: tokens.spacingVerticalXS,
    color: tokens.colorStatusDangerForeground1,
  },
  icon: { flexShrink: 0, marginBlockStart: tokens.spacingVerticalXXS },
});

/** What went wrong with an act; read aloud at once. */
export function Wrong({ text }: { readonly text: string | undefined }) {
  const styles = useStyles();
  return text === undefined ? null : (
    <div className={styles.wrong} role="alert">
      <ErrorCircleRegular className={styles.icon} aria-hidden />
      <span>{text}</span>
    </div>
  );
}
