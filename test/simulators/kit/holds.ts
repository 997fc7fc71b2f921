/** A call of the product's that waits at the simulator: arrived and not yet done (`before`), or done and not yet answered (`after`). */
export interface HeldCall {
  readonly service: string;
  readonly user: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly when: 'before' | 'after';
  /** One request inside a batch: the rest of the batch waits with it. */
  readonly part: boolean;
}

/** `on`: it goes on as if nothing had been; `cut`: what is not done yet is never done, and the connection is closed without an answer. */
export type Release = 'on' | 'cut';

/** Calls that a check holds, so that it can act at that exact point: kill the product, or edit as a person. */
export class Holds {
  private held: { readonly call: HeldCall; readonly release: (how: Release) => void }[] = [];
  private waiting: (() => void)[] = [];

  /** Returns when it is released. */
  hold(call: HeldCall): Promise<Release> {
    return new Promise((release) => {
      this.held.push({ call, release });
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  list(): HeldCall[] {
    return this.held.map(({ call }) => call);
  }

  /** What is held, as soon as anything is; nothing after `ms`. */
  async whenHeld(ms: number): Promise<HeldCall[]> {
    if (this.held.length === 0 && ms > 0)
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, ms);
        this.waiting.push(() => {
          clearTimeout(timer);
          wake();
        });
      });
    return this.list();
  }

  release(how: Release): void {
    for (const { release } of this.held.splice(0)) release(how);
  }
}
