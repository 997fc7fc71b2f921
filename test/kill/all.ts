import { parseArgs } from 'node:util';
import { postgresql, type TestServer } from '../support/postgresql.ts';
import { Lane, named } from './lane.ts';

/**
 * `npm run soak:kill [-- --store embedded|postgresql --lanes 2 --no-field --only REGEX]`: the scenario, killed at every point in turn and started again. Prints each
 * point that did not come to the same end, and ends with 1 if there was one. `--no-field`: the org has no external-id field of ours; `--only`: the points that are
 * called so, e.g. `call 34, done`.
 */
const { values: options } = parseArgs({
  options: {
    store: { type: 'string' },
    lanes: { type: 'string', default: '2' },
    'no-field': { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const server = options.store === 'embedded' ? undefined : await postgresql();
if (options.store === 'postgresql' && server === undefined) throw new Error('No PostgreSQL answers.');
let failed = 0;
if (options.store !== 'postgresql') failed += await everyPoint('embedded', undefined);
if (server !== undefined) failed += await everyPoint('postgresql', server);
process.exitCode = failed === 0 ? 0 : 1;

async function everyPoint(store: string, on: TestServer | undefined): Promise<number> {
  const began = performance.now();
  const lanes = await Promise.all(
    Array.from({ length: Number(options.lanes) }, () => Lane.open(on, !options['no-field'])),
  );
  const left = [...(lanes[0]?.points ?? [])].filter((point) => new RegExp(options.only ?? '').test(named(point)));
  const all = left.length;
  let bad = 0;
  await Promise.all(
    lanes.map(async (lane) => {
      for (let point = left.shift(); point !== undefined; point = left.shift()) {
        const trouble = await lane.kill(point);
        if (trouble === '') continue;
        bad += 1;
        console.log(`\n${store}, ${named(point)}:\n${trouble}\n`);
      }
      await lane.close();
    }),
  );
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${store}: killed at ${all} points, ${all - bad} came to the same end, ${seconds} s`);
  return bad;
}
