import { z } from 'zod';

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
  /** Instead of `reply`: bytes of one of these types. The person's own browser may keep them, and that there are none, for so many seconds. */
  readonly bytes?: { readonly types: readonly string[]; readonly keptSeconds: number };
  /** Besides 400 for what is asked wrongly, 401 and 403. */
  readonly problems: readonly number[];
}

/** What is answered where an endpoint answers bytes. */
export interface Bytes {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What the outside world's failures are answered with. */
export const OUTSIDE = [502, 503];

export const endpoint = <const E extends Endpoint>(given: E): E => given;

/** Parts that several endpoints share. */
export const id = z.object({ id: z.string().max(100) });
export const email = z.object({ email: z.string().min(3).max(320) });
export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
export const wait = z.object({ wait: flag.default(false).meta({ description: 'Answer when it is over.' }) });
/** A switch answers when its contact is settled, or after ten seconds as it is then. */
export const settled = z.object({ wait: flag.default(true) });
