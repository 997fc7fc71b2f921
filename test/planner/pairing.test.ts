import { describe, expect, it } from 'vitest';
import type { HiddenKey, PairingKeys } from '../../server/model/contact.ts';
import { accountFor } from '../../server/planner/account.ts';
import type { SeenItem, SeenRecord } from '../../server/planner/observation.ts';
import { pairingKeys, searchResult } from '../../server/planner/pairing.ts';
import { plan } from '../../server/planner/plan.ts';
import { head, link, memory, NOW, observation, planSettings, record } from '../support/builders.ts';

const keys = (over: Partial<PairingKeys>): PairingKeys => ({ emails: [], name: '', company: '', phones: [], ...over });
const newItem = (
  id: string,
  of: PairingKeys,
  over: { key?: HiddenKey; private?: boolean; createdAt?: string; place?: 'inside' | 'elsewhere' } = {},
): [string, SeenItem] => [
  id,
  {
    place: over.place ?? 'inside',
    head: head({ id }),
    marked: true,
    brief: { keys: of, key: over.key, private: over.private ?? false, createdAt: over.createdAt ?? NOW },
  },
];
const newRecord = (id: string, of: PairingKeys): [string, SeenRecord] => [
  id,
  { state: 'in-view', version: 'v', keys: of },
];
const ann = keys({ emails: ['ann@x.example'], name: 'ann lee' });
const key = (recordId: string): HiddenKey => ({
  org: 'org',
  mailbox: 'ada@contoso.example',
  intent: 'k',
  record: recordId,
});

function pair(
  items: [string, SeenItem][],
  records: [string, SeenRecord][],
  links = [] as ReturnType<typeof link>[],
  blocklist: string[] = [],
) {
  return plan(
    observation({ items: new Map(items), records: new Map(records) }),
    memory({ links }),
    planSettings({ blocklist }),
  );
}

describe('pairing what is new on both sides', () => {
  it('[P2] the same e-mail and name are one person: nothing is made twice', () => {
    const result = pair([newItem('i', ann)], [newRecord('r', ann)]);
    expect(result.newItems).toEqual([{ kind: 'adopt', itemId: 'i', recordId: 'r', rule: 'P2' }]);
    expect(result.download).toEqual([]);
  });
  it('[P2] the key comes first, whatever the names say', () => {
    const result = pair([newItem('i', keys({ name: 'old name' }), { key: key('r') })], [newRecord('r', ann)]);
    expect(result.newItems).toEqual([{ kind: 'adopt', itemId: 'i', recordId: 'r', rule: 'P4' }]);
  });
  it('[P4] of several items with one key the oldest is the original, the others wait', () => {
    const result = pair(
      [
        newItem('young', ann, { key: key('r'), createdAt: '2026-02-01' }),
        newItem('old', ann, { key: key('r'), createdAt: '2026-01-01' }),
      ],
      [newRecord('r', ann)],
    );
    expect(result.newItems).toEqual([
      { kind: 'adopt', itemId: 'old', recordId: 'r', rule: 'P4' },
      { kind: 'wait', itemId: 'young', code: 'copy-of-another' },
    ]);
  });
  it('[P4] a copy of a linked item is a new contact', () => {
    const result = pair(
      [newItem('copy', ann, { key: key('r1') })],
      [['r1', { state: 'in-view', version: 'rv1' }]],
      [link()],
    );
    expect(result.newItems).toEqual([{ kind: 'upload', itemId: 'copy' }]);
  });
  it('[J5] a key of another org is none of ours', () => {
    const foreign = { ...key('r'), org: 'other' };
    expect(pair([newItem('i', keys({ name: 'x' }), { key: foreign })], [newRecord('r', ann)]).newItems).toEqual([
      { kind: 'upload', itemId: 'i' },
    ]);
  });
  it('[P2] two items or two records that fit one another are not guessed at', () => {
    expect(pair([newItem('i', ann)], [newRecord('r', ann), newRecord('s', ann)]).newItems).toEqual([
      { kind: 'upload', itemId: 'i' },
    ]);
    expect(
      pair([newItem('i', ann), newItem('j', ann)], [newRecord('r', ann)]).newItems.map((entry) => entry.kind),
    ).toEqual(['upload', 'upload']);
  });
  it('[F4] a record without its like becomes an item', () => {
    expect(pair([], [newRecord('r', ann)]).download).toEqual(['r']);
  });
  it('[U7] a private item waits and is not sent', () => {
    expect(pair([newItem('i', ann, { private: true })], []).newItems).toEqual([
      { kind: 'wait', itemId: 'i', code: 'private-item' },
    ]);
  });
  it('[T6] blocked addresses and domains are left alone on both sides', () => {
    const result = pair(
      [newItem('i', ann)],
      [newRecord('r', keys({ emails: ['boss@y.example'], name: 'b' }))],
      [],
      ['ANN@x.example', '@y.example'],
    );
    expect(result.newItems).toEqual([{ kind: 'wait', itemId: 'i', code: 'blocked-address' }]);
    expect(result.download).toEqual([]);
  });
  it('[S2] a first session that would send up more than 25 is held', () => {
    const items = Array.from({ length: 26 }, (_, at) => newItem(`i${at}`, keys({ name: `n ${at}` })));
    const first = (count: number) =>
      plan(
        observation({ items: new Map(items.slice(0, count)), records: new Map() }),
        memory({ links: [], firstSessionDone: false }),
        planSettings(),
      );
    expect([first(25).hold, first(26).hold?.code]).toEqual([null, 'first-upload']);
  });
});

describe('P1, before a record is created', () => {
  const fields = { firstName: 'Ann', lastName: 'Lee', email: 'ann@x.example' };
  const search = (of: PairingKeys, candidates: ReturnType<typeof record>[], linked: string[] = []) =>
    searchResult(of, candidates, (id) => linked.includes(id));
  it('[P1] same e-mail and name, unlinked: link', () =>
    expect(search(ann, [record({ fields })])).toMatchObject({ kind: 'link', record: { id: 'r1' } }));
  it('[P1] same e-mail, other name: the person chooses', () =>
    expect(search(ann, [record({ fields: { ...fields, firstName: 'Bea' } })])).toMatchObject({
      kind: 'choose',
      code: 'other-name',
    }));
  it('[P1] several: the person chooses', () =>
    expect(search(ann, [record({ fields }), record({ id: 'r2', fields })])).toMatchObject({
      kind: 'choose',
      code: 'several-records',
    }));
  it('[P1] linked here already: nothing is created', () =>
    expect(search(ann, [record({ fields })], ['r1'])).toMatchObject({ kind: 'choose', code: 'already-linked' }));
  it('[P1] without an e-mail the full name and company or phone decide', () => {
    const plain = keys({ name: 'ann lee', company: 'acme' });
    expect(search(plain, [record({ fields: { firstName: 'Ann', lastName: 'Lee', company: 'ACME' } })])).toMatchObject({
      kind: 'link',
    });
    expect(search(plain, [record({ fields: { firstName: 'Ann', lastName: 'Lee', company: 'Other' } })])).toEqual({
      kind: 'create',
    });
  });
  it('[P1] keys are in normal form', () => {
    expect(pairingKeys({ firstName: ' Ann', lastName: 'LEE', email: 'Ann@X.example' })).toMatchObject({
      name: 'ann lee',
      emails: ['ann@x.example'],
    });
  });
});

describe('the Account of a new record', () => {
  const settings = { always: null, fallback: null, relink: false };
  const found = (state: 'equal' | 'contains') => new Map([['Acme', { state, id: 'a1', name: 'Acme Inc' } as const]]);
  it('[A1] the equal one', () =>
    expect(accountFor('Acme', found('equal'), settings)).toMatchObject({ id: 'a1', rule: 'A1' }));
  it('[A2] the only one that contains it', () =>
    expect(accountFor('Acme', found('contains'), settings)).toMatchObject({ id: 'a1', rule: 'A2' }));
  it('[A3] none', () =>
    expect(accountFor('Acme', new Map([['Acme', { state: 'none' }]]), settings)).toMatchObject({
      id: null,
      rule: 'A3',
    }));
  it('[A4] the admin’s one, or the admin’s fallback', () => {
    expect(accountFor('Acme', found('equal'), { ...settings, always: 'a9' }).id).toBe('a9');
    expect(accountFor('', new Map(), { ...settings, fallback: 'a8' }).id).toBe('a8');
  });
});
