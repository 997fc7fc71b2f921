import type { OrgSettings } from '../model/settings.ts';
import { matchForm } from './normal-form.ts';

/** What the CRM answered for one company name: A1's or A2's Account, or none. */
export type AccountFound =
  { readonly state: 'equal' | 'contains'; readonly id: string; readonly name: string } | { readonly state: 'none' };

/** The Account of a new record (A1 to A4): the admin's fixed one, the one found, the admin's fallback, or none. */
export function accountFor(
  company: string,
  found: ReadonlyMap<string, AccountFound>,
  settings: OrgSettings['account'],
): { readonly id: string | null; readonly rule: 'A1' | 'A2' | 'A3' | 'A4'; readonly name: string } {
  if (settings.always !== null) return { id: settings.always, rule: 'A4', name: '' };
  const answer = matchForm(company) === '' ? undefined : found.get(company);
  if (answer !== undefined && answer.state !== 'none')
    return { id: answer.id, rule: answer.state === 'equal' ? 'A1' : 'A2', name: answer.name };
  return settings.fallback === null
    ? { id: null, rule: 'A3', name: '' }
    : { id: settings.fallback, rule: 'A4', name: '' };
}

/** Whether an Account has to be looked for at all (A4, A3). */
export function needsAccount(company: string, settings: OrgSettings['account']): boolean {
  return settings.always === null && matchForm(company) !== '';
}
