import { FailureError } from '../model/failure.ts';
import { needsAttention, type Choice, type Link, type Reason } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';
import { blockedBy, blockedReason } from '../planner/blocklist.ts';
import { domainOf, recipientKind, type RecipientKind } from '../planner/recipients.ts';
import type { Store } from '../store/store.ts';
import type { People, PersonStatus, Recipient, Target } from './engine.ts';
import type { Outside, OutsideAnswer, OutsideRecord } from './outside-people.ts';
import { isPublicProvider } from './public-providers.ts';
import { statusOf, type RecordUrl } from './status.ts';

export interface PeopleParts {
  readonly store: Store;
  readonly org: OrgSettings;
  readonly account: MailboxMemory;
  readonly url: RecordUrl;
  /** What Salesforce says of these addresses, lower case. */
  readonly outside: (emails: readonly string[]) => Promise<OutsideAnswer>;
}

/** The people of a message, each with its status, in the order asked (Status, T5, T6). */
export async function peopleStatus(parts: PeopleParts, asked: readonly Recipient[]): Promise<People> {
  const { store, account } = parts;
  const wanted = asked.map(({ email, type }) => ({
    email: email.trim().toLowerCase(),
    kind: recipientKind(email, type),
  }));
  const emails = wanted.flatMap(({ email, kind }) => (kind === 'no-address' ? [] : [email]));
  const { rows } = await store.links.find(account.id, { emails, limit: 1000 });
  const byEmail = new Map<string, Link>();
  for (const link of rows) if (rank(link) > rank(byEmail.get(link.email))) byEmail.set(link.email, link);
  const unknown = wanted.filter(({ email, kind }) => kind === 'person' && !byEmail.has(email));
  const found: OutsideAnswer =
    unknown.length === 0 ? { of: new Map() } : await parts.outside([...new Set(unknown.map(({ email }) => email))]);
  // A linked record that has the address now, while its item has not been told yet.
  const records = [...found.of.values()].flatMap((outside) => outside.records.map(({ id }) => id));
  const byRecord = new Map((await store.links.byRecords(account.id, records)).map((link) => [link.recordId, link]));
  const people = wanted.map(({ email, kind }, at): PersonStatus => {
    const recipient = asked[at] ?? { email };
    const outside = found.of.get(email);
    const linked = outside?.records.flatMap(({ id }) => byRecord.get(id) ?? [])[0];
    const link = byEmail.get(email) ?? linked;
    const status =
      link === undefined ? outsideStatus(parts, email, kind, outside, found.unreachable) : statusOf(link, parts);
    return {
      ...(recipient.name === undefined || recipient.name === '' ? {} : { name: recipient.name }),
      ...status,
      email: recipient.email,
      ...(kind === 'person' ? {} : { kind }),
      ...(isColleague(email, account.email) ? { colleague: true } : {}),
    };
  });
  return { people, ...(found.unreachable === undefined ? {} : { unreachable: found.unreachable }) };
}

/** T6: one's own company is the domain of one's own mailbox; of a public provider nobody is. */
function isColleague(email: string, own: string): boolean {
  const domain = domainOf(own);
  return domainOf(email) === domain && !isPublicProvider(domain);
}

/** Someone whom this mailbox does not remember. */
function outsideStatus(
  { org, account, url }: PeopleParts,
  email: string,
  kind: RecipientKind,
  outside: Outside | undefined,
  unreachable: Reason | undefined,
): PersonStatus {
  if (kind !== 'person') return { email, status: 'not synced', reason: { code: `no-switch-${kind}`, params: {} } };
  const by = blockedBy([email], { org: org.blocklist, mailbox: account.settings.blocklist });
  const blocked = by === undefined ? {} : { reason: blockedReason(by) };
  const known = outside === undefined ? {} : { asOf: new Date(outside.at).toISOString() };
  const open = outside?.fresh === true ? {} : unreachable !== undefined ? known : { ...known, checking: true as const };
  if (outside === undefined && unreachable !== undefined) {
    const reason = unreachable.code === 'sync-is-off' ? unreachable : { code: 'salesforce-not-asked', params: {} };
    return { email, status: 'not synced', reason, ...blocked };
  }
  const records = outside?.records ?? [];
  const [first, ...others] = records;
  if (first === undefined) return { email, status: 'not synced', ...open, ...blocked };
  // P1: of several none is theirs until the person has said which.
  const shown =
    others.length === 0
      ? recordStatus(first, { account, url })
      : { status: 'in Salesforce, outside your view' as const, choices: records.map(choiceOf) };
  return { ...shown, email, ...open, ...blocked };
}

function choiceOf({ id, name, email, account }: OutsideRecord): Choice {
  return { id, name, email, ...(account === '' ? {} : { account }) };
}

function recordStatus(record: OutsideRecord, { account, url }: Pick<PeopleParts, 'account' | 'url'>): PersonStatus {
  return {
    email: record.email,
    ...(record.name === '' ? {} : { name: record.name }),
    status: 'in Salesforce, outside your view',
    record: {
      id: record.id,
      account: record.account,
      owner: record.ownerName,
      mine: record.ownerId === account.crmUserId,
      url: url(account, record.id),
    },
  };
}

/** Of one search. */
export const MOST_FOUND = 25;

/** Synced contacts first, then the records that are not linked here; `find`: what Salesforce has, absent: it is not asked. */
export async function searchPeople(
  parts: Omit<PeopleParts, 'outside'>,
  text: string,
  find?: () => Promise<readonly OutsideRecord[]>,
): Promise<People> {
  const { store, account, org } = parts;
  const { rows } = await store.links.find(account.id, { q: text, limit: MOST_FOUND });
  const here = rows.map((link) => statusOf(link, parts));
  if (find === undefined) return { people: here };
  let found: readonly OutsideRecord[];
  try {
    found = await find();
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { people: here, unreachable: { code: error.failure.code, params: { message: error.failure.message } } };
  }
  const links = await store.links.byRecords(
    account.id,
    found.map(({ id }) => id),
  );
  const linked = new Set(links.map(({ recordId }) => recordId));
  const shown = new Set(rows.map(({ id }) => id));
  const lists = { org: org.blocklist, mailbox: account.settings.blocklist };
  const people = [
    ...here,
    // Salesforce finds by Account too: linked ones that the text of a name or address did not.
    ...links.filter(({ id }) => !shown.has(id)).map((link) => statusOf(link, parts)),
    ...found
      .filter(({ id }) => !linked.has(id))
      .map((record) => {
        const by = blockedBy([record.email], lists);
        return { ...recordStatus(record, parts), ...(by === undefined ? {} : { reason: blockedReason(by) }) };
      }),
  ];
  return { people: people.slice(0, MOST_FOUND) };
}

/** Of several contacts with one address, the one that a person is shown and acts on: what needs them comes first. */
function rank(link: Link | undefined): number {
  if (link === undefined) return 0;
  if (needsAttention(link)) return 4;
  return link.state === 'linked' ? 3 : link.state === 'waiting' ? 2 : 1;
}

export async function linkOf(store: Store, account: MailboxMemory, target: Target): Promise<Link | undefined> {
  if ('linkId' in target) return (await store.links.byIds(account.id, [target.linkId]))[0];
  if ('recordId' in target) return (await store.links.byRecords(account.id, [target.recordId]))[0];
  // Whether the item has a link already, `wait` says when it is marked.
  if ('itemId' in target) return undefined;
  const { rows } = await store.links.find(account.id, { emails: [target.email.trim().toLowerCase()], limit: 50 });
  return [...rows].sort((a, b) => rank(b) - rank(a))[0];
}
