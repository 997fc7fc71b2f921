import { useEffect, useRef, useState } from 'react';
import { problemText } from '../api.ts';

export interface Acting {
  readonly busy: boolean;
  readonly problem: string | undefined;
  readonly act: (work: () => Promise<unknown>) => void;
}

/** One thing a person asked for: busy while it runs (asking again does nothing), and what went wrong in words. */
export function useAct(): Acting {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const running = useRef(false);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const act = (work: () => Promise<unknown>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(undefined);
    work()
      .catch((error: unknown) => {
        if (mounted.current) setProblem(problemText(error));
      })
      .finally(() => {
        running.current = false;
        if (mounted.current) setBusy(false);
      });
  };
  return { busy, problem, act };
}
