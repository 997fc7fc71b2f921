import type { Collection } from '../kit/state.ts';
import type { Row, Value } from './schema.ts';

export type Change = { readonly table: Table; readonly id: string; readonly before: Row | undefined };

/** The key of an index: text is looked up without regard to case, unless the field is case-sensitive. */
function keyOf(value: Value | undefined, exact: boolean): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return exact ? value : value.toLowerCase();
}

class Index {
  private readonly field: string;
  private readonly exact: boolean;
  /** One id is kept bare: most keys have one. */
  private readonly ids = new Map<string, string | Set<string>>();

  constructor(field: string, exact: boolean) {
    this.field = field;
    this.exact = exact;
  }

  add(row: Row, id: string): void {
    const key = keyOf(row[this.field], this.exact);
    if (key === undefined) return;
    const held = this.ids.get(key);
    if (held === undefined) this.ids.set(key, id);
    else if (typeof held === 'string') this.ids.set(key, new Set([held, id]));
    else held.add(id);
  }

  remove(row: Row, id: string): void {
    const key = keyOf(row[this.field], this.exact);
    if (key === undefined) return;
    const held = this.ids.get(key);
    if (held === id) this.ids.delete(key);
    else if (held instanceof Set) held.delete(id);
  }

  get(value: string): Iterable<string> {
    const held = this.ids.get(this.exact ? value : value.toLowerCase());
    return held === undefined ? [] : typeof held === 'string' ? [held] : held;
  }

  clear(): void {
    this.ids.clear();
  }
}

/** The rows of one object type, deleted ones among them, with look-ups by the fields that queries ask for. */
export class Table {
  /** While a transaction runs: what to put back if it fails. */
  changes: Change[] | undefined;
  private readonly rows: Collection<Row>;
  private readonly indexes = new Map<string, Index>();

  constructor(rows: Collection<Row>, indexed: readonly string[], exact: readonly string[]) {
    this.rows = rows;
    for (const name of indexed) this.indexes.set(name, new Index(name, exact.includes(name)));
    for (const [id, row] of rows.entries()) for (const index of this.indexes.values()) index.add(row, id);
  }

  get size(): number {
    return this.rows.size;
  }

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  values(): IterableIterator<Row> {
    return this.rows.values();
  }

  isIndexed(name: string): boolean {
    return name === 'Id' || this.indexes.has(name);
  }

  /** Rows whose field has this value, by index; the field must be an indexed one. */
  *where(name: string, value: string): IterableIterator<Row> {
    const ids = name === 'Id' ? [value] : (this.indexes.get(name)?.get(value) ?? []);
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row !== undefined) yield row;
    }
  }

  put(row: Row): void {
    this.set(String(row['Id']), row);
  }

  delete(id: string): void {
    this.set(id, undefined);
  }

  clear(): void {
    this.rows.clear();
    for (const index of this.indexes.values()) index.clear();
  }

  /** Puts back what a failed transaction changed. */
  restore({ id, before }: Change): void {
    this.set(id, before);
  }

  private set(id: string, row: Row | undefined): void {
    const before = this.rows.get(id);
    this.changes?.push({ table: this, id, before });
    if (before !== undefined) for (const index of this.indexes.values()) index.remove(before, id);
    if (row === undefined) {
      this.rows.delete(id);
      return;
    }
    for (const index of this.indexes.values()) index.add(row, id);
    this.rows.put(id, row);
  }
}
