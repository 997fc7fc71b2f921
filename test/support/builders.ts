import type { CrmRecord, FieldMap, Item, ItemHead } from '../../server/model/contact.ts';
import type { FieldRule } from '../../server/model/field-rule.ts';
import { EMPTY_BASE, type Base, type Link } from '../../server/model/link.ts';
import { DEFAULT_ORG_SETTINGS } from '../../server/model/settings.ts';
import type { Observation, PlannerMemory } from '../../server/planner/observation.ts';
import type { PlanSettings } from '../../server/planner/plan.ts';
import type { SecondPass } from '../../server/planner/plan-contact.ts';

export const NOW = '2026-05-04T10:00:00.000Z';

export function rule(over: Partial<FieldRule> & Pick<FieldRule, 'field'>): FieldRule {
  return { kind: 'text', direction: 'both', crmWritable: true, crmCreatable: true, required: false, ...over };
}

/** A small org: enough fields to show every kind. */
export const RULES: readonly FieldRule[] = [
  rule({ field: 'firstName', maxLength: 40 }),
  rule({ field: 'lastName', maxLength: 80, required: true }),
  rule({ field: 'company', crmWritable: false, crmCreatable: false }),
  rule({ field: 'title', maxLength: 128 }),
  rule({ field: 'email', kind: 'email', slot: { limit: 3 } }),
  rule({ field: 'phone', kind: 'phone', slot: { limit: 2 } }),
  rule({ field: 'birthdate', kind: 'date' }),
  rule({ field: 'notes', kind: 'note', maxLength: 32_000 }),
  rule({
    field: 'salutation',
    kind: 'picklist',
    restricted: true,
    values: [
      { value: 'Mr.', label: 'Herr' },
      { value: 'Ms.', label: 'Frau' },
    ],
  }),
  rule({ field: 'mailingAddress', kind: 'address' }),
];

export function item(over: Partial<Item> = {}): Item {
  const fields = over.fields ?? { firstName: 'Ann', lastName: 'Lee' };
  const { email, phone } = fields;
  return {
    id: 'i1',
    version: 'iv1',
    folder: 'folder',
    categories: ['Salesforce'],
    displayName: 'Ann Lee',
    slots: {
      ...(typeof email === 'string' ? { email: [{ value: email }] } : {}),
      ...(typeof phone === 'string' ? { phone: [{ value: phone }] } : {}),
    },
    private: false,
    hasAttachments: false,
    createdAt: NOW,
    modifiedAt: NOW,
    complete: true,
    ...over,
    fields,
  };
}

export function record(over: Partial<CrmRecord> = {}): CrmRecord {
  return {
    id: 'r1',
    version: 'rv1',
    fields: { firstName: 'Ann', lastName: 'Lee' },
    ownerId: 'u1',
    createdAt: NOW,
    modifiedAt: NOW,
    ...over,
  };
}

export function base(fields: FieldMap, over: Partial<Base> = {}): Base {
  return { ...EMPTY_BASE, item: fields, record: fields, ...over };
}

export function link(over: Partial<Link> = {}): Link {
  return {
    id: 'l1',
    mailboxId: 'm1',
    itemId: 'i1',
    recordId: 'r1',
    itemVersion: 'iv1',
    recordVersion: 'rv1',
    origin: 'salesforce',
    state: 'linked',
    inView: true,
    keyIntent: 'k1',
    refusal: null,
    request: null,
    requestVersion: 0,
    base: base({ firstName: 'Ann', lastName: 'Lee' }),
    conflict: null,
    name: 'Ann Lee',
    email: '',
    ownerId: 'u1',
    ownerName: 'Ada',
    accountName: '',
    syncedAt: NOW,
    ...over,
  };
}

export function head(over: Partial<ItemHead> = {}): ItemHead {
  return { id: 'i1', version: 'iv1', folder: 'folder', categories: ['Salesforce'], ...over };
}

export function observation(over: Partial<Observation> = {}): Observation {
  return {
    now: NOW,
    org: 'org',
    mailbox: 'ada@contoso.example',
    items: new Map(),
    complete: false,
    tombstones: new Set(),
    viewRead: true,
    records: new Map([['r1', { state: 'in-view', version: 'rv1' }]]),
    keyHolders: new Map(),
    edited: new Map(),
    recordsEdited: new Map(),
    only: null,
    ...over,
  };
}

export function memory(over: Partial<PlannerMemory> = {}): PlannerMemory {
  return {
    links: [link()],
    others: [],
    openIntents: new Set(),
    openSides: new Set(),
    openKeys: new Set(),
    openCreates: [],
    recentDeletes: 0,
    firstSessionDone: true,
    allowedRemovals: new Set(),
    settingsVersion: 's1',
    ...over,
  };
}

export function planSettings(over: Partial<PlanSettings['mailbox']> = {}): PlanSettings {
  return {
    mailbox: { autoRemoval: false, conflicts: 'salesforce', blocklist: [], ...over },
    org: DEFAULT_ORG_SETTINGS,
  };
}

export function pass(over: Partial<SecondPass> = {}): SecondPass {
  return {
    org: 'o1',
    mailbox: 'ada@x.example',
    rules: RULES,
    conflicts: 'salesforce',
    category: 'Salesforce',
    attentionCategory: 'Salesforce: needs attention',
    blocklists: { org: [], mailbox: [] },
    account: DEFAULT_ORG_SETTINGS.account,
    accounts: new Map(),
    offsets: { mailbox: 0, crm: 0 },
    now: NOW,
    ...over,
  };
}
