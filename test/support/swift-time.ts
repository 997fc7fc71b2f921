import { createRequire, syncBuiltinESMExports } from 'node:module';

/** Longer waits are time-outs, not pauses: they run on the real clock. */
const LONGEST_PAUSE_MS = 60_000;

export interface SwiftTime {
  /** Epoch milliseconds. */
  now(): number;
  advance(ms: number): void;
  /** Gives the real clock back. */
  end(): void;
}

/**
 * A clock for everything in this process that stands still unless somebody waits or it is advanced: a pause of up to a minute ends at once, and the
 * clock is that much later. So nobody ever goes on before their time is up by the clock that all of them read. `performance.now()` stays real.
 */
export function swiftTime(start: number): SwiftTime {
  const real = { Date: globalThis.Date, setTimeout: globalThis.setTimeout };
  let now = start;

  class SwiftDate extends real.Date {
    constructor(...given: readonly unknown[]) {
      if (given.length === 0) super(now);
      else super(...(given as [number]));
    }
    static override now(): number {
      return now;
    }
  }
  const pass = (ms: number): boolean => {
    if (!(ms > 0 && ms <= LONGEST_PAUSE_MS)) return false;
    now += ms;
    return true;
  };
  const swift = (work: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) =>
    real.setTimeout(work, pass(ms) ? 0 : ms, ...given);

  const promises = createRequire(import.meta.url)('node:timers/promises') as { setTimeout: unknown };
  const realPause = promises.setTimeout as (ms?: number, value?: unknown, options?: object) => Promise<unknown>;
  globalThis.Date = SwiftDate as DateConstructor;
  globalThis.setTimeout = swift as unknown as typeof setTimeout;
  promises.setTimeout = (ms = 0, value?: unknown, options?: object) => realPause(pass(ms) ? 0 : ms, value, options);
  syncBuiltinESMExports();

  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    end: () => {
      globalThis.Date = real.Date;
      globalThis.setTimeout = real.setTimeout;
      promises.setTimeout = realPause;
      syncBuiltinESMExports();
    },
  };
}
