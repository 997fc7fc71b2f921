/** One way to a token. Both throw SignInProblem. */
export interface Way {
  readonly kind: 'nested' | 'dialog';
  /** Without asking anybody; `refused`: the token that the server has just refused. */
  silently(refused?: string): Promise<string>;
  /** With a window; only from a click, or browsers block it. `givenUp`: nobody waits for it any more. */
  asking(givenUp: AbortSignal): Promise<string>;
  forget(): Promise<void>;
}
