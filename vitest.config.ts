import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where files of a minute and more are. Nothing is known of how long files take on a clean checkout, and the larger ones would begin first. */
const LONG = ['test/jobs/', 'test/kill/', 'test/browser/', 'test/fuzz/', 'test/machine/', 'test/engine/histories'];

const ADDIN = 'test/addin/**/*.test.{ts,tsx}';

/** Long files begin first: at the end one worker would go on alone with them. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((part) => moduleId.includes(`/${part}`));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    projects: [
      // As the server itself runs: Node takes the files as they are, and nothing is transformed.
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [ADDIN],
          experimental: { viteModuleRunner: false, nodeLoader: false },
        },
      },
      // Node takes no JSX.
      { extends: true, test: { name: 'addin', include: [ADDIN] } },
    ],
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
    sequence: { sequencer: LongFirst },
  },
});
