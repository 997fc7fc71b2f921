import { describe, expect, it } from 'vitest';
import type { Failure } from '../../server/model/failure.ts';
import type { LinkHead, Refusal } from '../../server/model/link.ts';
import type { Decision } from '../../server/planner/classify.ts';
import type { SeenItem, SeenRecord } from '../../server/planner/observation.ts';
import { pairingKeys } from '../../server/planner/pairing.ts';
import { planMerge } from '../../server/planner/plan-contact.ts';
import { planLink } from '../../server/planner/plan-link.ts';
import { plan } from '../../server/planner/plan.ts';
import { questions } from '../../server/planner/questions.ts';
import { settle } from '../../server/planner/settle.ts';
import type { WriteResult } from '../../server/planner/write-result.ts';
import {
  head,
  item as itemOf,
  link,
  memory,
  NOW,
  observation,
  pass,
  planSettings,
  record as recordOf,
  RULES,
} from '../support/builders.ts';

const REFUSAL: Refusal = {
  reason: { code: 'crm-validation-rule', params: {} },
  fields: [],
  itemVersion: 'iv2',
  recordVersion: 'rv1',
  settingsVersion: 's1',
  at: NOW,
};
const refused = (over: Partial<LinkHead> = {}) =>
  link({ itemVersion: '', recordVersion: '', refusal: REFUSAL, ...over });
const REJECTED: Failure = { kind: 'rejected', code: 'no', message: 'No.' };
const CONTEXT = { rules: RULES, now: NOW, settingsVersion: 's1' };
const inside = (version: string): SeenItem => ({ place: 'inside', head: head({ version }), marked: true });

describe('a contact that was refused', () => {
  it('[D1] [C5] is looked at again where its record is deleted: its item goes as it is now', () => {
    const records = new Map<string, SeenRecord>([['r1', { state: 'deleted' }]]);
    const remembered = memory({ links: [refused()] });
    expect(questions(observation({ records }), remembered).places).toEqual(['i1']);
    const seen = observation({ records, items: new Map([['i1', inside('iv2')]]) });
    expect(plan(seen, remembered, planSettings()).decided[0]?.decision.action.kind).toBe('remove-item');
  });

  it('[M2] [C5] [T3] merged into another pair, says so if that is refused, and is not tried by every session', () => {
    const item = itemOf({ version: 'iv2', fields: { ...itemOf().fields, title: 'CTO' } });
    const [masterLink, masterItem] = [link({ id: 'l2', itemId: 'i2', recordId: 'r2' }), itemOf({ id: 'i2' })];
    const decision: Decision = {
      row: 'M2',
      rule: 'M2',
      action: { kind: 'fold', into: 'r2', pair: 'l2', edited: true },
      inView: false,
      asked: false,
    };
    const record = recordOf({ id: 'r2', version: 'v2' });
    const made = planLink(link(), decision, { item, record, masterLink, masterItem }, pass());
    if (made === null) throw new Error('nothing is planned');
    expect(made.item?.id).toBe('i1');
    const { link: after } = settle(made, [{ done: false, failure: REJECTED }], CONTEXT);
    if (after === null) throw new Error('it has ended');
    const decided = (over: Partial<LinkHead>, master = 'v2') => {
      const records = new Map<string, SeenRecord>([
        ['r1', { state: 'merged', into: 'r2' }],
        ['r2', { state: 'outside', version: master }],
      ]);
      const remembered = memory({ links: [{ ...after, ...over }, masterLink] });
      const [first] = plan(observation({ records }), remembered, planSettings()).decided;
      return first?.link.id === 'l1' ? first.decision.action.kind : 'nothing';
    };
    expect(decided({ inView: false })).toBe('nothing');
    expect(decided({}, 'v3')).toBe('fold');
    // What was refused of its own record, before that was merged, is no reason to wait.
    expect(decided({ refusal: REFUSAL })).toBe('fold');
  });

  it('[M8] [C5] keeps nothing from an item that has been moved, if it is the record that is refused', () => {
    const writes = resuming().writes.map(({ kind, chained }) => [kind, chained === true]);
    expect(writes).toEqual([
      ['move-item', false],
      ['update-item', true],
      ['update-record', false],
    ]);
  });

  it('[U8] [M8] [P1] stays stopped, or waits, while its item cannot be moved into the folder: outside it a pair would be released', () => {
    const results: WriteResult[] = [{ done: false, failure: REJECTED }];
    expect(settle(resuming(), results, CONTEXT).link).toMatchObject({ state: 'stopped', recordId: 'r1', itemId: 'i1' });
    const waiting = link({ state: 'waiting', recordId: null, recordVersion: '' });
    const { link: after } = settle(resuming(waiting), results, CONTEXT);
    expect(after).toMatchObject({
      state: 'waiting',
      recordId: null,
      itemId: 'i1',
      refusal: { reason: { code: 'no' } },
    });
  });

  it('[T1] [C5] is not switched on once more by every session; what was merely not done is', () => {
    const asked = resuming(link({ state: 'stopped', request: { kind: 'resume' } }));
    expect(settle(asked, [{ done: false, failure: REJECTED }], CONTEXT).link?.request).toBeNull();
    const stale: Failure = { kind: 'stale', code: 'changed-meanwhile', message: '' };
    const { link: after } = settle(asked, [{ done: false, failure: stale }], CONTEXT);
    expect(after).toMatchObject({ request: { kind: 'resume' }, state: 'stopped' });
  });

  it('[U3] [U8] [C5] is tried again when its item changes, also where that lies elsewhere and waits to be moved', () => {
    const waiting = refused({ state: 'waiting', recordId: null });
    const made = (version: string) => {
      const seen: SeenItem = {
        place: 'elsewhere',
        head: head({ version, folder: 'contacts' }),
        marked: true,
        brief: { keys: pairingKeys(itemOf().fields), key: undefined, private: false, createdAt: NOW },
      };
      const seenAll = observation({ items: new Map([['i1', seen]]), records: new Map() });
      return plan(seenAll, memory({ links: [waiting] }), planSettings()).newItems.map(({ kind }) => kind);
    };
    expect([made('iv2'), made('iv3')]).toEqual([[], ['upload']]);
  });
});

/** M8: a stopped pair whose item lies elsewhere is marked again; each side has an edit for the other. */
function resuming(of = link({ state: 'stopped' })) {
  return planMerge({
    link: of,
    item: itemOf({ version: 'iv2', folder: 'contacts', fields: { ...itemOf().fields, title: 'CTO' } }),
    record: recordOf({ version: 'rv2', fields: { ...recordOf().fields, notes: 'n' } }),
    decision: { rule: 'M8', inView: true, asked: false },
    pass: pass(),
    adopt: true,
    move: true,
  });
}
