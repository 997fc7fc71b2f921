import { expect, it } from 'vitest';
import { ahead } from '../../addin/ahead.ts';

it('what is asked for ahead is begun at once, given to the first alone, and anew to everybody later', async () => {
  let begun = 0;
  const ask = ahead(async () => (begun += 1));
  expect(begun).toBe(1);
  expect([await ask(), await ask(), await ask()]).toEqual([1, 2, 3]);
});

it('what went wrong ahead is said to who asks, and the next begins anew', async () => {
  let works = false;
  const ask = ahead(async () => {
    if (!works) throw new Error('down');
    return 'up';
  });
  works = true;
  await expect(ask()).rejects.toThrow('down');
  expect(await ask()).toBe('up');
});
