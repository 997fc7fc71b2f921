import type { ReactNode } from 'react';
import { Button, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import type { Session } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { viewWords } from '../words/views.ts';
import { time, words } from '../words/words.ts';
import { countsText, nothingIn } from './counts.ts';
import { UndoAct } from './UndoAct.tsx';
import { isOver } from './use-session.ts';

const useStyles = makeStyles({
  row: { paddingBlock: tokens.spacingVerticalS },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: tokens.spacingHorizontalS },
  soft: { color: tokens.colorNeutralForeground2 },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    marginBlockStart: tokens.spacingVerticalXS,
  },
});

/** One sync: when, what came of it, and the way to its changes and back. */
export function SessionRow({
  session,
  progress,
  onUndo,
  onShow,
}: {
  readonly session: Session;
  /** How far its undo is. */
  readonly progress: ReactNode;
  readonly onUndo: (id: string) => ReturnType<typeof api.undoSession>;
  readonly onShow: (id: string) => void;
}) {
  const styles = useStyles();
  const { id, state, counts, reason, finishedAt, queuedAt } = session;
  const when = time(finishedAt ?? queuedAt);
  // What is only noticed, as a conflict or a refusal, was not written and cannot be taken back.
  const written = isOver(session) && !nothingIn({ ...counts, conflicts: 0, refused: 0 });
  const outcome = [reason?.text ?? '', countsText(counts)].filter((text) => text !== '').join(' ');
  return (
    <li className={styles.row}>
      <div className={styles.head}>
        <Text weight="semibold">{words.states[state]}</Text>
        <Caption1 className={styles.soft}>{when}</Caption1>
      </div>
      <Text as="p" block>
        {outcome || viewWords().nothingDone}
      </Text>
      {written && (
        <div className={styles.actions}>
          <Button size="small" aria-label={viewWords().activity.changesLabel(when)} onClick={() => onShow(id)}>
            {viewWords().activity.changes}
          </Button>
          <UndoAct
            label={viewWords().activity.undoSyncLabel(when)}
            look={() => api.previewUndoSession(id)}
            undo={() => onUndo(id)}
          />
        </div>
      )}
      {progress}
    </li>
  );
}
