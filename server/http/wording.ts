import type { Request } from 'express';
import type { Reason } from '../model/link.ts';
import { english, type Wording } from './wording-en.ts';
import { german } from './wording-de.ts';

/** The languages that reasons are worded in, the default first. Another one is one more file and its line here. */
const LANGUAGES = { en: english, de: german } as const satisfies Readonly<Record<string, Wording>>;
export type Language = keyof typeof LANGUAGES;

export function isLanguage(name: string | null): name is Language {
  return name !== null && Object.hasOwn(LANGUAGES, name);
}

/** The best of our languages for `Accept-Language`; English where none fits. */
export function languageOf(request: Pick<Request, 'acceptsLanguages'>): Language {
  const best = request.acceptsLanguages(...Object.keys(LANGUAGES));
  return best !== false && best in LANGUAGES ? (best as Language) : 'en';
}

/** One sentence for a reason (T5); for a code that has none, a general one that names it. */
export function worded(reason: Reason, language: Language): string {
  const { reasons, fields, unknown }: Wording = LANGUAGES[language];
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
export function wordedReason(reason: Reason, language: Language) {
  return { code: reason.code, params: { ...reason.params }, text: worded(reason, language) };
}
