import type { ItemId, RecordId } from '../model/contact.ts';
import type { Link, LinkHead } from '../model/link.ts';
import type { Decision } from './classify.ts';
import type { SeenItem } from './observation.ts';
import type { ContactPlan } from './operation.ts';
import { idle } from './plan-contact.ts';
import type { DecidedLink } from './plan.ts';

/** Which sides an action must have read in full. */
export function needs(
  {
    link,
    decision: { action, asked },
  }: Pick<DecidedLink, 'decision'> & { readonly link: Pick<LinkHead, 'itemId' | 'itemVersion' | 'recordId'> },
  seen: SeenItem | undefined,
): {
  item?: ItemId | null;
  record?: RecordId | null;
  /** M2: the pair that it is folded into. */
  pair?: Link['id'];
} {
  switch (action.kind) {
    case 'merge':
      return { item: action.itemHead?.id ?? link.itemId, record: link.recordId };
    case 'follow':
      return { item: action.itemHead?.id ?? link.itemId, record: action.into };
    case 'fold':
      return action.edited ? { item: link.itemId, record: action.into, pair: action.pair } : {};
    case 'remake-item':
      return { record: action.into ?? link.recordId };
    case 'delete-record':
      return { record: asked ? link.recordId : null };
    case 'attention':
    case 'stop':
      return { item: link.itemId };
    case 'remove-item':
      // D1: what was edited since the last time is read, so that the journal has it.
      return {
        item:
          seen !== undefined && seen.place !== 'gone' && seen.head.version !== link.itemVersion ? link.itemId : null,
      };
    case 'nothing':
    case 'stay-stopped':
    case 'take-over':
    case 'release':
    case 'end':
      return {};
  }
}

/** What was to be read was gone in the meantime: nothing is done, and the next session looks again. */
export function lookAgain(link: Link, decision: Decision): ContactPlan {
  return {
    ...idle({ link, decision }, null),
    itemVersion: '',
    recordVersion: '',
    becomes: { state: link.state, inView: decision.inView },
  };
}
