import express, { Router, type Express, type RequestHandler } from 'express';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join } from 'node:path';
import { send } from '../../support/person.ts';
import { officeLibrary } from './office-library.ts';
import { serverProcess } from './server-process.ts';

/** What the demo tells the playground; playground-state.json. */
export interface PlaygroundState {
  readonly port: number;
  /** The demo's folder: its demo.json names the server's process. */
  readonly directory: string;
  readonly app: { readonly url: string };
  readonly caFile: string;
  readonly graph: { readonly url: string };
  readonly salesforce: { readonly url: string; readonly apiVersion: string };
  readonly control: { readonly url: string };
  readonly entra: { readonly authority: string };
  readonly users: readonly {
    readonly name: string;
    readonly email: string;
    readonly mailboxToken: string;
    readonly salesforceToken: string;
    readonly salesforceUserId: string;
  }[];
}

const PAGE = join(import.meta.dirname, 'page');
const LARGEST = '10mb';

/**
 * A stand-in Outlook on the web, with Salesforce beside it: it shows the pane in a frame, as Outlook does, and lets a person do in the simulators what
 * they would do in Outlook and Salesforce. It touches the product by configuration only, and works with the network off.
 */
export function createPlayground(state: PlaygroundState): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use('/office', officeLibrary({ host: `127.0.0.1:${state.port}` }));
  app.get('/', async (_request, response) => {
    response.type('html').send(await readFile(join(PAGE, 'index.html'), 'utf8'));
  });
  app.get('/page/:file', pageFile);
  app.get('/state.json', (_request, response) => {
    const { app: product, salesforce, users } = state;
    const people = users.map(({ name, email, salesforceUserId }) => ({ name, email, salesforceUserId }));
    response.json({ appUrl: product.url, salesforceVersion: salesforce.apiVersion, people });
  });
  app.use(ownPageOnly, express.raw({ type: () => true, limit: LARGEST }), services(state));
  app.use('/server', ownPageOnly, serverProcess(state.directory));
  return app;
}

/** The browser runs the page's modules with their types taken off: no build stands between an edit and what one sees. */
const pageFile: RequestHandler = async (request, response, next) => {
  const { file } = request.params as { file: string };
  const text = /^[\w-]+\.(ts|css)$/.test(file)
    ? await readFile(join(PAGE, file), 'utf8').catch(() => undefined)
    : undefined;
  if (text === undefined) return next();
  if (extname(file) === '.css') response.type('css').send(text);
  else response.type('js').send(stripTypeScriptTypes(text));
};

/** The services' tokens stay here; another site's page cannot add this header without being asked first, and is never allowed. */
const ownPageOnly: RequestHandler = (request, response, next) => {
  if (request.get('x-playground') === '1') next();
  else response.status(403).json({ error: 'Only the playground itself may call this.' });
};

/** What the page asks of the services as one of the people: no browser meets the simulators' certificates. */
function services({ caFile, graph, salesforce, control, entra, users }: PlaygroundState): Router {
  const router = Router();
  const forward =
    (target: (path: string) => string, token: (email: string) => string | undefined): RequestHandler =>
    async (request, response) => {
      const { email } = request.params as { email: string };
      const bearer = token(email);
      if (bearer === undefined) return void response.status(404).json({ error: `Nobody is ${email}.` });
      const body: unknown = request.body;
      const answer = await send(
        caFile,
        request.method,
        target(request.url.slice(email.length + 1)),
        bearer,
        Buffer.isBuffer(body) && body.length > 0 ? (JSON.parse(body.toString('utf8')) as object) : undefined,
        { prefer: 'IdType="ImmutableId"' },
      );
      response.status(answer.status);
      if (answer.status === 204) return void response.end();
      if (Buffer.isBuffer(answer.body)) return void response.type('application/octet-stream').send(answer.body);
      return void response.json(answer.body);
    };
  const person = (email: string) => users.find((user) => user.email === email);
  router.use(
    '/graph',
    Router().all(
      '/:email/*path',
      forward(
        (path) => `${graph.url}/me${path}`,
        (email) => person(email)?.mailboxToken,
      ),
    ),
  );
  router.use(
    '/salesforce',
    Router().all(
      '/:email/*path',
      forward(
        (path) => `${salesforce.url}/services/data/${salesforce.apiVersion}${path}`,
        (email) => person(email)?.salesforceToken,
      ),
    ),
  );
  // What Outlook's broker would give the pane.
  router.get('/sign-in/token', async (request, response) => {
    const { search } = new URL(request.originalUrl, entra.authority);
    const answer = await fetch(`${entra.authority}/broker/token${search}`);
    response.status(answer.status).type('json');
    response.send(await answer.text());
  });
  router.use('/control', async (request, response) => {
    const body: unknown = request.body;
    const answer = await fetch(`${control.url}${request.url}`, {
      method: request.method,
      headers: { 'content-type': 'application/json' },
      ...(Buffer.isBuffer(body) && body.length > 0 ? { body: body.toString('utf8') } : {}),
    });
    response.status(answer.status).type('json');
    response.send(await answer.text());
  });
  return router;
}
