import type { RecordId } from '../model/contact.ts';
import type { Choice } from '../model/link.ts';
import { asChoice } from '../planner/pairing.ts';
import type { WritingContext } from './context.ts';
import type { Sending } from './step.ts';

/** P5: the records that a duplicate rule names become the choices, as far as the person can read them. */
export async function nameDuplicates(context: WritingContext, sendings: readonly Sending[]): Promise<void> {
  const blocked = sendings.flatMap(({ step, index }) => {
    const result = step.results[index];
    if (result === undefined || result.done || !('failure' in result) || result.failure.kind !== 'duplicate') return [];
    return [{ step, index, result, ids: result.failure.records ?? [] }];
  });
  const ids = [...new Set(blocked.flatMap((one) => one.ids))];
  if (ids.length === 0) return;
  const choices = new Map<RecordId, Choice>();
  for await (const page of context.crm.read(ids, 'fields'))
    for (const record of page) choices.set(record.id, asChoice(record));
  for (const { step, index, result, ids: named } of blocked)
    step.results[index] = { ...result, choices: named.flatMap((id) => choices.get(id) ?? []) };
}
