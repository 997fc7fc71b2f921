import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalForm } from '../../server/planner/normal-form.ts';
import { RULES } from '../support/builders.ts';
import type { Trouble } from '../support/memory-mailbox.ts';
import { OneMailbox, sharedStore } from '../support/one-mailbox.ts';
import { NO_COUNTS } from '../../server/model/session.ts';

/** What people and the network do, as data: a failing history prints itself. */
type Step =
  | { readonly do: 'item-new' | 'record-new'; readonly who: number }
  | {
      readonly do: 'item-edit' | 'record-edit';
      readonly at: number;
      readonly field: 'title' | 'notes' | 'phone';
      readonly value: string;
    }
  | {
      readonly do:
        | 'item-delete'
        | 'item-purge'
        | 'item-out'
        | 'item-copy'
        | 'item-unmark'
        | 'item-mark'
        | 'record-delete'
        | 'record-leave'
        | 'record-return'
        | 'record-hide'
        | 'record-show';
      readonly at: number;
    }
  | { readonly do: 'merge'; readonly at: number; readonly other: number }
  | { readonly do: 'auto-removal'; readonly on: boolean }
  | { readonly do: 'policy'; readonly conflicts: 'salesforce' | 'outlook' }
  | { readonly do: 'lose-cursors' }
  | {
      readonly do: 'sync';
      readonly trouble?: { readonly side: 'mailbox' | 'crm'; readonly call: number; readonly kind: 'before' | 'after' };
    };

const at = fc.nat(7);
const value = fc.constantFrom('', 'a', 'b', 'c');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('item-new' as const, 'record-new' as const), who: fc.nat(5) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('item-edit' as const, 'record-edit' as const),
      at,
      field: fc.constantFrom('title' as const, 'notes' as const, 'phone' as const),
      value,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'item-delete' as const,
        'item-purge' as const,
        'item-out' as const,
        'item-copy' as const,
        'item-unmark' as const,
        'item-mark' as const,
        'record-delete' as const,
        'record-leave' as const,
        'record-return' as const,
        'record-hide' as const,
        'record-show' as const,
      ),
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), at, other: at }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('auto-removal' as const), on: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('policy' as const),
      conflicts: fc.constantFrom('salesforce' as const, 'outlook' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'lose-cursors' } as const) },
  { weight: 5, arbitrary: fc.constant({ do: 'sync' } as const) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('sync' as const),
      trouble: fc.record({
        side: fc.constantFrom('mailbox' as const, 'crm' as const),
        call: fc.nat(12),
        kind: fc.constantFrom('before' as const, 'after' as const),
      }),
    }),
  },
);

/** Runs a history, then lets it become quiet, and holds the end against what must be true whatever happened. */
async function play(history: readonly Step[], externalKey: boolean): Promise<void> {
  const one = await OneMailbox.open(
    await sharedStore(),
    {},
    { brake: { contacts: 1000, percent: 100, absolute: 1000 }, firstUploadLimit: 1000 },
  );
  one.crm.externalKey = externalKey;
  for (const next of history) await act(one, next);
  one.crm.hidden.clear();
  for (let quiet = 0; quiet < 4; quiet += 1) await one.run();
  const last = await one.run();
  expect([last.state, last.counts], 'J4: nothing is left to write').toEqual(['done', NO_COUNTS]);

  const links = await one.links();
  for (const link of links.filter((entry) => entry.state === 'linked')) {
    const item = one.mailbox.items.get(link.itemId ?? '');
    const record = one.crm.records.get(link.recordId ?? '');
    expect(item, 'a linked item exists').toBeDefined();
    expect([record?.deleted, item?.folder], 'both sides of a pair are where they belong').toEqual([
      false,
      one.mailbox.folder,
    ]);
    if (link.refusal !== null) continue;
    for (const rule of RULES.filter((entry) => entry.field !== 'company')) {
      expect([rule.field, normalForm(rule, item?.fields[rule.field])], 'I1: a pair is equal').toEqual([
        rule.field,
        normalForm(rule, record?.fields[rule.field]),
      ]);
    }
  }
  const linked = new Set(links.flatMap((link) => link.recordId ?? []));
  const mine = one.records.filter((record) => record.ownerId === 'u1' && !linked.has(record.id));
  expect(
    mine.map((record) => record.id),
    'F4: every record of the view has its item',
  ).toEqual([]);
  const keys = one.items.map((item) => item.id);
  const known = new Set(links.flatMap((link) => link.itemId ?? []));
  expect(
    keys.filter((id) => !known.has(id)),
    'U1: every item in the folder is known',
  ).toEqual([]);
  expect(
    one.mailbox.inFolder('contacts').filter((item) => item.fields.notes === 'private').length,
    'U6: private items are as they were',
  ).toBe(1);
}

async function act(one: OneMailbox, next: Step): Promise<void> {
  const { mailbox, crm } = one;
  const pick = <T>(list: readonly T[], index: number) => (list.length === 0 ? undefined : list[index % list.length]);
  const records = () => [...crm.records.values()].filter((record) => !record.deleted);
  if (![...mailbox.items.values()].some((item) => item.fields.notes === 'private'))
    mailbox.put({ fields: { lastName: 'Own', notes: 'private' } });
  switch (next.do) {
    case 'item-new':
      mailbox.put(
        { fields: { firstName: 'P', lastName: `I${next.who}`, email: `i${next.who}@x.example` } },
        mailbox.folder ?? 'contacts',
      );
      return;
    case 'record-new':
      crm.put({ fields: { firstName: 'P', lastName: `R${next.who}`, email: `r${next.who}@x.example` } });
      return;
    case 'item-edit': {
      const item = pick(one.items, next.at);
      if (item !== undefined)
        mailbox.put({
          id: item.id,
          fields: { ...item.fields, [next.field]: next.value },
          ...(next.field === 'phone'
            ? { slots: { ...item.slots, phone: next.value === '' ? [] : [{ value: next.value }] } }
            : {}),
        });
      return;
    }
    case 'record-edit': {
      const record = pick(records(), next.at);
      if (record !== undefined)
        crm.put({
          id: record.id,
          fields: Object.fromEntries(
            Object.entries({ ...record.fields, [next.field]: next.value }).filter(([, text]) => text !== ''),
          ),
        });
      return;
    }
    case 'item-delete':
    case 'item-purge': {
      const item = pick(one.items, next.at);
      if (item !== undefined) mailbox.delete(item.id, next.do === 'item-purge');
      return;
    }
    case 'item-out': {
      const item = pick(one.items, next.at);
      if (item !== undefined) mailbox.moveTo(item.id, 'contacts');
      return;
    }
    case 'item-copy': {
      const item = pick(one.items, next.at);
      if (item !== undefined) mailbox.copy(item.id, item.folder);
      return;
    }
    case 'item-unmark': {
      const item = pick(one.items, next.at);
      if (item !== undefined) mailbox.put({ id: item.id, categories: [] });
      return;
    }
    case 'item-mark': {
      const item = pick(
        mailbox.inFolder('contacts').filter((entry) => entry.fields.notes !== 'private'),
        next.at,
      );
      if (item !== undefined) mailbox.put({ id: item.id, categories: [...item.categories, 'Salesforce'] });
      return;
    }
    case 'record-delete':
    case 'record-leave':
    case 'record-return':
    case 'record-hide':
    case 'record-show': {
      const record = pick(records(), next.at);
      if (record === undefined) return;
      if (next.do === 'record-delete') crm.delete(record.id);
      else if (next.do === 'record-hide') crm.hidden.add(record.id);
      else if (next.do === 'record-show') crm.hidden.delete(record.id);
      else crm.put({ id: record.id, ownerId: next.do === 'record-leave' ? 'somebody' : 'u1' });
      return;
    }
    case 'merge': {
      const [master, loser] = [pick(records(), next.at), pick(records(), next.other)];
      if (master !== undefined && loser !== undefined && master.id !== loser.id) crm.merge(master.id, loser.id);
      return;
    }
    case 'auto-removal':
      return one.set({ autoRemoval: next.on });
    case 'policy':
      return one.set({ conflicts: next.conflicts });
    case 'lose-cursors':
      return mailbox.loseCursors();
    case 'sync': {
      let calls = 0;
      const { trouble } = next;
      const make = (): Trouble => (trouble !== undefined && calls++ === trouble.call ? trouble.kind : undefined);
      const side = trouble?.side === 'crm' ? crm : mailbox;
      side.trouble = make;
      await one.run();
      side.trouble = () => undefined;
      return;
    }
  }
}

describe('random histories on both sides, with faults', () => {
  it.each([
    ['with', true],
    ['without', false],
  ] as const)(
    '[J3] [J4] end equal, without duplicates, losses or writes in the session after, %s our external-id field',
    async (_with, externalKey) => {
      const seed = Number(process.env.CARDBRIDGE_SEED ?? 20260504);
      const numRuns = Number(process.env.CARDBRIDGE_RUNS ?? 60);
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), (history) => play(history, externalKey)),
        { seed, numRuns, endOnFailure: false },
      );
    },
    240_000,
  );
});
