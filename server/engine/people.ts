import type { Crm } from '../connectors/crm.ts';
import type { FieldMap, FieldName, SlotMap, Value } from '../model/contact.ts';
import type { Link } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';
import type { Mailbox } from '../connectors/mailbox.ts';
import type { Store } from '../store/store.ts';
import { NotPossible, type PersonStatus, type SwitchOn } from './engine.ts';
import { newLink } from './chunk.ts';
import { hiddenKey } from './context.ts';
import { splitName } from './split-name.ts';
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

function rank(link: Link | undefined): number {
  if (link === undefined) return 0;
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

/** T1: an item that exists gets the category (U3), found by that one address at the person's own act (U6); a person without one gets an item in the folder. */
export async function switchOn(input: {
  readonly store: Store;
  readonly account: MailboxMemory;
  readonly orgId: string;
  readonly mailbox: Mailbox;
  readonly org: OrgSettings;
  readonly folderId: string;
  readonly target: { readonly email: string } | { readonly linkId: string };
  readonly wish: SwitchOn;
}): Promise<string | undefined> {
  const { store, account, mailbox, org, target, wish } = input;
  const link = await linkOf(store, account, target);
  if (link !== undefined) {
    const request =
      wish.choice === 'new'
        ? ({ kind: 'create-new' } as const)
        : wish.choice !== undefined
          ? ({ kind: 'join', recordId: wish.choice } as const)
          : link.state === 'stopped'
            ? ({ kind: 'resume' } as const)
            : ({ kind: 'retry' } as const);
    await store.links.request(account.id, link.id, request);
    return link.id;
  }
  if (!('email' in target)) throw new NotPossible({ code: 'unknown-contact', params: {} });
  const existing = await mailbox.findByAddress(target.email);
  const [item] = existing;
  if (existing.length > 1)
    throw new NotPossible({ code: 'several-items-with-address', params: { count: String(existing.length) } });
  if (item !== undefined) {
    const [outcome] = await mailbox.update([
      { id: item.id, version: item.version, categories: item.categories, addCategories: [org.category] },
    ]);
    if (outcome?.ok !== true)
      throw new NotPossible({
        code: outcome?.failure.code ?? 'no-outcome',
        params: { message: outcome?.failure.message ?? '' },
      });
    return waiting(input, item.id, target.email, outcome.value.displayName);
  }
  const { fields, slots } = cardOf(target.email, wish);
  const key = hiddenKey(
    { identity: { orgId: input.orgId, userId: '', username: '', instanceUrl: '' }, account },
    crypto.randomUUID(),
  );
  const [made] = await mailbox.create([{ folder: input.folderId, fields, slots, categories: [org.category], key }]);
  if (made?.ok !== true)
    throw new NotPossible({
      code: made?.failure.code ?? 'no-outcome',
      params: { message: made?.failure.message ?? '' },
    });
  return waiting(input, made.value.id, target.email, made.value.displayName);
}

/** The item waits for its record: a session limited to it follows at once (T1). */
async function waiting(
  { store, account }: Pick<Parameters<typeof switchOn>[0], 'store' | 'account'>,
  itemId: string,
  email: string,
  name: string,
): Promise<string> {
  const link = await store.links.wait({
    ...newLink({ account }, 'outlook'),
    itemId,
    email: email.trim().toLowerCase(),
    name,
  });
  return link.id;
}

/** T1's card: the name given, or split from the address; fields given by the person win. */
function cardOf(
  email: string,
  wish: SwitchOn,
): { readonly fields: { readonly [F in FieldName]?: Value }; readonly slots: SlotMap } {
  const {
    email: _ours,
    phone,
    homePhone,
    ...rest
  } = { ...splitName(wish.name ?? '', email), ...wish.fields } as FieldMap;
  const slot = (value: Value | undefined) => (typeof value === 'string' && value !== '' ? [{ value }] : []);
  return {
    fields: rest,
    slots: {
      email: [{ value: email.trim() }],
      ...(phone === undefined ? {} : { phone: slot(phone) }),
      ...(homePhone === undefined ? {} : { homePhone: slot(homePhone) }),
    },
  };
}

/** T2: stored as a request; `remove` only where Auto-removal is on. */
export async function switchOff(
  store: Store,
  account: MailboxMemory,
  target: { readonly email: string } | { readonly linkId: string },
  mode: 'keep-both' | 'remove',
): Promise<string | undefined> {
  if (mode === 'remove' && !account.settings.autoRemoval)
    throw new NotPossible({ code: 'auto-removal-is-off', params: {} });
  const link = await linkOf(store, account, target);
  if (link === undefined) return undefined;
  if (link.state === 'stopped' && mode === 'keep-both' && link.request === null) return undefined;
  await store.links.request(account.id, link.id, { kind: mode === 'remove' ? 'remove' : 'stop' });
  return link.id;
}
