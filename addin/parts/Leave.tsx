import { useState } from 'react';
import { Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Preview as Shown } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { viewWords } from '../words/views.ts';
import { Act } from './Act.tsx';
import { Card } from './Card.tsx';
import { Preview } from './Preview.tsx';
import { RadioChoice } from './RadioChoice.tsx';

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
    <Card title={viewWords().leave.title}>
      <Text as="p">{viewWords().leave.hint}</Text>
      <RadioChoice
        label={viewWords().leave.choose}
        value={choice}
        options={CHOICES.map((one) => ({
          value: one,
          label: viewWords().leave[one],
          hint: viewWords().leave[`${one}Hint`],
        }))}
        onChoose={setChoice}
      />
      {preview && <Preview counts={preview.counts} operations={preview.operations} />}
      <div className={styles.actions}>
        <Act onAct={async () => setShown({ choice, preview: await api.previewLeave(choice) })}>
          {viewWords().leave.show}
        </Act>
        {preview && (
          <Act appearance="primary" onAct={() => leave(preview.id)}>
            {viewWords().leave.go}
          </Act>
        )}
      </div>
      <Caption1 className={styles.hint}>{viewWords().leave.undo}</Caption1>
      <div role="status">{left && <Text>{viewWords().leave.begun}</Text>}</div>
    </Card>
  );
}
