import { useEffect, useRef, type ReactNode } from 'react';
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { words } from '../words/words.ts';

const useStyles = makeStyles({
  box: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    // A line of its own, also below buttons that stand side by side.
    inlineSize: '100%',
    boxSizing: 'border-box',
    marginBlockStart: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    border: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    ':focus': { outlineStyle: 'none' },
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** A question in place, with its answers as buttons; Escape is *cancel*. It takes the focus, since a button opened it. */
export function Ask({
  question,
  detail,
  children,
  onCancel,
}: {
  readonly question: string;
  readonly detail?: ReactNode;
  readonly children: ReactNode;
  readonly onCancel: () => void;
}) {
  const styles = useStyles();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div
      ref={box}
      className={styles.box}
      role="group"
      aria-label={question}
      tabIndex={-1}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onCancel();
      }}
    >
      <Text weight="semibold">{question}</Text>
      {detail}
      <div className={styles.actions}>
        {children}
        <Button appearance="subtle" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}
