import type { CrmRecord, PairingKeys, RecordHead, RecordId } from '../../model/contact.ts';
import { FailureError } from '../../model/failure.ts';
import type { RecordDraft, RecordFate } from '../crm.ts';
import type { Call, SalesforceClient } from './client.ts';
import { headOf, isRow, recordOf, rowOf, textOf, type Row } from './mapping.ts';
import { LONGEST_ADDRESS, query, rowsOf, type Page } from './query.ts';
import { fullId } from './record-id.ts';
import type { OrgSchema } from './schema.ts';
import { literal, moment, oneOf } from './soql.ts';
import { epochOf } from './version.ts';

export type Detail = 'heads' | 'fields';

export const RECORDS_A_RETRIEVE = 2000;
const KEYS_A_QUERY = 200;
/** Ids in one query of the Recycle Bin: its address stays below the limit. */
const IDS_A_QUERY = 400;
const LONGEST_MERGE_CHAIN = 10;
/** /updated takes whole minutes, more than one of them. */
const COVERED_WINDOW_MS = 3 * 60_000;

/** Client, schema and who asks: what every read needs. */
export interface Reading {
  readonly client: SalesforceClient;
  readonly schema: OrgSchema;
}

export function selectOf({ schema }: Reading, detail: Detail): string {
  return `SELECT ${(detail === 'heads' ? schema.headFields : schema.recordFields).join(', ')}`;
}

/** Rows as heads or records; a row without an id or stamp is an answer that was not understood. */
export function readPage({ schema }: Reading, { rows, at }: Page, detail: Detail): (RecordHead | CrmRecord)[] {
  return rows.map((row) => {
    const read = detail === 'heads' ? headOf(row, at) : recordOf(row, at, schema);
    if (read !== undefined) return read;
    throw new FailureError({
      kind: 'unavailable',
      code: 'crm-answer-not-understood',
      message: 'Salesforce answered with a record that has no id or stamp.',
    });
  });
}

export function chunks<T>(list: readonly T[], size: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_none, at) => list.slice(at * size, (at + 1) * size));
}

/** By GET, as a read looks to whoever watches the wire, but for more ids than an address holds (REST API guide, "sObject Collections"). */
export function retrieveCall(ids: readonly RecordId[], fields: readonly string[]): Call {
  const path = 'composite/sobjects/Contact';
  const address = `${path}?ids=${ids.join(',')}&fields=${fields.join(',')}`;
  if (address.length <= LONGEST_ADDRESS) return { method: 'GET', path: address };
  return { method: 'POST', path, body: { ids, fields } };
}

/**
 * Rows by id, as many as are visible and not deleted: sObject Collections, 2000 a call.
 * Where the resource refuses a related field, a query does it; the address of that goes inside a composite request.
 */
export async function retrieve(reading: Reading, ids: readonly RecordId[], fields: readonly string[]): Promise<Page> {
  const { client } = reading;
  try {
    const { body, at } = await client.read(retrieveCall(ids, fields));
    // One place for each id asked, null for what is not there; anything shorter is not the whole answer.
    if (!Array.isArray(body) || body.length !== ids.length)
      throw new FailureError({
        kind: 'unavailable',
        code: 'crm-incomplete-answer',
        message: `Salesforce was asked for ${ids.length} records and did not answer for each.`,
      });
    return { rows: body.filter(isRow), at };
  } catch (error) {
    const refused = error instanceof FailureError && error.failure.code === 'crm-invalid-field';
    if (!refused || !error.failure.message.includes('Account')) throw error;
    const pages = await rowsOf(client, `SELECT ${fields.join(', ')} FROM Contact WHERE ${oneOf('Id', ids)}`);
    return {
      rows: pages.flatMap(({ rows }) => rows),
      at: Math.min(...pages.map(({ at }) => at), Date.now() + client.clockOffset),
    };
  }
}

export async function* read(
  reading: Reading,
  ids: readonly RecordId[],
  detail: Detail,
): AsyncGenerator<readonly (RecordHead | CrmRecord)[]> {
  const fields = detail === 'heads' ? [...reading.schema.headFields, 'OwnerId'] : reading.schema.recordFields;
  for (const chunk of chunks([...new Set(ids.map(fullId))], RECORDS_A_RETRIEVE)) {
    yield readPage(reading, await retrieve(reading, chunk, fields), detail);
  }
}

async function records(reading: Reading, condition: string): Promise<CrmRecord[]> {
  const pages = await rowsOf(reading.client, `${selectOf(reading, 'fields')} FROM Contact WHERE ${condition}`);
  return pages.flatMap((page) => readPage(reading, page, 'fields') as CrmRecord[]);
}

/** Those in the Recycle Bin alone. */
async function binned(reading: Reading, condition: string): Promise<CrmRecord[]> {
  const soql = `${selectOf(reading, 'fields')} FROM Contact WHERE IsDeleted = true AND ${condition}`;
  const found: CrmRecord[] = [];
  for await (const page of query(reading.client, soql, 'queryAll'))
    found.push(...(readPage(reading, page, 'fields') as CrmRecord[]));
  return found;
}

/**
 * D4: the Recycle Bin tells a delete from a lost access; M2: a merge is followed to its last master. What no query knows is asked for once more, each by its
 * id: a listing that was empty by mistake is no lost access.
 */
export async function fates(reading: Reading, ids: readonly RecordId[]): Promise<ReadonlyMap<RecordId, RecordFate>> {
  const known = new Map<RecordId, { readonly row: Row; readonly at: number }>();
  let open = [...new Set(ids.map(fullId))];
  for (let step = 0; step < LONGEST_MERGE_CHAIN && open.length > 0; step += 1) {
    const found = await binRows(reading, open);
    for (const [id, row] of found) known.set(id, row);
    const masters = [...found.values()].map(({ row }) => masterOf(row));
    open = [...new Set(masters)].filter((master) => master !== '' && !known.has(master));
  }
  const fields = [...reading.schema.headFields, 'OwnerId'];
  const unknown = [...new Set(ids.map(fullId))].filter((id) => !known.has(id));
  for (const chunk of chunks(unknown, RECORDS_A_RETRIEVE)) {
    const { rows, at } = await retrieve(reading, chunk, fields);
    for (const row of rows) known.set(fullId(textOf(row, 'Id')), { row, at });
  }
  return new Map(ids.map((id) => [id, fateOf(fullId(id), known)]));
}

async function binRows({ client, schema }: Reading, ids: readonly RecordId[]) {
  const found = new Map<RecordId, { readonly row: Row; readonly at: number }>();
  const fields = ['IsDeleted', 'MasterRecordId', 'OwnerId', ...schema.headFields].join(', ');
  for (const chunk of chunks(ids, IDS_A_QUERY)) {
    const soql = `SELECT ${fields} FROM Contact WHERE ${oneOf('Id', chunk)}`;
    for await (const { rows, at } of query(client, soql, 'queryAll'))
      for (const row of rows) found.set(fullId(textOf(row, 'Id')), { row, at });
  }
  return found;
}

const masterOf = (row: Row) => (row.IsDeleted === true ? fullId(textOf(row, 'MasterRecordId')) : '');

function fateOf(id: RecordId, known: ReadonlyMap<RecordId, { readonly row: Row; readonly at: number }>): RecordFate {
  const found = known.get(id);
  if (found === undefined) return { state: 'absent' };
  const head = headOf(found.row, found.at);
  if (found.row.IsDeleted !== true && head !== undefined) return { state: 'visible', head };
  let master = masterOf(found.row);
  if (master === '') return { state: 'deleted' };
  for (const passed = new Set([id, master]); ; passed.add(master)) {
    const row = known.get(master)?.row;
    const next = row === undefined ? '' : masterOf(row);
    if (next === '' || passed.has(next)) return { state: 'merged', into: master };
    master = next;
  }
}

/** P1's search, 200 keys a call: by e-mail, and by name, for either side may have no e-mail. */
export async function candidates(reading: Reading, keys: readonly PairingKeys[]): Promise<CrmRecord[]> {
  const useful = keys.filter(({ emails, name }) => emails.length > 0 || name !== '');
  const found = new Map<RecordId, CrmRecord>();
  for (const chunk of chunks(useful, KEYS_A_QUERY)) {
    const emails = new Set(chunk.flatMap((key) => key.emails));
    const named = (mailed: boolean) =>
      new Set(chunk.flatMap(({ emails: own, name }) => (own.length > 0 === mailed && name !== '' ? [name] : [])));
    const conditions = [
      ...(emails.size > 0 ? [oneOf('Email', emails)] : []),
      ...nameConditions(reading.schema, named(false)),
      // Two that have different e-mails are two people.
      ...nameConditions(reading.schema, named(true)).map((condition) => `(${condition} AND Email = null)`),
    ];
    for (const record of await records(reading, conditions.join(' OR '))) found.set(record.id, record);
  }
  return [...found.values()];
}

/** A Contact's Name holds middle name and suffix too: those who have one are found by first and last name. */
function nameConditions(schema: OrgSchema, names: ReadonlySet<string>): string[] {
  if (names.size === 0) return [];
  const plain = oneOf('Name', names);
  if (!schema.longNames) return [plain];
  const firsts = new Set<string>();
  const lasts = new Set<string>();
  for (const name of names) {
    const words = name.split(' ');
    for (let at = 1; at < words.length; at += 1) {
      firsts.add(words.slice(0, at).join(' '));
      lasts.add(words.slice(at).join(' '));
    }
  }
  const extra = ['MiddleName', 'Suffix'].filter((field) => schema.described.has(field.toLowerCase()));
  if (firsts.size === 0) return [plain];
  return [
    plain,
    `(${oneOf('LastName', lasts)} AND ${oneOf('FirstName', firsts)} AND (${extra.map((field) => `${field} != null`).join(' OR ')}))`,
  ];
}

/** P3: by our external-id field; one that was deleted or merged since was made all the same. */
export async function findByIntents(
  reading: Reading,
  intents: readonly string[],
): Promise<ReadonlyMap<string, CrmRecord>> {
  const found = new Map<string, CrmRecord>();
  for (const chunk of chunks([...new Set(intents)], KEYS_A_QUERY)) {
    for (const record of await records(reading, oneOf(reading.schema.keyField, chunk)))
      if (record.key !== undefined) found.set(record.key, record);
    const missing = chunk.filter((intent) => !found.has(intent));
    if (missing.length === 0) continue;
    for (const record of await binned(reading, oneOf(reading.schema.keyField, missing)))
      if (record.key !== undefined) found.set(record.key, record);
  }
  return found;
}

/** P3 without the field: made by this person since then, with the name and e-mail that were sent; deleted or merged since only where no other is. */
export async function findBySentValues(reading: Reading, draft: RecordDraft, since: string): Promise<CrmRecord[]> {
  const { userId } = await reading.client.session();
  const sent = rowOf(draft.fields, reading.schema);
  const equal = ['FirstName', 'LastName', 'Email'].flatMap((field) => {
    if (!reading.schema.described.has(field.toLowerCase())) return [];
    const value = sent[field];
    if (typeof value === 'string' && value.trim() !== '') return [`${field} = ${literal(value.trim())}`];
    return field === 'LastName' ? [] : [`${field} = null`];
  });
  const made = [`CreatedById = ${literal(userId)}`, `CreatedDate >= ${moment(Date.parse(since))}`];
  const condition = [...made, ...equal].join(' AND ');
  const live = await records(reading, condition);
  return live.length > 0 ? live : binned(reading, condition);
}

const CLOCK_DRIFT_MS = 30_000;

/**
 * Up to when changes are visible, by the org's clock: the start of the longest running transaction where there is one
 * (API guide, getUpdatedResult "latestDateCovered").
 */
export async function coveredUntil(client: SalesforceClient): Promise<number> {
  const before = client.clockOffset;
  const covered = await coveredNow(client);
  // The first answer of a session may tell that the clock as last known was slow: what was asked for ended too early.
  return client.clockOffset - before > CLOCK_DRIFT_MS ? coveredNow(client) : covered;
}

async function coveredNow(client: SalesforceClient): Promise<number> {
  const end = Date.now() + client.clockOffset;
  const query = new URLSearchParams({ start: moment(end - COVERED_WINDOW_MS), end: moment(end) });
  const { body } = await client.read({ method: 'GET', path: `sobjects/Contact/updated/?${query.toString()}` });
  const covered = isRow(body) ? epochOf(textOf(body, 'latestDateCovered')) : Number.NaN;
  if (!Number.isNaN(covered)) return covered;
  throw new FailureError({
    kind: 'unavailable',
    code: 'crm-answer-not-understood',
    message: 'Salesforce did not say up to when its changes are covered.',
  });
}
