import fc from 'fast-check';

/** Where a JSON value is spoilt: the `at`-th of its places, counted over and over. */
export interface Blow {
  readonly at: number;
  readonly how: 'replace' | 'remove' | 'double' | 'wrap' | 'move' | 'add' | 'empty';
  readonly value: unknown;
}

const LONG = 'x'.repeat(100_000);
/** As deep as makes a function that calls itself fail. */
const DEPTH = 20_000;
const DEEP_TEXT = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;

/** Texts that parsers stumble over; not the words `null` and `undefined` themselves, which tell that a missing value was made a text. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\0',
  'NULL',
  'undefined;',
  '__proto__',
  'constructor',
  '\ud800',
  'a\udc00b',
  '\u202e\u200d\ufeff',
  'e\u0301'.repeat(50),
  LONG,
  ' '.repeat(100_000),
  `${'\n'.repeat(50_000)}x`,
  '('.repeat(50_000),
  "\\'; -- %_",
  '../../..',
  'https://',
  'http://[',
  'https://elsewhere.example/x',
  '/services/data/v67.0/query/01g',
  '@elsewhere.example',
  '-1',
  '1e400',
  '9'.repeat(400),
  'W/"',
  '2026-99-99T99:99:99.000+0000',
  '0000-00-00',
  '275760-09-13T00:00:00.001Z',
];

/** Values of every type where another is meant. `DEEP` stands for a nesting that only a text can hold. */
export const DEEP = { deep: 'deep' } as const;
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, {}, []),
  },
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...HOSTILE_TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(
      [null],
      [[]],
      [{}],
      ['x', 5],
      { value: null },
      { toString: 1, valueOf: 2 },
      DEEP,
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

export const blow: fc.Arbitrary<Blow> = fc.record({
  at: fc.nat(100_000),
  how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'double', 'wrap', 'move', 'add', 'empty'),
  value: hostileValue,
});

interface Place {
  readonly holder: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

/** The JSON text of a value after these blows. */
export function spoiltJson(given: unknown, blows: readonly Blow[]): string {
  const root = { value: structuredClone(given) };
  for (const one of blows) strike(root, one);
  return (JSON.stringify(root.value) ?? 'null').replaceAll(JSON.stringify(DEEP), DEEP_TEXT);
}

function strike(root: { value: unknown }, { at, how, value }: Blow): void {
  const places: Place[] = [];
  collect(root as Record<string, unknown>, places);
  const { holder, key } = places[at % places.length] as Place;
  const old = (holder as Record<string, unknown>)[key];
  const set = (next: unknown) => {
    Object.defineProperty(holder, key, { value: next, enumerable: true, configurable: true, writable: true });
  };
  switch (how) {
    case 'replace':
      return set(structuredClone(value));
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else if (holder !== root) Reflect.deleteProperty(holder, key);
      return;
    case 'double':
      if (Array.isArray(holder)) holder.splice(Number(key), 0, structuredClone(old));
      return;
    case 'wrap':
      return set([old]);
    case 'move': {
      const other = places[(at * 31 + 7) % places.length] as Place;
      return set(structuredClone((other.holder as Record<string, unknown>)[other.key]));
    }
    case 'add':
      if (typeof old === 'object' && old !== null && !Array.isArray(old)) return set({ ...old, ['errors']: value });
      return set(Array.isArray(old) ? [...(old as unknown[]), value] : value);
    case 'empty':
      return set(Array.isArray(old) ? [] : {});
  }
}

function collect(holder: Record<string, unknown> | unknown[], into: Place[]): void {
  for (const key of Object.keys(holder)) {
    into.push({ holder, key });
    const value = (holder as Record<string, unknown>)[key];
    if (typeof value === 'object' && value !== null) collect(value as Record<string, unknown>, into);
  }
}
