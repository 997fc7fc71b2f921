import { describe, expect, it } from 'vitest';
import type { Person } from '../../server/http/contract.ts';
import { initials } from '../../addin/parts/Face.tsx';
import { KnownPeople } from '../../addin/parts/known-people.ts';

const someone = (email: string): Person => ({ email, status: 'synced', why: 'Because.' });

describe('who was asked for already', () => {
  it('is not asked for again for five minutes, and shown however old', () => {
    let now = 0;
    const known = new KnownPeople(() => now);
    known.keep([someone('Lee@x.example')]);
    expect(known.stale(['lee@x.example', 'ben@x.example'])).toEqual(['ben@x.example']);
    now = 5 * 60_000 + 1;
    expect(known.stale(['lee@x.example'])).toEqual(['lee@x.example']);
    expect(known.get('lee@x.example')?.person.status).toBe('synced');
  });

  it('is asked for again after a session, and shown meanwhile', () => {
    const known = new KnownPeople(() => 1);
    known.keep([someone('lee@x.example')]);
    known.age();
    expect(known.stale(['lee@x.example'])).toEqual(['lee@x.example']);
    expect(known.get('lee@x.example')).toBeDefined();
  });
});

describe('initials', () => {
  it.each([
    ['Ada Park', 'AP'],
    ['Park, Ada (Contoso)', 'AP'],
    ['Ludwig van Beethoven', 'LB'],
    ['Cher', 'C'],
    ['ada@contoso.example', 'A'],
    ['Émile Zola', 'ÉZ'],
    ['', ''],
    ['(none)', ''],
  ])('%s: %s', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});
