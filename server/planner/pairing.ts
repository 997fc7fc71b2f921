import type { CrmRecord, FieldMap, HiddenKey, Item, ItemId, PairingKeys, RecordId, SlotMap } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import type { Choice, LinkHead } from '../model/link.ts';
import type { ItemBrief, Observation } from './observation.ts';
import { matchForm, normalForm } from './normal-form.ts';

/** The values by which a contact is recognised (P1, P2), from the mapped fields of either side. */
export function pairingKeys(fields: FieldMap, slots: SlotMap = {}): PairingKeys {
  const text = (field: keyof FieldMap) => {
    const value = fields[field];
    return typeof value === 'string' ? value : '';
  };
  const formsOf = (kind: 'email' | 'phone', given: readonly string[]) => {
    const forms = given.flatMap((value) => (value === '' ? [] : normalForm({ kind }, value)));
    return [...new Set(forms)].filter((form) => form !== '');
  };
  const emails = [text('email'), ...(slots.email ?? []).map((entry) => entry.value)];
  const phones = [
    text('phone'),
    text('mobilePhone'),
    text('homePhone'),
    ...(slots.phone ?? []).map((entry) => entry.value),
  ];
  return {
    emails: formsOf('email', emails),
    name: matchForm(`${text('firstName')} ${text('lastName')}`),
    company: matchForm(text('company')),
    phones: formsOf('phone', phones),
  };
}

/** How well two contacts fit: `same` may be linked without asking, `maybe` needs the person's choice. */
export function likeness(a: PairingKeys, b: PairingKeys): 'same' | 'maybe' | 'different' {
  const sharedEmail = a.emails.some((email) => b.emails.includes(email));
  if (sharedEmail) return a.name !== '' && a.name === b.name ? 'same' : 'maybe';
  const named = a.name !== '' && a.name === b.name;
  if (!named || (a.emails.length > 0 && b.emails.length > 0)) return 'different';
  const sharedPhone = a.phones.some((phone) => b.phones.includes(phone));
  if (sharedPhone || (a.company !== '' && a.company === b.company)) return 'same';
  return isBare(a) && isBare(b) ? 'maybe' : 'different';
}

/** Nothing but a name. */
function isBare({ emails, phones, company }: PairingKeys): boolean {
  return emails.length === 0 && phones.length === 0 && company === '';
}

export type NewItem =
  /** P2, P4: this item and this record are a pair. */
  | { readonly kind: 'adopt'; readonly itemId: ItemId; readonly recordId: RecordId; readonly rule: 'P2' | 'P4' | 'P1' }
  /** U1 to U3: a record is to be looked for, and else made. */
  | { readonly kind: 'upload'; readonly itemId: ItemId }
  | {
      readonly kind: 'wait';
      readonly itemId: ItemId;
      readonly code: 'private-item' | 'copy-of-another' | 'blocked-address';
    };

export interface PairingResult {
  readonly items: readonly NewItem[];
  /** Records of the view for which an item is to be made (F4). */
  readonly download: readonly RecordId[];
}

export interface NewOnes {
  readonly items: readonly { readonly id: ItemId; readonly brief: ItemBrief; readonly link: LinkHead | undefined }[];
  readonly records: readonly { readonly id: RecordId; readonly keys: PairingKeys }[];
}

/**
 * Which new item is which new record, by key first (P4), then by e-mail and name among those that are unlinked on both sides (P2).
 * Each item and each record is used once; where two fit one, nobody is guessed: P1's search and the person decide.
 */
export function pairNew(
  news: NewOnes,
  linkedRecords: ReadonlySet<RecordId>,
  observation: Observation,
  blocked: (keys: PairingKeys) => boolean,
): PairingResult {
  const taken = new Set<RecordId>();
  const items: NewItem[] = [];
  const open: NewOnes['items'][number][] = [];
  const oldestFirst = [...news.items].sort(
    (a, b) => a.brief.createdAt.localeCompare(b.brief.createdAt) || (a.id < b.id ? -1 : 1),
  );

  for (const item of oldestFirst) {
    if (item.brief.private) items.push({ kind: 'wait', itemId: item.id, code: 'private-item' });
    else if (blocked(item.brief.keys)) items.push({ kind: 'wait', itemId: item.id, code: 'blocked-address' });
    else {
      const record = ownKey(item.brief.key, observation)?.record;
      const readable = record !== undefined && isReadable(record, observation);
      if (record === undefined || !readable || linkedRecords.has(record)) open.push(item);
      else if (taken.has(record)) items.push({ kind: 'wait', itemId: item.id, code: 'copy-of-another' });
      else {
        taken.add(record);
        items.push({ kind: 'adopt', itemId: item.id, recordId: record, rule: 'P4' });
      }
    }
  }

  const keysOf = new Map(news.records.map(({ id, keys }) => [id, keys]));
  const records = indexed(news.records.filter(({ id }) => !taken.has(id)));
  const rivals = indexed(open.map(({ id, brief }) => ({ id, keys: brief.keys })));
  const keysOfItem = new Map(open.map(({ id, brief }) => [id, brief.keys]));
  for (const item of open) {
    const [only, ...others] = alike(item.brief.keys, records, keysOf).filter((id) => !taken.has(id));
    const asked = item.link?.request?.kind;
    const wanted = only === undefined ? [] : alike(keysOf.get(only) ?? item.brief.keys, rivals, keysOfItem);
    if (only !== undefined && others.length === 0 && asked === undefined && wanted.length === 1) {
      taken.add(only);
      items.push({ kind: 'adopt', itemId: item.id, recordId: only, rule: 'P2' });
    } else {
      items.push({ kind: 'upload', itemId: item.id });
    }
  }
  return {
    items,
    download: news.records
      .filter((record) => !taken.has(record.id) && !blocked(record.keys))
      .map((record) => record.id),
  };
}

/** Whether two items hold the same in every mapped field (C3). */
export function isSameCard(a: Item, b: Item, rules: readonly FieldRule[]): boolean {
  return rules.every((rule) => {
    const formsOf = ({ fields, slots }: Item) =>
      rule.slot === undefined
        ? [normalForm(rule, fields[rule.field])]
        : (slots[rule.field] ?? []).map(({ value }) => normalForm(rule, value));
    return formsOf(a).join('\u001f') === formsOf(b).join('\u001f');
  });
}

/** A key of this mailbox and org; one of another is none of ours (J5). */
export function ownKey(key: HiddenKey | undefined, { org, mailbox }: Observation): HiddenKey | undefined {
  return key !== undefined && key.org === org && key.mailbox === mailbox ? key : undefined;
}

function isReadable(record: RecordId, observation: Observation): boolean {
  const seen = observation.records.get(record);
  return seen !== undefined && (seen.state === 'in-view' || seen.state === 'outside');
}

/** Contacts by everything in which two that are `same` by `likeness` agree. */
function indexed<Id extends string>(contacts: readonly { readonly id: Id; readonly keys: PairingKeys }[]) {
  const index = new Map<string, Id[]>();
  for (const { id, keys } of contacts)
    for (const key of indexKeys(keys)) index.set(key, [...(index.get(key) ?? []), id]);
  return index;
}

/** Those of the index that are the same as this one. */
function alike<Id extends string>(
  keys: PairingKeys,
  index: ReadonlyMap<string, readonly Id[]>,
  keysOf: ReadonlyMap<Id, PairingKeys>,
): Id[] {
  const near = new Set(indexKeys(keys).flatMap((key) => index.get(key) ?? []));
  return [...near].filter((id) => likeness(keys, keysOf.get(id) ?? keys) === 'same');
}

function indexKeys({ name, emails, company, phones }: PairingKeys): string[] {
  if (name === '') return [];
  const by = (kind: string, values: readonly string[]) => values.map((value) => `${kind}\u001f${value}\u001f${name}`);
  return [...by('e', emails), ...by('p', phones), ...(company === '' ? [] : by('c', [company]))];
}

export type Search =
  | { readonly kind: 'create' }
  | { readonly kind: 'link'; readonly record: CrmRecord }
  | {
      readonly kind: 'choose';
      readonly code: 'already-linked' | 'other-name' | 'name-alone' | 'several-records';
      readonly choices: readonly Choice[];
    };

/**
 * P1 for one item: what the org's candidates mean. `linkedHere` tells which records this mailbox has linked already,
 * or has given to another item in this very plan.
 */
export function searchResult(
  keys: PairingKeys,
  candidates: readonly CrmRecord[],
  linkedHere: (id: RecordId) => boolean,
): Search {
  const fitting = candidates
    .map((record) => ({ record, fit: likeness(keys, pairingKeys(record.fields)) }))
    .filter(({ fit }) => fit !== 'different');
  if (fitting.length === 0) return { kind: 'create' };
  const choices = fitting.map(({ record }) => asChoice(record));
  const same = fitting.filter(({ fit }) => fit === 'same');
  const free = same.filter(({ record }) => !linkedHere(record.id));
  const [only] = free;
  if (only !== undefined && free.length === 1 && fitting.length === 1) return { kind: 'link', record: only.record };
  if (same.length > 0 && free.length === 0) return { kind: 'choose', code: 'already-linked', choices };
  if (fitting.length > 1) return { kind: 'choose', code: 'several-records', choices };
  return { kind: 'choose', code: isBare(keys) ? 'name-alone' : 'other-name', choices };
}

export function asChoice(record: CrmRecord): Choice {
  const text = (field: 'firstName' | 'lastName' | 'email' | 'company') => {
    const value = record.fields[field];
    return typeof value === 'string' ? value : '';
  };
  const account = text('company');
  return {
    id: record.id,
    name: `${text('firstName')} ${text('lastName')}`.trim(),
    email: text('email'),
    ...(account === '' ? {} : { account }),
  };
}
