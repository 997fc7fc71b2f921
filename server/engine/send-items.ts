import type { ItemChange, ItemDraft } from '../connectors/mailbox.ts';
import type { FieldName, Item } from '../model/contact.ts';
import type { Applying } from './applying.ts';
import { hiddenKey, type WritingContext } from './context.ts';
import { intentOf } from './intent-payload.ts';
import { finish, whole, type Of } from './outcomes.ts';
import type { Sending } from './step.ts';

export async function moveItem(
  context: WritingContext,
  sending: Of<'move-item'>,
  { folders }: Applying,
): Promise<void> {
  const { write, step, intent } = sending;
  const to = write.to === 'folder' ? folders.folder : write.to === 'default' ? folders.fallback : write.to.folder;
  const key = hiddenKey(context, intent, step.recordId);
  // Several calls each: one that stalled among them does not go on with the rest.
  await context.store.mailboxes.confirm(context.fence);
  const outcomes = await whole(1, async () => [await context.mailbox.move(step.versionFor(write.item), to, key)]);
  finish([sending], outcomes, (item) => ({ item, keyIntent: intent }));
}

export async function createItems(
  context: WritingContext,
  sendings: readonly Of<'create-item'>[],
  { folders }: Applying,
): Promise<void> {
  const { store, account, mailbox, org } = context;
  const draft = ({ write, intent, step }: Of<'create-item'>): ItemDraft => ({
    folder: folders.folder,
    fields: write.values,
    slots: write.slots,
    categories: [org.category],
    key: hiddenKey(context, intent, step.recordId),
  });
  const done = (item: Item, { intent }: Sending) => ({ item, keyIntent: intent });
  const restorable = await store.kept.ofRecords(
    account.id,
    sendings.flatMap(({ write, step }) => (write.restore && write.keptBy === undefined ? (step.recordId ?? []) : [])),
  );
  const plain = sendings.filter(
    ({ step, write }) => write.keptBy === undefined && (step.recordId === null || !restorable.has(step.recordId)),
  );
  if (plain.length > 0) finish(plain, await whole(plain.length, () => mailbox.create(plain.map(draft))), done);
  for (const sending of sendings) {
    if (plain.includes(sending)) continue;
    const { keptBy } = sending.write;
    const { recordId } = sending.step;
    // J1: as it was. F6: what the earlier item had and Salesforce has not comes back from the copy kept.
    const kept =
      keptBy !== undefined
        ? await store.kept.ofEntry(account.id, keptBy)
        : recordId === null
          ? undefined
          : await store.kept.ofRecord(account.id, recordId);
    const content = kept?.content as Parameters<typeof mailbox.restore>[0] | undefined;
    const emptied =
      kept === undefined || keptBy !== undefined ? [] : await emptiedSince(context, kept.journalId, sending);
    const wanted =
      keptBy === undefined || content === undefined
        ? { ...draft(sending), emptied }
        : { ...draft(sending), fields: {}, slots: {} };
    const call =
      content === undefined ? () => mailbox.create([wanted]) : async () => [await mailbox.restore(content, wanted)];
    finish([sending], await whole(1, call), (item) => ({
      item,
      keyIntent: sending.intent,
      ...(emptied.length === 0 ? {} : { ownEntries: emptied }),
    }));
  }
}

export async function updateItems(
  context: WritingContext,
  sendings: readonly Of<'update-item' | 'release-item'>[],
): Promise<void> {
  finish(
    sendings,
    await whole(sendings.length, () => context.mailbox.update(sendings.map((sending) => itemChange(context, sending)))),
    (item, { write, intent }) => ({
      item,
      ...(write.kind === 'update-item' && write.mark ? { keyIntent: intent } : {}),
    }),
  );
}

/** F6: what was in step when the item was kept, comes down, and is empty in the record now. */
async function emptiedSince(
  { store, account, rules }: WritingContext,
  journalId: string,
  { write }: Of<'create-item'>,
): Promise<readonly FieldName[]> {
  const [removal] = await store.journal.byIds(account.id, [journalId]);
  const base = removal === undefined ? undefined : intentOf(removal)?.payload.plan.link.base.item;
  return rules.flatMap(({ field, direction }) => {
    const comesDown = direction === 'both' || direction === 'down';
    const sent = field in write.values || (write.slots[field] ?? []).length > 0;
    return comesDown && base?.[field] !== undefined && !sent ? [field] : [];
  });
}

function itemChange(context: WritingContext, sending: Of<'update-item' | 'release-item'>): ItemChange {
  const { write, step, intent } = sending;
  const item = step.versionFor(write.item);
  const base = {
    id: item.id,
    version: item.version,
    categories: item.categories,
    removeCategories: write.removeCategories,
  };
  if (write.kind === 'release-item') return { ...base, key: null };
  // J1: what Salesforce would not take back stays in the item as well.
  const left = write.rule === 'J1' ? step.leftOut : new Set<string>();
  const rest = <T extends object>(map: T): T =>
    left.size === 0 ? map : (Object.fromEntries(Object.entries(map).filter(([field]) => !left.has(field))) as T);
  return {
    ...base,
    fields: rest(write.values),
    slots: rest(write.slots),
    addCategories: write.addCategories,
    ...(write.mark ? { key: hiddenKey(context, intent, step.recordId) } : {}),
    ...(write.displayName === undefined ? {} : { displayName: write.displayName }),
  };
}
