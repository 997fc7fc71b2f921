import { de } from './de.ts';
import { en, type Words } from './en.ts';

/** Only what is worded here; `navigator.language` also decides how dates are written, so `en-GB` stays `en-GB` there. */
export const language = navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en';
export const words: Words = language === 'de' ? de : en;

const times = new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium', timeStyle: 'short' });
export const time = (iso: string): string => times.format(new Date(iso));

/** A field as a person knows it; an admin's own mapping by the name it has in Salesforce. */
export function fieldName(field: string): string {
  const { fields } = words;
  return Object.hasOwn(fields, field) ? fields[field as keyof typeof fields] : field.replace(/^custom:/, '');
}

export function ruleText(rule: string): string {
  const { rules } = words;
  for (const key of [rule, rule.slice(0, 1)]) if (Object.hasOwn(rules, key)) return rules[key as keyof typeof rules];
  return rules.other;
}
