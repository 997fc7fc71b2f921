import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Photos } from '../../addin/parts/photos.ts';

const [given, givenBack] = [new Set<string>(), vi.spyOn(URL, 'revokeObjectURL')];
let made = 0;
vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
  const url = `blob:${made++}`;
  given.add(url);
  return url;
});
givenBack.mockImplementation((url) => void given.delete(url));

/** What is being asked, and how each question ends. */
const open = new Map<string, PromiseWithResolvers<Blob | undefined>>();
const asked: string[] = [];
const read = (id: string) => {
  asked.push(id);
  const answer = Promise.withResolvers<Blob | undefined>();
  open.set(id, answer);
  return answer.promise;
};
const answer = async (id: string, has: 'photo' | 'none' = 'photo') => {
  open.get(id)?.resolve(has === 'photo' ? new Blob(['x']) : undefined);
  await settled();
};
const settled = () => new Promise((turn) => setImmediate(turn));

let photos: Photos;
beforeEach(() => {
  photos = new Photos(read);
  for (const list of [open, given]) list.clear();
  asked.length = 0;
  made = 0;
  givenBack.mockClear();
});

describe('the photos of a pane', () => {
  it('are asked for once, two at a time, and told to who shows them', async () => {
    const told = vi.fn();
    for (const id of ['a', 'b', 'c', 'a']) {
      photos.watch(id, () => told());
      photos.want(id);
    }
    expect(asked).toEqual(['a', 'b']);
    await answer('a');
    expect([photos.of('a'), told.mock.calls.length, asked]).toEqual(['blob:0', 2, ['a', 'b', 'c']]);
    photos.want('a');
    await answer('b', 'none');
    photos.want('b');
    expect([photos.of('b'), asked.length]).toEqual([undefined, 3]);
  });

  it('are not asked for when nobody shows their contact any more', async () => {
    for (const id of ['a', 'b']) photos.watch(id, vi.fn());
    const leave = photos.watch('c', vi.fn());
    for (const id of ['a', 'b', 'c']) photos.want(id);
    leave();
    await answer('a');
    expect(asked).toEqual(['a', 'b']);
  });

  it('are asked for again after a failure, when the contact is shown next', async () => {
    photos.watch('a', vi.fn());
    photos.want('a');
    open.get('a')?.reject(new Error('no answer'));
    await settled();
    photos.want('a');
    expect(asked).toEqual(['a', 'a']);
  });

  it('are given back when they are no picture, when there are many, and at the end; those that are shown stay', async () => {
    for (let n = 0; n < 210; n += 1) {
      const leave = photos.watch(`p${n}`, vi.fn());
      photos.want(`p${n}`);
      await answer(`p${n}`);
      if (n !== 3) leave();
    }
    expect([given.size, photos.of('p0'), photos.of('p3'), photos.of('p209')]).toEqual([
      200,
      undefined,
      'blob:3',
      expect.any(String),
    ]);
    photos.spoilt('p3');
    expect([photos.of('p3'), given.has('blob:3')]).toEqual([undefined, false]);
    photos.watch('late', vi.fn());
    photos.want('late');
    photos.end();
    await answer('late');
    expect([given.size, photos.of('late')]).toEqual([0, undefined]);
  });
});
