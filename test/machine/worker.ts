import { createEngine } from '../../server/engine/create-engine.ts';
import type { Engine } from '../../server/engine/engine.ts';
import type { OrgSettings } from '../../server/model/settings.ts';
import { createStore } from '../../server/store/create-store.ts';
import type { Store } from '../../server/store/store.ts';
import type { MachineDatabase } from './database.ts';
import { connectorsTo } from '../support/connectors-to.ts';
import type { RunningSimulators } from '../simulators/kit/start.ts';

/** What a statement of a dead process ends with; nobody is there to see it. */
export class Dead extends Error {
  override readonly name = 'Dead';
}

/**
 * One server process as far as its world can tell: connectors, engine and store of its own, nothing shared with another one but the database and the
 * services. Once dead it can store nothing more: its statements are refused and a transaction that is open is rolled back, as when a connection is lost.
 */
export class Worker {
  readonly engine: Engine;
  readonly store: Store;
  private dead = false;

  constructor(database: MachineDatabase, info: RunningSimulators, org: OrgSettings, secretKey: Buffer) {
    const alive = () => {
      if (this.dead) throw new Dead('This process is gone.');
    };
    const kysely = database.of(alive);
    this.store = createStore({ ...database, kysely }, { secretKey });
    const connectors = connectorsTo(info, org);
    this.engine = createEngine({
      store: this.store,
      mailboxConnectors: connectors.mailboxes,
      crm: connectors.crm,
      orgSettings: org,
    });
  }

  /** As SIGKILL leaves it. */
  die(): void {
    this.dead = true;
  }
}
