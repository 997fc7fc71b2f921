import type { FoundItem } from '../connectors/mailbox.ts';
import type { PersonStatus, PlannedChange } from '../engine/engine.ts';
import { shown, type PlanContent } from '../engine/plans.ts';
import { isUndoable, type JournalEntry } from '../model/journal.ts';
import type { Link, Reason } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Session } from '../model/session.ts';
import type { Value } from '../model/contact.ts';
import { asText } from '../planner/normal-form.ts';
import type { StoredPlan } from '../store/store.ts';
import type * as contract from './contract.ts';
import { worded, wordedReason } from './wording.ts';

/** The settings in force, as they are answered. */
export function settingsAnswer({ settings }: MailboxMemory): contract.Settings {
  const { filterPreview, ...rest } = settings;
  return { ...rest, ...(filterPreview === undefined ? {} : { preview: filterPreview }) };
}

/** A session as it is answered. */
export function sessionAnswer(session: Session, language: string): contract.Session {
  const { id, task, state, reason, counts, calls, progress, queuedAt, startedAt, finishedAt, planId } = session;
  return {
    id,
    task: task.kind,
    state,
    ...(reason === null ? {} : { reason: wordedReason(reason, language) }),
    counts,
    calls,
    progress,
    queuedAt,
    ...(startedAt === null ? {} : { startedAt }),
    ...(finishedAt === null ? {} : { finishedAt }),
    ...(planId === null ? {} : { plan: planId }),
  };
}

/** A held plan with what it would do. */
export function heldPlanAnswer(plan: StoredPlan, language: string): contract.HeldPlan {
  const { plans } = plan.content as PlanContent;
  return {
    id: plan.id,
    state: plan.state,
    createdAt: plan.createdAt,
    ...(plan.reason === null ? {} : { reason: wordedReason(plan.reason, language) }),
    counts: plan.counts,
    operations: plans.flatMap(shown).map(operationAnswer),
  };
}

/** One line of a plan. */
export function operationAnswer({ kind, rule, contact, fields }: PlannedChange) {
  return { kind, rule, contact, ...(fields === undefined ? {} : { fields }) };
}

/** Someone's status with its one sentence. */
export function personAnswer(person: PersonStatus, mailbox: MailboxMemory, language: string): contract.Person {
  const {
    linkId,
    email,
    name,
    status,
    reason,
    choices,
    conflicts,
    fixable,
    record,
    syncedAt,
    kind,
    colleague,
    checking,
    asOf,
  } = person;
  return {
    ...(linkId === undefined ? {} : { id: linkId }),
    email,
    ...(name === undefined ? {} : { name }),
    status,
    ...(reason === undefined ? {} : { reason: wordedReason(reason, language) }),
    why: worded(reason ?? why(person, mailbox), language),
    ...(choices === undefined ? {} : { choices }),
    ...(conflicts === undefined ? {} : { conflicts }),
    ...(fixable === undefined ? {} : { fixable }),
    ...(kind === undefined && !BLOCKED.has(reason?.code ?? '') ? {} : { noSwitch: true }),
    ...(kind === undefined ? {} : { kind }),
    ...(colleague === undefined ? {} : { colleague }),
    ...(record === undefined
      ? {}
      : {
          recordId: record.id,
          openUrl: record.url,
          ...(record.account === '' ? {} : { account: record.account }),
          ...(record.owner === '' ? {} : { owner: record.owner }),
        }),
    ...(syncedAt === undefined ? {} : { syncedAt }),
    ...(checking === undefined ? {} : { checking }),
    ...(asOf === undefined ? {} : { asOf }),
  };
}

/** T6: who is on a blocklist has no switch. */
const BLOCKED = new Set(['blocked-address', 'blocked-by-admin']);

/** A contact of the list; one without an e-mail has none in the answer. */
export function contactAnswer(
  person: PersonStatus & { readonly linkId: string },
  mailbox: MailboxMemory,
  language: string,
): contract.Contact {
  const { email, ...rest } = personAnswer(person, mailbox, language);
  return { ...rest, id: person.linkId, ...(email === '' ? {} : { email }) };
}

/** T5: every status answers *why*, also where nothing went wrong. */
function why({ status, record, checking }: PersonStatus, mailbox: MailboxMemory): Reason {
  const { contactsSync, paused, filter } = mailbox.settings;
  const because = (code: string, params: Reason['params'] = {}): Reason => ({ code, params });
  const owner = record?.owner ?? '';
  switch (status) {
    case 'needs attention':
    case 'conflict':
      return because('why-needs-attention');
    case 'waiting':
      if (!contactsSync) return because('why-waiting-off');
      // What stops the whole mailbox is why this contact waits.
      if (mailbox.stopped !== null) return mailbox.stopped;
      return because(paused ? 'why-waiting-paused' : 'why-waiting');
    case 'stopped by you':
      return because('why-stopped');
    case 'synced':
      return because('why-synced', { owner });
    case 'in Salesforce, outside your view':
      if (filter.kind === 'mine') {
        if (record?.mine === true) return because('why-outside-soon');
        return because(owner === '' ? 'why-outside-not-mine' : 'why-outside-mine', { owner });
      }
      return because(`why-outside-${filter.kind}`, { owner });
    case 'not synced':
      return because(checking === true ? 'why-checking' : 'why-not-synced');
  }
}

/** An item that a person looked for. */
export function itemAnswer({ id, name, company, emails }: FoundItem, status?: contract.Status) {
  return { id, name, ...(company === '' ? {} : { company }), emails, ...(status === undefined ? {} : { status }) };
}

/**
 * One line of the activity. Nothing of the engine's own (payload, ids of the services) goes out. `lastSession`: the latest that wrote to its contact: an
 * undo is offered there. `link`: the contact as it is now, for lines of which that decides something (`asksForLink`); absent: it is not linked any more.
 */
export function activityAnswer(
  entry: JournalEntry,
  lastSession: string | undefined,
  link?: Link,
): contract.ActivityEntry {
  const { id, at, sessionId, rule, kind, contact, linkId, fields, lost, state, undoneAt } = entry;
  return {
    id,
    at,
    session: sessionId,
    rule,
    kind,
    contact,
    ...(linkId === null ? {} : { contactId: linkId }),
    fields,
    ...(lost === undefined || lost.length === 0
      ? {}
      : {
          lost: lost.map(({ field, value, side }) => ({
            field,
            value: lostValue(value),
            side,
            ...(JSON.stringify(link?.base[side][field] ?? null) === value ? { inForce: true as const } : {}),
          })),
        }),
    ...(cameBack(entry) && isOn(link) ? { cameBack: true as const } : {}),
    state,
    undone: undoneAt !== null,
    undoable: isUndoable(entry) && sessionId === lastSession,
  };
}

/** Lines that say more with the contact as it is now. */
export function asksForLink(entry: JournalEntry): boolean {
  return cameBack(entry) || (entry.lost ?? []).length > 0;
}

/** D2, U5: made again because Auto-removal is off. */
function cameBack({ kind, rule, state, undoneAt }: JournalEntry): boolean {
  return kind === 'create-item' && (rule === 'D2' || rule === 'U5') && state === 'done' && undoneAt === null;
}

function isOn(link: Link | undefined): boolean {
  return link !== undefined && link.state !== 'stopped' && link.request?.kind !== 'stop';
}

/** The journal keeps a losing value as JSON, so that an address can be put back whole. */
function lostValue(json: string): string {
  const value = JSON.parse(json) as Value | null;
  return value === null ? '' : asText(value);
}
