import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../server/engine/create-engine.ts';
import type { Engine } from '../../server/engine/engine.ts';
import type { MailboxMemory } from '../../server/model/mailbox.ts';
import type { Counts, Session, SessionTask } from '../../server/model/session.ts';
import { DEFAULT_ORG_SETTINGS, type MailboxSettings, type OrgSettings } from '../../server/model/settings.ts';
import { createStore } from '../../server/store/create-store.ts';
import { openDatabase, type Database } from '../../server/store/database.ts';
import type { Store } from '../../server/store/store.ts';
import { startSimulators, type RunningSimulators } from '../simulators/kit/start.ts';
import { connectorsTo } from './connectors-to.ts';
import { control, PersonAtWork } from './person.ts';
import { inMemory } from './embedded.ts';
import { NO_COUNTS } from '../../server/model/session.ts';

export const NOTHING: Counts = NO_COUNTS;

export interface WireContact {
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly jobTitle: string | null;
  readonly personalNotes: string;
  readonly companyName: string | null;
  readonly categories: readonly string[];
  readonly parentFolderId: string;
  readonly emailAddresses: readonly { readonly address: string; readonly name: string }[];
  readonly businessPhones: readonly string[];
  readonly mobilePhone: string | null;
  readonly changeKey: string;
  readonly [property: string]: unknown;
}

export type WireRecord = { readonly Id: string } & Readonly<Record<string, unknown>>;

/** Simulators, real connectors, the real engine and the real store in one process; `ada` is the person whose mailbox is synced. */
export class Simulated {
  readonly info: RunningSimulators;
  readonly ada: PersonAtWork;
  readonly ben: PersonAtWork;
  readonly store: Store;
  private readonly database: Database;
  private readonly stopSimulators: () => Promise<void>;
  private readonly directory: string;
  engine!: Engine;
  memory!: MailboxMemory;
  org: OrgSettings = DEFAULT_ORG_SETTINGS;
  /** Advances our clock, in milliseconds. */
  later = 0;

  private constructor(info: RunningSimulators, stop: () => Promise<void>, database: Database, directory: string) {
    this.info = info;
    this.stopSimulators = stop;
    this.database = database;
    this.directory = directory;
    this.store = createStore(database, { secretKey: randomBytes(32) });
    this.ada = new PersonAtWork(info, 'ada@contoso.example');
    this.ben = new PersonAtWork(info, 'ben@contoso.example');
  }

  static async start(): Promise<Simulated> {
    const directory = mkdtempSync(join(tmpdir(), 'cardbridge-simulated-'));
    const { info, stop } = await startSimulators({ directory, sample: 'none' });
    return new Simulated(info, stop, await openDatabase(await inMemory()), directory);
  }

  /** What a queue needs to work on the same database. */
  get queue() {
    return this.database.queue;
  }

  async stop(): Promise<void> {
    await this.stopSimulators();
    await this.database.close();
    rmSync(this.directory, { recursive: true });
  }

  /** Empty mailboxes, an empty org, nothing remembered. */
  async fresh(settings: Partial<MailboxSettings> = {}, org: Partial<OrgSettings> = {}): Promise<void> {
    await this.control('POST', 'reset');
    for (const mailbox of await this.store.mailboxes.all()) await this.store.mailboxes.forget(mailbox.id);
    this.later = 0;
    this.org = { ...DEFAULT_ORG_SETTINGS, ...org };
    this.connect();
    this.memory = await this.store.mailboxes.enrol({
      email: this.ada.email,
      name: 'Ada Park',
      admin: false,
      service: 'graph',
      crmUsername: this.ada.email,
    });
    await this.set(settings);
  }

  /** As after a restart: nothing is kept but the store. */
  connect(loginUrl?: string): void {
    this.engine = this.engineOn(this.store, loginUrl);
  }

  private engineOn(store: Store, loginUrl?: string): Engine {
    const connectors = connectorsTo(this.info, this.org, loginUrl);
    return createEngine({
      store,
      mailboxConnectors: connectors.mailboxes,
      crm: connectors.crm,
      orgSettings: this.org,
      now: () => new Date(Date.now() + this.later),
    });
  }

  /** The same memory with another SECRET_KEY: what was sealed before cannot be opened. */
  underAnotherKey(): Store {
    return createStore(this.database, { secretKey: randomBytes(32) });
  }

  /** A second installation, with a memory of its own, for the same mailbox and org. */
  async another(): Promise<{ sync(): Promise<Counts>; stop(): Promise<void> }> {
    const database = await openDatabase(await inMemory());
    const store = createStore(database, { secretKey: randomBytes(32) });
    const engine = this.engineOn(store);
    const { email, name, admin, service, crmUsername } = this.memory;
    const { id } = await store.mailboxes.enrol({ email, name, admin, service, crmUsername });
    return {
      sync: async () => {
        const session = await store.sessions.queue(id, { kind: 'sync' });
        const { state, counts } = await engine.run(id, session.id, new AbortController().signal);
        if (state !== 'done') throw new Error(`The other installation's session ended ${state}.`);
        return counts;
      },
      stop: () => database.close(),
    };
  }

  async set(settings: Partial<MailboxSettings>): Promise<void> {
    this.memory = await this.store.mailboxes.changeSettings(this.memory.id, settings);
  }

  async run(task: SessionTask = { kind: 'sync' }): Promise<Session> {
    const session = await this.store.sessions.queue(this.memory.id, task);
    return this.engine.run(this.memory.id, session.id, new AbortController().signal);
  }

  /** One session that must end as done. */
  async sync(): Promise<Counts> {
    const session = await this.run();
    if (session.state !== 'done')
      throw new Error(`The session ended ${session.state}: ${JSON.stringify(session.reason)}`);
    return session.counts;
  }

  async links() {
    const heads = await this.store.links.heads(this.memory.id);
    return this.store.links.byIds(
      this.memory.id,
      heads.map((link) => link.id),
    );
  }

  async lastSession(): Promise<string> {
    return (await this.store.sessions.page(this.memory.id, 1)).rows[0]?.id ?? '';
  }

  async stored(): Promise<MailboxMemory> {
    return (await this.store.mailboxes.byId(this.memory.id)) ?? this.memory;
  }

  control<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> {
    return control<T>(this.info, method, path, body);
  }

  async calls(service: 'graph' | 'salesforce') {
    const { calls } = await this.control<{
      calls: {
        at: string;
        ms: number;
        method: string;
        path: string;
        status: number;
        parts?: { method: string; path: string }[];
      }[];
    }>('GET', `calls?service=${service}`);
    return calls;
  }

  /** The next call of ours that fits goes wrong. */
  async fault(service: 'graph' | 'salesforce', effect: object, match: object = {}, times = 1, skip = 0): Promise<void> {
    await this.control('POST', 'faults', { service, match, effect, times, skip });
  }

  /** Does `meanwhile` while a call of `work` that matches, after `skip` others, has arrived and is not yet done; then lets it go, and returns what `work` came to. */
  async whileHeld<T>(
    service: 'graph' | 'salesforce',
    match: object,
    work: () => Promise<T>,
    meanwhile: () => Promise<unknown>,
    skip = 0,
  ): Promise<T> {
    await this.fault(service, { kind: 'hold', when: 'before' }, match, 1, skip);
    const working = work();
    const { held } = await this.control<{ held: readonly object[] }>('GET', 'faults/held?ms=60000');
    if (held.length === 0) throw new Error(`No call matched ${JSON.stringify(match)}.`);
    await meanwhile();
    await this.control('POST', 'faults/release', {});
    return working;
  }

  // The mailbox

  async folder(): Promise<string> {
    const id = (await this.stored()).folderId;
    if (id === null) throw new Error('There is no folder yet.');
    return id;
  }

  /** The items in the folder. */
  async items(): Promise<WireContact[]> {
    return this.itemsIn(await this.folder());
  }

  async itemsIn(folder: string): Promise<WireContact[]> {
    const page = await this.ada.outlook<{ value: WireContact[] }>('GET', `/contactFolders/${folder}/contacts?$top=999`);
    return page.value;
  }

  async putItem(contact: object, folder = 'contacts'): Promise<string> {
    return (await this.ada.outlook<{ id: string }>('POST', `/contactFolders/${folder}/contacts`, contact)).id;
  }

  async editItem(id: string, contact: object): Promise<void> {
    await this.ada.outlook('PATCH', `/contacts/${id}`, contact);
  }

  /** Undefined: gone, or under Deleted Items. */
  async item(id: string): Promise<WireContact | undefined> {
    const found = await this.ada.outlook<WireContact>('GET', `/contacts/${id}`).catch(() => undefined);
    const { id: bin } = await this.ada.outlook<{ id: string }>('GET', '/mailFolders/deleteditems');
    return found?.parentFolderId === bin ? undefined : found;
  }

  async hasKey(id: string): Promise<boolean> {
    const expand =
      "singleValueExtendedProperties($filter=id eq 'String {8f3b1d5e-6a0c-4f0b-9d2e-5c7a41e6b930} Name CardbridgeKey')";
    const found = await this.ada.outlook<WireContact>('GET', `/contacts/${id}?$expand=${encodeURIComponent(expand)}`);
    const [key] = (found.singleValueExtendedProperties ?? []) as { value: string }[];
    return key !== undefined && key.value !== '';
  }

  async moveItem(id: string, folderId: string): Promise<void> {
    await this.control('POST', 'outlook/move', { user: this.ada.email, itemId: id, folderId });
  }

  async copyItem(id: string, folderId: string): Promise<string> {
    return (await this.control<{ id: string }>('POST', 'outlook/copy', { user: this.ada.email, itemId: id, folderId }))
      .id;
  }

  async removeItem(id: string, forGood = false): Promise<void> {
    await (forGood
      ? this.ada.outlook('POST', `/contacts/${id}/permanentDelete`, {})
      : this.ada.outlook('DELETE', `/contacts/${id}`));
  }

  async batch(requests: readonly object[]): Promise<void> {
    await this.ada.graphBatch(requests);
  }

  // Salesforce

  async putRecord(fields: object, sObject = 'Contact'): Promise<string> {
    return (await this.ada.salesforce<{ id: string }>('POST', `/sobjects/${sObject}`, fields)).id;
  }

  async editRecord(id: string, fields: object): Promise<void> {
    await this.ada.salesforce('PATCH', `/sobjects/Contact/${id}`, fields);
  }

  async deleteRecord(id: string): Promise<void> {
    await this.ada.salesforce('DELETE', `/sobjects/Contact/${id}`);
  }

  /** The live records, oldest first. */
  async records(
    fields = 'Id, FirstName, LastName, Email, Title, Description, AccountId, OwnerId',
  ): Promise<WireRecord[]> {
    return this.ben.query<WireRecord>(`SELECT ${fields} FROM Contact ORDER BY CreatedDate, Id`);
  }

  async record(id: string): Promise<WireRecord | undefined> {
    return (await this.records()).find((record) => record.Id === id);
  }
}
