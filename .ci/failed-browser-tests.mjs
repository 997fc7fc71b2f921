import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

// The files that failed, of vitest's JSON report, where they are two at most and all of them tests in a browser; else it ends with 1.
const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const failed = testResults.filter(({ status }) => status !== 'passed').map(({ name }) => relative('.', name));
if (failed.length === 0 || failed.length > 2 || failed.some((file) => !file.startsWith('test/browser/')))
  process.exit(1);
console.log(failed.join('\n'));
