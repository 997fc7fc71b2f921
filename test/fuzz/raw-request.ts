import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly ms: number;
}

export interface Sending {
  /** The whole request as it goes over the wire. */
  readonly bytes: Buffer;
  /** Nothing more comes, though the request promised more. */
  readonly ends: boolean;
}

const HANGS_AFTER_MS = 60_000;

/** Sends bytes that need be no HTTP request. `closed`: the connection was closed without an answer. Throws where neither comes within a minute. */
export function sendRaw(port: number, { bytes, ends }: Sending): Promise<RawAnswer | 'closed'> {
  return new Promise((answer, fail) => {
    const began = performance.now();
    const parts: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const hangs = setTimeout(() => {
      socket.destroy();
      fail(new Error(`no answer within ${HANGS_AFTER_MS} ms`));
    }, HANGS_AFTER_MS);
    socket.on('data', (part: Buffer) => parts.push(part));
    // Who closes while we still write has answered before, or has not.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(hangs);
      const ms = performance.now() - began;
      try {
        const parsed = parsedAnswer(Buffer.concat(parts).toString('utf8'));
        answer(parsed === undefined ? 'closed' : { ...parsed, ms });
      } catch (error) {
        fail(error as Error);
      }
    });
    if (ends) socket.end(bytes);
    else socket.write(bytes);
  });
}

function parsedAnswer(text: string): Omit<RawAnswer, 'ms'> | undefined {
  if (text === '') return undefined;
  const at = text.indexOf('\r\n\r\n');
  const [line = '', ...lines] = text.slice(0, at < 0 ? undefined : at).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]);
  if (at < 0 || !Number.isInteger(status)) throw new Error(`no HTTP answer: ${text.slice(0, 200)}`);
  const rest = text.slice(at + 4);
  if (status < 200) return parsedAnswer(rest);
  const headers = Object.fromEntries(
    lines.map((one) => [one.slice(0, one.indexOf(':')).toLowerCase(), one.slice(one.indexOf(':') + 1).trim()]),
  );
  return { status, headers, body: headers['transfer-encoding'] === 'chunked' ? dechunked(rest) : rest };
}

function dechunked(text: string): string {
  const size = Number.parseInt(text, 16);
  const begin = text.indexOf('\r\n') + 2;
  return size > 0 ? text.slice(begin, begin + size) + dechunked(text.slice(begin + size + 2)) : '';
}
