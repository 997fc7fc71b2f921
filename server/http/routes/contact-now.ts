import type { Link } from '../../model/link.ts';
import type { MailboxMemory } from '../../model/mailbox.ts';
import { personAnswer } from '../answers.ts';
import type { Person } from '../contract.ts';
import type { House } from '../house.ts';
import { personOf } from './people.ts';

/** The contact as it is now; one that is no longer linked by its address. */
export async function contactNow(
  house: House,
  asked: MailboxMemory,
  { id, email }: Pick<Link, 'id' | 'email'>,
  language: string,
): Promise<Person> {
  const mailbox = (await house.store.mailboxes.byId(asked.id)) ?? asked;
  const [link] = await house.store.links.byIds(mailbox.id, [id]);
  if (link !== undefined) return personAnswer(house.engine.statusOf(mailbox, link), mailbox, language);
  if (email !== '') return personOf(house, mailbox, email, language);
  return personAnswer({ email, status: 'not synced' }, mailbox, language);
}
