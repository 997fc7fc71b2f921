import { describe, expect, it } from 'vitest';
import { writesTo } from './in-step.ts';
import { ANN, ANNS_CARD, Scene } from './scene.ts';

/** The second half of what the best sync engines state of themselves (see invariants.test.ts). */
const scene = new Scene();
const journal = async () => (await scene.one.store.journal.page(scene.one.memory.id, { limit: 200 })).rows;

describe('invariants of confinement, plans and pairs', () => {
  it('[I10] confinement: of a card that is not marked, or is private, nothing leaves the mailbox', async () => {
    const { one } = scene;
    await one.sync();
    const secret = { ...ANNS_CARD, jobTitle: 'Verysecret', personalNotes: 'Verysecret note' };
    const PRIVATE = { singleValueExtendedProperties: [{ id: 'Integer 0x36', value: '2' }] };
    await one.putItem(secret);
    await one.putItem({ ...secret, ...PRIVATE }, await one.folder());
    await one.putItem({ ...secret, ...PRIVATE, categories: ['Salesforce'] });
    await one.sync();
    await scene.nextDay();
    expect(await one.records('Id')).toEqual([]);
    const known = JSON.stringify([await journal(), await one.links(), await one.stored()]);
    expect(known).not.toContain('Verysecret');
  });

  it('[I11] order and repetition of what the feeds tell change nothing of the end', async () => {
    const { one } = scene;
    const ends: unknown[] = [];
    for (const switches of [
      {},
      { 'graph.deltaReplays': true },
      { 'graph.feedOrder': 'source-late' },
      { 'graph.feedOrder': 'destination-late' },
      { 'graph.deltaEmptyPages': true },
    ]) {
      await one.fresh();
      await one.control('PUT', 'switches', switches);
      const { item, record } = await scene.pair();
      await one.editItem(item, { jobTitle: 'one' });
      await one.editItem(item, { jobTitle: 'two', department: 'Board' });
      const other = await one.putItem({ ...ANNS_CARD, givenName: 'Bea', surname: 'Moved' }, await one.folder());
      await one.moveItem(other, 'contacts');
      await one.moveItem(other, await one.folder());
      await one.editRecord(record, { MobilePhone: '+49 170 1' });
      for (let n = 0; n < 3; n += 1) await one.sync();
      await scene.quiet();
      const cards = (await one.items()).map(({ surname, jobTitle, department, mobilePhone }) => [
        surname,
        jobTitle,
        department,
        mobilePhone,
      ]);
      ends.push([
        cards.sort(),
        (await one.records('LastName, Title')).map(({ LastName, Title }) => [LastName, Title]).sort(),
      ]);
    }
    for (const end of ends) expect(end).toEqual(ends[0]);
  });

  it('[I12] a delete budget: a plan that deletes too many is held whole, with its reason', async () => {
    const { one } = scene;
    const ids = await scene.crowd(40);
    await one.sync();
    for (const id of ids.slice(0, 30)) await one.deleteRecord(id);
    expect(await one.run()).toMatchObject({ state: 'held', reason: { code: 'many-deletes' } });
    expect((await one.items()).length).toBe(40);
  });

  it('[I13] the plan that is shown is what is then done, write for write', async () => {
    const { one } = scene;
    const made = await scene.pair();
    await one.putRecord({ LastName: 'New', Email: 'new@acme.example' });
    await one.putItem({ surname: 'Up' }, await one.folder());
    await one.editItem(made.item, { jobTitle: 'CEO' });
    const before = (await journal()).length;
    const preview = await one.engine.preview(one.memory.id);
    expect(await one.run({ kind: 'apply-plan', planId: preview.id })).toMatchObject({
      state: 'done',
      counts: preview.counts,
    });
    const shown = preview.operations.map(({ kind, rule, contact }) => `${kind} ${rule} ${contact.name}`);
    const done = (await journal())
      .slice(0, -before || undefined)
      .map(({ kind, rule, contact }) => `${kind} ${rule} ${contact.name}`);
    expect(done.sort()).toEqual(shown.sort());
    await scene.quiet();
  });

  it('[I14] an undo gives both sides back what they had, but for later edits, which stay and are named', async () => {
    const { one } = scene;
    const { item, record } = await scene.pair({ Title: 'old', Department: 'old' });
    await one.editItem(item, { jobTitle: 'new', department: 'new' });
    await one.sync();
    const session = await one.lastSession();
    await one.editRecord(record, { Department: 'later' });
    const undone = await one.run({ kind: 'undo-session', sessionId: session });
    expect(undone).toMatchObject({ state: 'done', reason: { code: 'later-edits-kept' } });
    await one.sync();
    await one.sync();
    expect(await scene.record(record, 'Title, Department')).toMatchObject({ Title: 'old', Department: 'later' });
    expect(await scene.card(item)).toMatchObject({ jobTitle: 'old', department: 'later' });
  });

  it('[I15] identity: one pair for a person; a copy and a merge make and delete nobody', async () => {
    const { one } = scene;
    const { item, record } = await scene.pair();
    const other = await one.putRecord({ ...ANN, FirstName: 'Anna', Email: 'anna@acme.example' });
    await one.sync();
    await one.copyItem(item, await one.folder());
    await one.sync();
    await one.control('POST', 'salesforce/merge', { masterId: other, ids: [record] });
    await one.control('DELETE', 'calls');
    for (let n = 0; n < 3; n += 1) await one.sync();
    expect((await one.records('Id')).map(({ Id }) => Id)).toEqual([other]);
    expect((await one.links()).filter(({ recordId }) => recordId === other)).toHaveLength(1);
    const made = (await writesTo(one)).filter(
      (call) => /composite\/sobjects|sobjects\/Contact/.test(call) && !call.startsWith('PATCH'),
    );
    expect(made).toEqual([]);
    await scene.quiet();
  });

  it('[I16] pointed at another org it stops, and forgotten and begun anew it pairs who is there: nobody twice, nobody gone', async () => {
    const { one } = scene;
    await scene.crowd(5);
    await one.sync();
    const { fence } = await one.store.mailboxes.begin(one.memory.id);
    await one.store.mailboxes.remember(fence, { orgId: '00D000000000099EAA' });
    expect(await one.run()).toMatchObject({ state: 'stopped', reason: { code: 'other-org' } });
    await one.store.mailboxes.forget(one.memory.id);
    await one.sync();
    expect(await scene.counts()).toEqual([5, 5]);
    expect((await one.links()).map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'linked'));
    await scene.quiet();
  });
});
