import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { lockDirectory } from './directory-lock.ts';
import { EmbeddedClient } from './embedded-client.ts';
import { syncPath } from './embedded-files.ts';

export interface Embedded {
  readonly client: EmbeddedClient;
  close(): Promise<void>;
}

/** The PostgreSQL that this version of the embedded database writes. */
const MAJOR = '18';
const FILES = 'postgres';
const UNFINISHED = 'postgres.new-';

/**
 * Opens the directory for this process alone, making it where there is none; `memory://` for tests, `filled` from a tar of the files of one that was made before.
 * Throws an Error in one plain sentence where another process has it, another major version made it, or the disk is not written through.
 */
export async function openEmbedded(directory: string, filled?: string): Promise<Embedded> {
  if (directory.startsWith('memory:')) {
    const client = await EmbeddedClient.open({ filled });
    return { client, close: () => client.close() };
  }
  const home = resolve(directory);
  mkdirSync(home, { recursive: true });
  const unlock = lockDirectory(home);
  try {
    const path = join(home, FILES);
    refuseOtherVersion(path);
    if (!existsSync(join(path, 'PG_VERSION'))) await make(home, path);
    const client = await EmbeddedClient.open({ path });
    return {
      client,
      close: async () => {
        await client.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function refuseOtherVersion(path: string): void {
  const file = join(path, 'PG_VERSION');
  if (!existsSync(file)) return;
  const version = readFileSync(file, 'utf8').trim();
  if (version !== MAJOR)
    throw new Error(
      `${path} was made by PostgreSQL ${version}, and this version of Cardbridge embeds ${MAJOR}: move it to a PostgreSQL server with the version of Cardbridge that made it ("npm run move-database").`,
    );
}

/** The first files are made whole in a place of their own and then named: one that was killed meanwhile leaves nothing half made. */
async function make(home: string, path: string): Promise<void> {
  for (const name of readdirSync(home))
    if (name.startsWith(UNFINISHED)) rmSync(join(home, name), { recursive: true, force: true });
  const unfinished = join(home, `${UNFINISHED}${randomUUID()}`);
  const script = fileURLToPath(new URL('./initialise-embedded.ts', import.meta.url));
  try {
    await promisify(execFile)(process.execPath, [script, unfinished]);
    renameSync(unfinished, path);
  } catch (error) {
    throw new Error(`The embedded database could not be made in ${home}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  syncPath(home, 'r');
}
