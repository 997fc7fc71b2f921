import { endpoints } from '../contract.ts';
import type { House } from '../house.ts';
import { route, type Route } from '../routing.ts';
import { wordedReason } from '../wording.ts';

/** F1, F2: the person's list views; one that is no filter says why. */
export function listViewRoutes({ engine }: House): Route[] {
  return [
    route(endpoints.listViews, async ({ mailbox, language }) => ({
      listViews: (await engine.listViews(mailbox.id)).map(({ id, label, usable, reason }) => ({
        id,
        label,
        usable,
        ...(reason === undefined ? {} : { reason: wordedReason({ code: reason, params: {} }, language) }),
      })),
    })),
  ];
}
