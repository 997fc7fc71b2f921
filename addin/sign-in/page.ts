import type { WhoAmI } from '../../server/http/contract.ts';
import { SignInProblem, within, type SignInProblemKind } from './problem.ts';
import type { SignIn } from './sign-in.ts';
import { saidByWindow } from './window.ts';

export interface PageOptions {
  /** The server's `GET /api/sign-in`, which the browser's cookie vouches for; undefined: nobody is signed in. */
  readonly whoAmI: () => Promise<WhoAmI | undefined>;
  /** Opens the server's sign-in in a window, for `another` account than the one before; null: it could not be opened. */
  readonly open: (another: boolean) => Pick<Window, 'close'> | null;
  /** Hears what the window says at its end; answers how to listen no longer. */
  readonly hear: (listener: (message: string) => void) => () => void;
  /** Why the way that led here did not sign in. */
  readonly problem?: SignInProblemKind;
  readonly everyMs?: number;
  readonly askingMs?: number;
}

/**
 * Outside Outlook: the server's own sign-in, whose cookie no script can read. What the page has is the token against forged requests. Signing in again is
 * done in a window beside the page, so that nothing on the page is lost.
 */
export function pageSignIn(options: PageOptions): SignIn {
  const { whoAmI, open, hear, everyMs = 1000, askingMs = 3 * 60_000 } = options;
  let { problem } = options;
  let token: string | undefined;
  let another = false;
  const look = async (): Promise<string> => {
    token = (await whoAmI())?.csrfToken;
    if (token === undefined) throw new SignInProblem(problem ?? 'sign-in-needed');
    problem = undefined;
    return token;
  };
  return {
    kind: 'page',
    getToken: async (refused) => (token === undefined || token === refused ? look() : token),
    async ask() {
      const window = open(another);
      if (window === null) throw new SignInProblem('blocked');
      let given = false;
      const signedIn = async (): Promise<void> => {
        while (!given) {
          await new Promise((wake) => setTimeout(wake, everyMs));
          if ((await look().catch(() => undefined)) !== undefined) return;
        }
      };
      const notDone = Promise.withResolvers<never>();
      const deaf = hear((message) => {
        const { problem: why = 'refused' } = saidByWindow(message);
        another = why === 'not-allowed';
        notDone.reject(new SignInProblem(why));
      });
      try {
        await within(askingMs, Promise.race([signedIn(), notDone.promise]));
      } catch (error) {
        window.close();
        throw error;
      } finally {
        given = true;
        deaf();
      }
    },
    otherWay: undefined,
    async forget() {
      token = undefined;
    },
  };
}
