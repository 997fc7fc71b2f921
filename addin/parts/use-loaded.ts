import { useCallback, useEffect, useRef, useState } from 'react';
import { problemText } from '../api.ts';

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly problem: string | undefined;
  readonly busy: boolean;
  readonly reload: () => void;
}

interface State<T> {
  readonly value?: T;
  readonly problem?: string;
  readonly busy: boolean;
}

/**
 * Loads now, when a dependency changes, and on `reload`; what is there stays shown meanwhile. An answer that was overtaken
 * by a later one is dropped.
 */
export function useLoaded<T>(load: () => Promise<T>, dependencies: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<State<T>>({ busy: true });
  const latest = useRef(0);
  // The caller names what its function depends on, as for an effect.
  const stable = useCallback(load, dependencies);
  const reload = useCallback(() => {
    const own = (latest.current += 1);
    setState((before) => ({ ...before, busy: true }));
    stable().then(
      (value) => {
        if (own === latest.current) setState({ value, busy: false });
      },
      (error: unknown) => {
        if (own === latest.current) setState((before) => ({ ...before, problem: problemText(error), busy: false }));
      },
    );
  }, [stable]);
  useEffect(() => {
    reload();
    return () => {
      // Whatever is on its way belongs to what was asked before.
      latest.current += 1;
    };
  }, [reload]);
  return { value: state.value, problem: state.problem, busy: state.busy, reload };
}
