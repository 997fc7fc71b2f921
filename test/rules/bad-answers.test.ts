import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOTHING, Simulated } from '../support/simulated.ts';

let one: Simulated;
beforeAll(async () => {
  one = await Simulated.start();
});
afterAll(() => one.stop());
beforeEach(() => one.fresh({ autoRemoval: true }));

const HTML = '<!doctype html><title>Sign in to the hotel network</title>';
const BAD_ANSWERS: readonly (readonly [string, object])[] = [
  ['a page of a hotel network', { kind: 'status', status: 200, headers: { 'Content-Type': 'text/html' }, body: HTML }],
  ['an error page of a proxy', { kind: 'status', status: 502, headers: { 'Content-Type': 'text/html' }, body: HTML }],
  [
    'JSON of another service',
    { kind: 'status', status: 200, headers: { 'Content-Type': 'text/plain' }, body: '[{"ok":true}]' },
  ],
  ['half an answer', { kind: 'half' }],
];

/** Both sides have what is to travel: one to come down, one to go up, one edited on each side, one deleted on each side. */
async function work(): Promise<void> {
  for (const name of ['Edited-up', 'Edited-down', 'Deleted-up', 'Deleted-down'])
    await one.putRecord({ LastName: name, Email: `${name.toLowerCase()}@acme.example` });
  await one.sync();
  const items = new Map((await one.items()).map((item) => [item.surname, item.id]));
  const records = new Map((await one.records()).map((record) => [record.LastName, record.Id]));
  await one.editItem(items.get('Edited-up') ?? '', { jobTitle: 'CEO' });
  await one.editRecord(records.get('Edited-down') ?? '', { Title: 'CFO' });
  await one.removeItem(items.get('Deleted-up') ?? '');
  await one.deleteRecord(records.get('Deleted-down') ?? '');
  await one.putItem({ surname: 'New-up', emailAddresses: [{ address: 'new-up@acme.example' }] }, await one.folder());
  await one.putRecord({ LastName: 'New-down', Email: 'new-down@acme.example' });
  await one.control('DELETE', 'calls');
}

async function end() {
  const items = (await one.items()).map(({ surname, jobTitle }) => `${surname} ${jobTitle || '-'}`);
  const records = (await one.records('LastName, Title')).map(({ LastName, Title }) => `${LastName} ${Title ?? '-'}`);
  return { items: items.sort(), records: records.sort() };
}
const DONE = ['Edited-down CFO', 'Edited-up CEO', 'New-down -', 'New-up -'];

describe('answers that are none, through the simulators', () => {
  for (const service of ['graph', 'salesforce'] as const)
    it(`[D4] [J3] to any call of ${service}: a failure of a known kind, nothing lost, and the next sessions recover`, async () => {
      await work();
      await one.sync();
      const calls = (await one.calls(service)).length;
      expect(calls).toBeGreaterThan(4);
      for (let round = 0; round < 2 * calls; round += 1) {
        const at = round % calls;
        // Each call gets two of them, and each of them half of the calls.
        const [name, effect] = BAD_ANSWERS[(at + (round < calls ? 0 : 2)) % BAD_ANSWERS.length] ?? ['', {}];
        const told = `${name} to call ${at}`;
        await one.fresh({ autoRemoval: true });
        await work();
        await one.fault(service, effect, {}, 1, at);
        const { state, reason } = await one.run();
        await one.control('DELETE', 'faults');
        // Tried again within the call, or ended with a reason; never as if it were an answer.
        if (state !== 'done') expect(reason, told).not.toMatchObject({ code: 'internal-error' });
        for (let session = 0; session < 3 && (await end()).records.join() !== DONE.join(); session += 1)
          await one.sync();
        await one.sync();
        expect(await end(), told).toEqual({ items: DONE, records: DONE });
        expect(await one.sync(), told).toEqual(NOTHING);
      }
    }, 180_000);

  it('[D4] a cursor that is none: the folder is read anew, nothing is deleted or doubled', async () => {
    await work();
    await one.sync();
    for (const cursor of ['not a cursor', '', 'https://elsewhere.example/v1.0/me/delta', '{"folders":7}']) {
      const { cursors } = await one.stored();
      expect(Object.keys(cursors).length).toBeGreaterThan(0);
      const { fence } = await one.store.mailboxes.begin(one.memory.id);
      await one.store.mailboxes.remember(fence, {
        cursors: Object.fromEntries(Object.keys(cursors).map((name) => [name, cursor])),
      });
      const { state, counts } = await one.run();
      expect([cursor, state === 'done' || state === 'failed', counts]).toEqual([cursor, true, NOTHING]);
      expect(await one.sync()).toEqual(NOTHING);
      expect(await end()).toEqual({ items: DONE, records: DONE });
    }
  });
});
