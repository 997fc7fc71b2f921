import type { RecordId } from '../model/contact.ts';
import type { FieldEntry, JournalEntry } from '../model/journal.ts';
import type { Link } from '../model/link.ts';
import { STOPPED_IN_FOLDER } from '../planner/classify.ts';
import type { ContactPlan, Write } from '../planner/operation.ts';
import { idle } from '../planner/plan-contact.ts';
import { newLink } from './chunk.ts';
import type { WritingContext } from './context.ts';
import type { UndoPayload } from './journal.ts';

export interface Undoable {
  readonly entry: JournalEntry;
  readonly payload: UndoPayload;
}

export const UNDONE = { rule: 'J1', inView: false, asked: true };
export const STOPPED = { reason: { code: STOPPED_IN_FOLDER, params: {} }, fields: [] };

/** A link that ended: what was deleted comes back, as stopped. */
export function revived(
  context: WritingContext,
  group: readonly Undoable[],
  purged: ReadonlySet<RecordId>,
): { readonly plan: ContactPlan | null; readonly kept: number } {
  const [first] = group;
  if (first === undefined) return { plan: null, kept: 0 };
  const lost = first.payload.link.recordId !== null && purged.has(first.payload.link.recordId);
  const link: Link = {
    ...newLink(context, first.payload.link.origin),
    recordId: lost ? null : first.payload.link.recordId,
    state: 'stopped',
    name: first.entry.contact.name,
    email: first.entry.contact.email,
  };
  const writes = group.flatMap(({ entry, payload }): Write[] => {
    const fields = entry.fields.map((field): FieldEntry => ({
      ...field,
      before: field.after,
      after: field.before,
      from: 'us',
    }));
    if (payload.write.kind === 'remove-item')
      return [{ kind: 'create-item', rule: 'J1', fields, values: {}, slots: {}, restore: true }];
    if (payload.write.kind !== 'delete-record') return [];
    if (!purged.has(payload.write.id)) return [{ kind: 'undelete-record', rule: 'J1', fields, id: payload.write.id }];
    // The Account is not restored by its name: it may be another one by now.
    const { company: _account, ...values } = payload.baseBefore.record;
    return [{ kind: 'create-record', rule: 'J1', fields, values, accountId: null }];
  });
  if (writes.length === 0) return { plan: null, kept: 0 };
  const plan = idle({ link, decision: UNDONE }, STOPPED);
  return {
    plan: {
      ...plan,
      writes,
      contact: first.entry.contact,
      becomes: { state: 'stopped', inView: false, ...(link.recordId === null ? {} : { recordId: link.recordId }) },
      show: { ...plan.show, name: link.name, email: link.email },
    },
    kept: 0,
  };
}
