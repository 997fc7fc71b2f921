import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Crm, RecordDraft } from '../../server/connectors/crm.ts';
import type { CrmRecord, FieldChanges, PairingKeys, RecordHead } from '../../server/model/contact.ts';
import type { Outcome } from '../../server/model/failure.ts';
import type { Filter } from '../../server/model/settings.ts';

/** An org as other people and Salesforce itself act on it, behind the back of the Crm under test. */
export interface ContractOrg {
  /** As the one person whom the suite knows. */
  open(): Crm;
  put(record: { fields: FieldChanges; accountId?: string; mine?: boolean }): Promise<string>;
  edit(id: string, fields: FieldChanges): Promise<void>;
  delete(id: string): Promise<void>;
  merge(masterId: string, id: string): Promise<void>;
  hide(id: string): Promise<void>;
  putAccount(name: string): Promise<string>;
  setExternalKey(on: boolean): Promise<void>;
  /** Lets so much time pass that what was written is no longer new. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

const MINE: Filter = { kind: 'mine' };
const ALL: Filter = { kind: 'all' };
const draft = (intent: string, fields: FieldChanges, accountId: string | null = null): RecordDraft => ({
  intent,
  fields,
  accountId,
  defaults: {},
});
const keys = (over: Partial<PairingKeys>): PairingKeys => ({ emails: [], name: '', company: '', phones: [], ...over });

export async function collected<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** The value of an outcome that has to be good. */
export function done<T>(outcome: Outcome<T> | undefined): T {
  if (outcome?.ok === true) return outcome.value;
  throw new Error(`not done: ${JSON.stringify(outcome)}`);
}

/** What every Crm must do (server/connectors/crm.ts), whatever stands behind it. */
export function crmContract(name: string, start: () => Promise<ContractOrg>): void {
  describe(`${name} as a Crm`, () => {
    let org: ContractOrg;
    let crm: Crm;
    beforeAll(async () => {
      org = await start();
      crm = org.open();
    });
    afterAll(() => org.stop());

    const heads = (filter: Filter) => collected<RecordHead>(crm.view(filter, 'heads'));
    const read = async (id: string): Promise<CrmRecord> => {
      const [record] = await collected<CrmRecord>(crm.read([id], 'fields'));
      if (record === undefined) throw new Error(`${id} is not there`);
      return record;
    };

    it('[S6] says whose eyes it has', async () => {
      const identity = await crm.identity();
      expect(identity.userId).not.toBe('');
      expect(identity.orgId).not.toBe('');
    });

    it('[F1] tells all records from my own, with heads and fields of the same ones', async () => {
      const mine = await org.put({ fields: { lastName: 'Mine', firstName: 'Ann', email: 'ann@mine.example' } });
      const other = await org.put({ fields: { lastName: 'Other' }, mine: false });
      const own = (await heads(MINE)).map(({ id }) => id);
      const all = (await heads(ALL)).map(({ id }) => id);
      expect(own).toContain(mine);
      expect(own).not.toContain(other);
      expect(all).toEqual(expect.arrayContaining([mine, other]));
      const records = await collected<CrmRecord>(crm.view(MINE, 'fields'));
      expect(records.map(({ id }) => id).sort()).toEqual([...own].sort());
      expect(records.find(({ id }) => id === mine)?.fields).toMatchObject({
        lastName: 'Mine',
        firstName: 'Ann',
        email: 'ann@mine.example',
      });
      expect(await crm.count(MINE)).toBe(own.length);
      expect(await crm.count(ALL)).toBe(all.length);
    });

    it('reads by id what is there and nothing else', async () => {
      const there = await org.put({ fields: { lastName: 'There' } });
      const deleted = await org.put({ fields: { lastName: 'Deleted' } });
      const hidden = await org.put({ fields: { lastName: 'Hidden' } });
      await org.delete(deleted);
      await org.hide(hidden);
      const found = await collected<RecordHead>(crm.read([hidden, there, deleted], 'heads'));
      expect(found.map(({ id }) => id)).toEqual([there]);
    });

    it('[J4] gives equal versions as long as nothing changes, another one after', async () => {
      const id = await org.put({ fields: { lastName: 'Version' } });
      await org.settle();
      const [first] = await collected<RecordHead>(crm.read([id], 'heads'));
      expect((await heads(MINE)).find((head) => head.id === id)?.version).toBe(first?.version);
      expect((await read(id)).version).toBe(first?.version);
      await org.edit(id, { firstName: 'Edited' });
      expect((await read(id)).version).not.toBe(first?.version);
    });

    it('[D4] tells deleted, merged and unreadable records apart', async () => {
      const put = (lastName: string) => org.put({ fields: { lastName } });
      const [visible, deleted, loser, first, master, hidden] = [
        await put('Visible'),
        await put('Deleted'),
        await put('Loser'),
        await put('FirstMaster'),
        await put('Master'),
        await put('Hidden'),
      ];
      await org.delete(deleted);
      await org.merge(first, loser);
      await org.merge(master, first);
      await org.hide(hidden);
      const fates = await crm.fates([visible, deleted, loser, first, hidden]);
      expect(fates.get(visible)?.state).toBe('visible');
      expect(fates.get(deleted)).toEqual({ state: 'deleted' });
      expect(fates.get(first)).toEqual({ state: 'merged', into: master });
      expect(fates.get(loser)?.state).toBe('merged');
      expect(fates.get(hidden)).toEqual({ state: 'absent' });
    });

    it('[C6] writes only what has not moved since it was read', async () => {
      const ids = [
        await org.put({ fields: { lastName: 'Still', firstName: 'Old' } }),
        await org.put({ fields: { lastName: 'Moved', firstName: 'Old' } }),
        await org.put({ fields: { lastName: 'Gone', firstName: 'Old' } }),
      ];
      await org.settle();
      const records = await collected<CrmRecord>(crm.read(ids, 'fields'));
      const changes = records.map(({ id, version }) => ({ id, version, fields: { firstName: 'New', title: 'Boss' } }));
      await org.edit(ids[1] ?? '', { title: 'Elsewhere' });
      await org.delete(ids[2] ?? '');
      const outcomes = await crm.update(changes);
      expect(outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.failure.kind))).toEqual([
        'done',
        'stale',
        'gone',
      ]);
      expect((await read(ids[0] ?? '')).fields).toMatchObject({ firstName: 'New', title: 'Boss' });
      expect((await read(ids[1] ?? '')).fields).toMatchObject({ firstName: 'Old', title: 'Elsewhere' });
    });

    it('[C4] clears what is to be cleared and leaves the rest', async () => {
      const id = await org.put({ fields: { lastName: 'Clear', firstName: 'Ann', title: 'Boss' } });
      const { version } = await read(id);
      done((await crm.update([{ id, version, fields: { title: null } }]))[0]);
      const { fields } = await read(id);
      expect(fields.title).toBeUndefined();
      expect(fields).toMatchObject({ lastName: 'Clear', firstName: 'Ann' });
    });

    it('[P3] creates with the intent as key, by which the record is found again', async () => {
      await org.setExternalKey(true);
      const keyed = org.open();
      expect((await keyed.schema()).externalKey).toBe(true);
      const account = await org.putAccount('Key Account');
      const outcomes = await keyed.create([
        draft('intent-1', { lastName: 'Key', email: 'key@x.example' }, account),
        draft('intent-2', { lastName: 'Lock', firstName: null }),
      ]);
      const [one, two] = outcomes.map(done);
      const found = await keyed.findByIntents(['intent-1', 'intent-2', 'intent-3']);
      expect([...found.keys()].sort()).toEqual(['intent-1', 'intent-2']);
      expect(found.get('intent-1')).toMatchObject({ id: one, key: 'intent-1', fields: { company: 'Key Account' } });
      expect(found.get('intent-2')?.id).toBe(two);
      await org.delete(one ?? '');
      expect((await keyed.findByIntents(['intent-1'])).get('intent-1')?.id, 'deleted since, made all the same').toBe(
        one,
      );
    });

    it('[P3] finds without a key what it has made by the values sent', async () => {
      const since = new Date(Date.now() + crm.clockOffset - 60_000).toISOString();
      const sent = draft('', { lastName: 'Sent', firstName: 'Value', email: 'sent@x.example' });
      await org.put({ fields: { lastName: 'Sent', firstName: 'Other', email: 'other@x.example' } });
      const [id] = (await crm.create([{ ...sent, intent: 'sent-1' }])).map(done);
      const found = await crm.findBySentValues(sent, since);
      expect(found.map((record) => record.id)).toEqual([id]);
      await org.delete(id ?? '');
      expect(
        (await crm.findBySentValues(sent, since)).map((record) => record.id),
        'deleted since',
      ).toEqual([id]);
      expect(await crm.coveredUntil()).toBeGreaterThan(Date.parse('2020-01-01'));
    });

    it('[D2] deletes what is as it was, and brings it back', async () => {
      const ids = [
        await org.put({ fields: { lastName: 'Remove' } }),
        await org.put({ fields: { lastName: 'Touched' } }),
        await org.put({ fields: { lastName: 'Given away' } }),
      ];
      await org.settle();
      const records = await collected<CrmRecord>(crm.read(ids, 'fields'));
      const removals = records.map(({ id, version, ownerId }, place) => ({
        id,
        version,
        ownerId: place === 2 ? 'somebody-else' : ownerId,
      }));
      await org.edit(ids[1] ?? '', { firstName: 'Edited' });
      const outcomes = await crm.remove(removals);
      expect(outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.failure.kind))).toEqual([
        'done',
        'stale',
        'stale',
      ]);
      const [removed = ''] = ids;
      expect((await crm.fates([removed])).get(removed)).toEqual({ state: 'deleted' });
      done((await crm.undelete([removed]))[0]);
      expect((await read(removed)).fields.lastName).toBe('Remove');
      const [again] = await crm.undelete([removed]);
      expect(again).toMatchObject({ ok: false, failure: { kind: 'gone' } });
    });

    it('[P1] finds candidates by e-mail, and by name where either side has none', async () => {
      const byEmail = await org.put({ fields: { lastName: 'Byemail', email: 'Find@Me.example' } });
      const byName = await org.put({ fields: { firstName: 'Find', lastName: 'Byname', email: 'x@y.example' } });
      await org.put({ fields: { firstName: 'Not', lastName: 'Found', email: 'z@y.example' } });
      const withoutMail = await org.put({ fields: { firstName: 'Found', lastName: 'Too' } });
      const found = await crm.candidates([
        keys({ emails: ['find@me.example'], name: 'someone else' }),
        keys({ name: 'find byname' }),
        keys({ emails: ['nobody@me.example'], name: 'not found' }),
        keys({ emails: ['found.too@me.example'], name: 'found too' }),
      ]);
      expect(found.map(({ id }) => id).sort()).toEqual([byEmail, byName, withoutMail].sort());
    });

    it('[T1] searches by words in name, e-mail and company, and knows the companies of a mail domain', async () => {
      const account = await org.putAccount('Seekers United');
      const one = await org.put({
        fields: { firstName: 'Sally', lastName: 'Seek', email: 's@seek.example' },
        accountId: account,
      });
      const two = await org.put({ fields: { lastName: 'Seekless' } });
      const found = async (text: string, limit = 25) => (await crm.search(text, limit)).map(({ id }) => id);
      expect((await found('seek')).sort()).toEqual([one, two].sort());
      expect(await found('united sal')).toEqual([one]);
      expect(await found('seek.example')).toEqual([one]);
      expect(await found('seek', 1)).toHaveLength(1);
      expect(await found('  ')).toEqual([]);
      expect((await crm.surroundings('x@seek.example', 'seek.example')).colleagues).toEqual(['Seekers United']);
      expect(await crm.surroundings('x@seek.example')).toEqual({ colleagues: [], sites: [] });
    });

    it('[A1] takes the equal Account, [A2] else the only one that contains the name, [A3] else none', async () => {
      const first = await org.putAccount('Acme Contract');
      await org.putAccount('Acme Contract');
      await org.putAccount('Acme Contract Holding');
      const only = await org.putAccount('The Unique Company of All');
      await org.putAccount('Twofold One');
      await org.putAccount('Twofold Two');
      const found = await crm.accounts([' acme contract ', 'Unique Company', 'Twofold', 'Nowhere', '']);
      expect(found.get(' acme contract ')).toEqual({ state: 'equal', id: first, name: 'Acme Contract' });
      expect(found.get('Unique Company')).toEqual({ state: 'contains', id: only, name: 'The Unique Company of All' });
      expect(found.get('Twofold')).toEqual({ state: 'none' });
      expect(found.get('Nowhere')).toEqual({ state: 'none' });
    });
  });
}
