import { describe, expect, it } from 'vitest';
import { ANN, CARD, annInStep, freshEachTest, isQuiet } from '../support/each-test.ts';
import type { Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const pair = () => annInStep(one);
const quiet = () => isQuiet(one);
const person = async (email = ANN.Email) => (await one.engine.people(one.memory.id, [{ email }])).people[0];
const contacts = async (linkId: string | undefined) => one.run({ kind: 'contacts', linkIds: [linkId ?? ''] });

describe('status and switches, through the simulators', () => {
  it('[T1] switched on without an item: a card is made in the folder and goes up at once', async () => {
    await one.sync();
    expect((await person('bea.ho@acme.example'))?.status).toBe('not synced');
    const link = await one.engine.switchOn(one.memory.id, { email: 'Bea.Ho@acme.example' }, { name: 'Ho, Bea (Acme)' });
    const session = await contacts(link);
    expect(session.counts).toMatchObject({ recordsCreated: 1 });
    expect(await one.items()).toMatchObject([{ givenName: 'Bea', surname: 'Ho', categories: ['Salesforce'] }]);
    expect((await person('bea.ho@acme.example'))?.status).toBe('synced');
  });

  it('[T1] [U3] [U6] an item that exists elsewhere gets the category and is moved; the look-up is of that one address', async () => {
    await one.sync();
    await one.putItem(CARD);
    await one.putItem({ ...CARD, surname: 'Other', emailAddresses: [{ address: 'other@acme.example', name: 'O' }] });
    await one.control('DELETE', 'calls');
    const link = await one.engine.switchOn(one.memory.id, { email: 'ann@acme.example' }, {});
    const asked = JSON.stringify((await one.calls('graph')).map(({ path, parts }) => [path, parts]));
    expect(asked).not.toContain('other@acme.example');
    await (link === undefined ? one.run() : contacts(link));
    await one.sync();
    expect((await one.items()).map(({ surname }) => surname)).toEqual(['Lee']);
    expect((await one.itemsIn('contacts')).map(({ surname }) => surname)).toEqual(['Other']);
    expect(await one.records()).toHaveLength(1);
  });

  it('[T1] a running session takes it up between batches, and its own plan leaves it alone', async () => {
    await one.sync();
    const records = Array.from({ length: 450 }, (_, n) => ({
      attributes: { type: 'Contact' },
      LastName: `Number ${n}`,
    }));
    for (let at = 0; at < 450; at += 150)
      await one.ada.salesforce('POST', '/composite/sobjects', { records: records.slice(at, at + 150) });
    const wish = async () => {
      const link = await one.engine.switchOn(one.memory.id, { email: 'bea.ho@acme.example' }, { name: 'Bea Ho' });
      return one.store.sessions.queue(one.memory.id, { kind: 'contacts', linkIds: [link ?? ''] });
    };
    let asked: Awaited<ReturnType<typeof wish>> | undefined;
    const ended = await one.whileHeld(
      'graph',
      { path: '\\$batch', method: 'POST' },
      () => one.run(),
      async () => (asked = await wish()),
    );
    const between = await one.store.sessions.byId(one.memory.id, asked?.id ?? '');
    expect([ended.state, ended.counts.itemsCreated]).toEqual(['done', 450]);
    expect(between).toMatchObject({ state: 'done', counts: { recordsCreated: 1 } });
    expect(Date.parse(between?.finishedAt ?? '')).toBeLessThan(Date.parse(ended.finishedAt ?? ''));
    expect((await one.records()).filter((record) => record.LastName === 'Ho')).toHaveLength(1);
    await one.sync();
    await quiet();
  });

  it('[T2] [M8] switched off, both kept: neither comes back; switched on again the same pair goes on', async () => {
    const made = await pair();
    const link = await one.engine.switchOff(one.memory.id, { email: ANN.Email }, 'keep-both');
    await contacts(link);
    expect(await one.items()).toEqual([]);
    expect(await one.itemsIn('contacts')).toMatchObject([{ surname: 'Lee', categories: [] }]);
    expect([(await one.records()).length, (await person())?.status]).toEqual([1, 'stopped by you']);
    await quiet();
    const again = await one.engine.switchOn(one.memory.id, { email: ANN.Email }, {});
    await contacts(again ?? link);
    expect((await one.links())[0]).toMatchObject({ recordId: made.record, state: 'linked' });
    expect([(await one.items()).length, (await one.itemsIn('contacts')).length]).toEqual([1, 0]);
    await one.sync();
    await quiet();
  });

  it('[T2] remove from Salesforce too, only where auto-removal is on', async () => {
    await pair();
    await expect(one.engine.switchOff(one.memory.id, { email: ANN.Email }, 'remove')).rejects.toThrow();
    await one.set({ autoRemoval: true });
    await contacts(await one.engine.switchOff(one.memory.id, { email: ANN.Email }, 'remove'));
    expect([await one.items(), await one.records()]).toEqual([[], []]);
    await quiet();
  });

  it('[T3] an item that needs attention carries a category of its own until it is solved', async () => {
    await one.sync();
    const id = await one.putItem({ givenName: 'Only' }, await one.folder());
    await one.sync();
    expect((await one.item(id))?.categories).toContain('Salesforce: needs attention');
    await quiet();
    await one.editItem(id, { surname: 'Named' });
    await one.sync();
    expect((await one.item(id))?.categories).toEqual(['Salesforce']);
    await quiet();
  });

  it('[T4] whatever keeps a session from working is said in the mailbox’s state', async () => {
    await one.set({ paused: true });
    expect((await one.run()).reason?.code).toBe('paused');
    await one.set({ paused: false });
    await one.fault(
      'graph',
      { kind: 'status', status: 403, body: { error: { code: 'ErrorAccessDenied', message: 'Access is denied.' } } },
      {},
      50,
    );
    const session = await one.run();
    expect([session.state, (await one.stored()).stopped?.code]).toEqual(['stopped', session.reason?.code]);
    await one.control('DELETE', 'faults');
    await one.sync();
    expect((await one.stored()).stopped).toBeNull();
  });

  it('[T5] a refusal travels as a code with Salesforce’s own words', async () => {
    await one.sync();
    await one.control('POST', 'salesforce/rule', {
      kind: 'validation',
      field: 'Title',
      equals: 'X',
      message: 'Titel «X» ist nicht erlaubt.',
    });
    await one.putItem(
      { surname: 'Ruled', jobTitle: 'X', emailAddresses: [{ address: 'r@acme.example', name: 'R' }] },
      await one.folder(),
    );
    await one.sync();
    const reason = (await person('r@acme.example'))?.reason;
    expect(reason?.code).toMatch(/^[a-z-]+$/);
    expect(JSON.stringify(reason?.params)).toContain('Titel «X» ist nicht erlaubt.');
  });

  it('[T6] a blocked address or domain holds in both directions', async () => {
    await one.fresh({ blocklist: ['@blocked.example'] }, { blocklist: ['one@acme.example'] });
    await one.putRecord({ LastName: 'Down', Email: 'x@blocked.example' });
    await one.putRecord({ LastName: 'Down too', Email: 'one@acme.example' });
    await one.sync();
    expect(await one.items()).toEqual([]);
    await one.putItem(
      { surname: 'Up', emailAddresses: [{ address: 'y@Blocked.example', name: 'Y' }] },
      await one.folder(),
    );
    await one.sync();
    expect((await one.records()).map((record) => record.LastName)).not.toContain('Up');
  });
});
