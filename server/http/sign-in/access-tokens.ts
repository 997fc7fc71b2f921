import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Log } from '../../jobs/log.ts';
import { ProblemError } from '../problem.ts';
import { bearerToken, type Asking, type Authenticator, type SignedIn } from '../authenticator.ts';
import { personIn, type EntraRules } from './entra-claims.ts';

export interface AccessTokenOptions extends EntraRules {
  /** The API's client id: the audience of its v2 tokens. */
  readonly clientId: string;
  /** The scope's own name: `access_as_user`. */
  readonly scope: string;
  readonly fetch: typeof fetch;
  readonly log: Log;
  /** Our clock; tests set it. */
  readonly now?: () => Date;
}

/** Servers' clocks differ; Entra's tokens carry whole seconds. */
const CLOCK_TOLERANCE_SECONDS = 60;

/**
 * The pane's bearer tokens, which Entra made for this API (learn.microsoft.com, "Access tokens in the Microsoft identity platform"). RS256 alone; the keys are
 * kept and asked for again at most twice a minute, once for all who wait. An ID token is none: it has no scope.
 */
export class EntraAccessTokens implements Authenticator {
  private readonly options: AccessTokenOptions;
  private readonly keys: JWTVerifyGetKey;

  constructor(options: AccessTokenOptions) {
    this.options = options;
    this.keys = createRemoteJWKSet(new URL(`${options.authority}/common/discovery/v2.0/keys`), {
      [customFetch]: options.fetch,
      cooldownDuration: 30_000,
      cacheMaxAge: 12 * 3_600_000,
    });
  }

  async authenticate(request: Asking): Promise<SignedIn | undefined> {
    const token = bearerToken(request);
    if (token === undefined || token.split('.').length !== 3) return undefined;
    const { clientId, scope, log, now } = this.options;
    const claims = await jwtVerify(token, this.keys, {
      algorithms: ['RS256'],
      audience: clientId,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['iss', 'exp', 'nbf', 'tid', 'oid', 'ver'],
      ...(now === undefined ? {} : { currentDate: now() }),
    }).then(
      ({ payload }) => payload,
      (error: unknown) => {
        log.info({ reason: refusalOf(error) }, 'token-refused');
        return undefined;
      },
    );
    if (claims === undefined) return undefined;
    const person = personIn(claims, this.options);
    const scopes = typeof claims.scp === 'string' ? claims.scp.split(' ') : undefined;
    const refused = 'refused' in person ? person.refused : scopes === undefined ? 'no-access-token' : undefined;
    if ('refused' in person || refused !== undefined) {
      log.info({ reason: refused }, 'token-refused');
      return undefined;
    }
    if (scopes?.includes(scope) !== true) throw new ProblemError(403, 'scope-missing', { params: { scope } });
    return { by: 'identity', ...person };
  }
}

/** What is wrong with a token, as jose's code. Throws `sign-in-unavailable` where the keys could not be had: that is no fault of the token. */
function refusalOf(error: unknown): string {
  const keysMissing = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  if (keysMissing || !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC')
    throw new ProblemError(503, 'sign-in-unavailable');
  return error.code;
}
