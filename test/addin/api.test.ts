import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);

const loaded = () => import('../../addin/api.ts');
const problem = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });
const noRoom = (after: string | undefined) =>
  new Response('{}', { status: 429, headers: after === undefined ? {} : { 'Retry-After': after } });
const failure = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  );

beforeEach(() => {
  fetched.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the page's door to the server", () => {
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

  it('waits as long as a server that takes no more calls says, and asks again by itself', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-23T12:00:00Z') });
    const { api } = await loaded();
    const { connection } = await import('../../addin/connection.ts');
    for (const after of ['7', 'Mon, 23 Nov 2026 12:00:14 GMT']) {
      fetched.mockReset();
      fetched.mockImplementationOnce(async () => noRoom(after));
      fetched.mockImplementationOnce(async () => Response.json({ people: [] }));
      const asked = api.people([], true);
      await vi.advanceTimersByTimeAsync(6_900);
      expect(fetched).toHaveBeenCalledTimes(1);
      expect(connection.waitsUntil()).toBe(Date.now() + 100);
      await vi.advanceTimersByTimeAsync(100);
      expect(await asked).toEqual({ people: [] });
      expect(connection.waitsUntil()).toBeUndefined();
    }
  });

  it.each([
    ['does not say how long', undefined, 1],
    ['says too long', '3600', 1],
    ['says it again and again', '1', 4],
  ])('tells the person of a server that takes no more calls and %s', async (_, after, times) => {
    vi.useFakeTimers();
    fetched.mockImplementation(async () => noRoom(after));
    const { api } = await loaded();
    const failed = failure(api.me());
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await failed).toMatchObject({ status: 429 });
    expect(fetched).toHaveBeenCalledTimes(times);
  });

  it('waits 20 seconds for the people of a message, longer for a write, and for a whole plan longer than the server does', async () => {
    vi.useFakeTimers();
    fetched.mockImplementation(
      (_, { signal }) =>
        new Promise((__, reject) => signal?.addEventListener('abort', () => reject(new Error('late')))),
    );
    const { api } = await loaded();
    const ended: string[] = [];
    void failure(api.people([], false)).then((error) => ended.push((error as { code: string }).code));
    void failure(api.startSession()).then(() => ended.push('write'));
    for (const plan of [api.allow('s'), api.discard('s'), api.undoSession('s')])
      void failure(plan).then(() => ended.push('plan'));
    await vi.advanceTimersByTimeAsync(19_900);
    expect(ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(ended).toEqual(['timeout']);
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect(ended).toEqual(['timeout', 'write']);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(ended).toEqual(['timeout', 'write']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ended).toEqual(['timeout', 'write', 'plan', 'plan', 'plan']);
  });

  it('gives a photo as it came, none for a 404, and waits for none where the server takes no more calls', async () => {
    const { callAs, photo } = await loaded();
    callAs({
      now: () => ({ person: 0 }),
      token: async () => 'mine',
      headers: (token: string) => ({ Authorization: `Bearer ${token}` }),
    } as unknown as Parameters<typeof callAs>[0]);
    fetched.mockImplementation(async () => new Response('GIF89a', { headers: { 'Content-Type': 'image/gif' } }));
    const found = await photo('a/1');
    expect([found?.type, await found?.text()]).toEqual(['image/gif', 'GIF89a']);
    const [path, { headers } = {}] = fetched.mock.lastCall ?? [];
    expect([path, headers]).toEqual([
      '/api/contacts/a%2F1/photo',
      expect.objectContaining({ Authorization: 'Bearer mine' }),
    ]);
    fetched.mockImplementation(async () => problem(404, { code: 'not-found' }));
    expect(await photo('a')).toBeUndefined();
    fetched.mockImplementation(async () => Response.json({ not: 'a picture' }));
    expect(await photo('a')).toBeUndefined();
    fetched.mockReset();
    fetched.mockImplementation(async () => noRoom('1'));
    expect(await failure(photo('a'))).toMatchObject({ status: 429 });
    expect(fetched).toHaveBeenCalledTimes(1);
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
