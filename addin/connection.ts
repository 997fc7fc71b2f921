/** Whether Cardbridge can be reached, as the browser and the latest call have it. While it cannot, nothing is switched, and what is known stays in sight. */
class Connection {
  private readonly listeners = new Set<() => void>();
  private answered = true;

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

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const connection = new Connection();
