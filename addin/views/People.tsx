import { useEffect, useState } from 'react';
import type { Contact, Settings, Status } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { Act, Await } from '../parts/Shell.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { words } from '../words.ts';

const SIGNS: { readonly [S in Status]: string } = {
  'needs attention': '!',
  conflict: '⇄',
  waiting: '…',
  'stopped by you': '■',
  synced: '✓',
  'in Salesforce, outside your view': '○',
  'not synced': '–',
};
const FILTERS: readonly Status[] = ['synced', 'needs attention', 'conflict', 'waiting', 'stopped by you'];
const TYPING_MS = 300;

export function People({ settings, onChange }: { settings: Settings; onChange: () => void }) {
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const [status, setStatus] = useState<Status>();
  const [more, setMore] = useState<readonly Contact[]>([]);
  const [after, setAfter] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const first = useLoaded(() => {
    setMore([]);
    setAfter(undefined);
    return api.contacts({ q, status });
  }, [q, status]);
  const changed = () => {
    first.reload();
    onChange();
  };
  return (
    <section className="card">
      <label className="search">
        {words.search}
        <input type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </label>
      <div className="chips" role="group" aria-label={words.people}>
        {[undefined, ...FILTERS].map((one) => (
          <button key={one ?? 'all'} aria-pressed={one === status} onClick={() => setStatus(one)}>
            {one === undefined ? words.all : words.status[one]}
          </button>
        ))}
      </div>
      <Await loaded={first}>
        {(page) => {
          const contacts = [...page.contacts, ...more];
          const next = after ?? page.next;
          const load = async () => {
            const following = await api.contacts({ q, status, after: next });
            setMore([...more, ...following.contacts]);
            setAfter(following.next ?? '');
          };
          return (
            <>
              {contacts.length === 0 ? <p>{words.emptyPeople}</p> : null}
              <ul className="rows">
                {contacts.map((contact) => (
                  <Person key={contact.id} contact={contact} settings={settings} onChange={changed} />
                ))}
              </ul>
              {next === undefined || next === '' ? null : <Act onAct={load}>{words.moreRows}</Act>}
            </>
          );
        }}
      </Await>
      <AddPerson onAdded={changed} />
    </section>
  );
}

function Person({ contact, settings, onChange }: { contact: Contact; settings: Settings; onChange: () => void }) {
  const [asking, setAsking] = useState(false);
  const { id, name, email, status, reason, why, choices = [] } = contact;
  const shown = name || email || id;
  const on = status !== 'stopped by you' && status !== 'not synced';
  const label = words.syncOf.replace('{name}', shown).replace('{status}', words.status[status]);
  const set = (change: Parameters<typeof api.changeContact>[1]) => api.changeContact(id, change).then(onChange);
  const toggle = async () => {
    if (on) setAsking(!asking);
    else await set({ sync: true });
  };
  return (
    <li className="person">
      <div>
        <strong>{shown}</strong>
        <span className="address">{name ? email : ''}</span>
        <span className={`badge ${status.replaceAll(/[ ,]+/g, '-').toLowerCase()}`}>
          <span aria-hidden="true">{SIGNS[status]}</span> {words.status[status]}
        </span>
        {reason === undefined ? (
          <details>
            <summary>{words.why}</summary>
            {why}
          </details>
        ) : (
          <p>{reason.text}</p>
        )}
        {choices.length === 0 ? null : (
          <div className="actions">
            <span>{words.choices}</span>
            {choices.map((choice) => (
              <Act key={choice.id} onAct={() => set({ sync: true, choice: choice.id })}>
                {choice.name}
                {choice.account === undefined ? '' : `, ${choice.account}`} ({choice.email})
              </Act>
            ))}
            <Act onAct={() => set({ sync: true, choice: 'new' })}>{words.createNew}</Act>
          </div>
        )}
        <div className="actions">
          {status === 'conflict' ? <Act onAct={() => api.keep(id).then(onChange)}>{words.keep}</Act> : null}
          {status === 'needs attention' && choices.length === 0 ? (
            <Act onAct={() => set({ sync: true })}>{words.retry}</Act>
          ) : null}
          {asking ? (
            <>
              <Act onAct={() => set({ sync: false, mode: 'keep-both' })}>{words.keepBoth}</Act>
              {settings.autoRemoval ? (
                <Act onAct={() => set({ sync: false, mode: 'remove' })}>{words.removeToo}</Act>
              ) : null}
              <button onClick={() => setAsking(false)}>{words.cancel}</button>
            </>
          ) : null}
        </div>
      </div>
      <button className="switch" role="switch" aria-checked={on} aria-label={label} onClick={() => void toggle()} />
    </li>
  );
}

function AddPerson({ onAdded }: { onAdded: () => void }) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const add = async () => {
    await api.switchOn(email, name);
    setEmail('');
    setName('');
    onAdded();
  };
  return (
    <details className="add">
      <summary>{words.addPerson}</summary>
      <label>
        {words.address}
        <input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
      </label>
      <label>
        {words.name}
        <input value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <Act primary onAct={add}>
        {words.switchOn}
      </Act>
    </details>
  );
}
