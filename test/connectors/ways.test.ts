import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { GRAPH_SWITCHES } from '../simulators/graph/switches.ts';
import { startSimulators } from '../simulators/kit/start.ts';
import { valuesToTry, type SwitchDeclaration } from '../simulators/kit/switches.ts';
import { SALESFORCE_SWITCHES } from '../simulators/salesforce/switches.ts';
import { waysOf } from './ways.ts';

const WAYS = [...waysOf(GRAPH_SWITCHES), ...waysOf(SALESFORCE_SWITCHES)];

it('every value of every switch that the simulators have is in a way that the connectors are tried in', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cardbridge-ways-'));
  const { info, stop } = await startSimulators({ directory, sample: 'none' });
  const { switches } = (await (await fetch(`${info.control.url}/switches`)).json()) as {
    readonly switches: readonly SwitchDeclaration[];
  };
  await stop();
  rmSync(directory, { recursive: true });
  const untried = switches.flatMap((one) =>
    valuesToTry(one)
      .filter((value) => value !== one.default && !WAYS.some((way) => way[one.name] === value))
      .map((value) => `${one.name}: ${String(value)}`),
  );
  expect(switches.length).toBeGreaterThan(0);
  expect(untried).toEqual([]);
});

it('a way has a switch once, and few of them', () => {
  const three = (name: string): SwitchDeclaration => ({ name, default: 'a', values: ['a', 'b', 'c'], about: '' });
  const number: SwitchDeclaration = { name: 'n', default: 1, values: [], examples: [2], about: '' };
  expect(waysOf([three('x'), three('y'), number])).toEqual([{}, { x: 'b', y: 'b', n: 2 }, { x: 'c', y: 'c' }]);
  expect(waysOf(['a', 'b', 'c', 'd', 'e'].map(three))).toHaveLength(5);
});
