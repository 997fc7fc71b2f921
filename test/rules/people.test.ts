import { describe, expect, it } from 'vitest';
import type { Recipient } from '../../server/engine/engine.ts';
import { ANN, freshEachTest } from '../support/each-test.ts';
import { NOTHING, type Simulated } from '../support/simulated.ts';

let one: Simulated;
freshEachTest((simulated) => (one = simulated));

const people = (asked: readonly (string | Recipient)[], how: { local?: boolean } = {}) =>
  one.engine.people(
    one.memory.id,
    asked.map((who) => (typeof who === 'string' ? { email: who } : who)),
    how,
  );
const person = async (email = ANN.Email) => (await people([email])).people[0];
const bens = async (fields: object = ANN) =>
  (await one.ben.salesforce<{ id: string }>('POST', '/sobjects/Contact', fields)).id;

describe('the people of a message, through the simulators', () => {
  it('[T5] someone outside the view is named with account, owner and the address at which the record opens', async () => {
    const account = await one.putRecord({ Name: 'Acme' }, 'Account');
    const record = await bens({ ...ANN, AccountId: account });
    await one.sync();
    expect(await person()).toMatchObject({
      name: 'Ann Lee',
      status: 'in Salesforce, outside your view',
      record: {
        id: record,
        account: 'Acme',
        owner: 'Ben Ito',
        mine: false,
        url: `${one.info.salesforce.url}/lightning/r/Contact/${record}/view`,
      },
    });
  });

  it('[T5] a linked one likewise, with the time of the last sync', async () => {
    const record = await one.putRecord(ANN);
    await one.sync();
    const shown = await person();
    expect(shown).toMatchObject({ status: 'synced', record: { id: record, owner: 'Ada Park', mine: true } });
    expect(Date.parse(shown?.syncedAt ?? '')).toBeGreaterThan(0);
  });

  it('what is known here is said at once; Salesforce is asked once for all, and again after five minutes or a session', async () => {
    await one.putRecord({ LastName: 'Linked', Email: 'linked@acme.example' });
    await bens();
    await one.sync();
    await one.control('DELETE', 'calls');
    const asked = ['linked@acme.example', ANN.Email, 'x@acme.example', 'y@acme.example'];
    const queries = async () => (await one.calls('salesforce')).filter(({ path }) => path.includes('/query')).length;
    const local = await people(asked, { local: true });
    expect(local.people.map(({ status, checking }) => [status, checking])).toEqual([
      ['synced', undefined],
      ['not synced', true],
      ['not synced', true],
      ['not synced', true],
    ]);
    expect(await one.calls('salesforce')).toEqual([]);
    const whole = await people(asked);
    expect(whole.people.map(({ status, checking }) => [status, checking])).toEqual([
      ['synced', undefined],
      ['in Salesforce, outside your view', undefined],
      ['not synced', undefined],
      ['not synced', undefined],
    ]);
    await people([...asked].reverse());
    expect(await queries()).toBe(1);
    expect((await people(asked, { local: true })).people[1]?.status).toBe('in Salesforce, outside your view');
    one.later = 5 * 60_000 + 1;
    await people(asked);
    expect(await queries()).toBe(2);
  });

  it('[T4] while Salesforce cannot be reached, what was known is shown with its time, and the rest says that it was not asked', async () => {
    await bens();
    await one.sync();
    await person();
    one.later = 6 * 60_000;
    await one.fault('salesforce', { kind: 'status', status: 503, body: [] }, {}, 100);
    const { people: shown, unreachable } = await people([ANN.Email, 'new@acme.example']);
    expect(unreachable?.code).toMatch(/^crm-/);
    expect(shown[0]).toMatchObject({ status: 'in Salesforce, outside your view', record: { owner: 'Ben Ito' } });
    expect(Date.parse(shown[0]?.asOf ?? '')).toBeLessThan(Date.now() + 60_000);
    expect(shown[1]).toMatchObject({ status: 'not synced', reason: { code: 'salesforce-not-asked' } });
  });

  it('several records with one address are named, so that one can be chosen', async () => {
    const first = await bens();
    const second = await bens({ ...ANN, FirstName: 'Anna' });
    await one.sync();
    const shown = await person();
    expect(new Set(shown?.choices?.map(({ id }) => id))).toEqual(new Set([first, second]));
    // Which one is theirs is not known, so none is named as theirs.
    expect([shown?.record, shown?.name]).toEqual([undefined, undefined]);
  });

  it('[T6] colleagues are marked; groups, rooms, no-reply addresses and recipients without an address have no switch', async () => {
    await one.sync();
    await one.control('DELETE', 'calls');
    const { people: shown } = await people([
      'ben@contoso.example',
      { email: 'team@acme.example', name: 'The team', type: 'distributionList' },
      { email: 'blue@acme.example', type: 'room' },
      'no-reply@acme.example',
      'do.not.reply+7@acme.example',
      'MAILER-DAEMON@acme.example',
      '/o=Acme/ou=Exchange/cn=Recipients/cn=ann',
      'noreply.fan@acme.example',
      'norepl@acme.example',
      { email: 'ann@acme.example', type: 'externalUser' },
    ]);
    expect(shown.map(({ kind, colleague }) => (colleague === true ? 'colleague' : (kind ?? 'person')))).toEqual([
      'colleague',
      'group',
      'room',
      'no-reply',
      'no-reply',
      'no-reply',
      'no-address',
      'no-reply',
      'person',
      'person',
    ]);
    expect(shown[1]).toMatchObject({ name: 'The team', reason: { code: 'no-switch-group' } });
    const asked = JSON.stringify(await one.calls('salesforce'));
    expect(asked).toContain('norepl%40acme.example');
    expect(asked).not.toContain('team%40acme.example');
  });

  it.each([
    ['the person', { blocklist: ['@acme.example'] }, 'blocked-address'],
    ['the administrator', { blocklist: [] }, 'blocked-by-admin'],
  ] as const)(
    '[T6] a pair whose address %s blocks is kept and stands still; off the list it goes on from where it was',
    async (who, settings, code) => {
      const record = await one.putRecord(ANN);
      const gone = await one.putRecord({ LastName: 'Gone', Email: 'gone@acme.example' });
      await one.sync();
      const items = await one.items();
      const item = items.find(({ surname }) => surname === 'Lee')?.id ?? '';
      const block = async (on: boolean) => {
        one.org = {
          ...one.org,
          blocklist: on && who === 'the administrator' ? ['ann@acme.example', '@acme.example'] : [],
        };
        one.connect();
        await one.set({ blocklist: on ? settings.blocklist : [] });
      };
      await block(true);
      expect(await person()).toMatchObject({ status: 'stopped by you', reason: { code } });
      await one.editRecord(record, { Title: 'CEO' });
      await one.editItem(item, { department: 'Board' });
      await one.deleteRecord(gone);
      expect(await one.sync()).toEqual(NOTHING);
      expect([(await one.item(item))?.jobTitle, (await one.items()).length]).toEqual([null, 2]);
      await expect(one.engine.switchOn(one.memory.id, { email: 'new@acme.example' }, {})).rejects.toMatchObject({
        reason: { code },
      });
      await block(false);
      expect(await one.sync()).toMatchObject({ itemsUpdated: 1, recordsUpdated: 1, itemsDeleted: 1, conflicts: 0 });
      expect((await one.item(item))?.jobTitle).toBe('CEO');
      expect(await one.records('Department')).toMatchObject([{ Department: 'Board' }]);
      expect((await person())?.status).toBe('synced');
      expect(await one.sync()).toEqual(NOTHING);
    },
  );

  it('[T6] an address that becomes a blocked one by an edit stops its pair, on either side', async () => {
    const record = await one.putRecord(ANN);
    await one.sync();
    await one.set({ blocklist: ['@private.example'] });
    await one.editRecord(record, { Email: 'ann@private.example', Title: 'CEO' });
    expect(await one.sync()).toMatchObject({ itemsUpdated: 0, recordsUpdated: 0 });
    expect((await one.items())[0]).toMatchObject({ jobTitle: null, categories: ['Salesforce'] });
    expect(await person('ann@private.example')).toMatchObject({ status: 'stopped by you' });
    expect(await one.sync()).toEqual(NOTHING);
  });
});
