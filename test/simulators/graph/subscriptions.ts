import { randomUUID } from 'node:crypto';
import type { Collection } from '../kit/state.ts';
import type { SimRequest, SimResponse } from '../kit/message.ts';
import { parseJsonBody } from './call.ts';
import { validateEndpoint } from './endpoint.ts';
import { accessDenied, badRequest, GraphError } from './errors.ts';
import type { MailboxState } from './mailbox-state.ts';

export interface Subscription {
  readonly id: string;
  readonly user: string;
  /** Undefined: all contacts of the mailbox. */
  readonly folder?: string;
  /** As it was asked for. */
  readonly resource: string;
  readonly changeType: string;
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl?: string;
  readonly clientState?: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** By `Prefer: IdType="ImmutableId"` when it was made. */
  readonly immutable: boolean;
  /** The app's own, or a person's. */
  readonly app: boolean;
}

/** Who asks: the app, or a person. */
export type Whose = { readonly app: true } | { readonly app: false; readonly user: string };

const CHANGES = ['created', 'updated', 'deleted'];
const LONGEST_CLIENT_STATE = 128;
const MOST_PER_MAILBOX = 1000;
const SHORTEST_MINUTES = 45;
const REQUIRED = ['changeType', 'notificationUrl', 'resource', 'expirationDateTime'];

const invalid = (message: string) => badRequest(message, 'InvalidRequest');
const notFound = () => new GraphError(404, 'ResourceNotFound', 'The object was not found.');

/**
 * `/subscriptions` for contacts (graph.md 1.12; "Create subscription", "Update subscription", "Receive change notifications through
 * webhooks"). The texts of refusals are as reported for InvalidRequest and ExtensionError; those on addresses, on the changes and on times
 * that are past stand in no document.
 */
export class Subscriptions {
  private readonly state: MailboxState;
  private readonly kept: Collection<Subscription>;

  constructor(state: MailboxState) {
    this.state = state;
    this.kept = state.context.state.collection('graph/subscriptions');
  }

  /** Those that have not expired. */
  live(user?: string): Subscription[] {
    const now = this.state.now();
    for (const [id, { expiresAt }] of [...this.kept.entries()]) if (expiresAt <= now) this.kept.delete(id);
    return [...this.kept.values()].filter((one) => user === undefined || one.user === user);
  }

  forget(id: string): void {
    this.kept.delete(id);
  }

  clear(): void {
    this.kept.clear();
  }

  /** Throws GraphError. */
  async answer(request: SimRequest, whose: Whose): Promise<SimResponse> {
    const [, id, action] =
      /^(?:\/v1\.0)?\/subscriptions(?:\/([^/]+)(?:\/(reauthorize))?)?\/?$/.exec(request.path) ?? [];
    const { method } = request;
    const mine = this.live().filter((one) => one.app === whose.app && (whose.app || one.user === whose.user));
    if (id === undefined) {
      if (method === 'POST') return this.create(request, whose);
      if (method === 'GET') return { status: 200, body: { value: mine.map((one) => this.shown(one)) } };
    } else {
      const found = mine.find((one) => one.id === id);
      if (found === undefined) throw notFound();
      if (action !== undefined && method === 'POST') return { status: 204 };
      if (action === undefined && method === 'GET') return { status: 200, body: this.shown(found) };
      if (action === undefined && method === 'PATCH') return this.update(request, found);
      if (action === undefined && method === 'DELETE') {
        this.kept.delete(id);
        return { status: 204 };
      }
    }
    throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
  }

  private async create(request: SimRequest, whose: Whose): Promise<SimResponse> {
    const body = parseJsonBody(request);
    const missing = REQUIRED.find((name) => typeof body[name] !== 'string' || body[name] === '');
    if (missing !== undefined) throw invalid(`${missing} is a required property for subscription creation`);
    const { changeType, resource, clientState } = body as Readonly<Record<string, string | undefined>>;
    const changes = (changeType ?? '').split(',').map((change) => change.trim().toLowerCase());
    if (!changes.every((change) => CHANGES.includes(change)))
      throw invalid(`The changeType is none of ${CHANGES.join(', ')}.`);
    if (clientState !== undefined && clientState.length > LONGEST_CLIENT_STATE)
      throw invalid(`The clientState has more than ${String(LONGEST_CLIENT_STATE)} characters.`);
    if (body.includeResourceData === true)
      throw new GraphError(501, 'NotSimulated', 'Notifications with resource data are not simulated.');
    const target = this.target(resource ?? '', whose);
    const expiresAt = this.expiry(body.expirationDateTime);
    const notificationUrl = this.address(body, 'notificationUrl') ?? '';
    const lifecycleNotificationUrl = this.address(body, 'lifecycleNotificationUrl');
    this.refuseAnother(target, changes, whose);
    for (const url of [notificationUrl, lifecycleNotificationUrl]) if (url !== undefined) await this.validated(url);
    const made: Subscription = {
      id: randomUUID(),
      ...target,
      resource: resource ?? '',
      changeType: changes.join(','),
      notificationUrl,
      ...(lifecycleNotificationUrl === undefined ? {} : { lifecycleNotificationUrl }),
      ...(clientState === undefined ? {} : { clientState }),
      expiresAt,
      immutable: /IdType\s*=\s*"?ImmutableId"?/i.test(request.headers.prefer ?? ''),
      app: whose.app,
    };
    this.kept.put(made.id, made);
    return { status: 201, body: this.shown(made) };
  }

  private async update(request: SimRequest, found: Subscription): Promise<SimResponse> {
    const body = parseJsonBody(request);
    const other = Object.keys(body).find((name) => name !== 'expirationDateTime' && name !== 'notificationUrl');
    if (other !== undefined) throw invalid(`${other} can't be changed in a subscription.`);
    const expiresAt = body.expirationDateTime === undefined ? found.expiresAt : this.expiry(body.expirationDateTime);
    const notificationUrl = this.address(body, 'notificationUrl') ?? found.notificationUrl;
    if (notificationUrl !== found.notificationUrl) await this.validated(notificationUrl);
    const changed = { ...found, expiresAt, notificationUrl };
    this.kept.put(found.id, changed);
    return { status: 200, body: this.shown(changed) };
  }

  private async validated(url: string): Promise<void> {
    const refusal = await validateEndpoint(url);
    if (refusal !== undefined) throw invalid(refusal);
  }

  /** `/users/{id}/contacts` or `/users/{id}/contactFolders/{id}/contacts`; also `/me`, and ids in brackets. */
  private target(resource: string, whose: Whose): { readonly user: string; readonly folder?: string } {
    const [, owner = '', inside] =
      /^\/?(me|users\/[^/]+|users\('[^']+'\))(?:\/contactFolders(?:\/([^/]+)|\('([^']+)'\)))?\/contacts\/?$/i.exec(
        resource.replace(/contactFolders\('([^']+)'\)/i, 'contactFolders/$1'),
      ) ?? [];
    if (owner === '') throw invalid(`The resource '${resource}' is not known.`);
    const name = decodeURIComponent(owner.replace(/^users(?:\/|\(')/i, '').replace(/'\)$/, '')).toLowerCase();
    const { users } = this.state.context;
    if (name === 'me' && whose.app) throw invalid('/me is only valid with delegated authentication flow.');
    const user =
      name === 'me' && !whose.app
        ? whose.user
        : users.find(({ email, objectId }) => email === name || objectId === name)?.email;
    if (user === undefined) throw new GraphError(404, 'ResourceNotFound', `The user '${name}' was not found.`);
    if (!whose.app && whose.user !== user) throw accessDenied();
    if (inside === undefined) return { user };
    const folder = inside.toLowerCase() === 'contacts' ? this.state.contacts(user) : decodeURIComponent(inside);
    const row = this.state.folders.get(folder);
    if (row?.user !== user || row.kind !== 'contacts')
      throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
    return { user, folder };
  }

  /** In epoch milliseconds; what is shorter than 45 minutes is made so long. */
  private expiry(value: unknown): number {
    const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(at)) throw invalid('The expirationDateTime is no time.');
    const now = this.state.now();
    if (at <= now) throw invalid('The expirationDateTime is in the past.');
    const most = Number(this.state.context.switches.get('graph.subscriptionMinutes'));
    if (at > now + most * 60_000)
      throw badRequest(`Subscription expiration can only be ${String(most)} minutes in the future.`, 'ExtensionError');
    return Math.max(at, now + SHORTEST_MINUTES * 60_000);
  }

  private address(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
    const url = body[name];
    if (url === undefined) return undefined;
    const { protocol, hostname } =
      typeof url === 'string' && URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
    const here = this.state.context.switches.get('graph.notificationHttp') === 'loopback';
    if (protocol === 'https:' || (here && protocol === 'http:' && /^(127\.|localhost$)/.test(hostname)))
      return String(url);
    throw invalid(`The ${name} is to be an https address.`);
  }

  /** "Duplicate subscriptions" of the same app, and the most of one mailbox. */
  private refuseAnother(
    target: { readonly user: string; readonly folder?: string },
    changes: string[],
    whose: Whose,
  ): void {
    const all = this.live(target.user);
    if (all.length >= MOST_PER_MAILBOX)
      throw new GraphError(403, 'ExtensionError', 'The mailbox has the most subscriptions that it can have.');
    const same = all.find(
      (one) => one.app === whose.app && one.folder === target.folder && one.changeType === changes.join(','),
    );
    if (same !== undefined && this.state.context.switches.get('graph.duplicateSubscriptions') === 'refused')
      throw new GraphError(409, 'Conflict', `Subscription Id ${same.id} already exists for the requested combination.`);
  }

  private shown(one: Subscription): object {
    const { product, users } = this.state.context;
    return {
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#subscriptions/$entity',
      id: one.id,
      resource: one.resource,
      applicationId: product.graphClientId,
      changeType: one.changeType,
      clientState: one.clientState ?? null,
      notificationUrl: one.notificationUrl,
      lifecycleNotificationUrl: one.lifecycleNotificationUrl ?? null,
      expirationDateTime: new Date(one.expiresAt).toISOString(),
      creatorId: one.app ? product.graphClientId : users.find(({ email }) => email === one.user)?.objectId,
      latestSupportedTlsVersion: 'v1_2',
      notificationQueryOptions: null,
      encryptionCertificate: null,
      encryptionCertificateId: null,
      includeResourceData: null,
    };
  }
}
