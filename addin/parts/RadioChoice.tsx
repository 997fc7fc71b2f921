import { Caption1, Field, makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { useOnline } from './use-online.ts';

const useStyles = makeStyles({
  // Else what is not chosen would be paler than the line that explains it.
  text: { color: tokens.colorNeutralForeground1 },
  hint: { display: 'block', color: tokens.colorNeutralForeground2 },
});

/** One of a few, each with what it means. Where it leads to a write, nothing is chosen while Cardbridge cannot be reached; the focus can stay on it. */
export function RadioChoice<T extends string>({
  label,
  value,
  options,
  busy = false,
  local = false,
  onChoose,
}: {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
  readonly busy?: boolean;
  /** Kept in this browser: the server has no part in it. */
  readonly local?: boolean;
  readonly onChoose: (value: T) => void;
}) {
  const styles = useStyles();
  const online = useOnline();
  const open = local || online;
  return (
    <Field label={label}>
      <RadioGroup
        value={value}
        aria-busy={busy}
        onChange={(_, { value: next }) => {
          if (open) onChoose(next as T);
        }}
      >
        {options.map(({ value: one, label: text, hint }) => (
          <Radio
            key={one}
            value={one}
            aria-disabled={!open || undefined}
            label={
              <>
                <span className={styles.text}>{text}</span>
                {hint !== undefined && <Caption1 className={styles.hint}>{hint}</Caption1>}
              </>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  );
}
