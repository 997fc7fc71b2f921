import { describe, expect, it } from 'vitest';
import type { Failure } from '../../server/model/failure.ts';
import { planMerge } from '../../server/planner/plan-contact.ts';
import { planLink } from '../../server/planner/plan-link.ts';
import { planUpload } from '../../server/planner/plan-upload.ts';
import { confirm } from '../../server/planner/confirm.ts';
import { settle } from '../../server/planner/settle.ts';
import { base, item, link, NOW, pass, record, RULES } from '../support/builders.ts';

const context = { rules: RULES, now: NOW, settingsVersion: 's1' };
const decision = { rule: 'C1', inView: true, asked: false };
const rejected: Failure = {
  kind: 'rejected',
  code: 'crm-validation-rule',
  message: 'No CTOs.',
  fields: [{ field: 'title', message: 'No CTOs.' }],
};
const edited = () =>
  planMerge({
    link: link(),
    item: item({
      version: 'iv2',
      key: { org: 'o1', mailbox: 'ada@x.example', intent: 'k1', record: 'r1' },
      fields: { firstName: 'Ann', lastName: 'Lee', title: 'CTO', notes: 'n' },
    }),
    record: record(),
    decision,
    pass: pass(),
  });

describe('what is remembered after the writes', () => {
  it('[C7] only fields just written get a new base, unconfirmed until they are read back', () => {
    const plan = edited();
    expect(plan.writes.map((write) => write.kind)).toEqual(['update-record']);
    const { link: after } = settle(plan, [{ done: true }], context);
    expect(after?.base.record).toEqual({ firstName: 'Ann', lastName: 'Lee', title: 'CTO', notes: 'n' });
    expect([after?.itemVersion, after?.recordVersion, after?.base.unconfirmed.record]).toEqual([
      'iv2',
      '',
      ['title', 'notes'],
    ]);
    const stored = record({ version: 'rv2', fields: { firstName: 'Ann', lastName: 'Lee', title: 'CTO', notes: 'n ' } });
    const show = { ownerId: 'u1', ownerName: '', accountName: '' };
    expect(after && confirm(after, stored, RULES, show).recordVersion).toBe('rv2');
    const touched = record({ version: 'rv3', fields: { ...stored.fields, title: 'Boss' } });
    expect(after && confirm(after, touched, RULES, show).recordVersion).toBe('');
  });

  it('[C5] a refused field keeps its old base and is remembered with its reason; the others go on', () => {
    const { link: after, refused } = settle(
      edited(),
      [{ done: true, left: [{ field: 'title', failure: rejected }] }],
      context,
    );
    expect([after?.base.record.title, after?.base.record.notes, refused]).toEqual([undefined, 'n', true]);
    expect(after?.refusal).toMatchObject({
      reason: { code: 'crm-validation-rule', params: { field: 'title' } },
      fields: ['title'],
      itemVersion: 'iv2',
    });
  });

  it('[J3] a write that was not done leaves everything to be looked at again', () => {
    const stale: Failure = { kind: 'stale', code: 'moved-on', message: 'It changed.' };
    const { link: after } = settle(edited(), [{ done: false, failure: stale }], context);
    expect([after?.itemVersion, after?.recordVersion, after?.base.record.title]).toEqual(['', '', undefined]);
  });

  it('[P2] a mark that names no record yet, since its session was killed in between, is made whole', () => {
    const key = { org: 'o1', mailbox: 'ada@x.example', intent: 'k1' };
    const marks = ({ record: named }: { record?: string }) =>
      planMerge({
        link: link(),
        item: item({ key: { ...key, ...(named === undefined ? {} : { record: named }) } }),
        record: record(),
        decision,
        pass: pass(),
      }).writes.map((write) => write.kind === 'update-item' && write.mark);
    expect([marks({}), marks({ record: 'other' }), marks({ record: 'r1' })]).toEqual([[true], [true], []]);
  });

  it('[C2] a conflict is there as soon as its losing value is gone, whatever becomes of the other writes', () => {
    const plan = planMerge({
      link: link(),
      item: item({
        version: 'iv2',
        key: { org: 'o1', mailbox: 'ada@x.example', intent: 'k1', record: 'r1' },
        fields: { firstName: 'Ann', lastName: 'Lee', title: 'CTO', notes: 'n' },
      }),
      record: record({ version: 'rv2', fields: { ...record().fields, title: 'Boss' } }),
      decision,
      pass: pass(),
    });
    expect(plan.writes.map((write) => write.kind)).toEqual(['update-record', 'update-item']);
    const skipped = { done: false, skipped: true } as const;
    expect(settle(plan, [{ done: true }, skipped], context).link?.conflict).toBeNull();
    expect(settle(plan, [skipped, { done: true }], context).link?.conflict?.fields).toMatchObject([
      { field: 'title', kept: 'Boss', lost: 'CTO', lostSide: 'item' },
    ]);
  });

  it('[D2] a record whose delete was not done is still to be deleted: that it is as at the last sync stays known', () => {
    const decision = { row: 'M6', rule: 'D2', action: { kind: 'delete-record' }, inView: true, asked: false } as const;
    const plan = planLink(link(), decision, {}, pass());
    const after = plan && settle(plan, [{ done: false, skipped: true }], context).link;
    expect([after?.itemVersion, after?.recordVersion]).toEqual(['', link().recordVersion]);
  });

  it('[U1] a record that was made is linked even if the mark on the item is still to come', () => {
    const plan = planUpload(
      link({ recordId: null, state: 'waiting', keyIntent: null, syncedAt: null, base: base({}) }),
      item({ categories: [] }),
      'U1',
      pass(),
      false,
    );
    expect(plan.writes.map((write) => [write.kind, write.chained ?? false])).toEqual([
      ['create-record', false],
      ['update-item', true],
    ]);
    const { link: after } = settle(plan, [{ done: true, recordId: 'r9' }], context);
    expect(after).toMatchObject({ recordId: 'r9', itemId: 'i1', state: 'linked', origin: 'outlook', itemVersion: '' });
  });
});
