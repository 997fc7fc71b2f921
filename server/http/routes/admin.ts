import { endpoints, type Mailbox } from '../contract.ts';
import type { House } from '../house.ts';
import { noticeOf } from '../notice.ts';
import { notFound } from '../problem.ts';
import { route, type Route } from '../routing.ts';
import { standingOf } from './me.ts';

/** A session that is told nothing ends within this; one that does not is fenced off. */
const IDLE_WITHIN_MS = 10_000;

/** How every mailbox stands, and forgetting one. No contact of anybody is shown. */
export function adminRoutes({ store, jobs }: House): Route[] {
  return [
    route(endpoints.mailboxes, async ({ language }) => {
      const mailboxes: Mailbox[] = [];
      for (const mailbox of await store.mailboxes.all()) {
        const { email, name, admin, service, crmUsername, settings, firstSessionDone, lastSessionAt } = mailbox;
        const notice = noticeOf({ mailbox, ...(await standingOf({ store }, mailbox)) }, language);
        mailboxes.push({
          email,
          name,
          admin,
          service,
          salesforceUsername: crmUsername,
          contactsSync: settings.contactsSync,
          paused: settings.paused,
          ...(notice === undefined ? {} : { notice }),
          firstSessionDone,
          ...(lastSessionAt === null ? {} : { lastSessionAt }),
          contacts: await store.links.counts(mailbox.id),
        });
      }
      return { mailboxes };
    }),
    route(endpoints.forget, async ({ params }) => {
      const mailbox = await store.mailboxes.byEmail(params.email);
      if (mailbox === undefined) throw notFound();
      await jobs.waitUntilIdle(mailbox.id, IDLE_WITHIN_MS);
      await store.mailboxes.forget(mailbox.id);
      return undefined;
    }),
  ];
}
