import { FailureError } from '../model/failure.ts';
import type { Reason } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import { NO_COUNTS, type Session, type SessionState } from '../model/session.ts';
import type { Fence, Store } from '../store/store.ts';
import type { Report, SessionEnd } from './begin.ts';
import { SessionStop, type WritingContext } from './context.ts';
import { NotPossible } from './engine.ts';
import { onFailure } from './on-failure.ts';
import { resolveIntents } from './intents.ts';
import { leave } from './leave.ts';
import { applyPlan, discardPlan } from './plans.ts';
import { runSession } from './session.ts';
import { undo } from './undo.ts';

export interface Running {
  readonly store: Store;
  readonly fence: Fence;
  readonly memory: MailboxMemory;
  readonly session: Session;
  /** Signs in on both sides and reads the org's schema. */
  readonly open: () => Promise<WritingContext>;
  /** Ends a person's own token at Salesforce; whether it has heard of it. */
  readonly revoke: (token: string) => Promise<boolean>;
}

/** Runs one session's task and finishes it, whatever happens; a fence that is lost, an abort and a bug are thrown. */
export async function runTask(running: Running): Promise<Session> {
  const { store, fence, memory, session, open, revoke } = running;
  let context: WritingContext | undefined;
  let counts = NO_COUNTS;
  const calls = () => ({ mailbox: context?.mailbox.calls ?? 0, salesforce: context?.crm.calls ?? 0 });
  const finish = (state: SessionState, reason: Reason | null, planId: string | null = null) =>
    store.sessions.finish(fence, session.id, { state, reason, counts, calls: calls(), planId });
  const report: Report = async (tally, done, total) => {
    counts = tally.counts;
    await store.sessions.progress(fence, session.id, { counts, calls: calls(), progress: { done, total } });
  };
  // S4: off means that nothing is read or written.
  if (!memory.settings.contactsSync && session.task.kind !== 'leave')
    return finish('stopped', { code: 'sync-is-off', params: {} });
  if (memory.settings.paused && session.task.kind === 'sync') return finish('stopped', { code: 'paused', params: {} });
  try {
    context = await open();
    const end = await perform(context, session, report, revoke);
    counts = end.tally.counts;
    await noteOrg(context, session);
    if (memory.stopped !== null) await store.mailboxes.remember(fence, { stopped: null });
    return await finish(end.state, end.reason, end.planId);
  } catch (error) {
    if (error instanceof SessionStop) {
      if (error.state === 'stopped') await store.mailboxes.remember(fence, { stopped: error.reason });
      return finish(error.state, error.reason);
    }
    if (error instanceof NotPossible) return finish('stopped', error.reason);
    if (!(error instanceof FailureError)) throw error;
    const { state, reason, stopsMailbox, forgetsCursors, notBefore } = onFailure(error.failure);
    if (notBefore !== undefined) await store.mailboxes.postpone(memory.id, new Date(notBefore));
    if (stopsMailbox) await store.mailboxes.remember(fence, { stopped: reason });
    if (forgetsCursors) await store.mailboxes.remember(fence, { cursors: {} });
    return finish(state, reason);
  }
}

/** For the administrator: what the calls of this session told of the org. Who leaves asks it nothing. */
async function noteOrg({ store, identity, schema, crm }: WritingContext, { task }: Session): Promise<void> {
  if (task.kind === 'leave') return;
  await store.overview.noteOrg(identity.orgId, { externalKey: schema.externalKey, usage: crm.usage ?? null });
}

async function perform(
  context: WritingContext,
  session: Session,
  report: Report,
  revoke: Running['revoke'],
): Promise<SessionEnd> {
  const { store, account } = context;
  const { task } = session;
  switch (task.kind) {
    case 'sync':
      return runSession(context, null, report);
    case 'contacts':
      return runSession(context, new Set(task.linkIds), report);
    case 'apply-plan':
    case 'discard-plan': {
      const plan = await store.plans.byId(account.id, task.planId);
      const state = task.kind === 'apply-plan' ? 'applied' : 'discarded';
      if (plan === undefined || !(await store.plans.close(account.id, plan.id, state)))
        throw new SessionStop({ code: 'plan-replaced', params: {} }, 'failed');
      await resolveIntents(context);
      return task.kind === 'apply-plan' ? applyPlan(context, plan, report) : discardPlan(context, plan);
    }
    case 'undo-session':
      await resolveIntents(context);
      return undo(context, { session: task.sessionId }, report);
    case 'undo-contact':
      await resolveIntents(context);
      return undo(context, { session: task.sessionId, contact: task.linkId }, report);
    case 'leave':
      return leave(context, task.choice, report, revoke);
  }
}
