import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containing, ending, literal, selection } from '../../server/connectors/salesforce/soql.ts';
import { splitName } from '../../server/engine/split-name.ts';
import { matchForm, normalForm } from '../../server/planner/normal-form.ts';
import { recipientKind } from '../../server/planner/recipients.ts';
import { parseSettings, SettingsFileError } from '../../server/settings-file.ts';
import { HOSTILE_TEXTS } from './hostile.ts';

const SEED = Number(process.env.CARDBRIDGE_SEED ?? 1);
const LONGEST_MS = 1000;

/** Long runs of one piece with something after them: what makes a pattern try again at each place. */
const run = fc
  .tuple(
    fc.constantFrom(' ', '\n', '\t', '(', ')', '(a', 'x1', 'ext ', "'", '\\', '/', '@', '.', '-', '0', ' \n', 'a,'),
    fc.constantFrom('', 'x', '\n', ')', ' '),
  )
  .map(([piece, end]) => `${piece.repeat(40_000)}${end}`);
const text = fc.oneof(
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

describe('texts that nobody should write', () => {
  for (const [name, parse] of Object.entries(PARSERS)) {
    it(`[C3] are taken apart within a second: ${name}`, () => {
      fc.assert(
        fc.property(text, (given) => {
          const began = process.cpuUsage();
          parse(given);
          expect(process.cpuUsage(began).user / 1000).toBeLessThan(LONGEST_MS);
        }),
        { seed: SEED, numRuns: 200 },
      );
    });
  }

  it('stay one string of SOQL, whatever is in them', () => {
    fc.assert(
      fc.property(text, (given) => {
        for (const quoted of [literal(given), containing(given), ending(given)])
          expect(/^'(?:[^'\\]|\\.)*'$/su.test(quoted)).toBe(true);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('in the settings file are refused with their lines, never with another error', () => {
    const file = 'scheduleMinutes: 60\nblocklist: ["@a.example"]\nmappings:\n  - { field: title, direction: down }\n';
    fc.assert(
      fc.property(
        fc.nat(file.length),
        fc.nat(20),
        fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom('*a', '&a', '!!js', '---\n', '{', '\t', ': ')),
        (at, gone, put) => {
          try {
            parseSettings(`${file.slice(0, at)}${put}${file.slice(at + gone)}`, 'settings.yaml');
          } catch (error) {
            expect(error).toBeInstanceOf(SettingsFileError);
          }
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });
});
