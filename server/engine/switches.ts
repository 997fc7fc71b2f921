import type { Mailbox } from '../connectors/mailbox.ts';
import type { FieldMap, FieldName, SlotMap, Value } from '../model/contact.ts';
import type { Link, Request } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';
import { blockedBy, blockedReason } from '../planner/blocklist.ts';
import type { Store } from '../store/store.ts';
import { newLink } from './chunk.ts';
import { hiddenKey } from './context.ts';
import { NotPossible, type SwitchOn } from './engine.ts';
import { linkOf } from './people.ts';
import { splitName } from './split-name.ts';

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
  const address = 'email' in target ? target.email : (link?.email ?? '');
  const by = blockedBy([address], { org: org.blocklist, mailbox: account.settings.blocklist });
  if (by !== undefined) throw new NotPossible(blockedReason(by));
  if (link !== undefined) {
    await store.links.request(account.id, link.id, requestOf(link, wish));
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

/** P1: a choice is one of those that were offered; anything else would be taken for a wish and come to nothing. */
function requestOf(link: Link, { choice }: SwitchOn): Request {
  if (choice === undefined) return { kind: link.state === 'stopped' ? 'resume' : 'retry' };
  const offered = link.state === 'waiting' && link.recordId === null ? link.refusal?.choices : undefined;
  if (offered === undefined) throw new NotPossible({ code: 'nothing-to-choose', params: {} });
  if (choice === 'new') return { kind: 'create-new' };
  if (!offered.some(({ id }) => id === choice)) throw new NotPossible({ code: 'choice-not-offered', params: {} });
  return { kind: 'join', recordId: choice };
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
