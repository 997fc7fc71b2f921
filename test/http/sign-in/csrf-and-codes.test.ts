import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me, Problem, WhoAmI } from '../../../server/http/contract.ts';
import type { TestServer } from '../test-server.ts';
import type { Browser } from './browser.ts';
import { ada, api, APP, choose, HOST, OwnSignIn, SESSION } from './own-sign-in.ts';

let all: OwnSignIn;
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  all = await OwnSignIn.start();
  ({ server } = all);
});
afterAll(() => all.stop());
beforeEach(() => {
  browser = all.browser();
});

describe('what a cookie vouches for', () => {
  it('reads without more, and writes with the CSRF token alone', async () => {
    await choose(browser, ada.email);
    const { body } = await api<WhoAmI>(browser, 'GET', '/api/sign-in');
    const put = (headers: Record<string, string>) =>
      api<Problem>(browser, 'PUT', '/api/settings', { paused: true }, headers);
    for (const headers of [
      {},
      { 'x-csrf-token': 'x'.repeat(43) },
      { 'x-csrf-token': 'é'.repeat(43) },
      { 'x-csrf-token': '' },
    ]) {
      const { status, body: problem } = await put(headers as Record<string, string>);
      expect([status, problem.code]).toEqual([403, 'csrf']);
    }
    expect((await put({ 'x-csrf-token': body.csrfToken ?? '' })).status).toBe(200);
    const other = all.browser();
    await choose(other, ada.email, '/sign-in');
    const theirs = (await api<WhoAmI>(other, 'GET', '/api/sign-in')).body.csrfToken ?? '';
    expect((await put({ 'x-csrf-token': theirs })).status).toBe(403);
  });

  it('is not looked at where a token is sent, and is no token itself', async () => {
    await choose(browser, ada.email);
    expect((await api(browser, 'GET', '/api/me', undefined, { authorization: 'Bearer wrong' })).status).toBe(401);
    const { value = '' } = browser.cookie(HOST, SESSION) ?? {};
    expect((await server.call('GET', '/api/me', { headers: { authorization: `Bearer ${value}` } })).status).toBe(401);
  });
});

describe("the pane's dialog", () => {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const codeOf = async (who: string) => {
    const { url } = await choose(browser, who, `/sign-in?challenge=${challenge}`);
    expect(url.pathname).toBe('/sign-in/done');
    return new URLSearchParams(url.hash.slice(1)).get('code') ?? '';
  };
  const redeem = (code: string, given = verifier) =>
    server.call<{ token: string; expiresAt: string } & Problem>('POST', '/api/sign-in/redeem', {
      body: { code, verifier: given },
    });

  it('brings a code that gives a token to who began, once', async () => {
    const code = await codeOf(ada.email);
    expect(browser.cookie(HOST, SESSION)).toBeUndefined();
    const { status, body } = await redeem(code);
    expect(status).toBe(200);
    const asked = { headers: { authorization: `Bearer ${body.token}` } };
    expect((await server.call<Me>('GET', '/api/me', asked)).body.email).toBe(ada.email);
    expect((await server.call('PUT', '/api/settings', { ...asked, body: { paused: false } })).status).toBe(200);
    const again = await redeem(code);
    expect([again.status, again.body.code]).toEqual([403, 'code-not-valid']);
    expect((await server.call('POST', '/api/sign-in/end', asked)).status).toBe(204);
    expect((await server.call('GET', '/api/me', asked)).status).toBe(401);
    expect(server.logged.join('\n')).not.toContain(code);
  });

  it('gives two who bring the same code at once one token', async () => {
    const code = await codeOf(ada.email);
    const statuses = (await Promise.all([redeem(code), redeem(code), redeem(code)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 403, 403]);
  });

  it('gives nothing to who only saw the code, and it is used up by that', async () => {
    const code = await codeOf(ada.email);
    expect((await redeem(code, randomBytes(32).toString('base64url'))).status).toBe(403);
    expect((await redeem(code)).status).toBe(403);
  });

  it('gives nothing after a minute', async () => {
    const code = await codeOf(ada.email);
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      vi.setSystemTime(Date.now() + 61_000);
      expect((await redeem(code)).status).toBe(403);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is told a challenge that is one', async () => {
    for (const wrong of ['short', 'x'.repeat(44), `${'x'.repeat(42)}=`])
      expect((await browser.open(`${APP}/sign-in?challenge=${encodeURIComponent(wrong)}`)).status).toBe(400);
  });

  it('keeps its opener: no page of the way cuts it off', async () => {
    for (const path of ['/sign-in', `/sign-in?challenge=${challenge}`, '/sign-in/callback?state=x', '/sign-in/done']) {
      const { headers } = await browser.fetch(`${APP}${path}`);
      expect([path, headers.get('cross-origin-opener-policy'), headers.get('cache-control')]).toEqual([
        path,
        null,
        'no-store',
      ]);
    }
    expect((await browser.fetch(`${APP}/api/me`)).headers.get('cross-origin-opener-policy')).not.toBeNull();
  });
});
