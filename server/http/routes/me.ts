import type { MailboxMemory } from '../../model/mailbox.ts';
import type { Session } from '../../model/session.ts';
import { sessionAnswer } from '../answers.ts';
import { endpoints } from '../contract.ts';
import type { House } from '../house.ts';
import { noticeOf } from '../notice.ts';
import { route, type Route } from '../routing.ts';

/** T4: who is signed in, and how their sync stands. */
export function meRoutes(house: House): Route[] {
  const { store, org, schedule } = house;
  return [
    route(endpoints.me, async ({ mailbox, person, language }) => {
      const { email, name, service, settings, firstSessionDone, lastSessionAt, nextAt } = mailbox;
      const { held, heldBy, newest } = await standingOf(house, mailbox);
      const current = await store.sessions.current(mailbox.id);
      const notice = noticeOf({ mailbox, held, newest }, language);
      const runs = schedule && settings.contactsSync && !settings.paused;
      return {
        email,
        name,
        admin: person.admin,
        service,
        folderName: org.folderName,
        category: org.category,
        ...(notice === undefined ? {} : { notice }),
        firstSessionDone,
        ...(current === undefined ? {} : { current: sessionAnswer(current, language) }),
        ...(heldBy === undefined ? {} : { held: sessionAnswer(heldBy, language) }),
        ...(lastSessionAt === null ? {} : { lastSessionAt }),
        ...(runs && nextAt !== null ? { nextAt } : {}),
        contacts: await store.links.counts(mailbox.id),
      };
    }),
  ];
}

/** The held plan with the session that made it, and the newest session. */
export async function standingOf({ store }: Pick<House, 'store'>, { id }: MailboxMemory) {
  const held = await store.plans.held(id);
  let newest: Session | undefined;
  for (let before: string | undefined; ;) {
    // Sessions for single contacts may have come after the one that holds the plan.
    const { rows, next } = await store.sessions.page(id, held === undefined ? 1 : 100, before);
    newest ??= rows[0];
    const heldBy = rows.find(({ state, planId }) => state === 'held' && planId === held?.id);
    if (held === undefined || heldBy !== undefined || next === undefined) return { held, heldBy, newest };
    before = next;
  }
}
