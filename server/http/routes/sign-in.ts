import type { MailboxMemory } from '../../model/mailbox.ts';
import type { SignedIn } from '../authenticator.ts';
import { endpoints } from '../contract.ts';
import type { House } from '../house.ts';
import { route, type Route } from '../routing.ts';
import { redeem } from '../sign-in/pages.ts';
import type { WebSessions } from '../sign-in/web-sessions.ts';

export interface SignInGate {
  readonly webSessions: WebSessions;
  readonly mailboxOf: (person: SignedIn) => Promise<MailboxMemory | undefined>;
}

/** Signing in and out, as far as it is the API's. */
export function signInRoutes({ store, clientConfig }: House, { webSessions, mailboxOf }: SignInGate): Route[] {
  return [
    route(endpoints.clientConfig, async () => clientConfig),
    route(endpoints.whoAmI, async ({ person }) => {
      const mailbox = await mailboxOf(person);
      const { name, admin, session } = person;
      return {
        name,
        admin,
        ...(mailbox === undefined ? {} : { mailbox: mailbox.email }),
        ...(session?.csrfToken === undefined ? {} : { csrfToken: session.csrfToken }),
      };
    }),
    route(endpoints.redeem, async ({ body }) =>
      webSessions.startForPane(await redeem(store, body.code, body.verifier)),
    ),
    route(endpoints.signOut, async ({ person, response }) => {
      if (person.session !== undefined) await webSessions.end(response, person.session);
      return undefined;
    }),
  ];
}
