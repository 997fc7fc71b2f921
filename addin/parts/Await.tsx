import type { ReactNode } from 'react';
import { words } from '../words/words.ts';
import type { Loaded } from './use-loaded.ts';

/** Skeleton, the error with its one action, or the content; an error while content is there stands above it. */
export function Await<T>({
  loaded: { value, problem, busy, reload },
  children,
}: {
  readonly loaded: Loaded<T>;
  readonly children: (value: T) => ReactNode;
}) {
  return (
    <>
      {problem === undefined ? null : (
        <div className="problem" role="alert">
          <p>{problem}</p>
          <button type="button" onClick={reload}>
            {words.again}
          </button>
        </div>
      )}
      {value === undefined ? (
        problem === undefined && <Skeleton />
      ) : (
        <div aria-busy={busy} className={busy ? 'stale' : undefined}>
          {children(value)}
        </div>
      )}
    </>
  );
}

export function Skeleton() {
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{words.loading}</span>
      <i />
      <i />
      <i />
    </div>
  );
}
