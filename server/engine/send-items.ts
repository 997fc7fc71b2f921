import type { ItemChange, ItemDraft } from '../connectors/mailbox.ts';
import type { FieldName, Item } from '../model/contact.ts';
import type { Applying } from './applying.ts';
import { hiddenKey, type WritingContext } from './context.ts';
import { intentOf } from './intent-payload.ts';
import { leavingOut, without } from './left-out.ts';
import { finish, whole, type Of } from './outcomes.ts';

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
  type Sent = Of<'create-item'>;
  const draft = ({ write, intent, step }: Sent, isOut: (field: string) => boolean = () => false): ItemDraft => ({
    folder: folders.folder,
    fields: without(write.values, isOut),
    slots: without(write.slots, isOut),
    categories: [org.category],
    key: hiddenKey(context, intent, step.recordId),
  });
  const restorable = await store.kept.ofRecords(
    account.id,
    sendings.flatMap(({ write, step }) => (write.restore && write.keptBy === undefined ? (step.recordId ?? []) : [])),
  );
  const plain = sendings.filter(
    ({ step, write }) => write.keptBy === undefined && (step.recordId === null || !restorable.has(step.recordId)),
  );
  if (plain.length > 0)
    await leavingOut<Sent, Item>(
      plain,
      (some, isOut) =>
        whole(some.length, () =>
          mailbox.create(some.map((sending) => draft(sending, (field) => isOut(sending, field)))),
        ),
      isOurs,
      (item, { intent }) => ({ item, keyIntent: intent }),
    );
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

/** What a person filled in is written whole or not at all: what is left out of it would be forgotten (T1). */
function isOurs({ write }: Of<'create-item' | 'update-item' | 'release-item'>): boolean {
  return write.kind !== 'release-item' && write.own !== true;
}

export async function updateItems(
  context: WritingContext,
  sendings: readonly Of<'update-item' | 'release-item'>[],
): Promise<void> {
  await leavingOut<Of<'update-item' | 'release-item'>, Item>(
    sendings,
    (some, isOut) =>
      whole(some.length, () =>
        context.mailbox.update(some.map((sending) => itemChange(context, sending, (field) => isOut(sending, field)))),
      ),
    isOurs,
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

function itemChange(
  context: WritingContext,
  sending: Of<'update-item' | 'release-item'>,
  isRefused: (field: string) => boolean,
): ItemChange {
  const { write, step, intent } = sending;
  const item = step.versionFor(write.item);
  const base = {
    id: item.id,
    version: item.version,
    categories: item.categories,
    removeCategories: write.removeCategories,
  };
  if (write.kind === 'release-item') return { ...base, key: null };
  const { values, slots, displayName } = write;
  // J1: what Salesforce would not take back stays in the item as well.
  const isOut = (field: string) => isRefused(field) || (write.rule === 'J1' && step.leftOut.has(field));
  // The service makes the display name of what it takes, where it does not take all of the name.
  const isNamed = displayName !== undefined && !Object.keys(values).some((field) => NAMES.has(field) && isOut(field));
  return {
    ...base,
    fields: without(values, isOut),
    slots: without(slots, isOut),
    addCategories: write.addCategories,
    ...(write.mark ? { key: hiddenKey(context, intent, step.recordId) } : {}),
    ...(isNamed ? { displayName } : {}),
  };
}

/** What a display name is made of. */
const NAMES: ReadonlySet<string> = new Set<FieldName>(['firstName', 'middleName', 'lastName', 'suffix']);
