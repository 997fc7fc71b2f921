import { FailureError } from '../../model/failure.ts';
import type { Answer, Call, SalesforceClient } from './client.ts';
import { failureOfAnswer } from './failures.ts';
import { isRow, textOf, type Row } from './mapping.ts';
import { fullId } from './record-id.ts';

/**
 * The longest address that goes as a GET. Address and headers together may have 16,384 bytes, and headers, the token among them, some 8,000
 * (Salesforce Help 000386264).
 */
export const LONGEST_ADDRESS = 8000;
const PAGE_OPTIONS = { 'Sforce-Query-Options': 'batchSize=2000' };
const EMPTY_PAGES = 100;
/** Queries in one composite request (REST API guide, "Composite"). */
export const QUERIES_A_COMPOSITE = 5;

/** One page of rows; `at`: the answer's Date. */
export interface Page {
  readonly rows: readonly Row[];
  readonly at: number;
}

interface QueryAnswer {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly next: string | undefined;
}

const notUnderstood = () =>
  new FailureError({
    kind: 'unavailable',
    code: 'crm-answer-not-understood',
    message: 'Salesforce answered a query with something that is no result.',
  });

export function queryAnswer(body: unknown): QueryAnswer {
  if (!isRow(body) || !Array.isArray(body.records) || typeof body.totalSize !== 'number') throw notUnderstood();
  const next = body.done === true ? undefined : textOf(body, 'nextRecordsUrl');
  return { rows: body.records.filter(isRow), total: body.totalSize, next };
}

export function queryCall(soql: string, resource: 'query' | 'queryAll'): Call {
  return { method: 'GET', path: `${resource}?q=${encodeURIComponent(soql)}`, headers: PAGE_OPTIONS };
}

/** The first answer, by GET or, where the address is too long for one, as the only part of a composite request: one call either way. */
async function first(client: SalesforceClient, soql: string, resource: 'query' | 'queryAll'): Promise<Answer> {
  const call = queryCall(soql, resource);
  if (call.path.length <= LONGEST_ADDRESS) return client.read(call);
  const { parts, at } = await composite(client, [call]);
  return { body: parts[0], at };
}

/**
 * Everything that a query selects, page by page. Complete or a failure: fewer rows than announced, or a page that leads nowhere, is
 * `unavailable`; a forgotten cursor is `cursor-lost`.
 */
export async function* query(
  client: SalesforceClient,
  soql: string,
  resource: 'query' | 'queryAll' = 'query',
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  const followed = new Set<string>();
  let answer = await first(client, soql, resource);
  const { total } = queryAnswer(answer.body);
  for (;;) {
    const { rows, next } = queryAnswer(answer.body);
    const fresh = rows.filter((row) => !seen.has(fullId(textOf(row, 'Id'))));
    for (const row of fresh) seen.add(fullId(textOf(row, 'Id')));
    if (fresh.length > 0) yield { rows: fresh, at: answer.at };
    if (next === undefined) break;
    // No page leads back, and there are no more pages than rows but for some empty ones.
    if (next === '' || followed.has(next) || followed.size > total + EMPTY_PAGES) throw incomplete(seen.size, total);
    followed.add(next);
    answer = await followOn(client, next);
  }
  if (seen.size < total) throw incomplete(seen.size, total);
}

/** The page behind a cursor. One that the service does not know any more is `cursor-lost`, whatever its error is called. */
async function followOn(client: SalesforceClient, next: string): Promise<Answer> {
  try {
    return await client.read({ method: 'GET', path: next, headers: PAGE_OPTIONS });
  } catch (error) {
    if (error instanceof FailureError && (error.failure.kind === 'gone' || error.failure.code === 'crm-other'))
      throw new FailureError({ ...error.failure, kind: 'cursor-lost', code: 'crm-cursor-lost' }, { cause: error });
    throw error;
  }
}

function incomplete(got: number, total: number): FailureError {
  return new FailureError({
    kind: 'unavailable',
    code: 'crm-incomplete-answer',
    message: `Salesforce announced ${total} records and gave ${got}.`,
  });
}

/** All rows of a small query. */
export async function rowsOf(client: SalesforceClient, soql: string): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of query(client, soql)) pages.push(page);
  return pages;
}

/** `SELECT COUNT()`: the number alone. */
export async function countOf(client: SalesforceClient, soql: string): Promise<number> {
  return queryAnswer((await first(client, soql, 'query')).body).total;
}

/**
 * Reads that travel together as one call, at most 25, five of them queries. The parts' bodies in the order asked. The failure of a part is
 * the failure of the whole, except those that `tolerates` names: their body is undefined.
 */
export async function composite(
  client: SalesforceClient,
  calls: readonly Call[],
  tolerates: (status: number) => boolean = () => false,
): Promise<{ readonly parts: readonly unknown[]; readonly at: number }> {
  const { body, at } = await client.read({
    method: 'POST',
    path: 'composite',
    body: {
      allOrNone: false,
      compositeRequest: calls.map(({ method, path, headers }, place) => ({
        method,
        url: client.dataPath(path),
        referenceId: `part${place}`,
        ...(headers === undefined ? {} : { httpHeaders: headers }),
      })),
    },
  });
  const answers = isRow(body) && Array.isArray(body.compositeResponse) ? body.compositeResponse.filter(isRow) : [];
  const parts = calls.map((_call, place) => {
    const answer = answers.find(({ referenceId }) => referenceId === `part${place}`);
    if (answer === undefined || typeof answer.httpStatusCode !== 'number') throw notUnderstood();
    const status = answer.httpStatusCode;
    if (status < 300) return answer.body;
    if (tolerates(status)) return undefined;
    throw new FailureError(failureOfAnswer({ status, headers: {}, body: answer.body }, false, Date.now()));
  });
  return { parts, at };
}
