import type { PipelineResponse } from '@azure/core-rest-pipeline';

export interface HttpAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Parsed JSON, bytes where asked for, undefined where the answer has no body or too much of one. */
  readonly body: unknown;
}

/** Bytes of JSON: 500 contacts with the longest notes are a quarter of it. Whatever is sent, memory stays bounded. */
const LARGEST_JSON = 64 * 1024 * 1024;
export const TOO_LARGE = 'answer-too-large';
/** A wait without an end would be kept as long as the process lives. */
const LONGEST_MEANT_MS = 24 * 3_600_000;

/** An answer that is none: cut midway, HTML, another content type, larger than any that is meant. */
export class NotUnderstood extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Of an answer whose body is a stream. Throws NotUnderstood. `mostBytes`: bytes are wanted, so many at most. */
export async function readBody(response: PipelineResponse, mostBytes: number | undefined): Promise<unknown> {
  if (mostBytes !== undefined && response.status === 200) return readBytes(response, mostBytes);
  const text = (await readBytes(response, LARGEST_JSON))?.toString('utf8');
  if (text === undefined)
    throw new NotUnderstood(TOO_LARGE, `The service's answer (${response.status}) has over 64 MiB.`);
  if (text === '') {
    if (response.status === 200 || response.status === 201)
      throw new NotUnderstood('empty-answer', `The service answered ${response.status} with nothing in it.`);
    return undefined;
  }
  const type = response.headers.get('content-type') ?? '';
  if (!/json/i.test(type)) {
    if (response.status >= 500 || response.status === 429) return undefined;
    throw new NotUnderstood(
      'not-json',
      `The service answered ${response.status} with ${type === '' ? 'no content type' : type} instead of JSON.`,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new NotUnderstood('cut-answer', `The service's answer (${response.status}) is cut off or no JSON.`);
  }
}

/** Undefined: there are more, and the rest is not listened to. */
async function readBytes({ readableStreamBody }: PipelineResponse, most: number): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (readableStreamBody ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    // Leaving the loop closes the connection.
    if (length > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Milliseconds to wait by Retry-After, in seconds (fractional too, as Graph sends them) or as a date; of what nobody means, a day. */
export function retryAfterMs(answer: Pick<HttpAnswer, 'header'>): number | undefined {
  const value = answer.header('retry-after')?.trim();
  if (value === undefined) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), LONGEST_MEANT_MS);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.min(Math.max(0, date - Date.now()), LONGEST_MEANT_MS);
}
