import { readFileSync } from 'node:fs';
import { Kysely, PGliteDialect, type PGliteDialectConfig } from 'kysely';
import { createConnectors } from '../../server/connectors/index.ts';
import { createEngine } from '../../server/engine/create-engine.ts';
import type { Engine } from '../../server/engine/engine.ts';
import type { OrgSettings } from '../../server/model/settings.ts';
import { createStore } from '../../server/store/create-store.ts';
import type { Database } from '../../server/store/database.ts';
import type { Embedded } from '../../server/store/embedded.ts';
import type { Tables } from '../../server/store/schema.ts';
import type { Store } from '../../server/store/store.ts';
import { NoQueryBesideTransaction } from '../../server/store/transaction.ts';
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

  constructor(database: Database, info: RunningSimulators, org: OrgSettings, secretKey: Buffer) {
    if (!('pglite' in database.queue)) throw new Error('The machine runs on the embedded database.');
    const alive = () => {
      if (this.dead) throw new Dead('This process is gone.');
    };
    const kysely = new Kysely<Tables>({
      dialect: new PGliteDialect({ pglite: mortal(database.queue.pglite, alive) }),
    }).withPlugin(new NoQueryBesideTransaction());
    this.store = createStore({ ...database, kysely }, { secretKey });
    const { graph, salesforce, caFile } = info;
    const connectors = createConnectors({
      graph,
      salesforce: {
        loginUrl: salesforce.loginUrl,
        apiVersion: salesforce.apiVersion.replace(/^v/, ''),
        clientId: salesforce.clientId,
        privateKey: readFileSync(salesforce.privateKeyFile, 'utf8'),
      },
      caFile,
      settings: org,
    });
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

function mortal(client: Embedded['client'], alive: () => void): PGliteDialectConfig['pglite'] {
  return {
    close: async () => undefined,
    closed: false,
    ready: true,
    waitReady: Promise.resolve(),
    query: async (text, parameters) => {
      alive();
      return client.query(text, parameters);
    },
    transaction: (callback) =>
      client.transaction(async (transaction) => {
        const result = await callback({
          query: async (text, parameters) => {
            alive();
            return transaction.query(text, parameters);
          },
          rollback: () => transaction.rollback(),
        });
        // What was not committed when the process died is rolled back.
        alive();
        return result;
      }),
  };
}
