import type { ItemId, RecordId } from '../model/contact.ts';
import type { LinkHead, Reason } from '../model/link.ts';
import type { MailboxSettings, OrgSettings } from '../model/settings.ts';
import { blockedBy, type Blocklists } from './blocklist.ts';
import { brake, firstUpload } from './brake.ts';
import { classify, retryIsDue, type Action, type Decision } from './classify.ts';
import type { ItemBrief, Observation, PlannerMemory } from './observation.ts';
import { likeness, ownKey, pairNew, type NewItem } from './pairing.ts';
import { survey, waitsStill, type Survey, type SurveyedLink } from './survey.ts';

export interface PlanSettings {
  readonly mailbox: Pick<MailboxSettings, 'autoRemoval' | 'conflicts' | 'blocklist'>;
  readonly org: Pick<OrgSettings, 'brake' | 'firstUploadLimit' | 'blocklist'>;
}

export interface DecidedLink {
  readonly link: LinkHead;
  readonly decision: Decision;
}

/** The first pass: what becomes of every link, what is new, and whether the whole is held. Fields come in the second pass. */
export interface Plan {
  /** Only links for which something is to be done. */
  readonly decided: readonly DecidedLink[];
  readonly newItems: readonly NewItem[];
  /** The link that a new item waits with already, by item. */
  readonly waiting: ReadonlyMap<ItemId, LinkHead>;
  /** Records for which an item is to be made (F4). */
  readonly download: readonly RecordId[];
  readonly deletes: number;
  /** D5, S2: why the plan is held whole, or null. */
  readonly hold: Reason | null;
}

/** Decides for all contacts from ids, versions, places and pairing keys (see RULES.md). Pure: the same input gives the same plan. */
export function plan(observation: Observation, memory: PlannerMemory, settings: PlanSettings): Plan {
  const surveyed = survey(observation, memory);
  const ground = { surveyed, observation, memory, settings };
  const heirs = heirsOfMerges(ground);
  // An item has one link: that of a copy ends before its pair takes it over.
  const decided = [...decideYielding(ground), ...decidePairs(ground, heirs), ...decideWaiting(ground)];
  const linkedRecords = new Set([...surveyed.byRecord.keys(), ...heirs.keys()]);
  const news = collectNew(ground, linkedRecords);
  const paired = pairNew(
    news,
    linkedRecords,
    observation,
    (keys) => blockedBy(keys.emails, blocklists(settings)) !== undefined,
  );
  const waiting = new Map(news.items.flatMap(({ id, link }) => (link === undefined ? [] : [[id, link] as const])));

  const deletes = decided.filter(({ decision }) => countsAsDelete(decision)).length;
  const uploads = paired.items.filter((item) => item.kind === 'upload').length;
  const linked = memory.links.filter((link) => link.state === 'linked').length;
  const hold =
    brake(deletes, memory.recentDeletes, linked, settings.org.brake) ??
    firstUpload(uploads, memory.firstSessionDone, settings.org.firstUploadLimit);
  return { decided, newItems: paired.items, waiting, download: paired.download, deletes, hold };
}

/** What every pair is decided from. */
interface Ground {
  readonly surveyed: Survey;
  readonly observation: Observation;
  readonly memory: PlannerMemory;
  readonly settings: PlanSettings;
}

/** M2: which pair goes to a master that has none; of several the first whose item is there, for the others are folded into it. */
function heirsOfMerges(ground: Ground): ReadonlyMap<RecordId, LinkHead> {
  const following = new Map<RecordId, LinkHead>();
  const withoutItem = new Map<RecordId, LinkHead>();
  for (const pair of ground.surveyed.pairs) {
    if (pair.record.state !== 'merged') continue;
    const { action } = decideOne(ground, pair, new Map());
    if (action.kind === 'follow' && !following.has(action.into)) following.set(action.into, pair.link);
    if (action.kind === 'stay-stopped' && !withoutItem.has(action.recordId))
      withoutItem.set(action.recordId, pair.link);
    if (action.kind === 'remake-item' && action.into !== undefined && !withoutItem.has(action.into))
      withoutItem.set(action.into, pair.link);
  }
  return new Map([...withoutItem, ...following]);
}

function decideOne(
  { surveyed, observation, memory, settings }: Ground,
  { link, item, record }: SurveyedLink,
  heirs: ReadonlyMap<RecordId, LinkHead>,
): Decision {
  return classify({
    link,
    item,
    record,
    observation,
    memory,
    autoRemoval: settings.mailbox.autoRemoval,
    blocked: blockedBy([link.email], blocklists(settings)) !== undefined,
    linkOf: (id) => surveyed.byRecord.get(id) ?? heirs.get(id),
  });
}

function decidePairs(ground: Ground, heirs: ReadonlyMap<RecordId, LinkHead>): DecidedLink[] {
  const { surveyed, observation, memory } = ground;
  const decided: DecidedLink[] = [];
  for (const pair of surveyed.pairs) {
    const { link, item, record } = pair;
    const decision = decideOne(ground, pair, heirs);
    const limited = observation.only !== null && !decision.asked && isDestructive(decision.action);
    // A refused download has no item; the record waits for its next try, and not for ever beyond the view.
    const tooEarly =
      link.state === 'waiting' && link.itemId === null && !retryIsDue({ link, item, record }, observation, memory);
    const sameView = decision.inView === link.inView;
    if (limited || tooEarly || (decision.action.kind === 'nothing' && sameView)) continue;
    // F3: whoever saved the filter was shown whose items would go; of records nothing was said.
    const removesItem = countsAsDelete(decision) && decision.action.kind !== 'delete-record';
    const wasShown = removesItem && memory.allowedRemovals.has(link.recordId ?? '');
    decided.push({ link: inPlace(link, decision), decision: wasShown ? { ...decision, asked: true } : decision });
  }
  return decided;
}

/** P4: with the item that has taken the lost one's place. */
export function inPlace<L extends LinkHead>(link: L, { place }: Decision): L {
  return place === undefined ? link : { ...link, itemId: place.id, itemVersion: '' };
}

function blocklists({ org, mailbox }: PlanSettings): Blocklists {
  return { org: org.blocklist, mailbox: mailbox.blocklist };
}

function decideYielding({ surveyed }: Ground): DecidedLink[] {
  const end: Decision = { row: 'M6', rule: 'P4', action: { kind: 'end' }, inView: false, asked: false };
  return surveyed.yielding.map(({ link }) => ({ link, decision: end }));
}

/** Items that wait for a record end when they left the folder; due ones are planned with the new ones. */
function decideWaiting({ surveyed, observation, memory }: Ground): DecidedLink[] {
  const decided: DecidedLink[] = [];
  for (const entry of surveyed.waiting) {
    const { link, item } = entry;
    const decide = (rule: string, action: Action) =>
      decided.push({ link, decision: { row: 'M6', rule, action, inView: false, asked: rule === 'T2' } });
    if (memory.openIntents.has(link.id) || item.state === 'unknown') continue;
    if (link.request?.kind === 'stop' || link.request?.kind === 'remove')
      // T1: a card that was never made leaves nothing to be stopped.
      decide('T2', { kind: link.itemId === null ? 'end' : 'stop' });
    else if (!waitsStill(entry, observation))
      decide('U5', item.state === 'outside' ? { kind: 'release', head: item.head } : { kind: 'end' });
  }
  return decided;
}

function collectNew({ surveyed, observation, memory }: Ground, linkedRecords: ReadonlySet<RecordId>) {
  const items: { id: ItemId; brief: ItemBrief; link: LinkHead | undefined }[] = [];
  const add = (id: ItemId, link: LinkHead | undefined) => {
    const seen = observation.items.get(id);
    if (seen === undefined || seen.place === 'gone' || seen.place === 'deleted' || seen.brief === undefined) return;
    const key = ownKey(seen.brief.key, observation);
    if (key !== undefined && memory.openKeys.has(key.intent)) return;
    items.push({ id, brief: seen.brief, link });
  };
  for (const entry of surveyed.waiting) {
    const { link } = entry;
    const wished = link.request?.kind === 'stop' || link.request?.kind === 'remove';
    const open = memory.openIntents.has(link.id) || wished;
    if (link.itemId !== null && !open && waitsStill(entry, observation) && retryIsDue(entry, observation, memory))
      add(link.itemId, link);
  }
  for (const { id } of surveyed.newItems) add(id, undefined);
  const records = surveyed.newRecords.flatMap((id) => {
    const seen = observation.records.get(id);
    if (seen?.state !== 'in-view' || seen.keys === undefined || linkedRecords.has(id)) return [];
    const { keys } = seen;
    const mayBeOurs = memory.openCreates.some(
      (sent) => sent.name === keys.name || likeness(sent, keys) !== 'different',
    );
    return mayBeOurs ? [] : [{ id, keys }];
  });
  return { items, records };
}

function isDestructive(action: Action): boolean {
  switch (action.kind) {
    case 'remove-item':
    case 'delete-record':
    case 'remake-item':
    case 'fold':
    case 'end':
    case 'release':
      return true;
    case 'nothing':
    case 'merge':
    case 'take-over':
    case 'follow':
    case 'stay-stopped':
    case 'attention':
    case 'stop':
      return false;
  }
}

/** D5: contacts that this plan deletes on either side; our own moves and what a person asked for don't count. */
function countsAsDelete({ action, asked }: Decision): boolean {
  return (
    !asked &&
    (action.kind === 'remove-item' || action.kind === 'delete-record' || (action.kind === 'fold' && !action.edited))
  );
}
