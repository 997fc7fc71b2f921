import type { ActivityEntry } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { ActAfterAsking } from '../parts/ActAfterAsking.tsx';
import { Await } from '../parts/Await.tsx';
import { usePages } from '../parts/use-pages.ts';
import { fieldName, ruleText, time, words } from '../words/words.ts';

/** Every write, newest first: field by field, before and after, whose change it was, and why (J1). */
export function Activity({
  session,
  onShowAll,
  onChange,
}: {
  /** Only this one's. */
  readonly session: string | undefined;
  readonly onShowAll: () => void;
  readonly onChange: () => void;
}) {
  const entries = usePages(
    async (before) => {
      const { entries: rows, next } = await api.activity({ session }, before);
      return { rows, next };
    },
    [session],
  );
  const after = async (work: Promise<unknown>) => {
    await work;
    entries.reload();
    onChange();
  };
  const firsts = new Map<string, string>();
  for (const entry of entries.value ?? [])
    if (isUndoable(entry) && !firsts.has(entry.session)) firsts.set(entry.session, entry.id);
  return (
    <section className="card">
      {session !== undefined && (
        <div className="actions">
          <p>{words.activity.onlySession}</p>
          <button type="button" onClick={onShowAll}>
            {words.activity.all}
          </button>
        </div>
      )}
      <Await loaded={entries}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="soft">{words.activity.none}</p>
          ) : (
            <ul className="rows">
              {rows.map((entry) => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  // Once for each session, where the first of it that can be undone stands.
                  first={firsts.get(entry.session) === entry.id}
                  onAct={after}
                />
              ))}
            </ul>
          )
        }
      </Await>
      {entries.loadMore && <Act onAct={entries.loadMore}>{words.more}</Act>}
    </section>
  );
}

const isUndoable = ({ state, undone, kind }: ActivityEntry): boolean => state === 'done' && !undone && kind !== 'note';

function Entry({
  entry,
  first,
  onAct,
}: {
  readonly entry: ActivityEntry;
  readonly first: boolean;
  readonly onAct: (work: Promise<unknown>) => Promise<void>;
}) {
  const { kind, contact, fields, lost = [], at, rule, undone, contactId, state, session } = entry;
  const who = contact.name || contact.email || words.people.noName;
  return (
    <li className="entry">
      <div className="grow">
        <p>
          <strong>{who}</strong>: {words.kinds[kind]}
          {words.activity.states[state] !== '' && ` (${words.activity.states[state]})`}
          {undone && <span className="badge plain">{words.activity.undone}</span>}
        </p>
        <p className="soft">
          <time dateTime={at}>{time(at)}</time>
        </p>
        {fields.length > 0 && (
          <ul className="fields">
            {fields.map(({ field, before, after, from }) => (
              <li key={field}>
                <span className="field">{fieldName(field)}</span> {before === '' ? <Empty /> : <del>{before}</del>}{' '}
                <span aria-hidden="true">→</span> {after === '' ? <Empty /> : <ins>{after}</ins>}{' '}
                <span className="soft">({words.activity.from[from]})</span>
              </li>
            ))}
          </ul>
        )}
        <p className="soft">{words.activity.why(rule, ruleText(rule))}</p>
        {lost.map(({ field, value }) => (
          <div key={field} className="actions">
            <p>{words.activity.lost(fieldName(field), value || words.activity.empty)}</p>
            {contactId !== undefined && !undone && (
              <Act onAct={() => onAct(api.putBack(contactId, field))}>{words.people.putBack}</Act>
            )}
          </div>
        ))}
        {isUndoable(entry) && (
          <div className="actions">
            {contactId !== undefined && (
              <Act label={words.activity.undoLabel(who)} onAct={() => onAct(api.undoContact(contactId))}>
                {words.activity.undo}
              </Act>
            )}
            {first && (
              <ActAfterAsking question={words.undoAll} onAct={() => onAct(api.undoSession(session))}>
                {words.activity.undoSession}
              </ActAfterAsking>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

/** A word for it: a blank beside an arrow would look like a fault. */
const Empty = () => <span className="nothing">{words.activity.empty}</span>;
