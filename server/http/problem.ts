import type { ErrorRequestHandler, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import type { ZodError } from 'zod';
import { NotPossible } from '../engine/engine.ts';
import { SessionStop } from '../engine/context.ts';
import { loggable, type Log } from '../jobs/log.ts';
import { FailureError } from '../model/failure.ts';
import type { Reason } from '../model/link.ts';
import { itemAnswer } from './answers.ts';
import type { Problem } from './contract.ts';
import { languageOf, worded } from './wording.ts';

/** An answer that is a problem (RFC 9457): status, our code, and for a refused request where it is wrong. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly reason: Reason;
  readonly errors: Problem['errors'];
  readonly items: Problem['items'];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    status: number,
    code: string,
    more: {
      readonly params?: Readonly<Record<string, string>>;
      readonly errors?: Problem['errors'];
      readonly items?: Problem['items'];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(code);
    this.status = status;
    this.reason = { code, params: more.params ?? {} };
    this.errors = more.errors;
    this.items = more.items;
    this.headers = more.headers ?? {};
  }
}

export const notFound = () => new ProblemError(404, 'not-found');
export const signInFirst = () =>
  new ProblemError(401, 'sign-in-first', { headers: { 'WWW-Authenticate': 'Bearer realm="Cardbridge"' } });

/** A request that the contract refuses, each place with what is wrong there. */
export function refusedRequest(part: 'body' | 'query' | 'path', error: ZodError): ProblemError {
  const errors = error.issues.flatMap((issue) => {
    const path = [part, ...issue.path].join('.');
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: `${path}.${key}`, message: 'unknown' }))
      : [{ path, message: issue.message }];
  });
  return new ProblemError(400, 'bad-request', { errors });
}

/** F2: a filter that cannot be read or expressed is the asking person's to change; any other error goes on as it is. */
export function asUnusableFilter(error: unknown): never {
  if (error instanceof FailureError && (error.failure.kind === 'gone' || error.failure.kind === 'rejected'))
    throw new ProblemError(422, error.failure.code, { params: { message: error.failure.message } });
  throw error;
}

/** body-parser's own error types (github.com/expressjs/body-parser, "Errors"). */
const BODY_ERRORS: Readonly<Record<string, readonly [number, string]>> = {
  'entity.too.large': [413, 'too-large'],
  'entity.parse.failed': [400, 'body-not-json'],
  'encoding.unsupported': [415, 'body-not-json'],
  'charset.unsupported': [415, 'body-not-json'],
  'request.aborted': [400, 'bad-request'],
  'request.size.invalid': [400, 'bad-request'],
};

function problemOf(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (error instanceof NotPossible || error instanceof SessionStop)
    return new ProblemError(409, error.reason.code, {
      params: error.reason.params,
      ...(error instanceof NotPossible && error.items.length > 0
        ? { items: error.items.map((item) => itemAnswer(item)) }
        : {}),
    });
  if (error instanceof FailureError) return ofFailure(error);
  const { type, status } = (error ?? {}) as { readonly type?: unknown; readonly status?: unknown };
  const known = typeof type === 'string' ? BODY_ERRORS[type] : undefined;
  if (known !== undefined) return new ProblemError(...known);
  // express: a path that cannot be decoded.
  return error instanceof URIError || status === 400 ? new ProblemError(400, 'bad-request') : undefined;
}

/** The outside world could not be asked: what kind of later it is. */
function ofFailure({ failure }: FailureError): ProblemError {
  const params = { message: failure.message };
  switch (failure.kind) {
    case 'throttled': {
      const seconds = Math.max(1, Math.ceil(((failure.until ?? Date.now() + 60_000) - Date.now()) / 1000));
      return new ProblemError(503, failure.code, { params, headers: { 'Retry-After': String(seconds) } });
    }
    case 'unavailable':
    case 'cursor-lost':
      return new ProblemError(503, failure.code, { params });
    case 'signed-out':
    case 'forbidden':
      return new ProblemError(409, failure.code, { params });
    case 'gone':
    case 'stale':
    case 'duplicate':
    case 'rejected':
      return new ProblemError(502, failure.code, { params });
  }
}

/** Every error as application/problem+json; what nobody expected without its internals. */
export function answerProblems(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const known = problemOf(error);
    if (known === undefined) {
      const { method } = request;
      log.error({ method, route: String(request.route?.path ?? ''), error: loggable(error) }, 'request-broke-off');
    }
    if (response.headersSent) return next(error);
    sendProblem(response, known ?? new ProblemError(500, 'internal-error'), languageOf(request));
  };
}

export function sendProblem(response: Response, problem: ProblemError, language: string): void {
  response
    .status(problem.status)
    .set(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem, language)));
}

export function problemBody({ status, reason, errors, items }: ProblemError, language: string): Problem {
  return {
    type: `urn:cardbridge:problem:${reason.code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: worded(reason, language),
    code: reason.code,
    ...(Object.keys(reason.params).length > 0 ? { params: { ...reason.params } } : {}),
    ...(errors === undefined ? {} : { errors: [...errors] }),
    ...(items === undefined ? {} : { items }),
  };
}
