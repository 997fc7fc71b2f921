import { FailureError, type Failure, type Outcome } from '../model/failure.ts';
import type { Write, WriteKind } from '../planner/operation.ts';
import type { WriteResult } from '../planner/write-result.ts';
import type { Sending } from './step.ts';

export type Of<K extends WriteKind> = Sending & { readonly write: Extract<Write, { kind: K }> };

/** A whole call that failed is every contact's failure. */
export async function whole<T>(
  count: number,
  call: () => Promise<readonly Outcome<T>[]>,
): Promise<readonly Outcome<T>[]> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return Array.from({ length: count }, () => ({ ok: false, failure: error.failure }));
  }
}

/** Puts each write's result into its step; `done`: what it has besides. */
export function finish<T, S extends Sending>(
  sendings: readonly S[],
  outcomes: readonly Outcome<T>[],
  done: (value: T, sending: S) => Omit<Extract<WriteResult, { done: true }>, 'done'>,
): void {
  sendings.forEach((sending, position) => {
    const outcome = outcomes[position];
    if (outcome === undefined) throw new Error('A connector answered fewer outcomes than it was given writes.');
    sending.step.results[sending.index] = outcome.ok
      ? { done: true, ...done(outcome.value, sending) }
      : failed(sending, outcome.failure);
  });
}

function failed({ step, write, intent }: Sending, failure: Failure): WriteResult {
  const create = write.kind === 'create-record' && failure.maybeDone === true;
  return { done: false, failure, ...(create ? { keyIntent: step.plan.link.keyIntent ?? intent } : {}) };
}
