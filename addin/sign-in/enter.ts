import type { ClientConfig } from '../../server/http/contract.ts';
import { ahead } from '../ahead.ts';
import { callAs } from '../api.ts';
import type { Host } from '../office.ts';
import { loadStanding, type Standing } from '../parts/use-standing.ts';
import type { Access } from './access.ts';
import { openAccess } from './open-access.ts';

export interface Entered {
  readonly config: ClientConfig;
  readonly access: Access;
  /** How the sync of whoever has signed in stands. */
  readonly standing: () => Promise<Standing>;
}

/** Signs in without asking where that is possible, and asks for what the first screen shows, while that is only being rendered. */
export async function enter(host: Host, config: () => Promise<ClientConfig>): Promise<Entered> {
  const known = await config();
  const access = openAccess(host, known);
  callAs(access);
  void access.token();
  return { config: known, access, standing: ahead(loadStanding) };
}
