import type { Store } from '../store/store.ts';

const DAY_MS = 24 * 3_600_000;
/** C2: a conflict that nobody looked at is shown for 30 days, however long the journal is kept. */
const CONFLICT_DAYS = 30;

/**
 * The daily clean-up: what is older than the days that an undo is promised for goes (J1), and conflicts that nobody looked at are shown no more (C2).
 * Answers how many rows went.
 */
export async function pruneOld(
  store: Store,
  { now, retentionDays }: { readonly now: Date; readonly retentionDays: number },
): Promise<number> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  // The losing value can be put back as long as the journal has it.
  await store.links.endConflicts(ago(Math.min(CONFLICT_DAYS, retentionDays)));
  const signIns = await store.pruneSignIns(now);
  return signIns + (await store.journal.prune(ago(retentionDays)));
}
