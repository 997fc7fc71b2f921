import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretPost,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';
import { loggable, type Log } from '../../jobs/log.ts';
import type { WebSession } from '../../store/store.ts';
import { ProblemError } from '../problem.ts';
import { personIn, type Claims, type EntraRules } from './entra-claims.ts';
import { asksForConsent } from './entra-consent.ts';

export interface ProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Entra names people by tenant and object id. Absent: another provider, by issuer and subject. */
  readonly entra?: EntraRules;
  /** Subjects of administrators at another provider. */
  readonly admins: readonly string[];
  readonly fetch: typeof fetch;
  readonly log: Log;
}

/** What is remembered between the way to the provider and the way back; whoever has it can end nothing without the browser's cookie. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Why nobody is signed in at the end of a sign-in, as the page knows it (addin/sign-in/problem.ts). */
export type NotSignedIn = 'consent-needed' | 'cancelled' | 'refused' | 'not-allowed';

/** The server's own sign-in: OpenID Connect's code flow with PKCE, as a confidential client (openid.net/specs/openid-connect-core-1_0, section 3.1). */
export class SignInProvider {
  private readonly options: ProviderOptions;
  private discovered: Promise<Configuration> | undefined;

  constructor(options: ProviderOptions) {
    this.options = options;
  }

  /**
   * Where the browser goes. `another`: the account that is signed in there was not allowed, so that the person is asked for one, as often as they come
   * (section 3.1.2.1, `select_account`). Throws `sign-in-unavailable`.
   */
  async begin(
    redirectUri: string,
    { another }: { readonly another: boolean },
  ): Promise<{ readonly url: URL; readonly attempt: Attempt }> {
    const attempt = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const url = buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      ...(another ? { prompt: 'select_account' } : {}),
    });
    return { url, attempt };
  }

  /** Who came back to `url`, or why nobody did. Throws `sign-in-unavailable`. */
  async finish(url: URL, { state, nonce, verifier }: Attempt): Promise<WebSession | NotSignedIn> {
    const { entra, log } = this.options;
    const configuration = await this.configuration();
    let claims: Claims | undefined;
    try {
      const tokens = await authorizationCodeGrant(configuration, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      claims = tokens.claims();
    } catch (error) {
      if (entra !== undefined && asksForConsent(error)) {
        log.info({ error: loggable(error) }, 'sign-in-consent-needed');
        return 'consent-needed';
      }
      if (error instanceof AuthorizationResponseError) {
        log.info({ error: loggable(error) }, 'sign-in-refused');
        return error.error === 'access_denied' ? 'cancelled' : 'refused';
      }
      log.warn({ error: loggable(error) }, 'sign-in-not-valid');
      return 'refused';
    }
    return this.person(claims ?? {}) ?? 'not-allowed';
  }

  private person(claims: Claims): WebSession | undefined {
    const { entra, issuer, admins, log } = this.options;
    if (entra !== undefined) {
      const found = personIn(claims, entra);
      if (!('refused' in found)) return found;
      log.info({ reason: found.refused }, 'sign-in-not-allowed');
      return undefined;
    }
    const objectId = typeof claims.sub === 'string' ? claims.sub : '';
    const name = typeof claims.name === 'string' ? claims.name : '';
    if (objectId === '') return undefined;
    return { identity: { tenantId: issuer, objectId }, name, admin: admins.includes(objectId) };
  }

  private async configuration(): Promise<Configuration> {
    const { issuer, clientId, clientSecret, fetch: reach, log } = this.options;
    this.discovered ??= discovery(new URL(issuer), clientId, undefined, ClientSecretPost(clientSecret), {
      [customFetch]: (url, options) => reach(url, options as RequestInit),
      // Plain http is for one machine alone; the configuration sees to it.
      execute: issuer.startsWith('http:')
        ? [allowInsecureRequests, enableNonRepudiationChecks]
        : [enableNonRepudiationChecks],
    });
    try {
      return await this.discovered;
    } catch (error) {
      this.discovered = undefined;
      log.warn({ error: loggable(error) }, 'sign-in-provider-not-reached');
      throw new ProblemError(503, 'sign-in-unavailable');
    }
  }
}
