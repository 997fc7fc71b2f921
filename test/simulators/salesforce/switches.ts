import type { SwitchDeclaration } from '../kit/switches.ts';

/** What the vendor's documents leave open. */
export const SALESFORCE_SWITCHES: readonly SwitchDeclaration[] = [
  {
    name: 'salesforce-listview-offset-base',
    default: 1,
    values: [0, 1],
    about: 'The offset that list view results begin with: 1 by the documents, 0 as observed.',
  },
  {
    name: 'salesforce-listview-page-size',
    default: 2000,
    values: [],
    examples: [1],
    about: 'List views in one page of their listing.',
  },
  {
    name: 'salesforce-locator-error',
    default: 400,
    values: [400, 404],
    about: 'The status that an expired query locator is answered with.',
  },
  {
    name: 'salesforce-collection-field-errors',
    default: 'request',
    values: ['request', 'record'],
    about: 'Whether an unknown field or a value of a wrong JSON type refuses a whole collection or its record.',
  },
  {
    name: 'salesforce-retrieve-parent-fields',
    default: true,
    values: [true, false],
    about: 'Whether sObject Collections return fields of parents (Account.Name).',
  },
  {
    name: 'salesforce-line-ends',
    default: 'as-sent',
    values: ['as-sent', 'crlf'],
    about: 'How text areas keep line ends.',
  },
  {
    name: 'salesforce-refresh-token-rotation',
    default: false,
    values: [true, false],
    about: "The app's setting: whether each use of a refresh token ends it and gives another.",
  },
  {
    name: 'salesforce-group-by-case',
    default: 'folded',
    values: ['folded', 'exact'],
    about: 'Whether texts that differ in case alone are one group and one distinct value.',
  },
  {
    name: 'salesforce-conditional-delete',
    default: false,
    values: [true, false],
    about:
      'Whether DELETE of a row honours the conditional headers: two chapters of the documents contradict each other.',
  },
];
