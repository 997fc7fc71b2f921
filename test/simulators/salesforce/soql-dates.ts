import { DAY_MS } from './times.ts';

/** From start (inclusive) to end (exclusive), in epoch milliseconds. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/** The start of the unit that `at` is in, moved by `steps` units. Days are GMT's, weeks begin on Sunday, fiscal years are calendar years. */
function startOf(unit: Unit, at: number, steps: number): number {
  const date = new Date(at);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (unit === 'YEAR') return Date.UTC(year + steps, 0, 1);
  if (unit === 'QUARTER') return Date.UTC(year, month - (month % 3) + steps * 3, 1);
  if (unit === 'MONTH') return Date.UTC(year, month + steps, 1);
  if (unit === 'WEEK') return Date.UTC(year, month, day - date.getUTCDay() + steps * 7);
  return Date.UTC(year, month, day + steps);
}

const between = (unit: Unit, now: number, from: number, to: number): Range => ({
  start: startOf(unit, now, from),
  end: startOf(unit, now, to),
});

const DAYS: Readonly<Record<string, readonly [number, number]>> = {
  YESTERDAY: [-1, 0],
  TODAY: [0, 1],
  TOMORROW: [1, 2],
  LAST_90_DAYS: [-90, 1],
  NEXT_90_DAYS: [1, 91],
};

const STEPS: Readonly<Record<string, readonly [number, number]>> = { LAST: [-1, 0], THIS: [0, 1], NEXT: [1, 2] };

/** A date literal of SOQL ("Date Formats and Date Literals"), `LAST_N_DAYS:30` among them; undefined for a word that is none. */
export function literalRange(text: string, now: number): Range | undefined {
  const word = text.toUpperCase().replace('FISCAL_', '');
  const days = DAYS[word];
  if (days !== undefined) return between('DAY', now, ...days);
  const fixed = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(word);
  if (fixed !== null) return between(fixed[2] as Unit, now, ...(STEPS[fixed[1] ?? ''] ?? [0, 1]));
  const counted = /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S:(\d+)$/.exec(word);
  if (counted !== null) {
    const unit = counted[2] as Unit;
    const n = Number(counted[3]);
    // The last n days reach up to now, and so take today in; the last n weeks and so on end before this one.
    if (counted[1] === 'LAST') return between(unit, now, -n, unit === 'DAY' ? 1 : 0);
    return between(unit, now, 1, n + 1);
  }
  const ago = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO:(\d+)$/.exec(word);
  if (ago !== null) return between(ago[1] as Unit, now, -Number(ago[2]), 1 - Number(ago[2]));
  return undefined;
}

/** The day of `2026-05-04`. */
export function dayRange(day: string): Range {
  const start = Date.parse(day);
  return { start, end: start + DAY_MS };
}
