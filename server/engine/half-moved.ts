import { randomUUID } from 'node:crypto';
import type { Item } from '../model/contact.ts';
import { FailureError } from '../model/failure.ts';
import type { FieldEntry, JournalEntry } from '../model/journal.ts';
import { asText, normalForm } from '../planner/normal-form.ts';
import type { WritingContext } from './context.ts';
import { noteLine } from './journal.ts';

/**
 * U8: a copy whose original still stands may lack something: it goes, and the item is moved anew. What a person typed into it meanwhile is kept, with a
 * line in the activity (J1). `standing`: there is no original any more, the copy is the item; `unknown`: the copy could not be taken back now.
 */
export async function takeBackCopy(
  context: WritingContext,
  move: JournalEntry,
  copy: Item,
  originalId: string,
): Promise<'standing' | 'taken-back' | 'unknown'> {
  const original = await present(context, originalId);
  if (original === undefined) return 'standing';
  const fields = differing(context, copy, original);
  // Whatever a person put on it, mapped or not: times are of whole seconds, and show nothing of the second in which it was made.
  if (!(await keep(context, move, copy, fields))) return 'unknown';
  const [removed] = await context.mailbox.remove([{ id: copy.id, version: copy.version }]);
  return removed?.ok === true || removed?.failure.kind === 'gone' ? 'taken-back' : 'unknown';
}

async function present(context: WritingContext, id: string): Promise<Item | undefined> {
  for await (const chunk of context.mailbox.read([id], 'all'))
    for (const sighting of chunk) if (sighting.state === 'present' && 'complete' in sighting.item) return sighting.item;
  return undefined;
}

function differing({ rules }: WritingContext, copy: Item, original: Item): FieldEntry[] {
  return rules.flatMap((rule) => {
    const [before, after] = [copy.fields[rule.field], original.fields[rule.field]];
    return normalForm(rule, before) === normalForm(rule, after)
      ? []
      : [{ field: rule.field, before: asText(before), after: asText(after), from: 'us' as const }];
  });
}

async function keep(
  context: WritingContext,
  move: JournalEntry,
  copy: Item,
  fields: readonly FieldEntry[],
): Promise<boolean> {
  const { linkId, recordId, contact } = move;
  if (await isKept(context, linkId, copy)) return true;
  const [whole] = await context.mailbox.keep([copy.id]);
  if (whole?.ok !== true) {
    if (whole?.failure.kind === 'signed-out') throw new FailureError(whole.failure);
    return false;
  }
  const note = noteLine(context, { rule: 'U8', fields, linkId, itemId: copy.id, recordId, contact });
  const line = { ...note, payload: { copyVersion: copy.version } };
  const content = { id: randomUUID(), linkId, recordId: null, journalId: line.id, content: whole.value };
  await context.store.journal.open(context.fence, [line], [content]);
  return true;
}

/** A take-back that failed is tried again by each session: what was kept of the copy as it is now is kept once. */
async function isKept({ store, account }: WritingContext, linkId: string | null, copy: Item): Promise<boolean> {
  if (linkId === null) return false;
  const lines = await store.journal.ofLink(account.id, linkId);
  return lines.some(({ kind, rule, itemId, payload }) => {
    const { copyVersion } = (payload ?? {}) as { readonly copyVersion?: string };
    return kind === 'note' && rule === 'U8' && itemId === copy.id && copyVersion === copy.version;
  });
}
