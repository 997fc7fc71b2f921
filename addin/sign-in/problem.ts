/**
 * Why nobody is signed in, each with one way on: `sign-in-needed`: ask the person; `consent-needed`: an administrator allows the app first;
 * `timed-out`, `blocked` (no window could be opened): try again, or in a window of our own; `already-open`: close the window that is; `cancelled`: they closed it; `refused`: the administrator; `not-allowed`: another account; `unavailable`: the server could not reach the sign-in, try again; `unreachable`: later; `impossible`: this client has no way.
 */
export type SignInProblemKind =
  | 'sign-in-needed'
  | 'consent-needed'
  | 'timed-out'
  | 'blocked'
  | 'already-open'
  | 'cancelled'
  | 'refused'
  | 'not-allowed'
  | 'unavailable'
  | 'unreachable'
  | 'impossible';

export class SignInProblem extends Error {
  override readonly name = 'SignInProblem';
  readonly kind: SignInProblemKind;
  constructor(kind: SignInProblemKind, options?: ErrorOptions) {
    super(kind, options);
    this.kind = kind;
  }
}

/** What does not come within `ms` is a `timed-out`; a sign-in that hangs must not hold the pane. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SignInProblem('timed-out')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
