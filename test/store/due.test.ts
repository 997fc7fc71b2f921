import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../server/store/store.ts';
import { KINDS, openStore, type OpenedStore } from '../support/stores.ts';

describe.each(KINDS)('when mailboxes are due, on %s', (kind) => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(kind);
    ({ store } = opened);
  });
  afterAll(() => opened.close());

  it('[S3] each mailbox keeps its own place in the interval, also after nobody worked for hours, and they are spread over it', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const person = { name: 'Ada', admin: false, service: 'graph', crmUsername: 'ada' } as const;
      ids.push((await store.mailboxes.enrol({ ...person, email: `${randomUUID()}@x.example` })).id);
    }
    const minutes = 240;
    const places = async (now: number) => {
      for (const id of ids) await store.mailboxes.schedule(id, new Date(now - 1000));
      await store.mailboxes.takeDue(new Date(now), 1000, minutes);
      const next = await Promise.all(ids.map(async (id) => Date.parse((await store.mailboxes.byId(id))?.nextAt ?? '')));
      for (const at of next) {
        expect(at - now).toBeGreaterThan((minutes / 2) * 60_000);
        expect(at - now).toBeLessThanOrEqual(minutes * 1.5 * 60_000);
      }
      return next.map((at) => at % (minutes * 60_000));
    };
    const before = await places(Date.now());
    expect(await places(Date.now() + 7.3 * 3_600_000)).toEqual(before);
    expect(new Set(before).size).toBe(12);
  });
});
