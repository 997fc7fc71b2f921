import { useEffect, useState } from 'react';
import type { Me, Session } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Changes, countsText } from '../parts/Changes.tsx';
import { Act, Await } from '../parts/Shell.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { time, words } from '../words.ts';

const isOver = ({ state }: Session) => state !== 'queued' && state !== 'running';

export function Overview({ me, onChange }: { me: Me; onChange: () => void }) {
  const sessions = useLoaded(api.sessions, [me.lastSessionAt, me.current?.id]);
  const running = useRunning(me.current, () => {
    sessions.reload();
    onChange();
  });
  const start = async () => running.follow(await api.startSession());
  return (
    <>
      <section className="card">
        <dl className="facts">
          <div>
            <dt>{words.last}</dt>
            <dd>{me.lastSessionAt === undefined ? words.never : time(me.lastSessionAt)}</dd>
          </div>
          <div>
            <dt>{words.next}</dt>
            <dd>{me.nextAt === undefined ? words.nextOnRequest : time(me.nextAt)}</dd>
          </div>
          {(['linked', 'attention', 'conflict', 'waiting', 'stopped'] as const).map((name) => (
            <div key={name}>
              <dt>{COUNTED[name]}</dt>
              <dd>{me.contacts[name]}</dd>
            </div>
          ))}
        </dl>
        <div className="actions">
          <Act primary onAct={start}>
            {words.syncNow}
          </Act>
        </div>
        <Progress session={running.session} />
      </section>
      {me.held === undefined ? null : <Held session={me.held} onChange={onChange} />}
      <section className="card">
        <h2>{words.sessions}</h2>
        <Await loaded={sessions}>
          {({ sessions: list }) => (
            <ul className="rows">
              {list.map((session) => (
                <li key={session.id}>
                  <div>
                    <strong>{words.states[session.state]}</strong> {time(session.finishedAt ?? session.queuedAt)}
                    <p>{session.reason?.text ?? countsText(session.counts)}</p>
                  </div>
                  {isOver(session) && Object.values(session.counts).some((count) => count > 0) ? (
                    <Act onAct={() => api.undoSession(session.id).then(onChange)}>{words.undo}</Act>
                  ) : null}
                </li>
              ))}
            </ul>
          )}
        </Await>
      </section>
    </>
  );
}

const COUNTED = {
  linked: words.status.synced,
  attention: words.status['needs attention'],
  conflict: words.status.conflict,
  waiting: words.status.waiting,
  stopped: words.status['stopped by you'],
};

/** Follows a session once a second until it is over. */
function useRunning(current: Session | undefined, onOver: () => void) {
  const [session, setSession] = useState(current);
  const id = session !== undefined && !isOver(session) ? session.id : undefined;
  useEffect(() => {
    if (id === undefined) return undefined;
    const timer = setInterval(() => {
      api.session(id).then(
        (now) => {
          setSession(now);
          if (isOver(now)) onOver();
        },
        () => undefined,
      );
    }, 1000);
    return () => clearInterval(timer);
  }, [id]);
  return { session, follow: setSession };
}

function Progress({ session }: { session: Session | undefined }) {
  const text =
    session === undefined
      ? ''
      : isOver(session)
        ? `${words.states[session.state]}: ${session.reason?.text ?? countsText(session.counts)}`
        : `${words.running} … ${session.progress.done} / ${session.progress.total}`;
  return (
    <div aria-live="polite">
      {session === undefined || isOver(session) ? null : (
        <progress value={session.progress.done} max={Math.max(1, session.progress.total)} aria-label={words.running} />
      )}
      <p className="live">{text}</p>
    </div>
  );
}

function Held({ session, onChange }: { session: Session; onChange: () => void }) {
  const [shown, setShown] = useState(false);
  const plan = useLoaded(() => (shown ? api.plan(session.id) : Promise.resolve(undefined)), [shown, session.id]);
  return (
    <section className="card warning">
      <h2>{words.held}</h2>
      <p>{session.reason?.text}</p>
      {plan.value === undefined ? null : <Changes {...plan.value} />}
      <div className="actions">
        {shown ? null : <button onClick={() => setShown(true)}>{words.showPlan}</button>}
        <Act primary onAct={() => api.allow(session.id).then(onChange)}>
          {words.allow}
        </Act>
        <Act onAct={() => api.discard(session.id).then(onChange)}>{words.discard}</Act>
      </div>
    </section>
  );
}
