import type { Selectable } from 'kysely';
import type { JournalEntry } from '../model/journal.ts';
import type { Link, LinkHead } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Session } from '../model/session.ts';
import type { ColumnTypes } from './row-set.ts';
import { iso, nullableIso, type Tables } from './schema.ts';

export function asMailbox(row: Selectable<Tables['mailboxes']>): MailboxMemory {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    admin: row.admin,
    service: row.service,
    crmUsername: row.own_crm_username ?? row.crm_username,
    connectedAt: nullableIso(row.connected_at),
    settings: row.settings,
    settingsVersion: row.settings_version,
    orgId: row.org_id,
    crmUserId: row.crm_user_id,
    crmUrl: row.crm_url,
    folderId: row.folder_id,
    cursors: row.cursors,
    viewVersion: row.view_version,
    viewProblem: row.view_problem,
    stopped: row.stopped,
    stoppedSince: nullableIso(row.stopped_since),
    firstSessionDone: row.first_session_done,
    reconciledAt: nullableIso(row.reconciled_at),
    epoch: row.epoch,
    nextAt: nullableIso(row.next_at),
    lastSessionAt: nullableIso(row.last_session_at),
    identity:
      row.tenant_id === null || row.object_id === null ? null : { tenantId: row.tenant_id, objectId: row.object_id },
    serviceId: row.service_id,
    language: row.language,
  };
}

/** The columns of a head, by its own names. */
export const HEAD_COLUMNS: { readonly [K in keyof LinkHead]: keyof Tables['links'] } = {
  id: 'id',
  itemId: 'item_id',
  recordId: 'record_id',
  itemVersion: 'item_version',
  recordVersion: 'record_version',
  origin: 'origin',
  state: 'state',
  inView: 'in_view',
  keyIntent: 'key_intent',
  refusal: 'refusal',
  request: 'request',
  requestVersion: 'request_version',
  email: 'email',
};

export function asLink(row: Selectable<Tables['links']>): Link {
  return {
    id: row.id,
    itemId: row.item_id,
    recordId: row.record_id,
    itemVersion: row.item_version,
    recordVersion: row.record_version,
    origin: row.origin,
    state: row.state,
    inView: row.in_view,
    keyIntent: row.key_intent,
    refusal: row.refusal,
    request: row.request,
    requestVersion: row.request_version,
    mailboxId: row.mailbox_id,
    base: row.base,
    conflict: row.conflict,
    name: row.name,
    email: row.email,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    accountName: row.account_name,
    syncedAt: nullableIso(row.synced_at),
  };
}

/** What a link's row holds, its JSON as values. */
export function linkRow(link: Link) {
  return {
    id: link.id,
    mailbox_id: link.mailboxId,
    item_id: link.itemId,
    record_id: link.recordId,
    item_version: link.itemVersion,
    record_version: link.recordVersion,
    origin: link.origin,
    state: link.state,
    in_view: link.inView,
    key_intent: link.keyIntent,
    refusal: link.refusal,
    request: link.request,
    request_version: link.requestVersion,
    base: link.base,
    conflict: link.conflict,
    name: link.name,
    email: link.email.toLowerCase(),
    owner_id: link.ownerId,
    owner_name: link.ownerName,
    account_name: link.accountName,
    synced_at: link.syncedAt,
  };
}

export const LINK_COLUMNS: ColumnTypes<ReturnType<typeof linkRow>> = {
  id: 'uuid',
  mailbox_id: 'uuid',
  item_id: 'text',
  record_id: 'text',
  item_version: 'text',
  record_version: 'text',
  origin: 'text',
  state: 'text',
  in_view: 'boolean',
  key_intent: 'text',
  refusal: 'json',
  request: 'json',
  request_version: 'integer',
  base: 'json',
  conflict: 'json',
  name: 'text',
  email: 'text',
  owner_id: 'text',
  owner_name: 'text',
  account_name: 'text',
  synced_at: 'timestamptz',
};

export function asEntry(row: Selectable<Tables['journal']>): JournalEntry {
  return {
    id: row.id,
    mailboxId: row.mailbox_id,
    sessionId: row.session_id,
    at: iso(row.at),
    rule: row.rule,
    kind: row.kind,
    linkId: row.link_id,
    itemId: row.item_id,
    recordId: row.record_id,
    contact: row.contact,
    fields: row.fields,
    ...(row.lost === null ? {} : { lost: row.lost }),
    asked: row.asked,
    state: row.state,
    payload: row.payload,
    finishedAt: nullableIso(row.finished_at),
    undoneAt: nullableIso(row.undone_at),
  };
}

/** What an entry's row holds, its JSON as values. */
export function entryRow(entry: JournalEntry) {
  return {
    id: entry.id,
    mailbox_id: entry.mailboxId,
    session_id: entry.sessionId,
    at: entry.at,
    rule: entry.rule,
    kind: entry.kind,
    link_id: entry.linkId,
    item_id: entry.itemId,
    record_id: entry.recordId,
    contact: entry.contact,
    email: entry.contact.email.toLowerCase(),
    fields: entry.fields,
    lost: entry.lost ?? null,
    asked: entry.asked,
    state: entry.state,
    payload: entry.payload,
    finished_at: entry.finishedAt,
    undone_at: entry.undoneAt,
  };
}

export const ENTRY_COLUMNS: ColumnTypes<ReturnType<typeof entryRow>> = {
  id: 'uuid',
  mailbox_id: 'uuid',
  session_id: 'uuid',
  at: 'timestamptz',
  rule: 'text',
  kind: 'text',
  link_id: 'uuid',
  item_id: 'text',
  record_id: 'text',
  contact: 'json',
  email: 'text',
  fields: 'json',
  lost: 'json',
  asked: 'boolean',
  state: 'text',
  payload: 'json',
  finished_at: 'timestamptz',
  undone_at: 'timestamptz',
};

export function asSession(row: Selectable<Tables['sessions']>): Session {
  return {
    id: row.id,
    mailboxId: row.mailbox_id,
    task: row.task,
    state: row.state,
    reason: row.reason,
    counts: row.counts,
    calls: row.calls,
    progress: row.progress,
    queuedAt: iso(row.queued_at),
    startedAt: nullableIso(row.started_at),
    finishedAt: nullableIso(row.finished_at),
    planId: row.plan_id,
  };
}
