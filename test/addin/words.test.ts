import { describe, expect, it } from 'vitest';
import { adminDe } from '../../addin/words/admin-de.ts';
import { adminEn } from '../../addin/words/admin-en.ts';
import { adminWords } from '../../addin/words/admin.ts';
import { de } from '../../addin/words/de.ts';
import { en } from '../../addin/words/en.ts';
import { viewsDe } from '../../addin/words/views-de.ts';
import { viewsEn } from '../../addin/words/views-en.ts';
import { fieldName, ruleText, viewWords } from '../../addin/words/views.ts';
import * as spoken from '../../addin/words/words.ts';
import { STANDARD_FIELDS } from '../../server/model/contact.ts';

/** Every text with its path; a text that is made of parameters with the same ones in both languages. */
function texts(of: object, path = ''): [string, string][] {
  return Object.entries(of).flatMap(([key, value]: [string, unknown]): [string, string][] => {
    const at = `${path}/${key}`;
    if (typeof value === 'string') return [[at, value]];
    if (typeof value === 'function') return [1, 7].map((n) => [`${at}(${n})`, String(value(n, '<second>'))]);
    return texts(value as object, at);
  });
}

const english = { ...en, admin: adminEn, views: viewsEn };
const german = { ...de, admin: adminDe, views: viewsDe };

describe("the page's own words", () => {
  it('are the same texts in both languages, with the same parameters', () => {
    const [inEnglish, inGerman] = [new Map(texts(english)), new Map(texts(german))];
    expect([...inGerman.keys()].sort()).toEqual([...inEnglish.keys()].sort());
    for (const [path, text] of inEnglish)
      for (const parameter of ['7', '<second>'])
        expect([path, inGerman.get(path)?.includes(parameter)]).toEqual([path, text.includes(parameter)]);
  });

  it('none is empty but for a state that needs no word', () => {
    for (const words of [english, german])
      expect(texts(words).flatMap(([path, text]) => (text === '' ? [path] : []))).toEqual([
        '/views/activity/states/done',
      ]);
  });

  it('name every field that is synced', () => {
    for (const words of [viewsEn, viewsDe])
      expect(Object.keys(words.fields).sort()).toEqual([...STANDARD_FIELDS, 'categories'].sort());
  });

  it("explain a rule, its letter's rules, and one of a later version", () => {
    expect(ruleText('F5')).toBe(viewsEn.rules.F5);
    expect(ruleText('P4')).toBe(viewsEn.rules.P);
    expect(ruleText('Z9')).toBe(viewsEn.rules.other);
    expect(fieldName('mobilePhone')).toBe('Mobile phone');
    expect(fieldName('custom:Nickname__c')).toBe('Nickname__c');
    expect(fieldName('constructor')).toBe('constructor');
  });

  it('are German for any German, English for all else', async () => {
    for (const [tag, expected, main] of [
      ['de-AT', 'Verlauf', 'de'],
      ['fr-FR', 'Activity', 'en'],
      ['en-GB', 'Activity', 'en'],
    ] as const) {
      expect(await spoken.speak(tag)).toBe(main);
      expect(spoken.words.places.activity).toBe(expected);
      expect(adminWords()).toBe(main === 'de' ? adminDe : adminEn);
      expect(viewWords()).toBe(main === 'de' ? viewsDe : viewsEn);
    }
  });

  it("write times as the person's own region does", async () => {
    await spoken.speak('en-US');
    expect(spoken.time('2026-11-23T12:00:00Z')).toMatch(/^Nov 23, 2026/);
    await spoken.speak('en-GB');
    expect(spoken.time('2026-11-23T12:00:00Z')).toMatch(/^23 Nov 2026/);
  });
});
