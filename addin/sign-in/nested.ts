import type { AuthError, IPublicClientApplication } from '@azure/msal-browser';
import { SignInProblem } from './problem.ts';
import type { Way } from './way.ts';

export interface NestedOptions {
  readonly clientId: string;
  readonly authority: string;
  /** `api://…/access_as_user`. */
  readonly scope: string;
}

/**
 * Nested app authentication: Outlook's own sign-in gives the token, with no window of ours (learn.microsoft.com, "Enable SSO in an Office Add-in using
 * nested app authentication"). The library is loaded when it is needed; it keeps its tokens in memory, never in the browser's storage.
 */
export function nestedSignIn(options: NestedOptions): Way {
  let opened: Promise<IPublicClientApplication> | undefined;
  const application = async () => {
    opened ??= open(options);
    return opened.catch((cause: unknown) => {
      opened = undefined;
      throw new SignInProblem('unreachable', { cause });
    });
  };
  const scopes = [options.scope];
  return {
    kind: 'nested',
    async silently(refused) {
      const app = await application();
      try {
        return (await app.acquireTokenSilent({ scopes, ...(refused ? { forceRefresh: true } : {}) })).accessToken;
      } catch (error) {
        throw problemOf(error);
      }
    },
    async asking() {
      const app = await application();
      try {
        return (await app.acquireTokenPopup({ scopes })).accessToken;
      } catch (error) {
        throw problemOf(error);
      }
    },
    async forget() {
      opened = undefined;
    },
  };
}

async function open({ clientId, authority }: NestedOptions): Promise<IPublicClientApplication> {
  const { createNestablePublicClientApplication } = await import(/* webpackChunkName: 'msal' */ '@azure/msal-browser');
  return createNestablePublicClientApplication({
    // Over plain http, as a stand-in on one machine is, the library takes no address; Outlook knows its own anyway.
    auth: { clientId, ...(authority.startsWith('https:') ? { authority } : {}) },
    cache: { cacheLocation: 'memoryStorage' },
    system: { loggerOptions: { piiLoggingEnabled: false, loggerCallback: () => undefined } },
  });
}

/**
 * Nobody has consented (65001), whoever was asked declined (65004), only an administrator may (90094, 90093), or asking for it needs their approval (90095). learn.microsoft.com, "Microsoft
 * Entra authentication and authorization error codes"; `consent_required` is OpenID Connect's.
 */
const CONSENT = /consent_required|AADSTS(?:65001|65004|90093|90094|90095)\b/;

/** By the library's own names and codes (learn.microsoft.com, "Errors in MSAL.js"). */
function problemOf(cause: unknown): SignInProblem {
  const { name, errorCode = '', subError = '', message = '' } = cause as Partial<AuthError>;
  if (CONSENT.test([errorCode, subError, message].join(' '))) return new SignInProblem('consent-needed', { cause });
  if (name === 'InteractionRequiredAuthError' || errorCode === 'no_account_error')
    return new SignInProblem('sign-in-needed', { cause });
  if (/user_cancel/i.test(errorCode)) return new SignInProblem('cancelled', { cause });
  if (errorCode === 'popup_window_error' || errorCode === 'empty_window_error')
    return new SignInProblem('blocked', { cause });
  if (/timed_out|timeout/.test(errorCode)) return new SignInProblem('timed-out', { cause });
  if (/network|transient|no_network/i.test(errorCode)) return new SignInProblem('unreachable', { cause });
  return new SignInProblem('refused', { cause });
}
