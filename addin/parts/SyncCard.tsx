import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons';
import type { Me, Settings } from '../../server/http/contract.ts';
import { viewWords } from '../words/views.ts';
import { time, words } from '../words/words.ts';
import { Act } from './Act.tsx';
import { Card } from './Card.tsx';
import { Progress } from './Progress.tsx';
import type { FollowedStanding } from './use-standing.ts';

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    '> dd': { margin: 0 },
  },
  soft: { color: tokens.colorNeutralForeground2 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** When the last and the next sync are, *Sync now* with how far it is, and pause. */
export function SyncCard({
  me,
  settings,
  standing,
  onPause,
}: {
  readonly me: Me;
  readonly settings: Settings;
  readonly standing: FollowedStanding;
  readonly onPause: (paused: boolean) => Promise<void>;
}) {
  const styles = useStyles();
  const { session, runs, start } = standing;
  const next = () => {
    if (settings.paused) return words.sync.paused;
    return me.nextAt === undefined ? viewWords().sync.onRequest : time(me.nextAt);
  };
  return (
    <Card title={viewWords().sync.title}>
      <dl className={styles.facts}>
        <dt className={styles.soft}>{viewWords().sync.last}</dt>
        <dd>{me.lastSessionAt === undefined ? words.sync.never : time(me.lastSessionAt)}</dd>
        <dt className={styles.soft}>{viewWords().sync.next}</dt>
        <dd>{next()}</dd>
      </dl>
      <div className={styles.actions}>
        <Act appearance="primary" icon={<ArrowSyncRegular />} onAct={start}>
          {runs ? words.sync.running : words.sync.now}
        </Act>
        {settings.paused ? (
          <Act onAct={() => onPause(false)}>{words.sync.resume}</Act>
        ) : (
          <Act onAct={() => onPause(true)}>{viewWords().sync.pause}</Act>
        )}
      </div>
      <Progress session={session} />
      <Text as="p" size={200} className={styles.soft} block>
        {viewWords().sync.folder(me.folderName)}
      </Text>
    </Card>
  );
}
