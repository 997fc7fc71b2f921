import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailureError } from '../../server/model/failure.ts';
import { EntraAccessTokens } from '../../server/http/sign-in/access-tokens.ts';
import { SignInProvider } from '../../server/http/sign-in/provider.ts';
import type { Contact, Preview, Session } from '../../server/http/contract.ts';
import { AUTHORITY, CLIENT_ID, EntraTokens, TENANT } from '../http/sign-in/entra-tokens.ts';
import { TestServer } from '../http/test-server.ts';
import { PICTURES } from '../support/pictures.ts';
import { requests, type Document } from './api-requests.ts';
import { wire, type ApiRequest, type Proofs } from './api-wire.ts';
import { sendRaw, type RawAnswer } from './raw-request.ts';

/** Of refusals and of what is only read: of processor time, and on the clock, where other processes may have had the machine. */
const [LONGEST_MS, LONGEST_WAIT_MS] = [1000, 10_000];
/** This process does other things besides: a request is slow if it is so each time. */
const TRIES = 3;
const IDLE_WITHIN_MS = 60_000;
/** Refused before anything is done. */
const AT_THE_DOOR = new Set([400, 401, 403, 404, 405, 408, 413, 415, 417, 431]);
const [WEB, PANE, CSRF_COOKIE] = [`web.${'w'.repeat(43)}`, `pane.${'p'.repeat(43)}`, 'cardbridge-session'];
const OID = '7b3a1b0e-4444-4000-8000-00000000000d';
const PAGE_FILES = ['index', 'taskpane', 'sign-in-done', 'sign-in-not-done', 'salesforce-done'];
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The real server with contacts of two people and an administrator, each way of signing in, and what it is asked. */
export interface ApiTarget {
  readonly property: fc.IAsyncPropertyWithHooks<[ApiRequest]>;
  /** How often each target was asked, and which statuses it gave. */
  readonly seen: ReadonlyMap<string, Set<number>>;
  /** Endpoints of the contract, as `method path`. */
  readonly endpoints: readonly string[];
  close(): Promise<void>;
}

export async function apiTarget(): Promise<ApiTarget> {
  const directory = mkdtempSync(join(tmpdir(), 'cardbridge-api-'));
  for (const name of PAGE_FILES)
    writeFileSync(join(directory, `${name}.html`), '<!doctype html><title>Cardbridge</title>');
  const entra = new EntraTokens();
  const rules = { authority: AUTHORITY, tenants: [TENANT], admins: [] };
  const server = await TestServer.start({
    pageDirectory: directory,
    requestsPerMinute: 1e9,
    signInsPerMinute: 1e9,
    authenticator: new EntraAccessTokens({
      ...rules,
      clientId: CLIENT_ID,
      scope: 'access_as_user',
      fetch: entra.fetch,
      log: quiet,
    }),
    provider: new SignInProvider({
      issuer: `${AUTHORITY}/${TENANT}/v2.0`,
      clientId: CLIENT_ID,
      clientSecret: 'the secret',
      entra: rules,
      admins: [],
      log: quiet,
      fetch: async () => Response.json(DISCOVERY),
    }),
    connecting: {
      begin: (redirectUri, state) => ({ url: `https://org.example/?${redirectUri}&${state}`, verifier: 'v' }),
      finish: async () => {
        throw new FailureError({ kind: 'signed-out', code: 'crm-code-refused', message: '' });
      },
      revoke: async () => undefined,
    },
  });
  await server.jobs.start();
  const [ada, eve, admin] = [server.person(), server.person(), server.person({ admin: true })];
  const identity = { tenantId: TENANT, objectId: OID };
  const session = { identity, name: 'Eve', admin: false };

  const renew = async () => {
    const { store } = server;
    if ((await store.mailboxes.byIdentity(identity)) === undefined)
      await store.mailboxes.enrolPerson({
        email: eve.email,
        name: 'Eve',
        service: 'graph',
        serviceId: null,
        identity,
        crmUsername: eve.email,
      });
    for (const token of [WEB, PANE])
      if ((await store.webSessions.find(token)) === undefined)
        await store.webSessions.start(token, session, new Date(Date.now() + 86_400_000));
    // Who has been forgotten comes again.
    for (const person of [ada, admin]) await person.get('/api/me');
  };
  const idle = async () => {
    for (const { email } of [ada, eve, admin]) {
      const mailbox = await server.store.mailboxes.byEmail(email);
      if (mailbox !== undefined && !(await server.jobs.waitUntilIdle(mailbox.id, IDLE_WITHIN_MS)))
        throw new Error('a session does not end');
    }
  };
  await renew();
  for (const person of [ada, eve])
    for (const name of ['Ann', 'Bob', 'Cid'])
      person.crm.put({ fields: { lastName: name, email: `${name.toLowerCase()}@x.example` } });
  const first = (await ada.post<Session>('/api/sessions?wait=true')).body;
  const { contacts } = (await ada.get<{ contacts: Contact[] }>('/api/contacts')).body;
  for (const item of ada.mailbox.items.keys()) ada.mailbox.photos.set(item, PICTURES['image/png']);
  const known = {
    KNOWN_LINK: contacts[0]?.id ?? '',
    KNOWN_SESSION: first.id,
    KNOWN_ITEM: [...ada.mailbox.items.keys()][0] ?? '',
    KNOWN_RECORD: ada.crm.live[0]?.id ?? '',
    KNOWN_EMAIL: eve.email,
    KNOWN_PREVIEW: (await ada.post<Preview>('/api/preview', {})).body.id,
  };
  const cookie = `${CSRF_COOKIE}=${WEB}`;
  const { body: who } = await server.call<{ csrfToken: string }>('GET', '/api/sign-in', { headers: { cookie } });
  const proofs: Proofs = {
    tokens: [ada.token, ada.token, ada.token, admin.token, PANE, await entra.token(OID)],
    cookie,
    csrf: who.csrfToken,
  };
  const { body: document } = await server.call<Document>('GET', '/api/openapi.json');
  const seen = new Map<string, Set<number>>();
  const port = Number(new URL(server.url).port);
  const ask = async (asked: ApiRequest) => {
    const began = process.cpuUsage();
    const answer = await sendRaw(port, wire(asked, proofs, known));
    const busyMs = process.cpuUsage(began).user / 1000;
    const slow = answer !== 'closed' && (busyMs > LONGEST_MS || answer.ms > LONGEST_WAIT_MS);
    return { answer, slow: slow ? `after ${Math.round(answer.ms)} ms, ${Math.round(busyMs)} of them busy` : undefined };
  };

  const property = fc.asyncProperty(requests(document), async (asked) => {
    await renew();
    const before = await server.digest();
    let { answer, slow } = await ask(asked);
    const door = answer === 'closed' || AT_THE_DOOR.has(answer.status);
    const reads = asked.method === 'GET';
    for (let tried = 1; (door || reads) && slow !== undefined; tried += 1) {
      if (tried === TRIES) throw new Error(`answered ${slow}`);
      ({ answer, slow } = await ask(asked));
    }
    const statuses = seen.get(asked.target) ?? new Set();
    seen.set(asked.target, statuses.add(answer === 'closed' ? 0 : answer.status));
    check(asked, answer, server.logged.at(-1) ?? '');
    // A browser's way begins before the rest of its request has come, or has not.
    const begun: Record<string, string> =
      asked.target === 'get /sign-in' && asked.framing !== 'right' ? { tickets: '' } : {};
    if (door) expectSame({ ...before, ...begun }, { ...(await server.digest()), ...begun });
    else if (!reads) await idle();
    const normal = await ada.get('/api/settings');
    if (normal.status !== 200) throw new Error(`a normal request afterwards is answered with ${normal.status}`);
    server.logged.length = 0;
  });
  return {
    property,
    seen,
    endpoints: Object.entries(document.paths).flatMap(([path, byMethod]) =>
      Object.keys(byMethod).map((method) => `${method} ${path}`),
    ),
    async close() {
      await server.stop();
      rmSync(directory, { recursive: true });
    },
  };
}

const DISCOVERY = {
  issuer: `${AUTHORITY}/${TENANT}/v2.0`,
  authorization_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/authorize`,
  token_endpoint: `${AUTHORITY}/${TENANT}/oauth2/v2.0/token`,
  jwks_uri: `${AUTHORITY}/common/discovery/v2.0/keys`,
};

function check({ path, method }: ApiRequest, answer: RawAnswer | 'closed', logged: string): void {
  if (answer === 'closed') return;
  const { status, headers, body } = answer;
  const type = headers['content-type'] ?? '';
  if (status >= 500) throw new Error(`${status}: ${body.slice(0, 300)}\n${logged}`);
  if (status < 400 || method === 'HEAD') return;
  const page = /^\/(?:sign-in|salesforce)/i.test(path) && type.startsWith('text/html');
  if (page) return;
  if (!type.startsWith('application/problem+json')) throw new Error(`${status} as "${type}": ${body.slice(0, 300)}`);
  const told = JSON.parse(body) as Partial<Record<'type' | 'status' | 'title', unknown>>;
  if (
    told.status !== status ||
    typeof told.title !== 'string' ||
    !String(told.type).startsWith('urn:cardbridge:problem:')
  )
    throw new Error(`no problem: ${body.slice(0, 300)}`);
}

function expectSame(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): void {
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  if (changed.length > 0) throw new Error(`refused, and changed all the same: ${changed.join(', ')}`);
}
