import { samePerson, type Identity } from '../../model/identity.ts';
import type { MailboxMemory } from '../../model/mailbox.ts';
import type { MailboxStanding } from '../../store/standing.ts';
import { sessionAnswer } from '../answers.ts';
import { endpoints, type BodyOf, type Mailbox } from '../contract.ts';
import type { House } from '../house.ts';
import { noticeOf } from '../notice.ts';
import { notFound, ProblemError } from '../problem.ts';
import { route, type Route } from '../routing.ts';
import { standingOf } from './me.ts';

/** A session that is told nothing ends within this; one that does not is fenced off. */
const IDLE_WITHIN_MS = 10_000;

/** How every mailbox stands, enrolling one and forgetting one. No contact of anybody is shown. */
export function adminRoutes(house: House): Route[] {
  const { store, jobs } = house;
  const answerOf = async (email: string, language: string): Promise<Mailbox> => {
    const { rows } = await store.overview.mailboxes({ email, limit: 1 });
    const [standing] = rows;
    if (standing === undefined) throw notFound();
    return mailboxAnswer(house, standing, language);
  };
  return [
    route(endpoints.mailboxes, async ({ query: { q, health, limit, after }, language }) => {
      const { rows, next } = await store.overview.mailboxes({
        limit,
        ...(q === undefined ? {} : { q }),
        ...(health === undefined ? {} : { health }),
        ...(after === undefined ? {} : { after }),
      });
      const mailboxes: Mailbox[] = [];
      for (const standing of rows) mailboxes.push(await mailboxAnswer(house, standing, language));
      return { mailboxes, healths: await store.overview.healths(), ...(next === undefined ? {} : { next }) };
    }),
    route(endpoints.mailboxOf, ({ params, language }) => answerOf(params.email, language)),
    route(endpoints.enrol, async ({ body, language }) => answerOf((await enrol(house, body)).email, language)),
    route(endpoints.peopleToEnrol, async ({ query }) => ({ people: await store.people.withoutMailbox(query.q) })),
    route(endpoints.forget, async ({ params }) => {
      const mailbox = await store.mailboxes.byEmail(params.email);
      if (mailbox === undefined) throw notFound();
      await jobs.waitUntilIdle(mailbox.id, IDLE_WITHIN_MS);
      await store.mailboxes.forget(mailbox.id);
      return undefined;
    }),
  ];
}

async function mailboxAnswer(
  { store, schedule, connections }: House,
  { mailbox, health, failingSince }: MailboxStanding,
  language: string,
): Promise<Mailbox> {
  const { email, name, admin, service, crmUsername, settings, firstSessionDone, lastSessionAt, nextAt } = mailbox;
  const runs = schedule && settings.contactsSync && !settings.paused;
  const notice = noticeOf({ mailbox, ...(await standingOf({ store }, mailbox)) }, language);
  const { how, since } = connections.standing(mailbox);
  const signedIn = connections.signedIn(mailbox);
  const current = await store.sessions.current(mailbox.id);
  return {
    email,
    name,
    admin,
    service,
    salesforceUsername: crmUsername,
    connection: { how, ...(since === undefined ? {} : { since }), ...(signedIn === undefined ? {} : { signedIn }) },
    contactsSync: settings.contactsSync,
    paused: settings.paused,
    health,
    ...(failingSince === null ? {} : { failingSince }),
    ...(notice === undefined ? {} : { notice }),
    firstSessionDone,
    ...(lastSessionAt === null ? {} : { lastSessionAt }),
    ...(runs && nextAt !== null ? { nextAt } : {}),
    contacts: await store.links.counts(mailbox.id),
    ...(current === undefined ? {} : { current: sessionAnswer(current, language) }),
  };
}

/** Whose mailbox an address is, the directory says; only where there is none does the administrator. */
async function enrol({ store, directory }: House, body: BodyOf<typeof endpoints.enrol>): Promise<MailboxMemory> {
  const { address, service, salesforceUsername, person } = body;
  const username = salesforceUsername === undefined ? {} : { crmUsername: salesforceUsername };
  if (address === undefined && (person === undefined || service !== 'graph'))
    throw new ProblemError(409, 'enrolment-needs-address');
  const found = service === 'graph' ? await inDirectory(directory, address, person) : undefined;
  if (service === 'graph' && found === undefined && address !== undefined)
    throw new ProblemError(404, 'no-such-mailbox', { params: { address } });
  const email = found?.address ?? address;
  if (email === undefined) throw new ProblemError(404, 'no-mailbox-of-person');
  const own =
    found === undefined || directory?.tenantId === undefined
      ? undefined
      : { tenantId: directory.tenantId, objectId: found.id };
  const identity = person ?? own;
  if (identity === undefined) throw new ProblemError(409, 'enrolment-needs-person', { params: { address: email } });
  if (own?.tenantId === identity.tenantId && !samePerson(own, identity))
    throw new ProblemError(409, 'address-of-somebody-else', { params: { address: email } });
  const enrolled = await store.mailboxes.enrolPerson({
    email,
    name: found?.name ?? email,
    service,
    serviceId: found?.id ?? null,
    identity,
    ...username,
  });
  if (enrolled === undefined) throw new ProblemError(409, 'address-of-somebody-else', { params: { address: email } });
  return enrolled;
}

/** By the address, or by the object id of a person of the directory's own tenant. */
async function inDirectory(directory: House['directory'], address?: string, person?: Identity) {
  if (address !== undefined) return directory?.byAddress(address);
  return person !== undefined && directory?.tenantId === person.tenantId ? directory.byId(person.objectId) : undefined;
}
