import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailureError, type Failure, type FailureKind } from '../../server/model/failure.ts';
import { startSimulators } from '../simulators/kit/start.ts';
import { certificates } from '../simulators/kit/tls.ts';
import { swiftTime } from '../support/swift-time.ts';
import { graphCalls } from './graph-calls.ts';
import { salesforceCalls } from './salesforce-calls.ts';
import type { ServiceCalls } from './service-calls.ts';
import { spoil, spoilt, type Spoil } from './spoil.ts';
import { ENDLESS, StandIn, type Tape } from './stand-in.ts';

const KINDS: Readonly<Record<FailureKind, true>> = {
  gone: true,
  stale: true,
  duplicate: true,
  rejected: true,
  throttled: true,
  unavailable: true,
  'signed-out': true,
  forbidden: true,
  'cursor-lost': true,
};
/** Of processor time, for one call with all its repetitions. */
const LONGEST_MS = 1000;
/** What a service may have us wait at the most; longer ones are no wait that anybody means. */
const LONGEST_WAIT_MS = 25 * 3_600_000;

/** One connector with its recorded service. */
export interface Target {
  readonly name: string;
  readonly property: fc.IAsyncPropertyWithHooks<[Round]>;
  readonly calls: readonly string[];
  /** How many answers each call takes when nothing is spoilt. */
  readonly answers: Readonly<Record<string, number>>;
}

export interface Round {
  /** Which call is made. */
  readonly call: string;
  /** Which of its answers are spoilt, counted over and over, and how. */
  readonly spoils: readonly { readonly at: number; readonly how: Spoil }[];
}

/** Both connectors, each before a double of its service that answers by heart; the clock is swift from here to `close`. */
export async function connectorTargets(): Promise<{ readonly targets: readonly Target[]; close(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'cardbridge-fuzz-'));
  const { info, stop } = await startSimulators({ directory, sample: 'none' });
  const tls = await certificates(directory);
  const doubles = [await StandIn.start(tls), await StandIn.start(tls)] as const;
  const tapes = [
    await taped('Microsoft Graph', doubles[0], await graphCalls(info, doubles[0].url)),
    await taped('Salesforce', doubles[1], await salesforceCalls(info, doubles[1].url)),
  ];
  await stop();
  const clock = swiftTime(Date.now());
  return {
    targets: tapes,
    async close() {
      clock.end();
      await Promise.all(doubles.map((one) => one.stop()));
      rmSync(directory, { recursive: true });
    },
  };
}

async function taped<C>(name: string, double: StandIn, service: ServiceCalls<C>): Promise<Target> {
  const tapes = new Map<string, { readonly tape: Tape; readonly answers: number }>();
  for (const [call, run] of Object.entries(service.calls)) {
    await double.record(service.service, () => service.before(service.open()));
    const tape = await double.record(service.service, () => run(service.open()).catch(knownFailure));
    tapes.set(call, { tape, answers: double.calls });
  }
  const calls = [...tapes.keys()];
  const round = fc.record({
    call: fc.constantFrom(...calls),
    spoils: fc.array(fc.record({ at: fc.nat(30), how: spoil }), { minLength: 1, maxLength: 2 }),
  });
  const property = fc.asyncProperty(round, async ({ call, spoils }) => {
    const { tape, answers } = tapes.get(call) as { tape: Tape; answers: number };
    double.play(tape, (answer, { place, url }) => {
      const hit = spoils.find(({ at }) => at % answers === place % answers);
      return hit === undefined ? answer : spoilt(answer, hit.how, url);
    });
    const began = process.cpuUsage();
    const result = await (service.calls[call] as (connection: C) => Promise<unknown>)(service.open()).catch(
      knownFailure,
    );
    const { user } = process.cpuUsage(began);
    if (double.calls >= ENDLESS)
      throw new Error(`${name}: ${call} asked ${double.calls} times and did not come to an end`);
    if (user / 1000 > LONGEST_MS)
      throw new Error(`${name}: ${call} took ${Math.round(user / 1000)} ms of processor time`);
    checkSound(result, '');
  });
  return {
    name,
    property,
    calls,
    answers: Object.fromEntries([...tapes].map(([call, { answers }]) => [call, answers])),
  };
}

/** A failure of the whole call, as its data; anything else is a bug and goes on. */
function knownFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  throw error;
}

/** What every value must be that a connector gives: ids are ids, failures are of a known kind, moments are moments. */
function checkSound(value: unknown, at: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${at} is ${value}`);
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Map) {
    for (const [key, part] of value) checkSound(part, `${at}[${String(key)}]`);
    return;
  }
  const entries = Object.entries(value);
  const { kind, code, message, until } = value as Partial<Failure>;
  if (typeof kind === 'string' && message !== undefined) {
    if (!(kind in KINDS) || typeof code !== 'string' || code === '' || typeof message !== 'string')
      throw new Error(`${at}: no known failure: ${JSON.stringify(value)}`);
    if (until !== undefined && !(until <= Date.now() + LONGEST_WAIT_MS)) throw new Error(`${at}.until is ${until}`);
  }
  if ('value' in value && 'ok' in value && value.ok === true && value.value === undefined)
    throw new Error(`${at}: no value`);
  for (const [name, part] of entries) {
    const place = `${at}.${name}`;
    if (
      ['id', 'folder', 'version', 'ownerId'].includes(name) &&
      (typeof part !== 'string' || part === '') &&
      typeof part !== 'object'
    )
      throw new Error(`${place} is ${JSON.stringify(part)}`);
    if (['id', 'folder'].includes(name) && (part === 'undefined' || part === 'null' || part === '[object Object]'))
      throw new Error(`${place} is the word ${String(part)}`);
    // What is kept whole is the service's own.
    if (name !== 'content') checkSound(part, place);
  }
}
