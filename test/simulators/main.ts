import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSimulators } from './kit/start.ts';

/** The simulators as a process of their own; `DIR/simulators.json` is written last, whole, when all is ready. */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    'graph-port': { type: 'string', default: '0' },
    'salesforce-port': { type: 'string', default: '0' },
    'control-port': { type: 'string', default: '0' },
    'entra-port': { type: 'string', default: '0' },
    'app-url': { type: 'string' },
    'reset-hook': { type: 'string' },
    sample: { type: 'string', default: 'demo' },
  },
});
const { data: directory, sample } = values;
if (directory === undefined || (sample !== 'demo' && sample !== 'none'))
  throw new Error('Usage: node test/simulators/main.ts --data DIR [--sample demo|none] [--graph-port N] …');
const { info, stop } = await startSimulators({
  directory,
  sample,
  ports: {
    graph: Number(values['graph-port']),
    salesforce: Number(values['salesforce-port']),
    control: Number(values['control-port']),
    entra: Number(values['entra-port']),
  },
  ...(values['app-url'] === undefined ? {} : { appUrl: values['app-url'] }),
  ...(values['reset-hook'] === undefined ? {} : { resetHook: values['reset-hook'] }),
});
const file = join(directory, 'simulators.json');
writeFileSync(`${file}.new`, JSON.stringify(info, null, 2));
renameSync(`${file}.new`, file);

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    void stop().then(() => process.exit(0));
  });
