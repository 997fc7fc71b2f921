import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adminEn } from '../../addin/words/admin-en.ts';
import { adminWords } from '../../addin/words/admin.ts';
import { en } from '../../addin/words/en.ts';
import { viewsEn } from '../../addin/words/views-en.ts';
import { fieldName, ruleText, viewWords } from '../../addin/words/views.ts';
import { windowsEn } from '../../addin/words/windows-en.ts';
import * as spoken from '../../addin/words/words.ts';
import { english as server } from '../../server/http/wording-en.ts';
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

const ENGLISH = { page: en, views: viewsEn, admin: adminEn, windows: windowsEn, server };
const DIRECTORY = resolve(import.meta.dirname, '../../languages');
const others = new Map<string, typeof ENGLISH>();
for (const file of readdirSync(DIRECTORY).filter((name) => name.endsWith('.ts')))
  others.set(file, { ...((await import(join(DIRECTORY, file))) as typeof ENGLISH) });

describe("the product's words", () => {
  it('are a file for each language other than English, named by its tag', () => {
    expect([...others.keys()]).toContain('de.ts');
    for (const file of others.keys()) expect(file).toMatch(/^(?!en\.)[a-z]{2,3}\.ts$/);
  });

  it('are the same texts in each, with the same parameters', () => {
    const inEnglish = new Map(texts(ENGLISH));
    const parameters = (text: string | undefined) => [...new Set(text?.match(/7|<second>|\{\w+\}/g))].sort();
    for (const [file, words] of others) {
      const found = new Map(texts(words));
      expect([file, ...[...found.keys()].sort()]).toEqual([file, ...[...inEnglish.keys()].sort()]);
      for (const [path, text] of inEnglish)
        expect([file, path, ...parameters(found.get(path))]).toEqual([file, path, ...parameters(text)]);
    }
  });

  it('none is empty but for a state that needs no word', () => {
    for (const words of [ENGLISH, ...others.values()])
      expect(texts(words).flatMap(([path, text]) => (text === '' ? [path] : []))).toEqual([
        '/views/activity/states/done',
      ]);
  });
});

describe("the page's own words", () => {
  it('name every field that is synced', () => {
    for (const { views } of [ENGLISH, ...others.values()])
      expect(Object.keys(views.fields).sort()).toEqual([...STANDARD_FIELDS, 'categories'].sort());
  });

  it("explain a rule, its letter's rules, and one of a later version", () => {
    expect(ruleText('F5')).toBe(viewsEn.rules.F5);
    expect(ruleText('P4')).toBe(viewsEn.rules.P);
    expect(ruleText('Z9')).toBe(viewsEn.rules.other);
    expect(fieldName('mobilePhone')).toBe('Mobile phone');
    expect(fieldName('custom:Nickname__c')).toBe('Nickname__c');
    expect(fieldName('constructor')).toBe('constructor');
  });

  it('[D2] [U5] say of Auto-removal, on and off, what becomes of what is deleted and of what is moved out', () => {
    const { autoRemovalOn: on, autoRemovalOff: off } = viewsEn.settings;
    for (const text of [on, off]) expect(text).toContain('that you delete in Outlook, or move out of the folder,');
    expect(off).toContain('What you moved stays where you put it');
    const german = others.get('de.ts')?.views.settings;
    for (const text of [german?.autoRemovalOn, german?.autoRemovalOff])
      expect(text).toContain('den Sie in Outlook löschen oder aus dem Ordner verschieben,');
  });

  it('are German for any German, English for all else', async () => {
    for (const [tag, expected, main] of [
      ['de-AT', 'Verlauf', 'de'],
      ['fr-FR', 'Activity', 'en'],
      ['../de', 'Activity', 'en'],
      ['en-GB', 'Activity', 'en'],
    ] as const) {
      expect(await spoken.speak(tag)).toBe(main);
      expect(spoken.words.places.activity).toBe(expected);
      expect(adminWords()).toBe(main === 'de' ? others.get('de.ts')?.admin : adminEn);
      expect(viewWords()).toBe(main === 'de' ? others.get('de.ts')?.views : viewsEn);
    }
  });

  it("write times as the person's own region does", async () => {
    await spoken.speak('en-US');
    expect(spoken.time('2026-11-23T12:00:00Z')).toMatch(/^Nov 23, 2026/);
    await spoken.speak('en-GB');
    expect(spoken.time('2026-11-23T12:00:00Z')).toMatch(/^23 Nov 2026/);
  });
});
