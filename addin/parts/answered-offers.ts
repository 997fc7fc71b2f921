import type { ActivityEntry } from '../../server/http/contract.ts';

/** What came back because of one of these is offered to be stopped. */
const CAME_BACK: ReadonlySet<string> = new Set(['D2', 'U5']);

/**
 * The rows, newest first, with the offers that were answered taken back: such a row has its contact no more, of whom it would offer something. `answered`:
 * the rows, by their ids, at which the person has just done something; any other is answered by a later stop of the same contact (T2).
 */
export function withoutAnswered(
  rows: readonly ActivityEntry[],
  answered: ReadonlySet<string>,
): readonly ActivityEntry[] {
  const stopped = new Set<string>();
  return rows.map((row) => {
    const { contactId, ...rest } = row;
    if (contactId === undefined) return row;
    if (row.rule === 'T2' && row.state === 'done' && !row.undone) stopped.add(contactId);
    const offers = row.kind === 'create-item' && CAME_BACK.has(row.rule);
    return offers && (answered.has(row.id) || stopped.has(contactId)) ? rest : row;
  });
}
