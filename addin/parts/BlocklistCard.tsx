import { useRef, useState, type SubmitEvent } from 'react';
import { Button, Caption1, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';
import { Act, Wrong } from './Act.tsx';
import { Card } from './Card.tsx';
import { useAct } from './use-act.ts';
import { useOnline } from './use-online.ts';

/** What the server takes (T6): an address, or a domain with or without its @. */
const ENTRY = /^(?:[^@\s]+@|@?)[^@\s.]+(?:\.[^@\s.]+)+$/;

const useStyles = makeStyles({
  soft: { color: tokens.colorNeutralForeground2 },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  entry: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalS,
  },
  text: { overflowWrap: 'anywhere', minInlineSize: 0 },
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: tokens.spacingHorizontalS },
  field: { flexGrow: 1, minInlineSize: '10rem' },
  // Beside the input, below its label; in a narrow pane it stands on a line of its own.
  add: { marginBlockStart: tokens.spacingVerticalXXL, '@media (max-width: 22.5rem)': { marginBlockStart: 0 } },
});

/** T6: addresses and domains that this person never wants synced, in either direction. */
export function BlocklistCard({
  blocklist,
  onSave,
}: {
  readonly blocklist: readonly string[];
  readonly onSave: (blocklist: readonly string[]) => Promise<void>;
}) {
  const styles = useStyles();
  const online = useOnline();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const { busy, problem, act } = useAct();
  const input = useRef<HTMLInputElement>(null);
  const add = async (entry: string) => {
    await onSave([...blocklist, entry]);
    setTyped('');
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const given = typed.trim().toLowerCase();
    const entry = given.includes('@') ? given : `@${given}`;
    const refused = !ENTRY.test(given)
      ? viewWords().blocklist.wrong
      : blocklist.includes(entry)
        ? viewWords().blocklist.there
        : undefined;
    setWrong(refused);
    input.current?.focus();
    if (refused === undefined) act(() => add(entry));
  };
  return (
    <Card title={viewWords().blocklist.title}>
      <Caption1 as="p" block className={styles.soft}>
        {viewWords().blocklist.hint}
      </Caption1>
      {blocklist.length > 0 && (
        <ul className={styles.list} aria-label={viewWords().blocklist.title}>
          {blocklist.map((entry) => (
            <li key={entry} className={styles.entry}>
              <Text className={styles.text}>{entry.startsWith('@') ? viewWords().blocklist.domain(entry) : entry}</Text>
              <Act
                size="small"
                appearance="subtle"
                icon={<DismissRegular />}
                label={viewWords().blocklist.removeLabel(entry)}
                onAct={async () => {
                  await onSave(blocklist.filter((one) => one !== entry));
                  input.current?.focus();
                }}
              >
                {viewWords().blocklist.remove}
              </Act>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit} className={styles.form} noValidate>
        <Field
          className={styles.field}
          label={viewWords().blocklist.label}
          {...(wrong === undefined ? {} : { validationState: 'error', validationMessage: wrong })}
        >
          <Input
            ref={input}
            autoComplete="off"
            placeholder={viewWords().blocklist.example}
            value={typed}
            onChange={(_, { value }) => {
              setTyped(value);
              setWrong(undefined);
            }}
          />
        </Field>
        <Button type="submit" className={styles.add} disabledFocusable={busy || !online}>
          {busy ? words.working : viewWords().blocklist.add}
        </Button>
      </form>
      <Wrong text={problem} />
    </Card>
  );
}
