import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { worded } from '../../server/http/wording.ts';
import { english } from '../../server/http/wording-en.ts';

const SERVER = resolve(import.meta.dirname, '../../server');

/** How reasons are written down in the code: as `code:`, as a row of a table, or as an argument of what makes one. */
const SPELLINGS = [
  /\bcode: '([a-z-]+)'/g,
  /\bcode: [^\n']*\? '([a-z-]+)' : '([a-z-]+)'/g,
  /\['(?:rejected|duplicate|gone|stale|unavailable|throttled|forbidden|signed-out|cursor-lost)', '([a-z-]+)'\]/g,
  /\b(?:failure|refusal)\('[a-z-]+', '([a-z-]+)'/g,
  /\brefuse\('([a-z-]+)'/g,
  /\bNotUnderstood\(\s*'([a-z-]+)'/g,
  /\b(?:ProblemError\(|\[)\d{3}, '([a-z-]+)'/g,
  /\bbecause\('([a-z-]+)'/g,
  /\bSTOPPED_IN_FOLDER = '([a-z-]+)'/g,
];

describe('the wording', () => {
  it('[T5] has a sentence for every reason that the code can give', () => {
    const found = new Set<string>();
    for (const file of readdirSync(SERVER, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || /^(http\/wording|config|settings-file|main|validate)/.test(file)) continue;
      const text = readFileSync(join(SERVER, file), 'utf8');
      for (const spelling of SPELLINGS)
        for (const [, ...codes] of text.matchAll(spelling)) for (const code of codes) if (code) found.add(code);
    }
    expect(found.size).toBeGreaterThan(80);
    expect([...found].filter((code) => !Object.hasOwn(english.reasons, code))).toEqual([]);
  });

  it("[T5] names fields in the language, and quotes the service's own words as they came", () => {
    const params = { field: 'mobilePhone', length: '50', limit: '40' };
    expect(worded({ code: 'too-long', params }, 'en')).toBe(
      'Mobile phone is too long for Salesforce: 50 characters, 40 are allowed.',
    );
    expect(worded({ code: 'too-long', params }, 'de')).toContain('Das Feld „Mobiltelefon“ ist zu lang');
    expect(worded({ code: 'required-field', params: { field: 'custom:Level__c' } }, 'en')).toContain('Level__c');
    const message = 'Nein! {limit} [x] $& “y”';
    expect(worded({ code: 'crm-other', params: { message } }, 'en')).toBe(
      `Salesforce did not accept this. Salesforce says: “${message}”`,
    );
    expect(worded({ code: 'crm-other', params: {} }, 'en')).toBe('Salesforce did not accept this.');
  });

  it('an unknown code gets a general sentence that names it', () => {
    expect(worded({ code: 'toString', params: {} }, 'en')).toBe('This could not be done (reason: toString).');
    expect(worded({ code: 'brand-new', params: { message: 'So.' } }, 'de')).toBe(
      'Das war nicht möglich (Grund: brand-new). Der Dienst meldet: „So.“',
    );
  });
});
