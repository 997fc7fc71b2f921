import type { Me, Session, Settings } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { ActAfterAsking } from '../parts/ActAfterAsking.tsx';
import { Await } from '../parts/Await.tsx';
import { countsText, nothingIn } from '../parts/counts.ts';
import { HeldPlan } from '../parts/HeldPlan.tsx';
import { Progress } from '../parts/Progress.tsx';
import { usePages, type Pages } from '../parts/use-pages.ts';
import { isOver, useSession } from '../parts/use-session.ts';
import { time, words } from '../words/words.ts';

export function Overview({
  me,
  settings,
  onChange,
  onShowSession,
}: {
  readonly me: Me;
  readonly settings: Settings;
  readonly onChange: () => void;
  readonly onShowSession: (id: string) => void;
}) {
  const { held } = me;
  const running = useSession(me.current, onChange);
  const start = async () => running.follow(await api.startSession());
  const runs = running.session !== undefined && !isOver(running.session);
  const sessions = usePages(
    async (before) => {
      const { sessions: rows, next } = await api.sessions(before);
      return { rows, next };
    },
    [me.lastSessionAt, held?.id, runs],
  );
  return (
    <div className="columns">
      {held && <HeldPlan key={held.id} session={held} onChange={onChange} />}
      <section className="card">
        <Standing me={me} settings={settings} latest={sessions.value?.find(isOver)} />
        <div className="actions">
          <Act primary onAct={start}>
            {runs ? words.overview.syncing : words.overview.syncNow}
          </Act>
          {/* Paused already: the notice above has the one button that resumes. */}
          {settings.paused ? (
            me.notice?.action !== 'resume' && (
              <Act onAct={() => api.changeSettings({ paused: false }).then(onChange)}>{words.overview.resume}</Act>
            )
          ) : (
            <Act onAct={() => api.changeSettings({ paused: true }).then(onChange)}>{words.overview.pause}</Act>
          )}
        </div>
        <Progress session={running.session} />
      </section>
      <Contacts contacts={me.contacts} />
      <History sessions={sessions} onChange={onChange} onShowSession={onShowSession} />
    </div>
  );
}

/** Who, how it stands, and when the last and the next sync are. */
function Standing({
  me,
  settings,
  latest,
}: {
  readonly me: Me;
  readonly settings: Settings;
  readonly latest: Session | undefined;
}) {
  const { name, email, service, folderName, notice, lastSessionAt, nextAt } = me;
  const next = () => {
    if (!settings.contactsSync) return words.overview.off;
    if (settings.paused) return words.overview.paused;
    return nextAt === undefined ? words.overview.onRequest : time(nextAt);
  };
  return (
    <>
      <h3>{name}</h3>
      <dl className="facts">
        <div>
          <dt>{words.overview.mailbox}</dt>
          <dd>
            {email} <span className="soft">({words.signIn.services[service]})</span>
          </dd>
          <dd className={notice === undefined ? 'good' : 'warn'}>
            {notice === undefined ? words.overview.healthy : words.overview.attention}
          </dd>
        </div>
        <div>
          <dt>{words.overview.folder}</dt>
          <dd>{folderName}</dd>
        </div>
        <div>
          <dt>{words.overview.last}</dt>
          <dd>{lastSessionAt === undefined ? words.overview.never : time(lastSessionAt)}</dd>
          {latest && (
            <dd className="soft">
              {/* Why it is held or failed stands above and in the list below. */}
              {words.states[latest.state]}
              {latest.state === 'done' && `: ${countsText(latest.counts) || words.nothingDone}`}
            </dd>
          )}
        </div>
        <div>
          <dt>{words.overview.next}</dt>
          <dd>{next()}</dd>
        </div>
      </dl>
    </>
  );
}

function Contacts({ contacts }: { readonly contacts: Me['contacts'] }) {
  const counted = [
    [words.overview.linked, contacts.linked],
    [words.overview.waiting, contacts.waiting],
    [words.overview.attentionCount, contacts.attention],
    [words.overview.conflict, contacts.conflict],
    [words.overview.stopped, contacts.stopped],
  ] as const;
  return (
    <section className="card">
      <h3>{words.overview.contacts}</h3>
      <dl className="numbers">
        {counted.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{count.toLocaleString(navigator.language)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const outcome = ({ reason, counts }: Session): string =>
  [reason?.text ?? '', countsText(counts)].filter((text) => text !== '').join(' ') || words.nothingDone;

function History({
  sessions,
  onChange,
  onShowSession,
}: {
  readonly sessions: Pages<Session>;
  readonly onChange: () => void;
  readonly onShowSession: (id: string) => void;
}) {
  const undo = async (id: string) => {
    await api.undoSession(id);
    sessions.reload();
    onChange();
  };
  return (
    <section className="card wide">
      <h3>{words.overview.history}</h3>
      <Await loaded={sessions}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="soft">{words.overview.noHistory}</p>
          ) : (
            <ul className="rows">
              {rows.map((session) => (
                <SessionRow key={session.id} session={session} onUndo={undo} onShow={onShowSession} />
              ))}
            </ul>
          )
        }
      </Await>
      {sessions.loadMore && <Act onAct={sessions.loadMore}>{words.more}</Act>}
    </section>
  );
}

function SessionRow({
  session,
  onUndo,
  onShow,
}: {
  readonly session: Session;
  readonly onUndo: (id: string) => Promise<void>;
  readonly onShow: (id: string) => void;
}) {
  const { id, state, counts, finishedAt, queuedAt } = session;
  const when = time(finishedAt ?? queuedAt);
  // What is only noticed, as a conflict or a refusal, was not written and cannot be taken back.
  const written = isOver(session) && !nothingIn({ ...counts, conflicts: 0, refused: 0 });
  return (
    <li>
      <div className="grow">
        <strong>{words.states[state]}</strong> <span className="soft">{when}</span>
        <p>{outcome(session)}</p>
      </div>
      {written && (
        <div className="actions">
          <button type="button" aria-label={words.overview.changesLabel(when)} onClick={() => onShow(id)}>
            {words.overview.changes}
          </button>
          <ActAfterAsking label={words.overview.undoLabel(when)} question={words.undoAll} onAct={() => onUndo(id)}>
            {words.overview.undo}
          </ActAfterAsking>
        </div>
      )}
    </li>
  );
}
