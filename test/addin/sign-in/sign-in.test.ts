// @vitest-environment happy-dom
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSignIn, type Surroundings } from '../../../addin/sign-in/sign-in.ts';
import { isSomebodyElses } from '../../../addin/sign-in/whose.ts';
import { NestedBridge } from './nested-bridge.ts';

const ENTRA = {
  clientId: '7b3a1b0e-3333-4000-8000-00000000000c',
  authority: 'https://login.microsoftonline.com/7b3a1b0e-1111-4000-8000-00000000000a',
  scope: 'api://7b3a1b0e-3333-4000-8000-00000000000c/access_as_user',
};
let bridge: NestedBridge;
const logged: string[] = [];

beforeEach(() => {
  bridge = new NestedBridge();
  bridge.install();
  logged.length = 0;
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation((...words) => void logged.push(words.map(String).join(' ')));
});
afterEach(() => {
  vi.restoreAllMocks();
  bridge.remove();
});

const dialog = (over: Partial<NonNullable<Surroundings['dialog']>> = {}): NonNullable<Surroundings['dialog']> => ({
  origin: 'https://cardbridge.contoso.example',
  ask: async () => JSON.stringify({ code: 'one-time-code' }),
  redeem: async () => ({ token: 'pane.token', expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
  ...over,
});
const signIn = (over: Partial<Surroundings> = {}) =>
  createSignIn({
    config: { entra: ENTRA, page: true },
    nested: true,
    dialog: dialog(),
    silentMs: 20_000,
    askingMs: 20_000,
    ...over,
  });
const kinds = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    ({ kind }: { readonly kind?: string }) => kind,
  );
const asked = (method: string) => bridge.asked.filter((one) => one.method === method);

describe('nested sign-in', () => {
  it("gives Outlook's token without asking anybody, once for calls at the same time, and asks again for one that was refused", async () => {
    const { getToken } = signIn();
    expect(await Promise.all([getToken(), getToken(), getToken()])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(asked('GetToken')).toHaveLength(1);
    expect(asked('GetToken')[0]?.tokenParams?.scope).toContain(ENTRA.scope);
    expect(await getToken()).toBe('token-1');
    expect(asked('GetToken')).toHaveLength(1);
    bridge.token = 'token-2';
    expect(await getToken('token-1')).toBe('token-2');
    expect(asked('GetTokenPopup')).toHaveLength(0);
  });

  it('says that the person is needed, and takes their click', async () => {
    bridge.silent = 'needs-interaction';
    const { getToken, ask } = signIn();
    expect(await kinds(getToken())).toBe('sign-in-needed');
    bridge.silent = 'gives';
    await ask();
    expect(asked('GetTokenPopup')).toHaveLength(1);
    expect(await getToken()).toBe('token-1');
  });

  it('tells a consent that is missing from a person who is needed', async () => {
    bridge.silent = 'needs-consent';
    bridge.popup = 'needs-consent';
    const { getToken, ask } = signIn();
    expect(await kinds(getToken())).toBe('consent-needed');
    expect(await kinds(ask())).toBe('consent-needed');
  });

  it('does not wait for ever, and has another way then', async () => {
    bridge.silent = 'hangs';
    bridge.popup = 'hangs';
    const signed = signIn({ silentMs: 500, askingMs: 500 });
    expect(await kinds(signed.getToken())).toBe('timed-out');
    expect(await kinds(signed.ask())).toBe('timed-out');
    await signed.otherWay?.();
    expect(await signed.getToken()).toBe('pane.token');
    expect(signIn({ dialog: undefined }).otherWay).toBeUndefined();
  });

  it('tells who closed the window from no network', async () => {
    bridge.popup = 'cancelled';
    expect(await kinds(signIn().ask())).toBe('cancelled');
    bridge.silent = 'down';
    expect(await kinds(signIn().getToken())).toBe('unreachable');
  });

  it('keeps tokens in memory: none in the storage of the browser, none on the console', async () => {
    await signIn().getToken();
    const kept = [localStorage, sessionStorage].flatMap((storage) =>
      Array.from({ length: storage.length }, (_, at) => storage.getItem(storage.key(at) ?? '') ?? ''),
    );
    for (const text of [...kept, document.cookie, ...logged]) expect(text).not.toMatch(/token-1|eyJ/);
  });
});

describe('the window of our own', () => {
  it('is asked with a challenge, and its code redeemed with what is behind it', async () => {
    const urls: string[] = [];
    const redeemed: string[][] = [];
    const { getToken, ask } = signIn({
      nested: false,
      dialog: dialog({
        ask: async (url) => {
          urls.push(url);
          return JSON.stringify({ code: 'one-time-code' });
        },
        redeem: async (...given) => {
          redeemed.push(given);
          return { token: 'pane.token', expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
        },
      }),
    });
    expect(await kinds(getToken())).toBe('sign-in-needed');
    await ask();
    expect(await getToken()).toBe('pane.token');
    const [[code, verifier = '']] = redeemed as [[string, string]];
    expect(code).toBe('one-time-code');
    expect(new URL(urls[0] ?? '').searchParams.get('challenge')).toBe(
      createHash('sha256').update(verifier).digest('base64url'),
    );
    expect(urls[0]).not.toContain(verifier);
    expect(bridge.asked).toEqual([]);
  });

  it('asks anew for a token that was refused or has run out', async () => {
    let now = Date.now();
    const { getToken, ask } = signIn({ nested: false, dialog: dialog({ now: () => now }) });
    await ask();
    expect(await kinds(getToken('pane.token'))).toBe('sign-in-needed');
    expect(await getToken()).toBe('pane.token');
    now += 3_600_000;
    expect(await kinds(getToken())).toBe('sign-in-needed');
  });

  it('that is closed, blocked or brings nothing says so', async () => {
    const failing = (code: number) =>
      dialog({ ask: async () => Promise.reject(Object.assign(new Error('no'), { code })) });
    expect(await kinds(signIn({ nested: false, dialog: failing(12006) }).ask())).toBe('cancelled');
    expect(await kinds(signIn({ nested: false, dialog: failing(12007) }).ask())).toBe('already-open');
    expect(await kinds(signIn({ nested: false, dialog: failing(12009) }).ask())).toBe('blocked');
    for (const message of ['', '{}', '{"code":null}', 'null']) {
      const answered = dialog({ ask: async () => message });
      expect(await kinds(signIn({ nested: false, dialog: answered }).ask())).toBe('refused');
    }
  });

  it('is closed when it takes too long, so that another one can be opened', async () => {
    const open = new Set<string>();
    const { ask } = signIn({
      nested: false,
      askingMs: 50,
      dialog: dialog({
        ask: (url, givenUp) => {
          open.add(url);
          givenUp.addEventListener('abort', () => open.delete(url));
          return new Promise(() => undefined);
        },
      }),
    });
    expect(await kinds(ask())).toBe('timed-out');
    expect(open.size).toBe(0);
  });

  it('tells a consent that is missing from any other end', async () => {
    const ended = (problem: string) => dialog({ ask: async () => JSON.stringify({ code: null, problem }) });
    expect(await kinds(signIn({ nested: false, dialog: ended('consent-needed') }).ask())).toBe('consent-needed');
    expect(await kinds(signIn({ nested: false, dialog: ended('anything') }).ask())).toBe('refused');
  });

  it('asks which account after one that may not come in here, and not after another end', async () => {
    const urls: URL[] = [];
    const ends = [{ problem: 'cancelled' }, { problem: 'not-allowed' }, { code: 'one-time-code' }, { code: 'another' }];
    const { ask } = signIn({
      nested: false,
      dialog: dialog({
        ask: async (url) => {
          urls.push(new URL(url));
          return JSON.stringify(ends[urls.length - 1]);
        },
      }),
    });
    for (const end of ['cancelled', 'not-allowed', 'done', 'done']) expect(await kinds(ask())).toBe(end);
    expect(urls.map(({ searchParams }) => searchParams.get('another'))).toEqual([null, null, 'true', null]);
  });

  it('is forgotten', async () => {
    const { getToken, ask, forget } = signIn({ nested: false });
    await ask();
    await forget();
    expect(await kinds(getToken())).toBe('sign-in-needed');
  });
});

describe('no way at all', () => {
  it('is said, also where the company has set up neither', async () => {
    expect(await kinds(signIn({ nested: false, dialog: undefined }).getToken())).toBe('impossible');
    expect(await kinds(signIn({ config: { page: false } }).ask())).toBe('impossible');
  });
});

describe('whose contacts these are', () => {
  it('is told from the open mailbox without regard to case; an unknown mailbox is no difference', () => {
    expect(isSomebodyElses('ada@contoso.example', 'Ada@Contoso.example')).toBe(false);
    expect(isSomebodyElses('ada@contoso.example', 'info@contoso.example')).toBe(true);
    expect(isSomebodyElses('ada@contoso.example', undefined)).toBe(false);
    expect(isSomebodyElses('ada@contoso.example', '')).toBe(false);
  });
});
