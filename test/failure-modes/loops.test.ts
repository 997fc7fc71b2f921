import { describe, expect, it } from 'vitest';
import { endpoints } from '../../server/http/contract.ts';
import { NOTHING } from '../support/simulated.ts';
import { ANNS_CARD, Scene } from './scene.ts';

const scene = new Scene();

describe('failure modes: loops and load', () => {
  it('[FM28] "modified" without a change of what is mapped writes nothing', async () => {
    const { one } = scene;
    const made = await scene.pair();
    for (let touch = 0; touch < 3; touch += 1) {
      await one.editItem(made.item, { spouseName: `Spouse ${touch}` });
      await one.editRecord(made.record, { LeadSource: `Source ${touch}` });
      await scene.quiet();
    }
  });

  it('[FM29] our own writes do not come back as changes of the other side', async () => {
    const { one } = scene;
    const made = await scene.pair();
    for (let turn = 0; turn < 3; turn += 1) {
      await one.editRecord(made.record, { Title: `Down ${turn}` });
      expect(await one.sync()).toEqual({ ...NOTHING, itemsUpdated: 1 });
      await scene.quiet();
      await one.editItem(made.item, { department: `Up ${turn}` });
      expect(await one.sync()).toEqual({ ...NOTHING, recordsUpdated: 1 });
      await scene.quiet();
    }
  });

  it('[FM30] an edit straight after our own write, in the same second, is no echo: it is taken over', async () => {
    const { one } = scene;
    const made = await scene.pair();
    await one.editItem(made.item, { department: 'Ours' });
    await one.sync();
    await one.editRecord(made.record, { Department: 'Theirs' });
    await one.sync();
    expect((await scene.card(made.item)).department).toBe('Theirs');
    await one.editItem(made.item, { department: 'Mine' });
    await one.sync();
    expect((await scene.record(made.record, 'Department'))?.Department).toBe('Mine');
    await scene.quiet();
  });

  it('[FM31] throttled, it waits as it is told, has one batch of 20 on its way to a mailbox, of which Graph runs four at a time, and ends complete', async () => {
    const { one } = scene;
    await scene.crowd(60);
    const wait = { kind: 'status', status: 429, headers: { 'Retry-After': '0.3' }, body: {} };
    await one.fault('graph', wait, { part: true }, 10, 5);
    await one.fault('graph', wait, {}, 2, 3);
    await one.sync();
    expect(await scene.counts()).toEqual([60, 60]);
    const calls = await one.calls('graph');
    expect(Math.max(...calls.map(({ parts = [] }) => parts.length))).toBeLessThanOrEqual(20);
    const times = calls.map(({ at, ms, status }) => ({ begun: Date.parse(at), ms, status }));
    const waits = times.flatMap(({ begun, status }, n) =>
      status === 429 && n + 1 < times.length ? [(times[n + 1]?.begun ?? 0) - begun] : [],
    );
    expect(waits).toHaveLength(2);
    for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(290);
    await scene.quiet();
  });

  it('[FM32] exempt from lost webhooks, for there are none: each session asks; late replication and changed ids lose nothing', async () => {
    const { one } = scene;
    expect(
      Object.values(endpoints)
        .map(({ path }) => path)
        .filter((path) => /hook|notif|subscri/i.test(path)),
    ).toEqual([]);
    const made = await scene.pair();
    await one.control('POST', 'salesforce/late-commit', { id: made.record, fields: { Title: 'Late' }, seconds: 120 });
    await one.sync();
    await one.control('POST', 'clock', { advanceSeconds: 121 });
    await one.sync();
    expect((await scene.card(made.item)).jobTitle).toBe('Late');
    // Ids are the immutable ones: a move between folders of ours keeps the pair.
    const folder = await one.folder();
    const sub = await one.ada.outlook<{ id: string }>('POST', `/contactFolders/${folder}/childFolders`, {
      displayName: 'Sub',
    });
    await one.moveItem(made.item, sub.id);
    await one.sync();
    expect((await one.links()).map(({ itemId, recordId }) => [itemId, recordId])).toEqual([[made.item, made.record]]);
    await scene.quiet();
  });

  it('[FM33] a clock of ours that is wrong by hours skips nothing', async () => {
    const { one } = scene;
    const made = await scene.pair();
    for (const hours of [5, -5]) {
      one.later = hours * 3_600_000;
      await one.editRecord(made.record, { Title: `At ${hours}` });
      await one.editItem(made.item, { department: `At ${hours}` });
      const added = await one.putRecord({ LastName: `New at ${hours}` });
      await one.sync();
      expect((await scene.card(made.item)).jobTitle).toBe(`At ${hours}`);
      expect((await scene.record(made.record, 'Department'))?.Department).toBe(`At ${hours}`);
      expect((await one.links()).some(({ recordId }) => recordId === added)).toBe(true);
      await scene.quiet();
    }
  });
});

describe('failure modes: privacy and trust', () => {
  it('[FM34] contacts that nobody marked never reach Salesforce, are never read beyond where they lie and how they are marked, and are not stored', async () => {
    const { one } = scene;
    await one.putItem({ ...ANNS_CARD, personalNotes: 'between us' });
    await one.putItem({ surname: 'Secret', businessPhones: ['+49 30 666'] });
    await one.sync();
    await scene.nextDay();
    expect(await one.records()).toEqual([]);
    expect(await one.links()).toEqual([]);
    const folder = await one.folder();
    const selections = (await one.calls('graph'))
      .map(({ path }) => decodeURIComponent(path))
      .filter((path) => path.includes('/contacts/delta') && path.includes('$select=') && !path.includes(folder))
      .map((path) => new URL(path, 'https://x').searchParams.get('$select')?.split(',').sort());
    expect(selections.length).toBeGreaterThan(0);
    for (const selection of selections) expect(selection).toEqual(['categories', 'changeKey', 'id', 'parentFolderId']);
    // Nor does a private one in the folder.
    const hidden = { singleValueExtendedProperties: [{ id: 'Integer 0x36', value: '2' }] };
    await one.putItem({ surname: 'Secret', ...hidden }, await one.folder());
    await one.sync();
    expect(await one.records()).toEqual([]);
    expect(JSON.stringify((await one.store.journal.page(one.memory.id, { limit: 50 })).rows)).not.toMatch(
      /between us|Secret/,
    );
  });

  it('[FM35] categories of the person stay as they are, and a person’s choice is not silently undone', async () => {
    const { one } = scene;
    const made = await scene.pair();
    await one.editItem(made.item, { categories: ['Salesforce', 'Golf', 'Red category'] });
    await one.editRecord(made.record, { Title: 'CEO' });
    await one.sync();
    expect([...(await scene.card(made.item)).categories].sort()).toEqual(['Golf', 'Red category', 'Salesforce']);
    // Taken off in the folder, ours is put back, as the journal says; moved out, it stays off.
    await one.editItem(made.item, { categories: ['Golf'] });
    await one.sync();
    const { rows } = await one.store.journal.page(one.memory.id, { limit: 1 });
    expect(rows[0]).toMatchObject({ rule: 'U4', fields: [{ field: 'categories' }] });
    await one.editItem(made.item, { categories: ['Golf'] });
    await one.moveItem(made.item, 'contacts');
    await one.sync();
    expect((await scene.card(made.item)).categories).toEqual(['Golf']);
    await scene.quiet();
  });

  it('[FM36] what is not synced says so: the status, its reason, a category in Outlook, and the count of the session', async () => {
    const { one } = scene;
    await one.sync();
    const id = await one.putItem(
      { givenName: 'Nameless', emailAddresses: [{ address: 'nameless@acme.example', name: 'N' }] },
      await one.folder(),
    );
    expect(await one.sync()).toMatchObject({ refused: 1 });
    const [person] = (await one.engine.people(one.memory.id, [{ email: 'nameless@acme.example' }])).people;
    expect(person).toMatchObject({ status: 'needs attention' });
    expect(JSON.stringify(person)).toMatch(/last-?name/i);
    expect((await scene.card(id)).categories).toContain('Salesforce: needs attention');
    await one.control('POST', 'salesforce/user', { user: one.ada.email, active: false });
    expect(await one.run()).toMatchObject({ state: 'stopped' });
    expect((await one.stored()).stopped).not.toBeNull();
  });

  it('[FM37] addresses carry a display name, so that a folder marked as address book offers them; the guide says how it is marked; exempt from the client’s own list of nicknames, which no service reaches', async () => {
    const { one } = scene;
    const made = await scene.pair();
    expect((await scene.card(made.item)).emailAddresses).toEqual([
      { address: 'ann@acme.example', name: expect.stringMatching(/Ann Lee/) as string },
    ]);
    await one.editRecord(made.record, { Email: 'lee@acme.example' });
    await one.sync();
    expect((await scene.card(made.item)).emailAddresses).toEqual([
      { address: 'lee@acme.example', name: expect.stringMatching(/Ann Lee/) as string },
    ]);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync('docs/address-book.md', 'utf8')).toMatch(/Show this folder as an e-mail Address Book/);
  });
});
