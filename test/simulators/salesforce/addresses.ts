import { rowError, type ApiError } from './api-error.ts';
import { COUNTRIES } from './countries.ts';
import type { Field, ObjectType, Row, Value } from './schema.ts';

const lower = (value: Value | undefined) => String(value ?? '').toLowerCase();

function problem(type: ObjectType, field: string, what: 'country' | 'state'): ApiError {
  const label = type.byName.get(field.toLowerCase())?.label ?? field;
  const list = what === 'country' ? 'country/territory' : 'state/province';
  return rowError(
    'FIELD_INTEGRITY_EXCEPTION',
    `There's a problem with this ${what}, even though it may appear correct. Please select a ${list} from the list of valid ` +
      `${what === 'country' ? 'countries' : 'states'}.: ${label}`,
    [field],
  );
}

/**
 * With state and country picklists, code and text of an address always belong together: the one that was given decides the other
 * ("Let Users Select State and Country from Picklists"). Without them the row is left as it is.
 */
export function settleAddresses(type: ObjectType, row: Row, given: ReadonlyMap<Field, Value>): Row {
  const names = new Set([...given.keys()].map((field) => field.name));
  const settled: Record<string, Value> = { ...row };
  for (const field of type.fields) {
    if (!field.name.endsWith('CountryCode')) continue;
    const prefix = field.name.slice(0, -'CountryCode'.length);
    if (!['Country', 'CountryCode', 'State', 'StateCode'].some((part) => names.has(prefix + part))) continue;
    settle(type, settled, names, prefix);
  }
  return settled;
}

function settle(type: ObjectType, row: Record<string, Value>, given: ReadonlySet<string>, prefix: string): void {
  const pick = (part: 'Country' | 'State') => {
    const byCode = given.has(`${prefix}${part}Code`);
    const field = byCode ? `${prefix}${part}Code` : given.has(prefix + part) ? prefix + part : `${prefix}${part}Code`;
    return { field, value: row[field] ?? null };
  };
  const { field: countryField, value: country } = pick('Country');
  const land = COUNTRIES.find(
    ({ value, label }) =>
      lower(value) === lower(country) || (!countryField.endsWith('Code') && lower(label) === lower(country)),
  );
  if (country !== null && land === undefined) throw problem(type, countryField, 'country');
  const { field: stateField, value: state } = pick('State');
  const found = land?.states.find(({ value, label }) => lower(value) === lower(state) || lower(label) === lower(state));
  // A state of the country before goes with it, unless it was given anew.
  if (state !== null && found === undefined && given.has(stateField)) throw problem(type, stateField, 'state');
  row[`${prefix}Country`] = land?.label ?? null;
  row[`${prefix}CountryCode`] = land?.value ?? null;
  row[`${prefix}State`] = found?.label ?? null;
  row[`${prefix}StateCode`] = found?.value ?? null;
}
