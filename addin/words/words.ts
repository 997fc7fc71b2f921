import type { AdminWords } from './admin-en.ts';
import { en, type Words } from './en.ts';
import type { ViewWords } from './views-en.ts';

/** A file of `languages/` as the page reads it; what the server says in that language is in it too, and not sent along. */
interface Language {
  readonly page: Words;
  readonly views: ViewWords;
  readonly admin: AdminWords;
}

/** The page's own texts, in the language that `speak` chose; read when something is shown and never before. */
export let words: Words = en;
export let language = 'en';
/** The language other than English that is spoken. */
export let other: Language | undefined;
/** The person's own spelling, as `en-GB`: it decides how dates and numbers are written. */
let locale = 'en';

/** Chooses the language for a BCP 47 tag; gives the one that is spoken now: English where there is no such file, or it cannot be had. */
export async function speak(tag: string): Promise<string> {
  const main = tag.toLowerCase().split('-')[0] ?? '';
  other = /^[a-z]{2,3}$/.test(main) && main !== 'en' ? await load(main).catch(() => undefined) : undefined;
  language = other === undefined ? 'en' : main;
  words = other?.page ?? en;
  locale = main === language ? tag : language;
  return language;
}

const load = (main: string): Promise<Language> =>
  import(
    /* webpackChunkName: "[request]", webpackInclude: /\.ts$/, webpackExports: ["page", "views", "admin"] */ `../../languages/${main}.ts`
  );

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
