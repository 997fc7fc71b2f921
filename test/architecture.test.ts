import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

function files(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => join(folder, file));
}

describe('the house', () => {
  it('opens only doors below: dependency-cruiser finds no violation, and has seen the house', () => {
    const cruise = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
        'server',
        'addin',
        'languages',
        'test',
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'json',
      ],
      {
        cwd: ROOT,
        encoding: 'utf8',
        maxBuffer: 256 * 1024 * 1024,
      },
    );
    const { summary } = JSON.parse(cruise.stdout) as {
      summary: { violations: { from: string; to: string; rule: { name: string } }[]; totalCruised: number };
    };
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
    // A cruiser that cannot parse TypeScript sees nothing and finds nothing.
    expect(summary.totalCruised).toBeGreaterThan(60);
  });

  it('every rule in RULES.md is named by a test that runs through the simulators, and every rule that a test names exists', () => {
    const text = readFileSync(join(ROOT, 'server/planner/RULES.md'), 'utf8');
    const rules = new Set([...text.matchAll(/^- \*\*([A-Z]\d)\*\*/gm)].map(([, rule]) => rule ?? ''));
    const namedIn = (folder: string) => {
      const titles = files(folder, /\.test\.tsx?$|contract\.ts$/).flatMap((file) => [
        ...readFileSync(join(ROOT, file), 'utf8').matchAll(
          /\b(?:it|test|describe)(?:\.each\([^)]*\))?\(\s*[`'"]((?:\[[A-Z]\d\]\s*)+)/g,
        ),
      ]);
      return new Set(
        titles.flatMap(([, tags = '']) => [...tags.matchAll(/\[([A-HJ-Z]\d)\]/g)].map(([, rule]) => rule ?? '')),
      );
    };
    expect(rules.size).toBeGreaterThan(50);
    const throughSimulators = namedIn('test/rules');
    expect([...rules].filter((rule) => !throughSimulators.has(rule))).toEqual([]);
    expect([...namedIn('test')].filter((rule) => !rules.has(rule))).toEqual([]);
  });

  it('each of the 37 failure modes of products of this kind has one test that names it', () => {
    const named = files('test/failure-modes', /\.test\.ts$/).flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\bit\(\s*[`'"]\[FM(\d+)\]/g)].map(([, number]) =>
        Number(number),
      ),
    );
    expect(named.sort((a, b) => a - b)).toEqual(Array.from({ length: 37 }, (_, at) => at + 1));
  });

  it('each of the 16 invariants of the best sync engines has one test that names it', () => {
    const named = files('test/failure-modes', /\.test\.ts$/).flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\bit\(\s*[`'"]\[I(\d+)\]/g)].map(([, number]) =>
        Number(number),
      ),
    );
    expect(named.sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, at) => at + 1));
  });

  it('process.env has one reader', () => {
    const readers = files('server', /\.ts$/).filter((file) =>
      /process\.env/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(readers).toEqual(['server/config.ts']);
  });
});
