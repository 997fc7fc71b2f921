/** The service takes four calls of one mailbox at a time, and a session may be among them. */
const AT_ONCE = 2;
/** A pinned pane stays open for weeks. */
const MOST = 200;

/** The photos of one person's contacts as object URLs: each contact is asked about once, and what was found is kept in memory alone. */
export class Photos {
  private over = false;
  private readonly read: (id: string) => Promise<Blob | undefined>;
  /** Undefined: there is none. The one asked about longest ago comes first. */
  private readonly found = new Map<string, string | undefined>();
  /** Who shows which. */
  private readonly watchers = new Map<string, Set<() => void>>();
  private readonly wanted = new Set<string>();
  private readonly asked = new Set<string>();

  /** `read` gives undefined where there is none; what it throws is forgotten, and asked again when the contact is shown next. */
  constructor(read: (id: string) => Promise<Blob | undefined>) {
    this.read = read;
  }

  /** Its object URL, while it is watched. */
  of(id: string): string | undefined {
    return this.found.get(id);
  }

  /** Until the answer is called the photo stays. */
  watch(id: string, told: () => void): () => void {
    const watchers = this.watchers.get(id) ?? new Set();
    this.watchers.set(id, watchers.add(told));
    return () => {
      watchers.delete(told);
      if (watchers.size === 0) this.watchers.delete(id);
    };
  }

  /** Asks for it when its turn comes, if somebody watches it still. */
  want(id: string): void {
    if (this.over || this.found.has(id) || this.asked.has(id)) return;
    this.wanted.add(id);
    this.next();
  }

  /** What was answered is no picture that this browser can show. */
  spoilt(id: string): void {
    this.keep(id, undefined);
  }

  /** Nobody shows any more of them: all are given back, and none is asked for. */
  end(): void {
    this.over = true;
    for (const id of this.found.keys()) this.take(id);
  }

  private next(): void {
    for (const id of this.wanted) {
      if (this.asked.size >= AT_ONCE) return;
      this.wanted.delete(id);
      if (!this.over && this.watchers.has(id)) void this.ask(id);
    }
  }

  private async ask(id: string): Promise<void> {
    this.asked.add(id);
    try {
      const photo = await this.read(id);
      if (!this.over) this.keep(id, photo && URL.createObjectURL(photo));
    } catch {
      // Initials stand for it.
    } finally {
      this.asked.delete(id);
      this.next();
    }
  }

  private keep(id: string, url: string | undefined): void {
    this.take(id);
    this.found.set(id, url);
    for (const told of this.watchers.get(id) ?? []) told();
    for (const old of this.found.keys()) {
      if (this.found.size <= MOST) return;
      if (!this.watchers.has(old)) this.take(old);
    }
  }

  private take(id: string): void {
    const url = this.found.get(id);
    if (url !== undefined) URL.revokeObjectURL(url);
    this.found.delete(id);
  }
}
