import type { ClientConfig } from '../../server/http/contract.ts';
import { dialogSignIn, type DialogOptions } from './dialog.ts';
import { nestedSignIn } from './nested.ts';
import { SignInProblem, within } from './problem.ts';
import type { Way } from './way.ts';

export interface SignIn {
  /** `page`: the browser's own, with a cookie; `none`: this client has no way. */
  readonly kind: Way['kind'] | 'page' | 'none';
  /** For each call. `refused`: the token that the server has just refused. Throws SignInProblem: `sign-in-needed` asks for a button. */
  getToken(refused?: string): Promise<string>;
  /** From a click of the person; the next getToken has what came of it. Throws SignInProblem. */
  ask(): Promise<void>;
  /** After `ask` has failed or hangs: the other way, where this client has one. */
  readonly otherWay: (() => Promise<void>) | undefined;
  /** The token of a window of ours is ended by the server's `POST /api/sign-in/end`; this forgets it here. */
  forget(): Promise<void>;
}

export interface Surroundings {
  readonly config: Pick<ClientConfig, 'entra' | 'page'>;
  /** Outlook says that it has nested sign-in. */
  readonly nested: boolean;
  /** Undefined: the client opens no windows for add-ins. */
  readonly dialog: DialogOptions | undefined;
  readonly silentMs?: number;
  readonly askingMs?: number;
}

const SILENT_MS = 10_000;
/** Time for a password and a second factor. */
const ASKING_MS = 3 * 60_000;

/**
 * The pane's sign-in: Outlook's own where client and company have it, else a window of ours. A silent attempt that fails for another reason than that the
 * person is needed goes on to the window by the person's click.
 */
export function createSignIn(surroundings: Surroundings): SignIn {
  const { silentMs = SILENT_MS, askingMs = ASKING_MS } = surroundings;
  const [first, second] = waysIn(surroundings);
  let way = first;
  let silent: Promise<string> | undefined;
  const current = (): Way => {
    if (way === undefined) throw new SignInProblem('impossible');
    return way;
  };
  const ask = async (): Promise<void> => {
    const givenUp = new AbortController();
    // A window that stays would not let another one open.
    await within(askingMs, current().asking(givenUp.signal)).finally(() => givenUp.abort());
  };
  return {
    get kind() {
      return way?.kind ?? 'none';
    },
    async getToken(refused) {
      const used = current();
      if (refused !== undefined) return within(silentMs, used.silently(refused));
      // Calls at the same time share one attempt.
      silent ??= within(silentMs, used.silently()).finally(() => (silent = undefined));
      return silent;
    },
    ask,
    otherWay:
      second === undefined
        ? undefined
        : async () => {
            way = way === first ? second : first;
            await ask();
          },
    async forget() {
      await Promise.all([first?.forget(), second?.forget()]);
    },
  };
}

function waysIn({ config, nested, dialog }: Surroundings): readonly Way[] {
  return [
    ...(nested && config.entra !== undefined ? [nestedSignIn(config.entra)] : []),
    ...(dialog !== undefined && config.page ? [dialogSignIn(dialog)] : []),
  ];
}
