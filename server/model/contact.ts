/** The fields that both sides have, by our own names. The vendors' names are the connectors' business. */
export const STANDARD_FIELDS = [
  'salutation',
  'firstName',
  'middleName',
  'lastName',
  'suffix',
  'title',
  'company',
  'department',
  'email',
  'phone',
  'mobilePhone',
  'homePhone',
  'otherPhone',
  'fax',
  'assistantName',
  'assistantPhone',
  'birthdate',
  'notes',
  'mailingAddress',
  'otherAddress',
] as const;

/** An admin's own mapping is `custom:` and the CRM field's name (A4). */
export type FieldName = (typeof STANDARD_FIELDS)[number] | `custom:${string}`;

/** How values of a field are compared (C3). */
export type FieldKind = 'text' | 'email' | 'phone' | 'date' | 'note' | 'address' | 'picklist' | 'boolean';

/** One value as far as merging goes (C1). Absent parts are empty strings. */
export interface Address {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
}

/** One entry of a mailbox's multi-valued slot; `label` is an e-mail address's display name. */
export interface SlotEntry {
  readonly value: string;
  readonly label?: string;
}

/** A value as given: text (dates as `YYYY-MM-DD`, booleans as `true`/`false`), or an address. Empty is absent from the map. */
export type Value = string | Address;

/** Mapped fields of one side, as that side gave them. An absent key is an empty field. */
export type FieldMap = { readonly [F in FieldName]?: Value };

/** The mailbox's multi-valued slots (e-mails, business and home phones), whole and in order. */
export type SlotMap = { readonly [F in FieldName]?: readonly SlotEntry[] };

/** The fields to write: a value, or null to clear. */
export type FieldChanges = { readonly [F in FieldName]?: Value | null };

export type ItemId = string;
export type RecordId = string;
export type FolderId = string;
/** Opaque; equal exactly if the service says that nothing changed. */
export type Version = string;

/** Values by which two contacts are recognised as one person (P1, P2), in normal form. */
export interface PairingKeys {
  readonly emails: readonly string[];
  /** First and last name, normal form; empty if there is none. */
  readonly name: string;
  readonly company: string;
  readonly phones: readonly string[];
}

/** The property of ours that an item carries: which org, which mailbox, the intent that made it, and the record once known. */
export interface HiddenKey {
  readonly org: string;
  readonly mailbox: string;
  readonly intent: string;
  readonly record?: RecordId;
}

/** Where an item is and what it is marked with: all that is asked for outside the folder (U6). */
export interface ItemHead {
  readonly id: ItemId;
  readonly version: Version;
  readonly folder: FolderId;
  readonly categories: readonly string[];
}

/** An item inside the folder, or one that the person marked. */
export interface Item extends ItemHead {
  readonly displayName: string;
  readonly fields: FieldMap;
  readonly slots: SlotMap;
  readonly key?: HiddenKey;
  readonly private: boolean;
  readonly hasAttachments: boolean;
  /** ISO 8601, the service's clock. */
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** False for an item from a list or delta page: notes may be cut (C8), extended fields, key and privacy are unknown. */
  readonly complete: boolean;
  /** Fields that the answer to a write does not tell. */
  readonly unread?: readonly FieldName[];
}

/** A record's identity and version: all that an idle session reads. */
export interface RecordHead {
  readonly id: RecordId;
  readonly version: Version;
  /** Told where the record was read by its id. */
  readonly ownerId?: string;
}

export interface CrmRecord extends RecordHead {
  readonly fields: FieldMap;
  readonly accountId?: string;
  readonly ownerId: string;
  readonly ownerName?: string;
  /** Fields that are kept back from this person: neither a value nor its absence is known. */
  readonly unread?: readonly FieldName[];
  /** A person account's twin (A6). */
  readonly personAccountId?: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** The value of our external-id field, where the org has it. */
  readonly key?: string;
}
