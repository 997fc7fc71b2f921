import type { Crm } from '../connectors/crm.ts';
import type { FoundItem, Mailbox } from '../connectors/mailbox.ts';
import type { FieldMap, FieldName, ItemId, RecordId, Value } from '../model/contact.ts';
import type { Link, Request, Wish } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';
import { blockedBy, blockedReason } from '../planner/blocklist.ts';
import { fullName, showing } from '../planner/contact-name.ts';
import { recipientKind } from '../planner/recipients.ts';
import type { Store } from '../store/store.ts';
import { newLink } from './chunk.ts';
import { NotPossible, type SwitchOn, type Target } from './engine.ts';
import type { OutsideAnswer } from './outside-people.ts';
import { linkOf } from './people.ts';
import { checkRight } from './refused-fields.ts';
import { splitName } from './split-name.ts';

export interface SwitchParts {
  readonly store: Store;
  readonly account: MailboxMemory;
  readonly mailbox: Mailbox;
  readonly crm: () => Promise<Crm>;
  readonly outside: (emails: readonly string[]) => Promise<OutsideAnswer>;
  readonly org: OrgSettings;
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
  if ('itemId' in target) return mark(parts, await itemById(parts, target.itemId), wish);
  if (!('email' in target)) throw new NotPossible({ code: 'unknown-contact', params: {} });
  const { email } = target;
  const kind = recipientKind(email);
  if (kind !== 'person') throw new NotPossible({ code: `no-switch-${kind}`, params: {} });
  refuseBlocked(parts, [email]);
  const item = await itemWith(parts, email, wish);
  if (item !== undefined) return mark(parts, { ...item, email }, wish);
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
  const then = requestOf(link, wish);
  const { held, extras } = await split(parts, wish);
  // What was filled in and is not in the mailbox yet is not lost by a second try.
  const earlier = link.request?.kind === 'fill-in' ? link.request.values : {};
  const values = { ...earlier, ...held };
  if (Object.keys(held).length > 0) await checkRight(parts, link, held);
  const asked = withExtras(then, extras);
  const request: Request = Object.keys(values).length === 0 ? asked : { kind: 'fill-in', values, then: asked };
  await parts.store.links.request(parts.account.id, link.id, request);
  return link.id;
}

/** P1: a choice is one of those that were offered; anything else would be taken for a wish and come to nothing. */
function requestOf(link: Link, { choice }: SwitchOn): Wish {
  if (choice === undefined) return { kind: link.state === 'stopped' ? 'resume' : 'retry' };
  const offered = link.state === 'waiting' && link.recordId === null ? link.refusal?.choices : undefined;
  if (offered === undefined) throw new NotPossible({ code: 'nothing-to-choose', params: {} });
  if (choice === 'new') return { kind: 'create-new' };
  if (!offered.some(({ id }) => id === choice)) throw new NotPossible({ code: 'choice-not-offered', params: {} });
  return { kind: 'join', recordId: choice };
}

function withExtras(request: Wish, extras: Readonly<Record<string, string>>): Wish {
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

/** An item as it is shown while it waits. */
interface Shown {
  readonly id: ItemId;
  readonly name: string;
  readonly email: string;
}

/** U6, second exception: what the person found is read when they switch it on. */
async function itemById({ mailbox }: SwitchParts, id: string): Promise<Shown> {
  for await (const chunk of mailbox.read([id], 'all'))
    for (const sighting of chunk)
      if (sighting.state === 'present' && 'complete' in sighting.item) {
        const { displayName, slots } = sighting.item;
        return { id: sighting.item.id, name: displayName, email: slots.email?.[0]?.value ?? '' };
      }
  throw new NotPossible({ code: 'unknown-contact', params: {} });
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

/** U3: switched on, it waits for its record; the session marks and moves it. */
async function mark(parts: SwitchParts, item: Shown, wish: SwitchOn): Promise<string> {
  const { extras } = await split(parts, wish);
  const { id: itemId, name, email } = item;
  const request = withExtras(firstRequest(wish), extras);
  const wanted = { ...newLink(parts, 'outlook'), itemId, email: email.trim().toLowerCase(), name, request };
  return theirs(parts, await parts.store.links.wait(wanted), wanted.id, request);
}

/** P1: who has chosen already is not asked once more. */
function firstRequest({ choice }: SwitchOn): Wish {
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
  return item === undefined ? bringDown(parts, record.id) : mark(parts, { ...item, email }, { choice: record.id });
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

/** T1: the session makes the card first (fill-in.ts). */
async function makeCard(parts: SwitchParts, email: string, wish: SwitchOn): Promise<string> {
  const { held, extras } = await split(parts, wish);
  const values: FieldMap = { ...splitName(wish.name ?? '', email), ...held, email: email.trim() };
  const then = withExtras(firstRequest(wish), extras);
  const wanted = {
    ...newLink(parts, 'outlook'),
    email: email.trim().toLowerCase(),
    name: fullName(values),
    request: { kind: 'fill-in', values, then } as const,
  };
  // One that has a card already keeps it as it is.
  return theirs(parts, await parts.store.links.waitForCard(wanted), wanted.id, then);
}

/** Where there was a link already, what was asked goes to that one; a card that waits to be made is not forgotten over it. */
async function theirs({ store, account }: SwitchParts, link: Link, wanted: string, asked: Wish): Promise<string> {
  if (link.id !== wanted && link.request?.kind !== 'fill-in') await store.links.request(account.id, link.id, asked);
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
