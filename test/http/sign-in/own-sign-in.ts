import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createFetch } from '../../../server/connectors/http.ts';
import type { AppOptions } from '../../../server/http/app.ts';
import { EntraAccessTokens } from '../../../server/http/sign-in/access-tokens.ts';
import { SignInProvider, type ProviderOptions } from '../../../server/http/sign-in/provider.ts';
import { startEntra, type EntraStandIn } from '../../simulators/entra/stand-in.ts';
import { State } from '../../simulators/kit/state.ts';
import { samplePeople, type SampleUser } from '../../simulators/sample/people.ts';
import { TestServer } from '../test-server.ts';
import { Browser } from './browser.ts';
import { CLIENT_ID, TENANT } from './entra-tokens.ts';

export const APP = 'https://cardbridge.contoso.example';
export const HOST = 'cardbridge.contoso.example';
export const SESSION = '__Host-cardbridge-session';

const people = samplePeople('seed');
export const [ada, ben] = people as [SampleUser, SampleUser];

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The real server with its own sign-in at a stand-in for Entra, and a browser. */
export class OwnSignIn {
  readonly entra: EntraStandIn;
  readonly server: TestServer;
  private readonly folder: string;

  private constructor(entra: EntraStandIn, server: TestServer, folder: string) {
    this.entra = entra;
    this.server = server;
    this.folder = folder;
  }

  static async start(over: Partial<AppOptions> = {}): Promise<OwnSignIn> {
    const folder = mkdtempSync(join(tmpdir(), 'cardbridge-sign-in-'));
    const app = { clientId: CLIENT_ID, clientSecret: 'the secret', redirectUris: [`${APP}/sign-in/callback`] };
    const entra = await startEntra({ tenantId: TENANT, app, users: people, state: new State(folder), port: 0 });
    return new OwnSignIn(entra, await another(entra, [TENANT], over), folder);
  }

  /** A second server at the same stand-in. */
  another(tenants: readonly string[], over: Partial<AppOptions> = {}): Promise<TestServer> {
    return another(this.entra, tenants, over);
  }

  /** The company's own provider, which is the stand-in by another name. */
  provider(over: Partial<ProviderOptions> = {}): SignInProvider {
    return new SignInProvider({ ...providerOptions(this.entra), ...over });
  }

  browser(server = this.server): Browser {
    return new Browser({ [APP]: server.url });
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.entra.close();
    rmSync(this.folder, { recursive: true });
  }
}

const providerOptions = (entra: EntraStandIn): ProviderOptions => ({
  issuer: `${entra.authority}/${TENANT}/v2.0`,
  clientId: CLIENT_ID,
  clientSecret: 'the secret',
  fetch: createFetch(),
  log: quiet,
  admins: [],
});

function another(entra: EntraStandIn, tenants: readonly string[], over: Partial<AppOptions>): Promise<TestServer> {
  const rules = { authority: entra.authority, tenants, admins: [] };
  const common = { clientId: CLIENT_ID, fetch: createFetch(), log: quiet };
  return TestServer.start({
    directory: {
      tenantId: TENANT,
      byId: async (id) => {
        const found = people.find(({ objectId }) => objectId === id);
        return found && { id, address: found.email, name: found.name };
      },
      byAddress: async () => undefined,
    },
    authenticator: new EntraAccessTokens({ ...rules, ...common, scope: 'access_as_user' }),
    provider: new SignInProvider({ ...providerOptions(entra), entra: rules }),
    publicUrl: APP,
    ...over,
  });
}

/** Chooses who one is on the page of the provider; null: cancels. */
export async function choose(browser: Browser, who: string | null, address = '/sign-in') {
  browser.keepOnly(HOST);
  const page = await browser.open(`${APP}${address}`);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('Who are you?')]);
  return browser.open(`${page.url.href}/enter${who === null ? '' : `?who=${encodeURIComponent(who)}`}`, (url) =>
    url.pathname.startsWith('/sign-in/done'),
  );
}

/** One call of the page. */
export async function api<T>(
  browser: Browser,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await browser.fetch(`${APP}${path}`, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
}
