import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldMap, SlotEntry } from '../../server/model/contact.ts';
import { mergeFields, type MergeInput } from '../../server/planner/merge-fields.ts';
import { isServersRewrite, normalForm } from '../../server/planner/normal-form.ts';
import { readSlot, writeSlot } from '../../server/planner/slots.ts';
import { base, RULES, rule } from '../support/builders.ts';

function merge(before: FieldMap, item: FieldMap, record: FieldMap, over: Partial<MergeInput> = {}) {
  return mergeFields({
    rules: RULES,
    base: base(before),
    item: { fields: item, slots: {} },
    record: { fields: record },
    winner: 'salesforce',
    ...over,
  });
}
const entries = (...values: string[]): SlotEntry[] => values.map((value) => ({ value }));
const email = rule({ field: 'email', kind: 'email', slot: { limit: 3 } });

describe('field by field, three ways', () => {
  it('[C1] a field changed on one side goes to the other, and only that one', () => {
    const merged = merge(
      { lastName: 'Lee', title: 'CEO' },
      { lastName: 'Lee', title: 'CTO' },
      { lastName: 'Leigh', title: 'CEO' },
    );
    expect(merged.toRecord.map((write) => [write.field, write.after])).toEqual([['title', 'CTO']]);
    expect(merged.toItem.map((write) => [write.field, write.after])).toEqual([['lastName', 'Leigh']]);
    expect(merged.conflicts).toEqual([]);
  });

  it('[C1] changed on both sides to the same value: nothing to write, and the base has it', () => {
    const merged = merge({ title: 'CEO' }, { title: 'CTO' }, { title: 'CTO ' });
    expect([merged.toItem, merged.toRecord, merged.conflicts]).toEqual([[], [], []]);
    expect(merged.base.item.title).toBe('CTO');
  });

  it('[C1] a cleared field clears the other side', () => {
    expect(
      merge({ lastName: 'Lee', title: 'CEO' }, { lastName: 'Lee' }, { lastName: 'Lee', title: 'CEO' }).toRecord,
    ).toEqual([{ field: 'title', before: 'CEO', after: null }]);
  });

  it('[C1] an address is one value', () => {
    const address = { street: '1 Main St', city: 'Ulm', state: '', postalCode: '89073', country: 'DE' };
    const merged = merge(
      { mailingAddress: address },
      { mailingAddress: { ...address, city: 'Bonn' } },
      { mailingAddress: address },
    );
    expect(merged.toRecord).toEqual([
      { field: 'mailingAddress', before: address, after: { ...address, city: 'Bonn' } },
    ]);
  });

  it('[C2] changed differently: the policy decides, and the losing value is told', () => {
    const changed = [{ title: 'CEO' }, { title: 'CTO' }, { title: 'CFO' }] as const;
    expect(merge(...changed).conflicts).toEqual([{ field: 'title', kept: 'CFO', lost: 'CTO', lostSide: 'item' }]);
    expect(merge(...changed, { winner: 'outlook' }).conflicts).toEqual([
      { field: 'title', kept: 'CTO', lost: 'CFO', lostSide: 'record' },
    ]);
  });

  it('[C5] a value that is too long or not in a restricted picklist is refused by name, and other fields go on', () => {
    const merged = merge(
      { lastName: 'Lee' },
      { lastName: 'Lee', title: 'x'.repeat(129), salutation: 'Dr.', notes: 'hello' },
      { lastName: 'Lee' },
    );
    expect(merged.problems.map(({ field, reason }) => [field, reason.code])).toEqual([
      ['title', 'too-long'],
      ['salutation', 'not-in-picklist'],
    ]);
    expect(merged.toRecord.map((write) => write.field)).toEqual(['notes']);
    expect(merged.base.item.title).toBeUndefined();
  });

  it('[C3] picklist labels and codes are one value; the stored code is written', () => {
    expect(merge({}, { salutation: 'Frau' }, {}).toRecord).toEqual([
      { field: 'salutation', before: null, after: 'Ms.' },
    ]);
    expect(merge({ salutation: 'Ms.' }, { salutation: 'frau' }, { salutation: 'Ms.' }).toRecord).toEqual([]);
  });

  it('[A4] directions: an up field ignores the record, a down field ignores the item, an off field is left alone', () => {
    const directed = (direction: 'up' | 'down' | 'off') =>
      merge({ title: 'a' }, { title: 'b' }, { title: 'c' }, { rules: [rule({ field: 'title', direction })] });
    expect([directed('up').toRecord.length, directed('up').toItem.length]).toEqual([1, 0]);
    expect([directed('down').toRecord.length, directed('down').toItem.length]).toEqual([0, 1]);
    expect([directed('off').toRecord.length, directed('off').toItem.length]).toEqual([0, 0]);
  });

  it('[A5] a Company changed in Outlook stays there; a renamed Account comes down', () => {
    const stays = merge({ company: 'Acme' }, { company: 'Acme GmbH' }, { company: 'Acme' });
    expect([stays.toRecord, stays.toItem, stays.companyEdited]).toEqual([[], [], 'Acme GmbH']);
    expect(merge({ company: 'Acme' }, { company: 'Acme' }, { company: 'Apex' }).toItem).toEqual([
      { field: 'company', before: 'Acme', after: 'Apex' },
    ]);
  });

  it('[C7] a value that the server only reformatted is the new base and no edit', () => {
    const before = base({ phone: '+1 555 123 4567' }, { unconfirmed: { item: [], record: ['phone'] } });
    const merged = merge(
      {},
      {},
      { phone: '(555) 123-4567' },
      { base: before, item: { fields: {}, slots: { phone: entries('+1 555 123 4567') } } },
    );
    expect([merged.toItem, merged.toRecord, merged.conflicts]).toEqual([[], [], []]);
    expect(merged.base.record.phone).toBe('(555) 123-4567');
  });

  it('[C1] whatever three values meet: merging twice writes nothing, and no typed value is lost unsaid', () => {
    const value = fc.constantFrom('', 'a', 'b', 'c', ' a ');
    const map = (title: string, notes: string): FieldMap => ({
      lastName: 'L',
      ...(title === '' ? {} : { title }),
      ...(notes === '' ? {} : { notes }),
    });
    const sides = fc.tuple(value, value).map(([title, notes]) => map(title, notes));
    fc.assert(
      fc.property(
        sides,
        sides,
        sides,
        fc.constantFrom<'salesforce' | 'outlook'>('salesforce', 'outlook'),
        (before, left, right, winner) => {
          const merged = merge(before, left, right, { winner });
          const after = (map: FieldMap, writes: typeof merged.toItem): FieldMap =>
            Object.fromEntries(
              Object.entries({
                ...map,
                ...Object.fromEntries(writes.map((write) => [write.field, write.after])),
              }).filter(([, v]) => v !== null && v !== undefined),
            ) as FieldMap;
          const item = after(left, merged.toItem);
          const record = after(right, merged.toRecord);
          for (const field of ['title', 'notes'] as const) {
            const form = (map: FieldMap) => normalForm(rule({ field }), map[field]);
            expect(form(item)).toBe(form(record));
            for (const side of [left, right]) {
              const edited = form(side) !== form(before);
              const told = merged.conflicts.some((conflict) => conflict.field === field);
              if (edited) expect(form(side) === form(item) || told).toBe(true);
            }
          }
          const again = merge(item, item, record, { winner });
          expect([again.toItem, again.toRecord]).toEqual([[], []]);
        },
      ),
      { seed: 20260504, numRuns: 3000 },
    );
  });
});

describe('slots with several values', () => {
  it('[C1] the first value gone while the second is unchanged is a clearing', () => {
    expect(readSlot(email, entries('b@x.example'), 'a@x.example', entries('b@x.example'))).toEqual({
      value: '',
      extras: entries('b@x.example'),
    });
  });
  it('[C1] a value coming down that is in the list already changes places with the first', () => {
    const list = entries('a@x.example', 'c@x.example', 'b@x.example');
    expect(writeSlot(email, list, readSlot(email, list, 'a@x.example', []), 'b@x.example')).toEqual(
      entries('b@x.example', 'c@x.example', 'a@x.example'),
    );
  });
  it('[C1] the base value is found wherever it stands; a new one takes its place and the others stay', () => {
    const list = entries('b@x.example', 'A@x.example');
    const reading = readSlot(email, list, 'a@x.example', entries('b@x.example'));
    expect(reading.value).toBe('A@x.example');
    expect(writeSlot(email, list, reading, 'n@x.example')).toEqual(entries('b@x.example', 'n@x.example'));
  });
  it('[C4] clearing takes the synced value alone', () => {
    const list = entries('a@x.example', 'b@x.example');
    expect(writeSlot(email, list, readSlot(email, list, 'a@x.example', []), null)).toEqual(entries('b@x.example'));
  });
  it('[C4] a full list of the person’s own values is never overwritten', () => {
    const list = entries('b@x.example', 'c@x.example', 'd@x.example');
    expect(writeSlot(email, list, { value: '', extras: list }, 'n@x.example')).toBeUndefined();
  });
});

describe('normal forms', () => {
  const same = (kind: Parameters<typeof normalForm>[0]['kind'], a: string, b: string) =>
    expect(normalForm({ kind }, a)).toBe(normalForm({ kind }, b));
  it('[C3] line ends, outer white space and Unicode composition are no change', () => {
    same('note', 'a\r\nb\r\n', 'a\nb');
    same('text', 'Jose\u0301  Ruiz', 'José Ruiz');
  });
  it('[C3] a date has no time and no zone', () => same('date', '1980-02-29', '1980-02-29T11:59:00Z'));
  it('[C3] phone spelling is no change, other digits are', () => {
    same('phone', '+49 (0)731 / 12-34', '+4973112 34');
    expect(normalForm({ kind: 'phone' }, '555-1234')).not.toBe(normalForm({ kind: 'phone' }, '555-1235'));
    expect(normalForm({ kind: 'phone' }, '555-1234 x1')).not.toBe(normalForm({ kind: 'phone' }, '555-1234 x2'));
  });
  it('[C3] e-mail case is no change; empty and absent are one', () => {
    same('email', 'Ann@X.example', 'ann@x.example');
    expect(normalForm({ kind: 'address' }, { street: ' ', city: '', state: '', postalCode: '', country: '' })).toBe('');
  });
  it('[C7] trimmed, cut and reformatted values are the server’s own; another value is an edit', () => {
    const text = rule({ field: 'title' });
    expect(isServersRewrite(text, 'Head of Everything', 'Head of')).toBe(true);
    expect(isServersRewrite(rule({ field: 'phone', kind: 'phone' }), '5551234567', '(555) 123-4567')).toBe(true);
    expect(isServersRewrite(text, 'Head of', 'Head of Everything')).toBe(false);
    expect(isServersRewrite(text, 'CEO', undefined)).toBe(false);
  });
});
