import type { Crm } from '../connectors/crm.ts';
import type { FieldName, Value } from '../model/contact.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { Filter, OrgSettings } from '../model/settings.ts';
import type { Store } from '../store/store.ts';
import type { SessionContext } from './context.ts';
import { NotPossible } from './engine.ts';

/** F3: more contacts than the admin allows are refused here with the number, and so is the preview of another filter. */
export async function checkFilter(
  parts: { readonly store: Store; readonly org: OrgSettings; readonly crm: Crm },
  account: MailboxMemory,
  filter: Filter,
  previewId: string | undefined,
): Promise<void> {
  const { store, org, crm } = parts;
  const count = await crm.count(filter);
  if (count > org.maximumContacts)
    throw new NotPossible({
      code: 'too-many-contacts',
      params: { count: String(count), limit: String(org.maximumContacts) },
    });
  if (previewId !== undefined) {
    const plan = await store.plans.byId(account.id, previewId);
    if (plan === undefined || plan.kind !== 'preview' || JSON.stringify(plan.filter) !== JSON.stringify(filter))
      throw new NotPossible({ code: 'preview-of-other-filter', params: {} });
  }
}

/** S5: what becomes of a mailbox whose folder is gone. */
export async function chooseFolder(
  store: Store,
  account: MailboxMemory,
  choice: 'make-again' | 'turn-off',
): Promise<MailboxMemory> {
  if (choice === 'turn-off')
    return store.mailboxes.changeSettings(account.id, { contactsSync: false }, { clearStop: true });
  if (account.stopped?.code !== 'folder-missing') throw new NotPossible({ code: 'folder-is-there', params: {} });
  return store.mailboxes.changeSettings(account.id, {}, { clearStop: true, forgetFolder: true });
}

/** C2: the value that lost comes back on both sides with the contact's next session; `change`: what that line of the activity lost, else the latest. */
export async function putBack(
  { store, account }: Pick<SessionContext, 'store' | 'account'>,
  linkId: string,
  field: FieldName,
  change?: string,
): Promise<void> {
  const entries = await store.journal.ofLink(account.id, linkId);
  const [lost] = entries
    .filter(({ id }) => change === undefined || id === change)
    .sort((a, b) => b.at.localeCompare(a.at))
    .flatMap((entry) => (entry.lost ?? []).filter((value) => value.field === field));
  if (lost === undefined) throw new NotPossible({ code: 'nothing-to-put-back', params: { field } });
  await store.links.request(account.id, linkId, {
    kind: 'put-back',
    field,
    value: JSON.parse(lost.value) as Value | null,
  });
}
