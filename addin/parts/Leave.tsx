import { useState } from 'react';
import { Caption1, Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import type { Preview as Shown } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { Card } from './Card.tsx';
import { Preview } from './Preview.tsx';

const CHOICES = ['keep', 'remove'] as const;
type LeaveChoice = (typeof CHOICES)[number];

const useStyles = makeStyles({
  hint: { display: 'block', color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** S7: the way out, begun only after what it does was shown. */
export function Leave({ onLeft }: { readonly onLeft: () => void }) {
  const styles = useStyles();
  const [choice, setChoice] = useState<LeaveChoice>('keep');
  const [shown, setShown] = useState<{ readonly choice: LeaveChoice; readonly preview: Shown }>();
  const [left, setLeft] = useState(false);
  const preview = shown?.choice === choice ? shown.preview : undefined;
  const leave = async (id: string) => {
    await api.leave(id);
    setLeft(true);
    setShown(undefined);
    onLeft();
  };
  return (
    <Card title={words.leave.title}>
      <Text as="p">{words.leave.hint}</Text>
      <Field label={words.leave.choose}>
        <RadioGroup value={choice} onChange={(_, { value }) => setChoice(value as LeaveChoice)}>
          {CHOICES.map((one) => (
            <Radio
              key={one}
              value={one}
              label={
                <>
                  {words.leave[one]}
                  <Caption1 className={styles.hint}>{words.leave[`${one}Hint`]}</Caption1>
                </>
              }
            />
          ))}
        </RadioGroup>
      </Field>
      {preview && <Preview counts={preview.counts} operations={preview.operations} />}
      <div className={styles.actions}>
        <Act onAct={async () => setShown({ choice, preview: await api.previewLeave(choice) })}>{words.leave.show}</Act>
        {preview && (
          <Act appearance="primary" onAct={() => leave(preview.id)}>
            {words.leave.go}
          </Act>
        )}
      </div>
      <Caption1 className={styles.hint}>{words.leave.undo}</Caption1>
      <div role="status">{left && <Text>{words.leave.begun}</Text>}</div>
    </Card>
  );
}
