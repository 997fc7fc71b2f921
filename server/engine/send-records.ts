import type { RecordChange, RecordDraft } from '../connectors/crm.ts';
import type { FieldName, RecordId } from '../model/contact.ts';
import type { Outcome } from '../model/failure.ts';
import type { WritingContext } from './context.ts';
import { nameDuplicates } from './duplicates.ts';
import { leavingOut, without } from './left-out.ts';
import { whole, type Of } from './outcomes.ts';

type OfRecord = Of<'create-record' | 'update-record'>;

/** Creates and updates, all of one kind; what is required is not left out of a new record (C5). */
export async function sendRecords(context: WritingContext, sendings: readonly OfRecord[]): Promise<void> {
  const isRequired = (field: FieldName) => context.rules.find((rule) => rule.field === field)?.required === true;
  await leavingOut<OfRecord, RecordId | null>(
    sendings,
    (some, isOut) => attempt(context, some, isOut),
    ({ write }, fields) => write.kind !== 'create-record' || !fields.some(isRequired),
    (recordId) => (recordId === null ? {} : { recordId }),
  );
  await nameDuplicates(context, sendings);
}

async function attempt(
  context: WritingContext,
  sendings: readonly OfRecord[],
  isOut: (sending: OfRecord, field: string) => boolean,
): Promise<readonly Outcome<RecordId | null>[]> {
  const values = (sending: OfRecord) => without(sending.write.values, (field) => isOut(sending, field));
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
