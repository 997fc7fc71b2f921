import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startEntra } from '../entra/stand-in.ts';
import { createGraphSimulator } from '../graph/simulator.ts';
import { accountsWithoutMailbox, samplePeople, type SampleUser } from '../sample/people.ts';
import { createSalesforceSimulator } from '../salesforce/simulator.ts';
import { CallLog } from './calls.ts';
import { ask, type Asked, type Told } from './ask.ts';
import { SimulatedClock } from './clock.ts';
import type { Onlooker, ProductClient, SimulatorContext } from './context.ts';
import { controlServer } from './control.ts';
import { Faults } from './faults.ts';
import { close, host, listen } from './host.ts';
import { State } from './state.ts';
import { Switches } from './switches.ts';
import { certificates } from './tls.ts';

export interface StartOptions {
  /** Everything is kept here. */
  readonly directory: string;
  readonly ports?: {
    readonly graph?: number;
    readonly salesforce?: number;
    readonly control?: number;
    readonly entra?: number;
  };
  /** Where the product is opened: the app registrations allow its addresses alone. */
  readonly appUrl?: string;
  readonly sample?: SimulatorContext['sample'];
  /** Called after `POST /reset`, so that the product's links are put back as well. */
  readonly resetHook?: string;
  readonly onlooker?: Onlooker;
}

/** What a program needs to use the simulators; `simulators.json`. */
export interface RunningSimulators {
  readonly pid: number;
  readonly caFile: string;
  readonly tenantId: string;
  readonly graph: {
    readonly url: string;
    readonly authority: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
  readonly salesforce: {
    readonly url: string;
    readonly apiVersion: string;
    readonly loginUrl: string;
    readonly clientId: string;
    readonly privateKeyFile: string;
  };
  /** What stands in for Microsoft Entra: people sign in there, and a host's broker gets tokens at `brokerUrl?user=…`. */
  readonly entra: {
    readonly authority: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly brokerUrl: string;
  };
  readonly control: { readonly url: string };
  readonly users: readonly SampleUser[];
}

interface Credentials {
  readonly seed: string;
  readonly tenantId: string;
  readonly graphClientId: string;
  readonly graphClientSecret: string;
  readonly salesforceClientId: string;
}

const API_VERSION = 'v67.0';

/** What a person asks, answered in this process. */
export type Ask = (asked: Asked) => Promise<Told>;

/** Starts the simulators of Graph and Salesforce and their control, on the ports given or any free ones. */
export async function startSimulators(
  options: StartOptions,
): Promise<{ readonly info: RunningSimulators; readonly ask: Ask; stop(): Promise<void> }> {
  const { directory, ports = {} } = options;
  mkdirSync(directory, { recursive: true });
  const credentials = rememberedCredentials(directory);
  const privateKeyFile = join(directory, 'salesforce-client.pem');
  if (!existsSync(privateKeyFile)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(privateKeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  const product: ProductClient = {
    ...credentials,
    salesforcePublicKey: createPublicKey(readFileSync(privateKeyFile, 'utf8'))
      .export({ type: 'spki', format: 'pem' })
      .toString(),
  };
  const tls = await certificates(directory);
  const state = new State(directory);
  const context: SimulatorContext = {
    clock: new SimulatedClock(state),
    state,
    switches: new Switches(state),
    calls: new CallLog(),
    faults: new Faults(),
    users: samplePeople(credentials.seed),
    product,
    sample: options.sample ?? 'demo',
    ...(options.onlooker === undefined ? {} : { onlooker: options.onlooker }),
  };
  const graph = createGraphSimulator(context);
  const salesforce = createSalesforceSimulator(context);
  const served = [
    await host(graph, context, { port: ports.graph ?? 0, tls }),
    await host(salesforce, context, { port: ports.salesforce ?? 0, tls }),
  ] as const;
  const appUrl = options.appUrl ?? 'http://127.0.0.1:3000';
  const app = {
    clientId: credentials.graphClientId,
    clientSecret: credentials.graphClientSecret,
    redirectUris: [`${appUrl}/sign-in/callback`],
  };
  const { tenantId } = credentials;
  const accounts = [...context.users, ...accountsWithoutMailbox(credentials.seed)];
  const entra = await startEntra({ tenantId, app, users: accounts, state, port: ports.entra ?? 0 });
  const control = controlServer([graph, salesforce], context, async () => {
    if (options.resetHook === undefined) return;
    const answer = await fetch(options.resetHook, { method: 'POST' });
    if (!answer.ok) throw new Error(`The reset hook answered ${answer.status}: ${await answer.text()}`);
  });
  await listen(control, ports.control ?? 0);
  state.flush();
  const [graphHost, salesforceHost] = served;
  return {
    info: {
      pid: process.pid,
      caFile: tls.caFile,
      tenantId: credentials.tenantId,
      graph: {
        url: `${graphHost.url}/v1.0`,
        authority: `${graphHost.url}/${credentials.tenantId}`,
        clientId: credentials.graphClientId,
        clientSecret: credentials.graphClientSecret,
      },
      salesforce: {
        url: salesforceHost.url,
        apiVersion: API_VERSION,
        loginUrl: salesforceHost.url,
        clientId: credentials.salesforceClientId,
        privateKeyFile,
      },
      entra: {
        authority: entra.authority,
        clientId: app.clientId,
        clientSecret: app.clientSecret,
        brokerUrl: `${entra.authority}/broker/token`,
      },
      control: { url: `http://127.0.0.1:${(control.address() as AddressInfo).port}` },
      users: context.users,
    },
    ask: (asked) => ask(asked.url.startsWith(graphHost.url) ? graph : salesforce, asked),
    async stop() {
      await Promise.all([...served.map((one) => one.close()), entra.close(), close(control)]);
      state.close();
    },
  };
}

function rememberedCredentials(directory: string): Credentials {
  const file = join(directory, 'credentials.json');
  if (!existsSync(file)) {
    const random = () => randomBytes(16).toString('hex');
    const made: Credentials = {
      seed: random(),
      tenantId: crypto.randomUUID(),
      graphClientId: crypto.randomUUID(),
      graphClientSecret: random(),
      salesforceClientId: `3MVG9${random()}`,
    };
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Credentials;
}
