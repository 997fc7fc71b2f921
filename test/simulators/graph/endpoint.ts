import { randomBytes } from 'node:crypto';
import { request as http } from 'node:http';
import { request as https } from 'node:https';

const VALIDATION_MS = 10_000;

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Whoever listens on this machine shows a certificate of a test's own making, which nothing here is to judge. */
export function post(url: string, type: string, text: string, timeoutMs: number): Promise<Reply> {
  const options = {
    method: 'POST',
    headers: { 'content-type': type, 'content-length': Buffer.byteLength(text) },
    timeout: timeoutMs,
    rejectUnauthorized: false,
  };
  return new Promise((done, fail) => {
    const outgoing = url.startsWith('https:') ? https(url, options) : http(url, options);
    outgoing.on('timeout', () => outgoing.destroy(new Error('timed out')));
    outgoing.on('error', fail);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', fail);
      incoming.on('end', () => {
        done({
          status: incoming.statusCode ?? 0,
          type: incoming.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    outgoing.end(text);
  });
}

/** The handshake: the token of the address comes back as plain text within ten seconds. Answers what is wrong with it. */
export async function validateEndpoint(url: string): Promise<string | undefined> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomBytes(16).toString('hex')}`;
  const target = new URL(url);
  target.searchParams.set('validationToken', token);
  try {
    const { status, type, text } = await post(target.href, 'text/plain; charset=utf-8', '', VALIDATION_MS);
    if (status !== 200)
      return 'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.';
    if (!/^text\/plain\b/i.test(type) || text !== token)
      return 'Subscription validation request failed. Response must exactly match validationToken query parameter.';
    return undefined;
  } catch (error) {
    return error instanceof Error && error.message === 'timed out'
      ? 'Subscription validation request timed out.'
      : 'Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.';
  }
}
