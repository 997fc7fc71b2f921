import { useState, type ReactNode } from 'react';
import { words } from '../words.ts';
import type { Loaded } from './use-loaded.ts';

/** Skeleton, error with its one action, or the content. */
export function Await<T>({ loaded, children }: { loaded: Loaded<T>; children: (value: T) => ReactNode }) {
  if (loaded.value !== undefined) {
    return (
      <>
        {loaded.problem === undefined ? null : <Problem text={loaded.problem} onRetry={loaded.reload} />}
        {children(loaded.value)}
      </>
    );
  }
  if (loaded.problem !== undefined) return <Problem text={loaded.problem} onRetry={loaded.reload} />;
  return (
    <div className="skeleton" aria-busy="true">
      <span />
      <span />
      <span />
    </div>
  );
}

export function Problem({ text, onRetry }: { text: string; onRetry?: () => void }) {
  return (
    <div className="problem" role="alert">
      <p>{text || words.failed}</p>
      {onRetry === undefined ? null : <button onClick={onRetry}>{words.reload}</button>}
    </div>
  );
}

/** A button that is busy while its work runs, and shows what went wrong beside itself. */
export function Act({
  onAct,
  children,
  primary = false,
  label,
}: {
  onAct: () => Promise<unknown>;
  children: ReactNode;
  primary?: boolean;
  label?: string;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const act = () => {
    setBusy(true);
    setProblem(undefined);
    onAct()
      .catch((error: unknown) => setProblem((error as Error).message || words.failed))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <button className={primary ? 'primary' : undefined} disabled={busy} aria-label={label} onClick={act}>
        {children}
      </button>
      {problem === undefined ? null : (
        <span className="problem-text" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
