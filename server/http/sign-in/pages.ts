import { Router, type Request, type RequestHandler } from 'express';
import type { Store, WebSession } from '../../store/store.ts';
import { ProblemError } from '../problem.ts';
import { answerAsPage } from './problem-page.ts';
import type { Attempt, NotSignedIn, SignInProvider } from './provider.ts';
import { hash, randomToken, type WebSessions } from './web-sessions.ts';

export interface SignInPages {
  readonly store: Pick<Store, 'tickets'>;
  readonly webSessions: WebSessions;
  readonly publicUrl: string;
  /** Absent: there is no sign-in of the server's own. */
  readonly provider?: SignInProvider;
  /** Holds the sign-ins of one address back. */
  readonly limit: RequestHandler;
}

/** From where somebody came to sign in. */
interface CameFrom {
  /** The pane's dialog: what redeems the code. Absent: the dashboard. */
  readonly challenge?: string;
  readonly back: string;
}

/** What is on its way to the provider. */
interface OnItsWay extends Attempt, CameFrom {
  /** The browser that began it. */
  readonly binding: string;
}

/** What the pane redeems: the person, for whoever has the verifier behind the challenge. */
export interface CodeContent {
  readonly challenge: string;
  readonly person: WebSession;
}

const ATTEMPT_MS = 10 * 60_000;
const CODE_MS = 60_000;
const CALLBACK = '/sign-in/callback';

/** The browser's way through the server's own sign-in; everything else about it is the API's. */
export function signInPages(options: SignInPages): Router {
  const { store, webSessions, publicUrl, provider, limit } = options;
  const router = Router();
  router.use('/sign-in', limit, withOpener);

  router.get('/sign-in', async (request, response) => {
    if (provider === undefined) throw new ProblemError(404, 'no-sign-in-page');
    const challenge = challengeIn(request);
    const from: CameFrom = {
      back: ownPath(request.query.back, publicUrl),
      ...(challenge === undefined ? {} : { challenge }),
    };
    const another = request.query.another === 'true';
    const begun = await orUnavailable(provider.begin(`${publicUrl}${CALLBACK}`, { another }));
    if (begun === 'unavailable') return response.redirect(303, whereToSay(begun, from));
    const { url, attempt } = begun;
    const way: OnItsWay = { ...attempt, ...from, binding: webSessions.bind(request, response, 'sign-in') };
    await store.tickets.put('sign-in', attempt.state, way, new Date(Date.now() + ATTEMPT_MS));
    response.redirect(303, url.href);
  });

  router.get(CALLBACK, async (request, response) => {
    const state = typeof request.query.state === 'string' ? request.query.state : '';
    const way = (await store.tickets.take('sign-in', state)) as OnItsWay | undefined;
    // Only the browser that began it ends it: else one could be signed in as somebody else.
    if (provider === undefined || way === undefined || webSessions.bound(request, 'sign-in') !== way.binding)
      throw new ProblemError(403, 'sign-in-expired');
    const person = await orUnavailable(provider.finish(new URL(request.originalUrl, publicUrl), way));
    if (typeof person === 'string') return response.redirect(303, whereToSay(person, way));
    if (way.challenge === undefined) {
      await webSessions.start(request, response, person);
      return response.redirect(303, way.back);
    }
    response.redirect(303, `/sign-in/done#code=${await codeFor(person, way.challenge)}`);
  });

  const codeFor = async (person: WebSession, challenge: string): Promise<string> => {
    const code = randomToken();
    await store.tickets.put('code', code, { person, challenge } satisfies CodeContent, new Date(Date.now() + CODE_MS));
    return code;
  };

  router.use('/sign-in', answerAsPage);
  return router;
}

/** The person of a one-time code, for who has the verifier. Throws `code-not-valid`; the code is used up either way. */
export async function redeem(store: Pick<Store, 'tickets'>, code: string, verifier: string): Promise<WebSession> {
  const content = (await store.tickets.take('code', code)) as CodeContent | undefined;
  if (content === undefined || hash(verifier) !== content.challenge) throw new ProblemError(403, 'code-not-valid');
  return content.person;
}

/** The pane's dialog keeps its opener: with this header the browser would cut it off, and the code could not come back. */
export const withOpener: RequestHandler = (_request, response, next) => {
  response.removeHeader('Cross-Origin-Opener-Policy');
  response.set('Cache-Control', 'no-store');
  next();
};

function challengeIn({ query }: Request): string | undefined {
  const { challenge } = query;
  if (challenge === undefined) return undefined;
  if (typeof challenge !== 'string' || !/^[\w-]{43}$/.test(challenge)) throw new ProblemError(400, 'bad-request');
  return challenge;
}

/** `unavailable`: the provider cannot be reached. */
async function orUnavailable<T>(step: Promise<T>): Promise<T | 'unavailable'> {
  try {
    return await step;
  } catch (error) {
    if (error instanceof ProblemError && error.status === 503) return 'unavailable';
    throw error;
  }
}

/** The page says it with its one action; in a window, the page that opened that. */
function whereToSay(problem: NotSignedIn | 'unavailable', { challenge, back }: CameFrom): string {
  const inWindow = challenge !== undefined || back === '/sign-in/done';
  return inWindow ? `/sign-in/not-done#problem=${problem}` : `/?sign-in=${problem}`;
}

/** A path of ours; anything else is the front page: nobody is led elsewhere by a link to our sign-in. */
function ownPath(given: unknown, publicUrl: string): string {
  if (typeof given !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(given)) return '/';
  const { origin, pathname, search, hash: fragment } = new URL(given, publicUrl);
  return origin === new URL(publicUrl).origin ? `${pathname}${search}${fragment}` : '/';
}
