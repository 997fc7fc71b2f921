import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError, readConfiguration } from '../../server/config.ts';
import { certificates } from '../simulators/kit/tls.ts';

const TENANT = '7b3a1b0e-0000-4000-8000-00000000000a';
const CLIENT = '7b3a1b0e-0000-4000-8000-00000000000c';
let directory: string;
let complete: Record<string, string>;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cardbridge-config-'));
  writeFileSync(join(directory, 'key.pem'), '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n');
  complete = {
    DATA_DIR: join(directory, 'data'),
    GRAPH_AUTHORITY: `https://login.microsoftonline.com/${TENANT}`,
    GRAPH_CLIENT_ID: 'app',
    GRAPH_CLIENT_SECRET: 'secret',
    ENTRA_CLIENT_ID: CLIENT,
    ENTRA_TENANTS: TENANT,
    SALESFORCE_CLIENT_ID: 'consumer',
    SALESFORCE_PRIVATE_KEY_FILE: join(directory, 'key.pem'),
  };
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function problems(environment: Record<string, string>): readonly string[] {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('has defaults for all that can have one', () => {
    const configuration = readConfiguration(complete);
    expect(configuration).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      role: 'all',
      schedule: true,
      maximumSessions: 4,
      graph: { url: 'https://graph.microsoft.com/v1.0' },
      salesforce: { loginUrl: 'https://login.salesforce.com', apiVersion: '67.0' },
      developmentPeople: [],
    });
    expect(configuration.databaseUrl).toBeUndefined();
  });

  it('has a certificate with its key, or neither, and an address that goes with it', async () => {
    const { certificate, key } = await certificates(directory);
    const [TLS_CERT_FILE, TLS_KEY_FILE] = [join(directory, 'tls-cert.pem'), join(directory, 'tls-key.pem')];
    writeFileSync(TLS_CERT_FILE, certificate);
    writeFileSync(TLS_KEY_FILE, key);
    const both = { ...complete, TLS_CERT_FILE, TLS_KEY_FILE };
    expect(readConfiguration(both)).toMatchObject({
      publicUrl: 'https://127.0.0.1:3000',
      tls: { certificate: TLS_CERT_FILE, key: TLS_KEY_FILE },
    });
    expect(readConfiguration(complete).tls).toBeUndefined();
    for (const [over, told] of [
      [{ TLS_KEY_FILE: '' }, /^TLS_KEY_FILE: .*no key/],
      [{ TLS_CERT_FILE: '' }, /^TLS_CERT_FILE: .*no certificate/],
      [{ TLS_KEY_FILE: join(directory, 'key.pem') }, /^TLS_CERT_FILE: .*cannot be used together/],
      [{ TLS_CERT_FILE: join(directory, 'gone.pem') }, /^TLS_CERT_FILE is not usable \(no such file\)/],
      [{ PUBLIC_URL: 'http://sync.contoso.example' }, /^PUBLIC_URL: .*is http/],
    ] as const)
      expect([over, ...problems({ ...both, ...over })]).toEqual([over, expect.stringMatching(told)]);
  });

  it('is frozen, all of it', () => {
    const configuration = readConfiguration(complete);
    expect(Object.isFrozen(configuration)).toBe(true);
    expect(Object.isFrozen(configuration.graph)).toBe(true);
  });

  it('names every variable that is missing or wrong, with what to do', () => {
    const { GRAPH_CLIENT_ID: _id, ...rest } = complete;
    const told = problems({ ...rest, PORT: 'http', SCHEDULE: 'maybe', CA_FILE: join(directory, 'none.pem') });
    expect(told).toHaveLength(4);
    expect(told).toContainEqual(expect.stringMatching(/^PORT is not usable .*set it to the port/));
    expect(told).toContainEqual(expect.stringMatching(/^GRAPH_CLIENT_ID is not set: set it to the application/));
    expect(told).toContainEqual(expect.stringMatching(/^SCHEDULE is not usable .*set it to on/));
    expect(told).toContainEqual(expect.stringMatching(/^CA_FILE is not usable \(no such file\)/));
  });

  it('lets the pane be framed by Outlook and load Microsoft’s office.js, or what is set instead', () => {
    const usual = readConfiguration(complete);
    expect(usual.officeJsUrl).toBe('https://appsforoffice.microsoft.com/lib/1/hosted/office.js');
    expect(usual.frameAncestors).toEqual(
      expect.arrayContaining(['https://outlook.office.com', 'https://outlook.cloud.microsoft']),
    );
    const set = readConfiguration({
      ...complete,
      FRAME_ANCESTORS: 'https://mail.contoso.com, http://127.0.0.1:3001 https://*.contoso.com',
      OFFICE_JS_URL: 'http://127.0.0.1:3001/office.js',
    });
    expect(set.officeJsUrl).toBe('http://127.0.0.1:3001/office.js');
    expect(set.frameAncestors).toEqual(['https://mail.contoso.com', 'http://127.0.0.1:3001', 'https://*.contoso.com']);
    // What could end the directive and begin another one is refused.
    for (const wrong of ['https://x.example;script-src *', "'unsafe-inline'", '*', 'https://x.example/path'])
      expect(problems({ ...complete, FRAME_ANCESTORS: wrong })).toContainEqual(
        expect.stringMatching(/^FRAME_ANCESTORS is not usable .*set it to the origins/),
      );
  });

  it('takes a variable set to nothing as left out', () => {
    expect(readConfiguration({ ...complete, PORT: '', DATABASE_URL: '' }).port).toBe(3000);
  });

  it('makes a secret key once and keeps it, for its owner alone', () => {
    const first = readConfiguration(complete).secretKey;
    expect(first).toHaveLength(32);
    expect(readConfiguration(complete).secretKey).toEqual(first);
    const path = join(directory, 'data/secret.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(path, 'utf8'), 'base64')).toEqual(first);
    expect(problems({ ...complete, SECRET_KEY: 'c2hvcnQ=' })).toEqual([
      expect.stringMatching(/^SECRET_KEY: SECRET_KEY is 5 bytes instead of 32/),
    ]);
  });

  it('does not let several processes share the embedded database', () => {
    expect(problems({ ...complete, ROLE: 'worker' })).toEqual([expect.stringMatching(/^DATABASE_URL: ROLE=worker/)]);
    const shared = { ...complete, ROLE: 'web', DATABASE_URL: 'postgres://localhost/cardbridge' };
    expect(problems(shared)).toEqual([expect.stringMatching(/^SECRET_KEY: ROLE=web/)]);
    expect(readConfiguration({ ...shared, SECRET_KEY: Buffer.alloc(32).toString('base64') }).role).toBe('web');
  });

  it('reads the development people, and says what is wrong with them', () => {
    const path = join(directory, 'people.json');
    const person = {
      token: 'a-token-of-enough-length',
      email: 'Ada@contoso.example',
      name: 'Ada',
      admin: true,
      service: 'graph',
      salesforceUsername: 'ada@org',
    };
    writeFileSync(path, JSON.stringify([person]));
    expect(readConfiguration({ ...complete, DEV_TOKENS_FILE: path }).developmentPeople).toEqual([
      { ...person, email: 'ada@contoso.example' },
    ]);
    writeFileSync(path, JSON.stringify([{ ...person, service: 'lotus' }]));
    expect(problems({ ...complete, DEV_TOKENS_FILE: path })).toEqual([
      expect.stringMatching(/^DEV_TOKENS_FILE: .*0\.service/),
    ]);
    writeFileSync(path, '[');
    expect(problems({ ...complete, DEV_TOKENS_FILE: path })).toEqual([expect.stringMatching(/is not JSON/)]);
  });

  it('sends mail by a server and from a sender, or not at all', () => {
    const smtp = { SMTP_URL: 'smtp://mail.contoso.example:587', MAIL_FROM: 'Cardbridge <cardbridge@contoso.example>' };
    expect(readConfiguration(complete).mail).toBeUndefined();
    expect(readConfiguration({ ...complete, ...smtp }).mail).toEqual({ smtpUrl: smtp.SMTP_URL, from: smtp.MAIL_FROM });
    expect(problems({ ...complete, SMTP_URL: smtp.SMTP_URL })).toEqual([expect.stringContaining('MAIL_FROM: ')]);
    expect(problems({ ...complete, MAIL_FROM: smtp.MAIL_FROM })).toEqual([expect.stringContaining('SMTP_URL: ')]);
    expect(problems({ ...complete, ...smtp, SMTP_URL: 'mail.contoso.example' })).toHaveLength(1);
    expect(problems({ ...complete, ...smtp, MAIL_FROM: 'a@b.example\r\nBcc: c@d.example' })).toHaveLength(1);
  });
});
