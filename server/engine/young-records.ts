import type { CrmRecord, RecordId, Version } from '../model/contact.ts';
import type { LinkHead } from '../model/link.ts';
import { isRecordEdited } from '../planner/merge-fields.ts';
import type { SessionContext } from './context.ts';
import type { Observed } from './observed.ts';

const CHUNK = 500;

/** What a session reads for it at most, one call: the rest is the next one's. */
const A_SESSION = 2000;

/**
 * A version that was read soon after its stamp may hide a second edit of the same second: in time the record is read once more, and where it is as it
 * was, it counts as unchanged. Until then it does too: every contact just synced would be read on both sides again by the next session.
 */
export async function lookAtYoung(context: SessionContext, observed: Observed): Promise<void> {
  const { records } = observed.observation;
  const young = new Map<RecordId, LinkHead>();
  for (const link of observed.memory.links) {
    const seen = link.recordId === null ? undefined : records.get(link.recordId);
    const remembered = rememberedVersion(link);
    if (link.recordId === null || remembered === '') continue;
    if (seen?.state !== 'in-view' && seen?.state !== 'outside') continue;
    if (seen.version === remembered || !context.crm.sameVersion(seen.version, remembered)) continue;
    if (young.size < A_SESSION && context.crm.mayHideAnEdit(seen.version, remembered)) young.set(link.recordId, link);
    else records.set(link.recordId, { ...seen, version: remembered });
  }
  if (young.size === 0) return;
  for await (const page of context.crm.read([...young.keys()], 'fields')) {
    for (let at = 0; at < page.length; at += CHUNK) await compare(context, observed, young, page.slice(at, at + CHUNK));
  }
}

async function compare(
  context: SessionContext,
  observed: Observed,
  young: ReadonlyMap<RecordId, LinkHead>,
  page: readonly CrmRecord[],
): Promise<void> {
  const { records } = observed.observation;
  const ids = page.flatMap((record) => young.get(record.id)?.id ?? []);
  const links = new Map((await context.store.links.byIds(context.account.id, ids)).map((link) => [link.id, link]));
  for (const record of page) {
    const link = links.get(young.get(record.id)?.id ?? '');
    const seen = records.get(record.id);
    if (link === undefined || (seen?.state !== 'in-view' && seen?.state !== 'outside')) continue;
    const remembered = rememberedVersion(link);
    const same =
      context.crm.sameVersion(record.version, remembered) &&
      record.ownerId === link.ownerId &&
      !isRecordEdited(context.rules, link.base, record);
    if (!same) continue;
    records.set(record.id, { ...seen, version: remembered });
    observed.grown.push({ linkId: link.id, from: remembered, to: record.version });
  }
}

/** C5: a refused pair is not in step; the version with which it was refused says whether the record has changed since. */
function rememberedVersion({ recordVersion, refusal }: LinkHead): Version {
  return refusal === null ? recordVersion : refusal.recordVersion;
}
