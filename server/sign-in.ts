import type { Configuration } from './config.ts';
import { createFetch } from './connectors/http.ts';
import type { ClientConfig } from './http/contract.ts';
import { EntraAccessTokens } from './http/sign-in/access-tokens.ts';
import { SignInProvider } from './http/sign-in/provider.ts';
import type { Log } from './jobs/log.ts';

/** Entra's bearer tokens, where people sign in with it. */
export function entraTokens({ signIn, caFile }: Configuration, log: Log): EntraAccessTokens[] {
  const { entra, admins } = signIn;
  if (entra === undefined) return [];
  const scope = entra.scope.split('/').at(-1) ?? entra.scope;
  return [new EntraAccessTokens({ ...entra, scope, admins: lowerCase(admins), fetch: createFetch(caFile), log })];
}

/** The server's own sign-in: at the company's own provider where there is one, else at Entra where Cardbridge has a secret for it. */
export function ownSignIn({ signIn, caFile }: Configuration, log: Log): { readonly provider?: SignInProvider } {
  const { entra, provider, admins } = signIn;
  const common = { fetch: createFetch(caFile), log };
  if (provider !== undefined) return { provider: new SignInProvider({ ...provider, ...common, admins }) };
  if (entra?.clientSecret === undefined) return {};
  const { clientId, clientSecret, authority } = entra;
  return {
    provider: new SignInProvider({
      issuer: `${authorityOf(entra)}/v2.0`,
      clientId,
      clientSecret,
      entra: { authority, tenants: entra.tenants, admins: lowerCase(admins) },
      admins: [],
      ...common,
    }),
  };
}

/** What the pane reads at run time. */
export function clientConfig(configuration: Configuration): ClientConfig {
  const { entra, provider } = configuration.signIn;
  return {
    ...(entra === undefined
      ? {}
      : { entra: { clientId: entra.clientId, authority: authorityOf(entra), scope: entra.scope } }),
    page: provider !== undefined || entra?.clientSecret !== undefined,
    development: configuration.developmentPeople.length > 0,
    name: configuration.manifest.name,
    supportUrl: configuration.manifest.supportUrl,
  };
}

/** One tenant's people go to it at once; of several, Entra finds out. */
function authorityOf({ authority, tenants }: { readonly authority: string; readonly tenants: readonly string[] }) {
  return `${authority}/${tenants.length === 1 ? tenants[0] : 'organizations'}`;
}

const lowerCase = (texts: readonly string[]) => texts.map((text) => text.toLowerCase());
