import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // A limit for what hangs; a busy machine takes several times as long as an idle one.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // What is polled for comes at once on an idle machine; without this a second would have to do on any.
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    // As `npm start` has it: to compile the embedded database twice costs every file of tests two seconds.
    execArgv: ['--liftoff-only'],
    // One more than the cores of CI: tests of the queue, of kills and in the browser wait for most of their time.
    maxWorkers: 3,
  },
});
