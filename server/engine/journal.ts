import type { FolderId } from '../model/contact.ts';
import type { Failure } from '../model/failure.ts';
import type { JournalEntry } from '../model/journal.ts';
import type { KeptItemRow } from '../store/store.ts';
import type { ContactPlan } from '../planner/operation.ts';
import type { WritingContext } from './context.ts';
import { packed } from './intent-payload.ts';
import type { Sending } from './step.ts';

/**
 * J1: every write is in the journal before it is sent, and before an item is deleted all of it that can be read is kept.
 * Returns the writes that must not go out: their item could not be kept, or is no longer where it was to be deleted.
 */
export async function openJournal(
  context: WritingContext,
  sendings: readonly Sending[],
  inside: ReadonlySet<FolderId>,
): Promise<ReadonlySet<Sending>> {
  const { kept, blocked } = await keepItems(context, sendings, inside);
  const going = sendings.filter((sending) => !blocked.has(sending));
  if (going.length > 0)
    await context.store.journal.open(
      context.fence,
      going.map((sending) => entry(context, sending)),
      kept,
    );
  return blocked;
}

function entry(context: WritingContext, { step, index, write, intent }: Sending): JournalEntry {
  const { plan } = step;
  const lost = plan.conflicts.map(({ field, lostValue, lostSide }) => ({ field, value: lostValue, side: lostSide }));
  const payload = packed({
    plan,
    index,
    key: plan.link.keyIntent ?? intent,
    sentAt: Date.now() + context.crm.clockOffset,
  });
  return {
    id: intent,
    mailboxId: context.account.id,
    sessionId: context.sessionId,
    at: context.now().toISOString(),
    rule: write.rule,
    kind: write.kind,
    linkId: plan.link.id,
    itemId: step.currentItem?.id ?? plan.link.itemId,
    recordId: step.recordId,
    contact: plan.contact,
    fields: write.fields,
    ...(lost.length > 0 ? { lost } : {}),
    asked: plan.asked,
    state: 'open',
    payload,
    finishedAt: null,
    undoneAt: null,
  };
}

/** A5 and the like: lines in the activity that no write stands behind. */
export async function writeNotes(context: WritingContext, plans: readonly ContactPlan[]): Promise<void> {
  const lines = plans.flatMap((plan) =>
    plan.notes.map(({ rule, fields }) => {
      const { id: linkId, itemId, recordId } = plan.link;
      return noteLine(context, { rule, fields, linkId, itemId, recordId, contact: plan.contact });
    }),
  );
  if (lines.length > 0) await context.store.journal.open(context.fence, lines);
}

type NoteOf = Pick<JournalEntry, 'rule' | 'fields' | 'linkId' | 'itemId' | 'recordId' | 'contact'>;

/** A line that is done as it is written. */
export function noteLine(context: WritingContext, of: NoteOf): JournalEntry {
  const at = context.now().toISOString();
  return {
    id: crypto.randomUUID(),
    mailboxId: context.account.id,
    sessionId: context.sessionId,
    at,
    kind: 'note',
    asked: false,
    state: 'done',
    payload: null,
    finishedAt: at,
    undoneAt: null,
    ...of,
  };
}

/** U5: dragged out between our look and our delete, with the version that it had: it is the person's own. */
const DRAGGED: Failure = { kind: 'stale', code: 'item-moved', message: 'The contact was moved to another folder.' };

async function keepItems(context: WritingContext, sendings: readonly Sending[], inside: ReadonlySet<FolderId>) {
  const removals = sendings.flatMap((sending) =>
    sending.write.kind === 'remove-item' ? [{ sending, ...sending.write.item }] : [],
  );
  const kept: Omit<KeptItemRow, 'at'>[] = [];
  const blocked = new Set<Sending>();
  if (removals.length === 0) return { kept, blocked };
  const outcomes = await context.mailbox.keep(removals.map(({ id }) => id));
  removals.forEach(({ sending, folder }, position) => {
    const read = outcomes[position];
    const place = read?.ok === true ? read.value.folder : undefined;
    const lies = place === undefined || (folder === undefined ? inside.has(place) : place === folder);
    const outcome = lies ? read : ({ ok: false, failure: DRAGGED } as const);
    if (outcome?.ok === true) {
      kept.push({
        id: crypto.randomUUID(),
        linkId: sending.step.plan.link.id,
        recordId: sending.step.plan.link.recordId,
        journalId: sending.intent,
        content: outcome.value,
      });
    } else {
      sending.step.results[sending.index] =
        outcome === undefined ? { done: false, skipped: true } : { done: false, failure: outcome.failure };
      blocked.add(sending);
    }
  });
  return { kept, blocked };
}
