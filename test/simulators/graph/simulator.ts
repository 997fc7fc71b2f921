import type { Identity, Simulator, SimulatorContext } from '../kit/context.ts';
import type { SampleUser } from '../sample/people.ts';
import type { SimRequest, SimResponse } from '../kit/message.ts';
import { runBatch } from './batch.ts';
import type { Call, Handler } from './call.ts';
import { ContactRoutes } from './contact-routes.ts';
import { graphControl } from './control.ts';
import { accessDenied, badRequest, GraphError, unauthorized } from './errors.ts';
import { FolderRoutes } from './folder-routes.ts';
import { jsonBody } from './call.ts';
import { MailboxState, wireId, findItem } from './mailbox-state.ts';
import { Notifier } from './notify.ts';
import { fillSample } from './sample.ts';
import { SignIn } from './sign-in.ts';
import { Subscriptions, type Whose } from './subscriptions.ts';
import { GRAPH_SWITCHES } from './switches.ts';
import { Throttle } from './throttle.ts';

type Route = readonly [method: string, path: RegExp, handler: Handler];

/** Microsoft Graph v1.0 for contacts, as far as facts/graph.md knows it. */
export function createGraphSimulator(context: SimulatorContext): Simulator {
  context.switches.declare(GRAPH_SWITCHES);
  return new GraphSimulator(context);
}

class GraphSimulator implements Simulator {
  readonly service = 'graph';
  readonly control;
  private readonly context: SimulatorContext;
  private readonly state: MailboxState;
  private readonly signIn: SignIn;
  private readonly subscriptions: Subscriptions;
  private readonly throttle: Throttle;
  private readonly contacts: ContactRoutes;
  private readonly routes: readonly Route[];

  constructor(context: SimulatorContext) {
    this.context = context;
    this.state = new MailboxState(context);
    this.signIn = new SignIn(context);
    this.throttle = new Throttle(context);
    const folders = new FolderRoutes(this.state);
    this.contacts = new ContactRoutes(this.state, folders);
    this.subscriptions = new Subscriptions(this.state);
    this.control = graphControl(this.state, new Notifier(this.state, this.subscriptions));
    this.routes = this.routeTable(folders, this.contacts);
    this.fill();
  }

  private routeTable(folders: FolderRoutes, contacts: ContactRoutes): Route[] {
    const inFolder = '^/contactFolders/([^/]+)/contacts';
    return [
      ['GET', /^$/, (call) => this.person(call)],
      ['GET', /^\/contactFolders$/, (call) => folders.list(call)],
      ['POST', /^\/contactFolders$/, (call) => folders.create(call, 'contacts')],
      ['GET', /^\/contactFolders\/delta(?:\(\))?$/, (call) => folders.delta(call)],
      ['GET', /^\/contactFolders\/([^/]+)$/, (call, id = '') => folders.get(call, id)],
      ['PATCH', /^\/contactFolders\/([^/]+)$/, (call, id = '') => folders.rename(call, id)],
      ['DELETE', /^\/contactFolders\/([^/]+)$/, (call, id = '') => folders.remove(call, id)],
      ['GET', /^\/contactFolders\/([^/]+)\/childFolders$/, (call, id = '') => folders.childFolders(call, id)],
      ['POST', /^\/contactFolders\/([^/]+)\/childFolders$/, (call, id = '') => folders.create(call, id)],
      ['GET', new RegExp(`${inFolder}/delta(?:\\(\\))?$`), (call, id = '') => contacts.delta(call, id)],
      ['GET', /^\/contacts\/delta(?:\(\))?$/, (call) => contacts.delta(call, 'contacts')],
      ['GET', new RegExp(`${inFolder}$`), (call, id = '') => contacts.list(call, id)],
      ['POST', new RegExp(`${inFolder}$`), (call, id = '') => contacts.create(call, id)],
      ['GET', /^\/contacts$/, (call) => contacts.list(call, 'contacts')],
      ['POST', /^\/contacts$/, (call) => contacts.create(call, 'contacts')],
      ['GET', new RegExp(`${inFolder}/([^/]+)$`), (call, folder, id = '') => contacts.get(call, id, folder)],
      ['PATCH', new RegExp(`${inFolder}/([^/]+)$`), (call, folder, id = '') => contacts.update(call, id, folder)],
      ['DELETE', new RegExp(`${inFolder}/([^/]+)$`), (call, folder, id = '') => contacts.remove(call, id, folder)],
      ['GET', /^\/contacts\/([^/]+)$/, (call, id = '') => contacts.get(call, id)],
      ['PATCH', /^\/contacts\/([^/]+)$/, (call, id = '') => contacts.update(call, id)],
      ['DELETE', /^\/contacts\/([^/]+)$/, (call, id = '') => contacts.remove(call, id)],
      ['POST', /^\/contacts\/([^/]+)\/permanentDelete$/, (call, id = '') => contacts.permanentDelete(call, id)],
      [
        'GET',
        /^(?:\/contactFolders\/[^/]+)?\/contacts\/([^/]+)\/photo$/,
        (call, id = '') => contacts.photoInfo(call, id),
      ],
      [
        'GET',
        /^(?:\/contactFolders\/[^/]+)?\/contacts\/([^/]+)\/photo\/\$value$/,
        (call, id = '') => contacts.photo(call, id),
      ],
      [
        'PUT',
        /^(?:\/contactFolders\/[^/]+)?\/contacts\/([^/]+)\/photo\/\$value$/,
        (call, id = '') => contacts.setPhoto(call, id),
      ],
      [
        'PATCH',
        /^(?:\/contactFolders\/[^/]+)?\/contacts\/([^/]+)\/photo\/\$value$/,
        (call, id = '') => contacts.setPhoto(call, id),
      ],
      ['GET', /^\/mailFolders\/([^/]+)$/, (call, id = '') => folders.mailFolder(call, id)],
      ['GET', /^\/outlook\/masterCategories$/, (call) => folders.categories(call)],
      ['POST', /^\/outlook\/masterCategories$/, (call) => folders.addCategory(call)],
      ['POST', /^\/translateExchangeIds$/, (call) => this.translate(call)],
    ];
  }

  identify(request: SimRequest): Identity | undefined {
    if (this.signIn.isTokenRequest(request)) return undefined;
    const whose = this.signIn.whose(request);
    if (whose === undefined) return undefined;
    if (!whose.app) return { user: whose.user, product: false };
    const user = this.email(/\$batch$/.test(request.path) ? firstUser(request) : userOf(request.path));
    return user === undefined ? { product: true } : { user, product: true };
  }

  async handle(request: SimRequest): Promise<SimResponse> {
    if (this.signIn.isTokenRequest(request)) return this.signIn.token(request);
    try {
      const path = request.path.replace(/^\/v1\.0/, '');
      if (path === request.path && !path.startsWith('/v1.0'))
        throw new GraphError(404, 'ResourceNotFound', 'Resource not found.');
      const whose = this.signIn.whose(request);
      if (whose === undefined) throw unauthorized();
      if (path === '/$batch' && request.method === 'POST')
        return await runBatch(request, {
          user: (url) => this.email(userOf(url)),
          product: whose.app,
          context: this.context,
          run: (part) => this.one(part, whose),
        });
      return await this.one(request, whose);
    } catch (error) {
      if (error instanceof GraphError) return error.response(this.context.clock.date());
      throw error;
    }
  }

  private async one(request: SimRequest, whose: Whose): Promise<SimResponse> {
    try {
      if (/^(?:\/v1\.0)?\/subscriptions(?:\/|$)/.test(request.path))
        return await this.subscriptions.answer(request, whose);
      if (/^(?:\/v1\.0)?\/users\/?$/.test(request.path)) return this.people(request, whose.app);
      const user = this.mailbox(request, whose);
      return await this.throttle.run(user, whose.app, async () => this.route(request, user, whose.app));
    } catch (error) {
      if (error instanceof GraphError) return error.response(this.context.clock.date());
      throw error;
    }
  }

  private mailbox(request: SimRequest, whose: { readonly app: boolean; readonly user?: string }): string {
    const path = request.path.replace(/^\/v1\.0/, '');
    if (/^\/me(?:\/|$)/.test(path)) {
      if (whose.user === undefined) throw badRequest('/me request is only valid with delegated authentication flow.');
      return whose.user;
    }
    const user = this.email(userOf(request.path));
    if (user === undefined || !this.context.users.some(({ email }) => email === user))
      throw new GraphError(404, 'ErrorInvalidUser', `The requested user '${user ?? ''}' is invalid.`);
    if (!whose.app && whose.user !== user) throw accessDenied();
    return user;
  }

  private route(request: SimRequest, user: string, app: boolean): SimResponse {
    const below = request.path.replace(/^\/v1\.0\/(?:me|users\/[^/]+)/, '').replace(/\/$/, '');
    const call: Call = {
      request,
      user,
      app,
      segments: below.split('/').map(decoded),
      immutable: /IdType\s*=\s*"?ImmutableId"?/i.test(request.headers.prefer ?? ''),
      base: `${request.origin}/v1.0/users/${encodeURIComponent(user)}`,
    };
    for (const [method, path, handler] of this.routes) {
      if (method !== request.method) continue;
      const match = path.exec(below);
      if (match !== null) return handler(call, ...match.slice(1).map(decoded));
    }
    if (this.routes.some(([, path]) => path.test(below)))
      throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
    throw badRequest(`Resource not found for the segment '${call.segments.at(-1) ?? ''}'.`);
  }

  /** A user is addressed by id or by user principal name ("Get a user"). */
  private email(user: string | undefined): string | undefined {
    return this.context.users.find(({ objectId }) => objectId === user)?.email ?? user;
  }

  private person({ user }: Call): SimResponse {
    const found = this.context.users.find(({ email }) => email === user);
    if (found === undefined) throw new GraphError(404, 'Request_ResourceNotFound', 'Resource does not exist.');
    return { status: 200, body: wirePerson(found) };
  }

  /** "List users", as far as `$filter=mail eq '…'`. */
  private people({ method, query }: SimRequest, app: boolean): SimResponse {
    if (method !== 'GET') throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed.');
    if (!app) throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges.');
    const [, quoted] = /^mail eq '((?:[^']|'')*)'$/.exec(query.get('$filter') ?? '') ?? [];
    if (quoted === undefined) throw new GraphError(400, 'Request_UnsupportedQuery', 'Unsupported query.');
    const mail = quoted.replaceAll("''", "'").toLowerCase();
    return { status: 200, body: { value: this.context.users.filter(({ email }) => email === mail).map(wirePerson) } };
  }

  /** graph.md 1.6. */
  private translate(call: Call): SimResponse {
    const { inputIds, targetIdType } = jsonBody(call);
    if (!Array.isArray(inputIds) || inputIds.length > 1000) throw badRequest('inputIds: a list of at most 1000 ids.');
    const value = (inputIds as string[]).flatMap((sourceId) => {
      const row = findItem(this.state, call.user, sourceId);
      return row === undefined ? [] : [{ sourceId, targetId: wireId(row, targetIdType === 'restImmutableEntryId') }];
    });
    return { status: 200, body: { value } };
  }

  expireCursors(user?: string): void {
    for (const { email } of this.context.users)
      if (user === undefined || user === email) this.state.nextGeneration(email);
  }

  emptyPage(request: SimRequest): SimResponse | undefined {
    const [, folder] = /\/contactFolders\/([^/]+)\/contacts\/delta$/.exec(request.path) ?? [];
    const whose = this.signIn.whose(request);
    if (folder === undefined || whose === undefined || request.method !== 'GET') return undefined;
    const user = this.mailbox(request, whose);
    const base = `${request.origin}/v1.0/users/${encodeURIComponent(user)}`;
    const call: Call = { request, user, app: whose.app, segments: [], immutable: true, base };
    return this.contacts.emptyPage(call, decoded(folder));
  }

  reset(): void {
    this.state.clear();
    this.subscriptions.clear();
    for (const { email } of this.context.users) this.state.nextGeneration(email);
    this.throttle.reset();
    this.fill();
  }

  private fill(): void {
    const fresh = this.state.folders.size === 0;
    for (const { email } of this.context.users) this.state.openMailbox(email);
    if (fresh && this.context.sample === 'demo') fillSample(this.state);
  }
}

function wirePerson({ objectId, name, email }: SampleUser) {
  return { id: objectId, displayName: name, mail: email, userPrincipalName: email, accountEnabled: true };
}

function userOf(path: string): string | undefined {
  const [, user] = /^(?:\/v1\.0)?\/users\/([^/?]+)/.exec(path) ?? [];
  return user === undefined ? undefined : decoded(user).toLowerCase();
}

function firstUser(request: SimRequest): string | undefined {
  const [, url] = /"url"\s*:\s*"([^"]+)"/.exec(request.body.toString('utf8', 0, 4000)) ?? [];
  return url === undefined ? undefined : userOf(url.replaceAll('\\/', '/').replace(/^([^/])/, '/$1'));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badRequest('The path is not decodable.');
  }
}
