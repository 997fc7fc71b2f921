import { adminDe } from './admin-de.ts';
import { adminEn, type AdminWords } from './admin-en.ts';
import { language, type Language } from './words.ts';

const LANGUAGES: Readonly<Record<Language, AdminWords>> = { en: adminEn, de: adminDe };

/** An administrator's texts in the language that is spoken; both come with their pages, which most people never open. */
export const adminWords = (): AdminWords => LANGUAGES[language];
