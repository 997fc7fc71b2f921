import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, callAs } from '../../../addin/api.ts';
import { Access, asBearer, type AccessParts } from '../../../addin/sign-in/access.ts';
import { pageSignIn } from '../../../addin/sign-in/page.ts';
import { SignInProblem, type SignInProblemKind } from '../../../addin/sign-in/problem.ts';

/** The server: which tokens it takes, of whom. */
const people = new Map<string, string>();
const calls: string[] = [];
vi.stubGlobal(
  'fetch',
  async (path: string, { method, headers }: { method: string; headers: Record<string, string> }) => {
    const token = headers.Authorization?.replace('Bearer ', '') ?? headers['X-CSRF-Token'] ?? '';
    calls.push(`${method} ${path} ${token}`);
    const who = people.get(token);
    return Response.json(who === undefined ? { title: 'Unauthorized' } : { email: who }, { status: who ? 200 : 401 });
  },
);

/** A sign-in that gives these tokens one after the other; a problem is thrown. */
class Scripted {
  kind = 'dialog' as const;
  otherWay = undefined;
  silent: (string | SignInProblemKind)[] = [];
  asked: (string | SignInProblemKind)[] = [];
  current: string | undefined;
  private take(from: (string | SignInProblemKind)[]): string {
    const next = from.shift() ?? 'sign-in-needed';
    if (!next.startsWith('token')) throw new SignInProblem(next as SignInProblemKind);
    return (this.current = next);
  }
  getToken = async (refused?: string) =>
    this.current !== undefined && this.current !== refused ? this.current : this.take(this.silent);
  ask = async () => void this.take(this.asked);
  forget = async () => void (this.current = undefined);
}

let signIn: Scripted;
const access = (over: Partial<AccessParts> = {}) => {
  const made = new Access({
    signIn,
    headers: asBearer,
    whoIs: async ({ Authorization = '' }) => {
      const who = people.get(Authorization.replace('Bearer ', ''));
      if (who === undefined) throw new Error('401');
      return who;
    },
    end: async () => undefined,
    ...over,
  });
  callAs(made);
  return made;
};
const asking = (made: Access) => expect.poll(() => made.now().kind).toMatch(/^asking/);
const fate = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Error) => error.message,
  );

beforeEach(() => {
  people.clear();
  people.set('token-ada', 'ada').set('token-ada-2', 'ada').set('token-ben', 'ben');
  calls.length = 0;
  signIn = new Scripted();
});

describe('the token of every call', () => {
  it('is got without asking, and renewed without asking when the server refuses it', async () => {
    signIn.silent = ['token-old', 'token-ada'];
    const made = access();
    expect(await api.me()).toEqual({ email: 'ada' });
    expect(calls).toEqual(['GET /api/me token-old', 'GET /api/me token-ada']);
    expect(made.now().kind).toBe('signed-in');
  });

  it('waits for the person when only they can go on, and the act that was refused is repeated', async () => {
    signIn.silent = ['token-ada'];
    signIn.asked = ['token-ada-2'];
    const made = access();
    await api.me();
    people.delete('token-ada');
    const act = api.startSession();
    await asking(made);
    expect(made.now()).toMatchObject({ kind: 'asking-again', why: 'sign-in-needed' });
    await made.ask();
    expect(await act).toEqual({ email: 'ada' });
    expect(calls.filter((call) => call.startsWith('POST'))).toEqual([
      'POST /api/sessions token-ada',
      'POST /api/sessions token-ada-2',
    ]);
    expect(made.now()).toMatchObject({ kind: 'signed-in', person: 0 });
  });

  it("is never somebody else's: what one person asked for is not done as another", async () => {
    signIn.silent = ['token-ada'];
    signIn.asked = ['token-ben'];
    const made = access();
    await api.me();
    people.delete('token-ada');
    const act = fate(api.startSession());
    await asking(made);
    await made.ask();
    expect(await act).toBe('cancelled');
    expect(made.now()).toMatchObject({ kind: 'signed-in', person: 1 });
    expect(calls).not.toContain('POST /api/sessions token-ben');
  });

  it('that is refused however new it is leads to the person, and not round and round', async () => {
    signIn.silent = ['token-x', 'token-y'];
    signIn.asked = ['token-ada'];
    const made = access();
    const act = fate(api.me());
    await asking(made);
    expect(made.now().why).toBe('refused');
    expect(calls).toHaveLength(2);
    await made.ask();
    // Nobody knows whose it was.
    expect(await act).toBe('cancelled');
    expect(await api.me()).toEqual({ email: 'ada' });
  });

  it('says why it has not come, asks again for what was out of reach, and keeps a sign-in that failed open', async () => {
    signIn.silent = ['unreachable', 'token-ada'];
    const made = access();
    const act = api.me();
    await asking(made);
    expect(made.now()).toMatchObject({ kind: 'asking', why: 'unreachable' });
    signIn.asked = ['cancelled'];
    expect(await fate(made.ask())).toBe('cancelled');
    expect(made.now()).toMatchObject({ kind: 'asking', why: 'cancelled' });
    await made.retry();
    expect(await act).toEqual({ email: 'ada' });
  });

  it('is gone after signing out, and what waited for the one before is dropped', async () => {
    signIn.silent = ['token-ada'];
    signIn.asked = ['token-ben'];
    const ended: unknown[] = [];
    const made = access({ end: async (proof) => void ended.push(proof) });
    await api.me();
    await made.leave();
    expect(ended).toEqual([asBearer('token-ada')]);
    expect(made.now().kind).toBe('asking');
    await made.ask();
    expect(await api.me()).toEqual({ email: 'ben' });
  });

  it("is a sample person's where one was chosen", async () => {
    const made = access();
    const act = api.me();
    await asking(made);
    await made.enterAsSample('token-ada');
    expect(await act).toEqual({ email: 'ada' });
    expect(made.leaves).toBe(true);
  });
});

describe("the browser's own sign-in", () => {
  let closed = 0;
  const window = { close: () => void (closed += 1) };
  const nobody = { whoAmI: async () => undefined, open: () => window, hear: () => () => undefined };

  it("proves with the server's token against forgery, and waits for the window that is open", async () => {
    let signedIn = false;
    let opened = 0;
    const page = pageSignIn({
      whoAmI: async () => (signedIn ? { name: 'Ada', admin: false, csrfToken: 'token-ada' } : undefined),
      open: () => {
        opened += 1;
        signedIn = opened > 1;
        return window;
      },
      everyMs: 5,
      askingMs: 60,
      hear: () => () => undefined,
    });
    expect(await fate(page.getToken())).toBe('sign-in-needed');
    closed = 0;
    expect(await fate(page.ask())).toBe('timed-out');
    expect(closed).toBe(1);
    await page.ask();
    expect(await page.getToken()).toBe('token-ada');
    // It says itself that it can be closed.
    expect(closed).toBe(1);
  });

  it('says why the window signed nobody in, as soon as the window does', async () => {
    const page = pageSignIn({
      ...nobody,
      hear: (listener) => {
        queueMicrotask(() => listener(JSON.stringify({ code: null, problem: 'consent-needed' })));
        return () => undefined;
      },
    });
    expect(await fate(page.ask())).toBe('consent-needed');
  });

  it('begins with why the way that led here signed nobody in', async () => {
    expect(await fate(pageSignIn({ ...nobody, problem: 'consent-needed' }).getToken())).toBe('consent-needed');
  });

  it('asks which account after one that may not come in here', async () => {
    const opened: boolean[] = [];
    const page = pageSignIn({
      ...nobody,
      open: (another) => {
        opened.push(another);
        return window;
      },
      hear: (listener) => {
        queueMicrotask(() => listener(JSON.stringify({ problem: opened.length === 1 ? 'not-allowed' : 'cancelled' })));
        return () => undefined;
      },
    });
    for (const end of ['not-allowed', 'cancelled', 'cancelled']) expect(await fate(page.ask())).toBe(end);
    expect(opened).toEqual([false, true, false]);
    const begun = access({ signIn: pageSignIn({ ...nobody, problem: 'not-allowed' }) });
    void api.me();
    await asking(begun);
    expect(begun.page).toBe('/sign-in?another=true');
  });

  it('says that no window could be opened', async () => {
    expect(await fate(pageSignIn({ ...nobody, open: () => null }).ask())).toBe('blocked');
  });
});
