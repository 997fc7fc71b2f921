import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTHING, Simulated, type WireContact } from '../support/simulated.ts';

/** What people, the network and the vendors' services do, as data: a failing history prints itself and its seed. */
type Step =
  | { readonly do: 'item-new' | 'record-new'; readonly who: number }
  | { readonly do: 'item-edit' | 'record-edit'; readonly at: number; readonly field: Field; readonly value: string }
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
        | 'record-return';
      readonly at: number;
    }
  | { readonly do: 'merge'; readonly at: number; readonly other: number }
  | { readonly do: 'settings'; readonly autoRemoval: boolean; readonly conflicts: 'salesforce' | 'outlook' }
  | { readonly do: 'switch'; readonly name: string; readonly value: string | boolean }
  | { readonly do: 'lose-cursors' }
  | { readonly do: 'sync'; readonly fault?: Fault };
type Field = 'title' | 'notes' | 'phone';
interface Fault {
  readonly service: 'graph' | 'salesforce';
  readonly effect: object;
  readonly part: boolean;
  readonly skip: number;
}

const at = fc.nat(7);
const value = fc.constantFrom('', 'a', 'b', 'c');
const effect = fc.constantFrom<object>(
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'half' },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 429, headers: { 'Retry-After': '0.05' } },
);
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
      field: fc.constantFrom<Field>('title', 'notes', 'phone'),
      value,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...(['item-delete', 'item-purge', 'item-out', 'item-copy', 'item-unmark', 'item-mark'] as const),
        ...(['record-delete', 'record-leave', 'record-return'] as const),
      ),
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), at, other: at }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('settings' as const),
      autoRemoval: fc.boolean(),
      conflicts: fc.constantFrom('salesforce' as const, 'outlook' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Step>(
      { do: 'switch', name: 'graph.ifMatch', value: 'ignored' },
      { do: 'switch', name: 'graph.feedOrder', value: 'source-late' },
      { do: 'switch', name: 'graph.feedOrder', value: 'destination-late' },
      { do: 'switch', name: 'graph.returnHidden', value: false },
      { do: 'switch', name: 'graph.deltaReplays', value: true },
      { do: 'switch', name: 'graph.deltaEmptyPages', value: true },
      { do: 'switch', name: 'graph.removedReason', value: 'changed' },
      { do: 'lose-cursors' },
    ),
  },
  { weight: 5, arbitrary: fc.constant<Step>({ do: 'sync' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('sync' as const),
      fault: fc.record({
        service: fc.constantFrom('graph' as const, 'salesforce' as const),
        effect,
        part: fc.boolean(),
        skip: fc.nat(10),
      }),
    }),
  },
);

let one: Simulated;
beforeAll(async () => {
  one = await Simulated.start();
});
afterAll(() => one.stop());

/** Runs a history, then lets it become quiet, and holds the end against what must be true whatever happened. */
async function play(history: readonly Step[], externalIdField: boolean): Promise<void> {
  await one.fresh({}, { brake: { contacts: 1000, percent: 100, absolute: 1000 }, firstUploadLimit: 1000 });
  if (!externalIdField) await one.control('POST', 'salesforce/org', { externalIdField });
  one.connect();
  const own = await one.putItem({ surname: 'Own', personalNotes: 'private' });
  const before = await one.item(own);
  await one.run();
  for (const next of history) await act(next);
  await one.control('DELETE', 'faults');
  await one.control('POST', 'clock', { advanceSeconds: 900 });
  for (let quiet = 0; quiet < 5; quiet += 1) await one.run();
  const last = await one.run();
  expect([last.state, last.counts], 'J4: nothing is left to write').toEqual(['done', NOTHING]);

  const links = await one.links();
  const items = new Map((await one.items()).map((item) => [item.id, item]));
  const records = new Map(
    (await one.records('Id, LastName, Title, Phone, OwnerId')).map((record) => [record.Id, record]),
  );
  for (const link of links.filter((entry) => entry.state === 'linked' && entry.refusal === null)) {
    const item = items.get(link.itemId ?? '');
    const record = records.get(link.recordId ?? '');
    expect([item === undefined, record === undefined], 'both sides of a pair are there').toEqual([false, false]);
    const side = (values: readonly unknown[]) => values.map((text) => text ?? '');
    expect(side([item?.surname, item?.jobTitle, item?.businessPhones[0]]), 'a pair is equal').toEqual(
      side([record?.LastName, record?.Title, record?.Phone]),
    );
  }
  const linked = new Set(links.flatMap((link) => link.recordId ?? []));
  const unlinked = [...records.values()].filter(
    ({ Id, OwnerId }) => OwnerId === one.ada.salesforceUserId && !linked.has(Id),
  );
  expect(unlinked, 'F4: every record of the view has its item').toEqual([]);
  const known = new Set(links.flatMap((link) => link.itemId ?? []));
  expect(
    [...items.keys()].filter((id) => !known.has(id)),
    'U1: every item in the folder is known',
  ).toEqual([]);
  expect(await one.item(own), 'U6: a private item is as it was').toEqual(before);
}

const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];
const inFolder = async (): Promise<WireContact[]> => ((await one.stored()).folderId === null ? [] : one.items());

async function act(next: Step): Promise<void> {
  switch (next.do) {
    case 'item-new': {
      const { folderId } = await one.stored();
      const address = `i${next.who}@x.example`;
      await one.putItem(
        { givenName: 'P', surname: `I${next.who}`, emailAddresses: [{ address, name: address }] },
        folderId ?? 'contacts',
      );
      return;
    }
    case 'record-new':
      await one.putRecord({ FirstName: 'P', LastName: `R${next.who}`, Email: `r${next.who}@x.example` });
      return;
    case 'item-edit': {
      const item = pick(await inFolder(), next.at);
      const { field, value: text } = next;
      const change =
        field === 'title'
          ? { jobTitle: text || null }
          : field === 'notes'
            ? { personalNotes: text }
            : { businessPhones: text === '' ? [] : [text] };
      if (item !== undefined) await one.editItem(item.id, change);
      return;
    }
    case 'record-edit': {
      const record = pick(await one.records(), next.at);
      const name = { title: 'Title', notes: 'Description', phone: 'Phone' }[next.field];
      if (record !== undefined) await one.editRecord(record.Id, { [name]: next.value || null });
      return;
    }
    case 'item-delete':
    case 'item-purge':
    case 'item-out':
    case 'item-copy':
    case 'item-unmark': {
      const item = pick(await inFolder(), next.at);
      if (item === undefined) return;
      if (next.do === 'item-out') await one.moveItem(item.id, 'contacts');
      else if (next.do === 'item-copy') await one.copyItem(item.id, item.parentFolderId);
      else if (next.do === 'item-unmark') await one.editItem(item.id, { categories: [] });
      else await one.removeItem(item.id, next.do === 'item-purge');
      return;
    }
    case 'item-mark': {
      const item = pick(
        (await one.itemsIn('contacts')).filter(({ surname }) => surname !== 'Own'),
        next.at,
      );
      if (item !== undefined) await one.editItem(item.id, { categories: [...item.categories, 'Salesforce'] });
      return;
    }
    case 'record-delete':
    case 'record-leave':
    case 'record-return': {
      const record = pick(await one.records(), next.at);
      if (record === undefined) return;
      const owner = next.do === 'record-leave' ? one.ben : one.ada;
      if (next.do === 'record-delete') await one.deleteRecord(record.Id);
      else await one.editRecord(record.Id, { OwnerId: owner.salesforceUserId });
      return;
    }
    case 'merge': {
      const records = await one.records();
      const [master, loser] = [pick(records, next.at), pick(records, next.other)];
      if (master !== undefined && loser !== undefined && master.Id !== loser.Id)
        await one.control('POST', 'salesforce/merge', { masterId: master.Id, ids: [loser.Id] });
      return;
    }
    case 'settings':
      return one.set({ autoRemoval: next.autoRemoval, conflicts: next.conflicts });
    case 'switch':
      await one.control('PUT', 'switches', { [next.name]: next.value });
      return;
    case 'lose-cursors':
      return one.fault('graph', { kind: 'expire-cursors' });
    case 'sync': {
      const { fault } = next;
      if (fault !== undefined) await one.fault(fault.service, fault.effect, { part: fault.part }, 1, fault.skip);
      await one.run();
      await one.control('DELETE', 'faults');
      return;
    }
  }
}

describe('random histories on both sides through the simulators, with faults', () => {
  it.each([
    ['with', true],
    ['without', false],
  ] as const)(
    '[J3] [J4] [D4] [P3] end equal, without duplicates, losses or writes in the session after, %s our external-id field',
    async (_with, externalIdField) => {
      const seed = Number(process.env.CARDBRIDGE_SEED ?? 20261123);
      const numRuns = Number(process.env.CARDBRIDGE_RUNS ?? 12);
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), (history) => play(history, externalIdField)),
        { seed, numRuns, endOnFailure: false },
      );
    },
    600_000,
  );
});
