import { randomBytes, randomUUID } from 'node:crypto';
import { createEngine } from '../../server/engine/create-engine.ts';
import type { MailboxMemory } from '../../server/model/mailbox.ts';
import type { Session, SessionTask } from '../../server/model/session.ts';
import { DEFAULT_ORG_SETTINGS, type MailboxSettings, type OrgSettings } from '../../server/model/settings.ts';
import { createStore } from '../../server/store/create-store.ts';
import { openDatabase, type Database } from '../../server/store/database.ts';
import type { Store } from '../../server/store/store.ts';
import { MemoryCrm } from './memory-crm.ts';
import { MemoryMailbox } from './memory-mailbox.ts';
import { inMemory } from './embedded.ts';

/** The real engine and the real store between a mailbox and an org in memory. */
export class OneMailbox {
  readonly mailbox = new MemoryMailbox();
  readonly crm = new MemoryCrm();
  readonly store: Store;
  readonly org: OrgSettings;
  memory!: MailboxMemory;
  /** Advances our clock, in milliseconds. */
  later = 0;

  constructor(store: Store, org: Partial<OrgSettings> = {}) {
    this.store = store;
    this.org = { ...DEFAULT_ORG_SETTINGS, ...org };
  }

  static async open(
    store: Store,
    settings: Partial<MailboxSettings> = {},
    org: Partial<OrgSettings> = {},
  ): Promise<OneMailbox> {
    const one = new OneMailbox(store, org);
    one.memory = await store.mailboxes.enrol({
      email: `${randomUUID()}@contoso.example`,
      name: 'Ada',
      admin: false,
      service: 'graph',
      crmUsername: 'ada',
    });
    await one.set(settings);
    return one;
  }

  get engine() {
    return createEngine({
      store: this.store,
      mailboxConnectors: { graph: this.mailbox.connector() },
      crm: this.crm.connector(),
      orgSettings: this.org,
      now: () => new Date(Date.now() + this.later),
    });
  }

  async set(settings: Partial<MailboxSettings>): Promise<void> {
    this.memory = await this.store.mailboxes.changeSettings(this.memory.id, settings);
  }

  async run(task: SessionTask = { kind: 'sync' }): Promise<Session> {
    const session = await this.store.sessions.queue(this.memory.id, task);
    return this.engine.run(this.memory.id, session.id, new AbortController().signal);
  }

  /** One session that must end as done. */
  async sync(): Promise<Session['counts']> {
    const session = await this.run();
    if (session.state !== 'done')
      throw new Error(`The session ended ${session.state}: ${JSON.stringify(session.reason)}`);
    return session.counts;
  }

  async links() {
    return this.store.links.byIds(
      this.memory.id,
      (await this.store.links.heads(this.memory.id)).map((link) => link.id),
    );
  }

  /** The items in the folder. */
  get items() {
    return this.mailbox.folder === undefined ? [] : this.mailbox.inFolder(this.mailbox.folder);
  }

  get records() {
    return this.crm.live;
  }
}

let shared: Promise<{ database: Database; store: Store }> | undefined;

/** One embedded database in memory for a test file. */
export async function sharedStore(): Promise<Store> {
  shared ??= inMemory()
    .then(openDatabase)
    .then((database) => ({
      database,
      store: createStore(database, { secretKey: randomBytes(32) }),
    }));
  return (await shared).store;
}
