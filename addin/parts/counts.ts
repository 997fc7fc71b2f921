import type { Counts } from '../../server/http/contract.ts';
import { words } from '../words/words.ts';

const ORDER: readonly (keyof Counts)[] = [
  'itemsCreated',
  'itemsUpdated',
  'itemsDeleted',
  'recordsCreated',
  'recordsUpdated',
  'recordsDeleted',
  'conflicts',
  'refused',
];

export const nothingIn = (counts: Counts): boolean => ORDER.every((name) => counts[name] === 0);

/** `3 added in Outlook · 1 changed in Salesforce`; what is nothing is left out. Empty: nothing at all. */
export const countsText = (counts: Counts): string =>
  ORDER.filter((name) => counts[name] > 0)
    .map((name) => words.counts[name](counts[name]))
    .join(' · ');
