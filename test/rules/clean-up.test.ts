import { describe, expect, it } from 'vitest';
import { pruneOld } from '../../server/jobs/prune.ts';
import { freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

describe('the daily clean-up', () => {
  it('[J1] what can be undone is kept for its 30 days, with the copy of a card that went, and then it goes', async () => {
    const record = await one.putRecord({ FirstName: 'Ann', LastName: 'Lee', Email: 'ann@acme.example' });
    await one.sync();
    await one.deleteRecord(record);
    await one.sync();
    const session = await one.lastSession();
    const kept = async () => {
      const { rows } = await one.store.journal.page(one.memory.id, { limit: 10 });
      const copies = await Promise.all(rows.map(({ id }) => one.store.kept.ofEntry(one.memory.id, id)));
      return [rows.length, copies.filter((copy) => copy !== undefined).length];
    };
    const daily = (days: number) =>
      pruneOld(one.store, { now: new Date(Date.now() + days * 86_400_000), retentionDays: 30 });
    await daily(29);
    expect(await kept()).toEqual([2, 1]);
    expect(await one.run({ kind: 'undo-session', sessionId: session })).toMatchObject({ state: 'done' });
    expect(await one.items()).toHaveLength(1);
    await daily(31);
    expect(await kept()).toEqual([0, 0]);
  });

  it('[C2] a conflict that nobody looks at is shown for 30 days, and no session that had read it brings it back', async () => {
    const record = await one.putRecord({ FirstName: 'Ann', LastName: 'Lee', Email: 'ann@acme.example' });
    await one.sync();
    const [made] = await one.items();
    await one.editItem(made?.id ?? '', { jobTitle: 'mine' });
    await one.editRecord(record, { Title: 'theirs' });
    await one.sync();
    const status = async () =>
      (await one.engine.people(one.memory.id, [{ email: 'ann@acme.example' }])).people[0]?.status;
    const daily = (days: number) =>
      pruneOld(one.store, { now: new Date(Date.now() + days * 86_400_000), retentionDays: 90 });
    await daily(29);
    expect(await status()).toBe('conflict');
    const seen = await one.links();
    await daily(31);
    expect(await status()).toBe('synced');
    const { fence } = await one.store.mailboxes.begin(one.memory.id);
    await one.store.remember(fence, { links: seen, endedLinks: [], outcomes: [] });
    expect(await status()).toBe('synced');
    expect(await one.sync()).toEqual(NOTHING);
    expect((await one.items())[0]?.jobTitle).toBe('theirs');
  });
});
