import type { SignInProblemKind } from './problem.ts';

/** Where the server's own sign-in begins. `another`: the account before was not one for here, so that the person is asked which. */
export function signInPath(query: Readonly<Record<string, string>>, another: boolean): string {
  const asked = new URLSearchParams({ ...query, ...(another ? { another: 'true' } : {}) }).toString();
  return asked === '' ? '/sign-in' : `/sign-in?${asked}`;
}

/** The channel on which a window of a browser tells why it ended. */
export const SIGN_IN = 'cardbridge-sign-in';

/** What the window of the server's own sign-in says at its end, in Outlook and in a browser alike. Anything else is neither. */
export function saidByWindow(message: string): { readonly code?: string; readonly problem?: SignInProblemKind } {
  try {
    const { code, problem } = JSON.parse(message) as { readonly code?: unknown; readonly problem?: unknown };
    const named = problemNamed(problem);
    return { ...(typeof code === 'string' ? { code } : {}), ...(named === undefined ? {} : { problem: named }) };
  } catch {
    return {};
  }
}

const NAMED = [
  'consent-needed',
  'cancelled',
  'refused',
  'not-allowed',
  'unavailable',
] as const satisfies readonly SignInProblemKind[];

/** What the server names so in an address. */
export function problemNamed(name: unknown): SignInProblemKind | undefined {
  return NAMED.find((kind) => kind === name);
}
