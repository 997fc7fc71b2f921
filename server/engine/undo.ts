import type { CrmRecord, FieldMap, FieldName, Item, RecordId } from '../model/contact.ts';
import type { FieldEntry, JournalEntry } from '../model/journal.ts';
import type { Link } from '../model/link.ts';
import { withValue } from '../planner/merge-fields.ts';
import { asText, normalForm } from '../planner/normal-form.ts';
import type { ContactPlan, Write } from '../planner/operation.ts';
import { head, idle } from '../planner/plan-contact.ts';
import { readSlot, writeSlot } from '../planner/slots.ts';
import { apply } from './apply.ts';
import { beginApplying, type Report, type SessionEnd } from './begin.ts';
import type { WritingContext } from './context.ts';
import { intentOf } from './intent-payload.ts';
import { undoPayload } from './journal.ts';
import { readBack } from './remember.ts';
import { revived, STOPPED, UNDONE, type Undoable } from './revive.ts';

/**
 * J1: plays a session's (or a contact's) journal back: both sides and the base go back, later edits are kept and named, an undone create becomes
 * stopped, what was deleted comes back as stopped. The undo is journalled like any write, and can be undone itself.
 */
export async function undo(
  context: WritingContext,
  entries: readonly JournalEntry[],
  report: Report,
): Promise<SessionEnd> {
  const undoable = [...entries]
    .filter(
      (entry) => entry.state === 'done' && entry.undoneAt === null && entry.payload !== null && entry.kind !== 'note',
    )
    .reverse()
    .flatMap((entry): Undoable[] => {
      const intent = entry.linkId === null ? undefined : intentOf(entry);
      if (intent === undefined) return [];
      return [{ entry, payload: undoPayload(intent.payload.plan, intent.write, entry.fields) }];
    });
  const tree = await context.mailbox.folders(context.account.folderId ?? undefined, [
    context.org.folderName,
    ...context.org.adoptFolderNames,
  ]);
  const applying = await beginApplying(context, { tree });
  const byLink = Map.groupBy(undoable, ({ entry }) => entry.linkId ?? '');
  const ids = [...byLink.keys()];
  let kept = 0;
  const anew = await purgedRecords(context, undoable);
  for (let at = 0; at < ids.length; at += 200) {
    const part = ids.slice(at, at + 200);
    const links = new Map((await context.store.links.byIds(context.account.id, part)).map((link) => [link.id, link]));
    const { items, records } = await present(context, [...links.values()]);
    const plans: ContactPlan[] = [];
    for (const id of part) {
      const group = byLink.get(id) ?? [];
      const link = links.get(id);
      const undone =
        link === undefined
          ? revived(context, group, anew)
          : reverted(context, link, group, items.get(link.itemId ?? ''), records.get(link.recordId ?? ''));
      kept += undone.kept;
      if (undone.plan !== null) plans.push(undone.plan);
    }
    await apply(context, plans, applying);
    await context.store.journal.markUndone(
      context.fence,
      part.flatMap((id) => (byLink.get(id) ?? []).map(({ entry }) => entry.id)),
    );
    await report(applying.tally, Math.min(at + 200, ids.length), ids.length);
  }
  await readBack(context, applying.written);
  const later = kept === 0 ? null : { code: 'later-edits-kept', params: { fields: String(kept) } };
  const reason = anew.size === 0 ? later : { code: 'records-made-anew', params: { records: String(anew.size) } };
  return { state: 'done', reason, tally: applying.tally, planId: null };
}

/** Records that the Recycle Bin holds no longer: they are made anew, with what was synced of them. */
async function purgedRecords(context: WritingContext, undoable: readonly Undoable[]): Promise<ReadonlySet<RecordId>> {
  const ids = undoable.flatMap(({ payload }) => (payload.write.kind === 'delete-record' ? [payload.write.id] : []));
  if (ids.length === 0) return new Set();
  const fates = await context.crm.fates(ids);
  return new Set(ids.filter((id) => fates.get(id)?.state === 'absent'));
}

async function present(context: WritingContext, links: readonly Link[]) {
  const items = new Map<string, Item>();
  const records = new Map<string, CrmRecord>();
  const itemIds = links.flatMap((link) => link.itemId ?? []);
  const recordIds = links.flatMap((link) => link.recordId ?? []);
  if (itemIds.length > 0) {
    for await (const chunk of context.mailbox.read(itemIds, 'all'))
      for (const sighting of chunk)
        if (sighting.state === 'present' && 'complete' in sighting.item) items.set(sighting.id, sighting.item);
  }
  if (recordIds.length > 0)
    for await (const page of context.crm.read(recordIds, 'fields'))
      for (const record of page) records.set(record.id, record);
  return { items, records };
}

/** A link that is there: updates go back field by field where nobody edited since; creates are taken back and stop. */
function reverted(
  context: WritingContext,
  link: Link,
  group: readonly Undoable[],
  item: Item | undefined,
  record: CrmRecord | undefined,
): { readonly plan: ContactPlan | null; readonly kept: number } {
  const created = group.find(
    ({ payload }) => payload.write.kind === 'create-record' || payload.write.kind === 'create-item',
  );
  if (created !== undefined) return { plan: takenBack(link, created, item, record), kept: 0 };
  if (item === undefined || record === undefined) return { plan: null, kept: 0 };
  const reverting = new Reverting(context, link, item, record);
  for (const undoable of group) reverting.take(undoable);
  return reverting.result();
}

function takenBack(
  link: Link,
  { payload }: Undoable,
  item: Item | undefined,
  record: CrmRecord | undefined,
): ContactPlan | null {
  const plan = idle(
    { link, decision: UNDONE, ...(item === undefined ? {} : { item }), ...(record === undefined ? {} : { record }) },
    STOPPED,
  );
  const shown = (fields: FieldMap): FieldEntry[] =>
    Object.entries(fields).map(([field, value]) => ({
      field: field as FieldName,
      before: asText(value),
      after: '',
      from: 'us',
    }));
  if (payload.write.kind === 'create-record' && record !== undefined) {
    const write: Write = {
      kind: 'delete-record',
      rule: 'J1',
      fields: shown(record.fields),
      id: record.id,
      version: record.version,
      ownerId: record.ownerId,
    };
    return { ...plan, writes: [write], becomes: { state: 'stopped', inView: false } };
  }
  if (payload.write.kind === 'create-item' && item !== undefined) {
    const write: Write = {
      kind: 'remove-item',
      rule: 'J1',
      fields: shown(item.fields),
      item: { id: item.id, version: item.version },
    };
    return { ...plan, writes: [write], becomes: { state: 'stopped', inView: link.inView } };
  }
  return null;
}

class Reverting {
  private readonly context: WritingContext;
  private readonly link: Link;
  private readonly item: Item;
  private readonly record: CrmRecord;
  private readonly toItem = new Map<FieldName, FieldMap[FieldName] | null>();
  private readonly toRecord = new Map<FieldName, FieldMap[FieldName] | null>();
  private base: Link['base'];
  private kept = 0;

  constructor(context: WritingContext, link: Link, item: Item, record: CrmRecord) {
    this.context = context;
    this.link = link;
    this.item = item;
    this.record = record;
    this.base = link.base;
  }

  take({ payload, entry }: Undoable): void {
    if (payload.write.kind !== 'update-record' && payload.write.kind !== 'update-item') return;
    for (const { field } of entry.fields) {
      const rule = this.context.rules.find((candidate) => candidate.field === field);
      if (rule === undefined || field === 'categories' || field === 'company') continue;
      const written =
        payload.write.kind === 'update-record' ? payload.write.values[field] : (payload.recordNow[field] ?? null);
      const same = (value: FieldMap[FieldName] | null | undefined) =>
        normalForm(rule, value) === normalForm(rule, written);
      if (!same(this.itemValue(field)) || !same(this.record.fields[field])) {
        // Somebody edited it since: that stays, and is named.
        this.kept += 1;
        continue;
      }
      this.toItem.set(field, payload.baseBefore.item[field] ?? null);
      this.toRecord.set(field, payload.baseBefore.record[field] ?? null);
      this.base = {
        ...this.base,
        item: withValue(this.base.item, field, payload.baseBefore.item[field]),
        record: withValue(this.base.record, field, payload.baseBefore.record[field]),
      };
    }
  }

  private slotOf(field: FieldName) {
    const rule = this.context.rules.find((candidate) => candidate.field === field);
    if (rule?.slot === undefined) return undefined;
    const before = this.link.base.item[field];
    const entries = this.item.slots[field] ?? [];
    return {
      rule,
      entries,
      reading: readSlot(
        rule,
        entries,
        typeof before === 'string' ? before : undefined,
        this.link.base.extras[field] ?? [],
      ),
    };
  }

  private itemValue(field: FieldName) {
    const slot = this.slotOf(field);
    return slot === undefined ? this.item.fields[field] : slot.reading.value || undefined;
  }

  result(): { readonly plan: ContactPlan | null; readonly kept: number } {
    const { link, item, record, kept } = this;
    if (this.toItem.size === 0) return { plan: null, kept };
    const slots = Object.fromEntries(
      [...this.toItem].flatMap(([field, value]) => {
        const slot = this.slotOf(field);
        const list =
          slot === undefined
            ? undefined
            : writeSlot(slot.rule, slot.entries, slot.reading, typeof value === 'string' ? value : null);
        return list === undefined ? [] : [[field, list] as const];
      }),
    );
    const fields = (
      values: Map<FieldName, FieldMap[FieldName] | null>,
      now: (field: FieldName) => FieldMap[FieldName] | undefined,
    ): FieldEntry[] =>
      [...values].map(([field, value]) => ({ field, before: asText(now(field)), after: asText(value), from: 'us' }));
    const plan = idle({ link, item, record, decision: { ...UNDONE, inView: link.inView } }, null);
    const restored = (values: Map<FieldName, FieldMap[FieldName] | null>): FieldMap =>
      Object.fromEntries([...values].filter(([, value]) => value !== null)) as FieldMap;
    return {
      kept,
      plan: {
        ...plan,
        base: this.base,
        itemNow: restored(this.toItem),
        recordNow: restored(this.toRecord),
        writes: [
          {
            kind: 'update-record',
            rule: 'J1',
            fields: fields(this.toRecord, (field) => record.fields[field]),
            id: record.id,
            version: record.version,
            values: Object.fromEntries(this.toRecord),
          },
          {
            kind: 'update-item',
            rule: 'J1',
            fields: fields(this.toItem, (field) => this.itemValue(field)),
            item: head(item),
            values: Object.fromEntries([...this.toItem].filter(([field]) => this.slotOf(field) === undefined)),
            slots,
            addCategories: [],
            removeCategories: [],
            mark: false,
          },
        ],
      },
    };
  }
}
