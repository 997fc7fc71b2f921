import { COUNTRIES } from './countries.ts';
import { field, READ_ONLY, picklist, type Field } from './schema.ts';

export const ADDRESS_PARTS = ['Street', 'City', 'State', 'PostalCode', 'Country'] as const;

const states = [...new Map(COUNTRIES.flatMap((country) => country.states.map((state) => [state.value, state])))].map(
  ([, state]) => state,
);

/** `MailingStreet` and its sisters; with state and country picklists also the codes, which are what is stored then. */
export function addressFields(prefix: string, label: string, statePicklists: boolean): Field[] {
  const compoundFieldName = `${prefix}Address`;
  const part = { compoundFieldName };
  const codes = statePicklists
    ? [
        field(`${prefix}StateCode`, `${label} State/Province Code`, 'picklist', 10, {
          ...part,
          picklist: states,
          restricted: true,
        }),
        field(`${prefix}CountryCode`, `${label} Country/Territory Code`, 'picklist', 10, {
          ...part,
          picklist: picklist(...COUNTRIES.map(({ value, label: name }) => ({ value, label: name }))),
          restricted: true,
        }),
      ]
    : [];
  return [
    field(`${prefix}Street`, `${label} Street`, 'textarea', 255, part),
    field(`${prefix}City`, `${label} City`, 'string', 40, part),
    field(`${prefix}State`, `${label} State/Province`, 'string', 80, part),
    field(`${prefix}PostalCode`, `${label} Zip/Postal Code`, 'string', 20, part),
    field(`${prefix}Country`, `${label} Country/Territory`, 'string', 80, part),
    ...codes,
    field(compoundFieldName, `${label} Address`, 'address', 0, READ_ONLY),
  ];
}
