import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator, SimulatorContext } from '../kit/context.ts';
import type { Effect } from '../kit/faults.ts';
import type { SimRequest, SimResponse } from '../kit/message.ts';
import { ApiError, invalidSession, methodNotAllowed, notFound } from './api-error.ts';
import type { Caller, Desk } from './call.ts';
import { controlHandlers } from './control.ts';
import { dataAnswer, emptyListing, versions } from './data-routes.ts';
import { ListViews } from './list-views.ts';
import { Locators } from './locators.ts';
import { Org } from './org.ts';
import { loadContacts, loadUsers } from './sample.ts';
import { Sessions } from './sessions.ts';
import { soapAnswer, soapToken } from './soap.ts';
import { SALESFORCE_SWITCHES } from './switches.ts';

const CALLS_A_DAY = 100_000;

/** The Salesforce of the demo and the tests: REST, OAuth and what of SOAP REST has not. */
export function createSalesforceSimulator(context: SimulatorContext): Simulator {
  context.switches.declare(SALESFORCE_SWITCHES);
  return new SalesforceSimulator(context);
}

class SalesforceSimulator implements Simulator, Desk {
  readonly service = 'salesforce';
  readonly org: Org;
  readonly views: ListViews;
  readonly locators: Locators;
  readonly usage = { used: 0, max: CALLS_A_DAY };
  readonly control: Simulator['control'];
  private readonly sessions: Sessions;
  private readonly context: SimulatorContext;
  /** What the parts of the request in work are late by, together. */
  private delayMs = 0;

  constructor(context: SimulatorContext) {
    this.context = context;
    this.org = new Org(context);
    this.views = new ListViews(this.org);
    this.locators = new Locators(this.org);
    this.sessions = new Sessions(this.org);
    this.control = controlHandlers(this.org, this.views);
    // What a run before has left is gone on with.
    if (this.org.tables.User.size === 0) this.load();
  }

  async handle(request: SimRequest): Promise<SimResponse> {
    this.org.settle();
    this.delayMs = 0;
    const response = this.answer(request);
    if (this.delayMs > 0) await sleep(this.delayMs);
    return response;
  }

  identify(request: SimRequest): { user: string; product: boolean } | undefined {
    const caller = this.callerOf(request);
    return caller === undefined ? undefined : { user: caller.email, product: caller.product };
  }

  expireCursors(user?: string): void {
    this.locators.forget(user === undefined ? undefined : this.org.user(user)?.salesforceUserId);
  }

  emptyPage(request: SimRequest): SimResponse | undefined {
    const caller = this.callerOf(request);
    return caller === undefined ? undefined : emptyListing(this, request, caller);
  }

  reset(): void {
    this.org.clear();
    this.locators.forget(undefined);
    this.usage.used = 0;
    this.load();
  }

  /** A request inside a batch, with the faults for such. */
  part(request: SimRequest, caller: Caller): SimResponse {
    const effect = caller.product ? this.context.faults.take('salesforce', request, caller.email) : undefined;
    return this.faulty(effect, request, caller) ?? guarded(() => dataAnswer(this, request, caller));
  }

  /** A part has no connection of its own: what would cut one is the service's failure of that part, done or not. */
  private faulty(effect: Effect | undefined, request: SimRequest, caller: Caller): SimResponse | undefined {
    if (effect === undefined) return undefined;
    if (effect.kind === 'delay') {
      this.delayMs += effect.ms;
      return undefined;
    }
    if (effect.kind === 'status') {
      const { status, headers = {}, body } = effect;
      return {
        status,
        headers,
        body: body === undefined ? [] : typeof body === 'string' ? body : (body as object),
      };
    }
    if (effect.kind === 'empty-page') return emptyListing(this, request, caller);
    if (effect.kind === 'expire-cursors') {
      this.expireCursors(caller.email);
      return undefined;
    }
    if (effect.kind !== 'drop-before') guarded(() => dataAnswer(this, request, caller));
    return { status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'Server unavailable' }] };
  }

  private load(): void {
    loadUsers(this.org);
    this.views.reset();
    if (this.context.sample === 'demo') loadContacts(this.org);
  }

  private callerOf(request: SimRequest): Caller | undefined {
    const token = request.path.startsWith('/services/Soap/')
      ? soapToken(request)
      : (/^(?:Bearer|OAuth)\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ??
        (request.path.startsWith('/id/') ? (request.query.get('oauth_token') ?? undefined) : undefined));
    return token === undefined ? undefined : this.sessions.caller(token);
  }

  private answer(request: SimRequest): SimResponse {
    const { path, method } = request;
    if (/^\/services\/data\/?$/.test(path)) return versions();
    if (path === '/services/oauth2/token') return this.sessions.token(request);
    if (path === '/services/oauth2/authorize') return this.sessions.authorize(request);
    if (path === '/services/oauth2/revoke') return this.sessions.revoke(request);
    if (/^\/services\/Soap\/u\/\d+\.0(\/|$)/.test(path)) {
      this.usage.used += 1;
      if (method !== 'POST') return methodNotAllowed(method, 'POST').response;
      return soapAnswer(this.org, this.sessions, request);
    }
    return guarded(() => {
      const caller = this.callerOf(request);
      if (path === '/services/oauth2/userinfo' || path.startsWith('/id/')) {
        if (caller === undefined) throw new ApiError(403, { code: 'Bad_OAuth_Token', message: 'Bad_OAuth_Token' });
        return this.sessions.identity(request, caller);
      }
      if (!path.startsWith('/services/data/')) throw notFound();
      if (caller === undefined) throw invalidSession();
      this.usage.used += 1;
      const limits = `api-usage=${String(this.usage.used)}/${String(this.usage.max)}`;
      const response = guarded(() => dataAnswer(this, request, caller));
      return { ...response, headers: { ...response.headers, 'sforce-limit-info': limits } };
    });
  }
}

function guarded(work: () => SimResponse): SimResponse {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiError) return error.response;
    throw error;
  }
}
