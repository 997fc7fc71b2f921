import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const { scripts } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
  readonly scripts: { readonly start: string };
};

/** What `npm start` gives to Node. The flags keep the heap near what is in use: V8 else lets it grow to a multiple before it collects. */
export const SERVER_ARGUMENTS: readonly string[] = scripts.start.split(' ').slice(1);
