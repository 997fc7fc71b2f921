import { FailureError } from '../../model/failure.ts';
import { plainRequest } from '../http.ts';
import type { GraphOptions } from './client.ts';

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
    const {
      access_token: token,
      expires_in: seconds,
      error_description: why,
    } = answer.body as { access_token?: string; expires_in?: number; error_description?: string };
    if (answer.status !== 200 || token === undefined) {
      throw new FailureError({
        kind: 'signed-out',
        code: 'graph-sign-in-refused',
        message: why ?? `Microsoft Entra answered ${answer.status}.`,
      });
    }
    current = { token, until: Date.now() + ((seconds ?? 3600) - 300) * 1000 };
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
