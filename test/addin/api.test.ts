import { beforeEach, describe, expect, it, vi } from 'vitest';

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);

const loaded = () => import('../../addin/api.ts');
const problem = (status: number, body: object) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });
const failure = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  );

beforeEach(() => {
  fetched.mockReset();
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
