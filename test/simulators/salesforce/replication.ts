import type { SimResponse } from '../kit/message.ts';
import { ApiError } from './api-error.ts';
import type { Call } from './call.ts';
import type { ObjectType } from './schema.ts';
import { DAY_MS, epoch, MINUTE_MS, stamp } from './times.ts';

const UPDATED_DAYS = 30;
const DELETED_DAYS = 15;
const IDS_MAX = 600_000;

const badDate = (message: string) => new ApiError(400, { code: 'INVALID_REPLICATION_DATE', message });

/** Start and end of a request, in whole minutes (SOAP API guide, "getUpdated()"). */
function windowOf({ request, org }: Call, days: number): { start: number; end: number } {
  const at = (name: string) => {
    // A plus sign that was not encoded has become a space.
    const time = epoch((request.query.get(name) ?? '').replace(' ', '+'));
    if (Number.isNaN(time))
      throw new ApiError(400, { code: 'INVALID_REPLICATION_DATE', message: `${name} is missing or no date and time` });
    return Math.floor(time / MINUTE_MS) * MINUTE_MS;
  };
  const [start, end] = [at('start'), at('end')];
  if (end - start < MINUTE_MS) throw badDate('endDate must be at least one minute greater than startDate');
  if (start < org.now() - days * DAY_MS) throw badDate(`startDate cannot be more than ${days} days ago`);
  return { start, end };
}

/** Held back to the start of what is stamped already and not seen yet. */
function covered({ org }: Call, end: number): string {
  const started = [...org.pending.values()].map(({ startedAt }) => startedAt);
  return stamp(Math.min(end, org.now(), ...started));
}

/** `sobjects/X/updated`: by SystemModstamp. */
export function updatedAnswer(call: Call, type: ObjectType): SimResponse {
  const { org, caller } = call;
  const { start, end } = windowOf(call, UPDATED_DAYS);
  const [from, to] = [stamp(start), stamp(end)];
  const ids: string[] = [];
  for (const row of org.tables[type.name].values()) {
    const at = String(row['SystemModstamp']);
    if (at >= from && at < to && row['IsDeleted'] !== true && org.sees(caller.userId, row['Id']))
      ids.push(String(row['Id']));
  }
  if (ids.length > IDS_MAX) throw new ApiError(400, { code: 'EXCEEDED_ID_LIMIT', message: 'too many ids' });
  return { status: 200, body: { ids, latestDateCovered: covered(call, end) } };
}

/** `sobjects/X/deleted`: from the delete log. */
export function deletedAnswer(call: Call, type: ObjectType): SimResponse {
  const { org, caller } = call;
  const { start, end } = windowOf(call, DELETED_DAYS);
  const entries = [...org.deleteLog.values()];
  const deletedRecords = entries
    .filter(({ object, at, id }) => object === type.name && at >= start && at < end && org.sees(caller.userId, id))
    .map(({ id, at }) => ({ deletedDate: stamp(at), id }));
  const earliest = Math.min(org.now() - DELETED_DAYS * DAY_MS, ...entries.map(({ at }) => at));
  return {
    status: 200,
    body: { deletedRecords, earliestDateAvailable: stamp(earliest), latestDateCovered: covered(call, end) },
  };
}
