import { viewsEn, type ViewWords } from './views-en.ts';
import { other } from './words.ts';

/** The later views' texts in the language that is spoken; a view cannot be there without them, since it imports them. */
export const viewWords = (): ViewWords => other?.views ?? viewsEn;

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
