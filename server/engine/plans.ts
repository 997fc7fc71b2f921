import { randomUUID } from 'node:crypto';
import { STOPPED_IN_FOLDER, type Link, type Reason } from '../model/link.ts';
import type { Filter } from '../model/settings.ts';
import type { FieldMap, PairingKeys } from '../model/contact.ts';
import type { ContactPlan } from '../planner/operation.ts';
import { pairingKeys, searchResult } from '../planner/pairing.ts';
import type { Plan } from '../planner/plan.ts';
import type { StoredPlan } from '../store/store.ts';
import { refusalSettings, SessionStop, type SessionContext, type WritingContext } from './context.ts';
import type { PlannedChange, Preview } from './engine.ts';
import { apply } from './apply.ts';
import { aloneWith } from './create-locks.ts';
import { observe } from './observe.ts';
import type { Observed } from './observed.ts';
import { readBack } from './remember.ts';
import { stillOn } from './still-wanted.ts';
import { eachChunk } from './second-pass.ts';
import { beginApplying, decide, type Report, type SessionEnd } from './begin.ts';
import { Tally } from './tally.ts';

/** What a stored plan keeps: the contacts' plans as made, and the records whose items it removes (F3). */
export interface PlanContent {
  readonly plans: readonly ContactPlan[];
  readonly removals: readonly string[];
}

async function collect(context: SessionContext, observed: Observed, planned: Plan): Promise<PlanContent> {
  const plans: ContactPlan[] = [];
  await eachChunk(context, observed, planned, async (chunk) => {
    plans.push(
      ...chunk.filter((plan) => plan.writes.length > 0 || plan.problem !== null || plan.becomes.state === 'ended'),
    );
  });
  const removals = plans.flatMap((plan) =>
    plan.writes.some((write) => write.kind === 'remove-item') && plan.link.recordId !== null
      ? [plan.link.recordId]
      : [],
  );
  return { plans, removals };
}

/** D5: a plan that deletes too much is held whole; a later one replaces it. */
export async function holdPlan(
  context: SessionContext,
  observed: Observed,
  planned: Plan,
  reason: Reason,
): Promise<string> {
  const id = randomUUID();
  const content = await collect(context, observed, planned);
  await context.store.plans.save(stored(context, id, 'held', content, reason, null));
  return id;
}

function stored(
  context: SessionContext,
  id: string,
  kind: StoredPlan['kind'],
  content: PlanContent,
  reason: Reason | null,
  filter: Filter | null,
): Omit<StoredPlan, 'createdAt' | 'state'> {
  return {
    id,
    mailboxId: context.account.id,
    kind,
    reason,
    filter,
    settingsVersion: context.account.settingsVersion,
    counts: Tally.planned(content.plans),
    content,
  };
}

/** J2: the plan of a session that started now, made by the same planner, both passes, not applied. */
export async function preview(context: SessionContext, filter: Filter | undefined): Promise<Preview> {
  const asked =
    filter === undefined
      ? context
      : { ...context, account: { ...context.account, settings: { ...context.account.settings, filter } } };
  const observed = await observe(asked, null);
  const content = await collect(asked, observed, decide(asked, observed));
  const id = randomUUID();
  const plan = stored(asked, id, 'preview', content, null, filter ?? null);
  await context.store.plans.save(plan);
  return { id, counts: plan.counts, operations: content.plans.flatMap(shown) };
}

export function shown(plan: ContactPlan): PlannedChange[] {
  const { contact } = plan;
  const writes = plan.writes.map((write): PlannedChange => ({
    kind: write.kind,
    rule: write.rule,
    contact,
    ...(write.fields.length > 0 ? { fields: write.fields } : {}),
  }));
  const conflicts = plan.conflicts.map((conflict): PlannedChange => ({
    kind: 'conflict',
    rule: 'C2',
    contact,
    fields: [
      {
        field: conflict.field,
        before: conflict.lost,
        after: conflict.kept,
        from: conflict.lostSide === 'item' ? 'salesforce' : 'outlook',
      },
    ],
  }));
  const refused: PlannedChange[] = plan.problem === null ? [] : [{ kind: 'refused', rule: plan.rule, contact }];
  return [...writes, ...conflicts, ...refused];
}

/** J2, D5 *Allow*: applies the stored operations whose versions still hold; the rest is named as refused and planned anew by the next session. */
export async function applyPlan(context: WritingContext, plan: StoredPlan, report: Report): Promise<SessionEnd> {
  const { plans } = plan.content as PlanContent;
  const tree = await context.mailbox.folders(context.account.folderId ?? undefined, [
    context.org.folderName,
    ...context.org.adoptFolderNames,
  ]);
  if (context.account.folderId !== null && tree.folder.state !== 'present')
    throw new SessionStop({ code: 'folder-missing', params: { state: tree.folder.state } });
  const applying = await beginApplying(context, { tree });
  const known = await unmoved(context, plans);
  const found: ContactPlan[] = [];
  for (let at = 0; at < known.length; at += 200) {
    await stillOn(context);
    const part = known.slice(at, at + 200);
    const searched = part.flatMap((entry) => keysToSearch(context, entry) ?? []);
    await aloneWith(context, searched, async () => {
      const same = await foundMeanwhile(context, part, searched);
      found.push(...same);
      await apply(
        context,
        part.filter((entry) => !same.includes(entry)),
        applying,
      );
    });
    await report(applying.tally, Math.min(at + 200, known.length), plans.length);
  }
  await readBack(context, applying.written);
  await context.store.mailboxes.remember(context.fence, {
    firstSessionDone: true,
    orgId: context.identity.orgId,
    crmUserId: context.identity.userId,
    crmUrl: context.identity.instanceUrl,
  });
  const left = plans.filter((entry) => !known.includes(entry) || found.includes(entry));
  const moved = [...left.map(({ contact }) => contact), ...applying.moved];
  return {
    state: 'done',
    reason: moved.length === 0 ? null : { code: 'moved-meanwhile', params: named(moved) },
    tally: applying.tally,
    planId: plan.id,
  };
}

/** P1: what a record that the plan creates is looked for by; undefined: it makes none, or a new one was chosen. */
function keysToSearch({ org }: SessionContext, { link, writes }: ContactPlan): PairingKeys | undefined {
  const create = writes.find((write) => write.kind === 'create-record');
  if (create === undefined || !org.searchBeforeCreate || link.request?.kind === 'create-new') return undefined;
  return pairingKeys(create.values as FieldMap);
}

/** P1: those for whom there is a record by now, which was not there when the plan was made: the next session links it, or asks. */
async function foundMeanwhile(
  context: SessionContext,
  plans: readonly ContactPlan[],
  searched: readonly PairingKeys[],
): Promise<readonly ContactPlan[]> {
  if (searched.length === 0) return [];
  const candidates = await context.crm.candidates(searched);
  return plans.filter((plan) => {
    const keys = keysToSearch(context, plan);
    return keys !== undefined && searchResult(keys, candidates, () => false).kind !== 'create';
  });
}

/** How many, and the names of the first five. */
export function named(contacts: readonly ContactPlan['contact'][]): Record<string, string> {
  const names = contacts.slice(0, 5).map(({ name, email }) => name || email);
  return { contacts: String(contacts.length), names: names.join(', ') + (contacts.length > 5 ? ', …' : '') };
}

/** Contacts whose link is as it was when the plan was made; new ones that nobody linked meanwhile. */
async function unmoved(context: SessionContext, plans: readonly ContactPlan[]): Promise<ContactPlan[]> {
  const heads = await context.store.links.heads(context.account.id);
  const byId = new Map(heads.map((head) => [head.id, head]));
  const items = new Map(heads.flatMap((head) => (head.itemId === null ? [] : [[head.itemId, head.id] as const])));
  const records = new Map(heads.flatMap((head) => (head.recordId === null ? [] : [[head.recordId, head.id] as const])));
  return plans.filter(({ link, becomes }) => {
    const now = byId.get(link.id);
    if (now !== undefined)
      return (
        now.itemId === link.itemId &&
        now.recordId === link.recordId &&
        now.itemVersion === link.itemVersion &&
        now.recordVersion === link.recordVersion &&
        now.state === link.state
      );
    const itemId = becomes.itemId ?? link.itemId;
    const recordId = becomes.recordId ?? link.recordId;
    return !(itemId !== null && items.has(itemId)) && !(recordId !== null && records.has(recordId));
  });
}

/**
 * D5 *Discard*: the surviving side is kept and those pairs are stopped (M8); what a first session would have sent up stays in Outlook (S2).
 * What lies in the folder counts as marked anew only by the switch.
 */
export async function discardPlan(context: WritingContext, plan: StoredPlan): Promise<SessionEnd> {
  const { plans } = plan.content as PlanContent;
  const kinds: readonly string[] =
    plan.reason?.code === 'first-upload' ? ['create-record'] : ['remove-item', 'delete-record'];
  const discarded = plans.filter((entry) => entry.writes.some((write) => kinds.includes(write.kind)));
  for (let at = 0; at < discarded.length; at += 200) {
    const part = discarded.slice(at, at + 200);
    const known = new Map(
      (
        await context.store.links.byIds(
          context.account.id,
          part.map((entry) => entry.link.id),
        )
      ).map((link) => [link.id, link]),
    );
    const links = part.map((entry) =>
      stoppedInFolder(known.get(entry.link.id) ?? { ...entry.link, ...entry.show }, context),
    );
    await context.store.remember(context.fence, { links, endedLinks: [], outcomes: [] });
  }
  if (plan.reason?.code === 'first-upload')
    await context.store.mailboxes.remember(context.fence, { firstSessionDone: true });
  return { state: 'done', reason: null, tally: new Tally(), planId: plan.id };
}

/** A stopped pair whose item stays in the folder: only the switch resumes it. */
export function stoppedInFolder(link: Link, context: WritingContext): Link {
  const refusal = {
    reason: { code: STOPPED_IN_FOLDER, params: {} },
    fields: [],
    itemVersion: link.itemVersion,
    recordVersion: link.recordVersion,
    settingsVersion: refusalSettings(context),
    at: context.now().toISOString(),
  };
  return { ...link, state: 'stopped', request: null, refusal };
}
