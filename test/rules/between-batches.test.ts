import { describe, expect, it } from 'vitest';
import type { Session } from '../../server/model/session.ts';
import { freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const many = async (count: number) => {
  const made: string[] = [];
  for (let at = 0; at < count; at += 200) {
    const records = Array.from({ length: Math.min(200, count - at) }, (_, n) => ({
      attributes: { type: 'Contact' },
      LastName: `Number ${at + n}`,
    }));
    const answers = await one.ada.salesforce<{ id: string }[]>('POST', '/composite/sobjects', { records });
    made.push(...answers.map(({ id }) => id));
  }
  return made;
};

describe('what a person turns off while a long session runs', () => {
  it.each([
    ['S4', 'sync-is-off', { contactsSync: false }],
    ['S3', 'paused', { paused: true }],
  ] as const)(
    '[%s] holds between two batches: %s, and it goes on where it was when it is turned on again',
    async (_rule, code, off) => {
      await many(1000);
      const session = await one.whileHeld(
        'graph',
        { method: 'POST', path: '\\$batch' },
        () => one.run(),
        () => one.set(off),
        4,
      );
      expect(session).toMatchObject({ state: 'stopped', reason: { code } });
      const there = (await one.items()).length;
      expect(there).toBeGreaterThan(0);
      expect(there).toBeLessThan(1000);
      await one.set({ contactsSync: true, paused: false });
      expect(await one.sync()).toMatchObject({ itemsCreated: 1000 - there });
      expect(await one.sync()).toEqual(NOTHING);
    },
  );

  it('[D2] Auto-removal turned off meanwhile deletes no record any more', async () => {
    const count = 500;
    await one.fresh({ autoRemoval: true }, { brake: { contacts: 1000, percent: 100, absolute: 1000 } });
    await many(count);
    await one.sync();
    const items = await one.items();
    for (let at = 0; at < items.length; at += 20)
      await one.batch(
        items.slice(at, at + 20).map(({ id }, n) => ({ id: String(n), method: 'DELETE', url: `/me/contacts/${id}` })),
      );
    const session = await one.whileHeld(
      'salesforce',
      { method: 'DELETE' },
      () => one.run(),
      () => one.set({ autoRemoval: false }),
    );
    expect(session).toMatchObject({ state: 'stopped', reason: { code: 'settings-changed' } });
    const left = (await one.records('Id')).length;
    expect(left).toBeGreaterThan(count / 2);
    expect(await one.sync()).toMatchObject({ recordsDeleted: 0, itemsCreated: left });
  });
});

describe('what a person turns off while an undo or an allowed plan runs', () => {
  it('[S4] [J1] holds between two parts, and the undo goes on where it was', async () => {
    await many(500);
    await one.sync();
    const undo = { kind: 'undo-session', sessionId: await one.lastSession() } as const;
    const off = () => one.set({ contactsSync: false });
    const match = { method: 'POST', path: '\\$batch' };
    expect(await one.whileHeld('graph', match, () => one.run(undo), off, 3)).toMatchObject({
      state: 'stopped',
      reason: { code: 'sync-is-off' },
    });
    const left = (await one.items()).length;
    expect([left > 0, left < 500]).toEqual([true, true]);
    await one.set({ contactsSync: true });
    expect(await one.run(undo)).toMatchObject({ state: 'done', counts: { itemsDeleted: left } });
    expect(await one.items()).toEqual([]);
  });

  it('[S4] [D5] holds for an allowed plan too', async () => {
    const ids = await many(500);
    await one.sync();
    for (let at = 0; at < ids.length; at += 200)
      await one.ada.salesforce('DELETE', `/composite/sobjects?ids=${ids.slice(at, at + 200).join(',')}`);
    const { planId } = await one.run();
    const off = () => one.set({ contactsSync: false });
    const allow = () => one.run({ kind: 'apply-plan', planId: planId ?? '' });
    const match = { method: 'POST', path: '\\$batch' };
    expect(await one.whileHeld('graph', match, allow, off, 3)).toMatchObject({
      state: 'stopped',
      reason: { code: 'sync-is-off' },
    });
    const left = (await one.items()).length;
    expect([left > 0, left < 500]).toEqual([true, true]);
  });
});

describe('two mailboxes of one org, both held', () => {
  it('[P1] [D5] what both are then allowed to send up is made once: who comes second is named, and linked by the next session', async () => {
    const person = { service: 'graph', admin: false } as const;
    const ben = await one.store.mailboxes.enrol({
      ...person,
      email: one.ben.email,
      name: 'Ben',
      crmUsername: one.ben.email,
    });
    await one.store.mailboxes.changeSettings(ben.id, { filter: { kind: 'all' } });
    await one.set({ filter: { kind: 'all' } });
    for (const at of [one.ada, one.ben]) {
      const { id } = await at.outlook<{ id: string }>('POST', '/contactFolders', {
        displayName: 'Salesforce Contacts',
      });
      for (const half of [0, 15])
        await at.graphBatch(
          Array.from({ length: 15 }, (_, n) => ({
            id: String(n),
            method: 'POST',
            url: `/me/contactFolders/${id}/contacts`,
            headers: { 'Content-Type': 'application/json' },
            body: { surname: `Shared ${half + n}`, emailAddresses: [{ address: `shared${half + n}@acme.example` }] },
          })),
        );
    }
    const run = async (mailbox: string, task: Session['task'] = { kind: 'sync' }) =>
      one.engine.run(mailbox, (await one.store.sessions.queue(mailbox, task)).id, new AbortController().signal);
    const mailboxes = [one.memory.id, ben.id];
    const held: Session[] = [];
    for (const mailbox of mailboxes) held.push(await run(mailbox));
    expect(held.map(({ reason }) => reason?.code)).toEqual(['first-upload', 'first-upload']);
    const allowed = await Promise.all(
      held.map(({ planId }, at) => run(mailboxes[at] ?? '', { kind: 'apply-plan', planId: planId ?? '' })),
    );
    expect(allowed.map(({ counts }) => counts.recordsCreated).sort()).toEqual([0, 30]);
    for (const mailbox of mailboxes) await run(mailbox);
    const names = (await one.records('LastName')).map(({ LastName }) => LastName);
    expect([names.length, new Set(names).size]).toEqual([30, 30]);
    for (const mailbox of mailboxes) expect((await run(mailbox)).counts).toEqual(NOTHING);
  });
});
