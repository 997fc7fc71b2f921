import type { UndoPreview } from '../../engine/engine.ts';
import { isOver } from '../../jobs/run-sessions.ts';
import type { JournalEntry } from '../../model/journal.ts';
import type { MailboxMemory } from '../../model/mailbox.ts';
import type { Reason } from '../../model/link.ts';
import type { Session, SessionTask } from '../../model/session.ts';
import type { KeptEdit } from '../../planner/undo.ts';
import type { UndoneOf } from '../../store/store.ts';
import { operationAnswer, sessionAnswer } from '../answers.ts';
import { endpoints, type KeptEditAnswer, type UndoPreviewAnswer } from '../contract.ts';
import { sessionWhenOver, type House } from '../house.ts';
import { notFound, ProblemError } from '../problem.ts';
import { route, type Route } from '../routing.ts';
import { wordedReason } from '../wording.ts';
import { contactNow } from './contact-now.ts';

const DAY_MS = 24 * 3_600_000;

/** J1: what an undo would do, and undoing it. */
export function undoRoutes(house: House): Route[] {
  const { engine } = house;
  return [
    route(endpoints.undoSession, async ({ mailbox, params, language }) => {
      const task = { kind: 'undo-session', sessionId: params.id } as const;
      await sessionIsOver(house, mailbox, params.id);
      await check(house, mailbox, { session: params.id }, task);
      const over = await sessionWhenOver(house, mailbox.id, task);
      return { ...sessionAnswer(over, language), kept: await keptBy(house, over, language) };
    }),
    route(endpoints.previewUndoSession, async ({ mailbox, params, language }) => {
      await sessionIsOver(house, mailbox, params.id);
      await check(house, mailbox, { session: params.id });
      return previewAnswer(await engine.previewUndo(mailbox.id, { session: params.id }), language);
    }),
    route(endpoints.undoContact, async ({ mailbox, params, query, language }) => {
      const email = await contactIsKnown(house, mailbox, params.id);
      const { session } = await ofContact(house, mailbox, params.id, query.session);
      const task = { kind: 'undo-contact', linkId: params.id, sessionId: session } as const;
      await check(house, mailbox, { session, contact: params.id }, task);
      const over = await sessionWhenOver(house, mailbox.id, task);
      if (over.state === 'failed' || over.state === 'stopped')
        throw new ProblemError(409, over.reason?.code ?? 'internal-error', { params: over.reason?.params ?? {} });
      const person = await contactNow(house, mailbox, { id: params.id, email }, language);
      return { ...person, kept: await keptBy(house, over, language) };
    }),
    route(endpoints.previewUndoContact, async ({ mailbox, params, query, language }) => {
      await contactIsKnown(house, mailbox, params.id);
      const of = await ofContact(house, mailbox, params.id, query.session);
      await check(house, mailbox, of);
      return previewAnswer(await engine.previewUndo(mailbox.id, of), language);
    }),
  ];
}

/** The session named, else the latest one that wrote to the contact. */
async function ofContact({ store }: House, mailbox: MailboxMemory, contact: string, named: string | undefined) {
  const running = (await store.sessions.current(mailbox.id))?.task;
  // What is being undone is the latest no longer: whoever asks once more joins.
  const joined = running?.kind === 'undo-contact' && running.linkId === contact ? running.sessionId : undefined;
  const session = named ?? joined ?? (await store.journal.lastSessions(mailbox.id, [contact])).get(contact);
  return { session: session ?? '', contact };
}

/** Throws a problem where there is nothing to undo (any more). One that is being undone already is joined. */
async function check(house: House, mailbox: MailboxMemory, of: UndoneOf, task?: SessionTask): Promise<void> {
  const { store, org } = house;
  const running = task === undefined ? undefined : (await store.sessions.current(mailbox.id))?.task;
  if (running !== undefined && JSON.stringify(running) === JSON.stringify(task)) return;
  if ((await store.journal.undoable(mailbox.id, of, undoableSince(house))).length === 0)
    throw new ProblemError(409, 'nothing-to-undo', { params: { days: String(org.retentionDays) } });
}

function undoableSince({ org, now }: House): Date {
  return new Date((now?.() ?? new Date()).getTime() - org.retentionDays * DAY_MS);
}

async function sessionIsOver(house: House, mailbox: MailboxMemory, id: string): Promise<void> {
  const session = await house.store.sessions.byId(mailbox.id, id);
  if (session === undefined) throw notFound();
  if (!isOver(session)) throw new ProblemError(409, 'session-not-over');
  if (Date.parse(session.finishedAt ?? session.queuedAt) < undoableSince(house).getTime())
    throw new ProblemError(410, 'undo-too-late', { params: { days: String(house.org.retentionDays) } });
}

/** A contact that is no longer linked can be undone too: its journal outlives it. */
async function contactIsKnown({ store }: House, mailbox: MailboxMemory, id: string): Promise<string> {
  const [link] = await store.links.byIds(mailbox.id, [id]);
  const email = link?.email ?? (await store.journal.ofLink(mailbox.id, id)).at(-1)?.contact.email;
  if (email === undefined) throw notFound();
  return email;
}

async function keptBy({ store }: House, { mailboxId, id }: Session, language: string): Promise<KeptEditAnswer[]> {
  const notes = await store.journal.notes(mailboxId, id, 200);
  return notes.flatMap((note) => keptNote(note, language) ?? []);
}

function keptNote({ contact, linkId, fields, payload }: JournalEntry, language: string): KeptEditAnswer | undefined {
  const { why } = (payload ?? {}) as { readonly why?: KeptEdit['why'] };
  if (why === undefined || linkId === null) return undefined;
  const [line] = fields;
  return {
    contact,
    contactId: linkId,
    ...(line === undefined ? {} : { field: line.field, now: line.after, instead: line.before }),
    reason: wordedReason(whyKept(why), language),
  };
}

function previewAnswer({ counts, operations, kept, anew }: UndoPreview, language: string): UndoPreviewAnswer {
  return {
    counts,
    operations: operations.map(operationAnswer),
    kept: kept.slice(0, 200).map(({ contact, linkId, field, now, instead, why }) => ({
      contact,
      contactId: linkId,
      ...(field === null ? {} : { field, now, instead }),
      reason: wordedReason(whyKept(why), language),
    })),
    anew,
    ...(anew === 0
      ? {}
      : { lost: wordedReason({ code: 'records-to-make-anew', params: { records: String(anew) } }, language) }),
  };
}

function whyKept(why: KeptEdit['why']): Reason {
  return { code: `kept-${why}`, params: {} };
}
