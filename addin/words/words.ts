import { en, type Words } from './en.ts';

/** Every language that the page speaks, the default first; the others are loaded when they are spoken. Another one is one more file and its line here. */
const LANGUAGES = {
  en: async () => en,
  de: async () => (await import(/* webpackChunkName: 'de' */ './de.ts')).de,
} as const satisfies Readonly<Record<string, () => Promise<Words>>>;
export type Language = keyof typeof LANGUAGES;

/** The page's own texts, in the language that `speak` chose; read when something is shown and never before. */
export let words: Words = en;
export let language: Language = 'en';
/** The person's own spelling, as `en-GB`: it decides how dates and numbers are written. */
let locale = 'en';

/** Chooses the language for a BCP 47 tag; gives the one that is spoken now. */
export async function speak(tag: string): Promise<Language> {
  const main = tag.toLowerCase().split('-')[0] ?? '';
  language = Object.hasOwn(LANGUAGES, main) ? (main as Language) : 'en';
  words = await LANGUAGES[language]();
  locale = main === language ? tag : language;
  return language;
}

export const time = (iso: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

export const count = (n: number): string => new Intl.NumberFormat(locale).format(n);

/** An hour of today, to the second; `at` in epoch milliseconds. */
export const clock = (at: number): string => new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(at);

/** A day of the calendar, `YYYY-MM-DD`, as the person writes it; the same day in every time zone. */
export const day = (date: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));

/** The hour alone where it was today. */
export function shortTime(iso: string): string {
  const date = new Date(iso);
  if (date.toDateString() !== new Date().toDateString()) return time(iso);
  return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(date);
}
