import providers from 'email-providers/all.json' with { type: 'json' };

const PUBLIC: ReadonlySet<string> = new Set(providers);

/** Whether anybody can have an address there: such a domain says nothing about a company (T1) and makes nobody a colleague (T6). */
export function isPublicProvider(domain: string): boolean {
  return PUBLIC.has(domain);
}
