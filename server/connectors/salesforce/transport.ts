import { request as httpRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as HttpsAgent } from 'node:https';
import { PassThrough } from 'node:stream';
import { createSecureContext, rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Transport } from 'jsforce/lib/transport.js';
import type { HttpRequest, HttpResponse } from 'jsforce/lib/types/common.js';
import { StreamPromise } from 'jsforce/lib/util/promise.js';

const unzip = promisify(gunzip);
/** Bytes: 2000 records with the longest notes are a quarter of it. Whatever is sent, memory stays bounded. */
const LARGEST_ANSWER = 256 * 1024 * 1024;

/** No whole answer came. `sent`: the request may have reached the service. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly reason: 'timeout' | 'cut' | 'unreachable' | 'too-large';
  readonly sent: boolean;
  constructor(reason: WireError['reason'], sent: boolean, options?: ErrorOptions) {
    super(`${reason}: ${options?.cause instanceof Error ? options.cause.message : 'no answer'}`, options);
    this.reason = reason;
    this.sent = sent;
  }
}

/** Connections to Salesforce, kept alive and shared by all clients of one connector. */
export class Wire {
  private readonly secure: HttpsAgent;
  private readonly plain = new HttpAgent({ keepAlive: true });
  private readonly timeoutMs: number;

  /** `ca`: PEM, trusted besides the well-known authorities. */
  constructor(ca: string | undefined, timeoutMs: number) {
    this.secure = new HttpsAgent({
      keepAlive: true,
      ...(ca === undefined ? {} : { secureContext: createSecureContext({ ca: [...rootCertificates, ca] }) }),
    });
    this.timeoutMs = timeoutMs;
  }

  /** One request, one whole answer. Throws WireError. */
  async send({ url, method, headers, body }: HttpRequest): Promise<HttpResponse> {
    // What is no address, or no header, was never sent.
    if (!URL.canParse(url)) throw new WireError('unreachable', false);
    const target = new URL(url);
    const secure = target.protocol === 'https:';
    const text = body === undefined || body === null ? undefined : typeof body === 'string' ? body : body.toString();
    let sent = false;
    let timer: NodeJS.Timeout | undefined;
    try {
      const { answer, chunks } = await new Promise<{ answer: IncomingMessage; chunks: Buffer[] }>((resolve, reject) => {
        const options = { method, headers: { ...headers, 'accept-encoding': 'gzip' } };
        const request = secure
          ? httpsRequest(target, { ...options, agent: this.secure })
          : httpRequest(target, { ...options, agent: this.plain });
        const fail = (reason: WireError['reason'], cause?: Error) => reject(new WireError(reason, sent, { cause }));
        timer = setTimeout(() => {
          fail('timeout');
          request.destroy();
        }, this.timeoutMs);
        request.on('socket', (socket) => {
          if (!socket.connecting) sent = true;
          else socket.once(secure ? 'secureConnect' : 'connect', () => (sent = true));
        });
        request.on('error', (cause) => fail(sent ? 'cut' : 'unreachable', cause));
        request.on('response', (answer) => {
          const chunks: Buffer[] = [];
          let length = 0;
          answer.on('data', (chunk: Buffer) => {
            length += chunk.length;
            if (length <= LARGEST_ANSWER) return void chunks.push(chunk);
            fail('too-large');
            request.destroy();
          });
          answer.on('error', (cause) => fail('cut', cause));
          answer.on('end', () => (answer.complete ? resolve({ answer, chunks }) : fail('cut')));
        });
        request.end(text);
      });
      return { statusCode: answer.statusCode ?? 0, headers: flat(answer), body: await decoded(answer, chunks) };
    } finally {
      clearTimeout(timer);
    }
  }
}

async function decoded(answer: IncomingMessage, chunks: readonly Buffer[]): Promise<string> {
  const whole = Buffer.concat(chunks);
  if (answer.headers['content-encoding'] !== 'gzip') return whole.toString('utf8');
  try {
    return (await unzip(whole, { maxOutputLength: LARGEST_ANSWER })).toString('utf8');
  } catch (cause) {
    const tooLarge = (cause as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new WireError(tooLarge ? 'too-large' : 'cut', true, { cause });
  }
}

function flat({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

/**
 * jsforce's transport over our own connections: its own never ends when an answer is cut, repeats requests behind the engine's back
 * and takes no certificate authority.
 */
export class WireTransport extends Transport {
  private readonly wire: Wire;
  private readonly onSend: () => void;

  constructor(wire: Wire, onSend: () => void) {
    super();
    this.wire = wire;
    this.onSend = onSend;
  }

  override httpRequest(request: HttpRequest): StreamPromise<HttpResponse> {
    this.onSend();
    return StreamPromise.create(() => ({ stream: new PassThrough(), promise: this.wire.send(request) }));
  }
}
