import { describe, expect, it } from 'vitest';
import type { LinkHead } from '../../server/model/link.ts';
import type { Observation, PlannerMemory, SeenItem, SeenRecord } from '../../server/planner/observation.ts';
import { plan } from '../../server/planner/plan.ts';
import { isAnswered, questions } from '../../server/planner/questions.ts';
import { head, link, memory, NOW, observation, planSettings } from '../support/builders.ts';

interface Case {
  readonly link?: Partial<LinkHead>;
  readonly item?: SeenItem;
  readonly record?: SeenRecord;
  readonly autoRemoval?: boolean;
  readonly observation?: Partial<Observation>;
  readonly memory?: Partial<PlannerMemory>;
}

/** One link in one situation: what is decided. */
function decide({
  link: over = {},
  item,
  record,
  autoRemoval = false,
  observation: seen = {},
  memory: known = {},
}: Case) {
  const observed = observation({
    items: item === undefined ? new Map() : new Map([['i1', item]]),
    ...(record === undefined ? {} : { records: new Map([['r1', record]]) }),
    keyHolders: new Map([['k1', []]]),
    ...seen,
  });
  const remembered = memory({ links: [link(over)], ...known });
  const result = plan(observed, remembered, planSettings({ autoRemoval }));
  return {
    kind: result.decided[0]?.decision.action.kind ?? 'nothing',
    row: result.decided[0]?.decision.row,
    decision: result.decided[0]?.decision,
    result,
    asked: questions(observed, remembered),
  };
}
const inside = (version: string): SeenItem => ({ place: 'inside', head: head({ version }), marked: true });
const elsewhere = (marked = true): SeenItem => ({
  place: 'elsewhere',
  head: head({ version: 'iv2', folder: 'contacts' }),
  marked,
});
const deleted: SeenItem = { place: 'deleted', head: head({ version: 'iv2', folder: 'bin' }), marked: true };
const outside = (version = 'rv1'): SeenRecord => ({ state: 'outside', version });

describe('when rules meet', () => {
  it('[M1] an open intent, or anything unknown: nothing in this plan', () => {
    expect(decide({ item: deleted, autoRemoval: true, memory: { openIntents: new Set(['l1']) } }).kind).toBe('nothing');
    const tombstone = decide({ autoRemoval: true, observation: { tombstones: new Set(['i1']) } });
    expect(tombstone.kind).toBe('nothing');
    expect(tombstone.asked.places).toEqual(['i1']);
    const missing = decide({ observation: { records: new Map() } });
    expect([missing.kind, missing.asked.fates]).toEqual(['nothing', ['r1']]);
  });

  it('[D4] an item that a read by id does not find is asked for by its key before it counts as deleted', () => {
    const asked = decide({ item: { place: 'gone' }, autoRemoval: true, observation: { keyHolders: new Map() } });
    expect([asked.kind, asked.asked.keys]).toEqual(['nothing', ['k1']]);
    expect(decide({ item: { place: 'gone' }, autoRemoval: true }).kind).toBe('delete-record');
  });

  it('[D4] a complete listing without an item is a reason to look, never a deletion', () => {
    const { kind, asked } = decide({ autoRemoval: true, observation: { complete: true } });
    expect([kind, asked.places]).toEqual(['nothing', ['i1']]);
  });

  it('[P4] [D1] [F5] [M5] an item that has taken a lost one’s place is the pair’s before its record’s row decides', () => {
    const holder = { keyHolders: new Map([['k1', [head({ id: 'i2' })]]]) };
    for (const record of [{ state: 'deleted' }, { state: 'absent' }, outside()] as const) {
      const { kind, decision } = decide({ item: { place: 'gone' }, record, observation: holder });
      expect([record.state, kind, decision?.rule]).toEqual([record.state, 'take-over', 'P4']);
    }
  });

  it('[P4] [D1] [M5] where it is known to lie in the folder, its record’s row decides in the same plan', () => {
    for (const [record, kind] of [
      [{ state: 'deleted' }, 'remove-item'],
      [{ state: 'absent' }, 'attention'],
    ] as const) {
      const i2 = head({ id: 'i2' });
      const records = new Map<string, SeenRecord>([['r1', record]]);
      const items = new Map<string, SeenItem>([
        ['i1', { place: 'gone' }],
        ['i2', { place: 'inside', head: i2, marked: true }],
      ]);
      const { decision } = decide({ observation: { records, items, keyHolders: new Map([['k1', [i2]]]) } });
      expect([decision?.action.kind, decision?.place?.id]).toEqual([kind, 'i2']);
    }
  });

  it('[M2] [D2] an item moved out while its record was merged is freed, and made again for the master', () => {
    const { decision } = decide({
      item: elsewhere(),
      autoRemoval: true,
      observation: {
        records: new Map<string, SeenRecord>([
          ['r1', { state: 'merged', into: 'r2' }],
          ['r2', { state: 'in-view', version: 'rv1' }],
        ]),
      },
    });
    expect(decision?.action).toMatchObject({ kind: 'remake-item', into: 'r2', release: { id: 'i1' } });
  });

  it('[P4] the one item with its key takes a lost item’s place; of several none is guessed', () => {
    const one = decide({
      item: { place: 'gone' },
      observation: { keyHolders: new Map([['k1', [head({ id: 'i2' })]]]) },
    });
    expect([one.kind, one.decision?.rule]).toEqual(['merge', 'P4']);
    const two = decide({
      item: { place: 'gone' },
      observation: { keyHolders: new Map([['k1', [head({ id: 'i2' }), head({ id: 'i3' })]]]) },
    });
    expect(two.kind).toBe('attention');
  });

  it('[M2] a merged record: the link moves to the master, without an item of the master’s here', () => {
    const records = new Map<string, SeenRecord>([
      ['r1', { state: 'merged', into: 'r2' }],
      ['r2', { state: 'in-view', version: 'x', keys: { emails: [], name: '', company: '', phones: [] } }],
    ]);
    expect(decide({ observation: { records } }).decision?.action).toEqual({ kind: 'follow', into: 'r2' });
    const folded = decide({
      observation: { records },
      memory: { links: [link(), link({ id: 'l2', itemId: 'i2', recordId: 'r2' })] },
    });
    expect(folded.decision?.action).toEqual({ kind: 'fold', into: 'r2', pair: 'l2', edited: false });
    expect(
      decide({ observation: { records: new Map([['r1', { state: 'merged', into: 'r2' }]]) } }).asked.fates,
    ).toEqual(['r2']);
  });

  it('[M2] [D2] [D1] a merged record whose item is deleted, or whose master is gone since', () => {
    const merged = (master: SeenRecord) =>
      new Map<string, SeenRecord>([
        ['r1', { state: 'merged', into: 'r2' }],
        ['r2', master],
      ]);
    const remade = { kind: 'remake-item', into: 'r2' };
    const inView = merged({ state: 'in-view', version: 'x' });
    const notInView = merged({ state: 'outside', version: 'x' });
    expect(decide({ item: deleted, observation: { records: inView } }).decision?.action).toEqual(remade);
    expect(decide({ item: deleted, observation: { records: notInView } }).kind).toBe('end');
    const fromOutlook = { item: deleted, link: { origin: 'outlook' }, observation: { records: notInView } } as const;
    expect(decide(fromOutlook).decision?.action).toEqual(remade);
    expect(decide({ observation: { records: merged({ state: 'deleted' }) } }).kind).toBe('remove-item');
    expect(decide({ item: deleted, observation: { records: merged({ state: 'deleted' }) } }).kind).toBe('end');
  });

  it('[M3] moved out: released even with the category on it, then the record by D2', () => {
    expect(decide({ item: elsewhere() }).decision?.action).toMatchObject({
      kind: 'remake-item',
      release: { id: 'i1' },
    });
    expect(decide({ item: elsewhere(), autoRemoval: true }).decision?.action).toMatchObject({
      kind: 'delete-record',
      release: { id: 'i1' },
    });
    expect(decide({ item: elsewhere(), record: outside(), autoRemoval: true }).kind).toBe('release');
    expect(decide({ item: elsewhere(), record: { state: 'deleted' } }).kind).toBe('release');
  });

  it('[M4] the record is deleted: the item goes; both gone: the link ends', () => {
    expect([
      decide({ record: { state: 'deleted' } }).kind,
      decide({ record: { state: 'deleted' } }).decision?.rule,
    ]).toEqual(['remove-item', 'D1']);
    expect(decide({ record: { state: 'deleted' }, item: deleted }).kind).toBe('end');
  });

  it('[M5] lost access never deletes a record; an edited item or one from Outlook stays', () => {
    const absent: SeenRecord = { state: 'absent' };
    expect(decide({ record: absent }).kind).toBe('remove-item');
    expect(decide({ record: absent, link: { origin: 'outlook' } }).kind).toBe('attention');
    expect(decide({ record: absent, item: inside('iv2') }).kind).toBe('attention');
    expect(decide({ record: absent, item: inside('iv2') }).asked.edited).toEqual(['l1']);
    expect(
      decide({ record: absent, item: inside('iv2'), observation: { edited: new Map([['l1', false]]) } }).kind,
    ).toBe('remove-item');
    expect(decide({ record: absent, item: deleted, autoRemoval: true }).kind).toBe('end');
  });

  it('[M6] [D2] a deleted item: made again, or with auto-removal the record goes, if it is as it was', () => {
    expect(decide({ item: deleted }).kind).toBe('remake-item');
    expect(decide({ item: deleted, autoRemoval: true }).kind).toBe('delete-record');
    expect(decide({ item: deleted, autoRemoval: true, record: { state: 'in-view', version: 'rv2' } }).kind).toBe(
      'remake-item',
    );
    expect(decide({ item: deleted, autoRemoval: true, record: outside() }).kind).toBe('end');
    expect(decide({ item: deleted, autoRemoval: true, record: outside(), link: { origin: 'outlook' } }).kind).toBe(
      'delete-record',
    );
  });

  it('[M6] an item that we lack for reasons of our own never deletes a record', () => {
    expect(decide({ link: { itemId: null }, autoRemoval: true }).kind).toBe('remake-item');
  });

  it('[M7] [F5] outside the view: unedited from Salesforce goes, edited is merged first, from Outlook stays', () => {
    expect(decide({ record: outside() }).kind).toBe('remove-item');
    expect(decide({ record: outside(), item: inside('iv2') }).decision).toMatchObject({
      row: 'M7',
      action: { kind: 'merge' },
    });
    expect(decide({ record: outside(), link: { origin: 'outlook', inView: false } }).kind).toBe('nothing');
  });

  it('[F2] while the view cannot be read nothing leaves it', () => {
    expect(
      decide({ record: outside(), observation: { viewRead: false, records: new Map([['r1', outside()]]) } }).kind,
    ).toBe('nothing');
  });

  it('[M8] stopped: nothing, until a new mark', () => {
    const stopped = { state: 'stopped' } as const;
    const broughtBack = { kind: 'merge', resumed: true, move: true };
    expect(decide({ link: stopped, record: { state: 'in-view', version: 'rv2' } }).kind).toBe('nothing');
    expect(decide({ link: stopped, item: elsewhere(false) }).kind).toBe('nothing');
    expect(decide({ link: stopped, item: elsewhere(true) }).decision?.action).toMatchObject(broughtBack);
    expect(decide({ link: stopped, item: inside('iv2') }).decision?.action).toMatchObject({
      kind: 'merge',
      resumed: true,
    });
    const asked = { ...stopped, request: { kind: 'resume' } } as const;
    // Where its item lies was told long ago, and is looked up.
    expect(decide({ link: asked }).decision).toBeUndefined();
    expect(decide({ link: asked, item: elsewhere(false) }).decision?.action).toMatchObject(broughtBack);
  });

  it('[M9] nothing moved: nothing; a version moved: merge', () => {
    expect(decide({}).kind).toBe('nothing');
    expect(decide({ item: inside('iv1') }).kind).toBe('nothing');
    expect(decide({ item: inside('iv2') }).kind).toBe('merge');
    expect(decide({ record: { state: 'in-view', version: 'rv2' } }).kind).toBe('merge');
  });

  it('[C5] a refusal is tried again when a side, the settings or the day changed, or on request, and not before', () => {
    const refusal = {
      reason: { code: 'too-long', params: {} },
      fields: [],
      itemVersion: 'iv2',
      recordVersion: 'rv1',
      settingsVersion: 's1',
      at: NOW,
    };
    const refused = { itemVersion: '', recordVersion: '', refusal };
    expect(decide({ link: refused, item: inside('iv2') }).kind).toBe('nothing');
    expect(decide({ link: refused }).kind).toBe('nothing');
    expect(decide({ link: refused, item: inside('iv3') }).kind).toBe('merge');
    expect(decide({ link: refused, item: inside('iv2'), record: { state: 'in-view', version: 'rv2' } }).kind).toBe(
      'merge',
    );
    expect(decide({ link: refused, item: inside('iv2'), memory: { settingsVersion: 's2' } }).kind).toBe('merge');
    expect(decide({ link: refused, item: inside('iv2'), observation: { now: '2026-05-05T10:00:00.000Z' } }).kind).toBe(
      'merge',
    );
    expect(decide({ link: { ...refused, request: { kind: 'retry' } }, item: inside('iv2') }).kind).toBe('merge');
  });

  it('[J3] what was left undone is looked at again, whatever the feeds say', () => {
    expect(decide({ link: { itemVersion: '' } }).asked.places).toEqual(['i1']);
  });

  it('[T2] a wish of the person stands above what would happen by itself, and is not braked', () => {
    expect(decide({ link: { request: { kind: 'stop' } } }).decision).toMatchObject({
      asked: true,
      action: { kind: 'stop' },
    });
    expect(decide({ link: { request: { kind: 'remove' } } }).decision).toMatchObject({
      asked: true,
      action: { kind: 'delete-record', removeItem: true },
    });
  });

  it('[T1] a session limited to some contacts decides no deletes', () => {
    expect(decide({ item: deleted, autoRemoval: true, observation: { only: new Set(['l1']) } }).kind).toBe('nothing');
    expect(decide({ item: inside('iv2'), observation: { only: new Set(['l1']) } }).kind).toBe('merge');
  });
});

describe('the brake', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      link({ id: `l${at}`, itemId: `i${at}`, recordId: `r${at}`, keyIntent: null }),
    );
  const gone = (count: number, total: number) =>
    new Map<string, SeenRecord>(
      Array.from({ length: total }, (_, at) => [
        `r${at}`,
        at < count ? { state: 'deleted' } : { state: 'in-view', version: 'rv1' },
      ]),
    );
  const hold = (deletes: number, links: number, over: Partial<PlannerMemory> = {}) =>
    plan(observation({ records: gone(deletes, links) }), memory({ links: many(links), ...over }), planSettings()).hold;

  it('[D5] more than 25 and more than a tenth, or more than 500, is held; one less is not', () => {
    expect(hold(25, 100)).toBeNull();
    expect(hold(26, 100)?.code).toBe('many-deletes');
    expect(hold(26, 260)).toBeNull();
    expect(hold(501, 20_000)?.code).toBe('many-deletes');
  });
  it('[D5] the last 24 hours count, what was shown in a preview does not', () => {
    expect(hold(10, 100, { recentDeletes: 16 })?.code).toBe('many-deletes');
    expect(hold(30, 100, { allowedRemovals: new Set(Array.from({ length: 30 }, (_, at) => `r${at}`)) })).toBeNull();
  });
});

describe('questions', () => {
  it('[D4] a tombstone of an unknown id is looked up too', () => {
    const asked = questions(observation({ tombstones: new Set(['stranger']) }), memory());
    expect(asked.places).toEqual(['stranger']);
  });
  it('[U6] an unmarked item elsewhere raises no question', () => {
    const seen = observation({
      items: new Map([['x', { place: 'elsewhere', head: head({ id: 'x', categories: [] }), marked: false }]]),
    });
    expect(isAnswered(questions(seen, memory()))).toBe(true);
  });
});
