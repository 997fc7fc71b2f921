import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containing, ending, literal } from '../../server/connectors/salesforce/soql.ts';
import { parseSettings, SettingsFileError } from '../../server/settings-file.ts';
import { LONGEST_MS, steadyGrowth } from './heap.ts';
import { text, TEXT_PROPERTIES } from './texts.ts';

const SEED = Number(process.env.CARDBRIDGE_SEED ?? 1);

/** Less than the texts of one stretch take. */
const BYTES = 200_000;

describe('texts that nobody should write', () => {
  for (const [name, property] of Object.entries(TEXT_PROPERTIES)) {
    it(`[C3] are taken apart within a second: ${name}`, () => {
      fc.assert(property, { seed: SEED, numRuns: 200 });
    });
  }

  it(
    'leave nothing behind in memory',
    async () => {
      const grown = await steadyGrowth(BYTES, async (stretch) => {
        for (const property of Object.values(TEXT_PROPERTIES))
          fc.assert(property, { seed: SEED + stretch, numRuns: 100 });
      });
      console.log(`fuzz: ${grown} bytes more after 100 texts for each parser`);
      expect(grown).toBeLessThan(BYTES);
    },
    LONGEST_MS,
  );

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
