import { useState, type RefObject } from 'react';
import type { FoundItem, Person, PersonChange } from '../../server/http/contract.ts';
import { api, ApiProblem } from '../api.ts';
import { words } from '../words/words.ts';
import { useAnnounce } from './announce.tsx';
import { useAct } from './use-act.ts';

/** What the person is asked before it is done: T2's question, which of several records (P1) or items (U6), or the card of someone new (T1). */
export type Asking =
  | { readonly kind: 'stop' }
  | { readonly kind: 'records'; readonly choices: NonNullable<Person['choices']> }
  | { readonly kind: 'items'; readonly items: readonly FoundItem[] }
  | { readonly kind: 'card'; readonly choice?: 'new' };

export interface Switching {
  /** As it is shown: what was asked for, while it is under way. */
  readonly on: boolean;
  readonly busy: boolean;
  /** What is being done, in words. */
  readonly progress: string | undefined;
  readonly asking: Asking | undefined;
  readonly problem: string | undefined;
  /** That an undo has left something as it is. */
  readonly note: string | undefined;
  readonly toggle: () => void;
  readonly cancel: () => void;
  readonly keepBoth: () => Promise<void>;
  readonly remove: () => Promise<void>;
  /** On, with what the person said: the card, or which item. */
  readonly turnOn: (change: Omit<Extract<PersonChange, { sync: true }>, 'sync'>) => Promise<void>;
  /** P1: one of the records that were offered; `new`: none of them, so the card is shown first where nobody has one. */
  readonly choose: (choice: string) => Promise<void>;
  /** Takes back what was just switched; absent where nothing was. */
  readonly undo: (() => Promise<void>) | undefined;
  readonly set: (change: PersonChange) => Promise<void>;
  readonly became: (person: Person) => void;
}

export const isOn = ({ status }: Person): boolean =>
  status !== 'stopped by you' && status !== 'not synced' && status !== 'in Salesforce, outside your view';

/**
 * What takes the latest switch back: the other way, where it wrote nothing; else an undo of what it wrote, and of that alone. A removed contact may be
 * unlinked, so that its id is in no answer any more; its journal outlives it.
 */
type Back = 'off' | 'on' | { readonly contact: string; readonly session: string; readonly removed: boolean };

/** By what they are known best: the contact, the record that Salesforce has, or the address. */
const send = ({ id, recordId, email }: Person, change: PersonChange): Promise<Person> => {
  if (id !== undefined) return api.changeContact(id, change);
  return recordId === undefined ? api.changePerson(email, change) : api.changeRecord(recordId, change);
};

/** T1, T2: one person's switch. Off asks first, and so does someone new; both can be taken back. */
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
  const { id, recordId } = person;
  const [asking, setAsking] = useState<Asking>();
  const [back, setBack] = useState<Back>();
  const [note, setNote] = useState<string>();
  const { busy, problem, act } = useAct();
  const announce = useAnnounce();
  const on = isOn(person);
  const became = (next: Person) => {
    setAsking(undefined);
    announce(words.people.changed(shown, words.status[next.status]));
    onChanged(next);
    if (document.activeElement !== control.current) control.current?.focus();
  };
  const turn = async (change: PersonChange, undoneBy: Back | undefined) => {
    const next = await send(person, change);
    became(next);
    setBack((undoneBy === 'off' ? written(next, false) : undefined) ?? undoneBy);
  };
  const written = (next: Person, removed: boolean): Back | undefined => {
    const { id: contact = id, session } = next;
    return contact === undefined || session === undefined ? undefined : { contact, session, removed };
  };
  const switchOn = async () => {
    if (id === undefined && person.choices !== undefined) {
      setAsking({ kind: 'records', choices: person.choices });
      return;
    }
    const first = id === undefined && recordId === undefined ? ({ cardFirst: true } as const) : {};
    try {
      await turn({ sync: true, ...first }, 'off');
    } catch (error) {
      const question = await questionOf(error, person);
      if (question === undefined) throw error;
      setAsking(question);
    }
  };
  const remove = async () => {
    const next = await send(person, { sync: false, mode: 'remove' });
    became(next);
    // One that is on all the same, as while a plan is held, has nothing to take back.
    setBack(isOn(next) ? undefined : written(next, true));
  };
  const undo = async () => {
    if (back === 'on') return turn({ sync: true }, undefined);
    if (back === 'off' || back === undefined) return turn({ sync: false, mode: 'keep-both' }, undefined);
    const { kept, ...undone } = await api.undoContact(back.contact, back.session);
    became(undone);
    setBack(undefined);
    setNote(kept.length === 0 ? undefined : words.people.undoneBut(kept.length));
    // What was deleted comes back as stopped (J1), and is switched on, as it was. The button is gone with that; the row says what goes wrong from here on.
    if (back.removed && !isOn(undone)) act(async () => became(await api.changeContact(back.contact, { sync: true })));
    return undefined;
  };
  return {
    on: busy ? !on : on,
    busy,
    progress: busy ? words.people.switching : undefined,
    asking,
    problem,
    note,
    toggle: () => {
      if (busy) return;
      setBack(undefined);
      setNote(undefined);
      if (asking !== undefined) setAsking(undefined);
      else if (on) setAsking({ kind: 'stop' });
      else act(switchOn);
    },
    cancel: () => {
      setAsking(undefined);
      control.current?.focus();
    },
    keepBoth: () => turn({ sync: false, mode: 'keep-both' }, 'on'),
    remove,
    turnOn: (change) => turn({ sync: true, ...change }, 'off'),
    choose: async (choice) => {
      if (choice === 'new' && id === undefined) setAsking({ kind: 'card', choice });
      else await turn({ sync: true, choice }, 'off');
    },
    undo: back === undefined ? undefined : undo,
    set: async (change) => became(await send(person, change)),
    became,
  };
}

/** What the server wants to know before it switches somebody on; undefined: that was no question. */
async function questionOf(error: unknown, { email }: Person): Promise<Asking | undefined> {
  if (!(error instanceof ApiProblem)) return undefined;
  if (error.code === 'card-first') return { kind: 'card' };
  if (error.code === 'several-records-with-address') {
    const { people } = await api.people([{ email }], false);
    const choices = people[0]?.choices;
    return choices === undefined ? undefined : { kind: 'records', choices };
  }
  return error.code === 'several-items-with-address' ? { kind: 'items', items: error.items } : undefined;
}
