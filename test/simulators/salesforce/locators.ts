import { randomInt } from 'node:crypto';
import { ApiError } from './api-error.ts';
import type { Org } from './org.ts';
import { makeId } from './record-id.ts';
import type { Json } from './record-json.ts';
import type { Row } from './schema.ts';
import type { QueryResult } from './soql.ts';
import { MINUTE_MS } from './times.ts';

interface Cursor {
  readonly userId: string;
  readonly result: QueryResult;
  readonly batch: number;
  usedAt: number;
}

export interface Page {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly Json[];
}

/** Unused for so long, a query's cursor is dropped (SOQL reference, "queryMore"). */
const IDLE_MS = 15 * MINUTE_MS;

/** Results of queries that are read on by nextRecordsUrl. The rows are those of the time of the query. Lost on a restart. */
export class Locators {
  private readonly cursors = new Map<string, Cursor>();
  private readonly org: Org;

  constructor(org: Org) {
    this.org = org;
  }

  /** The first page; `empty`: one without records that leads on to them. */
  open(result: QueryResult, userId: string, batch: number, base: string, empty = false): Page {
    const { rows, total, render } = result;
    if (result.grouped === true && rows.length > batch)
      throw new ApiError(400, {
        code: 'EXCEEDED_ID_LIMIT',
        message: 'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
      });
    if ((!empty || result.grouped === true) && rows.length <= batch)
      return { totalSize: total, done: true, records: rows.map(render) };
    this.sweep();
    const id = makeId('01g', randomInt(1, 1_000_000_000));
    const cursor = { userId, result, batch, usedAt: this.org.now() };
    this.cursors.set(id, cursor);
    return empty ? this.emptyPage(id, cursor, 0, base) : this.page(id, cursor, 0, base);
  }

  /** A following page by its locator, `01g…-2000`. Throws INVALID_QUERY_LOCATOR. */
  more(locator: string, userId: string, base: string, empty = false): Page {
    this.sweep();
    const [id = '', place = ''] = locator.split('-');
    const cursor = this.cursors.get(id);
    const start = Number(place);
    if (cursor === undefined || cursor.userId !== userId || !Number.isInteger(start) || start < 0)
      throw new ApiError(this.org.context.switches.get('salesforce-locator-error') === 404 ? 404 : 400, {
        code: 'INVALID_QUERY_LOCATOR',
        message: 'invalid query locator',
      });
    cursor.usedAt = this.org.now();
    return empty ? this.emptyPage(id, cursor, start, base) : this.page(id, cursor, start, base);
  }

  forget(userId: string | undefined): void {
    for (const [id, cursor] of this.cursors)
      if (userId === undefined || cursor.userId === userId) this.cursors.delete(id);
  }

  private page(id: string, { result, batch }: Cursor, start: number, base: string): Page {
    const end = start + batch;
    const rows: readonly Row[] = result.rows.slice(start, end);
    const done = end >= result.rows.length;
    return {
      totalSize: result.total,
      done,
      ...(done ? {} : { nextRecordsUrl: `${base}/query/${id}-${String(end)}` }),
      records: rows.map(result.render),
    };
  }

  private emptyPage(id: string, { result }: Cursor, start: number, base: string): Page {
    return {
      totalSize: result.total,
      done: false,
      nextRecordsUrl: `${base}/query/${id}-${String(start)}`,
      records: [],
    };
  }

  private sweep(): void {
    const oldest = this.org.now() - IDLE_MS;
    for (const [id, cursor] of this.cursors) if (cursor.usedAt < oldest) this.cursors.delete(id);
  }
}
