import type { SimRequest, SimResponse } from './message.ts';
import type { CallLog } from './calls.ts';
import type { SimulatedClock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { State } from './state.ts';
import type { Switches } from './switches.ts';
import type { SampleUser } from '../sample/people.ts';

/** What every simulator is given. */
export interface SimulatorContext {
  readonly clock: SimulatedClock;
  readonly state: State;
  readonly switches: Switches;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly users: readonly SampleUser[];
  /** Credentials of the product's own client. */
  readonly product: ProductClient;
  /** `demo`: sample people with contacts; `none`: nothing but the people. */
  readonly sample: 'demo' | 'none';
  readonly onlooker?: Onlooker;
}

/** One of the product's own calls. */
export interface SeenCall {
  readonly service: string;
  readonly user: string | undefined;
  readonly method: string;
  readonly path: string;
}

/**
 * A check in the same process that stands at the door: told of each of the product's calls before it is carried out (`asked`) and before its answer
 * goes out (`answered`), it may do something meanwhile, and cuts the connection with `cut`.
 */
export type Onlooker = (call: SeenCall, when: 'asked' | 'answered') => Promise<'on' | 'cut'>;

export interface ProductClient {
  readonly tenantId: string;
  readonly graphClientId: string;
  readonly graphClientSecret: string;
  readonly salesforceClientId: string;
  /** PEM; the private half is given to the product alone. */
  readonly salesforcePublicKey: string;
}

export interface Identity {
  /** E-mail of the person that the call acts for, where it is known from the token. */
  readonly user?: string;
  /** The product's own call: faults and the call log concern these alone. */
  readonly product: boolean;
}

export type ControlHandler = (body: Readonly<Record<string, unknown>>) => Promise<unknown> | unknown;

export interface Simulator {
  readonly service: 'graph' | 'salesforce';
  handle(request: SimRequest): Promise<SimResponse>;
  /** Whose call it is, by its token and path; undefined for an unknown or missing token, and for sign-in calls. */
  identify(request: SimRequest): Identity | undefined;
  /** `expire-cursors` for one person (or all): every token or locator issued until now is forgotten. */
  expireCursors(user?: string): void;
  /** `empty-page`: a listing page without items but with a link that goes on; undefined where the request is no listing. */
  emptyPage(request: SimRequest): SimResponse | undefined;
  /** Back to the sample people. */
  reset(): void;
  /** `POST /outlook/move` and the like. A thrown ControlError is a 400 with its text. */
  readonly control: Readonly<Record<string, ControlHandler>>;
}
