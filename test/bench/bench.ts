import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RunningSimulators } from '../simulators/kit/start.ts';
import { control } from '../support/person.ts';
import { postgresql } from '../support/postgresql.ts';
import { Floor } from './floor.ts';
import { FOLDER, folderOf, makeItems, makeRecords } from './cases.ts';
import { floorOfChanged, floorOfDown, floorOfUp, IdleFloor } from './floors.ts';
import { benchPane } from './pane.ts';
import { Product, startSimulators, type BenchSession } from './product.ts';

/**
 * `npm run bench -- pane`: how soon the pane is there. `npm run bench [-- --contacts 10000 --store postgresql|embedded]`: the shipped server, the simulators in a process of their own, figures as JSON
 * lines. `floorSeconds` is a bare loop that makes the same calls with no engine, in the same run.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { contacts: { type: 'string', default: '10000' }, store: { type: 'string' } },
});
const CONTACTS = Number(options.contacts);
const UP = Math.round(CONTACTS / 2);
const [ADA, BEN, CORA] = ['ada@contoso.example', 'ben@contoso.example', 'cora@contoso.example'] as const;

if (positionals.includes('pane')) await benchPane();
else await benchSessions();

async function benchSessions(): Promise<void> {
  const server = options.store === 'embedded' ? undefined : await postgresql();
  if (options.store === 'postgresql' && server === undefined) throw new Error('No PostgreSQL answers.');
  if (server !== undefined) await run('postgresql', (await server.fresh()).url);
  if (options.store !== 'postgresql') await run('embedded', undefined);
}

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
  const ada = Floor.of(info, ADA);
  const cora = Floor.of(info, CORA);
  const report = (name: string, contacts: number, session: BenchSession, floor: Timed<unknown>) => {
    if (floor.calls.mailbox !== session.calls.mailbox || floor.calls.salesforce !== session.calls.salesforce)
      throw new Error(
        `${name}: the bare loop made other calls than the session, ${JSON.stringify([floor.calls, session.calls])}`,
      );
    const seconds = (Date.parse(session.finishedAt) - Date.parse(session.startedAt)) / 1000;
    console.log(
      JSON.stringify({
        case: `${name}, ${store}`,
        contacts,
        seconds,
        floorSeconds: Number(floor.seconds.toFixed(3)),
        ratio: Number((seconds / floor.seconds).toFixed(2)),
        mailboxCalls: session.calls.mailbox,
        salesforceCalls: session.calls.salesforce,
        peakRssMiB: product.peakMiB(),
      }),
    );
  };
  const timed = async <T>(work: () => Promise<T>): Promise<Timed<T>> => {
    const before = [ada, cora].map(({ calls }) => ({ ...calls }));
    const began = performance.now();
    const result = await work();
    const seconds = (performance.now() - began) / 1000;
    const made = (side: 'mailbox' | 'salesforce') =>
      [ada, cora].reduce((sum, { calls }, at) => sum + calls[side] - (before[at]?.[side] ?? 0), 0);
    return { result, seconds, calls: { mailbox: made('mailbox'), salesforce: made('salesforce') } };
  };
  const made = await makeRecords(ada, CONTACTS);
  // A record is read once more where it was read within ten minutes of its stamp; that look is no part of what is compared.
  await control(info, 'POST', 'clock', { advanceSeconds: 900 });

  const down = await timed(() => floorOfDown(cora, ada));
  report('first session, down', CONTACTS, await product.session(ADA, { itemsCreated: CONTACTS }), down);
  await cora.graph('PATCH', `${cora.root}/contactFolders/${await folderOf(cora)}`, { displayName: `${FOLDER}, old` });

  await product.session(ADA, {});
  const idle = await IdleFloor.of(ada);
  const nothing = await timed(() => idle.run());
  report('idle', CONTACTS, await product.session(ADA, {}), nothing);

  const changed = made.slice(0, Math.min(200, Math.round(CONTACTS / 100)));
  await ada.salesforce('PATCH', '/composite/sobjects', {
    records: changed.map((Id) => ({ attributes: { type: 'Contact' }, Id, Title: 'Changed' })),
  });
  const some = await timed(() => floorOfChanged(idle, ada, changed, cora, down.result));
  report('1 % changed', CONTACTS, await product.session(ADA, { itemsUpdated: changed.length }), some);

  const ben = Floor.of(info, BEN);
  await product.session(BEN, {});
  for (let n = 0; n < 10; n += 1) await ben.salesforce('POST', '/sobjects/Account', { Name: `Company ${n}` });
  await makeItems(ben, UP);
  const folder = await makeItems(cora, UP);
  const up = await timed(() => floorOfUp(cora, folder));
  report('first upload', UP, await product.session(BEN, { recordsCreated: UP }), up);
}

interface Timed<T> {
  readonly result: T;
  readonly seconds: number;
  readonly calls: BenchSession['calls'];
}
