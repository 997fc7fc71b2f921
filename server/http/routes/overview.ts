import { sessionAnswer } from '../answers.ts';
import { endpoints } from '../contract.ts';
import { sessionWhenOver, type House } from '../house.ts';
import { notFound, ProblemError } from '../problem.ts';
import { route, type Route } from '../routing.ts';
import { wordedReason } from '../wording.ts';
import { planTask } from './sessions.ts';

const DAY_MS = 86_400_000;

/** Sums for the dashboard, and what an administrator sees and decides of all. No contact of anybody is shown. */
export function overviewRoutes(house: House): Route[] {
  const { store, connections, org, schedule, installation, now = () => new Date() } = house;
  /** The first moment of the UTC day that begins `days` days, today among them. */
  const since = (days: number) => new Date(Math.floor(now().getTime() / DAY_MS) * DAY_MS - (days - 1) * DAY_MS);
  const decide = async (
    { params, language }: { readonly params: { email: string; id: string }; readonly language: string },
    kind: 'apply-plan' | 'discard-plan',
  ) => {
    const mailbox = await store.mailboxes.byEmail(params.email);
    const plan = mailbox && (await store.plans.byId(mailbox.id, params.id));
    if (mailbox === undefined || plan?.kind !== 'held') throw notFound();
    const over = await sessionWhenOver(house, mailbox.id, await planTask(house, plan, kind));
    if (over.reason?.code === 'plan-replaced') throw new ProblemError(409, 'plan-replaced');
    return sessionAnswer(over, language);
  };
  return [
    route(endpoints.history, async ({ mailbox, query }) => ({
      days: await store.overview.history(since(query.days), mailbox.id),
    })),
    route(endpoints.allHistory, async ({ query }) => ({ days: await store.overview.history(since(query.days)) })),
    route(endpoints.heldPlans, async ({ query, language }) => {
      const { rows, next } = await store.overview.held(query.limit, query.after);
      const plans = rows.map(({ reason, ...plan }) => ({
        ...plan,
        ...(reason === null ? {} : { reason: wordedReason(reason, language) }),
      }));
      return { plans, ...(next === undefined ? {} : { next }) };
    }),
    route(endpoints.allowPlanOf, (asked) => decide(asked, 'apply-plan')),
    route(endpoints.discardPlanOf, (asked) => decide(asked, 'discard-plan')),
    route(endpoints.organisation, async () => {
      const { adoptFolderNames: _adopted, attentionCategory: _attention, mappings: _mappings, ...shown } = org;
      const [orgs, connected] = await Promise.all([store.overview.orgs(), connections.counts()]);
      return { ...installation, ...shown, schedule, orgs, connections: connected };
    }),
  ];
}
