import { viewsDe } from './views-de.ts';
import { viewsEn, type ViewWords } from './views-en.ts';
import { language, type Language } from './words.ts';

const LANGUAGES: Readonly<Record<Language, ViewWords>> = { en: viewsEn, de: viewsDe };

/** The later views' texts in the language that is spoken; a view cannot be there without them, since it imports them. */
export const viewWords = (): ViewWords => LANGUAGES[language];

/** A field as a person knows it; an admin's own mapping by the name it has in Salesforce. */
export function fieldName(field: string): string {
  const { fields } = viewWords();
  return Object.hasOwn(fields, field) ? fields[field as keyof typeof fields] : field.replace(/^custom:/, '');
}

export function ruleText(rule: string): string {
  const { rules } = viewWords();
  for (const key of [rule, rule.slice(0, 1)]) if (Object.hasOwn(rules, key)) return rules[key as keyof typeof rules];
  return rules.other;
}
