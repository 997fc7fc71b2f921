import type { Session, SessionTask } from '../../model/session.ts';
import type { StoredPlan } from '../../store/store.ts';
import { heldPlanAnswer, sessionAnswer } from '../answers.ts';
import { endpoints } from '../contract.ts';
import { sessionWhenOver, whenOver, type House } from '../house.ts';
import { notFound, ProblemError } from '../problem.ts';
import { route, type Route } from '../routing.ts';

/** Sessions: asked for, looked at, and what becomes of a held one or of one that is regretted. */
export function sessionRoutes(house: House): Route[] {
  const { store, jobs } = house;
  const known = async (mailboxId: string, id: string): Promise<Session> => {
    const session = await store.sessions.byId(mailboxId, id);
    if (session === undefined) throw notFound();
    return session;
  };
  const decideHeld = async (mailboxId: string, id: string, kind: 'apply-plan' | 'discard-plan'): Promise<Session> => {
    const session = await known(mailboxId, id);
    const plan = session.planId === null ? undefined : await store.plans.byId(mailboxId, session.planId);
    // D5: a settings change or a later session has replaced it.
    if (session.state !== 'held' || plan === undefined) throw new ProblemError(409, 'plan-replaced');
    const over = await sessionWhenOver(house, mailboxId, await planTask(house, plan, kind));
    if (over.reason?.code === 'plan-replaced') throw new ProblemError(409, 'plan-replaced');
    return over;
  };
  return [
    route(endpoints.startSession, async ({ mailbox, query, body, language }) => {
      const session = await jobs.requestSession(
        mailbox.id,
        body.preview === undefined ? { kind: 'sync' } : await previewTask(house, mailbox.id, body.preview),
      );
      return sessionAnswer(query.wait ? await whenOver(house, session) : session, language);
    }),
    route(endpoints.sessions, async ({ mailbox, query, language }) => {
      const { rows, next } = await store.sessions.page(mailbox.id, query.limit, query.before);
      return {
        sessions: rows.map((session) => sessionAnswer(session, language)),
        ...(next === undefined ? {} : { next }),
      };
    }),
    route(endpoints.session, async ({ mailbox, params, query, language }) => {
      const session = await known(mailbox.id, params.id);
      return sessionAnswer(query.wait ? await whenOver(house, session) : session, language);
    }),
    route(endpoints.sessionPlan, async ({ mailbox, params, language }) => {
      const { planId } = await known(mailbox.id, params.id);
      const plan = planId === null ? undefined : await store.plans.byId(mailbox.id, planId);
      if (plan === undefined) throw notFound();
      return heldPlanAnswer(plan, language);
    }),
    route(endpoints.allow, async ({ mailbox, params, language }) =>
      sessionAnswer(await decideHeld(mailbox.id, params.id, 'apply-plan'), language),
    ),
    route(endpoints.discard, async ({ mailbox, params, language }) =>
      sessionAnswer(await decideHeld(mailbox.id, params.id, 'discard-plan'), language),
    ),
  ];
}

/** J2: what was shown is applied by its id. */
async function previewTask(house: House, mailboxId: string, id: string): Promise<SessionTask> {
  const plan = await house.store.plans.byId(mailboxId, id);
  if (plan?.kind !== 'preview') throw notFound();
  return planTask(house, plan, 'apply-plan');
}

/** What decides an open plan. One that is being decided in this way already is joined; one that was replaced or is done is no more. */
export async function planTask(
  { store }: House,
  plan: StoredPlan,
  kind: 'apply-plan' | 'discard-plan',
): Promise<SessionTask> {
  const task = { kind, planId: plan.id } as const;
  if (plan.state === 'open') return task;
  const running = (await store.sessions.current(plan.mailboxId))?.task;
  if (running?.kind === kind && running.planId === plan.id) return task;
  throw new ProblemError(409, 'plan-replaced');
}
