import { gzipSync } from 'node:zlib';
import { spoiltJson, type Blow } from './hostile.ts';
import type { Sending } from './raw-request.ts';

/** Who asks, by what the request brings; the proofs are real ones. */
export interface Proofs {
  readonly tokens: readonly string[];
  readonly cookie: string;
  readonly csrf: string;
}

export interface ApiRequest {
  /** Of the contract: `put /api/settings`; a page: `get /sign-in`. */
  readonly target: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly proof: Proof;
  /** Header lines as they are sent. */
  readonly headers: readonly string[];
  readonly body: Body | undefined;
  readonly framing: Framing;
}

export type Proof =
  | { readonly kind: 'real'; readonly which: number }
  | { readonly kind: 'none' | 'cookie' | 'cookie without its token' | 'twice' | 'giant' }
  | { readonly kind: 'mutated'; readonly which: number; readonly at: number; readonly put: string }
  | { readonly kind: 'mutated cookie'; readonly at: number; readonly put: string }
  | { readonly kind: 'random'; readonly authorization: string }
  | { readonly kind: 'cookies'; readonly cookie: string };

export type Body =
  | { readonly kind: 'blows'; readonly value: unknown; readonly blows: readonly Blow[] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'truncated'; readonly value: unknown; readonly after: number }
  | { readonly kind: 'large' | 'utf16' | 'bomb' | 'gzip'; readonly value: unknown };

export const FRAMINGS = [
  'short',
  'long',
  'twice',
  'negative',
  'words',
  'none',
  'chunked',
  'chunked-broken',
  'chunked-cut',
  'both',
] as const;
export type Framing = 'right' | (typeof FRAMINGS)[number];

/** The bytes of a request; `known` fills in what is there, `{name: value}`. */
export function wire(asked: ApiRequest, proofs: Proofs, known: Readonly<Record<string, string>>): Sending {
  const filled = (text: string, as: (value: string) => string) =>
    text.replaceAll(/KNOWN_[A-Z]+/g, (name) => as(known[name] ?? name));
  const body =
    asked.body === undefined ? Buffer.alloc(0) : bytesOf(asked.body, (text) => filled(text, (value) => value));
  const { lines, payload, ends } = framed(asked.body === undefined ? 'right' : asked.framing, body);
  const encoding = asked.body?.kind === 'bomb' || asked.body?.kind === 'gzip' ? ['Content-Encoding: gzip'] : [];
  const address =
    filled(asked.path, encodeURIComponent) + (asked.query === '' ? '' : `?${filled(asked.query, encodeURIComponent)}`);
  const head = [
    `${asked.method} ${address.replaceAll(/[\s\0]/g, '')} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: close',
    ...proofLines(asked.proof, proofs),
    ...asked.headers,
    ...encoding,
    ...lines,
  ];
  return { bytes: Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), payload]), ends };
}

function bytesOf(body: Body, filled: (text: string) => string): Buffer {
  switch (body.kind) {
    case 'blows':
      return Buffer.from(filled(spoiltJson(body.value, body.blows)));
    case 'text':
      return Buffer.from(filled(body.text));
    case 'bytes':
      return Buffer.from(body.bytes);
    case 'truncated': {
      const whole = Buffer.from(filled(spoiltJson(body.value, [])));
      return whole.subarray(0, body.after % Math.max(1, whole.length));
    }
    case 'large':
      return Buffer.from(`{"a":"${'x'.repeat(300_000)}"}`);
    case 'utf16':
      return Buffer.from(filled(spoiltJson(body.value, [])), 'utf16le');
    case 'gzip':
      return gzipSync(filled(spoiltJson(body.value, [])));
    case 'bomb':
      return BOMB;
  }
}

const BOMB = gzipSync(Buffer.alloc(50_000_000, ' '));

function framed(framing: Framing, body: Buffer): { lines: string[]; payload: Buffer; ends: boolean } {
  const length = (value: number | string) => `Content-Length: ${value}`;
  const chunk = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]);
  const whole = Buffer.concat([...(body.length === 0 ? [] : [chunk]), Buffer.from('0\r\n\r\n')]);
  const chunked = 'Transfer-Encoding: chunked';
  switch (framing) {
    case 'right':
      return { lines: [length(body.length)], payload: body, ends: false };
    case 'short':
      return { lines: [length(Math.floor(body.length / 2))], payload: body, ends: false };
    case 'long':
      return { lines: [length(body.length + 10)], payload: body, ends: true };
    case 'twice':
      return { lines: [length(body.length), length(body.length + 1)], payload: body, ends: true };
    case 'negative':
      return { lines: [length(-1)], payload: body, ends: true };
    case 'words':
      return { lines: [length('ten')], payload: body, ends: true };
    case 'none':
      return { lines: [], payload: body, ends: false };
    case 'chunked':
      return { lines: [chunked], payload: whole, ends: false };
    case 'chunked-broken':
      return { lines: [chunked], payload: Buffer.from(`zz\r\n${body.toString('latin1')}`), ends: true };
    case 'chunked-cut':
      return { lines: [chunked], payload: Buffer.from('ffff\r\n{"a":'), ends: true };
    case 'both':
      return { lines: [chunked, length(body.length)], payload: whole, ends: true };
  }
}

function proofLines(given: Proof, { tokens, cookie, csrf }: Proofs): string[] {
  const bearer = (token: string) => `Authorization: Bearer ${token}`;
  const real = (which: number) => tokens[which % tokens.length] ?? '';
  const spoilt = (text: string, at: number, put: string) => {
    const place = at % text.length;
    return `${text.slice(0, place)}${put}${text.slice(place + 1)}`;
  };
  switch (given.kind) {
    case 'real':
      return [bearer(real(given.which))];
    case 'none':
      return [];
    case 'cookie':
      return [`Cookie: ${cookie}`, `X-CSRF-Token: ${csrf}`];
    case 'cookie without its token':
      return [`Cookie: ${cookie}`];
    case 'twice':
      return [bearer(real(0)), bearer(real(1))];
    case 'giant':
      return [bearer('x'.repeat(15_000))];
    case 'mutated':
      return [bearer(spoilt(real(given.which), given.at, given.put))];
    case 'mutated cookie':
      return [`Cookie: ${spoilt(cookie, given.at, given.put)}`, `X-CSRF-Token: ${csrf}`];
    case 'random':
      return [`Authorization: ${given.authorization}`];
    case 'cookies':
      return [`Cookie: ${given.cookie}`];
  }
}
