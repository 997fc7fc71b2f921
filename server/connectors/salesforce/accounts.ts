import type { AccountAnswer } from '../crm.ts';
import { isRow, notUnderstood, textOf, type Row } from './mapping.ts';
import { composite, QUERIES_A_COMPOSITE, queryAnswer, queryCall, rowsOf } from './query.ts';
import { chunks, type Reading } from './reads.ts';
import { fullId, isId } from './record-id.ts';
import { containing, oneOf } from './soql.ts';
import { epochOf } from './version.ts';

const NAMES_A_QUERY = 200;
const LONGEST_NAME = 255;

/** Company names as A1 compares them. */
const comparable = (name: string) => name.trim().toLowerCase();

/**
 * Each company's Account: A1 in bulk (equal name, the one created first, then the lowest id), then A2 for the rest, five a call
 * (exactly one that contains it). Business accounts only. Keyed by the company as given.
 */
export async function accounts(
  reading: Reading,
  companies: readonly string[],
): Promise<ReadonlyMap<string, AccountAnswer>> {
  const wanted = new Map<string, string>();
  for (const company of companies) {
    const name = company.trim();
    if (name !== '' && [...name].length <= LONGEST_NAME) wanted.set(comparable(company), name);
  }
  const found = await equalAccounts(reading, wanted);
  const rest = [...wanted].filter(([key]) => !found.has(key));
  for (const [key, answer] of await containingAccounts(reading, rest)) found.set(key, answer);
  return new Map(companies.map((company) => [company, found.get(comparable(company)) ?? { state: 'none' }]));
}

const business = ({ schema }: Reading) => (schema.personAccounts ? ' AND IsPersonAccount = false' : '');

async function equalAccounts(
  reading: Reading,
  wanted: ReadonlyMap<string, string>,
): Promise<Map<string, AccountAnswer>> {
  const best = new Map<string, Row>();
  for (const names of chunks([...wanted.values()], NAMES_A_QUERY)) {
    const soql = `SELECT Id, Name, CreatedDate FROM Account WHERE ${oneOf('Name', names)}${business(reading)}`;
    for (const { rows } of await rowsOf(reading.client, soql)) {
      for (const row of rows) {
        const key = comparable(textOf(row, 'Name'));
        const known = best.get(key);
        if (known === undefined || isEarlier(row, known)) best.set(key, row);
      }
    }
  }
  return new Map([...best].map(([key, row]) => [key, answerOf('equal', row)]));
}

function isEarlier(a: Row, b: Row): boolean {
  const [atA, atB] = [epochOf(textOf(a, 'CreatedDate')), epochOf(textOf(b, 'CreatedDate'))];
  return atA === atB ? fullId(textOf(a, 'Id')) < fullId(textOf(b, 'Id')) : atA < atB;
}

async function containingAccounts(
  reading: Reading,
  rest: readonly (readonly [string, string])[],
): Promise<Map<string, AccountAnswer>> {
  const found = new Map<string, AccountAnswer>();
  for (const chunk of chunks(rest, QUERIES_A_COMPOSITE)) {
    const calls = chunk.map(([, name]) =>
      queryCall(
        `SELECT Id, Name FROM Account WHERE Name LIKE ${containing(name)}${business(reading)} LIMIT 2`,
        'query',
      ),
    );
    const { parts } = await composite(reading.client, calls);
    chunk.forEach(([key], place) => {
      const { rows } = queryAnswer(parts[place]);
      const [only] = rows;
      if (only !== undefined && rows.length === 1 && isRow(only)) found.set(key, answerOf('contains', only));
    });
  }
  return found;
}

function answerOf(state: 'equal' | 'contains', row: Row): AccountAnswer {
  const id = textOf(row, 'Id');
  if (!isId(id)) throw notUnderstood('Id');
  return { state, id: fullId(id), name: textOf(row, 'Name') };
}
