import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createStore } from '../../server/store/create-store.ts';
import { openDatabase } from '../../server/store/database.ts';
import { moveDatabase } from '../../server/store/move.ts';
import { link } from '../support/builders.ts';
import { postgresql } from '../support/postgresql.ts';
import { inMemory } from '../support/embedded.ts';

const server = await postgresql();
const KINDS = ['embedded', ...(server === undefined ? [] : ['postgresql'])] as const;

describe.each(KINDS)('an embedded database moved to %s', (kind) => {
  it('holds all that it held, and goes on where it was', async () => {
    const secretKey = randomBytes(32);
    const from = await openDatabase(await inMemory());
    const fresh = kind === 'postgresql' && server !== undefined ? await server.fresh() : undefined;
    const to = await openDatabase(fresh === undefined ? await inMemory() : { url: fresh.url });
    try {
      const old = createStore(from, { secretKey });
      const { id } = await old.mailboxes.enrol({
        email: 'ada@contoso.example',
        name: 'Ada',
        admin: false,
        service: 'graph',
        crmUsername: 'ada',
      });
      const { fence } = await old.mailboxes.begin(id);
      const links = Array.from({ length: 450 }, (_, n) =>
        link({ id: randomUUID(), mailboxId: id, itemId: `item-${n}`, recordId: `record-${n}`, name: `Zoë ${n}` }),
      );
      for (let at = 0; at < links.length; at += 200)
        await old.remember(fence, { links: links.slice(at, at + 200), endedLinks: [], outcomes: [] });
      const session = await old.sessions.queue(id, { kind: 'sync' });
      await old.secrets.set('token', 'sëcret');
      const mailbox = await old.mailboxes.byId(id);

      expect(await moveDatabase(from.kysely, to.kysely)).toMatchObject({
        mailboxes: 1,
        links: 450,
        sessions: 1,
        secrets: 1,
      });
      const moved = createStore(to, { secretKey });
      expect(await moved.mailboxes.byId(id)).toEqual(mailbox);
      const [first] = links;
      expect(await moved.links.byIds(id, [first?.id ?? ''])).toEqual(await old.links.byIds(id, [first?.id ?? '']));
      expect(await moved.links.heads(id)).toHaveLength(450);
      expect(await moved.sessions.byId(id, session.id)).toEqual(session);
      expect(await moved.secrets.get('token')).toBe('sëcret');
      // New rows come after the old ones.
      await moved.sessions.queue(id, { kind: 'contacts', linkIds: ['x'] });
      expect((await moved.sessions.page(id, 10)).rows.map((row) => row.task.kind)).toEqual(['contacts', 'sync']);
      await expect(moveDatabase(from.kysely, to.kysely)).rejects.toThrow('holds mailboxes already');
    } finally {
      await from.close();
      await to.close();
      await fresh?.remove();
    }
  });
});
