import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { buildPage } from '../support/build-page.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'cardbridge-demo-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface Demo {
  readonly app: { readonly url: string };
  readonly control: { readonly url: string };
  readonly playground: { readonly url: string };
}

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

describe('`npm run demo`', () => {
  it('is over soon after a SIGTERM to npm, simulators and all; the 5 s of an idle machine are held by .ci/try-demo', async () => {
    await buildPage();
    const began = performance.now();
    const npm = spawn('npm', ['run', 'demo', '--', '--port', '0', '--data', directory, '--no-schedule'], {
      cwd: ROOT,
      // Held open by whoever of the demo still runs.
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    npm.stderr.resume();
    const over = once(npm, 'close');
    const read = () => {
      try {
        return JSON.parse(readFileSync(join(directory, 'demo.json'), 'utf8')) as Demo;
      } catch {
        return undefined;
      }
    };
    let demo = read();
    for (; demo === undefined && npm.exitCode === null; demo = read()) await sleep(100);
    const urls = [`${demo?.app.url}/readyz`, `${demo?.control.url}/switches`, `${demo?.playground.url}/state.json`];
    expect(await Promise.all(urls.map(answers))).toEqual([true, true, true]);
    // A machine on which it takes longer to start has more time to stop it, too.
    const within = Math.max(5000, performance.now() - began);
    npm.kill('SIGTERM');
    const until = performance.now() + within;
    while ((await Promise.all(urls.map(answers))).includes(true) && performance.now() < until) await sleep(50);
    expect(await Promise.all(urls.map(answers))).toEqual([false, false, false]);
    // Its folder is removed when nobody writes into it any more.
    await over;
  });
});
