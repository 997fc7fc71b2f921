import { readFileSync } from 'node:fs';
import { validateManifest } from 'office-addin-manifest';
import { checkManifest } from './check-manifest.ts';
import { iconFileSize } from './icon-files.ts';

/** `npm run validate -- [manifest.xml] [--production]`: our own checks, then Microsoft's service where it can be reached. */
const production = process.argv.includes('--production');
const file = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'manifest.xml';
const problems = checkManifest(readFileSync(file, 'utf8'), { production, iconSize: iconFileSize });
for (const problem of problems) console.error(`${file}: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${file}: our own checks find nothing wrong.`);

const WITHIN_MS = 30_000;
const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), WITHIN_MS).unref());
try {
  const { isValid, report } = await Promise.race([validateManifest(file, production), late]);
  for (const { title, content } of report?.errors ?? []) console.error(`Microsoft: ${title}: ${content}`);
  console.log(`Microsoft's service says that it is ${isValid ? 'valid' : 'not valid'}.`);
  if (!isValid) process.exitCode = 1;
} catch (error) {
  console.log(`Microsoft's service could not be asked (${error instanceof Error ? error.message : String(error)}).`);
}
