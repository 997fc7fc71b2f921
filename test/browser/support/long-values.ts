import type { FoundItem, Person } from '../../../server/http/contract.ts';

const LONG_STREET = 'Harbourside Business Park, Building 17, Third Floor, Entrance on the Other Side';
/** Of one's own in Outlook, of which one is meant (U6). */
export const ITEMS: readonly FoundItem[] = ['Ida Berg', 'Ida Berg-With-A-Rather-Long-Name Of The Third Floor'].map(
  (name, at) => ({
    id: `item-${at}`,
    name,
    company: 'Harbour Optics',
    emails: ['ida.berg.with.a.very.long.address@harbour-optics.example'],
  }),
);
/** Beside the first one (C2). */
export const CONFLICTS: NonNullable<Person['conflicts']> = [
  { field: 'phone', kept: '+45 33 44 55 66', lost: '' },
  { field: 'mailingAddress', kept: LONG_STREET, lost: `${LONG_STREET}, 2100 Copenhagen` },
];
