import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { NO_COUNTS, type SessionState } from '../../server/model/session.ts';
import type { Store } from '../../server/store/store.ts';
import { KINDS, openStore, type OpenedStore } from '../support/stores.ts';

describe.each(KINDS)('the overview on %s', (kind) => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await openStore(kind);
    ({ store } = opened);
  });
  afterAll(() => opened.close());

  const enrol = (email = `${randomUUID()}@x.example`) =>
    store.mailboxes.enrol({ email, name: 'Ada_50%', admin: false, service: 'graph', crmUsername: 'ada' });
  const session = async (mailboxId: string, state: SessionState, itemsCreated = 0, at?: string) => {
    const { fence } = await store.mailboxes.begin(mailboxId);
    const { id } = await store.sessions.queue(mailboxId, { kind: 'sync' });
    await store.sessions.start(fence, id);
    const calls = { mailbox: 0, salesforce: 0 };
    if (at !== undefined) vi.useFakeTimers({ toFake: ['Date'], now: new Date(at) });
    await store.sessions.finish(fence, id, { state, counts: { ...NO_COUNTS, itemsCreated }, calls });
    vi.useRealTimers();
  };
  const health = async (email: string) => (await store.overview.mailboxes({ email, limit: 1 })).rows[0];

  it('sums by UTC day, whatever the time zone of the server; a held plan has done nothing', async () => {
    const [{ id }, other] = [await enrol(), await enrol()];
    await session(id, 'done', 3, '2026-03-01T23:59:59Z');
    await session(id, 'failed', 1, '2026-03-02T00:00:00Z');
    await session(id, 'held', 50, '2026-03-02T12:00:00Z');
    await session(id, 'done', 9, '2026-02-27T12:00:00Z');
    await session(other.id, 'done', 4, '2026-03-02T12:00:00Z');
    const since = new Date('2026-03-01T00:00:00Z');
    expect(await store.overview.history(since, id)).toEqual([
      { day: '2026-03-01', sessions: 1, failed: 0, counts: { ...NO_COUNTS, itemsCreated: 3 } },
      { day: '2026-03-02', sessions: 2, failed: 1, counts: { ...NO_COUNTS, itemsCreated: 1 } },
    ]);
    expect((await store.overview.history(since))[1]?.counts.itemsCreated).toBe(5);
    // A session that nobody will ever run has failed, on its own day.
    const given = await store.sessions.queue(id, { kind: 'sync' });
    await store.sessions.giveUp(given.id, { code: 'internal-error', params: {} });
    expect((await store.overview.history(since, id)).at(-1)).toMatchObject({ sessions: 1, failed: 1 });
    await store.mailboxes.forget(id);
    expect(await store.overview.history(since, id)).toEqual([]);
  });

  it('names the health that comes first, and since when sessions fail', async () => {
    const { id, email } = await enrol();
    expect(await health(email)).toMatchObject({ health: 'new', failingSince: null });
    await session(id, 'failed', 0, '2026-03-01T08:00:00Z');
    await session(id, 'done', 0, '2026-03-01T09:00:00Z');
    await session(id, 'failed', 0, '2026-03-01T10:00:00Z');
    await session(id, 'failed', 0, '2026-03-01T11:00:00Z');
    expect(await health(email)).toMatchObject({ health: 'failing', failingSince: '2026-03-01T10:00:00.000Z' });
    const { fence } = await store.mailboxes.begin(id);
    await store.mailboxes.remember(fence, { stopped: { code: 'folder-missing', params: {} }, firstSessionDone: true });
    expect((await health(email))?.health).toBe('stopped');
    await store.mailboxes.changeSettings(id, { contactsSync: false });
    expect((await health(email))?.health).toBe('off');
    await store.mailboxes.changeSettings(id, { contactsSync: true }, { clearStop: true });
    await session(id, 'done');
    expect((await health(email))?.health).toBe('ok');
    expect((await store.overview.healths()).ok).toBeGreaterThan(0);
  });

  it('keeps what the newest session saw of an org, and counts the connections', async () => {
    const [{ id, email }, named] = [
      await store.mailboxes.enrol({
        email: `${randomUUID()}@z.example`,
        name: 'Ben',
        admin: false,
        service: 'graph',
        crmUsername: '',
      }),
      await enrol(),
    ];
    expect((await health(email))?.health).toBe('not-connected');
    const none = await store.overview.connections(false);
    expect(none.jwt).toBe(0);
    const before = await store.overview.connections(true);
    expect(before.jwt + before.none).toBe(none.none);
    await store.mailboxes.connect(id, 'ben@org.example');
    expect((await health(email))?.health).toBe('new');
    expect(await store.overview.connections(true)).toEqual({ ...before, own: before.own + 1, none: before.none - 1 });
    const { fence } = await store.mailboxes.begin(named.id);
    await store.mailboxes.remember(fence, { orgId: 'o1', stopped: { code: 'crm-sign-in-refused', params: {} } });
    expect((await store.overview.connections(true)).refused).toBe(before.refused + 1);
    const org = async () => (await store.overview.orgs()).find(({ orgId }) => orgId === 'o1');
    expect(await org()).toMatchObject({ mailboxes: 1, seen: null });
    await store.overview.noteOrg('o1', { externalKey: true, usage: { used: 18, allowed: 5000 } });
    expect((await org())?.seen).toMatchObject({ externalKey: true, usage: { used: 18, allowed: 5000 } });
    await store.overview.noteOrg('o1', { externalKey: false, usage: null });
    expect((await org())?.seen).toMatchObject({ externalKey: false, usage: null });
  });

  it('takes what is typed as it is written, and pages without a gap', async () => {
    const names = ['b', 'a', 'c'].map((name) => `${name}.paged@y.example`);
    for (const name of names) await enrol(name);
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await store.overview.mailboxes({
        q: 'PAGED@y',
        limit: 1,
        ...(after === undefined ? {} : { after }),
      });
      seen.push(...page.rows.map(({ mailbox }) => mailbox.email));
      if (page.next === undefined) break;
      after = page.next;
    }
    expect(seen).toEqual(names.toSorted());
    expect((await store.overview.mailboxes({ q: 'ada_5', limit: 9 })).rows.length).toBeGreaterThan(0);
    expect((await store.overview.mailboxes({ q: 'ad__5', limit: 9 })).rows).toEqual([]);
  });
});
