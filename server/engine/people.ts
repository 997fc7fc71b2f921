import type { Crm } from '../connectors/crm.ts';
import type { Link } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Store } from '../store/store.ts';
import type { PersonStatus } from './engine.ts';
import { statusOf } from './status.ts';

const FIVE_MINUTES = 5 * 60_000;

/** What Salesforce said of addresses that are not synced here: one query for all, kept five minutes, in memory alone. */
export class OutsidePeople {
  private readonly known = new Map<string, { readonly at: number; readonly name: string | null }>();

  async lookUp(
    mailboxId: string,
    crm: Crm,
    emails: readonly string[],
    now: number,
  ): Promise<ReadonlyMap<string, string>> {
    const key = (email: string) => `${mailboxId}/${email}`;
    for (const [old, entry] of this.known) if (now - entry.at > FIVE_MINUTES) this.known.delete(old);
    const asked = emails.filter((email) => !this.known.has(key(email)));
    if (asked.length > 0) {
      const records = await crm.candidates(
        asked.map((email) => ({ emails: [email], name: '', company: '', phones: [] })),
      );
      for (const email of asked) {
        const record = records.find(
          ({ fields }) => typeof fields.email === 'string' && fields.email.toLowerCase() === email,
        );
        const name =
          record === undefined
            ? null
            : [record.fields.firstName, record.fields.lastName].filter((part) => typeof part === 'string').join(' ');
        this.known.set(key(email), { at: now, name });
      }
    }
    return new Map(
      emails.flatMap((email) => {
        const name = this.known.get(key(email))?.name;
        return name === null || name === undefined ? [] : [[email, name] as const];
      }),
    );
  }

  forget(mailboxId: string): void {
    for (const key of this.known.keys()) if (key.startsWith(`${mailboxId}/`)) this.known.delete(key);
  }
}

/** The people of a message, each with its status, in the order asked (Status, T6). */
export async function peopleStatus(
  store: Store,
  account: MailboxMemory,
  emails: readonly string[],
  outside: (emails: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<PersonStatus[]> {
  const wanted = emails.map((email) => email.trim().toLowerCase());
  const { rows } = await store.links.find(account.id, { emails: wanted, limit: 1000 });
  const byEmail = new Map<string, Link>();
  for (const link of rows) if (rank(link) > rank(byEmail.get(link.email))) byEmail.set(link.email, link);
  const unknown = wanted.filter((email) => !byEmail.has(email));
  const found = unknown.length === 0 ? new Map<string, string>() : await outside([...new Set(unknown)]);
  return wanted.map((email, at): PersonStatus => {
    const shownAs = emails[at] ?? email;
    const link = byEmail.get(email);
    if (link !== undefined) return { ...statusOf(link), email: shownAs };
    const name = found.get(email);
    return name === undefined
      ? { email: shownAs, status: 'not synced' }
      : { email: shownAs, name, status: 'in Salesforce, outside your view' };
  });
}

/** Of several contacts with one address, the one that a person is shown and acts on: what needs them comes first. */
function rank(link: Link | undefined): number {
  if (link === undefined) return 0;
  if (statusOf(link).status === 'needs attention') return 4;
  return link.state === 'linked' ? 3 : link.state === 'waiting' ? 2 : 1;
}

export async function linkOf(
  store: Store,
  account: MailboxMemory,
  target: { readonly email: string } | { readonly linkId: string },
): Promise<Link | undefined> {
  if ('linkId' in target) return (await store.links.byIds(account.id, [target.linkId]))[0];
  const { rows } = await store.links.find(account.id, { emails: [target.email.trim().toLowerCase()], limit: 50 });
  return [...rows].sort((a, b) => rank(b) - rank(a))[0];
}
