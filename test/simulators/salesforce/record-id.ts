const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The three characters that carry the case of the fifteen before them (one of 32 signs per five characters). */
function checksum(id15: string): string {
  let signs = '';
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) {
      const code = id15.charCodeAt(start + i);
      if (code >= 65 && code <= 90) bits |= 1 << i;
    }
    signs += CHECK[bits] ?? '';
  }
  return signs;
}

/** An 18-character id from its prefix and a running number, in digits of both cases. */
export function makeId(keyPrefix: string, number: number): string {
  let rest = number;
  let digits = '';
  while (rest > 0) {
    digits = (DIGITS[rest % 62] ?? '') + digits;
    rest = Math.floor(rest / 62);
  }
  const id15 = `${keyPrefix}Cb0${digits.padStart(9, '0')}`;
  return id15 + checksum(id15);
}

/**
 * The 18-character form of a 15- or 18-character id; undefined for what is no id. The 15-character form is case-sensitive;
 * an 18-character one is put right by its checksum, whatever case it comes in (Object Reference, "ID field type").
 */
export function fullId(text: string): string | undefined {
  if (/^[a-zA-Z0-9]{15}$/.test(text)) return text + checksum(text);
  if (!/^[a-zA-Z0-9]{18}$/.test(text)) return undefined;
  const signs = text.slice(15).toUpperCase();
  let id15 = '';
  for (let i = 0; i < 15; i += 1) {
    const bits = CHECK.indexOf(signs[Math.floor(i / 5)] ?? '');
    if (bits < 0) return undefined;
    const letter = text[i] ?? '';
    id15 += (bits >> (i % 5)) & 1 ? letter.toUpperCase() : letter.toLowerCase();
  }
  return checksum(id15) === signs ? id15 + signs : undefined;
}

export const shortId = (id: string) => id.slice(0, 15);
