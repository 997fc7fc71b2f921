import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOTHING, Simulated } from '../support/simulated.ts';
import { swiftTime, type SwiftTime } from '../support/swift-time.ts';

const CONTACTS = 2000;
const PERCENT = 30;
/** Fractional, as Graph sends them. */
const WHOLE_SECONDS = 1.731;
const PART_SECONDS = 2.128;
const BODY = { error: { code: 'TooManyRequests', message: 'Please retry again later.' } };

let time: SwiftTime;
let one: Simulated;
beforeAll(async () => {
  time = swiftTime(Date.UTC(2026, 4, 4, 9));
  one = await Simulated.start();
  await one.fresh({}, { maximumContacts: 20_000 });
});
afterAll(async () => {
  await one.stop();
  time.end();
});

/** The same dice each time: which of the next `count` requests are throttled. */
function* unlucky(count: number, seed: number): Generator<number> {
  let state = seed;
  for (let at = 0; at < count; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    if (state % 1000 < PERCENT * 10) yield at;
  }
}

/** Salesforce knows no Retry-After: its limit ends the session (salesforce.md 4.4). So it is Graph that throttles, whole requests and parts of batches. */
async function throttle(): Promise<void> {
  for (const [part, count, seconds] of [
    [false, 900, WHOLE_SECONDS],
    [true, 4500, PART_SECONDS],
  ] as const) {
    let fired = 0;
    for (const at of unlucky(count, part ? 7 : 11)) {
      const effect = { kind: 'status', status: 429, headers: { 'Retry-After': String(seconds) }, body: BODY };
      // A request that one fault took is not seen by those behind it.
      await one.fault('graph', effect, { part }, 1, at - fired);
      fired += 1;
    }
  }
}

interface Call {
  readonly at: string;
  readonly status: number;
  readonly parts?: readonly { readonly status: number }[];
}

describe('throttled at 30 % of calls', () => {
  it(`[F4] [J4] a first session of ${CONTACTS} contacts ends complete, and no call comes before its Retry-After`, async () => {
    for (let at = 0; at < CONTACTS; at += 200) {
      const records = Array.from({ length: 200 }, (_none, index) => ({
        attributes: { type: 'Contact' },
        LastName: `Number ${at + index}`,
      }));
      await one.ada.salesforce('POST', '/composite/sobjects', { allOrNone: false, records });
    }
    await one.control('PUT', 'switches', { 'graph.requestsPerTenMinutes': 0 });
    await throttle();
    await one.control('DELETE', 'calls');

    expect(await one.sync()).toEqual({ ...NOTHING, itemsCreated: CONTACTS });

    const { calls } = await one.control<{ calls: readonly Call[] }>('GET', 'calls?service=graph');
    const parts = calls.flatMap((call) => call.parts ?? []);
    const share = (list: readonly { readonly status: number }[]) =>
      list.filter(({ status }) => status === 429).length / list.length;
    expect(share(calls)).toBeGreaterThan(0.25);
    expect(share(parts)).toBeGreaterThan(0.25);
    const early: string[] = [];
    let notBefore = 0;
    for (const call of calls) {
      const at = Date.parse(call.at);
      if (at < notBefore) early.push(`${call.at} before ${new Date(notBefore).toISOString()}`);
      if (call.status === 429) notBefore = Math.max(notBefore, at + WHOLE_SECONDS * 1000);
      if (call.parts?.some(({ status }) => status === 429) === true)
        notBefore = Math.max(notBefore, at + PART_SECONDS * 1000);
    }
    expect(early).toEqual([]);

    await one.control('DELETE', 'faults');
    time.advance(2000);
    expect(await one.sync()).toEqual(NOTHING);
    expect((await one.links()).filter((link) => link.state === 'linked')).toHaveLength(CONTACTS);
  }, 240_000);

  it('[S3] a wait longer than a session lasts holds for the next session too, which asks nothing before', async () => {
    await one.fresh();
    await one.control('PUT', 'switches', { 'graph.requestsPerTenMinutes': 0 });
    await one.sync();
    const effect = { kind: 'status', status: 429, headers: { 'Retry-After': '240' }, body: BODY };
    await one.fault('graph', effect);
    expect((await one.run()).state).toBe('failed');
    await one.control('DELETE', 'calls');
    const held = await one.run();
    expect([held.state, held.reason?.code]).toEqual(['failed', 'too-many-calls']);
    expect(await one.calls('graph')).toEqual([]);
    time.advance(241_000);
    expect(await one.sync()).toEqual(NOTHING);
  });

  it('[S3] a scheduled session comes when the service may be asked again, in whatever process', async () => {
    await one.fresh();
    await one.control('PUT', 'switches', { 'graph.requestsPerTenMinutes': 0 });
    await one.sync();
    await one.fault('graph', { kind: 'status', status: 429, headers: { 'Retry-After': '7200' }, body: BODY });
    expect((await one.run()).state).toBe('failed');
    const dueIn = async (minutes: number) => {
      const due = await one.store.mailboxes.takeDue(new Date(Date.now() + minutes * 60_000), 10, 15);
      return due.includes(one.memory.id);
    };
    expect([await dueIn(119), await dueIn(121)]).toEqual([false, true]);
  });
});
