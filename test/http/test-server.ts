import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { createConnections } from '../../server/engine/connections.ts';
import type { Connecting, CrmConnector } from '../../server/connectors/crm.ts';
import { createEngine } from '../../server/engine/create-engine.ts';
import type { Engine } from '../../server/engine/engine.ts';
import { createApp, type AppOptions } from '../../server/http/app.ts';
import { firstOf, type SignedIn } from '../../server/http/authenticator.ts';
import { listen } from '../../server/http/listen.ts';
import { USUAL_MANIFEST_ID } from '../../server/http/manifest.ts';
import { createJobs, type Jobs } from '../../server/jobs/create-jobs.ts';
import type { MailboxMemory } from '../../server/model/mailbox.ts';
import { DEFAULT_ORG_SETTINGS } from '../../server/model/settings.ts';
import { createStore } from '../../server/store/create-store.ts';
import { openDatabase, type Database } from '../../server/store/database.ts';
import type { Store } from '../../server/store/store.ts';
import { MemoryCrm } from '../support/memory-crm.ts';
import { MemoryMailbox } from '../support/memory-mailbox.ts';
import { inMemory } from '../support/embedded.ts';

export interface Answer<T> {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly body: T;
}

interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Someone with a mailbox and a Salesforce of their own, asking over HTTP. */
export class TestPerson {
  readonly email = `${randomUUID()}@contoso.example`;
  readonly token = randomUUID();
  readonly mailbox = new MemoryMailbox();
  readonly crm = new MemoryCrm();
  readonly admin: boolean;
  /** Whether the administrator listed this person. */
  readonly listed: boolean;
  private readonly server: TestServer;

  constructor(server: TestServer, { admin = false, listed = true } = {}) {
    this.server = server;
    this.admin = admin;
    this.listed = listed;
  }

  get<T>(path: string, headers?: Sent['headers']) {
    return this.server.call<T>('GET', path, { headers: { ...this.bearer, ...headers } });
  }

  put<T>(path: string, body: unknown, headers?: Sent['headers']) {
    return this.server.call<T>('PUT', path, { body, headers: { ...this.bearer, ...headers } });
  }

  post<T>(path: string, body?: unknown, headers?: Sent['headers']) {
    return this.server.call<T>('POST', path, { body, headers: { ...this.bearer, ...headers } });
  }

  /** The mailbox as it is remembered; there is one after the first request. */
  async memory(): Promise<MailboxMemory> {
    const found = await this.server.store.mailboxes.byEmail(this.email);
    if (found === undefined) throw new Error('not enrolled yet');
    return found;
  }

  private get bearer() {
    return { authorization: `Bearer ${this.token}` };
  }
}

export interface TestServerOptions extends Partial<AppOptions> {
  /** How people connect their own Salesforce; absent: they cannot. */
  readonly connecting?: Connecting;
}

/** The real app, jobs, engine and store, with mailboxes and orgs in memory, on a port of its own. */
export class TestServer {
  readonly logged: string[] = [];
  private readonly people: TestPerson[] = [];
  private readonly database: Database;
  readonly store: Store;
  readonly engine: Engine;
  readonly jobs: Jobs;
  private readonly http: Server;

  private constructor(database: Database, { authenticator, ...over }: TestServerOptions) {
    this.database = database;
    this.store = createStore(database, { secretKey: randomBytes(32) });
    const note = (facts: object, event: string) => void this.logged.push(`${event} ${JSON.stringify(facts)}`);
    const log = { debug: note, info: note, warn: note, error: note };
    const of = (key: string) => {
      const found = this.people.find(({ email }) => email === key);
      if (found === undefined) throw new Error('no such person');
      return found;
    };
    const crm: CrmConnector = {
      byUsername: true,
      ...(over.connecting === undefined ? {} : { connecting: over.connecting }),
      open: ({ username }) => of(username).crm.open(),
      recordUrl: (id) => `https://org.example/${id}`,
      checkSettings: async () => [],
    };
    this.engine = createEngine({
      store: this.store,
      mailboxConnectors: {
        graph: { service: 'graph', open: ({ address }) => of(address).mailbox.open(), checkMappings: () => [] },
      },
      crm,
      orgSettings: DEFAULT_ORG_SETTINGS,
    });
    this.jobs = createJobs({
      queueDatabase: database.queue,
      store: this.store,
      engine: this.engine,
      log,
      schedule: false,
      works: true,
      maximumSessions: 4,
      intervalMinutes: 30,
      retentionDays: 30,
    });
    const signedIn = (token: string | undefined): SignedIn | undefined => {
      const found = this.people.find((person) => token === `Bearer ${person.token}`);
      return found && { by: 'development', email: found.email, name: 'Ada Park', admin: found.admin };
    };
    const app = createApp({
      store: this.store,
      connections: createConnections({ store: this.store, crm }),
      engine: this.engine,
      jobs: this.jobs,
      org: DEFAULT_ORG_SETTINGS,
      schedule: false,
      installation: { salesforceApiVersion: '67.0', salesforceLoginUrl: 'https://org.example', fields: [] },
      samplePeople: [],
      clientConfig: { page: false, development: false, name: 'Cardbridge' },
      authenticator: firstOf([
        ...(authenticator === undefined ? [] : [authenticator]),
        { authenticate: async ({ headers }) => signedIn(headers.authorization) },
      ]),
      enrolment: ({ email }) => (of(email).listed ? { service: 'graph', crmUsername: email } : undefined),
      selfEnrolment: true,
      log,
      pageDirectory: '/nonexistent',
      publicUrl: 'http://127.0.0.1',
      officeJsUrl: 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js',
      frameAncestors: ['https://outlook.office.com'],
      manifest: {
        id: USUAL_MANIFEST_ID,
        publicUrl: 'https://cardbridge.contoso.example',
        name: 'Cardbridge',
        supportUrl: 'https://help.contoso.example/',
        revision: 0,
      },
      checkReplies: true,
      ...over,
    });
    this.http = listen(app, { port: 0, host: '127.0.0.1', log });
  }

  static async start(over: TestServerOptions = {}): Promise<TestServer> {
    const server = new TestServer(await openDatabase(await inMemory()), over);
    await once(server.http, 'listening');
    return server;
  }

  person(over: { readonly admin?: boolean; readonly listed?: boolean } = {}): TestPerson {
    const made = new TestPerson(this, over);
    this.people.push(made);
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  async call<T>(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer<T>> {
    const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body);
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(text === undefined ? {} : { body: text }),
    });
    const type = response.headers.get('content-type') ?? '';
    const answered = await response.text();
    return {
      status: response.status,
      type,
      headers: response.headers,
      body: (/json/.test(type) ? JSON.parse(answered) : answered) as T,
    };
  }

  /** What is remembered, table by table, as a digest; not the language, which is noted before a request is judged. */
  async digest(): Promise<Readonly<Record<string, string>>> {
    const { kysely } = this.database;
    const { rows: tables } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = 'public' order by 1`.execute(
      kysely,
    );
    const parts = tables.map(
      ({ name }) =>
        sql`select ${name}::text as name, md5(coalesce(string_agg((to_jsonb(t) - 'language')::text, '|' order by to_jsonb(t)::text), '')) as digest from ${sql.table(name)} t`,
    );
    const { rows } = await sql<{ name: string; digest: string }>`${sql.join(parts, sql` union all `)}`.execute(kysely);
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  }

  async stop(): Promise<void> {
    this.http.close();
    this.http.closeAllConnections();
    await this.jobs.stop();
    await this.database.close();
  }
}
