/**
 * JSON for a jsonb column. PostgreSQL takes neither U+0000 nor half a surrogate pair, which a cut text may hold: they become U+FFFD, so that one
 * odd value never fails a batch.
 */
export function json(value: unknown): string {
  const text = JSON.stringify(value);
  if (!/\\u(?:0000|d[89a-f])/.test(text)) return text;
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? storable(inner) : inner));
}

export function nullableJson(value: unknown): string | null {
  return value === null || value === undefined ? null : json(value);
}

/** The same for a text column. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}
