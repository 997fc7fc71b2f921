import type { SimRequest, SimResponse } from '../kit/message.ts';
import { badJson } from './api-error.ts';
import type { ListViews } from './list-views.ts';
import type { Locators } from './locators.ts';
import type { Org } from './org.ts';
import type { Json } from './record-json.ts';
import { duplicateOptions } from './rules.ts';
import type { Saver } from './saving.ts';

export interface Caller {
  readonly userId: string;
  readonly email: string;
  readonly product: boolean;
}

/** What the resources work on. */
export interface Desk {
  readonly org: Org;
  readonly locators: Locators;
  readonly views: ListViews;
  /** Calls of the last day, as Sforce-Limit-Info and /limits have them. */
  readonly usage: { used: number; readonly max: number };
  /** A request inside a batch. */
  part(request: SimRequest, caller: Caller): SimResponse;
}

/** A REST call below `/services/data/vXX.X`. */
export interface Call {
  readonly desk: Desk;
  readonly org: Org;
  readonly request: SimRequest;
  readonly caller: Caller;
  readonly version: string;
  readonly base: string;
  /** Decoded segments below the base. */
  readonly path: readonly string[];
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function jsonBody({ request }: Call): Json {
  const value = parseJson(request.body.toString('utf8'));
  if (isJson(value)) return value;
  throw badJson('The HTTP entity body is required to be a JSON object');
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badJson(
      text === ''
        ? 'The HTTP entity body is required, but this request has no entity body.'
        : 'Unexpected character in the body at [line:1, column:1]',
    );
  }
}

export function saverOf({ request, caller }: Call): Saver {
  return { userId: caller.userId, duplicates: duplicateOptions(request.headers['sforce-duplicate-rule-header']) };
}

/** The value of a conditional header in epoch milliseconds; undefined without it. */
export function httpDate(request: SimRequest, header: string): number | undefined {
  const text = request.headers[header];
  return text === undefined ? undefined : Date.parse(text);
}
