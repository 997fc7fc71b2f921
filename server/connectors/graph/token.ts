import { FailureError } from '../../model/failure.ts';
import { plainRequest } from '../http.ts';
import type { GraphOptions } from './client.ts';
import { isWire } from './shape.ts';

/** What a header can carry (RFC 6750, section 2.1). */
const TOKEN = /^[\x21-\x7e]+$/;

/** App-only tokens (client credentials), one for all mailboxes; refreshed five minutes early, once for all who ask. */
export function appTokens(options: GraphOptions): (stale?: string) => Promise<string> {
  let current: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;

  const ask = async (): Promise<string> => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: options.clientId,
      client_secret: options.clientSecret,
      scope: 'https://graph.microsoft.com/.default',
    });
    const answer = await plainRequest({
      url: `${options.authority}/oauth2/v2.0/token`,
      form: body,
      ...(options.caFile === undefined ? {} : { caFile: options.caFile }),
    });
    const { access_token: token, expires_in: seconds, error_description: why } = isWire(answer.body) ? answer.body : {};
    if (answer.status !== 200 || typeof token !== 'string' || !TOKEN.test(token)) {
      // Only what Entra itself says against the app is the administrator's to mend.
      const refused = answer.status >= 400 && answer.status < 500;
      throw new FailureError({
        kind: refused ? 'signed-out' : 'unavailable',
        code: refused ? 'graph-sign-in-refused' : 'graph-sign-in-not-understood',
        message: typeof why === 'string' ? why : `Microsoft Entra answered ${answer.status}.`,
      });
    }
    current = { token, until: Date.now() + ((typeof seconds === 'number' ? seconds : 3600) - 300) * 1000 };
    return token;
  };

  return async (stale) => {
    if (current !== undefined && current.token !== stale && current.until > Date.now()) return current.token;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}
