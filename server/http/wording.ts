import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Request } from 'express';
import type { Reason } from '../model/link.ts';
import { english, type Wording } from './wording-en.ts';

/** The languages that reasons are worded in, the default first; each file of `languages/` is one. */
export const LANGUAGES: ReadonlyMap<string, Wording> = new Map([['en', english], ...(await others())]);

async function others(): Promise<[string, Wording][]> {
  const directory = resolve(import.meta.dirname, '../../languages');
  const names = readdirSync(directory).flatMap((file) => /^(?!en\.)([a-z]{2,3})\.ts$/.exec(file)?.[1] ?? []);
  return Promise.all(
    names.sort().map(async (name): Promise<[string, Wording]> => {
      const { href } = pathToFileURL(join(directory, `${name}.ts`));
      return [name, ((await import(href)) as { readonly server: Wording }).server];
    }),
  );
}

/** The best of our languages for `Accept-Language`; English where none fits. */
export function languageOf(request: Pick<Request, 'acceptsLanguages'>): string {
  const best = request.acceptsLanguages(...LANGUAGES.keys());
  return best !== false && LANGUAGES.has(best) ? best : 'en';
}

/** All that is said in a language; in English where we have not that one. */
export const wordingIn = (language: string): Wording => LANGUAGES.get(language) ?? english;

/** One sentence for a reason (T5); for a code that has none, a general one that names it. */
export function worded(reason: Reason, language: string): string {
  const { reasons, fields, unknown } = wordingIn(language);
  const sentence: string = Object.hasOwn(reasons, reason.code) ? reasons[reason.code as keyof typeof reasons] : unknown;
  const value = (name: string): string => {
    if (name === 'code') return reason.code;
    const given = reason.params[name] ?? '';
    if (name !== 'field') return given;
    return Object.hasOwn(fields, given) ? fields[given as keyof typeof fields] : given.replace(/^custom:/, '');
  };
  const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => value(name));
  // In one pass, so that brackets and braces in a value stay as they came.
  return sentence.replaceAll(/\[([^\]]*)\]|\{(\w+)\}/g, (whole, optional: string | undefined) => {
    if (optional === undefined) return filled(whole);
    const names = [...optional.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    return names.every((name) => value(name) !== '') ? filled(optional) : '';
  });
}

/** A reason as it is answered: with its sentence. */
export function wordedReason(reason: Reason, language: string) {
  return { code: reason.code, params: { ...reason.params }, text: worded(reason, language) };
}
