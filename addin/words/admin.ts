import { adminEn, type AdminWords } from './admin-en.ts';
import { other } from './words.ts';

/** An administrator's texts in the language that is spoken; English comes with their pages, which most people never open. */
export const adminWords = (): AdminWords => other?.admin ?? adminEn;
