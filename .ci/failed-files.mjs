import { writeFileSync } from 'node:fs';

/** A reporter for vitest: the files that failed, one a line, into FAILED_FILES; nothing where it is not certain that these are all there is to it. */
export default class FailedFiles {
  onTestRunEnd(modules, unhandledErrors, reason) {
    const unfinished = modules.some((module) => !['passed', 'failed', 'skipped'].includes(module.state()));
    if (unhandledErrors.length > 0 || unfinished || reason === 'interrupted') return;
    const failed = modules.filter((module) => !module.ok());
    writeFileSync(process.env.FAILED_FILES, failed.map(({ relativeModuleId }) => relativeModuleId).join('\n'));
  }
}
