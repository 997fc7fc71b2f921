import { sql, type RawBuilder } from 'kysely';

/** The columns of a row set by name, with their types in the database. */
export type ColumnTypes<T> = {
  readonly [K in keyof T]-?: 'uuid' | 'text' | 'json' | 'boolean' | 'integer' | 'timestamptz';
};

/** Escapes that JSON text may hold and the database does not take outside a json column: NUL, and half of a surrogate pair. */
const NOT_TAKEN = /\\u(?:0000|d[89a-f])/i;

/**
 * Rows as one JSON parameter, to be read as the table `given`: bound one by one, thousands of values are compiled, sent and parsed each.
 * A NUL or half a surrogate pair in a text column becomes U+FFFD, as it would on its way as bytes.
 */
export function given<T extends object>(types: ColumnTypes<T>, rows: readonly T[]): RawBuilder<T> {
  // What is nested stays as it is written, and a string is taken for the text of one (see `careful`).
  const columns = Object.entries(types).map(([name, type]) => `${name} ${type === 'json' ? 'text' : String(type)}`);
  const plain = JSON.stringify(rows);
  const text = NOT_TAKEN.test(plain) ? JSON.stringify(rows.map((row) => careful(types, row))) : plain;
  return sql<T>`json_to_recordset(${text}::json) as given (${sql.raw(columns.join(', '))})`;
}

/** json columns as text inside the text, so that their escapes are left alone. */
function careful<T extends object>(types: ColumnTypes<T>, row: T): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => {
      if (types[name as keyof T] === 'json') return [name, value === null ? null : JSON.stringify(value)];
      return [name, typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value];
    }),
  );
}

/** The columns of a row set, and the same as they stand in it. */
export function columnsOf<T>(types: ColumnTypes<T>): {
  readonly names: RawBuilder<unknown>;
  readonly values: RawBuilder<unknown>;
} {
  const names = Object.keys(types);
  const values = names.map((name) => `given.${name}${types[name as keyof T] === 'json' ? '::json' : ''}`);
  return { names: sql.raw(names.join(', ')), values: sql.raw(values.join(', ')) };
}
