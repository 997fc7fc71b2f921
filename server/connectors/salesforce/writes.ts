import type { RecordId } from '../../model/contact.ts';
import { FailureError, type Failure, type Outcome } from '../../model/failure.ts';
import type { RecordChange, RecordDraft, RecordRemoval } from '../crm.ts';
import type { Call } from './client.ts';
import { errorsIn, failureOf } from './failures.ts';
import { draftRow, headOf, isPersonAccount, isRow, rowOf, textOf, type Row } from './mapping.ts';
import { chunks, retrieve, type Reading } from './reads.ts';
import { fullId } from './record-id.ts';
import { sameVersion } from './version.ts';

/** sObject Collections and SOAP take 200 records a call. */
const RECORDS_A_WRITE = 200;
/** Alert rules stop a create, so that P5's choice comes up; on an update, and once a new record was chosen, they have nothing to say. */
const STOPPED_BY_DUPLICATES = {
  'Sforce-Duplicate-Rule-Header': 'allowSave=false; includeRecordDetails=true; runAsCurrentUser=true',
};
const ALERTS_PASS = {
  'Sforce-Duplicate-Rule-Header': 'allowSave=true; includeRecordDetails=true; runAsCurrentUser=true',
};

const GONE: Failure = { kind: 'gone', code: 'crm-gone', message: 'The record is not there or not visible.' };
const STALE: Failure = { kind: 'stale', code: 'crm-changed', message: 'The record has changed since it was read.' };
const PERSON: Failure = {
  kind: 'rejected',
  code: 'crm-person-account',
  message: 'A person account is never deleted from here.',
  fields: [],
};
const UNANSWERED: Failure = {
  kind: 'unavailable',
  code: 'crm-incomplete-answer',
  message: 'Salesforce did not answer for this record.',
  maybeDone: true,
};

const refused = <T>(failure: Failure): Outcome<T> => ({ ok: false, failure });

/** Batches one after another; each record's outcome in the order given. A failure of a whole batch is the outcome of each of its records. */
async function inBatches<T, R>(
  list: readonly T[],
  batch: (part: readonly T[]) => Promise<readonly Outcome<R>[]>,
): Promise<Outcome<R>[]> {
  const outcomes: Outcome<R>[] = [];
  for (const part of chunks(list, RECORDS_A_WRITE)) {
    try {
      outcomes.push(...(await batch(part)));
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      outcomes.push(...part.map(() => refused<R>(error.failure)));
    }
  }
  return outcomes;
}

/** One collection call: the result for each record, in order; a place without one may have been written. */
async function collection({ client, schema }: Reading, call: Call, count: number): Promise<Outcome<Row>[]> {
  const { body } = await client.write(call);
  const results: readonly unknown[] = Array.isArray(body) ? body : [];
  return Array.from({ length: count }, (_none, place): Outcome<Row> => {
    const result = results[place];
    if (!isRow(result) || typeof result.success !== 'boolean') return refused(UNANSWERED);
    if (result.success) return { ok: true, value: result };
    return refused(failureOf(errorsIn(result), schema.fieldName, Date.now()));
  });
}

/** P3: by upsert on our external-id field where the org has it, so that the key is unique; sent once and never repeated. */
export async function create(reading: Reading, drafts: readonly RecordDraft[]): Promise<Outcome<RecordId>[]> {
  const outcomes = new Map<RecordDraft, Outcome<RecordId>>();
  // The header is that of a whole call.
  for (const chosen of [false, true]) {
    const part = drafts.filter((draft) => (draft.chosen === true) === chosen);
    const made = await createUnder(chosen ? ALERTS_PASS : STOPPED_BY_DUPLICATES, reading, part);
    part.forEach((draft, at) => outcomes.set(draft, made[at] ?? refused(UNANSWERED)));
  }
  return drafts.map((draft) => outcomes.get(draft) ?? refused(UNANSWERED));
}

function createUnder(
  headers: Readonly<Record<string, string>>,
  reading: Reading,
  drafts: readonly RecordDraft[],
): Promise<Outcome<RecordId>[]> {
  const { schema } = reading;
  return inBatches(drafts, async (part) => {
    const records = part.map((draft) => ({
      ...draftRow(draft, schema),
      ...(schema.externalKey ? { [schema.keyField]: draft.intent } : {}),
    }));
    const call: Call = {
      method: schema.externalKey ? 'PATCH' : 'POST',
      path: schema.externalKey ? `composite/sobjects/Contact/${schema.keyField}` : 'composite/sobjects',
      headers,
      body: { allOrNone: false, records },
    };
    const results = await collection(reading, call, part.length);
    return results.map((result): Outcome<RecordId> => {
      if (!result.ok) return result;
      const id = fullId(textOf(result.value, 'id'));
      return id === '' ? refused(UNANSWERED) : { ok: true, value: id };
    });
  });
}

/** The rows of a batch as they are now, by id. */
async function lookAgain(reading: Reading, ids: readonly RecordId[], more: readonly string[]) {
  const { headFields, personAccounts } = reading.schema;
  const fields = [...headFields, ...(personAccounts ? ['IsPersonAccount'] : []), ...more];
  const { rows, at } = await retrieve(reading, [...new Set(ids.map(fullId))], fields);
  return new Map(
    rows.flatMap((row) => {
      const head = headOf(row, at);
      return head === undefined ? [] : [[head.id, { row, version: head.version }] as const];
    }),
  );
}

/** C6: the versions of a batch are read right before it is sent; what moved is `stale`. */
export function update(reading: Reading, changes: readonly RecordChange[]): Promise<Outcome<null>[]> {
  return inBatches(changes, async (part) => {
    const now = await lookAgain(
      reading,
      part.map(({ id }) => id),
      [],
    );
    return guarded(
      part,
      ({ id, version }) => {
        const found = now.get(fullId(id));
        if (found === undefined) return GONE;
        return sameVersion(found.version, version) ? undefined : STALE;
      },
      async (list) => {
        // Records of one kind stand together: a collection takes ten changes of kind at most.
        const rows = list.map((change) => changeRow(reading, change, now.get(fullId(change.id))?.row));
        const order = [...rows.keys()].sort((a, b) => Number(rows[a]?.onAccount) - Number(rows[b]?.onAccount));
        const records = order.flatMap((place) => rows[place]?.record ?? []);
        const call: Call = {
          method: 'PATCH',
          path: 'composite/sobjects',
          headers: ALERTS_PASS,
          body: { allOrNone: false, records },
        };
        const results = await collection(reading, call, records.length);
        const outcomes = list.map((): Outcome<null> => refused(UNANSWERED));
        order.forEach((place, position) => {
          const result = results[position];
          if (result !== undefined)
            outcomes[place] = result.ok ? { ok: true, value: null } : refused(ofUpdate(result.failure));
        });
        return outcomes;
      },
    );
  });
}

/** An update that a Block rule stops has no pair to be made: the contact is refused (C5). */
function ofUpdate(failure: Failure): Failure {
  if (failure.kind !== 'duplicate') return failure;
  return { kind: 'rejected', code: 'crm-duplicate-rule', message: failure.message, fields: [] };
}

/** A6: a person account's values are written to its Account. */
function changeRow({ schema }: Reading, change: RecordChange, row: Row | undefined) {
  const accountId = row !== undefined && isPersonAccount(row) ? fullId(textOf(row, 'AccountId')) : '';
  const personAccountId = change.personAccountId ?? accountId;
  const onAccount = personAccountId !== '';
  const record = {
    attributes: { type: onAccount ? 'Account' : 'Contact' },
    Id: onAccount ? personAccountId : fullId(change.id),
    ...rowOf(change.fields, schema, onAccount),
    ...(change.accountId === undefined || onAccount ? {} : { AccountId: change.accountId }),
  };
  return { record, onAccount };
}

/** Those that a last look lets pass go on together; the rest have their failure. */
async function guarded<T, R>(
  part: readonly T[],
  look: (entry: T) => Failure | undefined,
  go: (passed: readonly T[]) => Promise<readonly Outcome<R>[]>,
): Promise<Outcome<R>[]> {
  const failures = part.map(look);
  const passed = part.filter((_entry, place) => failures[place] === undefined);
  const results = passed.length === 0 ? [] : [...(await sent(passed, go))];
  return failures.map((failure) =>
    failure === undefined ? (results.shift() ?? refused(UNANSWERED)) : refused(failure),
  );
}

/** A failed send concerns those that were sent only. */
async function sent<T, R>(
  passed: readonly T[],
  go: (passed: readonly T[]) => Promise<readonly Outcome<R>[]>,
): Promise<readonly Outcome<R>[]> {
  try {
    return await go(passed);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return passed.map(() => refused<R>(error.failure));
  }
}

/** D2's last look, then the Recycle Bin: version and owner as given, not merged, no person account (A6). */
export function remove(reading: Reading, removals: readonly RecordRemoval[]): Promise<Outcome<null>[]> {
  return inBatches(removals, async (part) => {
    const more = ['OwnerId', 'IsDeleted', 'MasterRecordId'];
    const now = await lookAgain(
      reading,
      part.map(({ id }) => id),
      more,
    );
    return guarded(
      part,
      ({ id, version, ownerId }) => {
        const found = now.get(fullId(id));
        if (found === undefined || found.row.IsDeleted === true) return GONE;
        if (isPersonAccount(found.row)) return PERSON;
        const same = sameVersion(found.version, version) && fullId(textOf(found.row, 'OwnerId')) === fullId(ownerId);
        return same && textOf(found.row, 'MasterRecordId') === '' ? undefined : STALE;
      },
      async (list) => {
        const ids = list.map(({ id }) => fullId(id)).join(',');
        const call: Call = { method: 'DELETE', path: `composite/sobjects?ids=${ids}&allOrNone=false` };
        const results = await collection(reading, call, list.length);
        return results.map((result): Outcome<null> => (result.ok ? { ok: true, value: null } : result));
      },
    );
  });
}

/** J1: out of the Recycle Bin. `gone` if it is not in there. */
export function undelete(reading: Reading, ids: readonly RecordId[]): Promise<Outcome<null>[]> {
  return inBatches(ids.map(fullId), async (part) => {
    const results = await reading.client.undelete(part);
    return part.map((_id, place): Outcome<null> => {
      const result = results[place];
      if (result === undefined) return refused(UNANSWERED);
      if (result.success) return { ok: true, value: null };
      const errors = result.errors.map(({ statusCode, message }) => ({
        code: statusCode ?? '',
        message: message ?? '',
        fields: [],
        records: [],
      }));
      return refused(failureOf(errors, reading.schema.fieldName, Date.now()));
    });
  });
}
