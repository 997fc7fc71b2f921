import { describe, expect, it } from 'vitest';
import { differencesIn, SHARED, text, writesTo } from './in-step.ts';
import { ANNS_CARD, Scene } from './scene.ts';

/** What the best sync engines state of themselves, each as one story; the machine (test/machine) holds most of them in thousands more. */
const scene = new Scene();

const differences = () => differencesIn(scene.one);
const writes = () => writesTo(scene.one);
const journal = async () => (await scene.one.store.journal.page(scene.one.memory.id, { limit: 200 })).rows;

describe('invariants', () => {
  it('[I1] convergence: once all is quiet both views are equal, or the person is told of the pair why not', async () => {
    const { one } = scene;
    const ids = await scene.crowd(8);
    await one.sync();
    const cards = new Map((await one.items()).map((card) => [card.surname, card.id]));
    const card = (n: number) => cards.get(`Number ${n}`) ?? '';
    await one.editItem(card(0), { jobTitle: 'CEO', department: 'Board' });
    await one.editRecord(ids[1] ?? '', { Title: 'CTO', MobilePhone: '+49 170 1' });
    await one.editItem(card(2), { jobTitle: 'mine' });
    await one.editRecord(ids[2] ?? '', { Title: 'theirs', Description: 'one\ntwo' });
    await one.editItem(card(3), { jobTitle: 'x'.repeat(129), department: 'Sales' });
    await one.putItem({ ...ANNS_CARD, jobTitle: 'new here', personalNotes: 'two\r\nlines' }, await one.folder());
    for (let n = 0; n < 3; n += 1) await one.sync();
    expect(await differences()).toEqual([{ name: 'Number 3', fields: ['Title'], told: 'too-long' }]);
    await scene.quiet();
  });

  it('[I2] idempotence: the session after writes nothing, to neither service', async () => {
    const { one } = scene;
    const ids = await scene.crowd(5);
    await one.sync();
    await one.putItem(ANNS_CARD, await one.folder());
    await one.editRecord(ids[0] ?? '', { Title: 'CEO' });
    await one.removeItem((await one.items()).find(({ surname }) => surname === 'Number 3')?.id ?? '');
    await one.control('DELETE', 'calls');
    await one.sync();
    expect((await writes()).length).toBeGreaterThan(2);
    await one.control('DELETE', 'calls');
    await scene.quiet();
    expect(await writes()).toEqual([]);
  });

  it('[I3] cause: each write has an edit since the base behind it, whose side and value it names; what is only touched causes none', async () => {
    const { one } = scene;
    const ids = await scene.crowd(6);
    await one.sync();
    const cards = await one.items();
    const card = (n: number) => cards.find(({ surname }) => surname === `Number ${n}`)?.id ?? '';
    const before = (await journal()).length;
    await one.editItem(card(0), { department: 'Board' });
    await one.editRecord(ids[1] ?? '', { Title: 'CTO' });
    await one.editItem(card(2), { surname: 'Number 2' });
    await one.editRecord(ids[3] ?? '', { LastName: 'Number 3' });
    await one.sync();
    await one.sync();
    const since = (await journal()).slice(0, -before || undefined).map(({ kind, fields }) => [kind, fields]);
    expect(since).toHaveLength(2);
    expect(since).toContainEqual([
      'update-record',
      [{ field: 'department', before: '', after: 'Board', from: 'outlook' }],
    ]);
    expect(since).toContainEqual(['update-item', [{ field: 'title', before: '', after: 'CTO', from: 'salesforce' }]]);
  });

  it('[I4] no lost edit: what somebody typed is on both sides, or with the conflict, or in the history', async () => {
    const { one } = scene;
    const [first, second] = [await scene.pair(), await scene.pair({ LastName: 'Other', Email: 'other@acme.example' })];
    await one.editItem(first.item, { jobTitle: 'typed in Outlook', department: 'also typed' });
    await one.editRecord(first.record, { Title: 'typed in Salesforce' });
    await one.editItem(second.item, { jobTitle: 'typed and then deleted' });
    await one.deleteRecord(second.record);
    await one.sync();
    const [card, record] = [await scene.card(first.item), await scene.record(first.record, 'Title, Department')];
    expect([card.jobTitle, record?.Title]).toEqual(['typed in Salesforce', 'typed in Salesforce']);
    expect([card.department, record?.Department]).toEqual(['also typed', 'also typed']);
    expect((await one.links())[0]?.conflict).not.toBeNull();
    const history = JSON.stringify(await journal());
    for (const typed of ['typed in Outlook', 'typed and then deleted']) expect(history).toContain(typed);
  });

  it('[I5] absence is not deletion: neither an empty answer, a feed that forgets, nor a record that is not shown deletes anybody', async () => {
    const { one } = scene;
    await scene.crowd(5);
    await one.sync();
    for (const service of ['graph', 'salesforce'] as const)
      for (let skip = 0; skip < 4; skip += 1) {
        await one.fault(service, { kind: 'empty-page' }, { method: 'GET' }, 1, skip);
        await one.run();
        await one.control('DELETE', 'faults');
      }
    await one.fault('graph', { kind: 'expire-cursors' });
    await one.run();
    await one.sync();
    expect(await scene.counts()).toEqual([5, 5]);
    expect((await journal()).filter(({ kind }) => kind === 'remove-item' || kind === 'delete-record')).toEqual([]);
    await scene.quiet();
  });

  it('[I6] crash safety: at whatever call the answer is lost, what was sent is looked up before it is sent again', async () => {
    const { one } = scene;
    const cut = { graph: 0, salesforce: 0 };
    for (const service of ['graph', 'salesforce'] as const)
      for (let skip = 0; skip < 9; skip += 1) {
        await one.fresh();
        await one.sync();
        await one.putRecord({ LastName: 'Down' });
        await one.putItem(ANNS_CARD, await one.folder());
        await one.fault(service, { kind: 'drop-after' }, {}, 1, skip);
        await one.control('DELETE', 'calls');
        await one.run();
        cut[service] += (await one.calls(service)).filter(({ status }) => status === 0).length;
        await one.control('DELETE', 'faults');
        await one.control('POST', 'clock', { advanceSeconds: 600 });
        await one.sync();
        expect(await scene.counts(), `${service}, after ${skip}`).toEqual([2, 2]);
        await scene.quiet();
      }
    for (const times of Object.values(cut)) expect(times).toBeGreaterThanOrEqual(4);
  }, 240_000);

  it('[I7] a side that may only be read, and what is not mapped, stay as they are to the byte', async () => {
    const { one } = scene;
    await one.fresh({}, { mappings: [{ field: 'department', direction: 'down' }] });
    const { item, record } = await scene.pair({ Department: 'Board' });
    const own = { spouseName: 'Kim  ', nickName: ' Annie', fileAs: 'Lee, Ann', generation: 'III', initials: 'A.L.' };
    await one.editItem(item, { ...own, categories: ['Golf', 'Salesforce'] });
    await one.ada.outlook('PUT', `/contacts/${item}/photo/$value`, Buffer.from([0, 255, 13, 10]));
    await one.editRecord(record, { AssistantName: 'Lou', LeadSource: 'Web' });
    await one.sync();
    const unmapped = async () => {
      const card = await scene.card(item);
      const photo: unknown = await one.ada.outlook('GET', `/contacts/${item}/photo/$value`);
      return [
        Object.keys(own).map((name) => card[name]),
        card.categories,
        photo,
        await scene.record(record, 'LeadSource'),
      ];
    };
    const before = await unmapped();
    await one.editItem(item, { jobTitle: 'CEO', department: 'mine alone' });
    await one.editRecord(record, { Phone: '+49 30 1' });
    await one.sync();
    await one.sync();
    expect(await unmapped()).toEqual(before);
    expect(await scene.record(record, 'Department, Title')).toMatchObject({ Department: 'Board', Title: 'CEO' });
  });

  it('[I8] no two clocks are compared: hours apart, the same edits come to the same end, and the newest wins by the services alone', async () => {
    const { one } = scene;
    for (const hours of [-6, 0, 6]) {
      await one.fresh({ conflicts: 'newest' });
      one.later = hours * 3_600_000;
      const { item, record } = await scene.pair();
      await one.editItem(item, { jobTitle: 'earlier', department: 'Board' });
      await one.control('POST', 'clock', { advanceSeconds: 600 });
      await one.editRecord(record, { Title: 'later', MobilePhone: '+49 170 1' });
      await one.sync();
      await one.sync();
      expect(await differences(), `${hours} hours`).toEqual([]);
      expect(await scene.card(item)).toMatchObject({
        jobTitle: 'later',
        department: 'Board',
        mobilePhone: '+49 170 1',
      });
      await scene.quiet();
    }
  });

  it('[I9] what was got can be put back without a change, and what was put is what is got, field by field; what a service makes of a value is listed', async () => {
    const { one } = scene;
    const { item, record } = await scene.pair();
    const values = [
      'plain',
      'Ünïcödé',
      '木村 太郎',
      'שלום',
      '😀 two',
      'a "quoted" <b>&amp;</b>',
      "O'Neil; DROP",
      '-',
      '0',
    ];
    for (const [ours, theirs] of SHARED)
      for (const [at, value] of values.entries()) {
        await one.editRecord(record, { [theirs]: `${value} down` });
        await one.sync();
        expect(text((await scene.card(item))[ours]), `${theirs}, down`).toBe(`${value} down`);
        if (at % 3 === 0) await scene.quiet();
        await one.editItem(item, { [ours]: `${value} up` });
        await one.sync();
        expect(text((await scene.record(record, theirs))?.[theirs]), `${ours}, up`).toBe(`${value} up`);
        if (at % 3 === 0) await scene.quiet();
      }
    // Salesforce trims, a card has no time of a birthday, and a second e-mail has no place in a record: no difference, and no loss in Outlook.
    await one.editItem(item, {
      jobTitle: '  trimmed  ',
      birthday: '1980-02-29T11:59:00Z',
      emailAddresses: [{ address: 'ann@acme.example' }, { address: 'ann@home.example' }],
    });
    await one.sync();
    await one.sync();
    await scene.quiet();
    expect(await scene.record(record, 'Title, Birthdate, Email')).toMatchObject({
      Title: 'trimmed',
      Birthdate: '1980-02-29',
      Email: 'ann@acme.example',
    });
    expect((await scene.card(item)).emailAddresses).toHaveLength(2);
  }, 240_000);
});
