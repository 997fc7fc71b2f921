import { randomUUID } from 'node:crypto';
import type { Crm, CrmSchema } from '../connectors/crm.ts';
import type { FolderTree } from '../connectors/mailbox.ts';
import type { ItemHead } from '../model/contact.ts';
import type { LeaveChoice } from '../model/session.ts';
import type { ContactPlan } from '../planner/operation.ts';
import { planLeave } from '../planner/plan-leave.ts';
import { apply } from './apply.ts';
import { applyingIn, type Report, type SessionEnd } from './begin.ts';
import { keptToken, SessionStop, tokenName, type SessionContext, type WritingContext } from './context.ts';
import type { Preview } from './engine.ts';
import { defaultFolder } from './folder.ts';
import { resolveForLeaving } from './intents.ts';
import { placeOf } from './observed.ts';
import { named, shown } from './plans.ts';
import { Tally } from './tally.ts';

/** Contacts planned and applied together: what a transaction takes. */
const PART = 200;

/**
 * S7: lets every item of the mailbox go, in the way chosen, then forgets the pairs, the folder, the cursors and the person's own token for Salesforce, which is
 * revoked there. Sync is off before anything is touched. Cut off anywhere, it goes on with the pairs that are left. Throws SessionStop where items could not be let go.
 */
export async function leave(
  context: WritingContext,
  choice: LeaveChoice,
  report: Report,
  revoke: (token: string) => Promise<boolean>,
): Promise<SessionEnd> {
  const { store, account, fence } = context;
  await store.mailboxes.changeSettings(account.id, { contactsSync: false }, { clearStop: true });
  const tree = await folders(context);
  const fallback = defaultFolder(tree);
  const applying = applyingIn({
    folder: account.folderId ?? fallback,
    fallback,
    inside: new Set(tree.inside.map(({ id }) => id)),
  });
  const total = (await store.links.heads(account.id)).length;
  let done = 0;
  // Somebody was there meanwhile: once more. What cannot be moved stays where it is, without our mark.
  for (const how of [choice, choice, 'keep'] as const) {
    await resolveForLeaving(context);
    for await (const plans of plansOf(context, tree, how)) {
      await apply(context, plans, applying);
      done = Math.min(done + plans.length, total);
      await report(applying.tally, done, total);
    }
  }
  const left = await store.links.heads(account.id);
  if (left.length > 0) {
    const names = await store.links.byIds(
      account.id,
      left.map(({ id }) => id),
    );
    throw new SessionStop({ code: 'leaving-incomplete', params: named(names) }, 'failed');
  }
  const name = tokenName(account);
  const { token } = await store.secrets.alone(name, async () => {
    const known = await keptToken(store, account);
    await store.secrets.remove(name);
    return known;
  });
  await store.mailboxes.leave(fence);
  // Last, since nothing of ours depends on it: where Salesforce cannot be reached, the person can take the access away there.
  if (token !== undefined) await revoke(token);
  return { state: 'done', reason: null, tally: applying.tally, planId: null };
}

/** What leaving in this way would do now; only what a person is asked to confirm is stored. */
export async function previewLeave(context: SessionContext, choice: LeaveChoice): Promise<Preview> {
  const tree = await folders(context);
  const plans: ContactPlan[] = [];
  for await (const part of plansOf(context, tree, choice)) plans.push(...part);
  const { id: mailboxId, settingsVersion } = context.account;
  const id = randomUUID();
  const counts = Tally.planned(plans);
  await context.store.plans.save({
    id,
    mailboxId,
    kind: 'leave',
    reason: null,
    filter: null,
    settingsVersion,
    counts,
    content: { choice },
  });
  return { id, counts, operations: plans.flatMap((plan) => shown({ ...plan, problem: null })) };
}

function folders({ mailbox, account, org }: SessionContext): Promise<FolderTree> {
  return mailbox.folders(account.folderId ?? undefined, [org.folderName, ...org.adoptFolderNames]);
}

/** Only where the items are is asked: theirs alone is what is in them (U6). */
async function* plansOf(
  { store, account, mailbox, org, signal }: SessionContext,
  tree: FolderTree,
  choice: LeaveChoice,
): AsyncGenerator<readonly ContactPlan[]> {
  // What is on its way may be anywhere (M1).
  const open = new Set((await store.journal.intents(account.id)).map(({ linkId }) => linkId));
  const ids = (await store.links.heads(account.id)).flatMap(({ id }) => (open.has(id) ? [] : [id]));
  for (let at = 0; at < ids.length; at += PART) {
    signal.throwIfAborted();
    const links = await store.links.byIds(account.id, ids.slice(at, at + PART));
    const items = new Map<string, ItemHead>();
    const itemIds = links.flatMap(({ itemId }) => itemId ?? []);
    if (itemIds.length > 0)
      for await (const chunk of mailbox.read(itemIds, 'place'))
        for (const sighting of chunk) if (sighting.state === 'present') items.set(sighting.id, sighting.item);
    yield links.map((link) => {
      const head = link.itemId === null ? undefined : items.get(link.itemId);
      const place = head === undefined ? undefined : placeOf(head, tree);
      return planLeave(link, head && place && { head, place }, choice, org);
    });
  }
}

/** A context without Salesforce: whoever leaves may have lost their user there long ago, and no record is ever touched. */
export function leavingContext(
  parts: Pick<SessionContext, 'store' | 'mailbox' | 'account' | 'org' | 'now' | 'signal'>,
): SessionContext {
  const { orgId, crmUserId, crmUsername, crmUrl } = parts.account;
  const identity = {
    orgId: orgId ?? '',
    userId: crmUserId ?? '',
    username: crmUsername,
    instanceUrl: crmUrl ?? '',
  };
  return { ...parts, crm: CLOSED, identity, schema: NO_SCHEMA, rules: [] };
}

const NO_SCHEMA: CrmSchema = { rules: [], required: [], externalKey: false, version: '' };

const closed = (): never => {
  throw new Error('A mailbox that leaves asks nothing of Salesforce.');
};
const CLOSED: Crm = {
  calls: 0,
  clockOffset: 0,
  usage: undefined,
  identity: closed,
  schema: closed,
  listViews: closed,
  view: closed,
  count: closed,
  read: closed,
  sameVersion: closed,
  mayHideAnEdit: closed,
  fates: closed,
  candidates: closed,
  search: closed,
  surroundings: closed,
  accounts: closed,
  findByIntents: closed,
  findBySentValues: closed,
  coveredUntil: closed,
  create: closed,
  update: closed,
  remove: closed,
  undelete: closed,
};
