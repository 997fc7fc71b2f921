import type { Direction } from './field-rule.ts';

export type Filter =
  { readonly kind: 'all' } | { readonly kind: 'mine' } | { readonly kind: 'view'; readonly listViewId: string };

export type ConflictPolicy = 'salesforce' | 'outlook' | 'newest';

/** What one person sets for their mailbox. */
export interface MailboxSettings {
  readonly contactsSync: boolean;
  readonly filter: Filter;
  readonly autoRemoval: boolean;
  readonly conflicts: ConflictPolicy;
  readonly paused: boolean;
  /** Addresses and domains (`@example.com`) that are never synced, in either direction (T6). */
  readonly blocklist: readonly string[];
  /** F3: the preview that was shown when the filter was saved; its removals are not held again. */
  readonly filterPreview?: string;
}

export const DEFAULT_MAILBOX_SETTINGS: MailboxSettings = {
  contactsSync: true,
  filter: { kind: 'mine' },
  autoRemoval: false,
  conflicts: 'salesforce',
  paused: false,
  blocklist: [],
};

/** One mapping of the admin's: both names are the vendors' own (A4). */
export interface FieldMapping {
  /** A standard field of ours whose counterpart or direction is changed, or absent for a custom mapping. */
  readonly field?: string;
  /** Graph property, or `String {guid} Name X` for an extended property. */
  readonly outlook?: string;
  /** API name of the Contact field. */
  readonly salesforce?: string;
  readonly direction: Direction;
}

/** What the administrator sets for the whole installation, from the validated settings file. */
export interface OrgSettings {
  readonly folderName: string;
  /** Folders of other products that are taken over instead of making a new one (P2). */
  readonly adoptFolderNames: readonly string[];
  readonly category: string;
  /** T3; null turns it off. */
  readonly attentionCategory: string | null;
  readonly scheduleMinutes: number;
  readonly maximumContacts: number;
  readonly brake: { readonly contacts: number; readonly percent: number; readonly absolute: number };
  /** S2: a first session sending up more than this is held. */
  readonly firstUploadLimit: number;
  readonly account: {
    /** A4: always this Account. */
    readonly always: string | null;
    /** A4: the Account for A3. */
    readonly fallback: string | null;
    /** A5: a changed Company links another Account. */
    readonly relink: boolean;
  };
  /** P1 can be turned off. */
  readonly searchBeforeCreate: boolean;
  /** Required extra fields, by the Contact field's API name. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly mappings: readonly FieldMapping[];
  readonly blocklist: readonly string[];
  readonly externalKeyField: string;
  readonly retentionDays: number;
}

export const DEFAULT_ORG_SETTINGS: OrgSettings = {
  folderName: 'Salesforce Contacts',
  adoptFolderNames: ['Salesforce_Sync'],
  category: 'Salesforce',
  attentionCategory: 'Salesforce: needs attention',
  scheduleMinutes: 30,
  maximumContacts: 20_000,
  brake: { contacts: 25, percent: 10, absolute: 500 },
  firstUploadLimit: 25,
  account: { always: null, fallback: null, relink: false },
  searchBeforeCreate: true,
  defaults: {},
  mappings: [],
  blocklist: [],
  externalKeyField: 'Cardbridge_Key__c',
  retentionDays: 30,
};
