import { FailureError } from '../../model/failure.ts';
import type { Filter } from '../../model/settings.ts';
import type { ListView } from '../crm.ts';
import type { SalesforceClient } from './client.ts';
import { isRow, textOf, type Row } from './mapping.ts';
import { composite } from './query.ts';
import { selection } from './soql.ts';

const PARTS_A_COMPOSITE = 25;
const MOST_PAGES = 1000;

const notUnderstood = () =>
  new FailureError({
    kind: 'unavailable',
    code: 'crm-answer-not-understood',
    message: 'Salesforce answered with no list of list views.',
  });

/** FROM and what follows it, for one filter. Throws `gone` or `rejected` where a list view cannot be read or expressed (F2). */
export async function sourceOf(client: SalesforceClient, filter: Filter): Promise<string> {
  switch (filter.kind) {
    case 'all':
      return 'FROM Contact';
    case 'mine':
      return 'FROM Contact USING SCOPE mine';
    case 'view':
      return viewSource(client, filter.listViewId);
  }
}

async function viewSource(client: SalesforceClient, id: string): Promise<string> {
  const { body } = await client.read({ method: 'GET', path: describePath(id) }).catch((error: unknown) => {
    if (!(error instanceof FailureError) || error.failure.kind !== 'gone') throw error;
    throw new FailureError({ ...error.failure, code: 'crm-view-gone' }, { cause: error });
  });
  const source = isRow(body) ? sourceIn(body) : undefined;
  if (source !== undefined) return source;
  throw new FailureError({
    kind: 'rejected',
    code: 'list-view-not-soql',
    message: 'The list view has no query that Salesforce can express.',
    fields: [],
  });
}

const describePath = (id: string) => `sobjects/Contact/listviews/${encodeURIComponent(id)}/describe`;

function sourceIn(describe: Row): string | undefined {
  return typeof describe.query === 'string'
    ? selection(describe.query, /^\w+$/.exec(textOf(describe, 'scope'))?.[0])
    : undefined;
}

/**
 * The Contact list views that this person sees. One without a query is not usable, which only its describe tells for sure
 * (REST API guide, "List View Describe"): 25 a call.
 */
export async function listViews(client: SalesforceClient): Promise<ListView[]> {
  const rows: Row[] = [];
  const followed = new Set<string>();
  for (let path: string | undefined = 'sobjects/Contact/listviews'; path !== undefined;) {
    const { body } = await client.read({ method: 'GET', path });
    if (!isRow(body) || !Array.isArray(body.listviews)) throw notUnderstood();
    rows.push(...body.listviews.filter(isRow));
    followed.add(path);
    path = body.done === false ? textOf(body, 'nextRecordsUrl') || undefined : undefined;
    if (path !== undefined && (followed.has(path) || followed.size > MOST_PAGES)) throw notUnderstood();
  }
  const asked = rows.filter((row) => row.soqlCompatible !== false);
  const expressible = new Set<string>();
  for (let at = 0; at < asked.length; at += PARTS_A_COMPOSITE) {
    const chunk = asked.slice(at, at + PARTS_A_COMPOSITE);
    const calls = chunk.map((row) => ({ method: 'GET' as const, path: describePath(textOf(row, 'id')) }));
    const { parts } = await composite(client, calls, (status) => status === 404 || status === 403 || status === 400);
    chunk.forEach((row, place) => {
      const part = parts[place];
      if (isRow(part) && sourceIn(part) !== undefined) expressible.add(textOf(row, 'id'));
    });
  }
  return rows.map((row): ListView => {
    const id = textOf(row, 'id');
    const shown = { id, label: textOf(row, 'label') || textOf(row, 'developerName') };
    return expressible.has(id) ? { ...shown, usable: true } : { ...shown, usable: false, reason: 'list-view-not-soql' };
  });
}
