import { randomUUID } from 'node:crypto';
import type { SimResponse } from '../kit/message.ts';

/** A refused request, in Graph's envelope ("Microsoft Graph error responses"). */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  response(now: Date): SimResponse {
    const id = randomUUID();
    return {
      status: this.status,
      headers: { 'request-id': id, ...this.headers },
      body: {
        error: {
          code: this.code,
          message: this.message,
          innerError: { date: now.toISOString().slice(0, 19), 'request-id': id, 'client-request-id': id },
        },
      },
    };
  }
}

export const itemNotFound = () =>
  new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
export const accessDenied = () =>
  new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
export const badRequest = (message: string, code = 'BadRequest') => new GraphError(400, code, message);
export const unauthorized = () =>
  new GraphError(401, 'InvalidAuthenticationToken', 'Access token is empty, expired or not known.', {
    'WWW-Authenticate': 'Bearer realm="", error="invalid_token"',
  });
export const changeKeyMismatch = () =>
  new GraphError(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
/** As observed: github.com/microsoftgraph/microsoft-graph-docs issue 2350. */
export const syncStateNotFound = (generation: number) =>
  new GraphError(
    410,
    'SyncStateNotFound',
    `The sync state generation is not found; generation=${generation};[highest=${generation + 8}].`,
  );
