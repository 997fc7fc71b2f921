import { useState, type RefObject } from 'react';
import type { Person, PersonChange } from '../../server/http/contract.ts';
import { api } from '../api.ts';
import { words } from '../words/words.ts';
import { useAnnounce } from './announce.tsx';
import { useAct } from './use-act.ts';

export interface Switching {
  /** As it is shown: what was asked for, while it is under way. */
  readonly on: boolean;
  readonly busy: boolean;
  /** What is being done, in words. */
  readonly progress: string | undefined;
  /** T2's question is open. */
  readonly asking: boolean;
  readonly problem: string | undefined;
  readonly toggle: () => void;
  readonly cancel: () => void;
  readonly keepBoth: () => Promise<void>;
  readonly remove: () => Promise<void>;
  /** Takes back what was just switched; absent where nothing was. */
  readonly undo: (() => Promise<void>) | undefined;
  readonly set: (change: PersonChange) => Promise<void>;
  readonly became: (person: Person) => void;
}

export const isOn = ({ status }: Person): boolean =>
  status !== 'stopped by you' && status !== 'not synced' && status !== 'in Salesforce, outside your view';

/** T1, T2: one person's switch. Off asks first; on goes at once; both can be taken back. */
export function useSwitching({
  person,
  shown,
  control,
  onChanged,
}: {
  readonly person: Person;
  /** The name that is said. */
  readonly shown: string;
  /** The switch, which stays when the buttons that were asked with are gone. */
  readonly control: RefObject<HTMLElement | null>;
  readonly onChanged: (person: Person) => void;
}): Switching {
  const { id, email } = person;
  const [asking, setAsking] = useState(false);
  const [back, setBack] = useState<'off' | 'on'>();
  const { busy, problem, act } = useAct();
  const announce = useAnnounce();
  const on = isOn(person);
  const became = (next: Person) => {
    setAsking(false);
    announce(words.people.changed(shown, words.status[next.status]));
    onChanged(next);
    if (document.activeElement !== control.current) control.current?.focus();
  };
  const send = (change: PersonChange) =>
    id === undefined ? api.changePerson(email, change) : api.changeContact(id, change);
  const turn = async (change: PersonChange, undoneBy: 'off' | 'on' | undefined) => {
    became(await send(change));
    setBack(undoneBy);
  };
  const undo = async () => {
    if (back === 'on') await turn({ sync: true }, undefined);
    else if (id === undefined) await turn({ sync: false, mode: 'keep-both' }, undefined);
    else {
      became(await api.undoContact(id));
      setBack(undefined);
    }
  };
  return {
    on: busy ? !on : on,
    busy,
    progress: busy ? words.people.switching : undefined,
    asking,
    problem,
    toggle: () => {
      if (busy) return;
      setBack(undefined);
      if (on) setAsking(!asking);
      else act(() => turn({ sync: true, ...(id === undefined ? { name: shown } : {}) }, 'off'));
    },
    cancel: () => {
      setAsking(false);
      control.current?.focus();
    },
    keepBoth: () => turn({ sync: false, mode: 'keep-both' }, 'on'),
    remove: () => turn({ sync: false, mode: 'remove' }, undefined),
    undo: back === undefined ? undefined : undo,
    set: async (change) => became(await send(change)),
    became,
  };
}
