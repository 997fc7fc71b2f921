import type { FolderId } from '../model/contact.ts';
import type { ContactPlan } from '../planner/operation.ts';
import type { Tally } from './tally.ts';

/** What a session's chunks have in common while they are applied. */
export interface Applying {
  readonly tally: Tally;
  /** The folder for new items, the default Contacts folder for those that leave it (T2), and all that counts as the folder. */
  readonly folders: { readonly folder: FolderId; readonly fallback: FolderId; readonly inside: ReadonlySet<FolderId> };
  /** Records written, to be read back at the end (C7). */
  readonly written: Set<string>;
  /** Contacts at which somebody was between our look and our write (C6). */
  readonly moved: ContactPlan['contact'][];
  /** Ids of links, items and records that a session for single contacts saw to meanwhile (T1): what was planned for them no longer holds. */
  readonly seenTo: Set<string>;
}
