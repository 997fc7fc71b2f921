import fc from 'fast-check';
import { useful, valueOf, type Schema } from './api-values.ts';
import { FRAMINGS, type ApiRequest, type Body, type Proof } from './api-wire.ts';
import {
  AUTHORIZATIONS,
  BODIES,
  COOKIES,
  HEADERS,
  METHODS,
  PAGE_PARAMETERS,
  PAGES,
  PIECES,
  TYPES,
} from './api-words.ts';
import { blow, HOSTILE_TEXTS } from './hostile.ts';

/** As much of an OpenAPI document as is read here. */
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

const piece = fc.oneof(
  { weight: 6, arbitrary: useful },
  { weight: 1, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
);
const encoded = piece.map((text) => (text.includes('%') ? text : encodeURIComponent(text.toWellFormed())));
const shortHostile = fc.constantFrom(...HOSTILE_TEXTS.filter((text) => text.length < 3000));
const queryValue = fc.oneof(
  encoded,
  shortHostile.map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom('%00', 'a%00b', 'true', 'false', '1', '0', '-1', '1e3', '999999999999999999999', 'NaN', ''),
);

const proof: fc.Arbitrary<Proof> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ kind: fc.constant('real' as const), which: fc.nat(5) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'none' as const,
        'cookie' as const,
        'cookie without its token' as const,
        'twice' as const,
        'giant' as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('mutated' as const),
      which: fc.nat(5),
      at: fc.nat(2000),
      put: fc.constantFrom('', 'x', '.', '=', ' ', '\u00e9', '..', 'A'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('mutated cookie' as const),
      at: fc.nat(100),
      put: fc.constantFrom('', 'x', '%zz', ';', '"', '='),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('random' as const),
      authorization: fc.constantFrom(...AUTHORIZATIONS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cookies' as const), cookie: fc.constantFrom(...COOKIES) }) },
);

/** Once in so many; else undefined. */
const seldom = <T>(of: fc.Arbitrary<T>, once: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: once - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: of });

function bodyOf(valid: fc.Arbitrary<unknown>): fc.Arbitrary<Body | undefined> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    {
      weight: 10,
      arbitrary: fc.record({
        kind: fc.constant('blows' as const),
        value: valid,
        blows: fc.oneof(fc.constant([]), fc.array(blow, { maxLength: 2 })),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('text' as const), text: fc.constantFrom(...HOSTILE_TEXTS, ...BODIES) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 200 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncated' as const), value: valid, after: fc.nat(200) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constantFrom('large' as const, 'utf16' as const, 'bomb' as const, 'gzip' as const),
        value: valid,
      }),
    },
  );
}

/** Any request to any endpoint of the contract's document, or to a page. */
export function requests({ paths, components }: Document): fc.Arbitrary<ApiRequest> {
  const endpoints = Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => oneOf(method, path, operation, components.schemas)),
  );
  const pages = PAGES.map((path) =>
    request(
      'get',
      path,
      PAGE_PARAMETERS.map((name) => ({ name, value: queryValue })),
      fc.constant({}),
    ),
  );
  return fc.oneof({ weight: 4, arbitrary: fc.oneof(...endpoints) }, { weight: 1, arbitrary: fc.oneof(...pages) });
}

function oneOf(
  method: string,
  path: string,
  { parameters = [], requestBody }: Operation,
  named: Document['components']['schemas'],
): fc.Arbitrary<ApiRequest> {
  const query = parameters
    .filter((one) => one.in === 'query')
    .map(({ name, schema }) => ({
      name,
      value: fc.oneof(
        queryValue,
        valueOf(schema, named).map((value) => encodeURIComponent(String(value).toWellFormed())),
      ),
    }));
  const schema = requestBody?.content['application/json']?.schema;
  return request(method, path, query, schema === undefined ? fc.constant({}) : valueOf(schema, named));
}

function request(
  method: string,
  path: string,
  known: readonly { readonly name: string; readonly value: fc.Arbitrary<string> }[],
  body: fc.Arbitrary<unknown>,
): fc.Arbitrary<ApiRequest> {
  const name = fc.constantFrom(
    ...known.map((one) => one.name),
    'limit[]',
    'limit[a]',
    '__proto__',
    'constructor',
    '%zz',
    '',
  );
  const pair = fc.oneof(...known.map((one) => fc.tuple(fc.constant(one.name), one.value)), fc.tuple(name, queryValue));
  return fc.record({
    target: fc.constant(`${method} ${path}`),
    method: fc.oneof(
      { weight: 25, arbitrary: fc.constant(method.toUpperCase()) },
      { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
    ),
    path: fc
      .tuple(fc.array(encoded, { minLength: 4, maxLength: 4 }), seldom(fc.constantFrom(...PIECES), 20))
      .map(([values, more]) => path.replaceAll(/\{\w+\}/g, () => values.pop() ?? '') + (more ?? '')),
    query: fc.oneof(
      { weight: 2, arbitrary: fc.constant('') },
      {
        weight: 6,
        arbitrary: fc
          .array(pair, { maxLength: 4 })
          .map((pairs) => pairs.map(([key, value]) => `${key}=${value}`).join('&')),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '&&==&',
          '%',
          'a'.repeat(5000),
          Array.from({ length: 1500 }, () => 'email=a').join('&'),
        ),
      },
    ),
    proof,
    headers: fc.oneof(
      { weight: 9, arbitrary: fc.constant(['Content-Type: application/json']) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('application/json', ...TYPES), fc.array(fc.constantFrom(...HEADERS), { maxLength: 2 }))
          .map(([type, more]) => [`Content-Type: ${type}`, ...more]),
      },
    ),
    body: method === 'get' ? seldom(bodyOf(body), 10) : bodyOf(body),
    framing: fc.oneof(
      { weight: 14, arbitrary: fc.constant('right' as const) },
      { weight: 1, arbitrary: fc.constantFrom(...FRAMINGS) },
    ),
  });
}
