import type { ItemChange, ItemDraft } from '../connectors/mailbox.ts';
import type { RecordChange, RecordDraft } from '../connectors/crm.ts';
import type { FieldChanges, FieldName, Item, RecordId } from '../model/contact.ts';
import { FailureError, type Failure, type Outcome } from '../model/failure.ts';
import type { Write, WriteKind } from '../planner/operation.ts';
import { nameDuplicates } from './duplicates.ts';
import type { WriteResult } from '../planner/settle.ts';
import type { JournalOutcome } from '../store/store.ts';
import type { Applying } from './applying.ts';
import { hiddenKey, type WritingContext } from './context.ts';
import { intentOf } from './intent-payload.ts';
import type { Sending } from './step.ts';

type Of<K extends WriteKind> = Sending & { readonly write: Extract<Write, { kind: K }> };

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
    case 'release-item': {
      const list = sendings as Of<'update-item' | 'release-item'>[];
      finish(
        list,
        await whole(list.length, () => context.mailbox.update(list.map((sending) => itemChange(context, sending)))),
        (item, { write, intent }) => ({
          item,
          ...(write.kind === 'update-item' && write.mark ? { keyIntent: intent } : {}),
        }),
      );
      break;
    }
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

/** A whole call that failed is every contact's failure. */
async function whole<T>(count: number, call: () => Promise<readonly Outcome<T>[]>): Promise<readonly Outcome<T>[]> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return Array.from({ length: count }, () => ({ ok: false, failure: error.failure }));
  }
}

function finish<T, S extends Sending>(
  sendings: readonly S[],
  outcomes: readonly Outcome<T>[],
  done: (value: T, sending: S) => Omit<Extract<WriteResult, { done: true }>, 'done'>,
): void {
  sendings.forEach((sending, position) => {
    const outcome = outcomes[position];
    if (outcome === undefined) throw new Error('A connector answered fewer outcomes than it was given writes.');
    sending.step.results[sending.index] = outcome.ok
      ? { done: true, ...done(outcome.value, sending) }
      : failed(sending, outcome.failure);
  });
}

function failed({ step, write, intent }: Sending, failure: Failure): WriteResult {
  const create = write.kind === 'create-record' && failure.maybeDone === true;
  return { done: false, failure, ...(create ? { keyIntent: step.plan.link.keyIntent ?? intent } : {}) };
}

async function moveItem(context: WritingContext, sending: Of<'move-item'>, { folders }: Applying): Promise<void> {
  const { write, step, intent } = sending;
  const to = write.to === 'folder' ? folders.folder : write.to === 'default' ? folders.fallback : write.to.folder;
  const key = hiddenKey(context, intent, step.recordId);
  // Several calls each: one that stalled among them does not go on with the rest.
  await context.store.mailboxes.confirm(context.fence);
  const outcomes = await whole(1, async () => [await context.mailbox.move(step.versionFor(write.item), to, key)]);
  finish([sending], outcomes, (item) => ({ item, keyIntent: intent }));
}

async function createItems(
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

/** Creates and updates; where the service names the fields that it will not take, they are left out and the rest is sent once more (C5). */
async function sendRecords(
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
