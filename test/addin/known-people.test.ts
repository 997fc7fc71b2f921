import { beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../server/http/contract.ts';
import { initials } from '../../addin/parts/Face.tsx';
import { supportText } from '../../addin/parts/SupportDetails.tsx';
import { KnownPeople } from '../../addin/parts/known-people.ts';

const someone = (email: string): Person => ({ email, status: 'synced', why: 'Because.' });

describe('who was asked for already', () => {
  it('is not asked for again for five minutes, and shown however old', () => {
    let now = 0;
    const known = new KnownPeople(() => now);
    known.keep([someone('Lee@x.example')]);
    expect([known.isStale('lee@x.example'), known.isStale('ben@x.example')]).toEqual([false, true]);
    now = 5 * 60_000 + 1;
    expect(known.isStale('lee@x.example')).toBe(true);
    expect(known.get('lee@x.example')?.status).toBe('synced');
  });

  it('is asked for again after a session, and shown meanwhile', () => {
    const known = new KnownPeople(() => 1);
    known.keep([someone('lee@x.example')]);
    known.age();
    expect(known.isStale('lee@x.example')).toBe(true);
    expect(known.get('lee@x.example')).toBeDefined();
  });

  it('is asked for again once for each session, however often they are looked at', () => {
    const known = new KnownPeople(() => 1);
    known.ageBy('first');
    known.keep([someone('lee@x.example')]);
    known.ageBy('first');
    expect(known.isStale('lee@x.example')).toBe(false);
    known.ageBy('second');
    expect(known.isStale('lee@x.example')).toBe(true);
  });

  it('is asked for again when the answer is from before somebody may have changed', () => {
    const known = new KnownPeople(() => 1);
    const { aged } = known;
    known.age();
    known.keep([someone('lee@x.example')], aged);
    expect(known.isStale('lee@x.example')).toBe(true);
    expect(known.get('lee@x.example')).toBeDefined();
  });

  it('is not known whole while Salesforce may know more, and does not look less known than before', () => {
    const known = new KnownPeople(() => 1);
    known.keep([{ ...someone('lee@x.example'), status: 'not synced', checking: true }]);
    expect(known.isStale('lee@x.example')).toBe(true);
    known.keep([{ ...someone('lee@x.example'), status: 'in Salesforce, outside your view' }]);
    expect(known.isStale('lee@x.example')).toBe(false);
    known.keep([{ ...someone('lee@x.example'), status: 'not synced', checking: true }]);
    expect(known.get('lee@x.example')?.status).toBe('in Salesforce, outside your view');
  });
});

describe('who is known from before while Salesforce cannot be asked', () => {
  const outside = { ...someone('lee@x.example'), status: 'in Salesforce, outside your view' } as const;
  const notAsked = {
    ...someone('lee@x.example'),
    status: 'not synced',
    reason: { code: 'salesforce-not-asked', params: {}, text: 'Salesforce was not asked.' },
  } as const;
  let now: number;
  let known: KnownPeople;
  const lee = () => known.get('lee@x.example');
  beforeEach(() => {
    now = Date.parse('2026-11-23T12:00:00Z');
    known = new KnownPeople(() => now);
    known.keep([outside]);
    now += 10 * 60_000;
    known.keep([{ ...notAsked, checking: true }]);
  });

  it('is shown without a word while it is being asked', () => {
    expect(lee()).toEqual(outside);
  });

  it.each([
    ['the time that the server has', () => known.keep([{ ...outside, asOf: '2026-11-23T11:58:00Z' }]), '11:58'],
    ['the time when it was heard, where the server knows nothing', () => known.keep([notAsked]), '12:00'],
    ['the time when it was heard, where the server did not answer', () => known.date(['Lee@x.example']), '12:00'],
  ])('carries %s', (_title, answer, at) => {
    answer();
    expect(lee()).toMatchObject({ status: 'in Salesforce, outside your view' });
    expect(lee()?.asOf).toContain(at);
    expect(known.isStale('lee@x.example')).toBe(true);
    // However often it is tried.
    now += 60_000;
    known.keep([notAsked]);
    expect(lee()?.asOf).toContain(at);
    known.keep([outside]);
    expect(lee()).toEqual(outside);
  });

  it('is asked for again where nothing was known', () => {
    known = new KnownPeople(() => now);
    known.keep([notAsked]);
    expect(lee()).toEqual(notAsked);
    expect(known.isStale('lee@x.example')).toBe(true);
    known.date(['lee@x.example']);
    expect(lee()?.asOf).toBeUndefined();
  });
});

describe('what is copied for support', () => {
  it('finds the case and says of nobody who it is', () => {
    const text = supportText(
      {
        ...someone('lee@x.example'),
        id: 'c-1',
        name: 'Lee Chang',
        account: 'Fabrikam',
        owner: 'Ben Ito',
        recordId: '003x',
        status: 'needs attention',
        reason: { code: 'too-long', params: { field: 'title', value: 'secret' }, text: 'Lee is too long.' },
      },
      new Date('2026-11-23T12:00:00Z'),
    );
    for (const part of ['c-1', '003x', 'too-long', 'title', '2026-11-23T12:00']) expect(text).toContain(part);
    expect(text).not.toMatch(/lee|chang|fabrikam|ito|secret|@/i);
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
