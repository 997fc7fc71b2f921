// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientConfig } from '../../../server/http/contract.ts';
import { Access } from '../../../addin/sign-in/access.ts';
import { SignIn } from '../../../addin/views/SignIn.tsx';
import { mounted, type Mounted } from '../mounted.ts';

const CONFIG: ClientConfig = { page: true, development: false, name: 'Cardbridge' };
let page: Mounted;
beforeEach(() => {
  page = mounted();
});
afterEach(() => page.end());

const access = (otherWay: (() => Promise<void>) | undefined) =>
  new Access({
    signIn: {
      kind: 'nested',
      getToken: async () => 'token',
      ask: async () => undefined,
      otherWay,
      forget: async () => undefined,
    },
    headers: () => ({}),
    whoIs: async () => 'ada@contoso.example',
    end: async () => undefined,
  });

describe('a sign-in that cannot be reached', () => {
  it('can be tried again, or done the other way', async () => {
    const otherWay = vi.fn(async () => undefined);
    await page.show(<SignIn access={access(otherWay)} config={CONFIG} why="unreachable" />);
    expect(page.has(/^Try again$/)).toBe(true);
    await page.press(/^Sign in in a window$/);
    expect(otherWay).toHaveBeenCalledOnce();
  });

  it('offers no other way where there is none', async () => {
    await page.show(<SignIn access={access(undefined)} config={CONFIG} why="unreachable" />);
    expect(page.has(/^Try again$/)).toBe(true);
    expect(page.has(/^Sign in/)).toBe(false);
  });
});
