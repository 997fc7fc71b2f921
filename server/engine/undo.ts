import type { CrmRecord, Item, ItemHead, RecordId } from '../model/contact.ts';
import type { JournalEntry } from '../model/journal.ts';
import type { Link } from '../model/link.ts';
import { likeness, pairingKeys } from '../planner/pairing.ts';
import { planUndo } from '../planner/plan-undo.ts';
import type { ContactPlan } from '../planner/operation.ts';
import type { KeptEdit, Undoable, UndoSight } from '../planner/undo.ts';
import { valuesAnew } from '../planner/undo-writes.ts';
import type { RecordFate } from '../connectors/crm.ts';
import type { FolderTree } from '../connectors/mailbox.ts';
import { apply } from './apply.ts';
import { beginApplying, type Report, type SessionEnd } from './begin.ts';
import type { SessionContext, WritingContext } from './context.ts';
import { intentOf } from './intent-payload.ts';
import { placeOf } from './observed.ts';
import { shown } from './plans.ts';
import { readBack } from './remember.ts';
import { stillOn } from './still-wanted.ts';
import { Tally } from './tally.ts';
import type { UndoPreview } from './engine.ts';
import type { UndoneOf } from '../store/store.ts';

/** Contacts planned and applied together: what a transaction takes. */
const PART = 200;
const DAY_MS = 24 * 3_600_000;

/**
 * J1: plays a session's (or a contact's) journal back, 200 contacts at a time: each part is read, planned, journalled and sent like any write, and marked
 * as undone with its last write. Cut off anywhere, it goes on where it stopped.
 */
export async function undo(context: WritingContext, of: UndoneOf, report: Report): Promise<SessionEnd> {
  const tree = await folders(context);
  const applying = await beginApplying(context, { tree });
  const contacts = await undoable(context, of);
  const kept: KeptEdit[] = [];
  let anew = 0;
  for (let at = 0; at < contacts.length; at += PART) {
    await stillOn(context);
    const part = await planPart(context, tree, contacts.slice(at, at + PART));
    await apply(context, part.plans, applying);
    const left = [...part.kept, ...(await notTakenBack(context, of, part.plans))];
    await noteKept(context, left);
    kept.push(...left);
    anew += part.anew;
    await report(applying.tally, Math.min(at + PART, contacts.length), contacts.length);
  }
  await readBack(context, applying.written);
  const later = kept.length === 0 ? null : { code: 'later-edits-kept', params: { fields: String(kept.length) } };
  const reason = anew === 0 ? later : { code: 'records-made-anew', params: { records: String(anew) } };
  return { state: 'done', reason, tally: applying.tally, planId: null };
}

/** What an undo would do now; nothing is written (J1, J2). */
export async function previewUndo(context: SessionContext, of: UndoneOf): Promise<UndoPreview> {
  const tree = await folders(context);
  const contacts = await undoable(context, of);
  const operations: UndoPreview['operations'][number][] = [];
  const kept: KeptEdit[] = [];
  const tally = new Tally();
  let anew = 0;
  for (let at = 0; at < contacts.length; at += PART) {
    const part = await planPart(context, tree, contacts.slice(at, at + PART));
    for (const plan of part.plans)
      tally.add(
        plan,
        plan.writes.map(() => ({ done: true })),
        false,
      );
    operations.push(...part.plans.flatMap((plan) => shown({ ...plan, problem: null })));
    kept.push(...part.kept);
    anew += part.anew;
  }
  return { counts: tally.counts, operations, kept, anew };
}

function folders({ mailbox, account, org }: SessionContext): Promise<FolderTree> {
  return mailbox.folders(account.folderId ?? undefined, [org.folderName, ...org.adoptFolderNames]);
}

/** Entry ids by contact, the latest written first; those of another pair that a merge wrote to go with that pair. */
async function undoable({ store, account, org, now }: SessionContext, of: UndoneOf): Promise<(readonly string[])[]> {
  const since = new Date(now().getTime() - org.retentionDays * DAY_MS);
  const heads = await store.journal.undoable(account.id, of, since);
  return [...Map.groupBy([...heads].reverse(), ({ linkId }) => linkId).values()].map((group) =>
    group.map(({ id }) => id),
  );
}

interface Part {
  readonly plans: readonly ContactPlan[];
  readonly kept: readonly KeptEdit[];
  readonly anew: number;
}

async function planPart(
  context: SessionContext,
  tree: FolderTree,
  contacts: readonly (readonly string[])[],
): Promise<Part> {
  const ids = contacts.flat();
  const entries = new Map(
    (await context.store.journal.byIds(context.account.id, ids)).map((entry) => [entry.id, entry]),
  );
  const all = ids.flatMap((id) => asUndoable(entries.get(id)) ?? []);
  // M2: what was written to the master's pair is that pair's.
  const groups = Map.groupBy(
    all,
    ({ entry, write }) => ('other' in write ? write.other : undefined) ?? entry.linkId ?? '',
  );
  const links = await context.store.links.byIds(context.account.id, [...groups.keys()]);
  const sights = await look(context, tree, groups, new Map(links.map((link) => [link.id, link])));
  const { rules, org, crm } = context;
  const pass = {
    rules,
    category: org.category,
    attentionCategory: org.attentionCategory,
    sameVersion: (a: string, b: string) => crm.sameVersion(a, b),
  };
  const undone = [...groups].map(([id, group]) => planUndo(group, sights(id, group), pass));
  return {
    plans: undone.flatMap(({ plan }) => plan ?? []),
    kept: undone.flatMap(({ kept }) => kept),
    anew: undone.reduce((sum, one) => sum + one.anew, 0),
  };
}

function asUndoable(entry: JournalEntry | undefined): Undoable | undefined {
  const intent = entry === undefined ? undefined : intentOf(entry);
  return intent && { entry: intent.entry, plan: intent.payload.plan, write: intent.write };
}

/** Both sides as they are now. Items that we let go are the person's own: only where they are is asked (U6). */
async function look(
  context: SessionContext,
  tree: FolderTree,
  groups: ReadonlyMap<string, readonly Undoable[]>,
  links: ReadonlyMap<string, Link>,
): Promise<(id: string, group: readonly Undoable[]) => UndoSight> {
  const all = [...groups.values()].flat();
  const own = new Set([...links.values()].flatMap(({ itemId, state }) => (state === 'stopped' ? [] : (itemId ?? []))));
  for (const { entry, write } of all) if (write.kind === 'create-item' && entry.itemId !== null) own.add(entry.itemId);
  const placed = new Set([
    ...all.flatMap(({ entry, write }) => ('item' in write ? [write.item.id, entry.itemId ?? write.item.id] : [])),
    ...[...links.values()].flatMap(({ itemId }) => itemId ?? []),
  ]);
  for (const id of own) placed.delete(id);
  const items = await readItems(context, tree, [...own], [...placed]);
  const recordIds = [
    ...new Set([
      ...[...links.values()].flatMap(({ recordId }) => recordId ?? []),
      ...all.flatMap(({ entry, plan, write }) => [
        ...(entry.recordId === null ? [] : [entry.recordId]),
        ...(plan.link.recordId === null ? [] : [plan.link.recordId]),
        ...('id' in write ? [write.id] : []),
      ]),
    ]),
  ];
  const records = await readRecords(context, recordIds);
  const missing = recordIds.filter((id) => !records.has(id));
  const fates = missing.length === 0 ? new Map<RecordId, RecordFate>() : await context.crm.fates(missing);
  const again = await thereAgain(context, all, fates);
  const holders = [
    ...(await context.store.links.byRecords(context.account.id, recordIds)),
    ...(await context.store.links.byItems(context.account.id, [...items.keys()])),
  ];
  return (id, group) => {
    const mine = new Set(
      group.flatMap(({ entry, plan, write }) => [
        entry.recordId,
        plan.link.recordId,
        write.kind === 'release-item' ? write.item.id : null,
      ]),
    );
    mine.delete(null);
    const link = links.get(id);
    return {
      link,
      item: (itemId) => items.get(itemId),
      record: (recordId) => records.get(recordId),
      fate: (recordId) => (records.has(recordId) ? 'visible' : (fates.get(recordId)?.state ?? 'absent')),
      thereAgain: (recordId) => again.has(recordId),
      taken:
        link === undefined &&
        holders.some((holder) => holder.id !== id && (mine.has(holder.recordId) || mine.has(holder.itemId))),
      place: (folder) => placeOf({ id: '', version: '', folder, categories: [] }, tree),
    };
  };
}

async function readItems(
  { mailbox }: SessionContext,
  tree: FolderTree,
  whole: readonly string[],
  places: readonly string[],
) {
  const items = new Map<string, Item | ItemHead>();
  const note = async (ids: readonly string[], detail: 'all' | 'place') => {
    if (ids.length === 0) return;
    for await (const chunk of mailbox.read(ids, detail))
      for (const sighting of chunk) if (sighting.state === 'present') items.set(sighting.id, sighting.item);
  };
  await note(places, 'place');
  const inside = [...items.values()].flatMap((item) => (placeOf(item, tree) === 'inside' ? [item.id] : []));
  await note([...whole, ...inside], 'all');
  return items;
}

async function readRecords({ crm }: SessionContext, ids: readonly RecordId[]) {
  const records = new Map<RecordId, CrmRecord>();
  if (ids.length > 0)
    for await (const page of crm.read(ids, 'fields')) for (const record of page) records.set(record.id, record);
  return records;
}

/** P1 holds for what would be made anew as well: somebody may have done it since. */
async function thereAgain(
  { crm, rules, org }: SessionContext,
  all: readonly Undoable[],
  fates: ReadonlyMap<RecordId, RecordFate>,
): Promise<ReadonlySet<RecordId>> {
  if (!org.searchBeforeCreate) return new Set();
  const wanted = all.flatMap((undoable) => {
    const { write } = undoable;
    if (write.kind !== 'delete-record' || fates.get(write.id)?.state !== 'absent') return [];
    return [{ id: write.id, keys: pairingKeys(Object.fromEntries(valuesAnew(undoable, { rules }))) }];
  });
  if (wanted.length === 0) return new Set();
  const candidates = (await crm.candidates(wanted.map(({ keys }) => keys))).map(({ fields }) => pairingKeys(fields));
  return new Set(
    wanted.flatMap(({ id, keys }) => (candidates.some((other) => likeness(keys, other) === 'same') ? [id] : [])),
  );
}

/** Planned and not undone: a side refused it, or somebody was there in between. */
async function notTakenBack(
  { store, account, org, now }: WritingContext,
  of: UndoneOf,
  plans: readonly ContactPlan[],
): Promise<KeptEdit[]> {
  const since = new Date(now().getTime() - org.retentionDays * DAY_MS);
  const open = new Set((await store.journal.undoable(account.id, of, since)).map(({ id }) => id));
  return plans.flatMap(({ contact, link, undoes }): KeptEdit[] =>
    undoes?.entries.some((id) => open.has(id)) === true
      ? [{ contact, linkId: link.id, field: null, now: '', instead: '', why: 'not-taken-back' }]
      : [],
  );
}

/** J1: what stays as it is is shown, as lines of the activity that no write stands behind. */
async function noteKept(context: WritingContext, kept: readonly KeptEdit[]): Promise<void> {
  if (kept.length === 0) return;
  const at = context.now().toISOString();
  const lines = kept.map(({ contact, linkId, field, now, instead, why }): JournalEntry => ({
    id: crypto.randomUUID(),
    mailboxId: context.account.id,
    sessionId: context.sessionId,
    at,
    rule: 'J1',
    kind: 'note',
    linkId,
    itemId: null,
    recordId: null,
    contact,
    fields: field === null ? [] : [{ field, before: instead, after: now, from: 'us' }],
    asked: true,
    state: 'done',
    payload: { why },
    finishedAt: at,
    undoneAt: null,
  }));
  await context.store.journal.open(context.fence, lines);
}
