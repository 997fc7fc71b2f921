import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestServer } from '../support/postgresql.ts';

/** Where a server keeps what it remembers: kept as it is now, and put back as often as wanted, while no server runs. */
export interface ServerMemory {
  readonly databaseUrl?: string;
  keep(): Promise<void>;
  putBack(): Promise<void>;
  remove(): Promise<void>;
}

/** The embedded database in `directory`. */
export function embeddedMemory(directory: string): ServerMemory {
  const [used, kept] = [join(directory, 'server'), join(directory, 'server.kept')];
  return {
    keep: async () => cpSync(used, kept, { recursive: true }),
    putBack: async () => {
      rmSync(used, { recursive: true, force: true });
      cpSync(kept, used, { recursive: true });
    },
    remove: async () => undefined,
  };
}

/** A database of its own; what is kept is another one, copied from it. */
export async function postgresqlMemory(server: TestServer): Promise<ServerMemory> {
  const used = await server.fresh();
  const kept = await server.fresh();
  return {
    databaseUrl: used.url,
    keep: () => server.copy(used.url, kept.url),
    putBack: () => server.copy(kept.url, used.url),
    remove: async () => {
      await used.remove();
      await kept.remove();
    },
  };
}
