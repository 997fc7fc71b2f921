import type { Crm, CrmIdentity, CrmSchema } from '../connectors/crm.ts';
import type { Mailbox } from '../connectors/mailbox.ts';
import type { HiddenKey, RecordId } from '../model/contact.ts';
import type { FieldRule } from '../model/field-rule.ts';
import type { Reason } from '../model/link.ts';
import type { MailboxMemory } from '../model/mailbox.ts';
import type { OrgSettings } from '../model/settings.ts';
import { SecretLost, type Fence, type Store } from '../store/store.ts';
import type { SecondPass } from '../planner/plan-contact.ts';

/** A session that ends for a reason that its person or admin must know, not by a failure of the outside world. */
export class SessionStop extends Error {
  override readonly name = 'SessionStop';
  readonly reason: Reason;
  /** `stopped`: no session runs until the person acts (S5, S6, J5). `failed`: the next one may go through. */
  readonly state: 'stopped' | 'failed';
  constructor(reason: Reason, state: 'stopped' | 'failed' = 'stopped') {
    super(reason.code);
    this.reason = reason;
    this.state = state;
  }
}

/** Everything that one session of one mailbox works with. */
export interface SessionContext {
  readonly store: Store;
  readonly mailbox: Mailbox;
  readonly crm: Crm;
  readonly identity: CrmIdentity;
  readonly schema: CrmSchema;
  /** The org's mapped fields as far as this mailbox service has them, with its slots. */
  readonly rules: readonly FieldRule[];
  readonly account: MailboxMemory;
  readonly org: OrgSettings;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** Under which a person's own token is kept, where they connected themselves (S6). */
export function tokenName({ id }: Pick<MailboxMemory, 'id'>): string {
  return `salesforce-refresh-token/${id}`;
}

/** That token, where there is one. `lost`: it was sealed with another SECRET_KEY. */
export async function keptToken(
  store: Pick<Store, 'secrets'>,
  mailbox: Pick<MailboxMemory, 'id'>,
): Promise<{ readonly token: string | undefined; readonly lost: boolean }> {
  try {
    return { token: await store.secrets.get(tokenName(mailbox)), lost: false };
  } catch (error) {
    if (!(error instanceof SecretLost)) throw error;
    return { token: undefined, lost: true };
  }
}

/** A context that may write: it holds the mailbox's epoch. */
export interface WritingContext extends SessionContext {
  readonly fence: Fence;
  readonly sessionId: string;
}

/** Identifies every setting that bears on whether a refused value is worth another try (C5). */
export function refusalSettings(context: Pick<SessionContext, 'account' | 'schema'>): string {
  return `${context.account.settingsVersion}/${context.schema.version}`;
}

/** Org, mailbox, intent and record: what an item of ours carries. The mailbox by its address, so that a re-installation knows its keys again (P2). */
export function hiddenKey(
  context: Pick<SessionContext, 'identity' | 'account'>,
  intent: string,
  record?: RecordId | null,
): HiddenKey {
  const key = { org: context.identity.orgId, mailbox: context.account.email, intent };
  return record === undefined || record === null ? key : { ...key, record };
}

/** The mapped fields that both services have; slot sizes are the mailbox's. */
export function rulesOfBoth(schema: CrmSchema, mailbox: Mailbox): FieldRule[] {
  const { fields, slots } = mailbox.capabilities;
  return schema.rules
    .filter((rule) => fields.includes(rule.field))
    .map((rule) => {
      const limit = slots[rule.field];
      return limit === undefined ? rule : { ...rule, slot: { limit } };
    });
}

export function secondPass(context: SessionContext, accounts: SecondPass['accounts']): SecondPass {
  const { rules, account, org, mailbox, crm } = context;
  return {
    org: context.identity.orgId,
    mailbox: account.email,
    rules,
    conflicts: account.settings.conflicts,
    category: org.category,
    attentionCategory: org.attentionCategory,
    blocklists: { org: org.blocklist, mailbox: account.settings.blocklist },
    account: org.account,
    accounts,
    offsets: { mailbox: mailbox.clockOffset, crm: crm.clockOffset },
    now: context.now().toISOString(),
  };
}
