import type { CrmRecord, FieldChanges, FieldMap, RecordId } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import type { JournalEntry } from '../model/journal.ts';
import { isServersRewrite, normalForm } from '../planner/normal-form.ts';
import type { Write } from '../planner/operation.ts';
import { likeness, pairingKeys } from '../planner/pairing.ts';
import type { WriteResult } from '../planner/write-result.ts';
import type { WritingContext } from './context.ts';
import type { IntentPayload } from './intent-payload.ts';

export interface Intent {
  readonly entry: JournalEntry;
  readonly payload: IntentPayload;
  readonly write: Write;
}

export type Verdict =
  | { readonly state: 'done'; readonly result: WriteResult }
  | { readonly state: 'not-done' | 'unknown' }
  | { readonly state: 'open' };

/** What became of the writes to Salesforce that were never answered. */
export async function judgeRecords(
  context: WritingContext,
  intents: readonly Intent[],
  verdicts: Map<string, Verdict>,
): Promise<void> {
  const creates = intents.filter(({ write }) => write.kind === 'create-record');
  if (creates.length > 0) await judgeCreates(context, creates, verdicts);
  const updates = intents.flatMap((intent) =>
    intent.write.kind === 'update-record' ? [{ intent, write: intent.write }] : [],
  );
  if (updates.length > 0) {
    const records = new Map<string, CrmRecord>();
    for await (const page of context.crm.read([...new Set(updates.map(({ write }) => write.id))], 'fields'))
      for (const record of page) records.set(record.id, record);
    for (const { intent, write } of updates)
      verdicts.set(intent.entry.id, updateVerdict(context, write, records.get(write.id)));
  }
  const deletes = intents.flatMap((intent) =>
    intent.write.kind === 'delete-record' || intent.write.kind === 'undelete-record'
      ? [{ intent, id: intent.write.id }]
      : [],
  );
  if (deletes.length > 0) {
    const fates = await context.crm.fates(deletes.map(({ id }) => id));
    for (const { intent, id } of deletes) {
      const wanted = intent.write.kind === 'delete-record' ? 'deleted' : 'visible';
      verdicts.set(
        intent.entry.id,
        fates.get(id)?.state === wanted ? { state: 'done', result: { done: true } } : { state: 'not-done' },
      );
    }
  }
}

function updateVerdict(
  context: WritingContext,
  write: Extract<Write, { kind: 'update-record' }>,
  record: CrmRecord | undefined,
): Verdict {
  if (record === undefined) return { state: 'not-done' };
  return hasAll(context.rules, write.values, record)
    ? { state: 'done', result: { done: true } }
    : { state: 'not-done' };
}

/** Whether the record has every value that was sent, as it is or as the server made it (C7). */
function hasAll(rules: readonly FieldRule[], sent: FieldChanges, { fields }: CrmRecord): boolean {
  return rules
    .filter(({ field }) => field in sent)
    .every(
      (rule) =>
        isServersRewrite(rule, sent[rule.field] ?? undefined, fields[rule.field]) ||
        normalForm(rule, sent[rule.field]) === normalForm(rule, fields[rule.field]),
    );
}

/** What was sent may begin late and take long: covered past its sending alone, it may still be on its way. */
const LONGEST_REQUEST_MS = 3 * 60_000;

/** P3: by the external-id field where the org has it; else by what was sent and who made it, once the org's covered time is past the send. */
async function judgeCreates(
  context: WritingContext,
  intents: readonly Intent[],
  verdicts: Map<string, Verdict>,
): Promise<void> {
  if (context.schema.externalKey) {
    const found = await context.crm.findByIntents(intents.map(({ payload }) => payload.key));
    for (const { entry, payload } of intents) {
      const record = found.get(payload.key);
      verdicts.set(
        entry.id,
        record === undefined ? { state: 'not-done' } : { state: 'done', result: { done: true, recordId: record.id } },
      );
    }
    return;
  }
  const covered = await context.crm.coveredUntil();
  const candidates: Candidates[] = [];
  for (const { entry, write, payload } of intents) {
    const { sentAt } = payload;
    if (covered <= sentAt + LONGEST_REQUEST_MS || write.kind !== 'create-record') {
      verdicts.set(entry.id, { state: 'open' });
      continue;
    }
    const since = new Date(sentAt - 60_000).toISOString();
    const found = await context.crm.findBySentValues(
      { intent: entry.id, fields: write.values, accountId: write.accountId, defaults: {} },
      since,
    );
    const linked = await context.store.links.byRecords(
      context.account.id,
      found.map((record) => record.id),
    );
    const free = found.filter(
      (record) => !linked.some((link) => link.recordId === record.id && link.id !== entry.linkId),
    );
    candidates.push({ id: entry.id, sent: write.values as FieldMap, found: free });
  }
  const made = recordOfEach(context.rules, candidates);
  for (const { id } of candidates) {
    const recordId = made.get(id);
    // None, or several: P1's search finds what there is by e-mail and name, and lets the person choose.
    verdicts.set(
      id,
      recordId === undefined ? { state: 'not-done' } : { state: 'done', result: { done: true, recordId } },
    );
  }
}

interface Candidates {
  readonly id: string;
  readonly sent: FieldMap;
  /** Records with the name and e-mail that were sent, by the same creator since then, that no other link has. */
  readonly found: readonly CrmRecord[];
}

/**
 * Which record each create made: the one that has all that was sent, else the one that is that person's by P1. A record is what one create made: two people
 * of one name are not taken for each other.
 */
function recordOfEach(rules: readonly FieldRule[], candidates: readonly Candidates[]): ReadonlyMap<string, RecordId> {
  const made = new Map<string, RecordId>();
  const taken = new Set<RecordId>();
  const fits: readonly ((sent: FieldMap, record: CrmRecord) => boolean)[] = [
    (sent, record) => hasAll(rules, sent, record),
    (sent, record) => likeness(pairingKeys(sent), pairingKeys(record.fields)) !== 'different',
  ];
  for (const fit of fits) {
    for (const { id, sent, found } of candidates) {
      if (made.has(id)) continue;
      const [only, ...others] = found.filter((record) => !taken.has(record.id) && fit(sent, record));
      if (only === undefined || others.length > 0) continue;
      made.set(id, only.id);
      taken.add(only.id);
    }
  }
  return made;
}
