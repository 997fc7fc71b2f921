import type { ColumnType } from 'kysely';
import type { Counts, SessionState, SessionTask } from '../model/session.ts';
import type { Base, Link, OpenConflict, Reason, Refusal, Request } from '../model/link.ts';
import type { Filter, MailboxSettings } from '../model/settings.ts';
import type { JournalEntry, JournalState, OperationKind } from '../model/journal.ts';
import type { StoredPlan } from './store.ts';

/** jsonb: written as text that we made (both drivers would else guess), read as a value. */
type Json<T> = ColumnType<T, string, string>;
type NullableJson<T> = ColumnType<T | null, string | null, string | null>;
/** timestamptz: a Date when read. */
type Time = ColumnType<Date, Date | string, Date | string>;
type NullableTime = ColumnType<Date | null, Date | string | null, Date | string | null>;

export interface Tables {
  mailboxes: {
    id: string;
    email: string;
    name: string;
    admin: boolean;
    service: 'graph' | 'ews' | 'google';
    crm_username: string;
    own_crm_username: string | null;
    connected_at: NullableTime;
    settings: Json<MailboxSettings>;
    settings_version: number;
    org_id: string | null;
    crm_user_id: string | null;
    crm_url: string | null;
    folder_id: string | null;
    cursors: Json<Record<string, string>>;
    view_version: string | null;
    view_problem: NullableJson<Reason>;
    stopped: NullableJson<Reason>;
    stopped_since: NullableTime;
    told_at: NullableTime;
    language: string | null;
    first_session_done: boolean;
    reconciled_at: NullableTime;
    epoch: number;
    next_at: NullableTime;
    last_session_at: NullableTime;
    tenant_id: string | null;
    object_id: string | null;
    service_id: string | null;
  };
  links: {
    id: string;
    mailbox_id: string;
    item_id: string | null;
    record_id: string | null;
    item_version: string;
    record_version: string;
    origin: Link['origin'];
    state: Link['state'];
    in_view: boolean;
    key_intent: string | null;
    refusal: NullableJson<Refusal>;
    request: NullableJson<Request>;
    /** Counts what people asked: what a session has not seen is not overwritten by it. */
    request_version: ColumnType<number, number, number>;
    base: Json<Base>;
    conflict: NullableJson<OpenConflict>;
    /** The `at` of a conflict that someone has looked at: a session that read it before does not bring it back. */
    conflict_settled: ColumnType<string | null, never, string | null>;
    name: string;
    email: string;
    owner_id: string;
    owner_name: string;
    account_name: string;
    synced_at: NullableTime;
  };
  journal: {
    seq: ColumnType<string, never, never>;
    id: string;
    mailbox_id: string;
    session_id: string;
    at: Time;
    rule: string;
    kind: OperationKind;
    link_id: string | null;
    item_id: string | null;
    record_id: string | null;
    contact: Json<JournalEntry['contact']>;
    email: string;
    fields: Json<JournalEntry['fields']>;
    lost: NullableJson<NonNullable<JournalEntry['lost']>>;
    asked: boolean;
    state: JournalState;
    payload: NullableJson<unknown>;
    finished_at: NullableTime;
    undone_at: NullableTime;
  };
  kept_items: {
    id: string;
    mailbox_id: string;
    link_id: string | null;
    record_id: string | null;
    journal_id: string;
    at: Time;
    content: Json<unknown>;
  };
  sessions: {
    seq: ColumnType<string, never, never>;
    id: string;
    mailbox_id: string;
    task: Json<SessionTask>;
    state: SessionState;
    reason: NullableJson<Reason>;
    counts: Json<Counts>;
    calls: Json<{ mailbox: number; salesforce: number }>;
    progress: Json<{ done: number; total: number }>;
    queued_at: Time;
    started_at: NullableTime;
    finished_at: NullableTime;
    plan_id: string | null;
  };
  plans: {
    id: string;
    mailbox_id: string;
    kind: StoredPlan['kind'];
    state: StoredPlan['state'];
    created_at: Time;
    reason: NullableJson<Reason>;
    filter: NullableJson<Filter>;
    settings_version: number;
    counts: Json<Counts>;
    content: Json<unknown>;
  };
  orgs: {
    org_id: string;
    external_key: boolean;
    api_used: number | null;
    api_allowed: number | null;
    seen_at: Time;
  };
  session_days: {
    id: ColumnType<string, never, never>;
    mailbox_id: string;
    day: Date;
    sessions: number;
    failed: number;
    counts: Json<Counts>;
  };
  secrets: { name: string; sealed: string };
  people: { id: string; tenant_id: string; object_id: string; name: string; seen_at: Time };
  web_sessions: {
    /** SHA-256 of the token, as all ids of what a token opens: who reads the database can sign in as nobody. */
    id: string;
    tenant_id: string;
    object_id: string;
    name: string;
    admin: boolean;
    created_at: Time;
    expires_at: Time;
  };
  tickets: { id: string; kind: string; sealed: string; expires_at: Time };
}

export const json = (value: unknown): string => JSON.stringify(value);
export const nullableJson = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);
export const iso = (time: Date): string => time.toISOString();
export const nullableIso = (time: Date | null): string | null => (time === null ? null : time.toISOString());
