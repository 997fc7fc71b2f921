import { useEffect, useState } from 'react';
import type { Contact, Settings, Status } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Act } from '../parts/Act.tsx';
import { Await } from '../parts/Await.tsx';
import { PersonRow } from '../parts/PersonRow.tsx';
import { usePages } from '../parts/use-pages.ts';
import { words } from '../words/words.ts';
import { AddPerson } from '../parts/AddPerson.tsx';

/** Those that `GET /api/contacts` can answer; the two others are asked for by address only. */
const FILTERS: readonly Status[] = ['needs attention', 'conflict', 'waiting', 'stopped by you', 'synced'];
const TYPING_MS = 300;

export function People({ settings, onChange }: { readonly settings: Settings; readonly onChange: () => void }) {
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const [status, setStatus] = useState<Status>();
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const contacts = usePages(
    async (after) => {
      const { contacts: rows, next } = await api.contacts({ q, status }, after);
      return { rows, next };
    },
    [q, status],
  );
  const changed = (contact: Contact) => {
    contacts.replace(contact);
    onChange();
  };
  return (
    <section className="card">
      <label htmlFor="search">{words.people.search}</label>
      <input id="search" type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
      <div className="chips" role="group" aria-label={words.people.filter}>
        {[undefined, ...FILTERS].map((one) => (
          <button type="button" key={one ?? 'all'} aria-pressed={one === status} onClick={() => setStatus(one)}>
            {one === undefined ? words.people.all : words.status[one]}
          </button>
        ))}
      </div>
      <Await loaded={contacts}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="soft">{q === '' && status === undefined ? words.people.none : words.people.noneFound}</p>
          ) : (
            <ul className="rows">
              {rows.map((contact) => (
                <PersonRow key={contact.id} contact={contact} autoRemoval={settings.autoRemoval} onChanged={changed} />
              ))}
            </ul>
          )
        }
      </Await>
      {contacts.loadMore && <Act onAct={contacts.loadMore}>{words.more}</Act>}
      <AddPerson
        onAdded={() => {
          contacts.reload();
          onChange();
        }}
      />
    </section>
  );
}
