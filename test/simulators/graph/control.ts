import type { ControlHandler } from '../kit/context.ts';
import { ControlError } from '../kit/control-error.ts';
import { findItem, type FolderRow, type ItemRow, type MailboxState } from './mailbox-state.ts';
import type { LifecycleEvent, Notifier } from './notify.ts';

const LIFECYCLE_EVENTS: readonly LifecycleEvent[] = ['missed', 'subscriptionRemoved', 'reauthorizationRequired'];

/** What a person does in Outlook that Graph has no call for. */
export function graphControl(state: MailboxState, notifier: Notifier): Readonly<Record<string, ControlHandler>> {
  const item = (body: Readonly<Record<string, unknown>>): { readonly user: string; readonly row: ItemRow } => {
    const { user, itemId } = body;
    if (typeof user !== 'string' || typeof itemId !== 'string') throw new ControlError('user and itemId are strings');
    const row = findItem(state, user.toLowerCase(), itemId);
    if (row === undefined) throw new ControlError(`${user} has no item ${itemId}`);
    return { user: user.toLowerCase(), row };
  };
  const folder = (user: string, id: unknown): FolderRow => {
    const known =
      id === 'contacts' ? state.contacts(user) : id === 'deleteditems' ? state.deletedItems(user) : String(id);
    const row = state.folders.get(known);
    if (row === undefined || row.user !== user) throw new ControlError(`${user} has no folder ${String(id)}`);
    return row;
  };
  return {
    /** A drag: the immutable id stays. */
    'outlook/move': (body) => {
      const { user, row } = item(body);
      return { id: state.move(row, folder(user, body.folderId).id).id };
    },
    /** A copy carries everything, hidden properties too. */
    'outlook/copy': (body) => {
      const { user, row } = item(body);
      const { properties, extended, photo, photoType } = row;
      const copy = state.add(user, folder(user, body.folderId).id, {
        properties,
        extended,
        ...(photo === undefined ? {} : { photo }),
        ...(photoType === undefined ? {} : { photoType }),
      });
      return { id: copy.id };
    },
    /** What Graph tells of subscriptions themselves: `event` is one of its lifecycle events. */
    'graph/lifecycle': ({ user, event }) => {
      const known = LIFECYCLE_EVENTS.find((one) => one === event);
      if (typeof user !== 'string' || known === undefined)
        throw new ControlError(`user, and event: one of ${LIFECYCLE_EVENTS.join(', ')}`);
      return { told: notifier.lifecycle(user.toLowerCase(), known) };
    },
    'outlook/attach': (body) => {
      const { row } = item(body);
      const has = row.extended.filter(({ id }) => id !== 'Boolean 0xe1b');
      state.change(row, { extended: [...has, { id: 'Boolean 0xe1b', value: 'true' }] });
    },
  };
}
