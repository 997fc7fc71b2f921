import type { ItemId, RecordId } from '../model/contact.ts';
import type { Link } from '../model/link.ts';
import type { ItemSighting } from '../connectors/mailbox.ts';
import { isItemEdited, isRecordEdited } from '../planner/merge-fields.ts';
import type { Questions, SeenItem } from '../planner/observation.ts';
import { pairingKeys } from '../planner/pairing.ts';
import { hiddenKey, type SessionContext } from './context.ts';
import { isMarked, placeOf, unlisted, type Observed } from './observed.ts';

/** Answers one round of the planner's questions, each kind in one batched reading. */
export async function lookUp(context: SessionContext, observed: Observed, asked: Questions): Promise<void> {
  if (asked.places.length > 0) await lookUpPlaces(context, observed, asked.places);
  if (asked.keys.length > 0) await lookUpKeys(context, observed, asked.keys);
  if (asked.details.length > 0) await lookUpDetails(context, observed, asked.details);
  if (asked.fates.length > 0) await lookUpFates(context, observed, asked.fates);
  if (asked.recordDetails.length > 0) await lookUpRecords(context, observed, asked.recordDetails);
  if (asked.edited.length > 0) await lookUpEdits(context, observed, asked.edited);
  if (asked.recordsEdited.length > 0) await lookUpRecordEdits(context, observed, asked.recordsEdited);
}

function seen(context: SessionContext, observed: Observed, sighting: ItemSighting): SeenItem {
  if (sighting.state === 'gone') return { place: 'gone' };
  const { id, version, folder, categories } = sighting.item;
  const head = { id, version, folder, categories };
  const place = sighting.state === 'deleted' ? 'deleted' : (placeOf(head, observed.tree) ?? 'elsewhere');
  return { place, head, marked: isMarked(head, context.org.category) };
}

async function lookUpPlaces(context: SessionContext, observed: Observed, ids: readonly ItemId[]): Promise<void> {
  for await (const chunk of context.mailbox.read(ids, 'place')) {
    for (const sighting of chunk) observed.observation.items.set(sighting.id, seen(context, observed, sighting));
  }
}

async function lookUpKeys(context: SessionContext, observed: Observed, intents: readonly string[]): Promise<void> {
  const { tree, observation } = observed;
  const folders = [...tree.inside, ...tree.elsewhere].map((folder) => folder.id);
  const found = await context.mailbox.findByKeys(
    intents.map((intent) => hiddenKey(context, intent)),
    folders,
  );
  for (const intent of intents) {
    const holders = found.filter(({ key }) => key.intent === intent).map(({ item }) => item);
    observation.keyHolders.set(intent, holders);
    for (const head of holders) {
      // D4: one that was answered for with "not found" and is listed all the same is there.
      if ((observation.items.get(head.id)?.place ?? 'gone') !== 'gone') continue;
      const place = placeOf(head, tree);
      if (place !== undefined)
        observation.items.set(head.id, { place, head, marked: isMarked(head, context.org.category) });
    }
  }
}

async function lookUpDetails(context: SessionContext, observed: Observed, ids: readonly ItemId[]): Promise<void> {
  for await (const chunk of context.mailbox.read(ids, 'all')) {
    for (const sighting of chunk) {
      const known = seen(context, observed, sighting);
      if (known.place === 'gone' || sighting.state === 'gone' || !('complete' in sighting.item)) {
        observed.observation.items.set(sighting.id, known);
        continue;
      }
      const { item } = sighting;
      const brief = {
        keys: pairingKeys(item.fields, item.slots),
        key: item.key,
        private: item.private,
        createdAt: item.createdAt,
      };
      observed.observation.items.set(sighting.id, { ...known, brief });
      // U7: what is private is not kept, not even for the length of a session.
      if (!item.private) observed.spool.putItem(item);
    }
  }
}

async function lookUpFates(context: SessionContext, { observation }: Observed, ids: readonly string[]): Promise<void> {
  for (const [id, fate] of await context.crm.fates(ids)) {
    switch (fate.state) {
      case 'visible':
        observation.records.set(id, unlisted(context, fate.head));
        break;
      case 'merged':
        observation.records.set(id, { state: 'merged', into: fate.into });
        break;
      case 'deleted':
      case 'absent':
        observation.records.set(id, { state: fate.state });
        break;
    }
  }
}

async function lookUpRecords(
  context: SessionContext,
  { observation, spool }: Observed,
  ids: readonly string[],
): Promise<void> {
  const missing = new Set(ids);
  for await (const page of context.crm.read(ids, 'fields')) {
    for (const record of page) {
      missing.delete(record.id);
      observation.records.set(record.id, {
        state: 'in-view',
        version: record.version,
        keys: pairingKeys(record.fields),
      });
      spool.putRecord(record);
    }
  }
  for (const id of missing) observation.records.set(id, { state: 'absent' });
}

async function lookUpEdits(context: SessionContext, observed: Observed, linkIds: readonly string[]): Promise<void> {
  const links = await context.store.links.byIds(context.account.id, linkIds);
  const byItem = new Map(links.flatMap((link) => (link.itemId === null ? [] : [[link.itemId, link] as const])));
  const leaving = new Map<RecordId, Link>();
  for await (const chunk of context.mailbox.read([...byItem.keys()], 'all')) {
    for (const sighting of chunk) {
      const link = byItem.get(sighting.id);
      if (link === undefined || sighting.state === 'gone' || !('complete' in sighting.item)) continue;
      // U7: what was made private is read again where it is needed, and counts as edited: it is not thrown away as what we made.
      if (!sighting.item.private) observed.spool.putItem(sighting.item);
      const edited = sighting.item.private || isItemEdited(context.rules, link.base, sighting.item);
      observed.observation.edited.set(link.id, edited);
      if (edited && link.recordId !== null && observed.observation.records.get(link.recordId)?.state === 'outside')
        leaving.set(link.recordId, link);
    }
  }
  if (leaving.size > 0) await forgetWhatIsAlike(context, observed, leaving);
  for (const id of linkIds) if (!observed.observation.edited.has(id)) observed.observation.edited.set(id, true);
}

/** M7: what was edited to what the record has as well is nothing that would have to go up first. */
async function forgetWhatIsAlike(
  context: SessionContext,
  { observation, spool }: Observed,
  leaving: ReadonlyMap<RecordId, Link>,
): Promise<void> {
  for await (const page of context.crm.read([...leaving.keys()], 'fields')) {
    for (const record of page) {
      const link = leaving.get(record.id);
      const item = link?.itemId ? spool.item(link.itemId) : undefined;
      if (link !== undefined && item !== undefined)
        observation.edited.set(link.id, isItemEdited(context.rules, link.base, item, record));
    }
  }
}

/** D2: an edit of any field counts, mapped or not, so the version decides; within one stamp the mapped fields do. */
async function lookUpRecordEdits(
  context: SessionContext,
  { observation }: Observed,
  linkIds: readonly string[],
): Promise<void> {
  const links = await context.store.links.byIds(context.account.id, linkIds);
  const byRecord = new Map(links.flatMap((link) => (link.recordId === null ? [] : [[link.recordId, link] as const])));
  for await (const page of context.crm.read([...byRecord.keys()], 'fields')) {
    for (const record of page) {
      const link = byRecord.get(record.id);
      if (link === undefined) continue;
      const same = context.crm.sameVersion(link.recordVersion, record.version);
      observation.recordsEdited.set(link.id, !same || isRecordEdited(context.rules, link.base, record));
    }
  }
  for (const id of linkIds) if (!observation.recordsEdited.has(id)) observation.recordsEdited.set(id, true);
}
