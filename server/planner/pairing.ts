import type { CrmRecord, FieldMap, HiddenKey, ItemId, PairingKeys, RecordId, SlotMap } from '../model/contact.ts';
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
  if (a.emails.length > 0 && b.emails.length > 0) return 'different';
  if (a.emails.length > 0 || b.emails.length > 0 || a.name === '' || a.name !== b.name) return 'different';
  const sharedPhone = a.phones.some((phone) => b.phones.includes(phone));
  return sharedPhone || (a.company !== '' && a.company === b.company) ? 'same' : 'different';
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
  links: readonly LinkHead[],
  observation: Observation,
  blocked: (keys: PairingKeys) => boolean,
): PairingResult {
  const linkedRecords = new Set(links.flatMap((link) => (link.recordId === null ? [] : [link.recordId])));
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

  const byEmailAndName = new Map<string, RecordId[]>();
  for (const record of news.records) {
    if (taken.has(record.id)) continue;
    for (const key of indexKeys(record.keys)) byEmailAndName.set(key, [...(byEmailAndName.get(key) ?? []), record.id]);
  }
  const wanted = new Map<string, number>();
  for (const item of open) for (const key of indexKeys(item.brief.keys)) wanted.set(key, (wanted.get(key) ?? 0) + 1);
  for (const item of open) {
    const keys = indexKeys(item.brief.keys);
    const fitting = [...new Set(keys.flatMap((key) => byEmailAndName.get(key) ?? []))].filter((id) => !taken.has(id));
    const [only] = fitting;
    const asked = item.link?.request?.kind;
    if (
      only !== undefined &&
      fitting.length === 1 &&
      asked === undefined &&
      keys.every((key) => (wanted.get(key) ?? 0) <= 1)
    ) {
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

function ownKey(key: HiddenKey | undefined, { org, mailbox }: Observation): HiddenKey | undefined {
  return key !== undefined && key.org === org && key.mailbox === mailbox ? key : undefined;
}

function isReadable(record: RecordId, observation: Observation): boolean {
  const seen = observation.records.get(record);
  return seen !== undefined && (seen.state === 'in-view' || seen.state === 'outside');
}

/** Two contacts that share one of these are `same` by `likeness`. */
function indexKeys(keys: PairingKeys): string[] {
  if (keys.name === '') return [];
  if (keys.emails.length > 0) return keys.emails.map((email) => `e\u001f${email}\u001f${keys.name}`);
  const company = keys.company === '' ? [] : [`c\u001f${keys.company}\u001f${keys.name}`];
  return [...company, ...keys.phones.map((phone) => `p\u001f${phone}\u001f${keys.name}`)];
}

export type Search =
  | { readonly kind: 'create' }
  | { readonly kind: 'link'; readonly record: CrmRecord }
  | {
      readonly kind: 'choose';
      readonly code: 'already-linked' | 'other-name' | 'several-records';
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
  return { kind: 'choose', code: fitting.length > 1 ? 'several-records' : 'other-name', choices };
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
