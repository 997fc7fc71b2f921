import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me, WhoAmI } from '../../../server/http/contract.ts';
import { createFetch } from '../../../server/connectors/http.ts';
import { TestServer } from '../test-server.ts';
import type { Browser } from './browser.ts';
import { OTHER_TENANT, TENANT } from './entra-tokens.ts';
import { ada, api, APP, ben, choose, HOST, OwnSignIn, SESSION } from './own-sign-in.ts';

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

const signedInAs = async () => (await api<Me>(browser, 'GET', '/api/me')).body.email;

describe("the server's own sign-in", () => {
  it('signs the browser in by a cookie that no script, no other site and no sub-domain can use', async () => {
    const landed = await choose(browser, ada.email);
    expect(landed.url.pathname).toBe('/');
    expect(await signedInAs()).toBe(ada.email);
    const cookie = browser.cookie(HOST, SESSION);
    const attributes = cookie?.attributes.map((one) => one.toLowerCase()) ?? [];
    expect(attributes).toEqual(expect.arrayContaining(['httponly', 'secure', 'samesite=lax', 'path=/']));
    expect(attributes.some((one) => one.startsWith('domain'))).toBe(false);
  });

  it('leaves no token in any address but the one-time ones of the protocol, and none in the log', async () => {
    await choose(browser, ada.email);
    const { body } = await api<WhoAmI>(browser, 'GET', '/api/sign-in');
    const secrets = [browser.cookie(HOST, SESSION)?.value, body.csrfToken, 'eyJ', 'code=', 'state='] as string[];
    for (const secret of secrets.slice(0, 3)) expect(browser.visited.join('\n')).not.toContain(secret);
    for (const secret of secrets) expect(server.logged.join('\n')).not.toContain(secret);
  });

  it('goes back to where one wanted to be, and nowhere else', async () => {
    expect((await choose(browser, ada.email, '/sign-in?back=/dashboard%3Ftab%3D2')).url.href).toBe(
      `${APP}/dashboard?tab=2`,
    );
    for (const back of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
      '\\\\evil.example',
      '/%5c%5cevil.example/%0d%0aSet-Cookie:x',
      '',
    ]) {
      const other = all.browser();
      const { url } = await choose(other, ada.email, `/sign-in?back=${encodeURIComponent(back)}`);
      expect([back, url.origin]).toEqual([back, APP]);
    }
  });

  it('gives a new session id each time, and ends the one that was there', async () => {
    await choose(browser, ada.email);
    const first = browser.cookie(HOST, SESSION)?.value ?? '';
    await choose(browser, ben.email);
    expect(browser.cookie(HOST, SESSION)?.value).not.toBe(first);
    expect(await signedInAs()).toBe(ben.email);
    const old = await server.call('GET', '/api/me', { headers: { cookie: `${SESSION}=${first}` } });
    expect(old.status).toBe(401);
  });

  it('takes no session id that somebody planted', async () => {
    const planted = `web.${randomBytes(32).toString('base64url')}`;
    browser.cookies.set(`${HOST} ${SESSION}`, { name: SESSION, value: planted, attributes: [] });
    await choose(browser, ada.email);
    expect(browser.cookie(HOST, SESSION)?.value).not.toBe(planted);
    expect((await server.call('GET', '/api/me', { headers: { cookie: `${SESSION}=${planted}` } })).status).toBe(401);
  });

  it('ends on the server', async () => {
    await choose(browser, ada.email);
    const { value = '' } = browser.cookie(HOST, SESSION) ?? {};
    const { csrfToken = '' } = (await api<WhoAmI>(browser, 'GET', '/api/sign-in')).body;
    expect((await api(browser, 'POST', '/api/sign-in/end', undefined, { 'x-csrf-token': csrfToken })).status).toBe(204);
    expect(browser.cookie(HOST, SESSION)).toBeUndefined();
    expect((await server.call('GET', '/api/me', { headers: { cookie: `${SESSION}=${value}` } })).status).toBe(401);
  });

  it('ends after twelve hours', async () => {
    await choose(browser, ada.email);
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      vi.setSystemTime(Date.now() + 11.9 * 3_600_000);
      expect((await api(browser, 'GET', '/api/me')).status).toBe(200);
      vi.setSystemTime(Date.now() + 0.2 * 3_600_000);
      expect((await api(browser, 'GET', '/api/me')).status).toBe(401);
    } finally {
      vi.useRealTimers();
    }
  });

  it('leads back to the page, which says that one was not signed in, and can be tried again', async () => {
    const { url } = await choose(browser, null);
    expect(`${url.pathname}${url.search}`).toBe('/?sign-in=cancelled');
    expect(browser.cookie(HOST, SESSION)).toBeUndefined();
    await choose(browser, ada.email);
    expect(await signedInAs()).toBe(ada.email);
  });

  it('asks for an account where another one is wanted, whoever is signed in at the provider', async () => {
    await choose(browser, ada.email);
    const again = await browser.open(`${APP}/sign-in`);
    expect([again.url.href, browser.visited.join(' ')]).toEqual([`${APP}/`, expect.not.stringContaining('prompt=')]);
    const page = await browser.open(`${APP}/sign-in?another=true`);
    expect(page.text).toContain('Who are you?');
    const way = browser.visited.map((one) => new URL(one)).findLast(({ searchParams }) => searchParams.has('prompt'));
    expect(way?.searchParams.get('prompt')).toBe('select_account');
    await browser.open(`${page.url.href}/enter?who=${encodeURIComponent(ben.email)}`);
    expect(await signedInAs()).toBe(ben.email);
  });

  it('refuses a person of a tenant that is not allowed', async () => {
    const other = await all.another([OTHER_TENANT]);
    try {
      const strange = all.browser(other);
      const { url } = await choose(strange, ada.email, '/sign-in');
      expect(`${url.pathname}${url.search}`).toBe('/?sign-in=not-allowed');
      expect(strange.cookie(HOST, SESSION)).toBeUndefined();
    } finally {
      await other.stop();
    }
  });
});

describe('a way back that is not ours', () => {
  const onTheWay = async () => {
    let callback: URL | undefined;
    browser.keepOnly(HOST);
    const page = await browser.open(`${APP}/sign-in`);
    await browser.open(`${page.url.href}/enter?who=${encodeURIComponent(ada.email)}`, (url) => {
      if (url.pathname === '/sign-in/callback') callback = url;
      return callback !== undefined;
    });
    if (callback === undefined) throw new Error('no callback');
    return callback;
  };

  it('signs no other browser in: nobody becomes somebody else by a link', async () => {
    const callback = await onTheWay();
    const victim = all.browser();
    expect((await victim.open(callback.href)).status).toBe(403);
    expect(victim.cookie(HOST, SESSION)).toBeUndefined();
    // And it is used up by that.
    expect((await browser.open(callback.href)).status).toBe(403);
  });

  it('works once', async () => {
    const callback = await onTheWay();
    expect((await browser.open(callback.href)).url.pathname).toBe('/');
    const again = await browser.open(callback.href);
    expect([again.status, again.text]).toEqual([403, expect.stringContaining('run out')]);
  });

  it('with another state, code or issuer, or after ten minutes, is refused', async () => {
    const changed = async (name: string, value: string) => {
      const callback = await onTheWay();
      callback.searchParams.set(name, value);
      const { status, url } = await browser.open(callback.href);
      expect(browser.cookie(HOST, SESSION)).toBeUndefined();
      return url.pathname === '/' ? url.search : status;
    };
    expect(await changed('state', 'other')).toBe(403);
    expect(await changed('code', 'other')).toBe('?sign-in=refused');
    expect(await changed('iss', 'https://evil.example')).toBe('?sign-in=refused');
    const callback = await onTheWay();
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      vi.setSystemTime(Date.now() + 601_000);
      expect((await browser.open(callback.href)).status).toBe(403);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('consent that is missing', () => {
  /** Where the browser lands when the provider answers with that error. */
  const landing = async (way: string, error: string, description?: string, at = server) => {
    const visitor = all.browser(at);
    const page = await visitor.open(`${APP}${way}`);
    let callback: URL | undefined;
    await visitor.open(`${page.url.href}/enter`, (url) => {
      if (url.pathname === '/sign-in/callback') callback = url;
      return callback !== undefined;
    });
    if (callback === undefined) throw new Error('no callback');
    callback.searchParams.set('error', error);
    callback.searchParams.delete('error_description');
    if (description !== undefined) callback.searchParams.set('error_description', description);
    const { url } = await visitor.open(
      callback.href,
      ({ origin, pathname }) => origin === APP && pathname !== callback?.pathname,
    );
    expect(visitor.cookie(HOST, SESSION)).toBeUndefined();
    return `${url.pathname}${url.search}${url.hash}`;
  };
  const challenge = 'x'.repeat(43);
  const inWindow = '/sign-in/not-done#problem=consent-needed';

  it('is told from a cancelled sign-in, however Entra puts it, to the page or in its window', async () => {
    for (const [error, description] of [
      ['consent_required', undefined],
      ['consent_required', 'AADSTS65001: The user or administrator has not consented to use the application.'],
      ['access_denied', 'AADSTS65004: User declined to consent to access the app.\r\nTrace ID: 7c839d05'],
      ['access_denied', 'AADSTS90094: Administrator consent is required.'],
      ['access_denied', 'AADSTS90095: Administrator consent was asked for.'],
    ] as const) {
      expect(await landing('/sign-in?back=/dashboard', error, description)).toBe('/?sign-in=consent-needed');
      expect(await landing(`/sign-in?challenge=${challenge}`, error, description)).toBe(inWindow);
      expect(await landing('/sign-in?back=%2Fsign-in%2Fdone', error, description)).toBe(inWindow);
    }
    for (const [error, description] of [
      ['access_denied', 'cancelled'],
      ['access_denied', 'AADSTS50020: User account does not exist in tenant.'],
    ] as const) {
      expect(await landing('/sign-in', error, description)).toBe('/?sign-in=cancelled');
      expect(await landing(`/sign-in?challenge=${challenge}`, error, description)).toBe(
        '/sign-in/not-done#problem=cancelled',
      );
    }
    expect(await landing('/sign-in', 'server_error', 'AADSTS650012')).toBe('/?sign-in=refused');
  });

  it("is none of another provider's: there is no link to send", async () => {
    const own = await all.another([TENANT], { provider: all.provider() });
    try {
      expect(await landing('/sign-in', 'consent_required', undefined, own)).toBe('/?sign-in=refused');
    } finally {
      await own.stop();
    }
  });
});

describe("the company's own provider", () => {
  it('names people by its issuer and their subject, whom an administrator enrols', async () => {
    const issuer = `${all.entra.authority}/${TENANT}/v2.0`;
    const provider = all.provider({
      admins: [`pairwise-${ben.objectId}`],
    });
    const own = await all.another([TENANT], { provider });
    try {
      const visitor = all.browser(own);
      await choose(visitor, ada.email, '/sign-in');
      const { body } = await api<WhoAmI>(visitor, 'GET', '/api/sign-in');
      expect(body).toMatchObject({ name: ada.name, admin: false });
      expect(body.mailbox).toBeUndefined();
      await choose(visitor, ben.email, '/sign-in');
      const { people: waiting } = (await api<{ people: object[] }>(visitor, 'GET', '/api/admin/people')).body;
      expect(waiting).toContainEqual(
        expect.objectContaining({ tenantId: issuer, objectId: `pairwise-${ada.objectId}` }),
      );
    } finally {
      await own.stop();
    }
  });

  it('that cannot be reached is no fault of the person, and is asked again', async () => {
    let down = true;
    const reach = createFetch();
    const provider = all.provider({
      fetch: async (...asked) => {
        if (down) throw new TypeError('fetch failed');
        return reach(...asked);
      },
    });
    const own = await all.another([TENANT], { provider });
    try {
      const visitor = all.browser(own);
      expect((await visitor.open(`${APP}/sign-in`)).status).toBe(503);
      down = false;
      await choose(visitor, ada.email, '/sign-in');
    } finally {
      await own.stop();
    }
  });
});

describe('the rest of it', () => {
  it('a token of the stand-in for a nested app is one that the API takes', async () => {
    const asked = { headers: { authorization: `Bearer ${await all.entra.token(ben)}` } };
    expect((await server.call<Me>('GET', '/api/me', asked)).body.email).toBe(ben.email);
  });

  it('sign-ins of one address are held back', async () => {
    const narrow = await all.another([TENANT], { signInsPerMinute: 2 });
    try {
      const statuses = [];
      for (let count = 0; count < 3; count += 1)
        statuses.push((await fetch(`${narrow.url}/sign-in`, { redirect: 'manual' })).status);
      expect(statuses).toEqual([303, 303, 429]);
      const redeemed = await narrow.call('POST', '/api/sign-in/redeem', {
        body: { code: 'x', verifier: 'x'.repeat(43) },
      });
      expect(redeemed.status).toBe(429);
    } finally {
      await narrow.stop();
    }
  });

  it('where there is no sign-in of its own, it says so', async () => {
    const without = await TestServer.start();
    try {
      const answer = await without.call<string>('GET', '/sign-in');
      expect([answer.status, answer.body]).toEqual([404, expect.stringContaining('no sign-in page')]);
    } finally {
      await without.stop();
    }
  });
});
