import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NO_COUNTS } from '../../server/model/session.ts';
import { KINDS, openStore } from '../support/stores.ts';

/** Many more rows than one statement takes, all of 2001. */
async function old(kind: (typeof KINDS)[number]) {
  const { database, store, close } = await openStore(kind);
  onTestFinished(close);
  const { id } = await store.mailboxes.enrol({
    email: 'ada@x.example',
    name: 'Ada',
    admin: false,
    service: 'graph',
    crmUsername: 'ada',
  });
  const at = new Date('2001-01-01');
  const plan = { mailboxId: id, settingsVersion: 1, reason: null, filter: null, counts: NO_COUNTS, content: {} };
  await store.plans.save({ ...plan, id: randomUUID(), kind: 'held' });
  await store.plans.save({ ...plan, id: randomUUID(), kind: 'preview' });
  for (const statement of [
    sql`insert into journal (id, mailbox_id, session_id, at, rule, kind, contact, email, fields, asked, state)
      select gen_random_uuid(), ${id}, gen_random_uuid(), ${at}, 'F4', 'create-item', '{}', '', '[]', false,
        case when n <= 3 then 'open' else 'done' end from generate_series(1, 2503) n`,
    sql`insert into kept_items (id, mailbox_id, journal_id, at, content)
      select gen_random_uuid(), ${id}, gen_random_uuid(), ${at}, '{}' from generate_series(1, 1000)`,
    sql`insert into sessions (id, mailbox_id, task, state, counts, calls, progress, queued_at)
      select gen_random_uuid(), ${id}, jsonb_build_object('n', n), case when n = 1 then 'queued' else 'done' end,
        '{}', '{}', '{}', ${at} from generate_series(1, 11) n`,
    sql`update plans set created_at = ${at}`,
  ])
    await statement.execute(database.kysely);
  return { store, id };
}

describe.each(KINDS)('the daily clean-up of the store on %s', (kind) => {
  it('[J1] takes what is older than the days of undo, but for open intents, sessions that wait and plans that are held', async () => {
    const { store, id } = await old(kind);
    expect(await store.journal.prune(new Date('2000-01-01'))).toBe(0);
    expect(await store.journal.prune(new Date('2002-01-01'))).toBe(2500 + 1000 + 10 + 1);
    expect(await store.journal.prune(new Date('2002-01-01'))).toBe(0);
    expect(await store.journal.intents(id)).toHaveLength(3);
    expect((await store.sessions.page(id, 20)).rows.map(({ state }) => state)).toEqual(['queued']);
    expect(await store.plans.held(id)).toMatchObject({ kind: 'held' });
  });
});
