import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly problem: string | undefined;
  readonly reload: () => void;
}

/** Loads now and on `reload`; an answer that was overtaken by a later one is dropped. */
export function useLoaded<T>(load: () => Promise<T>, dependencies: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value?: T; problem?: string }>({});
  const latest = useRef(0);
  // The caller names what its function depends on, as for an effect.
  const stable = useCallback(load, dependencies);
  const reload = useCallback(() => {
    const own = (latest.current += 1);
    stable().then(
      (value) => {
        if (own === latest.current) setState({ value });
      },
      (error: unknown) => {
        if (own === latest.current) setState((before) => ({ ...before, problem: (error as Error).message }));
      },
    );
  }, [stable]);
  useEffect(reload, [reload]);
  return { value: state.value, problem: state.problem, reload };
}
