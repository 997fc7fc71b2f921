import type { MailboxMemory } from '../../model/mailbox.ts';
import type { LeaveChoice, Session } from '../../model/session.ts';
import { operationAnswer, sessionAnswer } from '../answers.ts';
import { endpoints } from '../contract.ts';
import { whenOver, type House } from '../house.ts';
import { notFound, ProblemError } from '../problem.ts';
import { route, type Route } from '../routing.ts';

/** S7: the way out. */
export function leavingRoutes(house: House): Route[] {
  const { engine, store } = house;
  const ofAddress = async (email: string): Promise<MailboxMemory> => {
    const mailbox = await store.mailboxes.byEmail(email);
    if (mailbox === undefined) throw notFound();
    return mailbox;
  };
  return [
    route(endpoints.previewLeave, async ({ mailbox, body }) => {
      const { id, counts, operations } = await engine.previewLeave(mailbox.id, body.choice);
      return { id, counts, operations: operations.map(operationAnswer) };
    }),
    route(endpoints.leave, async ({ mailbox, query, body, language }) =>
      sessionAnswer(await leave(house, mailbox.id, body.preview, query.wait), language),
    ),
    route(endpoints.previewLeaveOf, async ({ params, body }) => {
      const { id, counts } = await engine.previewLeave((await ofAddress(params.email)).id, body.choice);
      return { id, counts };
    }),
    route(endpoints.leaveOf, async ({ params, query, body, language }) =>
      sessionAnswer(await leave(house, (await ofAddress(params.email)).id, body.preview, query.wait), language),
    ),
  ];
}

/** What was shown is what starts it, once; asked for again while it runs: that one. */
async function leave(house: House, mailboxId: string, preview: string, wait: boolean): Promise<Session> {
  const { store, jobs } = house;
  const plan = await store.plans.byId(mailboxId, preview);
  if (plan?.kind !== 'leave') throw notFound();
  const { choice } = plan.content as { readonly choice: LeaveChoice };
  const running = (await store.sessions.current(mailboxId))?.task;
  const joins = running?.kind === 'leave' && running.choice === choice;
  if (!joins && !(await store.plans.close(mailboxId, plan.id, 'applied'))) throw new ProblemError(409, 'plan-replaced');
  const session = await jobs.requestSession(mailboxId, { kind: 'leave', choice });
  return wait ? whenOver(house, session) : session;
}
