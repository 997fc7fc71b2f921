import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Person } from '../../server/http/contract.ts';
import { api, problemText } from '../api.ts';
import { KnownPeople } from './known-people.ts';

export interface People {
  /** Undefined: nothing is known of them yet. */
  readonly of: (email: string) => Person | undefined;
  /** Being asked for now. */
  readonly checking: (email: string) => boolean;
  readonly problem: string | undefined;
  /** When what is shown was heard, where it could not be asked for again; epoch milliseconds. */
  readonly knownAt: number | undefined;
  readonly reload: () => void;
  readonly replace: (person: Person) => void;
}

/**
 * The status of these people: what is known at once, the rest with one query. An answer is kept under its addresses, so one that comes after the message
 * has changed is shown for nobody else. `version` changes when a session may have changed anybody.
 */
export function usePeople(emails: readonly string[], version: string): People {
  const known = useMemo(() => new KnownPeople(), []);
  const [, setTurn] = useState(0);
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const [problem, setProblem] = useState<string>();
  const key = emails.join(' ');
  const load = useCallback(
    (which: readonly string[]) => {
      let left = false;
      setProblem(undefined);
      setAsked(new Set(which));
      if (which.length > 0)
        api
          .people(which)
          .then(
            ({ people }) => known.keep(people),
            (error: unknown) => {
              if (!left) setProblem(problemText(error));
            },
          )
          .finally(() => {
            if (left) setTurn((turn) => turn + 1);
            else setAsked(new Set());
          });
      return () => {
        left = true;
      };
    },
    [known],
  );
  useEffect(() => known.age(), [known, version]);
  useEffect(() => load(known.stale(emails)), [key, version, load, known]);
  const times = emails.flatMap((email) => known.get(email)?.at ?? []).filter(Number.isFinite);
  return {
    of: (email) => known.get(email)?.person,
    checking: (email) => asked.has(email),
    problem,
    knownAt: problem === undefined || times.length === 0 ? undefined : Math.min(...times),
    reload: () => void load(emails),
    replace: (person) => {
      known.keep([person]);
      setTurn((turn) => turn + 1);
    },
  };
}
