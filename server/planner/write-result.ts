import type { FieldName, Item, RecordId } from '../model/contact.ts';
import type { Failure } from '../model/failure.ts';
import type { Choice } from '../model/link.ts';

/** What became of one write. `ownEntries`: slots of an item made again whose entries are all the person's own (F6). `left`: fields left out after the service named them (C5). `skipped`: a write before it in the chain was not done. */
export type WriteResult =
  | {
      readonly done: true;
      readonly item?: Item;
      readonly recordId?: RecordId;
      readonly keyIntent?: string;
      readonly ownEntries?: readonly FieldName[];
      readonly left?: readonly { readonly field: FieldName; readonly failure: Failure }[];
    }
  /** `keyIntent`: a create that may have happened; it is repeated, if at all, under the same key (P3). `choices`: the records that a duplicate rule names (P5). */
  | {
      readonly done: false;
      readonly failure: Failure;
      readonly keyIntent?: string;
      readonly choices?: readonly Choice[];
    }
  | { readonly done: false; readonly skipped: true };
