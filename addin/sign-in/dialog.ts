import { SignInProblem, type SignInProblemKind } from './problem.ts';
import { newVerifier } from './verifier.ts';
import type { Way } from './way.ts';
import { saidByWindow, signInPath } from './window.ts';

export interface DialogOptions {
  /** Of this page. */
  readonly origin: string;
  /** Opens a page of ours in a window and gives its first message; `givenUp`: it is closed. Throws an error with Office.js's `code`. */
  readonly ask: (url: string, givenUp: AbortSignal) => Promise<string>;
  /** The server's `POST /api/sign-in/redeem`. */
  readonly redeem: (code: string, verifier: string) => Promise<{ readonly token: string; readonly expiresAt: string }>;
  readonly now?: () => number;
}

/** Shortly before its end a token is no longer begun with. */
const SPARE_MS = 60_000;
/** Office.js's own, each as what it comes to; any other: no window was opened. */
const REFUSED: Readonly<Record<number, SignInProblemKind>> = { 12006: 'cancelled', 12007: 'already-open' };

/** For clients without nested sign-in: the server's own sign-in in a window, which brings a code that only this page can redeem. The token is kept in memory. */
export function dialogSignIn({ origin, ask, redeem, now = Date.now }: DialogOptions): Way {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let another = false;
  return {
    kind: 'dialog',
    async silently(refused) {
      if (kept !== undefined && kept.token !== refused && kept.until - SPARE_MS > now()) return kept.token;
      throw new SignInProblem('sign-in-needed');
    },
    async asking(givenUp) {
      const { verifier, challenge } = newVerifier();
      const url = `${origin}${signInPath({ challenge: await challenge }, another)}`;
      const message = await ask(url, givenUp).catch((cause: unknown) => {
        const { code = 0 } = cause as { readonly code?: number };
        throw new SignInProblem(REFUSED[code] ?? 'blocked', { cause });
      });
      const { code, problem = 'refused' } = saidByWindow(message);
      another = problem === 'not-allowed';
      if (code === undefined) throw new SignInProblem(problem);
      const { token, expiresAt } = await redeem(code, verifier);
      kept = { token, until: Date.parse(expiresAt) };
      return token;
    },
    async forget() {
      kept = undefined;
    },
  };
}
