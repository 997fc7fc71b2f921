import { matchForm } from './normal-form.ts';

/** What may stand in a blocklist (T6): an address, or a domain with or without its @. */
export const BLOCKLIST_ENTRY = /^(?:[^@\s]+@|@?)[^@\s.]+(?:\.[^@\s.]+)+$/;

/** An entry as it is kept: lower case, a domain as `@example.com`. */
export function blocklistEntry(given: string): string {
  const entry = given.toLowerCase();
  return entry.includes('@') ? entry : `@${entry}`;
}

export interface Blocklists {
  /** The administrator's. */
  readonly org: readonly string[];
  /** The person's own. */
  readonly mailbox: readonly string[];
}

/** T6: whose blocklist has one of these addresses (in normal form) or its domain; the administrator's is named first. */
export function blockedBy(emails: readonly string[], { org, mailbox }: Blocklists): 'admin' | 'person' | undefined {
  if (emails.some((email) => isListed(email, org))) return 'admin';
  return emails.some((email) => isListed(email, mailbox)) ? 'person' : undefined;
}

function isListed(email: string, list: readonly string[]): boolean {
  if (list.length === 0) return false;
  const wanted = matchForm(email);
  return list.some((entry) => {
    const listed = matchForm(entry);
    return listed.startsWith('@') ? wanted.endsWith(listed) : wanted === listed;
  });
}

/** The reason that a blocked contact is shown with. */
export function blockedReason(by: 'admin' | 'person') {
  return { code: by === 'admin' ? 'blocked-by-admin' : 'blocked-address', params: {} };
}
