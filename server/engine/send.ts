import type { WriteKind } from '../planner/operation.ts';
import type { JournalOutcome } from '../store/store.ts';
import type { Applying } from './applying.ts';
import type { WritingContext } from './context.ts';
import { finish, whole, type Of } from './outcomes.ts';
import { createItems, moveItem, updateItems } from './send-items.ts';
import { sendRecords } from './send-records.ts';
import type { Sending } from './step.ts';

/**
 * Sends one stage's writes in batches and puts each one's result into its step. Returns what became of the journal's intents:
 * one whose answer was lost stays open and is looked up by the next session (P3, J6).
 */
export async function send(
  context: WritingContext,
  kind: WriteKind,
  sendings: readonly Sending[],
  applying: Applying,
): Promise<JournalOutcome[]> {
  if (sendings.length === 0) return [];
  switch (kind) {
    case 'create-record':
    case 'update-record':
      await sendRecords(context, sendings as Of<'create-record' | 'update-record'>[]);
      break;
    case 'move-item':
      for (const sending of sendings as Of<'move-item'>[]) await moveItem(context, sending, applying);
      break;
    case 'delete-record': {
      const list = sendings as Of<'delete-record'>[];
      const removals = list.map(({ write }) => ({ id: write.id, version: write.version, ownerId: write.ownerId }));
      finish(list, await whole(list.length, () => context.crm.remove(removals)), () => ({}));
      break;
    }
    case 'undelete-record': {
      const list = sendings as Of<'undelete-record'>[];
      finish(
        list,
        await whole(list.length, () => context.crm.undelete(list.map(({ write }) => write.id))),
        (_none, { write }) => ({ recordId: write.id }),
      );
      break;
    }
    case 'create-item':
      await createItems(context, sendings as Of<'create-item'>[], applying);
      break;
    case 'update-item':
    case 'release-item':
      await updateItems(context, sendings as Of<'update-item' | 'release-item'>[]);
      break;
    case 'remove-item': {
      const list = sendings as Of<'remove-item'>[];
      const items = list.map(({ step, write }) => ({
        id: write.item.id,
        version: step.currentItem?.id === write.item.id ? step.currentItem.version : write.item.version,
      }));
      finish(list, await whole(list.length, () => context.mailbox.remove(items)), () => ({}));
      break;
    }
  }
  return sendings.flatMap((sending) => journalOutcome(sending) ?? []);
}

function journalOutcome(sending: Sending): JournalOutcome | undefined {
  const { step, index, intent } = sending;
  const result = step.results[index];
  if (result === undefined || (!result.done && 'skipped' in result)) return undefined;
  if (!result.done) {
    if (result.failure.maybeDone === true) return undefined;
    return {
      id: intent,
      state: result.failure.kind === 'rejected' || result.failure.kind === 'duplicate' ? 'failed' : 'not-done',
    };
  }
  return {
    id: intent,
    state: 'done',
    ...(result.item === undefined ? {} : { itemId: result.item.id }),
    ...(result.recordId === undefined ? {} : { recordId: result.recordId }),
  };
}
