/** Where a card's company comes from: the display name, the mailbox's synced contacts, or Salesforce. */
export type CompanySource = 'name' | 'synced' | 'salesforce';

/** Names of Accounts of one mail domain, each as often as a contact has it. */
export interface KnownCompanies {
  readonly synced: readonly string[];
  readonly colleagues: readonly string[];
  readonly sites: readonly string[];
}

/** T1: the company of most synced contacts of the domain, else of most readable Contacts, else the first Account whose website it is. */
export function suggestCompany(
  known: KnownCompanies,
): { readonly company: string; readonly from: CompanySource } | undefined {
  const synced = mostFrequent(known.synced);
  if (synced !== undefined) return { company: synced, from: 'synced' };
  const company = mostFrequent(known.colleagues) ?? known.sites[0];
  return company === undefined ? undefined : { company, from: 'salesforce' };
}

/** Of equally frequent ones the first in the alphabet: the same answer each time. */
function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  const [best] = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return best?.[0];
}
