import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** One named collection, kept in memory and logged to disk. */
export interface Collection<T> {
  get(id: string): T | undefined;
  put(id: string, value: T): void;
  delete(id: string): void;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  clear(): void;
  readonly size: number;
}

/** State on disk: a log of JSON lines, read and compacted at start, written behind at most 200 ms late. */
export class State {
  private readonly collections = new Map<string, Map<string, unknown>>();
  private readonly file: string;
  private log: number;
  private pending: string[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.file = join(directory, 'state.jsonl');
    this.load();
    this.compact();
    this.log = openSync(this.file, 'a');
    this.timer = setInterval(() => this.flush(), 200);
    this.timer.unref();
  }

  collection<T>(name: string): Collection<T> {
    let map = this.collections.get(name) as Map<string, T> | undefined;
    if (map === undefined) {
      map = new Map<string, T>();
      this.collections.set(name, map);
    }
    const rows = map;
    const note = (line: unknown[]) => this.pending.push(JSON.stringify(line));
    return {
      get: (id) => rows.get(id),
      put: (id, value) => {
        rows.set(id, value);
        note([name, id, value]);
      },
      delete: (id) => {
        if (rows.delete(id)) note([name, id]);
      },
      values: () => rows.values(),
      entries: () => rows.entries(),
      clear: () => {
        rows.clear();
        note([name]);
      },
      get size() {
        return rows.size;
      },
    };
  }

  flush(): void {
    if (this.pending.length === 0) return;
    writeSync(this.log, `${this.pending.join('\n')}\n`);
    this.pending = [];
  }

  close(): void {
    clearInterval(this.timer);
    this.flush();
    closeSync(this.log);
  }

  private load(): void {
    if (!existsSync(this.file)) return;
    for (const line of readFileSync(this.file, 'utf8').split('\n')) {
      if (line === '') continue;
      let entry: [string, string?, unknown?];
      try {
        entry = JSON.parse(line) as [string, string?, unknown?];
      } catch {
        // The last line of a process that was killed while writing.
        continue;
      }
      const [name, id, value] = entry;
      const rows = this.collections.get(name) ?? new Map<string, unknown>();
      this.collections.set(name, rows);
      if (id === undefined) rows.clear();
      else if (value === undefined) rows.delete(id);
      else rows.set(id, value);
    }
  }

  private compact(): void {
    const file = openSync(`${this.file}.new`, 'w');
    for (const [name, rows] of this.collections) {
      for (const [id, value] of rows) writeSync(file, `${JSON.stringify([name, id, value])}\n`);
    }
    closeSync(file);
    renameSync(`${this.file}.new`, this.file);
    if (!existsSync(this.file)) writeFileSync(this.file, '');
  }
}
