import type { RecordId } from '../model/contact.ts';
import { needsAttention, type Link } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';
import { blockedBy, blockedReason } from '../planner/blocklist.ts';
import type { PersonStatus } from './engine.ts';
import { namesFields } from './refused-fields.ts';

/** The address at which a person opens a record. */
export type RecordUrl = (account: Pick<MailboxMemory, 'crmUrl'>, id: RecordId) => string;

interface StatusParts {
  readonly account: MailboxMemory;
  readonly org: Pick<OrgSettings, 'blocklist'>;
  readonly url: RecordUrl;
}

const BLOCKED = new Set([blockedReason('admin').code, blockedReason('person').code]);

/** The status of a remembered contact, in PRODUCT.md's order; what is not remembered is asked of Salesforce by people.ts. */
export function statusOf(link: Link, { account, org, url }: StatusParts): PersonStatus {
  const { recordId, syncedAt } = link;
  const record = recordId === null ? {} : { record: recordOf(link, recordId, account, url) };
  const who = {
    email: link.email,
    linkId: link.id,
    ...(link.name === '' ? {} : { name: link.name }),
    ...record,
    ...(syncedAt === null ? {} : { syncedAt }),
  };
  // T6: nothing goes either way, and both sides are kept.
  const by = blockedBy([link.email], { org: org.blocklist, mailbox: account.settings.blocklist });
  if (by !== undefined) return { ...who, status: 'stopped by you', reason: blockedReason(by) };
  if (link.refusal !== null && BLOCKED.has(link.refusal.reason.code))
    return { ...who, status: 'stopped by you', reason: link.refusal.reason };
  const choices = link.refusal?.choices === undefined ? {} : { choices: link.refusal.choices };
  if (link.refusal !== null && needsAttention(link))
    return {
      ...who,
      status: 'needs attention',
      reason: link.refusal.reason,
      ...choices,
      ...(namesFields(link) ? { fixable: true as const } : {}),
    };
  if (link.conflict !== null) {
    const [first] = link.conflict.fields;
    return {
      ...who,
      status: 'conflict',
      conflicts: link.conflict.fields.map(({ field, kept, lost }) => ({ field, kept, lost })),
      reason:
        link.conflict.fields.length > 1
          ? { code: 'conflict-of-several', params: { count: String(link.conflict.fields.length) } }
          : {
              code: 'conflict',
              params: { field: first?.field ?? '', kept: first?.kept ?? '', lost: first?.lost ?? '' },
            },
    };
  }
  if (link.state === 'waiting' || (link.request !== null && link.state !== 'stopped'))
    return { ...who, status: 'waiting' };
  if (link.state === 'stopped')
    return { ...who, status: link.request?.kind === 'resume' ? 'waiting' : 'stopped by you' };
  if (link.syncedAt === null) return { ...who, status: 'waiting' };
  return { ...who, status: 'synced' };
}

function recordOf(link: Link, id: RecordId, account: MailboxMemory, url: RecordUrl) {
  return {
    id,
    account: link.accountName,
    owner: link.ownerName,
    mine: link.ownerId === account.crmUserId,
    url: url(account, id),
  };
}
