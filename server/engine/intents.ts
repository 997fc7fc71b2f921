import type { Item } from '../model/contact.ts';
import type { JournalEntry } from '../model/journal.ts';
import type { Link } from '../model/link.ts';
import { isServersRewrite } from '../planner/normal-form.ts';
import { settle } from '../planner/settle.ts';
import type { WriteResult } from '../planner/write-result.ts';
import type { JournalOutcome } from '../store/store.ts';
import { hiddenKey, refusalSettings, type WritingContext } from './context.ts';
import { takeBackCopy } from './half-moved.ts';
import { judgeRecords, type Intent, type Verdict } from './intent-records.ts';
import { intentOf, type IntentPayload } from './intent-payload.ts';
import { isMarked } from './observed.ts';

/**
 * J6: what was sent and never answered is looked up before anything else is planned, each as done, not done or still unknown.
 * A session killed at any moment is thereby finished or repeated without a duplicate, a loss or a false conflict (J3, P3).
 */
export async function resolveIntents(context: WritingContext): Promise<void> {
  const { entries, intents, verdicts } = await openIntents(context);
  await judgeItems(context, intents, verdicts);
  await judgeRecords(context, intents, verdicts);
  await rememberVerdicts(context, entries, intents, verdicts);
}

/**
 * S7: the same for a mailbox that leaves. Salesforce is not asked any more: what became of a write there, or of an update whose values cannot be compared
 * without it, stays unknown. An item that is found counts as touched.
 */
export async function resolveForLeaving(context: WritingContext): Promise<void> {
  const { entries, intents, verdicts } = await openIntents(context);
  const looked = intents.filter(({ write }) =>
    ['create-item', 'move-item', 'release-item', 'remove-item'].includes(write.kind),
  );
  await judgeItems(context, looked, verdicts);
  for (const { entry } of intents) {
    const verdict = verdicts.get(entry.id) ?? { state: 'unknown' };
    const result = verdict.state === 'done' && verdict.result.done ? verdict.result : undefined;
    const touched: Verdict =
      result?.item === undefined
        ? verdict
        : { state: 'done', result: { ...result, item: { ...result.item, version: '' } } };
    verdicts.set(entry.id, touched);
  }
  await rememberVerdicts(context, entries, intents, verdicts);
}

async function openIntents(context: WritingContext) {
  const entries = await context.store.journal.intents(context.account.id);
  const intents = entries.flatMap((entry): Intent[] => {
    const intent = intentOf(entry);
    return intent === undefined ? [] : [intent];
  });
  const lines = entries.filter((entry) => !intents.some((intent) => intent.entry.id === entry.id));
  const verdicts = new Map<string, Verdict>(
    lines.map((entry) => [entry.id, { state: entry.kind === 'note' ? 'done' : 'not-done', result: { done: true } }]),
  );
  return { entries, intents, verdicts };
}

async function judgeItems(
  context: WritingContext,
  intents: readonly Intent[],
  verdicts: Map<string, Verdict>,
): Promise<void> {
  const keyed = intents.filter(({ write }) => write.kind === 'create-item' || write.kind === 'move-item');
  if (keyed.length > 0) await judgeKeyed(context, keyed, verdicts);
  const direct = intents.filter(
    ({ write, entry }) =>
      ['update-item', 'release-item', 'remove-item', 'move-item'].includes(write.kind) && !verdicts.has(entry.id),
  );
  const ids = direct.flatMap((intent) => itemOf(intent) ?? []);
  if (ids.length === 0) return;
  const seen = new Map<string, { readonly state: string; readonly item?: Item }>();
  for await (const chunk of context.mailbox.read([...new Set(ids)], 'all')) {
    for (const sighting of chunk)
      seen.set(
        sighting.id,
        sighting.state !== 'gone' && 'complete' in sighting.item
          ? { state: sighting.state, item: sighting.item }
          : { state: sighting.state },
      );
  }
  for (const intent of direct)
    verdicts.set(intent.entry.id, itemVerdict(context, intent, seen.get(itemOf(intent) ?? '')));
}

function itemOf({ write, entry }: Intent): string | null {
  switch (write.kind) {
    case 'update-item':
    case 'release-item':
      return entry.itemId ?? write.item.id;
    case 'remove-item':
    case 'move-item':
      return write.item.id;
    case 'create-item':
    case 'create-record':
    case 'update-record':
    case 'delete-record':
    case 'undelete-record':
      return null;
  }
}

/** Creates and copies are found by their key, in every contact folder: the listing is complete or it fails. */
async function judgeKeyed(
  context: WritingContext,
  intents: readonly Intent[],
  verdicts: Map<string, Verdict>,
): Promise<void> {
  const tree = await context.mailbox.folders(context.account.folderId ?? undefined, [
    context.org.folderName,
    ...context.org.adoptFolderNames,
  ]);
  const folders = [...tree.inside, ...tree.elsewhere].map((folder) => folder.id);
  const found = await context.mailbox.findByKeys(
    intents.map(({ entry }) => hiddenKey(context, entry.id)),
    folders,
  );
  const items = new Map<string, Item>();
  for await (const chunk of context.mailbox.read([...new Set(found.map(({ item }) => item.id))], 'all')) {
    for (const sighting of chunk)
      if (sighting.state === 'present' && 'complete' in sighting.item) items.set(sighting.id, sighting.item);
  }
  for (const { entry, write } of intents) {
    const holders = found.filter(({ key }) => key.intent === entry.id);
    const holder = holders.find(({ item }) => write.kind !== 'move-item' || item.id !== write.item.id) ?? holders[0];
    const item = holder === undefined ? undefined : items.get(holder.item.id);
    if (item === undefined) {
      verdicts.set(entry.id, { state: 'not-done' });
      continue;
    }
    const copy =
      write.kind === 'move-item' && item.id !== write.item.id
        ? await takeBackCopy(context, entry, item, write.item.id)
        : 'standing';
    if (copy === 'standing')
      verdicts.set(entry.id, { state: 'done', result: { done: true, item, keyIntent: entry.id } });
    else verdicts.set(entry.id, { state: copy === 'taken-back' ? 'not-done' : 'open' });
  }
}

function itemVerdict(
  context: WritingContext,
  { write, entry }: Intent,
  seen: { readonly state: string; readonly item?: Item } | undefined,
): Verdict {
  const present = seen?.state === 'present' ? seen.item : undefined;
  const done = (result: Omit<Extract<WriteResult, { done: true }>, 'done'>): Verdict => ({
    state: 'done',
    result: { done: true, ...result },
  });
  switch (write.kind) {
    case 'remove-item':
      return present === undefined ? done({}) : { state: 'not-done' };
    case 'release-item':
      return present !== undefined && !isMarked(present, context.org.category) && present.key === undefined
        ? done({ item: present })
        : { state: 'not-done' };
    case 'move-item':
      return { state: 'not-done' };
    case 'update-item': {
      if (present === undefined) return { state: 'not-done' };
      const fields = context.rules.every((rule) => {
        if (rule.slot !== undefined) {
          const sent = write.slots[rule.field];
          const now = present.slots[rule.field] ?? [];
          return (
            sent === undefined ||
            (sent.length === now.length && sent.every((slot, at) => isServersRewrite(rule, slot.value, now[at]?.value)))
          );
        }
        return (
          !(rule.field in write.values) ||
          isServersRewrite(rule, write.values[rule.field] ?? undefined, present.fields[rule.field])
        );
      });
      const categories =
        write.addCategories.every((name) => isMarked(present, name)) &&
        !write.removeCategories.some((name) => isMarked(present, name));
      if (!fields || !categories || (write.mark && present.key?.intent !== entry.id)) return { state: 'not-done' };
      return done({
        item: present,
        ...(write.mark && present.key !== undefined ? { keyIntent: present.key.intent } : {}),
      });
    }
    case 'create-item':
    case 'create-record':
    case 'update-record':
    case 'delete-record':
    case 'undelete-record':
      return { state: 'open' };
  }
}

async function rememberVerdicts(
  context: WritingContext,
  entries: readonly JournalEntry[],
  intents: readonly Intent[],
  verdicts: ReadonlyMap<string, Verdict>,
): Promise<void> {
  const outcomes = entries.flatMap((entry): JournalOutcome[] => {
    const verdict = verdicts.get(entry.id);
    if (verdict === undefined || verdict.state === 'open') return [];
    const result = verdict.state === 'done' && verdict.result.done ? verdict.result : undefined;
    return [
      {
        id: entry.id,
        state: verdict.state,
        ...(result?.item === undefined ? {} : { itemId: result.item.id }),
        ...(result?.recordId === undefined ? {} : { recordId: result.recordId }),
      },
    ];
  });
  const settledIntents = intents.filter(({ entry }) => verdicts.get(entry.id)?.state !== 'open');
  for (let at = 0; at < Math.max(outcomes.length, 1); at += 200) {
    const part = outcomes.slice(at, at + 200);
    const ids = new Set(part.map((outcome) => outcome.id));
    const { links, ended } = await settledLinks(
      context,
      settledIntents.filter(({ entry }) => ids.has(entry.id)),
      verdicts,
    );
    if (part.length > 0) await context.store.remember(context.fence, { links, endedLinks: ended, outcomes: part });
  }
}

async function settledLinks(
  context: WritingContext,
  intents: readonly Intent[],
  verdicts: ReadonlyMap<string, Verdict>,
) {
  const ids = [...new Set(intents.map(({ payload }) => payload.plan.link.id))];
  const stored = new Map((await context.store.links.byIds(context.account.id, ids)).map((link) => [link.id, link]));
  const links = new Map<string, Link | null>();
  for (const { entry, payload } of intents) {
    const { plan, index } = payload;
    const known = links.has(plan.link.id)
      ? links.get(plan.link.id)
      : (stored.get(plan.link.id) ?? { ...plan.link, itemVersion: '', recordVersion: '' });
    if (known === null || known === undefined) continue;
    const verdict = verdicts.get(entry.id);
    const result: WriteResult = verdict?.state === 'done' ? verdict.result : notDone(payload);
    const results = plan.writes.map((_write, at): WriteResult =>
      at === index ? result : { done: false, skipped: true },
    );
    const become = {
      ...plan.becomes,
      itemId: known.itemId ?? plan.becomes.itemId ?? null,
      recordId: known.recordId ?? plan.becomes.recordId ?? null,
    };
    const settings = {
      rules: context.rules,
      now: context.now().toISOString(),
      settingsVersion: refusalSettings(context),
    };
    const { link } = settle(
      { ...plan, link: known, base: known.base, problem: null, becomes: become },
      results,
      settings,
    );
    // T2: what was asked for since it was sent is no part of it, and still to come.
    const request = known.requestVersion === plan.link.requestVersion ? link?.request : known.request;
    // What was looked up later may have been edited since: this session compares it once more.
    links.set(plan.link.id, link === null ? null : { ...link, request: request ?? null, itemVersion: '' });
  }
  const kept = [...links.values()].flatMap((link) => link ?? []);
  return { links: kept, ended: [...links].flatMap(([id, link]) => (link === null && stored.has(id) ? [id] : [])) };
}

/** P3: a create that was not done is repeated under its first key, so that one which still arrives is met and not doubled. */
function notDone({ plan, index, key }: IntentPayload): WriteResult {
  if (plan.writes[index]?.kind !== 'create-record') return { done: false, skipped: true };
  return {
    done: false,
    failure: { kind: 'unavailable', code: 'create-not-done', message: 'The record was not created.' },
    keyIntent: key,
  };
}
