const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The 18-character form of an id, which is safe to compare without regard to case; 18 characters are left as they are.
 * Each of the three last characters says which of five letters are capitals (SOAP API guide, "ID field type").
 */
export function fullId(id: string): string {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((start) => {
    const capitals = [...id.slice(start, start + 5)].reduce(
      (bits, letter, place) => (letter >= 'A' && letter <= 'Z' ? bits | (1 << place) : bits),
      0,
    );
    return SUFFIX.charAt(capitals);
  });
  return `${id}${suffix.join('')}`;
}

/** 15 or 18 letters and digits. */
export function isId(text: string): boolean {
  return /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(text);
}
