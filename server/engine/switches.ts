import type { Crm } from '../connectors/crm.ts';
import type { FoundItem, Mailbox } from '../connectors/mailbox.ts';
import type { FieldMap, FieldName, ItemHead, RecordId, SlotMap, Value } from '../model/contact.ts';
import type { Link, Request } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';
import { blockedBy, blockedReason } from '../planner/blocklist.ts';
import { showing } from '../planner/contact-name.ts';
import { recipientKind } from '../planner/recipients.ts';
import type { Store } from '../store/store.ts';
import { newLink } from './chunk.ts';
import { hiddenKey } from './context.ts';
import { NotPossible, refusedBy, type SwitchOn, type Target } from './engine.ts';
import type { OutsideAnswer } from './outside-people.ts';
import { linkOf } from './people.ts';
import { putRight } from './refused-fields.ts';
import { splitName } from './split-name.ts';

export interface SwitchParts {
  readonly store: Store;
  readonly account: MailboxMemory;
  readonly orgId: string;
  readonly mailbox: Mailbox;
  readonly crm: () => Promise<Crm>;
  readonly outside: (emails: readonly string[]) => Promise<OutsideAnswer>;
  readonly org: OrgSettings;
  readonly folderId: string;
}

/**
 * T1: an item that exists gets the category (U3), found by that one address at the person's own act (U6); a record that exists comes down;
 * someone whom neither side has gets a card in the folder. Returns the link for a session to see to.
 */
export async function switchOn(parts: SwitchParts, target: Target, wish: SwitchOn): Promise<string> {
  const link = await linkOf(parts.store, parts.account, target);
  if (link !== undefined) {
    refuseBlocked(parts, [link.email]);
    return again(parts, link, wish);
  }
  if ('recordId' in target) return bringRecord(parts, target.recordId, wish);
  if ('itemId' in target) return mark(parts, await itemById(parts, target.itemId), '', wish);
  if (!('email' in target)) throw new NotPossible({ code: 'unknown-contact', params: {} });
  const { email } = target;
  const kind = recipientKind(email);
  if (kind !== 'person') throw new NotPossible({ code: `no-switch-${kind}`, params: {} });
  refuseBlocked(parts, [email]);
  const item = await itemWith(parts, email, wish);
  if (item !== undefined) return mark(parts, item, email, wish);
  const record = await recordWith(parts, email, wish);
  if (record !== undefined) return bringDown(parts, record);
  if (wish.cardFirst === true) throw new NotPossible({ code: 'card-first', params: {} });
  return makeCard(parts, email, wish);
}

function refuseBlocked({ org, account }: SwitchParts, emails: readonly string[]): void {
  const by = blockedBy(emails, { org: org.blocklist, mailbox: account.settings.blocklist });
  if (by !== undefined) throw new NotPossible(blockedReason(by));
}

/** A contact that is remembered: its choice, the fields that were wanting, or simply on again. */
async function again(parts: SwitchParts, link: Link, wish: SwitchOn): Promise<string> {
  const request = requestOf(link, wish);
  const { held, extras } = await split(parts, wish);
  if (Object.keys(held).length > 0) await putRight(parts, link, held);
  await parts.store.links.request(parts.account.id, link.id, withExtras(request, extras));
  return link.id;
}

/** P1: a choice is one of those that were offered; anything else would be taken for a wish and come to nothing. */
function requestOf(link: Link, { choice }: SwitchOn): Request {
  if (choice === undefined) return { kind: link.state === 'stopped' ? 'resume' : 'retry' };
  const offered = link.state === 'waiting' && link.recordId === null ? link.refusal?.choices : undefined;
  if (offered === undefined) throw new NotPossible({ code: 'nothing-to-choose', params: {} });
  if (choice === 'new') return { kind: 'create-new' };
  if (!offered.some(({ id }) => id === choice)) throw new NotPossible({ code: 'choice-not-offered', params: {} });
  return { kind: 'join', recordId: choice };
}

function withExtras(request: Request, extras: Readonly<Record<string, string>>): Request {
  const takes = request.kind === 'retry' || request.kind === 'create-new';
  return takes && Object.keys(extras).length > 0 ? { ...request, extras } : request;
}

/** What the mailbox holds goes into the item; what only the org knows goes straight to the new record (T1). */
async function split({ mailbox, crm }: Pick<SwitchParts, 'mailbox' | 'crm'>, { fields = {} }: SwitchOn) {
  const held: { [F in FieldName]?: Value } = {};
  const extras: Record<string, string> = {};
  for (const [field, value] of Object.entries(fields) as [FieldName, Value][]) {
    if (mailbox.capabilities.fields.includes(field)) held[field] = value;
    else if (field.startsWith('custom:') && typeof value === 'string')
      extras[field.slice('custom:'.length)] = value.trim();
  }
  if (Object.keys(extras).length > 0) {
    const { required } = await (await crm()).schema();
    const unknown = Object.keys(extras).find((name) => !required.some(({ field }) => field === `custom:${name}`));
    if (unknown !== undefined)
      throw new NotPossible({ code: 'field-not-asked', params: { field: `custom:${unknown}` } });
  }
  return { held, extras };
}

async function itemById({ mailbox }: SwitchParts, id: string): Promise<ItemHead> {
  const head = await headOf(mailbox, id);
  if (head === undefined) throw new NotPossible({ code: 'unknown-contact', params: {} });
  return head;
}

async function headOf(mailbox: Mailbox, id: string): Promise<ItemHead | undefined> {
  for await (const chunk of mailbox.read([id], 'place'))
    for (const sighting of chunk) if (sighting.state === 'present') return sighting.item;
  return undefined;
}

/** U6, first exception: live, for this act alone. Of several the person says which. */
async function itemWith({ mailbox }: SwitchParts, email: string, wish: SwitchOn): Promise<FoundItem | undefined> {
  const found = await mailbox.findByAddress(email.trim());
  if (wish.item !== undefined) {
    const named = found.find(({ id }) => id === wish.item);
    if (named === undefined) throw new NotPossible({ code: 'unknown-contact', params: {} });
    return named;
  }
  if (found.length > 1)
    throw new NotPossible({ code: 'several-items-with-address', params: { count: String(found.length) } }, found);
  return found[0];
}

/** U3: the category, at the person's act; the session moves it. */
async function mark(parts: SwitchParts, item: ItemHead, email: string, wish: SwitchOn): Promise<string> {
  const { mailbox, org } = parts;
  const { extras } = await split(parts, wish);
  const [outcome] = await mailbox.update([
    { id: item.id, version: item.version, categories: item.categories, addCategories: [org.category] },
  ]);
  if (outcome?.ok !== true) throw refusedBy(outcome?.failure);
  const { displayName, fields } = outcome.value;
  const address = email === '' && typeof fields.email === 'string' ? fields.email : email;
  return waits(parts, item.id, address, displayName, withExtras(firstRequest(wish), extras));
}

/** P1: who has chosen already is not asked once more. */
function firstRequest({ choice }: SwitchOn): Request {
  if (choice === undefined) return { kind: 'retry' };
  return choice === 'new' ? { kind: 'create-new' } : { kind: 'join', recordId: choice };
}

/** A record that Salesforce has for the address, where the person has not filled in a card of their own: the one, or the one chosen. */
async function recordWith(parts: SwitchParts, email: string, wish: SwitchOn): Promise<RecordId | undefined> {
  if (wish.choice === 'new' || (wish.choice === undefined && (wish.name !== undefined || wish.fields !== undefined)))
    return undefined;
  const address = email.trim().toLowerCase();
  const records = (await parts.outside([address])).of.get(address)?.records ?? [];
  if (wish.choice === undefined) {
    // P1: whoever can be asked is asked before anything is made.
    if (records.length > 1 && wish.cardFirst === true)
      throw new NotPossible({ code: 'several-records-with-address', params: { count: String(records.length) } });
    return records.length === 1 ? records[0]?.id : undefined;
  }
  if (!records.some(({ id }) => id === wish.choice)) throw new NotPossible({ code: 'choice-not-offered', params: {} });
  return wish.choice;
}

/** A record from the search: an item that has its address is marked and joined to it, else it comes down. */
async function bringRecord(parts: SwitchParts, id: RecordId, wish: SwitchOn): Promise<string> {
  // The record is the choice.
  if (wish.choice !== undefined) throw new NotPossible({ code: 'nothing-to-choose', params: {} });
  const record = await readable(parts, id);
  const email = typeof record.fields.email === 'string' ? record.fields.email : '';
  refuseBlocked(parts, [email]);
  const item = email === '' ? undefined : await itemWith(parts, email, wish);
  return item === undefined ? bringDown(parts, record.id) : mark(parts, item, email, { choice: record.id });
}

async function readable({ crm }: Pick<SwitchParts, 'crm'>, id: RecordId) {
  for await (const page of (await crm()).read([id], 'fields')) for (const record of page) return record;
  throw new NotPossible({ code: 'crm-gone', params: {} });
}

/** The record waits for its item; marked by a person, it stays whatever the filter says (F5). */
async function bringDown(parts: SwitchParts, id: RecordId): Promise<string> {
  const record = await readable(parts, id);
  const link = await parts.store.links.waitForItem({
    ...newLink(parts, 'outlook'),
    ...showing(undefined, undefined, record),
    recordId: record.id,
    request: { kind: 'resume' },
  });
  return link.id;
}

async function makeCard(parts: SwitchParts, email: string, wish: SwitchOn): Promise<string> {
  const { mailbox, account, orgId, org, folderId } = parts;
  const { held, extras } = await split(parts, wish);
  const { email: _ours, ...given } = { ...splitName(wish.name ?? '', email), ...held } as FieldMap;
  const { rest, slots } = slotted(mailbox, given);
  const identity = { orgId, userId: '', username: '', instanceUrl: '' };
  const [made] = await mailbox.create([
    {
      folder: folderId,
      fields: rest,
      slots: { ...slots, email: [{ value: email.trim() }] },
      categories: [org.category],
      key: hiddenKey({ identity, account }, crypto.randomUUID()),
    },
  ]);
  if (made?.ok !== true) throw refusedBy(made?.failure);
  return waits(parts, made.value.id, email, made.value.displayName, withExtras(firstRequest(wish), extras));
}

/** Fields that the mailbox holds several of go as the first of a slot. */
function slotted({ capabilities }: Mailbox, fields: FieldMap): { readonly rest: FieldMap; readonly slots: SlotMap } {
  const isSlot = (field: string) => capabilities.slots[field as FieldName] !== undefined;
  const entries = Object.entries(fields) as [FieldName, Value][];
  return {
    rest: Object.fromEntries(entries.filter(([field]) => !isSlot(field))),
    slots: Object.fromEntries(
      entries.flatMap(([field, value]) =>
        isSlot(field) && typeof value === 'string' ? [[field, value === '' ? [] : [{ value }]]] : [],
      ),
    ),
  };
}

/** The item waits for its record: a session limited to it follows at once (T1). */
async function waits(
  parts: SwitchParts,
  itemId: string,
  email: string,
  name: string,
  request: Request,
): Promise<string> {
  const { store, account } = parts;
  const wanted = { ...newLink(parts, 'outlook'), itemId, email: email.trim().toLowerCase(), name, request };
  const link = await store.links.wait(wanted);
  // It had a link already: what was asked goes to that one.
  if (link.id !== wanted.id) await store.links.request(account.id, link.id, request);
  return link.id;
}

/** T2: stored as a request; `remove` only where Auto-removal is on. */
export async function switchOff(
  store: Store,
  account: MailboxMemory,
  target: Target,
  mode: 'keep-both' | 'remove',
): Promise<string | undefined> {
  if (mode === 'remove' && !account.settings.autoRemoval)
    throw new NotPossible({ code: 'auto-removal-is-off', params: {} });
  const link = await linkOf(store, account, target);
  if (link === undefined) return undefined;
  if (link.state === 'stopped' && mode === 'keep-both' && link.request === null) return undefined;
  await store.links.request(account.id, link.id, { kind: mode === 'remove' ? 'remove' : 'stop' });
  return link.id;
}
