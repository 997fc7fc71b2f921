import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { blow, hostileValue, HOSTILE_TEXTS, spoiltJson, type Blow } from './hostile.ts';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What becomes of an answer on its way: `cut` and `half` end the connection. */
export type Spoilt = WireAnswer | 'cut' | 'half';

export type Spoil =
  | { readonly kind: 'blows'; readonly blows: readonly Blow[] }
  | {
      readonly kind:
        'link-to-itself' | 'cut' | 'half' | 'html' | 'nothing' | 'utf16' | 'latin1' | 'gzip' | 'no-gzip' | 'large';
    }
  | { readonly kind: 'truncated'; readonly after: number }
  | { readonly kind: 'bytes'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'type'; readonly type: string }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter: string | undefined;
      readonly keep: boolean;
    }
  | { readonly kind: 'error'; readonly status: number; readonly body: unknown };

const STATUSES = [200, 201, 202, 204, 206, 301, 302, 304, 400, 401, 403, 404, 408, 409, 410, 412, 414, 418, 420];
const REFUSALS = [400, 401, 403, 404, 409, 410, 412, 424, 429, 500, 502, 503, 504, 509];
const WAITS = ['0', '0.001', '2.128', '-5', '1e9', '999999999999', '9'.repeat(400), 'soon', '', 'NaN', 'Infinity'];
const DATES = ['Thu, 01 Jan 1970 00:00:00 GMT', 'Fri, 31 Dec 9999 23:59:59 GMT', '2026-13-45'];

/** Error bodies of both services' forms, with anything in their places. */
const errorBody = fc.oneof(
  fc.record({
    error: fc.oneof(hostileValue, fc.record({ code: hostileValue, message: hostileValue, innerError: hostileValue })),
  }),
  fc.array(
    fc.record({ errorCode: hostileValue, message: hostileValue, fields: hostileValue, duplicateResut: hostileValue }),
    {
      maxLength: 3,
    },
  ),
  fc.record({ error: hostileValue, error_description: hostileValue }),
  hostileValue,
);

export const spoil: fc.Arbitrary<Spoil> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('blows' as const),
      blows: fc.array(blow, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'link-to-itself' as const,
        'cut' as const,
        'half' as const,
        'html' as const,
        'nothing' as const,
        'utf16' as const,
        'latin1' as const,
        'gzip' as const,
        'no-gzip' as const,
        'large' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncated' as const), after: fc.nat(5000) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('bytes' as const),
      at: fc.nat(5000),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      type: fc.constantFrom(
        'text/html',
        'text/plain',
        'application/xml',
        'application/octet-stream',
        'json',
        'application/json; charset=utf-16',
        '',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      status: fc.constantFrom(...STATUSES, ...REFUSALS),
      retryAfter: fc.option(fc.constantFrom(...WAITS, ...DATES), { nil: undefined }),
      keep: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('error' as const),
      status: fc.constantFrom(...REFUSALS),
      body: errorBody,
    }),
  },
);

const HTML = '<!doctype html><html><title>Sign in to the hotel network</title><body onload="go()">…</body></html>';

/** `self`: the address that was asked for. */
export function spoilt(answer: WireAnswer, how: Spoil, self: string): Spoilt {
  const { headers, body } = answer;
  const as = (bytes: Buffer | string, more: Partial<WireAnswer> = {}): WireAnswer => ({
    ...answer,
    ...more,
    body: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
  });
  const withType = (type: string) => ({ headers: { ...headers, 'content-type': type } });
  switch (how.kind) {
    case 'blows':
      return as(spoiltJson(jsonOf(body), how.blows));
    case 'link-to-itself': {
      const json = jsonOf(body);
      if (typeof json !== 'object' || json === null || Array.isArray(json)) return as('[]');
      const { '@odata.deltaLink': _last, ...rest } = json as Record<string, unknown>;
      return as(
        JSON.stringify({ ...rest, done: false, nextRecordsUrl: new URL(self).pathname, '@odata.nextLink': self }),
      );
    }
    case 'cut':
    case 'half':
      return how.kind;
    case 'html':
      return as(HTML, withType('text/html; charset=utf-8'));
    case 'nothing':
      return as('');
    case 'utf16':
      return as(Buffer.from(`\ufeff${body.toString('utf8')}`, 'utf16le'));
    case 'latin1':
      return as(Buffer.from(body.toString('utf8').replaceAll('a', 'é'), 'latin1'));
    case 'gzip':
      return as(gzipSync(body), { headers: { ...headers, 'content-encoding': 'gzip' } });
    case 'no-gzip':
      return as(body, { headers: { ...headers, 'content-encoding': 'gzip' } });
    case 'large':
      return as(
        JSON.stringify({
          value: Array.from({ length: 20_000 }, (_none, at) => ({ id: String(at) })),
          records: HOSTILE_TEXTS,
        }),
      );
    case 'truncated':
      return as(body.subarray(0, how.after % Math.max(1, body.length)));
    case 'bytes': {
      const at = how.at % (body.length + 1);
      return as(Buffer.concat([body.subarray(0, at), how.bytes, body.subarray(at)]));
    }
    case 'type':
      return as(body, withType(how.type));
    case 'status':
      return as(how.keep ? body : '', {
        status: how.status,
        headers: { ...headers, ...(how.retryAfter === undefined ? {} : { 'retry-after': how.retryAfter }) },
      });
    case 'error':
      return as(spoiltJson(how.body, []), { status: how.status, ...withType('application/json') });
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return body.toString('utf8');
  }
}
