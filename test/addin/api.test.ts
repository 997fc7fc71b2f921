import { beforeEach, describe, expect, it, vi } from 'vitest';

const kept = new Map<string, string>();
vi.stubGlobal('sessionStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);

/** As the page finds it after a reload. */
async function loaded() {
  vi.resetModules();
  return import('../../addin/api.ts');
}
const problem = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });
const failure = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  );

beforeEach(() => {
  kept.clear();
  fetched.mockReset();
});

describe("the page's door to the server", () => {
  it('sends the token of the sign-in, also after a reload, and none after the sign-out', async () => {
    fetched.mockImplementation(async () => Response.json({}));
    (await loaded()).signIn('secret');
    const { api, signOut, signedIn } = await loaded();
    expect(signedIn()).toBe(true);
    await api.me();
    expect(fetched.mock.lastCall?.[1].headers).toMatchObject({ Authorization: 'Bearer secret' });
    signOut();
    await api.samplePeople();
    expect(fetched.mock.lastCall?.[1].headers).not.toHaveProperty('Authorization');
    expect(kept.size).toBe(0);
  });

  it("words a problem with the server's own sentence", async () => {
    fetched.mockResolvedValue(
      problem(409, { title: 'Conflict', detail: 'Auto-removal is off.', code: 'auto-removal-is-off' }),
    );
    const { api, ApiProblem, problemText } = await loaded();
    const error = await failure(api.changeContact('1', { sync: false, mode: 'remove' }));
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({ status: 409, code: 'auto-removal-is-off' });
    expect(problemText(error)).toBe('Auto-removal is off.');
  });

  it.each([
    ['no answer at all', () => Promise.reject(new TypeError('Failed to fetch')), 0],
    ["a proxy's page", () => Promise.resolve(new Response('<html>', { status: 502 })), 502],
    ['half an answer', () => Promise.resolve(new Response('{"email":', { status: 200 })), 200],
  ])('makes a problem with a sentence of %s', async (_, answer, status) => {
    fetched.mockImplementation(answer);
    const { api, problemText } = await loaded();
    const error = await failure(api.me());
    expect(error).toMatchObject({ name: 'ApiProblem', status });
    expect(problemText(error)).not.toBe('');
  });

  it('goes back to the sign-in when the token is no longer accepted', async () => {
    fetched.mockImplementation(async () => problem(401, { title: 'Unauthorized' }));
    const { api, signIn, signedIn, whenSignedOut } = await loaded();
    const out = vi.fn();
    whenSignedOut(out);
    signIn('old');
    await failure(api.me());
    expect(out).toHaveBeenCalledOnce();
    expect(signedIn()).toBe(false);
  });

  it('keeps a sign-in that was made while the refused call was on its way', async () => {
    let answer = (_: Response): void => undefined;
    fetched.mockImplementation(() => new Promise((give) => (answer = give)));
    const { api, signIn, signedIn } = await loaded();
    signIn('old');
    const asked = failure(api.me());
    signIn('new');
    answer(problem(401, {}));
    await asked;
    expect(signedIn()).toBe(true);
  });

  it('spells what it asks for', async () => {
    fetched.mockImplementation(async () => Response.json({ contacts: [] }));
    const { api } = await loaded();
    await api.contacts({ q: 'a&b', statuses: ['stopped by you', 'conflict'] }, 'c/1');
    expect(fetched.mock.lastCall?.[0]).toBe('/api/contacts?q=a%26b&status=stopped+by+you&status=conflict&after=c%2F1');
    await api.contacts({ q: '', statuses: [] });
    expect(fetched.mock.lastCall?.[0]).toBe('/api/contacts');
    await api.changeContact('a/b', { sync: true });
    expect(fetched.mock.lastCall?.[0]).toBe('/api/contacts/a%2Fb');
  });
});
