import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Identity } from '../model/identity.ts';

/** Who asks, as the sign-in knows them. */
export type SignedIn = {
  readonly name: string;
  readonly admin: boolean;
  /** Where a sign-in of our own stands behind the request: what signing out ends. */
  readonly session?: WebSessionProof;
} & (
  | { readonly by: 'identity'; readonly identity: Identity }
  /** Development alone knows people by their address. Lower-case. */
  | { readonly by: 'development'; readonly email: string }
);

/** A session of the dashboard's sign-in. */
export interface WebSessionProof {
  readonly id: string;
  /** What a page sends back in `X-CSRF-Token`; absent where no cookie vouches for the request. */
  readonly csrfToken?: string;
}

export type Asking = Pick<Request, 'headers' | 'method'>;

/** The sign-in: the person behind a request, or undefined if it brings no proof, or none that is valid. Throws ProblemError where the proof lacks something that can be said. */
export interface Authenticator {
  authenticate(request: Asking): Promise<SignedIn | undefined>;
}

/** The first of several that knows the person. */
export function firstOf(authenticators: readonly Authenticator[]): Authenticator {
  return {
    async authenticate(request) {
      for (const one of authenticators) {
        const person = await one.authenticate(request);
        if (person !== undefined) return person;
      }
      return undefined;
    },
  };
}

/** RFC 6750, section 2.1: the token of the Authorization header. */
export function bearerToken({ headers }: Pick<Request, 'headers'>): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

/** Fixed tokens, for development, the demo and checks. Compared by their hash: the time tells nothing of a token. */
export class DevelopmentSignIn implements Authenticator {
  private readonly byHash: ReadonlyMap<string, SignedIn>;

  constructor(
    people: readonly {
      readonly token: string;
      readonly email: string;
      readonly name: string;
      readonly admin: boolean;
    }[],
  ) {
    this.byHash = new Map(
      people.map(({ token, email, name, admin }) => [
        hash(token),
        { by: 'development', email: email.toLowerCase(), name, admin },
      ]),
    );
  }

  async authenticate(request: Asking): Promise<SignedIn | undefined> {
    const token = bearerToken(request);
    return token === undefined ? undefined : this.byHash.get(hash(token));
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
