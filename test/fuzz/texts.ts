import fc from 'fast-check';
import { selection } from '../../server/connectors/salesforce/soql.ts';
import { splitName } from '../../server/engine/split-name.ts';
import { matchForm, normalForm } from '../../server/planner/normal-form.ts';
import { recipientKind } from '../../server/planner/recipients.ts';
import { HOSTILE_TEXTS } from './hostile.ts';

const LONGEST_MS = 1000;

/** Long runs of one piece with something after them: what makes a pattern try again at each place. */
const run = fc
  .tuple(
    fc.constantFrom(' ', '\n', '\t', '(', ')', '(a', 'x1', 'ext ', "'", '\\', '/', '@', '.', '-', '0', ' \n', 'a,'),
    fc.constantFrom('', 'x', '\n', ')', ' '),
  )
  .map(([piece, end]) => `${piece.repeat(40_000)}${end}`);
export const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 2, arbitrary: run },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
);

const KINDS = ['text', 'email', 'phone', 'date', 'note', 'picklist', 'boolean'] as const;

/** What a person or a service may write into a text of ours, and what takes it apart. */
const PARSERS: Readonly<Record<string, (given: string) => unknown>> = {
  ...Object.fromEntries(
    KINDS.map((kind) => [`normal form of a ${kind}`, (given: string) => normalForm({ kind }, given)]),
  ),
  'normal form of an address': (given) =>
    normalForm({ kind: 'address' }, { street: given, city: given, state: given, postalCode: given, country: given }),
  'form for matching': matchForm,
  // As long as the contract lets them be.
  'name into parts': (given) => splitName(given.slice(0, 300), given.slice(0, 320)),
  'kind of recipient': (given) => recipientKind(given.slice(0, 320)),
  'a list view’s query': (given) => selection(`SELECT Id FROM Contact WHERE Name = ${given}`, 'mine'),
};

/** Each parser by its name: no text keeps it busy for a second. */
export const TEXT_PROPERTIES: Readonly<Record<string, fc.IPropertyWithHooks<[string]>>> = Object.fromEntries(
  Object.entries(PARSERS).map(([name, parse]) => [
    name,
    fc.property(text, (given) => {
      const began = process.cpuUsage();
      parse(given);
      const ms = process.cpuUsage(began).user / 1000;
      if (ms > LONGEST_MS) throw new Error(`${name} took ${Math.round(ms)} ms of processor time`);
    }),
  ]),
);
