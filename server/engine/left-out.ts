import type { FieldName } from '../model/contact.ts';
import type { Failure, Outcome } from '../model/failure.ts';
import type { Write } from '../planner/operation.ts';
import type { WriteResult } from '../planner/write-result.ts';
import { finish } from './outcomes.ts';
import type { Sending } from './step.ts';

type Done = Extract<WriteResult, { done: true }>;
type Left = NonNullable<Done['left']>;

/** Sends writes; a field that `isOut` says of goes without. One outcome each, in the order given. */
export type Attempt<S extends Sending, T> = (
  sendings: readonly S[],
  isOut: (sending: S, field: string) => boolean,
) => Promise<readonly Outcome<T>[]>;

/**
 * C5: where a service names the fields that it will not take, they are left out and the rest is sent once more. `mayLeave`: whether a write can do
 * without these of its fields.
 */
export async function leavingOut<S extends Sending, T>(
  sendings: readonly S[],
  attempt: Attempt<S, T>,
  mayLeave: (sending: S, fields: readonly FieldName[]) => boolean,
  done: (value: T, sending: S) => Omit<Done, 'done' | 'left'>,
): Promise<void> {
  const left = new Map<S, Left>();
  const first = await attempt(sendings, () => false);
  const again = sendings.filter((sending, position) => {
    const outcome = first[position];
    if (outcome === undefined || outcome.ok || outcome.failure.kind !== 'rejected') return false;
    const { failure } = outcome;
    const named = namedFields(sending.write, failure);
    if (named.length === 0 || !mayLeave(sending, named)) return false;
    left.set(
      sending,
      named.map((field) => ({ field, failure })),
    );
    return true;
  });
  const isOut = (sending: S, field: string) => left.get(sending)?.some((entry) => entry.field === field) === true;
  const second = again.length === 0 ? [] : await attempt(again, isOut);
  const final = sendings.map(
    (sending, position) =>
      second[again.indexOf(sending)] ?? first[position] ?? { ok: false as const, failure: NO_ANSWER },
  );
  finish(sendings, final, (value, sending) => {
    const without = left.get(sending);
    return { ...done(value, sending), ...(without === undefined ? {} : { left: without }) };
  });
}

const NO_ANSWER: Failure = {
  kind: 'unavailable',
  code: 'no-outcome',
  message: 'The service gave no answer for this contact.',
};

/** The named fields that can be left out: ours, in this write, and not all of them. */
function namedFields(write: Write, { fields = [] }: Failure): FieldName[] {
  const values = 'values' in write ? Object.keys(write.values) : [];
  const slots = 'slots' in write ? Object.keys(write.slots) : [];
  const inWrite = [...new Set([...values, ...slots])] as FieldName[];
  const named = inWrite.filter((field) => fields.some((entry) => entry.field === field));
  return named.length === inWrite.length || named.length < fields.length ? [] : named;
}

/** `map` without the fields that are out. */
export function without<M extends object>(map: M, isOut: (field: string) => boolean): M {
  return Object.fromEntries(Object.entries(map).filter(([field]) => !isOut(field))) as M;
}
