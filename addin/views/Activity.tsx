import { useState } from 'react';
import type { ActivityEntry } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Act, Await } from '../parts/Shell.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { time, words } from '../words.ts';

/** Every write, field by field, with the rule that caused it. */
export function Activity() {
  const [more, setMore] = useState<readonly ActivityEntry[]>([]);
  const [before, setBefore] = useState<string>();
  const first = useLoaded(() => {
    setMore([]);
    setBefore(undefined);
    return api.activity({});
  }, []);
  return (
    <section className="card">
      <h2>{words.activity}</h2>
      <Await loaded={first}>
        {(page) => {
          const entries = [...page.entries, ...more];
          const next = before ?? page.next;
          const load = async () => {
            const following = await api.activity({ before: next });
            setMore([...more, ...following.entries]);
            setBefore(following.next ?? '');
          };
          return (
            <>
              {entries.length === 0 ? <p>{words.emptyActivity}</p> : null}
              <ul className="rows">
                {entries.map((entry) => (
                  <Entry key={entry.id} entry={entry} onUndone={first.reload} />
                ))}
              </ul>
              {next === undefined || next === '' ? null : <Act onAct={load}>{words.moreRows}</Act>}
            </>
          );
        }}
      </Await>
    </section>
  );
}

function Entry({ entry, onUndone }: { entry: ActivityEntry; onUndone: () => void }) {
  const { kind, contact, fields, at, rule, undone, contactId, state } = entry;
  return (
    <li>
      <div>
        <strong>{contact.name || contact.email}</strong> {words.kinds[kind]}
        {undone ? ` (${words.undone})` : ''}
        <span className="address">
          {time(at)} · {rule}
        </span>
        <ul className="fields">
          {fields.map(({ field, before, after, from }) => (
            <li key={field}>
              {field}: <del>{before || words.empty}</del> → <ins>{after || words.empty}</ins>{' '}
              <small>{words.from[from]}</small>
            </li>
          ))}
        </ul>
      </div>
      {undone || contactId === undefined || state !== 'done' || kind === 'note' ? null : (
        <Act onAct={() => api.undoContact(contactId).then(onUndone)}>{words.undo}</Act>
      )}
    </li>
  );
}
