import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { z } from 'zod';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Authenticator, SignedIn } from './authenticator.ts';
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ReplyOf } from './contract.ts';
import type { Bytes } from './endpoint.ts';
import { ProblemError, refusedRequest, signInFirst } from './problem.ts';
import { languageOf } from './wording.ts';

/** A request as its handler gets it: parsed by the contract, from someone who may ask. */
export interface Asked<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  /** The asking person's own; nothing reaches another's from here. */
  readonly mailbox: E['access'] extends 'person' ? MailboxMemory : undefined;
  readonly person: E['access'] extends 'everyone' ? undefined : SignedIn;
  readonly language: string;
  /** For the cookies of the sign-in alone. */
  readonly response: Response;
}

/** One endpoint with what answers it. */
export interface Route {
  readonly endpoint: Endpoint;
  readonly answer: (asked: Asked<Endpoint>) => Promise<unknown>;
}

/** Binds a handler to its endpoint: the contract's types, whatever it is registered with. */
export function route<E extends Endpoint>(endpoint: E, answer: (asked: Asked<E>) => Promise<ReplyOf<E>>): Route {
  // The types of one endpoint are forgotten here; `register` parses by the same endpoint's schemas.
  return { endpoint, answer: answer as unknown as Route['answer'] };
}

export interface Gate {
  readonly authenticator: Authenticator;
  /** Undefined: the administrator has not enrolled this person. */
  readonly mailboxOf: (person: SignedIn) => Promise<MailboxMemory | undefined>;
  /** The language of what is told them when they are not here (T4). */
  readonly noteLanguage: (mailboxId: string, language: string) => Promise<void>;
  /** Tests hold every reply against the contract. */
  readonly checkReplies: boolean;
}

const BODY_LIMIT = '256kb';
const parseBody = express.json({ limit: BODY_LIMIT, type: 'application/json' });

/** Adds a route: who asks and may they, then what they ask, then the answer. */
export function register(router: Router, { endpoint, answer }: Route, gate: Gate): void {
  const admitted: RequestHandler = async (request, response, next) => {
    Object.assign(response.locals, await admit(endpoint, request, gate));
    next();
  };
  const answered: RequestHandler = async (request, response) => {
    const reply = await answer({
      params: parsed('path', endpoint.params, request.params),
      query: parsed('query', endpoint.query, request.query),
      body: parsed('body', endpoint.body, request.body),
      mailbox: response.locals.mailbox as undefined,
      person: response.locals.person as SignedIn,
      language: languageOf(request),
      response,
    } as Asked<Endpoint>);
    if (endpoint.bytes !== undefined) return sendBytes(response, endpoint.bytes, reply as Bytes | undefined);
    if (endpoint.reply === undefined) return void response.status(204).end();
    if (gate.checkReplies) endpoint.reply.parse(reply);
    response.json(reply);
  };
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1');
  router[endpoint.method](path, admitted, onlyJson, parseBody, wholeBody, answered);
}

async function admit(
  endpoint: Endpoint,
  request: Request,
  gate: Gate,
): Promise<{ readonly person?: SignedIn; readonly mailbox?: MailboxMemory }> {
  if (endpoint.access === 'everyone') return {};
  const person = await gate.authenticator.authenticate(request);
  if (person === undefined) throw signInFirst();
  switch (endpoint.access) {
    case 'signed-in':
      return { person };
    case 'admin':
      if (!person.admin) throw new ProblemError(403, 'admins-only');
      return { person };
    case 'person': {
      const mailbox = await gate.mailboxOf(person);
      if (mailbox === undefined) throw new ProblemError(403, 'not-enrolled');
      const language = languageOf(request);
      if (mailbox.language !== language) await gate.noteLanguage(mailbox.id, language);
      return { person, mailbox };
    }
  }
}

/** Bytes with their ETag (304 to who has them); 204 where there are none, which a browser's console does not take for an error. For this one person: another one in the same browser is not answered from its cache. */
function sendBytes(response: Response, { types, keptSeconds }: NonNullable<Endpoint['bytes']>, reply?: Bytes): void {
  response.set('Cache-Control', `private, max-age=${keptSeconds}`).vary('Authorization, Cookie');
  if (reply === undefined) return void response.status(204).end();
  if (!types.includes(reply.type)) throw new Error(`${reply.type} is not in the contract`);
  // Of a page of ours alone; nosniff is on every answer.
  response.set('Cross-Origin-Resource-Policy', 'same-origin');
  response.type(reply.type).send(Buffer.from(reply.bytes));
}

/** A body of another type would pass the parser by as if there were none. */
const onlyJson: RequestHandler = (request, _response, next) => {
  const other = announcesBody(request) && request.is('application/json') === false;
  next(other ? new ProblemError(415, 'body-not-json') : undefined);
};

/** So would one that was cut off before it was read: the parser takes it for read already. What was not said whole is not done. */
const wholeBody: RequestHandler = (request, _response, next) => {
  next(announcesBody(request) && request.body === undefined ? new ProblemError(400, 'bad-request') : undefined);
};

function announcesBody({ headers }: Request): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  return encoding !== undefined || (length !== undefined && length !== '0');
}

function parsed(part: 'path' | 'query' | 'body', schema: z.ZodType | undefined, given: unknown): unknown {
  if (schema === undefined) return part === 'body' ? undefined : {};
  const result = schema.safeParse(given);
  if (!result.success) throw refusedRequest(part, result.error);
  const path = noText(result.data, part);
  if (path !== undefined)
    throw new ProblemError(400, 'bad-request', {
      errors: [{ path, message: 'not a text: U+0000, or half a character' }],
    });
  return result.data;
}

/** Where a text is that no database keeps, nor any service: PostgreSQL's text and jsonb know neither U+0000 nor lone surrogates. */
function noText(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const found = noText(name, path) ?? noText(part, `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
