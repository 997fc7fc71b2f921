import type { RefreshToken } from '../../server/connectors/crm.ts';

/** A refresh token that nothing but this object keeps. */
export function heldToken(first: string): RefreshToken & { readonly now: () => string } {
  let held = first;
  const replace = (by: string) => {
    held = by;
    return Promise.resolve();
  };
  return { connection: first, using: (use) => use(held, replace), now: () => held };
}
