import type { Recipient } from '../../engine/engine.ts';
import type { MailboxMemory } from '../../model/mailbox.ts';
import { personAnswer } from '../answers.ts';
import { endpoints, type BodyOf, type Person } from '../contract.ts';
import type { House } from '../house.ts';
import { route, type Route } from '../routing.ts';
import { wordedReason } from '../wording.ts';
import { change } from './change.ts';

/** The people of a message: their status, and their switch. */
export function peopleRoutes(house: House): Route[] {
  return [
    route(endpoints.queryPeople, async ({ mailbox, body, language }) =>
      peopleOf(house, mailbox, recipients(body), language, { local: body.local }),
    ),
    route(endpoints.people, async ({ mailbox, query, language }) =>
      peopleOf(house, mailbox, recipients({ emails: query.email }), language),
    ),
    route(endpoints.changePerson, async ({ mailbox, params, query, body, language }) => {
      const { by } = await change(house, mailbox, { email: params.email }, body, query.wait);
      const now = (await house.store.mailboxes.byId(mailbox.id)) ?? mailbox;
      return { ...(await personOf(house, now, params.email, language)), ...by };
    }),
  ];
}

function recipients({
  emails = [],
  people = [],
}: Pick<BodyOf<typeof endpoints.queryPeople>, 'emails' | 'people'>): Recipient[] {
  const named = people.map(({ email, name, type }) => ({
    email,
    ...(name === undefined ? {} : { name }),
    ...(type === undefined ? {} : { type }),
  }));
  return [...emails.map((email) => ({ email })), ...named];
}

async function peopleOf(
  { engine }: House,
  mailbox: MailboxMemory,
  asked: readonly Recipient[],
  language: string,
  how: { readonly local?: boolean } = {},
) {
  const { people, unreachable } = await engine.people(mailbox.id, asked, how);
  return {
    people: people.map((person) => personAnswer(person, mailbox, language)),
    ...(unreachable === undefined ? {} : { unreachable: wordedReason(unreachable, language) }),
  };
}

/** One person by address. */
export async function personOf(house: House, mailbox: MailboxMemory, email: string, language: string): Promise<Person> {
  const { people } = await peopleOf(house, mailbox, [{ email }], language);
  return people[0] ?? personAnswer({ email, status: 'not synced' }, mailbox, language);
}
