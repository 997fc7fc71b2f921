import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckOptions } from './check-order.ts';

const ICONS = join(import.meta.dirname, '../icons');

/** The icons of the repository, by the path at which the server gives them: `/icons/v1/icon-64.png`. The size stands in the PNG's header. */
export const iconFileSize: CheckOptions['iconSize'] = (path) => {
  const [, file] = /^\/icons\/(v\d+\/icon-\d+\.png)$/.exec(path) ?? [];
  if (file === undefined || !existsSync(join(ICONS, file))) return undefined;
  const bytes = readFileSync(join(ICONS, file));
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
};
