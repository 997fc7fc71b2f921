import type { State } from './state.ts';

/** The simulators' clock: real time, and what a check has advanced it by (kept over restarts). */
export class SimulatedClock {
  private readonly kept;
  constructor(state: State) {
    this.kept = state.collection<{ advancedMs: number }>('clock');
  }

  private get advancedMs(): number {
    return this.kept.get('clock')?.advancedMs ?? 0;
  }

  /** Epoch milliseconds. */
  now(): number {
    return Date.now() + this.advancedMs;
  }

  date(): Date {
    return new Date(this.now());
  }

  advance(seconds: number): void {
    this.kept.put('clock', { advancedMs: this.advancedMs + seconds * 1000 });
  }

  reset(): void {
    this.kept.put('clock', { advancedMs: 0 });
  }
}
