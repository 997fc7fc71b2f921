import { useState, type ReactNode } from 'react';
import { Button, Caption1, makeStyles, tokens } from '@fluentui/react-components';
import type { Me } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Act, Wrong } from '../parts/Act.tsx';
import { ActivityRow } from '../parts/ActivityRow.tsx';
import { Await } from '../parts/Await.tsx';
import { Card } from '../parts/Card.tsx';
import { HeldPlan } from '../parts/HeldPlan.tsx';
import { Progress } from '../parts/Progress.tsx';
import { SessionRow } from '../parts/SessionRow.tsx';
import { useDecision } from '../parts/use-decision.ts';
import { usePages } from '../parts/use-pages.ts';
import type { FollowedStanding } from '../parts/use-standing.ts';
import { edge } from '../theme/edge.ts';
import { viewWords } from '../words/views.ts';
import { words } from '../words/words.ts';

const useStyles = makeStyles({
  activity: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '> li + li': { ...edge('BlockStart', tokens.strokeWidthThin, tokens.colorNeutralStroke2) },
  },
  hint: { color: tokens.colorNeutralForeground2 },
});

interface Shown {
  /** Only this one's changes. */
  readonly session: string | undefined;
  readonly onShow: (session: string | undefined) => void;
  readonly onChange: () => void;
}

interface Followed extends Shown {
  /** Changes with each session that is over, and with whatever the person did here. */
  readonly version: string;
}

/** What is held is decided by one act; any other has the id of the session that it undoes. */
const HELD = 'held';

/** What is held until the person decides, the sessions, and every write, newest first. */
export function Activity({
  me,
  standing,
  ...shown
}: Shown & {
  readonly me: Me;
  readonly standing: Pick<FollowedStanding, 'session' | 'runs' | 'version' | 'following'>;
}) {
  const styles = useStyles();
  const [acts, setActs] = useState(0);
  const { underWay, follow, progress } = useUnderWay(standing);
  const onChange = () => {
    setActs((count) => count + 1);
    shown.onChange();
  };
  const { overtaken, decide } = useDecision(onChange);
  const followed = { ...shown, onChange, version: `${standing.version} ${me.held?.id} ${acts}` };
  return (
    <div className={styles.activity}>
      <Wrong text={overtaken} />
      {me.held && <HeldPlan key={me.held.id} session={me.held} decide={(decision) => decide(follow(HELD, decision))} />}
      {/* Beside it: what is being applied may be held no longer. */}
      {underWay === HELD && progress}
      {shown.session === undefined && (
        <Sessions
          {...followed}
          me={me}
          onUndo={(id) => follow(id, api.undoSession(id))}
          progressOf={(id) => (underWay === id ? progress : null)}
        />
      )}
      <Changes {...followed} />
    </div>
  );
}

/** An act that answers when its session is over, and how far that is. */
function useUnderWay(standing: Pick<FollowedStanding, 'session' | 'runs' | 'following'>) {
  const [underWay, setUnderWay] = useState<string>();
  const follow = async <T,>(act: string, work: Promise<T>): Promise<T> => {
    setUnderWay(act);
    return standing.following(work).finally(() => setUnderWay(undefined));
  };
  return { underWay, follow, progress: <Progress session={standing.runs ? standing.session : undefined} /> };
}

function Sessions({
  me,
  version,
  onShow,
  onUndo,
  progressOf,
  onChange,
}: Followed & {
  readonly me: Me;
  readonly onUndo: (id: string) => ReturnType<typeof api.undoSession>;
  readonly progressOf: (id: string) => ReactNode;
}) {
  const styles = useStyles();
  const sessions = usePages(
    async (before) => {
      const { sessions: rows, next } = await api.sessions(before);
      return { rows, next };
    },
    [version, me.current?.id],
  );
  const undo = async (id: string) => {
    const undone = await onUndo(id);
    onChange();
    return undone;
  };
  return (
    <Card title={viewWords().activity.sessions}>
      <Await loaded={sessions}>
        {(rows) =>
          rows.length === 0 ? (
            <Caption1 className={styles.hint}>{viewWords().activity.noSessions}</Caption1>
          ) : (
            <ul className={styles.list}>
              {rows.map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  progress={progressOf(session.id)}
                  onUndo={undo}
                  onShow={onShow}
                />
              ))}
            </ul>
          )
        }
      </Await>
      {sessions.loadMore && <Act onAct={sessions.loadMore}>{words.more}</Act>}
    </Card>
  );
}

function Changes({ session, version, onShow, onChange }: Followed) {
  const styles = useStyles();
  const entries = usePages(
    async (before) => {
      const { entries: rows, next } = await api.activity({ session }, before);
      return { rows, next };
    },
    [session, version],
  );
  const after = async <T,>(work: Promise<T>): Promise<T> => {
    const done = await work;
    entries.reload();
    onChange();
    return done;
  };
  return (
    <Card title={session === undefined ? viewWords().activity.title : viewWords().activity.onlySession}>
      {session !== undefined && <Button onClick={() => onShow(undefined)}>{viewWords().activity.all}</Button>}
      <Await loaded={entries}>
        {(rows) =>
          rows.length === 0 ? (
            <Caption1 className={styles.hint}>{viewWords().activity.none}</Caption1>
          ) : (
            <ul className={styles.list}>
              {rows.map((entry) => (
                <ActivityRow key={entry.id} entry={entry} onAct={after} />
              ))}
            </ul>
          )
        }
      </Await>
      {entries.loadMore && <Act onAct={entries.loadMore}>{words.more}</Act>}
    </Card>
  );
}
