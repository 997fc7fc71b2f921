export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** `2026-05-04T10:00:00.000+0000`: a stored time has whole seconds. */
export function stamp(at: number): string {
  return `${new Date(Math.floor(at / 1000) * 1000).toISOString().slice(0, -1)}+0000`;
}

/** Epoch milliseconds of any ISO form of a time; NaN for what is none. */
export function epoch(text: string): number {
  return Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

export const isoDate = (at: number) => new Date(at).toISOString().slice(0, 10);
