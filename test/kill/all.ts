import { parseArgs } from 'node:util';
import { postgresql, type TestServer } from '../support/postgresql.ts';
import { Lane, named } from './lane.ts';

/**
 * `npm run soak:kill [-- --store embedded|postgresql --jobs 2 --from K --no-field --only REGEX]`: the scenario, killed at every point in turn and started again.
 * Prints each point and whether it came to the same end, and ends with 1 if one did not. `--from`: goes on at that point of N; `--no-field`: the org has no
 * external-id field of ours; `--only`: the points that are called so, e.g. `call 34, done`.
 */
const { values: options } = parseArgs({
  options: {
    store: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    from: { type: 'string', default: '1' },
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
    Array.from({ length: Number(options.jobs) }, () => Lane.open(on, !options['no-field'])),
  );
  const points = (lanes[0]?.points ?? [])
    .map((point, at) => ({ point, place: at + 1 }))
    .filter(({ point }) => new RegExp(options.only ?? '').test(named(point)));
  const left = points.filter(({ place }) => place >= Number(options.from));
  const [all, last] = [left.length, points.at(-1)?.place ?? 0];
  let bad = 0;
  await Promise.all(
    lanes.map(async (lane) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const start = performance.now();
        const trouble = await lane.kill(next.point);
        const took = ((performance.now() - start) / 1000).toFixed(1);
        console.log(
          `${store}, point ${next.place} of ${last} (${named(next.point)}): ${trouble === '' ? 'same end' : 'ANOTHER END'}, ${took} s`,
        );
        if (trouble === '') continue;
        bad += 1;
        console.log(`\n${trouble}\n`);
      }
      await lane.close();
    }),
  );
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${store}: killed at ${all} points, ${all - bad} came to the same end, ${seconds} s`);
  return bad;
}
