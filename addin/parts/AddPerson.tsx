import { useId, useState, type SubmitEvent } from 'react';
import { api } from '../api.ts';
import { words } from '../words/words.ts';
import { Wrong } from './Act.tsx';
import { useAnnounce } from './announce.tsx';
import { useAct } from './use-act.ts';

/** T1 for somebody who is not in the list: an address, and a name where the address does not tell it. */
export function AddPerson({ onAdded }: { readonly onAdded: () => void }) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const announce = useAnnounce();
  const { busy, problem, act } = useAct();
  const id = useId();
  const add = async () => {
    const person = await api.switchOn(email.trim(), name.trim());
    announce(words.people.changed(person.name ?? person.email, words.status[person.status]));
    setEmail('');
    setName('');
    onAdded();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    act(add);
  };
  return (
    <details className="add">
      <summary>{words.people.add}</summary>
      <form onSubmit={submit}>
        <label htmlFor={`${id}email`}>{words.people.address}</label>
        <input
          id={`${id}email`}
          type="email"
          autoComplete="off"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <label htmlFor={`${id}name`}>{words.people.name}</label>
        <input id={`${id}name`} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
        <div className="actions">
          <button type="submit" className="primary" aria-disabled={busy}>
            {busy ? words.working : words.people.addButton}
          </button>
        </div>
        <Wrong text={problem} />
      </form>
    </details>
  );
}
