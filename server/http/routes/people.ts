import type { MailboxMemory } from '../../model/mailbox.ts';
import { personAnswer } from '../answers.ts';
import { endpoints, type Person } from '../contract.ts';
import { settle, type House } from '../house.ts';
import { route, type Route } from '../routing.ts';
import type { Language } from '../wording.ts';
import { requestChange } from './change.ts';

/** The people of a message: their status, and their switch. */
export function peopleRoutes(house: House): Route[] {
  return [
    route(endpoints.queryPeople, async ({ mailbox, body, language }) => ({
      people: await peopleOf(house, mailbox, body.emails, language),
    })),
    route(endpoints.people, async ({ mailbox, query, language }) => ({
      people: await peopleOf(house, mailbox, query.email, language),
    })),
    route(endpoints.changePerson, async ({ mailbox, params, query, body, language }) => {
      const asked = await requestChange(house, mailbox, { email: params.email }, body);
      if (asked.session) await settle(house, mailbox.id, asked.linkId, query.wait);
      const now = (await house.store.mailboxes.byId(mailbox.id)) ?? mailbox;
      return personOf(house, now, params.email, language);
    }),
  ];
}

async function peopleOf(
  { engine, store }: House,
  mailbox: MailboxMemory,
  emails: readonly string[],
  language: Language,
): Promise<Person[]> {
  const people = await engine.people(mailbox.id, emails);
  const links = await store.links.byIds(
    mailbox.id,
    people.flatMap(({ linkId }) => linkId ?? []),
  );
  const byId = new Map(links.map((link) => [link.id, link]));
  return people.map((person) => personAnswer(person, byId.get(person.linkId ?? ''), mailbox, language));
}

/** One person by address. */
export async function personOf(
  house: House,
  mailbox: MailboxMemory,
  email: string,
  language: Language,
): Promise<Person> {
  const [person] = await peopleOf(house, mailbox, [email], language);
  return person ?? personAnswer({ email, status: 'not synced' }, undefined, mailbox, language);
}
