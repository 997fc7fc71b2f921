import { createHash } from 'node:crypto';
import type { Request } from 'express';

/** Who asks, as the sign-in knows them. */
export interface SignedIn {
  /** Lower-case. */
  readonly email: string;
  readonly name: string;
  readonly admin: boolean;
}

/** The sign-in: the person behind a request, or undefined if its token is none or not valid. */
export interface Authenticator {
  authenticate(request: Pick<Request, 'headers'>): Promise<SignedIn | undefined>;
}

/** Fixed tokens, for development, the demo and checks. Compared by their hash: the time tells nothing of a token. */
export class DevelopmentSignIn implements Authenticator {
  private readonly byHash: ReadonlyMap<string, SignedIn>;

  constructor(people: readonly (SignedIn & { readonly token: string })[]) {
    this.byHash = new Map(
      people.map(({ token, email, name, admin }) => [hash(token), { email: email.toLowerCase(), name, admin }]),
    );
  }

  async authenticate({ headers }: Pick<Request, 'headers'>): Promise<SignedIn | undefined> {
    const [, token] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    return token === undefined ? undefined : this.byHash.get(hash(token));
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
