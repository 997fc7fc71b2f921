import type { FieldMap } from '../model/contact.ts';

/** T1: names from "First Last", "Last, First (Company)" or the address. */
export function splitName(name: string, email: string): FieldMap {
  const [, company = ''] = /\(([^()]*)\)\s*$/u.exec(name) ?? [];
  const parts = nameIsKnown(name) ? fromText(plainName(name)) : fromAddress(email);
  return { ...parts, ...(company.trim() === '' ? {} : { company: company.trim() }) };
}

/** Whether the display name is one; an address in its place says no more than the address (T1: to check). */
export function nameIsKnown(name: string): boolean {
  const plain = plainName(name);
  return plain !== '' && !plain.includes('@');
}

/** Without the company, and without the quotation marks that mail programs put around a name; an apostrophe inside stays. */
function plainName(name: string): string {
  return name
    .replace(/\([^()]*\)/gu, ' ')
    .replace(/"/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^'(.*)'$/u, '$1')
    .trim();
}

function fromText(name: string): FieldMap {
  const comma = name.indexOf(',');
  if (comma > 0) return named(name.slice(comma + 1).trim(), name.slice(0, comma).trim());
  const words = name.split(' ');
  // Particles belong to the last name: Ludwig van Beethoven, Ana de la Cruz.
  const particle = words.findIndex(
    (word, at) => at > 0 && /^(?:van|von|de|der|den|da|di|du|la|le|dos|del|al|bin|ter|zu)$/u.test(word),
  );
  const cut = particle > 0 ? particle : words.length - 1;
  return words.length === 1 ? named('', name) : named(words.slice(0, cut).join(' '), words.slice(cut).join(' '));
}

function fromAddress(email: string): FieldMap {
  const local = (email.split('@')[0] ?? '').replace(/\+.*$/u, '').replace(/\d+$/u, '');
  const words = local
    .split(/[._-]+/u)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const last = words.pop() ?? email;
  return named(words.join(' '), last);
}

function named(firstName: string, lastName: string): FieldMap {
  return { ...(firstName === '' ? {} : { firstName }), lastName };
}
