import type { Crm, Surroundings } from '../connectors/crm.ts';
import type { FieldMap } from '../model/contact.ts';
import { FailureError } from '../model/failure.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';
import { accountFor, needsAccount } from '../planner/account.ts';
import { blockedBy, blockedReason } from '../planner/blocklist.ts';
import { suggestCompany } from '../planner/company.ts';
import { domainOf, recipientKind } from '../planner/recipients.ts';
import type { Store } from '../store/store.ts';
import { NotPossible, type Card, type Recipient } from './engine.ts';
import { isPublicProvider } from './public-providers.ts';
import { nameIsKnown, splitName } from './split-name.ts';

export interface CardParts {
  readonly store: Store;
  readonly org: OrgSettings;
  readonly account: MailboxMemory;
  readonly openCrm: () => Promise<Crm>;
}

/** T1's card. Reads nothing of the mailbox. Throws NotPossible for who has no switch (T6). */
export async function cardFor(parts: CardParts, { email, name = '', type }: Recipient): Promise<Card> {
  const { store, org, account } = parts;
  const address = email.trim().toLowerCase();
  const kind = recipientKind(address, type);
  if (kind !== 'person') throw new NotPossible({ code: `no-switch-${kind}`, params: {} });
  const by = blockedBy([address], { org: org.blocklist, mailbox: account.settings.blocklist });
  if (by !== undefined) throw new NotPossible(blockedReason(by));
  const domain = domainOf(address);
  const ofCompany = isPublicProvider(domain) ? undefined : domain;
  const names = splitName(name, email.trim());
  const synced = ofCompany === undefined ? [] : await store.links.accountNames(account.id, ofCompany);
  const card = (known: Surroundings) => {
    const suggested =
      names.company === undefined
        ? suggestCompany({ synced, colleagues: known.colleagues, sites: known.sites })
        : undefined;
    return {
      email: email.trim(),
      fields: { ...names, ...(suggested === undefined ? {} : { company: suggested.company }) },
      toCheck: !nameIsKnown(name),
      ...(names.company === undefined ? {} : { companyFrom: 'name' as const }),
      ...(suggested === undefined ? {} : { companyFrom: suggested.from }),
      ...(known.lead === undefined ? {} : { lead: known.lead }),
    };
  };
  try {
    const crm = await parts.openCrm();
    const [around, { required }] = await Promise.all([crm.surroundings(address, ofCompany), crm.schema()]);
    const made = card(around);
    const defaults = new Set(Object.keys(org.defaults).map((field) => field.toLowerCase()));
    return {
      ...made,
      ...(await accountOf(crm, made.fields, org)),
      required: required.filter(
        ({ field }) => field !== 'lastName' && !defaults.has(field.replace(/^custom:/, '').toLowerCase()),
      ),
    };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { code, message } = error.failure;
    return { ...card({ colleagues: [], sites: [] }), required: [], unreachable: { code, params: { message } } };
  }
}

async function accountOf(crm: Crm, { company }: FieldMap, { account }: OrgSettings): Promise<Pick<Card, 'account'>> {
  const name = typeof company === 'string' ? company : '';
  const found = needsAccount(name, account) ? await crm.accounts([name]) : new Map();
  const { id, rule, name: accountName } = accountFor(name, found, account);
  return id === null || rule === 'A3' ? {} : { account: { id, name: accountName, rule } };
}
