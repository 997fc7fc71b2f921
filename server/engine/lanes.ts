/**
 * Chunks on their way at once: while one waits for a service, the next is planned and journalled. Whoever hands a chunk over waits until there is
 * room for it. The first failure stops the handing over; those that are on their way are waited for before it is thrown.
 */
export class Lanes {
  private readonly width: number;
  private readonly between: () => Promise<void>;
  private readonly underWay = new Set<Promise<void>>();
  private failure: { readonly error: unknown } | undefined;

  /** `between` runs before each chunk is let in, and after the last one. */
  constructor(width: number, between: () => Promise<void> = async () => undefined) {
    this.width = width;
    this.between = between;
  }

  /** Returns when the work has begun; throws what earlier work failed with. */
  async run(work: () => Promise<void>): Promise<void> {
    while (this.underWay.size >= this.width) await Promise.race(this.underWay);
    await this.between();
    if (this.failure !== undefined) await this.drain();
    const going = work()
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => this.underWay.delete(going));
    this.underWay.add(going);
  }

  /** After the last chunk: as `drain`, and `between` once more. */
  async end(): Promise<void> {
    await this.drain();
    await this.between();
  }

  /** Returns when nothing is under way, whatever became of it. */
  async settle(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** Returns when nothing is under way; throws what any of it failed with. */
  async drain(): Promise<void> {
    await this.settle();
    if (this.failure !== undefined) throw this.failure.error;
  }
}
