import type { CrmRecord } from '../model/contact.ts';
import type { Link } from '../model/link.ts';
import { confirm } from '../planner/confirm.ts';
import { showing } from '../planner/contact-name.ts';
import type { JournalOutcome, Memory } from '../store/store.ts';
import type { WritingContext } from './context.ts';
import type { Observed } from './observed.ts';
import type { Step } from './step.ts';

/** Rows that a transaction takes on the embedded store without holding up the process. */
const ROWS = 200;

/** The fourth beat: a batch's outcome, as it is answered, in transactions of 200 rows at most, fenced by the epoch. */
export async function remember(
  context: WritingContext,
  steps: readonly Step[],
  outcomes: readonly JournalOutcome[],
): Promise<void> {
  const rows = Math.max(1, Math.ceil(Math.max(steps.length, outcomes.length) / ROWS));
  for (let at = 0; at < rows; at += 1) {
    const part = steps.slice(at * ROWS, (at + 1) * ROWS);
    const memory: Memory = {
      links: part.flatMap((step) => step.link ?? []),
      endedLinks: part.flatMap((step) => (step.link === null ? [step.plan.link.id] : [])),
      outcomes: outcomes.slice(at * ROWS, (at + 1) * ROWS),
      undone: part.flatMap((step) => step.undone),
    };
    if (memory.links.length + memory.endedLinks.length + memory.outcomes.length + (memory.undone?.length ?? 0) > 0)
      await context.store.remember(context.fence, memory);
  }
}

/** C7: what was written to Salesforce is read back, in bulk, and what the server made of it becomes the base. */
export async function readBack(context: WritingContext, written: ReadonlySet<string>): Promise<void> {
  if (written.size === 0) return;
  for await (const page of context.crm.read([...written], 'fields')) {
    for (let at = 0; at < page.length; at += ROWS) await confirmRecords(context, page.slice(at, at + ROWS));
  }
}

async function confirmRecords(context: WritingContext, records: readonly CrmRecord[]): Promise<void> {
  const byId = new Map(records.map((record) => [record.id, record]));
  const links = await context.store.links.byRecords(context.account.id, [...byId.keys()]);
  const confirmed = links.flatMap((link): Link[] => {
    const record = link.recordId === null ? undefined : byId.get(link.recordId);
    if (record === undefined) return [];
    const show = showing(link, undefined, record);
    // C5: an address that Salesforce refused is still the one by which its contact is known here.
    return [{ ...confirm(link, record, context.rules, show), email: show.email || link.email }];
  });
  if (confirmed.length > 0)
    await context.store.remember(context.fence, { links: confirmed, endedLinks: [], outcomes: [] });
}

/** Cursors and view last: they never move past what was fully remembered. */
export async function rememberObservation(context: WritingContext, observed: Observed): Promise<void> {
  const { observation } = observed;
  await context.store.links.recordVersions(context.fence, observed.grown);
  const now = context.now().toISOString();
  await context.store.mailboxes.remember(context.fence, {
    cursors: observed.cursors,
    ...(observation.viewRead ? { viewVersion: observed.viewVersion } : {}),
    viewProblem: observed.viewProblem,
    orgId: context.identity.orgId,
    crmUserId: context.identity.userId,
    crmUrl: context.identity.instanceUrl,
    firstSessionDone: true,
    lastSessionAt: now,
    ...(observation.complete ? { reconciledAt: now } : {}),
  });
}
