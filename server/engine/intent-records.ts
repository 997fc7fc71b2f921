import type { CrmRecord } from '../model/contact.ts';
import type { JournalEntry } from '../model/journal.ts';
import { isServersRewrite, normalForm } from '../planner/normal-form.ts';
import type { Write } from '../planner/operation.ts';
import type { WriteResult } from '../planner/settle.ts';
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
  const written = context.rules.filter((rule) => rule.field in write.values);
  const done = written.every(
    (rule) =>
      isServersRewrite(rule, write.values[rule.field] ?? undefined, record.fields[rule.field]) ||
      normalForm(rule, write.values[rule.field]) === normalForm(rule, record.fields[rule.field]),
  );
  return done ? { state: 'done', result: { done: true } } : { state: 'not-done' };
}

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
  for (const { entry, write, payload } of intents) {
    const { sentAt } = payload;
    if (covered <= sentAt || write.kind !== 'create-record') {
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
    const [only] = free;
    // Several: P1's search finds them by e-mail and name and lets the person choose.
    verdicts.set(
      entry.id,
      only !== undefined && free.length === 1
        ? { state: 'done', result: { done: true, recordId: only.id } }
        : { state: 'not-done' },
    );
  }
}
