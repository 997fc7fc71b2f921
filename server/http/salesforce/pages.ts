import { Router } from 'express';
import type { Connection } from '../../connectors/crm.ts';
import type { Connections } from '../../engine/connections.ts';
import { NotPossible } from '../../engine/engine.ts';
import { loggable, type Log } from '../../jobs/log.ts';
import { FailureError } from '../../model/failure.ts';
import type { Reason } from '../../model/link.ts';
import type { Store } from '../../store/store.ts';
import { ProblemError } from '../problem.ts';
import { answerAsPage } from '../sign-in/problem-page.ts';
import { withOpener, type SignInPages } from '../sign-in/pages.ts';
import { hash, randomToken } from '../sign-in/web-sessions.ts';

export interface SalesforcePages extends Omit<SignInPages, 'provider'> {
  readonly connections: Connections;
  readonly log: Log;
}

/** Whom a window is for, and what the page that opened it must know to take its end up. */
interface Asked {
  readonly mailboxId: string;
  readonly challenge: string;
}

/** One connection on its way; each step is good once, and for its own kind of key. */
type Ticket = Asked &
  (
    | { readonly step: 'asked' }
    | { readonly step: 'away'; readonly verifier: string; readonly binding: string }
    | { readonly step: 'back'; readonly answer: Answer }
  );

/** What came of it; a refusal too is told by the API, in the person's language. */
type Answer = { readonly connection: Connection } | { readonly status: number; readonly reason: Reason };

const ATTEMPT_MS = 10 * 60_000;
const CODE_MS = 60_000;
const CALLBACK = '/salesforce/callback';

/**
 * The browser's way to Salesforce and back. Nothing is connected here: the window ends with a code, and only the page that opened it, as the person who asked,
 * can take the connection up. So nobody can have somebody else's Salesforce by sending them a link.
 */
export function salesforcePages({ store, connections, webSessions, publicUrl, limit, log }: SalesforcePages): Router {
  const router = Router();
  router.use('/salesforce', limit, withOpener);

  router.get('/salesforce/connect', async (request, response) => {
    const asked = await take(store, request.query.ticket, 'asked');
    if (asked === undefined) throw new ProblemError(403, 'salesforce-expired');
    const { mailboxId, challenge } = asked;
    const state = randomToken();
    const { url, verifier } = connections.begin(`${publicUrl}${CALLBACK}`, state);
    const binding = webSessions.bind(request, response, 'salesforce');
    await put(store, state, { step: 'away', mailboxId, challenge, verifier, binding }, ATTEMPT_MS);
    response.redirect(303, url);
  });

  router.get(CALLBACK, async (request, response) => {
    const { state, code, error } = request.query;
    const away = await take(store, state, 'away');
    // Only the browser that began it ends it.
    if (away === undefined || webSessions.bound(request, 'salesforce') !== away.binding)
      throw new ProblemError(403, 'salesforce-expired');
    const { mailboxId, challenge, verifier } = away;
    const answer = await finished(code, error, (given) =>
      connections.finish(given, verifier, `${publicUrl}${CALLBACK}`),
    );
    if ('reason' in answer) log.info({ mailbox: mailboxId, reason: answer.reason.code }, 'salesforce-not-connected');
    const key = randomToken();
    await put(store, key, { step: 'back', mailboxId, challenge, answer }, CODE_MS);
    response.redirect(303, `/salesforce/done#code=${key}`);
  });

  const finished = async (
    code: unknown,
    error: unknown,
    exchange: (code: string) => Promise<Connection>,
  ): Promise<Answer> => {
    if (error === 'access_denied') return { status: 409, reason: { code: 'salesforce-cancelled', params: {} } };
    if (typeof code !== 'string') {
      const message = typeof error === 'string' ? error.slice(0, 100) : '';
      return { status: 409, reason: { code: 'crm-app-refused', params: { message } } };
    }
    try {
      return { connection: await exchange(code) };
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause;
      const { kind, code: reason, message } = cause.failure;
      log.warn({ error: loggable(cause) }, 'salesforce-code-refused');
      const later = kind === 'unavailable' || kind === 'throttled';
      return { status: later ? 503 : 409, reason: { code: reason, params: { message } } };
    }
  };

  router.use('/salesforce', answerAsPage);
  return router;
}

/** The ticket with which a window begins. */
export async function windowTicket(store: Pick<Store, 'tickets'>, asked: Asked): Promise<string> {
  const key = randomToken();
  await put(store, key, { step: 'asked', ...asked }, ATTEMPT_MS);
  return key;
}

/** What a window came back with, for this mailbox and who has the verifier; it is used up either way. Throws ProblemError. */
export async function broughtBack(
  { store, connections }: { readonly store: Pick<Store, 'tickets'>; readonly connections: Connections },
  mailboxId: string,
  { code, verifier }: { readonly code: string; readonly verifier: string },
): Promise<Connection> {
  const back = await take(store, code, 'back');
  if (back === undefined) throw new ProblemError(409, 'salesforce-expired');
  const { answer } = back;
  if (back.mailboxId !== mailboxId || back.challenge !== hash(verifier)) {
    if ('connection' in answer) await connections.discard(answer.connection);
    throw new ProblemError(409, 'salesforce-expired');
  }
  if ('connection' in answer) return answer.connection;
  if (answer.status === 409) throw new NotPossible(answer.reason);
  throw new ProblemError(answer.status, answer.reason.code, { params: answer.reason.params });
}

/** A key says which step it is for: one is never taken for the other. */
const keyOf = (step: Ticket['step'], key: string) => `${step}.${key}`;

async function put(store: Pick<Store, 'tickets'>, key: string, ticket: Ticket, ms: number): Promise<void> {
  await store.tickets.put('salesforce', keyOf(ticket.step, key), ticket, new Date(Date.now() + ms));
}

async function take<S extends Ticket['step']>(
  store: Pick<Store, 'tickets'>,
  key: unknown,
  step: S,
): Promise<Extract<Ticket, { step: S }> | undefined> {
  if (typeof key !== 'string') return undefined;
  return (await store.tickets.take('salesforce', keyOf(step, key))) as Extract<Ticket, { step: S }> | undefined;
}
