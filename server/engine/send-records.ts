import type { RecordChange, RecordDraft } from '../connectors/crm.ts';
import type { FieldChanges, FieldName, RecordId } from '../model/contact.ts';
import type { Failure, Outcome } from '../model/failure.ts';
import type { WritingContext } from './context.ts';
import { nameDuplicates } from './duplicates.ts';
import { finish, whole, type Of } from './outcomes.ts';
import type { Sending } from './step.ts';

/** Creates and updates; where the service names the fields that it will not take, they are left out and the rest is sent once more (C5). */
export async function sendRecords(
  context: WritingContext,
  sendings: readonly Of<'create-record' | 'update-record'>[],
): Promise<void> {
  const without = new Map<Sending, readonly { readonly field: FieldName; readonly failure: Failure }[]>();
  const first = await attempt(context, sendings, without);
  const again = sendings.filter((sending, position) => {
    const outcome = first[position];
    if (outcome === undefined || outcome.ok || outcome.failure.kind !== 'rejected') return false;
    const named = namedFields(context, sending, outcome.failure);
    if (named.length === 0) return false;
    without.set(
      sending,
      named.map((field) => ({ field, failure: outcome.failure })),
    );
    return true;
  });
  const second = again.length === 0 ? [] : await attempt(context, again, without);
  const final = sendings.map(
    (sending, position) =>
      second[again.indexOf(sending)] ?? first[position] ?? { ok: false as const, failure: NO_ANSWER },
  );
  finish(sendings, final, (recordId) => (recordId === null ? {} : { recordId }));
  for (const sending of again) {
    const result = sending.step.results[sending.index];
    const left = without.get(sending);
    if (result?.done === true && left !== undefined) sending.step.results[sending.index] = { ...result, left };
  }
  await nameDuplicates(context, sendings);
}

const NO_ANSWER: Failure = {
  kind: 'unavailable',
  code: 'no-outcome',
  message: 'The service gave no answer for this contact.',
};

/** The named fields that can be left out: ours, in this write, not required for a create, and not all of them. */
function namedFields(
  context: WritingContext,
  { write }: Of<'create-record' | 'update-record'>,
  failure: Failure,
): FieldName[] {
  const inWrite = Object.keys(write.values) as FieldName[];
  const named = inWrite.filter((field) => (failure.fields ?? []).some((entry) => entry.field === field));
  const required = named.some(
    (field) => write.kind === 'create-record' && context.rules.find((rule) => rule.field === field)?.required === true,
  );
  return required ||
    named.length === 0 ||
    named.length === inWrite.length ||
    named.length < (failure.fields ?? []).length
    ? []
    : named;
}

async function attempt(
  context: WritingContext,
  sendings: readonly Of<'create-record' | 'update-record'>[],
  without: ReadonlyMap<Sending, readonly { readonly field: FieldName }[]>,
): Promise<readonly Outcome<RecordId | null>[]> {
  const values = (sending: Of<'create-record' | 'update-record'>): FieldChanges => {
    const left = new Set<string>((without.get(sending) ?? []).map(({ field }) => field));
    return Object.fromEntries(Object.entries(sending.write.values).filter(([field]) => !left.has(field)));
  };
  const [one] = sendings;
  if (one === undefined) return [];
  if (one.write.kind === 'create-record') {
    const drafts = sendings.flatMap((sending): RecordDraft[] =>
      sending.write.kind !== 'create-record'
        ? []
        : [
            {
              intent: sending.step.plan.link.keyIntent ?? sending.intent,
              fields: values(sending),
              accountId: sending.write.accountId,
              defaults: { ...context.org.defaults, ...sending.write.extras },
              ...(sending.step.plan.link.request?.kind === 'create-new' ? { chosen: true } : {}),
            },
          ],
    );
    return whole<RecordId | null>(drafts.length, () => context.crm.create(drafts));
  }
  const changes = sendings.flatMap((sending): RecordChange[] => {
    const { write } = sending;
    if (write.kind !== 'update-record') return [];
    const { id, version, accountId, personAccountId } = write;
    return [
      {
        id,
        version,
        fields: values(sending),
        ...(accountId === undefined ? {} : { accountId }),
        ...(personAccountId === undefined ? {} : { personAccountId }),
      },
    ];
  });
  return whole<RecordId | null>(changes.length, () => context.crm.update(changes));
}
