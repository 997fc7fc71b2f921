import type { PairingKeys } from '../model/contact.ts';
import type { SessionContext } from './context.ts';

/** P1: runs `work`, a search and the creates that follow from it, while no other mailbox of the org searches or creates for the same e-mail or name. */
export function aloneWith<T>(
  { store, identity }: Pick<SessionContext, 'store' | 'identity'>,
  searched: readonly PairingKeys[],
  work: () => Promise<T>,
): Promise<T> {
  const keys = searched.flatMap(({ emails, name }) => [...emails, ...(name === '' ? [] : [name])]);
  return store.withLocks(
    [...new Set(keys)].map((key) => `${identity.orgId}/${key}`),
    work,
  );
}
