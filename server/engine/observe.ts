import { createHash } from 'node:crypto';
import type { FolderTree } from '../connectors/mailbox.ts';
import type { Filter } from '../model/settings.ts';
import type { FieldMap, ItemHead, ItemId } from '../model/contact.ts';
import type { LinkHead } from '../model/link.ts';
import { FailureError } from '../model/failure.ts';
import type { PlannerMemory } from '../planner/observation.ts';
import { pairingKeys } from '../planner/pairing.ts';
import { isAnswered, questions } from '../planner/questions.ts';
import { hiddenKey, refusalSettings, SessionStop, type SessionContext } from './context.ts';
import { intentOf } from './intent-payload.ts';
import { lookUp } from './look-up.ts';
import { isMarked, placeOf, Spool, unlisted, type Observed } from './observed.ts';
import { lookAtYoung } from './young-records.ts';

const DAY = 24 * 3_600_000;
const ROUNDS = 5;

/**
 * The first beat: reads both sides, all of it before any write, and answers the planner's questions until none is left (five rounds at most;
 * what is unknown then is left alone, M1). `only`: a session limited to these links (T1).
 */
export async function observe(context: SessionContext, only: ReadonlySet<string> | null): Promise<Observed> {
  const [tree, known] = await bothOf(readTree(context), remembered(context, only));
  const memory = context.account.folderId === null ? await afterFolder(context, known, tree) : known;
  const observed = beginning(context, memory, only, tree);
  if (only !== null)
    for (const link of memory.links) if (link.itemId !== null) observed.observation.tombstones.add(link.itemId);
  const feeds = only === null ? readFeeds(context, observed) : Promise.resolve();
  await bothOf(feeds, readRecords(context, observed, only));
  await lookAtYoung(context, observed);
  for (let round = 0; round < ROUNDS; round += 1) {
    const asked = questions(observed.observation, memory);
    if (isAnswered(asked)) break;
    await lookUp(context, observed, asked);
  }
  return observed;
}

/** Two readings that need nothing of each other, side by side: neither is under way any more when one of them fails. */
async function bothOf<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

async function remembered(context: SessionContext, only: ReadonlySet<string> | null): Promise<PlannerMemory> {
  const { store, account, now } = context;
  const heads = await store.links.heads(account.id);
  const open = await store.journal.intents(account.id);
  const allowed =
    account.settings.filterPreview === undefined
      ? undefined
      : await store.plans.byId(account.id, account.settings.filterPreview);
  const removals = (allowed?.content as { readonly removals?: readonly string[] } | undefined)?.removals ?? [];
  return {
    links: only === null ? heads : heads.filter((link) => only.has(link.id)),
    others: only === null ? [] : heads.filter((link) => !only.has(link.id)),
    openCreates: open.flatMap((entry) => {
      const write = intentOf(entry)?.write;
      return write?.kind === 'create-record' ? [pairingKeys(write.values as FieldMap)] : [];
    }),
    openIntents: new Set(open.flatMap((entry) => (entry.linkId === null ? [] : [entry.linkId]))),
    openKeys: new Set(open.map((entry) => entry.id)),
    openSides: new Set(open.flatMap((entry) => [entry.itemId ?? [], entry.recordId ?? []].flat())),
    recentDeletes: await store.journal.deletesSince(account.id, new Date(now().getTime() - DAY).toISOString()),
    firstSessionDone: account.firstSessionDone,
    allowedRemovals: new Set(removals),
    settingsVersion: refusalSettings(context),
  };
}

function beginning(
  context: SessionContext,
  memory: PlannerMemory,
  only: ReadonlySet<string> | null,
  tree: FolderTree,
): Observed {
  return {
    observation: {
      now: context.now().toISOString(),
      org: context.identity.orgId,
      mailbox: context.account.email,
      items: new Map(),
      records: new Map(),
      tombstones: new Set(),
      keyHolders: new Map(),
      edited: new Map(),
      recordsEdited: new Map(),
      complete: false,
      viewRead: true,
      only,
    },
    memory,
    tree,
    spool: new Spool(),
    cursors: {},
    viewVersion: viewVersion(context.account.settings.filter),
    viewProblem: null,
    grown: [],
  };
}

export function viewVersion(filter: Filter): string {
  return createHash('sha256').update(JSON.stringify(filter)).digest('base64url').slice(0, 16);
}

/** S5: a folder that is gone is never read as "all contacts deleted". */
export async function readTree({ account, mailbox, org }: SessionContext): Promise<FolderTree> {
  const tree = await mailbox.folders(account.folderId ?? undefined, [org.folderName, ...org.adoptFolderNames]);
  if (account.folderId !== null && tree.folder.state !== 'present')
    throw new SessionStop({ code: 'folder-missing', params: { state: tree.folder.state } });
  return tree;
}

/**
 * S5, make it again: what lay in the folder that went is no deletion. The items are made anew, but for those that are still there: by their id, or by
 * their key in a mailbox that was restored or moved to another place. So it is too while no folder is known yet, for pairs of a first plan that was
 * discarded (D5).
 */
async function afterFolder(context: SessionContext, known: PlannerMemory, tree: FolderTree): Promise<PlannerMemory> {
  if (known.links.length === 0) return known;
  const keys = known.links.flatMap(({ keyIntent }) => keyIntent ?? []);
  const folders = [...tree.inside, ...tree.elsewhere].map(({ id }) => id);
  const found = await context.mailbox.findByKeys(
    keys.map((intent) => hiddenKey(context, intent)),
    folders,
  );
  const held = new Set(found.map(({ key }) => key.intent));
  const others = known.links.flatMap(({ itemId, keyIntent }) => (held.has(keyIntent ?? '') ? [] : (itemId ?? [])));
  const standing = new Set<ItemId>();
  for await (const chunk of context.mailbox.read(others, 'place'))
    for (const sighting of chunk)
      if (sighting.state === 'present' && placeOf(sighting.item, tree) !== undefined) standing.add(sighting.id);
  const isThere = ({ itemId, keyIntent }: LinkHead) =>
    held.has(keyIntent ?? '') || (itemId !== null && standing.has(itemId));
  const links = known.links.map((link) => (isThere(link) ? link : { ...link, itemId: null }));
  return { ...known, links };
}

/** Every folder's changes since its cursor. A lost cursor, a folder that went, or a day since the last time: the folder's items are listed whole (D4). */
async function readFeeds(context: SessionContext, observed: Observed): Promise<void> {
  const { account, now } = context;
  const folders = [...observed.tree.inside, ...observed.tree.elsewhere];
  const due = account.reconciledAt === null || now().getTime() - Date.parse(account.reconciledAt) >= DAY;
  const gone = Object.keys(account.cursors).some((id) => !folders.some((folder) => folder.id === id));
  let whole = due || gone || observed.tree.inside.every((folder) => account.cursors[folder.id] === undefined);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await readInside(context, observed, whole);
      break;
    } catch (error) {
      if (attempt > 0 || !isKind(error, 'cursor-lost')) throw error;
      whole = true;
      observed.observation.items.clear();
      observed.observation.tombstones.clear();
    }
  }
  observed.observation.complete = whole;
  for (const folder of observed.tree.elsewhere) {
    const cursor = due ? undefined : account.cursors[folder.id];
    await readFeed(context, observed, folder.id, 'place', cursor).catch((error: unknown) => {
      if (cursor === undefined || !isKind(error, 'cursor-lost')) throw error;
      return readFeed(context, observed, folder.id, 'place', undefined);
    });
  }
  // An item that one feed lost and another has was moved, or is a replay: a read by id says where it is (graph.md 1.16).
  for (const id of observed.observation.tombstones) observed.observation.items.delete(id);
}

async function readInside(context: SessionContext, observed: Observed, whole: boolean): Promise<void> {
  for (const folder of observed.tree.inside) {
    await readFeed(context, observed, folder.id, 'fields', whole ? undefined : context.account.cursors[folder.id]);
  }
}

async function readFeed(
  context: SessionContext,
  observed: Observed,
  folder: string,
  detail: 'fields' | 'place',
  cursor: string | undefined,
): Promise<void> {
  const { observation, memory } = observed;
  const linked = new Set(memory.links.flatMap((link) => (link.itemId === null ? [] : [link.itemId])));
  let next: string | undefined;
  for await (const page of context.mailbox.changes(folder, detail, cursor)) {
    context.signal.throwIfAborted();
    for (const item of page.items) sight(context, observed, item, linked);
    for (const id of page.removed) if (detail === 'fields' || linked.has(id)) observation.tombstones.add(id);
    next = page.cursor ?? next;
  }
  if (next === undefined)
    throw new FailureError({
      kind: 'unavailable',
      code: 'feed-without-end',
      message: 'The change feed ended without a cursor.',
    });
  observed.cursors[folder] = next;
}

function sight(
  context: SessionContext,
  { observation, tree }: Observed,
  item: ItemHead,
  linked: ReadonlySet<string>,
): void {
  const place = placeOf(item, tree);
  const marked = isMarked(item, context.org.category);
  const head: ItemHead = { id: item.id, version: item.version, folder: item.folder, categories: item.categories };
  if (place === undefined) {
    if (linked.has(item.id)) observation.tombstones.add(item.id);
  } else if (place === 'inside' || marked || linked.has(item.id)) {
    observation.items.set(item.id, { place, head, marked });
  } else {
    // U6: what is neither in the folder nor marked is forgotten here and now.
    observation.items.delete(item.id);
  }
}

/** The whole view's ids and versions each session (F5: leaving leaves no trace), and the linked records outside it. */
async function readRecords(
  context: SessionContext,
  observed: Observed,
  only: ReadonlySet<string> | null,
): Promise<void> {
  const { memory, observation } = observed;
  const linked = new Set(memory.links.flatMap((link) => (link.recordId === null ? [] : [link.recordId])));
  if (only === null) await readView(context, observed, linked);
  else observation.viewRead = false;
  const outside = [...linked].filter((id) => !observation.records.has(id));
  if (outside.length === 0) return;
  for await (const page of context.crm.read(outside, 'heads')) {
    for (const head of page) observation.records.set(head.id, unlisted(context, head));
  }
}

async function readView(context: SessionContext, observed: Observed, linked: ReadonlySet<string>): Promise<void> {
  const { account, crm, org } = context;
  const { observation, memory } = observed;
  const { filter } = account.settings;
  const refuse = () => {
    if (observation.records.size > org.maximumContacts) {
      throw new SessionStop({ code: 'too-many-contacts', params: { limit: String(org.maximumContacts) } }, 'failed');
    }
  };
  try {
    // A new view is mostly unknown: its fields come with it instead of in a second reading.
    if (memory.links.length === 0 || account.viewVersion !== observed.viewVersion) {
      for await (const page of crm.view(filter, 'fields')) {
        for (const record of page) {
          const known = linked.has(record.id);
          observation.records.set(record.id, {
            state: 'in-view',
            version: record.version,
            ...(known ? {} : { keys: pairingKeys(record.fields) }),
          });
          observed.spool.putRecord(record);
        }
        refuse();
      }
    } else {
      for await (const page of crm.view(filter, 'heads')) {
        for (const { id, version } of page) observation.records.set(id, { state: 'in-view', version });
        refuse();
      }
    }
    await countAgain(context, observed);
  } catch (error) {
    if (filter.kind !== 'view' || !(isKind(error, 'gone') || isKind(error, 'rejected') || isKind(error, 'forbidden')))
      throw error;
    // F2: while a view cannot be read there is no F4 and no F5; linked pairs go on, with a status.
    observation.records.clear();
    observation.viewRead = false;
    observed.viewProblem = { code: 'view-not-readable', params: { message: error.failure.message } };
  }
}

/** D4: nobody has left a list view, whose terms we cannot judge, on the word of one listing. Where linked records are missing, it is counted too. */
async function countAgain({ account, crm }: SessionContext, { memory, observation }: Observed): Promise<void> {
  if (account.settings.filter.kind !== 'view') return;
  const isIn = (id: string | null) => id !== null && observation.records.get(id)?.state === 'in-view';
  if (!memory.links.some(({ recordId, inView, state }) => inView && state === 'linked' && !isIn(recordId))) return;
  const count = await crm.count(account.settings.filter);
  if (count === observation.records.size) return;
  throw new FailureError({
    kind: 'unavailable',
    code: 'crm-incomplete-answer',
    message: `Salesforce counted ${count} records in the view and gave ${observation.records.size}.`,
  });
}

function isKind(error: unknown, kind: FailureError['failure']['kind']): error is FailureError {
  return error instanceof FailureError && error.failure.kind === kind;
}
