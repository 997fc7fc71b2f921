import { useRef, useState } from 'react';
import type { Contact, Person, PersonChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { words } from '../words/words.ts';
import { Act, Wrong } from './Act.tsx';
import { useAnnounce } from './announce.tsx';
import { StatusBadge } from './StatusBadge.tsx';
import { Switch } from './Switch.tsx';
import { useAct } from './use-act.ts';

/** One contact: who, the status and why, what can be decided, and the switch. */
export function PersonRow({
  contact,
  autoRemoval,
  onChanged,
}: {
  readonly contact: Contact;
  readonly autoRemoval: boolean;
  readonly onChanged: (contact: Contact) => void;
}) {
  const { id, name, email, status, reason, why } = contact;
  const [asking, setAsking] = useState(false);
  const toggling = useAct();
  const announce = useAnnounce();
  const row = useRef<HTMLLIElement>(null);
  const shown = name ?? email ?? words.people.noName;
  const on = status !== 'stopped by you' && status !== 'not synced';
  const became = (person: Person) => {
    setAsking(false);
    announce(words.people.changed(shown, words.status[person.status]));
    onChanged(rowOf(contact, person));
    // The buttons that were asked with are gone; the switch is what stays.
    row.current?.querySelector<HTMLElement>('[role=switch]')?.focus();
  };
  const set = async (change: PersonChange) => became(await api.changeContact(id, change));
  const toggle = () => {
    if (on) setAsking(!asking);
    else toggling.act(() => set({ sync: true }));
  };
  return (
    <li className="person" ref={row}>
      <div className="grow">
        <strong>{shown}</strong>
        <span className="soft">{name === undefined ? '' : (email ?? words.people.noEmail)}</span>
        <div>
          <StatusBadge status={status} />
        </div>
        {reason ? (
          <p>{reason.text}</p>
        ) : (
          <details>
            <summary aria-label={`${words.people.why} ${shown}`}>{words.people.why}</summary>
            <p>{why}</p>
          </details>
        )}
        <Decisions contact={contact} onSet={set} onDecided={became} />
        {asking && (
          <div
            className="asking"
            role="group"
            aria-label={words.people.stopTitle(shown)}
            onKeyDown={({ key }) => {
              if (key === 'Escape') setAsking(false);
            }}
          >
            <p>{words.people.stopTitle(shown)}</p>
            <div className="actions">
              <Act onAct={() => set({ sync: false, mode: 'keep-both' })}>{words.people.keepBoth}</Act>
              {autoRemoval && <Act onAct={() => set({ sync: false, mode: 'remove' })}>{words.people.remove}</Act>}
              <button type="button" onClick={() => setAsking(false)}>
                {words.cancel}
              </button>
            </div>
          </div>
        )}
        <Wrong text={toggling.problem} />
      </div>
      <Switch on={on} busy={toggling.busy} label={words.people.sync(shown, words.status[status])} onToggle={toggle} />
    </li>
  );
}

/** What is answered after a change, as a row of the list: its id stays, and a reason that is gone is gone. */
const rowOf = ({ id, email: before }: Contact, { email, ...person }: Person): Contact => {
  const address = email === '' ? before : email;
  return { ...person, id, ...(address === undefined ? {} : { email: address }) };
};

/** What only the person can decide: which record it is (P1), which value stays (C2), and whether to try again (C5). */
function Decisions({
  contact: { id, status, reason, choices = [] },
  onSet,
  onDecided,
}: {
  readonly contact: Contact;
  readonly onSet: (change: PersonChange) => Promise<void>;
  readonly onDecided: (person: Person) => void;
}) {
  if (choices.length > 0)
    return (
      <div role="group" aria-label={words.people.choose}>
        <p>{words.people.choose}</p>
        <div className="actions">
          {choices.map((choice) => (
            <Act key={choice.id} onAct={() => onSet({ sync: true, choice: choice.id })}>
              {[choice.name, choice.account, choice.email].filter((part) => (part ?? '') !== '').join(', ')}
            </Act>
          ))}
          <Act onAct={() => onSet({ sync: true, choice: 'new' })}>{words.people.createNew}</Act>
        </div>
      </div>
    );
  if (status === 'conflict') {
    const field = reason?.params['field'] ?? '';
    return (
      <div className="actions">
        <Act onAct={async () => onDecided(await api.keep(id))}>{words.people.keep}</Act>
        {field !== '' && <Act onAct={async () => onDecided(await api.putBack(id, field))}>{words.people.putBack}</Act>}
      </div>
    );
  }
  if (status === 'needs attention')
    return (
      <div className="actions">
        <Act onAct={() => onSet({ sync: true })}>{words.people.retry}</Act>
      </div>
    );
  return null;
}
