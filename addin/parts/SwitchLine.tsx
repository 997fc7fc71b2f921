import { useId } from 'react';
import { Caption1, makeStyles, Switch, Text, tokens } from '@fluentui/react-components';
import { Wrong } from './Act.tsx';
import { useOnline } from './use-online.ts';
import { useAct } from './use-act.ts';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  // Flush with what is above and below: it brings room of its own.
  switch: { marginInlineEnd: `calc(-1 * ${tokens.spacingHorizontalS})` },
  hint: { color: tokens.colorNeutralForeground2 },
});

/** A setting that takes effect when it is switched; shown as asked while the server is told, and taken back if it refuses. */
export function SwitchLine({
  on,
  label,
  hint,
  onToggle,
}: {
  readonly on: boolean;
  readonly label: string;
  readonly hint: string;
  readonly onToggle: () => Promise<void>;
}) {
  const styles = useStyles();
  const { busy, problem, act } = useAct();
  const id = useId();
  const online = useOnline();
  return (
    <div>
      <div className={styles.line}>
        <Text as="span" weight="semibold" aria-hidden>
          {label}
        </Text>
        <Switch
          className={styles.switch}
          aria-label={label}
          aria-describedby={id}
          aria-busy={busy}
          checked={busy ? !on : on}
          aria-disabled={!online || undefined}
          onChange={() => {
            if (online) act(onToggle);
          }}
        />
      </div>
      <Caption1 as="p" block id={id} className={styles.hint}>
        {hint}
      </Caption1>
      <Wrong text={problem} />
    </div>
  );
}
