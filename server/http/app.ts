import express, { type Express, type Request, type RequestHandler, Router } from 'express';
import { createHash } from 'node:crypto';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { Log } from '../jobs/log.ts';
import { createAdmission, type AdmissionOptions } from './admission.ts';
import { firstOf, type Authenticator } from './authenticator.ts';
import type { House } from './house.ts';
import type { ManifestFacts } from './manifest.ts';
import { manifestPages } from './manifest-pages.ts';
import { openApi } from './openapi.ts';
import { pages, type PageOptions } from './page.ts';
import { answerProblems, notFound, ProblemError } from './problem.ts';
import { register } from './routing.ts';
import { allRoutes } from './routes/all-routes.ts';
import { salesforcePages } from './salesforce/pages.ts';
import { signInPages } from './sign-in/pages.ts';
import type { SignInProvider } from './sign-in/provider.ts';
import { WebSessions } from './sign-in/web-sessions.ts';

export interface AppOptions extends House, PageOptions, Omit<AdmissionOptions, 'store' | 'log'> {
  /** Of bearer tokens; the server's own sessions are known besides. */
  readonly authenticator: Authenticator;
  /** The server's own sign-in, where there is one. */
  readonly provider?: SignInProvider;
  readonly manifest: ManifestFacts;
  /** Proxies before the server. */
  readonly trustProxy?: number;
  /** Of one address. */
  readonly signInsPerMinute?: number;
  readonly log: Log;
  /** At which people open it, without a slash at its end; on plain http nothing is asked of the browser that only https can keep. */
  readonly publicUrl: string;
  /** Of one token. */
  readonly requestsPerMinute?: number;
  /** Tests only: every reply is held against the contract. */
  readonly checkReplies?: boolean;
}

const REQUESTS_PER_MINUTE = 3000;
/** A company's people come from one address in the morning. */
const SIGN_INS_PER_MINUTE = 120;
const DATABASE_WITHIN_MS = 2000;

/** The whole of HTTP, top to bottom: what holds for all, then the routes, then the page, then what went wrong. */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  // A list of query values stays a list of texts; nested ones are none of the contract's.
  app.set('query parser', 'simple');
  app.set('trust proxy', options.trustProxy ?? 0);
  app.use(requestLog(options.log));
  app.use(safeHeaders(options));

  app.get('/healthz', (_request, response) => void response.json({ status: 'alive' }));
  app.get('/readyz', readiness(options));

  const webSessions = new WebSessions(options.store, options.publicUrl);
  const signIns = limited(options.signInsPerMinute ?? SIGN_INS_PER_MINUTE, byAddress);
  app.use(signInPages({ ...options, webSessions, limit: signIns }));

  app.use(salesforcePages({ ...options, webSessions, limit: signIns }));

  app.use('/api', limited(options.requestsPerMinute ?? REQUESTS_PER_MINUTE, byProof), neverKept);
  app.use('/api/sign-in/redeem', signIns);
  app.get('/api/openapi.json', (_request, response) => void response.json(openApi()));
  app.use(apiRouter(options, webSessions));
  app.use('/api', () => {
    throw notFound();
  });

  app.use(manifestPages(options.manifest));
  app.use(pages(options));

  app.use(() => {
    throw notFound();
  });
  app.use(answerProblems(options.log));
  return app;
}

function apiRouter(options: AppOptions, webSessions: WebSessions): Router {
  const { checkReplies = false } = options;
  const authenticator = firstOf([webSessions, options.authenticator]);
  const mailboxOf = createAdmission(options);
  const router = Router();
  for (const route of allRoutes(options, { webSessions, mailboxOf }))
    register(router, route, {
      authenticator,
      mailboxOf,
      noteLanguage: options.store.mailboxes.noteLanguage,
      checkReplies,
    });
  return router;
}

/** One line for each request: its route as the contract spells it, never its path, which may hold an address. */
function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    response.on('finish', () => {
      const path: unknown = request.route?.path;
      const facts = {
        method: request.method,
        route: typeof path === 'string' ? path : 'other',
        status: response.statusCode,
        ms: Math.round(performance.now() - began),
      };
      // What asks every few seconds whether we are alive would drown the rest.
      if (facts.route === '/healthz' || facts.route === '/readyz') log.debug(facts, 'request');
      else log.info(facts, 'request');
    });
    next();
  };
}

/** For everything but the page, which has a policy of its own: nothing that is answered may load anything. */
function safeHeaders({ publicUrl }: AppOptions): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"] },
    },
    strictTransportSecurity: publicUrl.startsWith('https:'),
    // frame-ancestors says it better; this header knows no list.
    frameguard: false,
    // Office opens its dialogs as windows of their own, and Outlook embeds the page and its icons from another site.
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
}

/** Ready: the queue is open and the database answers. */
function readiness({ jobs, store }: AppOptions): RequestHandler {
  return async (_request, response) => {
    if (!jobs.ready) throw new ProblemError(503, 'not-ready');
    const answers = await Promise.race([
      store.mailboxes.byEmail('').then(
        () => true,
        () => false,
      ),
      new Promise<false>((give) => setTimeout(give, DATABASE_WITHIN_MS, false).unref()),
    ]);
    if (!answers) throw new ProblemError(503, 'not-ready');
    response.json({ status: 'ready' });
  };
}

function limited(perMinute: number, keyGenerator: (request: Request) => string): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator,
    handler: (_request, _response, next) => next(new ProblemError(429, 'too-many-requests')),
    // Behind a proxy that is not told of (TRUST_PROXY) the address is the proxy's.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
  });
}

const byAddress = ({ ip }: Request): string => ipKeyGenerator(ip ?? '');

/** Each token by itself, known by its hash; those without one by their address. */
function byProof(request: Request): string {
  const { authorization, cookie } = request.headers;
  const proof = authorization ?? cookie;
  return proof === undefined ? byAddress(request) : createHash('sha256').update(proof).digest('base64');
}

const neverKept: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
