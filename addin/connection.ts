/** Whether Cardbridge can be reached, as the browser and the latest call have it. While it cannot, nothing is switched, and what is known stays in sight. */
class Connection {
  private readonly listeners = new Set<() => void>();
  private answered = true;
  /** When each call that waits is made again, in epoch milliseconds. */
  private readonly waits = new Set<number>();

  constructor() {
    if (typeof window === 'undefined') return;
    for (const event of ['online', 'offline'])
      window.addEventListener(event, () => {
        // Back on the network: the next call shows whether the server is, too.
        this.answered = true;
        this.tell();
      });
  }

  readonly isUp = (): boolean => this.answered && (typeof navigator === 'undefined' || navigator.onLine !== false);

  readonly watch = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** After each call: whether there was an answer, whatever it said. */
  heard(answered: boolean): void {
    if (answered === this.answered) return;
    this.answered = answered;
    this.tell();
  }

  /** Epoch milliseconds; undefined: nothing waits. */
  readonly waitsUntil = (): number | undefined => (this.waits.size === 0 ? undefined : Math.max(...this.waits));

  /** While a call waits because the server takes no more of them (429). */
  async wait(ms: number): Promise<void> {
    let until = Date.now() + ms;
    // Two that wait for the same moment are two.
    while (this.waits.has(until)) until += 1;
    this.waits.add(until);
    this.tell();
    await new Promise((wake) => setTimeout(wake, ms));
    this.waits.delete(until);
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const connection = new Connection();
