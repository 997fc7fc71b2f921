import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailureError } from '../../server/model/failure.ts';
import type { Session } from '../../server/model/session.ts';
import { DEFAULT_ORG_SETTINGS, type MailboxSettings, type OrgSettings } from '../../server/model/settings.ts';
import { createStore } from '../../server/store/create-store.ts';
import { FencedOff, type Store } from '../../server/store/store.ts';
import { startSimulators, type Ask, type RunningSimulators } from '../simulators/kit/start.ts';
import { control, PersonAtWork } from '../support/person.ts';
import { LoadedDice } from '../support/loaded-dice.ts';
import { swiftTime, type SwiftTime } from '../support/swift-time.ts';
import { openMachineDatabase, type MachineDatabase } from './database.ts';
import { Model } from './model.ts';
import { apiName, look, type Card, type Sight } from './sight.ts';
import { effectOf } from './effects.ts';
import type { Fault, Flow, History, Twist } from './steps.ts';
import { Dead, Worker } from './worker.ts';

const PEOPLE = ['ada@contoso.example', 'ben@contoso.example', 'cora@contoso.example'] as const;
/** Nothing is held: the brake has tests of its own. */
const ORG: OrgSettings = {
  ...DEFAULT_ORG_SETTINGS,
  brake: { contacts: 10_000, percent: 100, absolute: 10_000 },
  firstUploadLimit: 10_000,
};
const MONDAY = Date.UTC(2026, 4, 4, 9);
const WEEK_MS = 7 * 24 * 3_600_000;
/** Longer than a typed value's own word, so that it can still be found. */
const FLOW_CUTS_AT = 9;
/** What a call takes by the clock of this world. */
const CALL_MS = 40;

export interface Home {
  readonly id: string;
  readonly person: PersonAtWork;
}

/** What was there before and is nobody's business, byte by byte. */
interface Own {
  readonly mailbox: number;
  readonly id: string;
  readonly before: string;
}

/** One to three mailboxes, one org, the simulators' whole behaviour, a server that can be killed, and people at work. */
export class World {
  readonly time: SwiftTime;
  readonly database: MachineDatabase;
  readonly store: Store;
  model = new Model();
  homes: readonly Home[] = [];
  sessions = 0;
  viewId = '';
  /** Switches of the simulators that this history has set, with their values. */
  readonly switched = new Map<string, unknown>();
  /** The org's own flow, which changes values before they are saved. */
  flow: Flow | undefined;
  private readonly info: RunningSimulators;
  private readonly ask: Ask;
  private readonly dice: LoadedDice;
  private readonly stopSimulators: () => Promise<void>;
  private readonly directory: string;
  private readonly secretKey = Buffer.alloc(32, 7);
  private readonly reader: PersonAtWork;
  private worker: Worker | undefined;
  private web: Worker | undefined;
  private own: readonly Own[] = [];
  /** The call at which something happens, counted from the session's first. */
  private trap:
    { left: number; readonly when: Twist['when']; readonly spring: () => Promise<'on' | 'cut'> } | undefined;
  private cutAll = false;
  private readonly everSeen = new Map<string, Card>();
  private readonly everThere = new Map<string, number>();

  private constructor(parts: {
    readonly info: RunningSimulators;
    readonly ask: Ask;
    readonly stop: () => Promise<void>;
    readonly database: MachineDatabase;
    readonly directory: string;
    readonly time: SwiftTime;
    readonly dice: LoadedDice;
  }) {
    this.info = parts.info;
    this.ask = parts.ask;
    this.stopSimulators = parts.stop;
    this.database = parts.database;
    this.directory = parts.directory;
    this.time = parts.time;
    this.dice = parts.dice;
    this.store = createStore(parts.database, { secretKey: this.secretKey });
    this.reader = new PersonAtWork(parts.info, 'dan@contoso.example', parts.ask);
  }

  static async open(): Promise<World> {
    const directory = mkdtempSync(join(tmpdir(), 'cardbridge-machine-'));
    const database = await openMachineDatabase();
    const time = swiftTime(MONDAY);
    const eyes: { see?: (when: 'asked' | 'answered') => Promise<'on' | 'cut'> } = {};
    const { info, ask, stop } = await startSimulators({
      directory,
      sample: 'none',
      onlooker: async (_call, when) => eyes.see?.(when) ?? 'on',
    });
    const world = new World({ info, ask, stop, database, directory, time, dice: new LoadedDice() });
    eyes.see = (when) => world.sees(when);
    return world;
  }

  async close(): Promise<void> {
    this.time.end();
    this.dice.end();
    await this.stopSimulators();
    await this.database.close();
    rmSync(this.directory, { recursive: true });
  }

  /** Everything from the beginning. */
  async begin({ seed, mailboxes, externalIdField, flow }: History): Promise<void> {
    this.dice.seed(seed);
    // Forwards only: the database has timers of its own. A history begins on a Monday, so that seconds fall as they did.
    const weeks = Math.ceil((this.time.now() - MONDAY) / WEEK_MS);
    this.time.advance(MONDAY + weeks * WEEK_MS - this.time.now());
    this.trap = undefined;
    this.cutAll = false;
    this.model = new Model();
    this.everSeen.clear();
    this.everThere.clear();
    this.switched.clear();
    await this.control('POST', 'reset');
    if (!externalIdField) await this.control('POST', 'salesforce/org', { externalIdField });
    this.flow = flow;
    if (flow !== undefined)
      await this.control('POST', 'salesforce/rule', {
        kind: 'rewrite',
        field: apiName(flow.field),
        to: flow.to,
        length: FLOW_CUTS_AT,
      });
    for (const { id } of await this.store.mailboxes.all()) await this.store.mailboxes.forget(id);
    this.worker = this.newWorker();
    this.web = undefined;
    this.homes = await Promise.all(
      PEOPLE.slice(0, mailboxes).map(async (email) => {
        const enrolled = await this.store.mailboxes.enrol({
          email,
          name: email,
          admin: false,
          service: 'graph',
          crmUsername: email,
        });
        return { id: enrolled.id, person: new PersonAtWork(this.info, email, this.ask) };
      }),
    );
    const { listviews } = await this.reader.salesforce<{ listviews: { id: string; developerName: string }[] }>(
      'GET',
      '/sobjects/Contact/listviews',
    );
    this.viewId = listviews.find(({ developerName }) => developerName === 'VIPs')?.id ?? '';
    await this.putOwn();
    await this.look();
  }

  private newWorker(): Worker {
    return new Worker(this.database, this.info, ORG, this.secretKey);
  }

  control<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> {
    return control<T>(this.info, method, path, body);
  }

  home(mailbox: number): Home {
    const home = this.homes[mailbox % this.homes.length];
    if (home === undefined) throw new Error('There is no mailbox.');
    return home;
  }

  // What is nobody's business (U6)

  private async putOwn(): Promise<void> {
    const own: Own[] = [];
    for (const [mailbox, { person }] of this.homes.entries()) {
      const { id } = await person.outlook<{ id: string }>('POST', '/contactFolders/contacts/contacts', {
        givenName: 'Own',
        surname: 'Own',
        personalNotes: 'nobody else’s',
        categories: ['Red category'],
        emailAddresses: [{ address: `own${mailbox}@home.example`, name: 'Own' }],
      });
      await person.outlook('PUT', `/contacts/${id}/photo/$value`, Buffer.from(`own photo ${mailbox}`));
      own.push({ mailbox, id, before: await this.whole(mailbox, id) });
    }
    this.own = own;
  }

  private async whole(mailbox: number, id: string): Promise<string> {
    const { person } = this.home(mailbox);
    const card = await person.outlook<object>('GET', `/contacts/${id}`);
    return JSON.stringify([card, (await this.photo(mailbox, id)) ?? null]);
  }

  async photo(mailbox: number, id: string): Promise<string | undefined> {
    const { person } = this.home(mailbox);
    const bytes = await person.outlook<Buffer>('GET', `/contacts/${id}/photo/$value`).catch(() => undefined);
    return Buffer.isBuffer(bytes) ? bytes.toString('base64') : undefined;
  }

  /** Those that are not as they were. */
  async touchedOwn(): Promise<string[]> {
    const touched: string[] = [];
    for (const { mailbox, id, before } of this.own) {
      const now = await this.whole(mailbox, id).catch((error: unknown) => String(error));
      if (now !== before) touched.push(`${before} has become ${now}`);
    }
    return touched;
  }

  // Looking

  async look(): Promise<Sight> {
    const own = new Set(this.own.map(({ id }) => id));
    const seen = await look(
      this.homes.map(({ id, person }) => ({
        person,
        folder: async () => (await this.store.mailboxes.byId(id))?.folderId ?? null,
      })),
      this.reader,
    );
    this.model.sight = { ...seen, cards: seen.cards.filter(({ id }) => !own.has(id)) };
    for (const card of this.model.sight.cards) {
      this.everSeen.set(card.id, card);
      this.everThere.set(card.id, card.mailbox);
    }
    return this.model.sight;
  }

  /** Every card that was ever seen and can still be read, in Deleted Items too, as text. */
  async everything(): Promise<string> {
    const cards = [...this.everThere].map(([id, mailbox]) =>
      this.home(mailbox)
        .person.outlook('GET', `/contacts/${id}`)
        .catch(() => undefined),
    );
    return JSON.stringify(await Promise.all(cards));
  }

  /** Cards that no person deleted and that are not there any more; each is told of once. */
  vanished(): Card[] {
    const there = new Set(this.model.sight.cards.map(({ id }) => id));
    const binned = new Set(this.model.everBinned);
    const gone = [...this.everSeen.values()].filter(({ id }) => !there.has(id));
    for (const { id } of gone) this.everSeen.delete(id);
    return gone.filter(({ id }) => !binned.has(id));
  }

  // Settings

  async set(mailbox: number, change: Partial<MailboxSettings>): Promise<void> {
    await this.store.mailboxes.changeSettings(this.home(mailbox).id, change);
  }

  /** Of a process that runs no sessions (ROLE=web): what a person asks for while a session waits for them would else wait for that session's call. */
  get engine(): Worker['engine'] {
    return (this.web ??= this.newWorker()).engine;
  }

  // Sessions

  async faults(faults: readonly Fault[]): Promise<void> {
    for (const { service, effect, part, skip, times } of faults)
      await this.control('POST', 'faults', {
        service,
        match: { part },
        skip,
        times,
        effect: effectOf(service, effect),
      });
  }

  /** One session, whatever comes in its way; undefined: the process died in it. */
  async session(mailbox: number, twist?: Twist, meanwhile?: () => Promise<void>): Promise<Session | undefined> {
    this.sessions += 1;
    const worker = (this.worker ??= this.newWorker());
    let other: Promise<Session | undefined> | undefined;
    if (twist !== undefined)
      this.trap = {
        left: twist.call,
        when: twist.when,
        spring: async () => {
          this.trap = undefined;
          switch (twist.kind) {
            case 'kill':
              worker.die();
              this.cutAll = true;
              this.worker = undefined;
              return 'cut';
            case 'meanwhile':
              await meanwhile?.();
              return 'on';
            case 'race':
              // The first one stalls, another process takes its mailbox over, and it wakes up when that one is through.
              other = this.run(this.newWorker(), mailbox);
              await other;
              // A call that was still on its way is lost: one that lands after all is more than the fence can hold off.
              return twist.cut || twist.when === 'asked' ? 'cut' : 'on';
          }
        },
      };
    try {
      const session = await this.run(worker, mailbox);
      return other === undefined ? session : await other;
    } finally {
      this.trap = undefined;
      this.cutAll = false;
    }
  }

  /** As the job does: what a process dies of is nobody's to see, a lost fence is the other one's business. */
  private async run(worker: Worker, mailbox: number): Promise<Session | undefined> {
    const { id } = this.home(mailbox);
    try {
      const session = await worker.store.sessions.queue(id, { kind: 'sync' });
      return await worker.engine.run(id, session.id, new AbortController().signal);
    } catch (error) {
      if (error instanceof FencedOff || isDeath(error)) return undefined;
      if (this.cutAll && error instanceof FailureError) return undefined;
      throw error;
    }
  }

  private async sees(when: 'asked' | 'answered'): Promise<'on' | 'cut'> {
    if (when === 'asked') this.time.advance(CALL_MS);
    if (this.cutAll) return 'cut';
    const { trap } = this;
    if (trap?.when !== when) return 'on';
    if (trap.left > 0) {
      trap.left -= 1;
      return 'on';
    }
    return trap.spring();
  }
}

/** However deep it is wrapped. */
function isDeath(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof Dead) return true;
  return false;
}
