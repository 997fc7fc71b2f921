import type { Store } from '../store/store.ts';

const DAY_MS = 24 * 3_600_000;

/** The daily clean-up (J1): what is older than the days that an undo is promised for goes. Answers how many rows went. */
export async function pruneOld(
  store: Store,
  { now, retentionDays }: { readonly now: Date; readonly retentionDays: number },
): Promise<number> {
  const signIns = await store.pruneSignIns(now);
  return signIns + (await store.journal.prune(new Date(now.getTime() - retentionDays * DAY_MS)));
}
