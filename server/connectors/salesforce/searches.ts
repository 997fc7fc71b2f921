import type { CrmRecord } from '../../model/contact.ts';
import type { Surroundings } from '../crm.ts';
import { textOf, isRow, type Row } from './mapping.ts';
import { composite, queryAnswer, queryCall, rowsOf } from './query.ts';
import { readPage, selectOf, type Reading } from './reads.ts';
import { fullId } from './record-id.ts';
import { containing, ending, literal } from './soql.ts';

/** More words make the query longer, not the answer better. */
const WORDS = 5;
const COLLEAGUES = 200;
const ACCOUNTS = 20;

/** Records that have each word of the text in name, e-mail or Account's name, by name; one query. */
export async function search(reading: Reading, text: string, limit: number): Promise<CrmRecord[]> {
  const words = text.trim().split(/\s+/).slice(0, WORDS);
  if (words[0] === undefined || words[0] === '') return [];
  const among = ['Name', 'Email', ...(reading.schema.accounts ? ['Account.Name'] : [])];
  const conditions = words.map((word) => `(${among.map((field) => `${field} LIKE ${containing(word)}`).join(' OR ')})`);
  const soql = `${selectOf(reading, 'fields')} FROM Contact WHERE ${conditions.join(' AND ')} ORDER BY Name LIMIT ${limit}`;
  const pages = await rowsOf(reading.client, soql);
  return pages.flatMap((page) => readPage(reading, page, 'fields') as CrmRecord[]);
}

/** T1's card, one call: an open Lead with the address, and the Accounts of the mail domain. What this person may not read is none. */
export async function surroundings(reading: Reading, email: string, domain: string | undefined): Promise<Surroundings> {
  const business = reading.schema.personAccounts ? ' AND IsPersonAccount = false' : '';
  const lead = `SELECT Id, Name FROM Lead WHERE Email = ${literal(email)} AND IsConverted = false ORDER BY CreatedDate LIMIT 1`;
  const colleagues = `SELECT Id, Account.Name FROM Contact WHERE Email LIKE ${ending(`@${domain ?? ''}`)} AND AccountId != null LIMIT ${COLLEAGUES}`;
  const sites = `SELECT Id, Name, Website FROM Account WHERE Website LIKE ${containing(domain ?? '')}${business} ORDER BY CreatedDate LIMIT ${ACCOUNTS}`;
  const asked = [lead, ...(domain === undefined ? [] : [...(reading.schema.accounts ? [colleagues] : []), sites])];
  const { parts } = await composite(
    reading.client,
    asked.map((soql) => queryCall(soql, 'query')),
    (status) => status === 400 || status === 403 || status === 404,
  );
  const rows = (soql: string): readonly Row[] => {
    const part = parts[asked.indexOf(soql)];
    return part === undefined ? [] : queryAnswer(part).rows;
  };
  const [found] = rows(lead);
  return {
    ...(found === undefined ? {} : { lead: { id: fullId(textOf(found, 'Id')), name: textOf(found, 'Name') } }),
    colleagues: rows(colleagues).flatMap(({ Account: account }) => (isRow(account) ? [textOf(account, 'Name')] : [])),
    sites: rows(sites).flatMap((row) => (hostOf(textOf(row, 'Website')) === domain ? [textOf(row, 'Name')] : [])),
  };
}

/** People write a website with or without its scheme. */
function hostOf(website: string): string {
  const host = /^(?:https?:\/\/)?([^/:?#\s]+)/i.exec(website.trim())?.[1] ?? '';
  return host.toLowerCase().replace(/^www\./, '');
}
