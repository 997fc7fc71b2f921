import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunningSimulators } from '../simulators/kit/start.ts';
import { control } from '../support/person.ts';
import { postgresql } from '../support/postgresql.ts';
import { Floor } from './floor.ts';
import { floorOfChanged, floorOfDown, floorOfIdle, floorOfUp, makeItems, makeRecords } from './cases.ts';
import { Product, startSimulators, type BenchSession } from './product.ts';

/**
 * `npm run bench [-- --contacts 10000 --store postgresql|embedded]`: the shipped server, the simulators in a process of their own, figures as JSON
 * lines. `floorSeconds` is a bare loop that makes the same calls with no engine, in the same run.
 */
const { values: options } = parseArgs({
  options: { contacts: { type: 'string', default: '10000' }, store: { type: 'string' } },
});
const CONTACTS = Number(options.contacts);
const UP = Math.round(CONTACTS / 2);
const [ADA, BEN, CORA] = ['ada@contoso.example', 'ben@contoso.example', 'cora@contoso.example'] as const;

const server = options.store === 'embedded' ? undefined : await postgresql();
if (options.store === 'postgresql' && server === undefined) throw new Error('No PostgreSQL answers.');
if (server !== undefined) await run('postgresql', (await server.fresh()).url);
if (options.store !== 'postgresql') await run('embedded', undefined);

async function run(store: string, databaseUrl: string | undefined): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'cardbridge-bench-'));
  const children: ChildProcess[] = [];
  try {
    const info = await startSimulators(directory, children);
    await control(info, 'PUT', 'switches', { 'graph.requestsPerTenMinutes': 0 });
    // The first start of an embedded database makes its files, in a process of its own; what counts is every later one.
    if (databaseUrl === undefined) await (await Product.start(directory, info, databaseUrl, children)).stop();
    const product = await Product.start(directory, info, databaseUrl, children);
    await cases(store, info, product);
    await product.stop();
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
}

async function cases(store: string, info: RunningSimulators, product: Product): Promise<void> {
  const report = (name: string, contacts: number, session: BenchSession, floorSeconds: number) => {
    const seconds = (Date.parse(session.finishedAt) - Date.parse(session.startedAt)) / 1000;
    console.log(
      JSON.stringify({
        case: `${name}, ${store}`,
        contacts,
        seconds,
        floorSeconds: Number(floorSeconds.toFixed(3)),
        ratio: Number((seconds / floorSeconds).toFixed(2)),
        mailboxCalls: session.calls.mailbox,
        salesforceCalls: session.calls.salesforce,
        peakRssMiB: product.peakMiB(),
      }),
    );
  };
  const ada = Floor.of(info, ADA);
  const made = await makeRecords(ada, CONTACTS);

  const floorDown = await timed(() => floorOfDown(Floor.of(info, CORA), ada));
  report('first session, down', CONTACTS, await product.session(ADA, { itemsCreated: CONTACTS }), floorDown);

  await product.session(ADA, {});
  const floorIdle = await timed(() => floorOfIdle(ada));
  report('idle', CONTACTS, await product.session(ADA, {}), floorIdle);

  const changed = made.slice(0, Math.round(CONTACTS / 100));
  await ada.salesforce('PATCH', '/composite/sobjects', {
    records: changed.slice(0, 200).map((Id) => ({ attributes: { type: 'Contact' }, Id, Title: 'Changed' })),
  });
  const floorChanged = await timed(() => floorOfChanged(ada, changed));
  report(
    '1 % changed',
    CONTACTS,
    await product.session(ADA, { itemsUpdated: Math.min(200, changed.length) }),
    floorChanged,
  );

  const ben = Floor.of(info, BEN);
  await product.session(BEN, {});
  for (let n = 0; n < 10; n += 1) await ben.salesforce('POST', '/sobjects/Account', { Name: `Company ${n}` });
  await makeItems(ben, UP);
  const cora = Floor.of(info, CORA);
  await makeItems(cora, UP);
  const floorUp = await timed(() => floorOfUp(cora));
  report('first upload', UP, await product.session(BEN, { recordsCreated: UP }), floorUp);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
