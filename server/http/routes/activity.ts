import { activityAnswer, asksForLink } from '../answers.ts';
import { endpoints } from '../contract.ts';
import type { House } from '../house.ts';
import { route, type Route } from '../routing.ts';

/** J1: every write and why. */
export function activityRoutes({ store }: House): Route[] {
  return [
    route(endpoints.activity, async ({ mailbox, query }) => {
      const { email, session, limit, before } = query;
      const { rows, next } = await store.journal.page(mailbox.id, {
        limit,
        ...(email === undefined ? {} : { email: email.trim().toLowerCase() }),
        ...(session === undefined ? {} : { session }),
        ...(before === undefined ? {} : { before }),
      });
      const contacts = [...new Set(rows.flatMap(({ linkId }) => linkId ?? []))];
      const last = await store.journal.lastSessions(mailbox.id, contacts);
      const asked = rows.flatMap((entry) => (asksForLink(entry) ? (entry.linkId ?? []) : []));
      const found = asked.length === 0 ? [] : await store.links.byIds(mailbox.id, [...new Set(asked)]);
      const links = new Map(found.map((link) => [link.id, link]));
      return {
        entries: rows.map((entry) => {
          const linkId = entry.linkId ?? '';
          return activityAnswer(entry, last.get(linkId), links.get(linkId));
        }),
        ...(next === undefined ? {} : { next }),
      };
    }),
  ];
}
