import { SignInProblem } from './problem.ts';
import { newVerifier } from './verifier.ts';
import type { Way } from './way.ts';
import { saidByWindow, signInPath } from './window.ts';

export interface DialogOptions {
  /** Of this page. */
  readonly origin: string;
  /** Opens a page of ours in a window and gives its first message; throws an error with Office.js's `code`. */
  readonly ask: (url: string) => Promise<string>;
  /** The server's `POST /api/sign-in/redeem`. */
  readonly redeem: (code: string, verifier: string) => Promise<{ readonly token: string; readonly expiresAt: string }>;
  readonly now?: () => number;
}

/** Shortly before its end a token is no longer begun with. */
const SPARE_MS = 60_000;
const CLOSED_BY_PERSON = 12006;

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
    async asking() {
      const { verifier, challenge } = newVerifier();
      const url = `${origin}${signInPath({ challenge: await challenge }, another)}`;
      const message = await ask(url).catch((cause: unknown) => {
        const { code } = cause as { readonly code?: number };
        throw new SignInProblem(code === CLOSED_BY_PERSON ? 'cancelled' : 'blocked', { cause });
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
