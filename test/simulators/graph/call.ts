import type { SimRequest, SimResponse } from '../kit/message.ts';
import { badRequest } from './errors.ts';

/** One request on its way through the routes: whose mailbox, which path below it. */
export interface Call {
  readonly request: SimRequest;
  /** E-mail of the mailbox's owner. */
  readonly user: string;
  /** The app's own call. */
  readonly app: boolean;
  /** Decoded, below `/v1.0/users/{id}`. */
  readonly segments: readonly string[];
  readonly immutable: boolean;
  /** `https://host/v1.0/users/{id}`, for links. */
  readonly base: string;
}

export type Handler = (call: Call, ...parameters: string[]) => SimResponse;

export const jsonBody = ({ request }: Call): Record<string, unknown> => parseJsonBody(request);

export function parseJsonBody(request: SimRequest): Record<string, unknown> {
  if (request.body.length === 0) throw badRequest('Empty Payload. JSON content expected.', 'BadRequest');
  const type = request.headers['content-type'] ?? '';
  if (!/json/i.test(type))
    throw badRequest(
      'Write requests (excluding DELETE) must contain the Content-Type header declaration.',
      'BadRequest',
    );
  let body: unknown;
  try {
    body = JSON.parse(request.body.toString('utf8'));
  } catch {
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badRequest('A JSON object is expected.');
  return body as Record<string, unknown>;
}

export const top = (query: URLSearchParams, usual: number, most: number): number => {
  const text = query.get('$top');
  if (text === null) return usual;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw badRequest(
      `The limit of '${most}' for Top query has been exceeded or the value is invalid: ${text}.`,
      'ErrorInvalidUrlQuery',
    );
  return number;
};

/** Cuts a list to a page and adds the link to the next. */
export function paged(call: Call, all: readonly object[], path: string, usual = 10): object {
  const { query } = call.request;
  const size = top(query, usual, 999);
  const skip = Number(query.get('$skip') ?? query.get('$skiptoken') ?? 0);
  const page = all.slice(skip, skip + size);
  const next = new URLSearchParams(query);
  next.delete('$skiptoken');
  next.set('$skip', String(skip + size));
  return {
    '@odata.context': `${call.base.replace(/\/users\/.*/, '')}/$metadata#${path}`,
    ...(query.get('$count') === 'true' ? { '@odata.count': all.length } : {}),
    value: page,
    ...(skip + size < all.length ? { '@odata.nextLink': `${call.base}${path}?${next.toString()}` } : {}),
  };
}
