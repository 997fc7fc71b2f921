import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pagePolicy } from '../../server/http/page-policy.ts';
import { TestServer } from './test-server.ts';

const OFFICE_JS = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';
const directory = mkdtempSync(join(tmpdir(), 'cardbridge-page-'));
let server: TestServer;
let secure: TestServer;

beforeAll(async () => {
  for (const page of ['index.html', 'taskpane.html'])
    writeFileSync(
      join(directory, page),
      `<!doctype html><title>${page}</title><script nonce="__NONCE__" src="/a.js"></script><script nonce="__NONCE__" src="__OFFICE_JS_URL__"></script>`,
    );
  writeFileSync(join(directory, 'taskpane.0123456789abcdef0123.js'), '//');
  writeFileSync(join(directory, 'taskpane.0123456789abcdef0123.js.br'), brotliCompressSync('compressed'));
  writeFileSync(join(directory, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  server = await TestServer.start({ pageDirectory: directory });
  secure = await TestServer.start({ pageDirectory: directory, publicUrl: 'https://cardbridge.example' });
});
afterAll(async () => {
  await Promise.all([server.stop(), secure.stop()]);
  rmSync(directory, { recursive: true });
});

/** The policy by its directives. */
const directives = (headers: Headers) =>
  new Map(
    (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );

describe('the page', () => {
  it('has a nonce of each response, in the HTML and in its policy, and is kept nowhere', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/index.html', '/taskpane.html', '/taskpane.html?_host_Info=Outlook$Web']) {
      const { body, headers, status } = await server.call<string>('GET', path);
      const [nonce = ''] = /(?<=nonce=")[^"]+/.exec(body) ?? [];
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
      expect(body).not.toMatch(/__/);
      expect(body).toContain(`src="${OFFICE_JS}"`);
      for (const name of ['script-src', 'style-src'])
        expect(directives(headers).get(name)).toContain(`'nonce-${nonce}'`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(4);
  });

  it('runs scripts of its own and of Microsoft alone, and is framed by Outlook alone', async () => {
    const policy = directives((await server.call('GET', '/taskpane.html')).headers);
    const [own, nonce, ...foreign] = policy.get('script-src') ?? [];
    expect([own, foreign]).toEqual(["'self'", ['https://appsforoffice.microsoft.com', 'https://ajax.aspnetcdn.com']]);
    expect(nonce).toMatch(/^'nonce-/);
    expect(policy.get('frame-ancestors')).toEqual(["'self'", 'https://outlook.office.com']);
    expect([...policy.values()].flat().filter((source) => source.startsWith("'unsafe"))).toEqual([]);
    expect(policy.has('upgrade-insecure-requests')).toBe(false);
    expect(policy.get('img-src')).toEqual(["'self'", 'blob:']);
  });

  it('asks for https to stay only where it is https, and never names X-Frame-Options', async () => {
    const plain = (await server.call('GET', '/')).headers;
    const kept = (await secure.call('GET', '/')).headers;
    expect([plain.get('strict-transport-security'), plain.get('x-frame-options')]).toEqual([null, null]);
    expect(kept.get('strict-transport-security')).toMatch(/max-age/);
    expect(kept.get('x-frame-options')).toBeNull();
  });

  it('is served with icons that Outlook may show, and files that are kept as long as their name', async () => {
    const icon = (await server.call('GET', '/icon.svg')).headers;
    expect([icon.get('cross-origin-resource-policy'), icon.get('cache-control')]).toEqual(['cross-origin', null]);
    const script = (await server.call('GET', '/taskpane.0123456789abcdef0123.js')).headers;
    expect(script.get('cache-control')).toContain('immutable');
  });

  it('sends the compressed copy of a script where the browser takes it and there is one', async () => {
    const script = `${server.url}/taskpane.0123456789abcdef0123.js`;
    const sent = await fetch(script, { headers: { 'accept-encoding': 'gzip, br' } });
    expect([sent.headers.get('content-encoding'), await sent.text()]).toEqual(['br', 'compressed']);
    expect([sent.headers.get('cache-control'), sent.headers.get('vary')]).toEqual([
      'public, max-age=31536000, immutable',
      'Accept-Encoding',
    ]);
    for (const encodings of ['identity', 'gzip'])
      expect(
        (await fetch(script, { headers: { 'accept-encoding': encodings } })).headers.get('content-encoding'),
      ).toBeNull();
  });

  it('lets scripts come from another Office.js than Microsoft`s instead of it, and calls go to the server alone', () => {
    const policy = pagePolicy({
      nonce: 'n',
      officeJsUrl: 'http://127.0.0.1:3001/office/office.js',
      frameAncestors: [],
    });
    expect(policy).toContain("script-src 'self' 'nonce-n' http://127.0.0.1:3001;");
    expect(policy).toContain("frame-src 'self' http://127.0.0.1:3001;");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toContain('microsoft.com ');
  });
});
