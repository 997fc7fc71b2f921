import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActivityEntry, Contact, Session } from '../../server/http/contract.ts';
import { look, type Sight } from '../machine/sight.ts';
import { startSimulators, type RunningSimulators } from '../simulators/kit/start.ts';
import { control, PersonAtWork } from '../support/person.ts';
import { ownPort } from '../support/own-port.ts';
import { ServerProcess } from '../support/server-process.ts';
import { embeddedMemory, type ServerMemory } from './memory.ts';
import { inFolder, prepare, work } from './scenario.ts';

const ADA = 'ada@contoso.example';
/** More sessions than anything of the scenario takes to come to rest. */
const ROUNDS = 6;
/** Records that are stamped and not visible yet become so, and what was sent without an answer can be judged (P3). */
const SETTLED_SECONDS = 900;
const HELD_WITHIN_MS = 60_000;
const KEY = `$expand=${encodeURIComponent("singleValueExtendedProperties($filter=id eq 'String {8f3b1d5e-6a0c-4f0b-9d2e-5c7a41e6b930} Name CardbridgeRecord')")}`;
interface Keyed {
  readonly singleValueExtendedProperties?: readonly { readonly value: string }[];
}

/** Where the server is killed: at its `call`-th call from 1 on, or at that part of its batches. */
export interface KillPoint {
  readonly call: number;
  readonly part: boolean;
  /** `asked`: it has arrived and is never done. `done`: it is done and never answered. `answered`: the answer has just been sent. */
  readonly when: 'asked' | 'done' | 'answered';
}

/** Everything there is once all is quiet. */
export interface End {
  readonly sight: Sight;
  readonly folder: string;
  readonly photos: ReadonlyMap<string, string>;
  /** The record that the hidden key names, by item. */
  readonly keys: ReadonlyMap<string, string>;
  readonly contacts: readonly Contact[];
  readonly sessions: readonly Session[];
  readonly journal: readonly ActivityEntry[];
}

/** Calls of a session, as the simulators counted them. */
interface Calls {
  readonly calls: number;
  /** Which parts of Graph's batches write, from 1 on. */
  readonly writes: readonly number[];
}

/**
 * The simulators and the shipped server, put back as often as wanted to the moment at which people have done their work and no session has seen it.
 */
export class KillWorld {
  private readonly directory: string;
  private readonly memory: ServerMemory;
  private readonly externalIdField: boolean;
  private simulators: { readonly info: RunningSimulators; stop(): Promise<void> } | undefined;
  private server: ServerProcess | undefined;
  /** Always the same: the services' own links name them. They are nobody's while the simulators are put back. */
  private readonly ports: { readonly graph: number; readonly salesforce: number };

  private constructor(
    directory: string,
    memory: ServerMemory,
    externalIdField: boolean,
    ports: { readonly graph: number; readonly salesforce: number },
  ) {
    this.directory = directory;
    this.memory = memory;
    this.externalIdField = externalIdField;
    this.ports = ports;
  }

  /** `externalIdField`: whether the org has our field, so that a create whose answer was lost is looked up by it (P3). */
  static async make(memory: ServerMemory | 'embedded', externalIdField: boolean): Promise<KillWorld> {
    const directory = mkdtempSync(join(tmpdir(), 'cardbridge-kill-'));
    const own = memory === 'embedded' ? embeddedMemory(directory) : memory;
    const ports = { graph: await ownPort(), salesforce: await ownPort() };
    const world = new KillWorld(directory, own, externalIdField, ports);
    await world.begin();
    return world;
  }

  private get info(): RunningSimulators {
    if (this.simulators === undefined) throw new Error('The simulators do not run.');
    return this.simulators.info;
  }

  private get running(): ServerProcess {
    if (this.server === undefined) throw new Error('The server does not run.');
    return this.server;
  }

  private get people() {
    return { ada: new PersonAtWork(this.info, ADA), ben: new PersonAtWork(this.info, 'ben@contoso.example') };
  }

  private async begin(): Promise<void> {
    await this.startSimulators();
    await control(this.info, 'POST', 'salesforce/org', { externalIdField: this.externalIdField });
    const prepared = await prepare(this.people);
    await this.startServer();
    await this.call('PUT', 'settings', { autoRemoval: true });
    await this.rest();
    await work(this.people, prepared);
    await this.stop();
    copyFileSync(this.stateFile, `${this.stateFile}.kept`);
    await this.memory.keep();
  }

  /** As people left it, with a server that waits to be asked. */
  async putBack(): Promise<void> {
    await this.stop();
    copyFileSync(`${this.stateFile}.kept`, this.stateFile);
    await this.memory.putBack();
    await this.startSimulators();
    await this.startServer();
  }

  async close(): Promise<void> {
    await this.server?.end('SIGKILL');
    await this.stop();
    await this.memory.remove();
    rmSync(this.directory, { recursive: true });
  }

  /** One session with nothing in its way; how many calls it made. */
  async count(): Promise<Calls> {
    await control(this.info, 'DELETE', 'calls');
    await this.call('POST', 'sessions?wait=true', {});
    const { calls } = await control<{ calls: { parts?: { method: string }[] }[] }>(this.info, 'GET', 'calls');
    const parts = calls.flatMap((call) => call.parts ?? []);
    return { calls: calls.length, writes: parts.flatMap(({ method }, at) => (method === 'GET' ? [] : [at + 1])) };
  }

  /** A session that is killed there, and the server started again. Throws if that call never comes. */
  async killedAt({ call, part, when }: KillPoint): Promise<void> {
    const effect = { kind: 'hold', when: when === 'asked' ? 'before' : 'after' };
    const where = part ? { service: 'graph', match: { part: true } } : { service: 'any' };
    await control(this.info, 'POST', 'faults', { ...where, skip: call - 1, effect });
    const { id } = await this.call<Session>('POST', 'sessions', {});
    const { held } = await control<{ held: object[] }>(this.info, 'GET', `faults/held?ms=${HELD_WITHIN_MS}`);
    if (held.length === 0) throw new Error('The session never came to this call.');
    if (when === 'answered') await control(this.info, 'POST', 'faults/release', {});
    await this.running.end('SIGKILL');
    await control(this.info, 'POST', 'faults/release', { cut: true });
    await control(this.info, 'DELETE', 'faults');
    await control(this.info, 'POST', 'clock', { advanceSeconds: SETTLED_SECONDS });
    await this.startServer();
    // J3: nobody has to ask for it again.
    const over = await this.call<Session>('GET', `sessions/${id}?wait=true`);
    if (over.state !== 'done')
      throw new Error(`The killed session ended ${over.state}: ${JSON.stringify(over.reason)}`);
  }

  /** Sessions until one has nothing to do, and one more, which must touch nothing (J4); what is there then. */
  async rest(): Promise<End> {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { state, counts, reason } = await this.call<Session>('POST', 'sessions?wait=true', {});
      if (state !== 'done') throw new Error(`A session ended ${state}: ${JSON.stringify(reason)}`);
      if (Object.values(counts).some((count) => count > 0)) continue;
      const before = stamps(await this.look());
      await this.call('POST', 'sessions?wait=true', {});
      if (stamps(await this.look()) !== before) throw new Error('J4: the session after has changed something.');
      return this.end();
    }
    throw new Error(`It does not come to rest in ${ROUNDS} sessions.`);
  }

  private async end(): Promise<End> {
    const { ada } = this.people;
    const { folder } = await inFolder(ada);
    const sight = await this.look();
    const photos = new Map<string, string>();
    const keys = new Map<string, string>();
    for (const { id } of sight.cards) {
      const photo = await ada.outlook<Buffer>('GET', `/contacts/${id}/photo/$value`).catch(() => undefined);
      if (photo !== undefined) photos.set(id, String(photo));
      const { singleValueExtendedProperties: [named] = [] } = await ada.outlook<Keyed>('GET', `/contacts/${id}?${KEY}`);
      if (named !== undefined) keys.set(id, named.value);
    }
    const { contacts } = await this.call<{ contacts: Contact[] }>('GET', 'contacts?limit=500');
    const { entries } = await this.call<{ entries: ActivityEntry[] }>('GET', 'activity?limit=500');
    const { sessions } = await this.call<{ sessions: Session[] }>('GET', 'sessions?limit=100');
    return { sight, folder, photos, keys, contacts, sessions, journal: entries };
  }

  private async look(): Promise<Sight> {
    const { ada, ben } = this.people;
    return look([{ person: ada, folder: async () => (await inFolder(ada)).folder }], ben);
  }

  private call<T>(method: string, path: string, body?: object): Promise<T> {
    return this.running.call<T>(ADA, method, path, body);
  }

  private async startServer(): Promise<void> {
    const { databaseUrl } = this.memory;
    this.server = await ServerProcess.start({
      directory: this.directory,
      info: this.info,
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
    });
  }

  private async stop(): Promise<void> {
    await this.server?.end('SIGTERM');
    await this.simulators?.stop();
    this.simulators = undefined;
  }

  private async startSimulators(): Promise<void> {
    const directory = join(this.directory, 'simulators');
    this.simulators = await startSimulators({ directory, sample: 'none', ports: this.ports });
  }

  private get stateFile(): string {
    return join(this.directory, 'simulators', 'state.jsonl');
  }
}

function stamps({ cards, contacts }: Sight): string {
  return JSON.stringify([
    cards.map(({ id, wire }) => [id, wire.changeKey]),
    contacts.map(({ id, stamp }) => [id, stamp]),
  ]);
}
