import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError, readConfiguration } from '../../server/config.ts';

const TENANT = '7b3a1b0e-0000-4000-8000-00000000000a';
const CLIENT = '7b3a1b0e-0000-4000-8000-00000000000c';
let directory: string;
let complete: Record<string, string>;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cardbridge-config-'));
  writeFileSync(join(directory, 'key.pem'), '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n');
  writeFileSync(join(directory, 'people.json'), '[]');
  complete = {
    DATA_DIR: join(directory, 'data'),
    GRAPH_AUTHORITY: `https://login.microsoftonline.com/${TENANT}`,
    GRAPH_CLIENT_ID: 'app',
    GRAPH_CLIENT_SECRET: 'secret',
    SALESFORCE_CLIENT_ID: 'consumer',
    SALESFORCE_PRIVATE_KEY_FILE: join(directory, 'key.pem'),
    PUBLIC_URL: 'https://cardbridge.contoso.example',
  };
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const entra = () => ({ ENTRA_CLIENT_ID: CLIENT.toUpperCase(), ENTRA_TENANTS: TENANT });

function refusal(over: Record<string, string>): string {
  try {
    readConfiguration({ ...complete, ...over });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.join('\n');
    throw error;
  }
  return '';
}

describe('the configuration of the sign-in', () => {
  it('takes client and tenants, with defaults for the rest', () => {
    const { signIn } = readConfiguration({ ...complete, ...entra() });
    expect(signIn).toEqual({
      entra: {
        authority: 'https://login.microsoftonline.com',
        clientId: CLIENT,
        tenants: [TENANT],
        scope: `api://${CLIENT}/access_as_user`,
      },
      admins: [],
      selfEnrolment: true,
      trustProxy: 0,
    });
    const several = { ENTRA_TENANTS: `${TENANT}, ${CLIENT}`, ADMINS: `${CLIENT},somebody` };
    const second = readConfiguration({ ...complete, ...entra(), ...several }).signIn;
    expect([second.entra?.tenants, second.admins]).toEqual([
      [TENANT, CLIENT],
      [CLIENT, 'somebody'],
    ]);
  });

  it('says what is missing', () => {
    expect(refusal({})).toMatch(/^ENTRA_CLIENT_ID: nobody could sign in/);
    expect(refusal({ ROLE: 'worker' })).not.toMatch(/ENTRA/);
    expect(refusal({ ENTRA_CLIENT_ID: CLIENT })).toMatch(/^ENTRA_TENANTS: nobody could sign in/);
    expect(refusal({ ENTRA_TENANTS: TENANT })).toMatch(/^ENTRA_CLIENT_ID: ENTRA_TENANTS is set without it/);
    expect(refusal({ ...entra(), ENTRA_TENANTS: 'contoso.example' })).toMatch(/^ENTRA_TENANTS is not usable.*GUID/);
    expect(refusal({ OIDC_ISSUER: 'https://login.contoso.example' })).toMatch(/^OIDC_CLIENT_ID: /);
    expect(refusal({ ...entra(), GRAPH_AUTHORITY: 'https://login.microsoftonline.com/contoso.example' })).toMatch(
      /^SELF_ENROLMENT: .*contoso\.example/,
    );
  });

  it('has people sign in over https alone, but on one machine', () => {
    expect(refusal({ ...entra(), PUBLIC_URL: 'http://cardbridge.contoso.example' })).toMatch(/has to be https/);
    expect(refusal({ ...entra(), AUTHORITY: 'http://login.contoso.example' })).toMatch(/^AUTHORITY: .*https/);
    const oidc = { OIDC_ISSUER: 'http://login.contoso.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' };
    expect(refusal(oidc)).toMatch(/^OIDC_ISSUER: .*https/);
    const local = { ...entra(), PUBLIC_URL: 'http://localhost:3000', AUTHORITY: 'http://127.0.0.1:3105' };
    expect(refusal(local)).toBe('');
  });

  it("keeps your own provider's issuer as it spells it", () => {
    const oidc = { OIDC_ISSUER: 'https://login.contoso.example/', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' };
    expect(readConfiguration({ ...complete, ...oidc }).signIn.provider?.issuer).toBe('https://login.contoso.example/');
  });

  it('refuses fixed tokens in production, and wherever others could reach them', () => {
    const fixed = { DEV_TOKENS_FILE: join(directory, 'people.json') };
    expect(refusal({ ...entra(), ...fixed })).toMatch(/^DEV_TOKENS_FILE: fixed tokens are for development/);
    expect(refusal({ ...fixed, PUBLIC_URL: '', HOST: '0.0.0.0' })).toMatch(/^DEV_TOKENS_FILE: /);
    expect(refusal({ ...fixed, PUBLIC_URL: 'http://127.0.0.1:3000' })).toBe('');
    expect(refusal({ ...fixed, PUBLIC_URL: 'http://127.0.0.1:3000', NODE_ENV: 'production' })).toMatch(
      /^DEV_TOKENS_FILE: .*in production/,
    );
  });
});
