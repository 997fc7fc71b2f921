import { describe, expect, it } from 'vitest';
import type { SwitchOn, Target } from '../../server/engine/engine.ts';
import { afterFirstSession, freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated), afterFirstSession);

const EMAIL = 'ann@acme.example';
const CARD = { givenName: 'Ann', surname: 'Lee', emailAddresses: [{ address: EMAIL, name: 'Ann' }] };
const PERSON: Target = { email: EMAIL };
/** Switched on, with the session that follows at once. */
async function on(target: Target, wish: SwitchOn = {}) {
  const linkId = await one.engine.switchOn(one.memory.id, target, wish);
  return one.run({ kind: 'contacts', linkIds: [linkId] });
}
const undo = async () => {
  const [link] = await one.links();
  const sessionId = await one.lastSession();
  return one.run({ kind: 'undo-contact', linkId: link?.id ?? '', sessionId });
};
const journal = async () =>
  [...(await one.store.journal.page(one.memory.id, { limit: 50 })).rows]
    .reverse()
    .map(({ kind, rule }) => [kind, rule]);
const statusOf = async () => (await one.engine.people(one.memory.id, [{ email: EMAIL }])).people[0]?.status;
const wroteToOutlook = async () =>
  (await one.calls('graph')).flatMap(({ method, path, parts = [] }) =>
    [{ method, path }, ...parts].filter((call) => call.method !== 'GET' && !call.path.endsWith('/$batch')),
  );

describe('what a switch writes is in the journal before it is sent', () => {
  it('[J1] [T1] the card of someone new, with all that follows; undone, neither side has them, and they can be switched on again', async () => {
    await one.control('DELETE', 'calls');
    const linkId = await one.engine.switchOn(one.memory.id, PERSON, { name: 'Ann Lee', fields: { title: 'CEO' } });
    expect(await wroteToOutlook()).toEqual([]);
    expect(await statusOf()).toBe('waiting');
    const session = await one.run({ kind: 'contacts', linkIds: [linkId] });
    expect(session.counts).toMatchObject({ itemsCreated: 1, recordsCreated: 1 });
    expect(await journal()).toEqual([
      ['create-item', 'T1'],
      ['create-record', 'U1'],
      ['update-item', 'U1'],
    ]);
    expect(await one.items()).toMatchObject([{ surname: 'Lee', jobTitle: 'CEO', categories: ['Salesforce'] }]);
    expect(await one.records('LastName, Title')).toMatchObject([{ LastName: 'Lee', Title: 'CEO' }]);
    await one.sync();
    expect(await one.sync()).toEqual(NOTHING);

    const undone = await one.run({ kind: 'undo-contact', linkId, sessionId: session.id });
    expect(undone).toMatchObject({ state: 'done', reason: null });
    expect([await one.items(), await one.records(), await one.links(), await statusOf()]).toEqual([
      [],
      [],
      [],
      'not synced',
    ]);
    expect(await one.sync()).toEqual(NOTHING);

    await one.run({ kind: 'undo-session', sessionId: undone.id });
    expect(await one.items()).toMatchObject([{ surname: 'Lee', jobTitle: 'CEO' }]);
    expect(await one.records('LastName, Title')).toMatchObject([{ LastName: 'Lee', Title: 'CEO' }]);
    expect(await statusOf()).toBe('synced');
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[J1] [T1] whoever was taken back can be switched on again', async () => {
    await on(PERSON, { name: 'Ann Lee' });
    await undo();
    await on(PERSON, { name: 'Ann Lee' });
    expect(await statusOf()).toBe('synced');
    expect([await one.items(), await one.records()].map((side) => side.length)).toEqual([1, 1]);
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[J1] [U3] [U8] an item that exists is marked and moved by the session, and is back where it was and without the mark after an undo', async () => {
    const item = await one.putItem({ ...CARD, categories: ['Red'] });
    await one.control('DELETE', 'calls');
    const linkId = await one.engine.switchOn(one.memory.id, PERSON, {});
    expect(await wroteToOutlook()).toEqual([]);
    await one.run({ kind: 'contacts', linkIds: [linkId] });
    expect(await journal()).toEqual([
      ['move-item', 'U3'],
      ['create-record', 'U3'],
      ['update-item', 'U1'],
    ]);
    expect((await one.items()).map(({ categories }) => [...categories].sort())).toEqual([['Red', 'Salesforce']]);
    expect(await one.item(item)).toBeUndefined();
    await undo();
    expect(await one.items()).toEqual([]);
    expect((await one.itemsIn('contacts')).map(({ categories }) => categories)).toEqual([['Red']]);
    expect(await one.records()).toEqual([]);
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[P1] [U3] one that must be chosen for has its mark from the first session on, and waits for the choice', async () => {
    const record = await one.putRecord({ FirstName: 'Anna', LastName: 'Other', Email: EMAIL });
    await one.sync();
    await one.ada.salesforce('DELETE', `/sobjects/Contact/${record}`);
    await one.ben.salesforce('POST', '/sobjects/Contact', { FirstName: 'Anna', LastName: 'Other', Email: EMAIL });
    await one.sync();
    const item = await one.putItem(CARD);
    await on(PERSON);
    const waits = async () => (await one.links()).find(({ email, state }) => email === EMAIL && state !== 'stopped');
    expect((await waits())?.refusal).toMatchObject({ reason: { code: 'other-name' } });
    expect((await one.item(item))?.categories).toContain('Salesforce');
    await one.sync();
    await one.sync();
    const link = await waits();
    expect(link?.refusal?.choices).toMatchObject([{ name: 'Anna Other' }]);
    await on({ linkId: link?.id ?? '' }, { choice: link?.refusal?.choices?.[0]?.id ?? '' });
    expect(await waits()).toMatchObject({ state: 'linked', refusal: null });
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[J1] [C5] what a person put right goes into the item by the session, with its value before and after', async () => {
    await one.putItem({ givenName: 'Only', jobTitle: 'CEO' }, await one.folder());
    await one.sync();
    const [link] = await one.links();
    await on({ linkId: link?.id ?? '' }, { fields: { lastName: 'Named' } });
    const { rows } = await one.store.journal.page(one.memory.id, { limit: 50 });
    expect(rows.find(({ rule }) => rule === 'C5')).toMatchObject({
      kind: 'update-item',
      state: 'done',
      fields: [{ field: 'lastName', before: '', after: 'Named', from: 'outlook' }],
    });
    expect(await one.records('FirstName, LastName, Title')).toMatchObject([
      { FirstName: 'Only', LastName: 'Named', Title: 'CEO' },
    ]);
    expect(await one.sync()).toEqual(NOTHING);
  });
});

describe('a switch that does not come through at once', () => {
  const CREATES = { method: 'POST', path: '\\$batch' };

  it.each(['drop-after', 'drop-before', 'half'])(
    '[P3] a card whose answer is lost (%s) is there once',
    async (kind) => {
      await one.fault('graph', { kind }, CREATES);
      await on(PERSON, { name: 'Ann Lee' });
      await one.control('DELETE', 'faults');
      await one.control('POST', 'clock', { advanceSeconds: 600 });
      await one.sync();
      await one.sync();
      expect([await one.items(), await one.records()].map((side) => side.length)).toEqual([1, 1]);
      expect(await statusOf()).toBe('synced');
      expect(await one.sync()).toEqual(NOTHING);
    },
  );

  it('[T1] [C5] a card that Outlook refuses says so, is not sent by every session, and is made with what was filled in when it is tried again', async () => {
    const body = { error: { code: 'ErrorInvalidProperty', message: 'The card is not taken.' } };
    await one.fault(
      'graph',
      { kind: 'status', status: 400, body },
      { method: 'POST', path: '/contacts$', part: true },
      50,
    );
    await on(PERSON, { name: 'Ann Lee', fields: { title: 'CEO' } });
    expect(await statusOf()).toBe('needs attention');
    await one.control('DELETE', 'calls');
    await one.sync();
    expect(await wroteToOutlook()).toEqual([]);
    await one.control('DELETE', 'faults');
    const [link] = await one.links();
    await on({ linkId: link?.id ?? '' });
    expect(await one.records('LastName, Title')).toMatchObject([{ LastName: 'Lee', Title: 'CEO' }]);
    expect(await statusOf()).toBe('synced');
  });

  it('[T1] [M8] fields that come with the switch make no second card of somebody whose record is known', async () => {
    await one.putRecord({ FirstName: 'Ann', LastName: 'Lee', Email: EMAIL, Title: 'CEO' });
    await one.sync();
    const [link] = await one.links();
    await one.run({ kind: 'undo-contact', linkId: link?.id ?? '', sessionId: await one.lastSession() });
    expect([await one.items(), await statusOf()]).toEqual([[], 'stopped by you']);
    await on({ linkId: link?.id ?? '' }, { fields: { department: 'Board' } });
    expect(await one.items()).toMatchObject([{ surname: 'Lee', jobTitle: 'CEO', department: null }]);
    expect(await journal()).not.toContainEqual(['create-item', 'T1']);
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[T2] [J6] off is off, also where the answer to what was under way is lost', async () => {
    await on(PERSON, { name: 'Ann Lee' });
    await one.sync();
    const [item] = await one.items();
    await one.editItem(item?.id ?? '', { jobTitle: 'CEO' });
    await one.fault('salesforce', { kind: 'drop-after' }, { method: 'PATCH' });
    await one.run();
    await one.control('DELETE', 'faults');
    await one.engine.switchOff(one.memory.id, PERSON, 'keep-both');
    await one.sync();
    expect(await statusOf()).toBe('stopped by you');
    expect([await one.items(), await one.records()].map((side) => side.length)).toEqual([0, 1]);
  });

  it('[T2] whoever is switched off before their card is made is not made', async () => {
    const linkId = await one.engine.switchOn(one.memory.id, PERSON, { name: 'Ann Lee' });
    await one.engine.switchOff(one.memory.id, PERSON, 'keep-both');
    await one.run({ kind: 'contacts', linkIds: [linkId] });
    expect([await one.items(), await one.links(), await statusOf()]).toEqual([[], [], 'not synced']);
  });

  it('[T1] pressed twice at once, there is one card', async () => {
    const ask = () => one.engine.switchOn(one.memory.id, PERSON, { name: 'Ann Lee' });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second).toBe(first);
    await one.sync();
    expect([await one.items(), await one.records()].map((side) => side.length)).toEqual([1, 1]);
    expect(await statusOf()).toBe('synced');
  });
});
