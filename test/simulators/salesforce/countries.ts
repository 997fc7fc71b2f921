import type { PicklistValue } from './schema.ts';

export interface Country extends PicklistValue {
  readonly states: readonly PicklistValue[];
}

const land = (value: string, label: string, states: Readonly<Record<string, string>> = {}): Country => ({
  value,
  label,
  states: Object.entries(states).map(([code, name]) => ({ value: code, label: name })),
});

/** A part of the vendor's list of countries and states (ISO codes), enough for an org that has the picklists on. */
export const COUNTRIES: readonly Country[] = [
  land('AT', 'Austria'),
  land('AU', 'Australia', { NSW: 'New South Wales', QLD: 'Queensland', VIC: 'Victoria' }),
  land('BE', 'Belgium'),
  land('CA', 'Canada', { BC: 'British Columbia', ON: 'Ontario', QC: 'Quebec' }),
  land('CH', 'Switzerland'),
  land('CZ', 'Czechia'),
  land('DE', 'Germany'),
  land('DK', 'Denmark'),
  land('ES', 'Spain'),
  land('FR', 'France'),
  land('GB', 'United Kingdom'),
  land('IE', 'Ireland'),
  land('IT', 'Italy'),
  land('JP', 'Japan'),
  land('NL', 'Netherlands'),
  land('NO', 'Norway'),
  land('PL', 'Poland'),
  land('PT', 'Portugal'),
  land('SE', 'Sweden'),
  land('US', 'United States', {
    CA: 'California',
    FL: 'Florida',
    IL: 'Illinois',
    MA: 'Massachusetts',
    NY: 'New York',
    TX: 'Texas',
    WA: 'Washington',
  }),
];
