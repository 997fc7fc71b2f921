import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** SQLite's result code for "somebody else holds it". */
const BUSY = 5;

/**
 * Takes the directory for this process alone and returns how to let it go. It is the operating system's own file lock, taken through Node's SQLite:
 * a killed process leaves nothing that blocks the next one, and it holds between containers that share the directory.
 * Throws an Error that names the holder.
 */
export function lockDirectory(directory: string): () => void {
  const holder = join(directory, 'lock-holder');
  const lock = new DatabaseSync(join(directory, 'lock'), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    if ((error as { readonly errcode?: number }).errcode !== BUSY)
      throw new Error(
        `${directory} cannot be locked (${(error as Error).message}): use a local disk, or set DATABASE_URL.`,
        { cause: error },
      );
    throw new Error(
      `${directory} is in use by another Cardbridge process (${whoHolds(holder)}): stop that one first, or set DATABASE_URL to run several.`,
      { cause: error },
    );
  }
  writeFileSync(holder, `pid ${process.pid} on ${hostname()}`);
  return () => lock.close();
}

function whoHolds(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'starting now';
  }
}
