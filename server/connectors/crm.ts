import type {
  CrmRecord,
  FieldChanges,
  FieldKind,
  FieldName,
  PairingKeys,
  RecordHead,
  RecordId,
  Version,
} from '../model/contact.ts';
import type { Outcome } from '../model/failure.ts';
import type { FieldRule, PicklistValue } from '../model/field-rule.ts';
import type { Filter, OrgSettings } from '../model/settings.ts';
import type { MayWrite } from './may-write.ts';

/** Whose eyes and hands the calls are (S6). */
export interface CrmAccount {
  readonly username: string;
  /** Where the person connected by OAuth themselves; absent: the JWT flow. */
  readonly refreshToken?: RefreshToken;
  readonly mayWrite?: MayWrite;
}

/** A refresh token where it is kept: a use may end it and give another (help.salesforce.com, "Refresh Token Rotation"), and a second use of an ended one ends all. */
export interface RefreshToken {
  /** The same as long as the person's connection is the same; sessions are kept by it. */
  readonly connection: string;
  /**
   * One use at a time, among all workers. `use` gets the token in force; what it gives to `replace` is kept before anybody goes on.
   * Throws FailureError `signed-out` where the connection is no more.
   */
  using<T>(use: (token: string, replace: (by: string) => Promise<void>) => Promise<T>): Promise<T>;
}

/** What a person brings back from the CRM's own sign-in. */
export interface Connection {
  readonly identity: CrmIdentity;
  readonly refreshToken: string;
}

/** How a person connects themselves (S6): OAuth's web server flow with PKCE. */
export interface Connecting {
  /** Where the browser goes, and what `finish` needs of it. */
  begin(redirectUri: string, state: string): { readonly url: string; readonly verifier: string };
  /** Throws FailureError: `forbidden` or `signed-out` where the code, the app or the user is refused. */
  finish(code: string, verifier: string, redirectUri: string): Promise<Connection>;
  /** A token that is known no more is revoked. Throws FailureError where that could not be asked. */
  revoke(refreshToken: string): Promise<void>;
}

export interface CrmIdentity {
  readonly orgId: string;
  readonly userId: string;
  readonly username: string;
  readonly instanceUrl: string;
}

/** The org's API calls of the last 24 hours, of all its apps and people (developer.salesforce.com, REST API, "Limit Info Header"). */
export interface CallUsage {
  readonly used: number;
  readonly allowed: number;
}

/** A field without which the org takes no new record, as a person fills it in (T1). `custom:X` where it is not mapped. */
export interface RequiredField {
  readonly field: FieldName;
  readonly label: string;
  /** `text` also for numbers and what we know no kind for. */
  readonly kind: FieldKind;
  readonly maxLength?: number;
  readonly values?: readonly PicklistValue[];
}

/** What Salesforce knows around someone who is no Contact yet (T1). */
export interface Surroundings {
  /** An open Lead with the address. */
  readonly lead?: { readonly id: string; readonly name: string };
  /** The Accounts' names of readable Contacts of the mail domain, one for each. */
  readonly colleagues: readonly string[];
  /** Names of Accounts whose website is that domain, the oldest first. */
  readonly sites: readonly string[];
}

/** The org's Contact as this person sees it. */
export interface CrmSchema {
  readonly rules: readonly FieldRule[];
  /** All that a new record must have and does not get by itself, the last name too. */
  readonly required: readonly RequiredField[];
  /** Our external-id field exists and is writable: creates are exactly-once (P3). */
  readonly externalKey: boolean;
  /** Changes when the describe changes: part of the settings version of a refusal (C5). */
  readonly version: string;
}

export interface ListView {
  readonly id: string;
  readonly label: string;
  readonly usable: boolean;
  /** Why not (F2); a code. */
  readonly reason?: string;
}

/** What became of a record that is missing from the view (F5, M2, M4, M5). `absent` is lost access, never a delete (D4). */
export type RecordFate =
  | { readonly state: 'visible'; readonly head: RecordHead }
  | { readonly state: 'deleted' }
  | { readonly state: 'merged'; readonly into: RecordId }
  | { readonly state: 'absent' };

/** One company's Account by A1 and A2; `none` is A3. */
export type AccountAnswer =
  { readonly state: 'equal' | 'contains'; readonly id: string; readonly name: string } | { readonly state: 'none' };

export interface RecordDraft {
  /** The journal's intent: goes into the external-id field where the org has it (P3). */
  readonly intent: string;
  readonly fields: FieldChanges;
  readonly accountId: string | null;
  /** Extra fields with defaults, by API name (A4). */
  readonly defaults: Readonly<Record<string, string>>;
  /** P5: the person chose a new record, having been shown those that are alike: a rule that only warns lets it pass. */
  readonly chosen?: boolean;
}

/** Guarded (C6): the versions are read again right before the batch; what moved is `stale`. */
export interface RecordChange {
  readonly id: RecordId;
  readonly version: Version;
  readonly fields: FieldChanges;
  readonly accountId?: string | null;
  /** A6: write to the person account's fields. */
  readonly personAccountId?: string;
}

/** D2's last look: deleted only if version and owner are as given, and it is not merged. */
export interface RecordRemoval {
  readonly id: RecordId;
  readonly version: Version;
  readonly ownerId: string;
}

/**
 * One person's view of one org. The contract, held by test/connectors/contract.ts, is the mailbox's: whole-call failures throw FailureError,
 * single ones are outcomes; a create is never repeated; a listing is complete or a failure (totals are checked).
 *
 * A version is made of SystemModstamp, AccountId and the Account's name, so that a renamed Account counts as a change (F4). A version read within
 * ten minutes of its own stamp may hide a second edit of the same second that is not committed yet: it is marked, and so differs from the next reading.
 */
export interface Crm {
  /** Calls so far on the wire: a collection or composite is one; token calls are not counted. */
  readonly calls: number;
  /** The service's clock minus ours, in milliseconds. */
  readonly clockOffset: number;
  /** By the last answer to this person; undefined: none has said. */
  readonly usage: CallUsage | undefined;
  /** Signs in if need be. Throws `signed-out` or `forbidden` for a user who may not. */
  identity(): Promise<CrmIdentity>;
  /** The describe as it is now: kept for each org and person, and asked after each time whether it still holds. `anew`: read whole whatever is kept. */
  schema(anew?: 'anew'): Promise<CrmSchema>;
  listViews(): Promise<readonly ListView[]>;
  /**
   * All records of the filter, in pages of 2000 at most. `heads`: Id, SystemModstamp, AccountId, Account.Name only.
   * Throws `gone` or `rejected` if the list view cannot be read or expressed (F2).
   */
  view(filter: Filter, detail: 'heads'): AsyncIterable<readonly RecordHead[]>;
  view(filter: Filter, detail: 'fields'): AsyncIterable<readonly CrmRecord[]>;
  /** How many records the filter selects (F3). */
  count(filter: Filter): Promise<number>;
  /** By id, 2000 a call; what is deleted or not visible is not in the answer. */
  read(ids: readonly RecordId[], detail: 'heads'): AsyncIterable<readonly RecordHead[]>;
  read(ids: readonly RecordId[], detail: 'fields'): AsyncIterable<readonly CrmRecord[]>;
  /** Whether two versions are of one state as far as the service's stamps can tell; a version may be new for no other reason than being young. */
  sameVersion(a: Version, b: Version): boolean;
  /** Whether it is time to read the record once more, for an edit that came under the stamp that is remembered. */
  mayHideAnEdit(seen: Version, remembered: Version): boolean;
  /** Why records are missing: reads the Recycle Bin too. Every id asked is in the answer. */
  fates(ids: readonly RecordId[]): Promise<ReadonlyMap<RecordId, RecordFate>>;
  /** P1: records with one of the e-mails, or with the name where either side has no e-mail. In bulk, 200 keys a call. Readable ones only. */
  candidates(keys: readonly PairingKeys[]): Promise<readonly CrmRecord[]>;
  /** Readable records that have each word of the text in name, e-mail or Account's name, by name; one query. */
  search(text: string, limit: number): Promise<readonly CrmRecord[]>;
  /** T1's card; one call. `domain`: of a company, absent for a public mail provider's. */
  surroundings(email: string, domain?: string): Promise<Surroundings>;
  /** A1 in bulk, then A2 by LIMIT 2, five a call. Keyed by the company as given. Business accounts only. */
  accounts(companies: readonly string[]): Promise<ReadonlyMap<string, AccountAnswer>>;
  /** P3: records by our external-id field, those in the Recycle Bin too: what was deleted since was made all the same. Only where `schema().externalKey`. */
  findByIntents(intents: readonly string[]): Promise<ReadonlyMap<string, CrmRecord>>;
  /** P3 without the field: what this user made since `since` (ISO, the service's clock) with these values; from the Recycle Bin only where no other is. */
  findBySentValues(draft: RecordDraft, since: string): Promise<readonly CrmRecord[]>;
  /** Up to when the org's changes are known to be visible, as its epoch milliseconds (latestDateCovered). */
  coveredUntil(): Promise<number>;
  create(drafts: readonly RecordDraft[]): Promise<readonly Outcome<RecordId>[]>;
  update(changes: readonly RecordChange[]): Promise<readonly Outcome<null>[]>;
  /** To the Recycle Bin, after D2's last look; what moved is `stale`. */
  remove(removals: readonly RecordRemoval[]): Promise<readonly Outcome<null>[]>;
  /** J1: out of the Recycle Bin (SOAP). `gone` if it holds it no longer. */
  undelete(ids: readonly RecordId[]): Promise<readonly Outcome<null>[]>;
}

export interface CrmConnector {
  /** Absent: nobody connects themselves; all are called by an administrator's word (JWT). */
  readonly connecting?: Connecting;
  /** Whether people can be called by their username alone (JWT). */
  readonly byUsername: boolean;
  open(account: CrmAccount): Crm;
  /** The address at which a person opens a record; `instanceUrl`: their org's, where it is known. */
  recordUrl(id: RecordId, instanceUrl?: string): string;
  /** Each mapping, default field or Account id that the org refuses; asked at start with any working account. Throws FailureError. */
  checkSettings(
    account: CrmAccount,
    settings: Pick<OrgSettings, 'mappings' | 'defaults' | 'account'>,
  ): Promise<readonly SettingProblem[]>;
}

export interface SettingProblem {
  /** The field's name or the id, as it stands in the settings. */
  readonly subject: string;
  /** Plain, for the admin. */
  readonly reason: string;
  /** It is so for the account that was asked with; others may see more. */
  readonly perhaps?: true;
}
