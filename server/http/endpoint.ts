import type { z } from 'zod';

/** One endpoint: path, query, body, reply, and the problems it may answer with. */
export interface Endpoint {
  readonly method: 'get' | 'put' | 'post';
  /** OpenAPI's spelling: `/api/people/{email}`. */
  readonly path: string;
  readonly summary: string;
  /** Who may ask. */
  readonly access: 'everyone' | 'signed-in' | 'person' | 'admin';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Absent: 204, nothing to say. */
  readonly reply?: z.ZodType;
  /** Besides 400 for what is asked wrongly, 401 and 403. */
  readonly problems: readonly number[];
}

/** What the outside world's failures are answered with. */
export const OUTSIDE = [502, 503];

export const endpoint = <const E extends Endpoint>(given: E): E => given;
