import { endpoints } from '../contract.ts';
import { syncSoon, type House } from '../house.ts';
import { route, type Route } from '../routing.ts';
import { broughtBack, windowTicket } from '../salesforce/pages.ts';

/** S6: as whom Salesforce is called, and how a person changes it. */
export function salesforceRoutes(house: House): Route[] {
  const { store, connections, publicUrl } = house;
  return [
    route(endpoints.salesforce, async ({ mailbox }) => connections.standing(mailbox)),
    route(endpoints.connectSalesforce, async ({ mailbox, body }) => {
      connections.allowed();
      const ticket = await windowTicket(store, { mailboxId: mailbox.id, challenge: body.challenge });
      return { url: `${publicUrl}/salesforce/connect?ticket=${ticket}` };
    }),
    route(endpoints.finishSalesforce, async ({ mailbox, body }) => {
      const connected = await connections.keep(mailbox, await broughtBack(house, mailbox.id, body));
      await syncSoon(house, connected);
      return connections.standing(connected);
    }),
    route(endpoints.disconnectSalesforce, async ({ mailbox }) => {
      const { mailbox: disconnected, revoked } = await connections.disconnect(mailbox);
      return { ...connections.standing(disconnected), revoked };
    }),
  ];
}
