import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTHING, Simulated } from '../support/simulated.ts';

let one: Simulated;
beforeAll(async () => {
  one = await Simulated.start();
});
afterAll(() => one.stop());

const N = 450;
const over = (count: number, by: number) => Math.ceil(count / by);

/** What a session may cost, in calls as the services count them. */
describe('the calls of a session', () => {
  it('[J4] down, first: ⌈n/20⌉ + 10 to Graph, ⌈n/2000⌉ + 10 to Salesforce; idle at once after: 3, and 2 + ⌈n/2000⌉', async () => {
    await one.fresh();
    for (let at = 0; at < N; at += 150) {
      const records = Array.from({ length: 150 }, (_, n) => ({
        attributes: { type: 'Contact' },
        LastName: `Number ${at + n}`,
      }));
      await one.ada.salesforce('POST', '/composite/sobjects', { records });
    }
    const first = await one.run();
    expect(first.counts).toEqual({ ...NOTHING, itemsCreated: N });
    expect(first.calls.mailbox).toBeLessThanOrEqual(over(N, 20) + 10);
    expect(first.calls.salesforce).toBeLessThanOrEqual(over(N, 2000) + 10);
    // The first feed after our own writes tells of them; with the second nothing is left to tell.
    await one.run();
    const idle = await one.run();
    expect(idle.counts).toEqual(NOTHING);
    expect(idle.calls.mailbox).toBeLessThanOrEqual(3);
    expect(idle.calls.salesforce).toBeLessThanOrEqual(2 + over(N, 2000));
  });

  it('[U1] up, first: ⌈n/20⌉ + 2⌈n/500⌉ + ⌈notes/20⌉ + 10 to Graph, 3⌈n/200⌉ + ⌈n/2000⌉ + ⌈companies/5⌉ + 10 to Salesforce', async () => {
    await one.fresh();
    await one.putRecord({ Name: 'Company 0' }, 'Account');
    await one.sync();
    const folder = await one.folder();
    for (let at = 0; at < N; at += 20) {
      const requests = Array.from({ length: Math.min(20, N - at) }, (_, n) => ({
        id: String(n),
        method: 'POST',
        url: `/me/contactFolders/${folder}/contacts`,
        headers: { 'Content-Type': 'application/json' },
        body: {
          surname: `Number ${at + n}`,
          companyName: `Company ${(at + n) % 4}`,
          emailAddresses: [{ address: `n${at + n}@acme.example`, name: 'n' }],
          ...((at + n) % 10 === 0 ? { personalNotes: 'noted' } : {}),
        },
      }));
      await one.batch(requests);
    }
    const session = await one.run();
    expect(session.counts).toMatchObject({ recordsCreated: N, refused: 0 });
    expect(session.calls.mailbox).toBeLessThanOrEqual(over(N, 20) + 2 * over(N, 500) + over(N / 10, 20) + 10);
    expect(session.calls.salesforce).toBeLessThanOrEqual(3 * over(N, 200) + over(N, 2000) + over(3, 5) + 10);
    await one.run();
    const idle = await one.run();
    expect([idle.counts, idle.calls.mailbox]).toEqual([NOTHING, 3]);
  });
});
