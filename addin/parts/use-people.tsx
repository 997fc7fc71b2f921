import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import type { Person } from '../../server/http/contract.ts';
import { api, problemText, type AskedPerson } from '../api.ts';
import { KnownPeople } from './known-people.ts';

export interface FollowedPeople {
  /** Undefined: nothing is known of them yet. */
  readonly of: (email: string) => Person | undefined;
  /** Salesforce is being asked about them, or we are. */
  readonly checking: (email: string) => boolean;
  /** Why they cannot be asked for; what is known is shown all the same. */
  readonly problem: string | undefined;
  readonly reload: () => void;
  readonly replace: (person: Person) => void;
}

const Kept = createContext<KnownPeople | undefined>(undefined);

/** Within it, who was asked for already is known wherever they are shown again; as long as it stands. */
export function PeopleOfOne({ children }: { readonly children: ReactNode }) {
  const [known] = useState(() => new KnownPeople());
  return <Kept value={known}>{children}</Kept>;
}

/** For whoever may change somebody elsewhere: they are shown as they were, and asked for again. */
export function useAgeing(): () => void {
  const known = useContext(Kept);
  return () => known?.age();
}

/** As many as the server takes at once. */
const AT_ONCE = 100;

/**
 * The status of these people: what is known here at once, then what Salesforce knows, with one question for all. An answer is kept under its addresses, so
 * one that comes after the message has changed is shown for nobody else. `version` changes when a session may have changed anybody.
 */
export function usePeople(people: readonly AskedPerson[], version: string): FollowedPeople {
  const [own] = useState(() => new KnownPeople());
  const known = useContext(Kept) ?? own;
  const [, setTurn] = useState(0);
  const [asking, setAsking] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string>();
  const key = people.map(({ email, name }) => email || name).join(' ');
  const load = useCallback(
    (which: readonly AskedPerson[]) => {
      const turn = { over: false };
      setProblem(undefined);
      setAsking(new Set(which.map(({ email }) => email)));
      ask(known, which, () => setTurn((count) => count + 1))
        .then(
          (unreachable) => turn.over || setProblem(unreachable),
          (error: unknown) => turn.over || setProblem(problemText(error)),
        )
        .finally(() => turn.over || setAsking(new Set()));
      return () => {
        turn.over = true;
      };
    },
    [known],
  );
  useEffect(() => known.ageBy(version), [known, version]);
  useEffect(() => load(people.filter(({ email }) => known.isStale(email))), [key, version, load, known]);
  return {
    of: (email) => known.get(email),
    checking: (email) => asking.has(email) && known.get(email)?.checking !== undefined,
    problem,
    reload: () => void load(people),
    replace: (person) => {
      known.keep([person]);
      setTurn((count) => count + 1);
    },
  };
}

/** Gives why Salesforce could not be asked, if it could not. */
async function ask(
  known: KnownPeople,
  which: readonly AskedPerson[],
  changed: () => void,
): Promise<string | undefined> {
  let why: string | undefined;
  for (let from = 0; from < which.length; from += AT_ONCE) {
    const some = which.slice(from, from + AT_ONCE);
    const { aged } = known;
    const here = await api.people(some, true);
    known.keep(here.people, aged);
    changed();
    if (here.people.every(({ checking, asOf }) => checking === undefined && asOf === undefined)) continue;
    const { people, unreachable } = await api.people(some, false).catch((error: unknown) => {
      known.date(here.people.flatMap(({ email, checking }) => (checking === undefined ? [] : [email])));
      changed();
      throw error;
    });
    known.keep(people, aged);
    changed();
    why ??= unreachable?.text;
  }
  return why;
}
