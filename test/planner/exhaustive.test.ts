import { describe, expect, it } from 'vitest';
import { cases } from './exhaustive/cases.ts';
import { trialOf } from './exhaustive/pair.ts';
import { run, type Trial } from './exhaustive/trial.ts';
import { waitingTrial } from './exhaustive/waiting-oracle.ts';
import { waitingCases } from './exhaustive/waiting.ts';

/** Runs all of them; answers how many there are, and of each kind of failure the first. */
function failuresOf<C>(all: Iterable<C>, trial: (one: C) => Trial) {
  let count = 0;
  const failures = new Map<
    string,
    { readonly one: C; readonly wanted: unknown; readonly got: unknown; times: number }
  >();
  for (const one of all) {
    count += 1;
    const tried = trial(one);
    const { ends, wrong } = run(tried);
    if (wrong.length === 0) continue;
    const kind = wrong.join('; ');
    const known = failures.get(kind);
    const wanted = [tried.wanted, ...(tried.afterwards === null ? [] : [tried.afterwards])];
    if (known === undefined) failures.set(kind, { one, wanted, got: { ends, wrong }, times: 1 });
    else known.times += 1;
  }
  return { count, failures: [...failures.values()].slice(0, 10) };
}

describe('every combination for one contact with two fields', () => {
  it('[M1] [M2] [M3] [M4] [M5] [M6] [M7] [M8] [M9] [C1] [C2] [C5] [D1] [D2] [D4] [P4] [T3] [T6] [U7] [J4] ends as the rules say', () => {
    const { count, failures } = failuresOf(cases(), trialOf);
    console.log(`${count} cases of one contact with two fields`);
    expect(failures).toEqual([]);
    expect(count).toBeGreaterThan(150_000);
  });

  it('[F4] [P1] [P2] [U1] [U3] [U7] [U8] [C5] [T6] [J4] ends as the rules say where it has only one side yet', () => {
    const { count, failures } = failuresOf(waitingCases(), waitingTrial);
    console.log(`${count} cases of one contact with one side`);
    expect(failures).toEqual([]);
    expect(count).toBeGreaterThan(10_000);
  });
});
